"""The headers of every answer: nothing from outside, nothing framed, no page kept by a cache."""

from __future__ import annotations

# ``blob:`` is how a widget of our own (anywidget) hands its script to the browser; small pictures and
# fonts of the widget library come as ``data:``, and it sets styles itself. No inline script runs, so
# markup that slipped into a text stays text.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

EVERY_ANSWER = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Nothing is told to other sites. Without any referrer a browser would send our own forms with the origin
    # "null", which cannot be told from a forged one.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Server": "petition-workbench",
}

NEVER_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
KEPT_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
KEPT_BY_BROWSER = {"Cache-Control": "private, max-age=31536000, immutable"}  # by no cache that people share
