"""What the log says of one request: of an address that does not exist, not what somebody typed."""

from __future__ import annotations

from jupyter_server.log import log_request
from tornado.web import RequestHandler


def log_visit(handler: RequestHandler) -> None:
    """Write one line to the log of the site; with status 404 without the address, which may be any text."""
    if handler.get_status() != 404:
        log_request(handler)  # type: ignore[no-untyped-call]
        return
    request = handler.request
    handler.log.warning(  # type: ignore[attr-defined]
        "404 %s (no such address) (%s) %.2fms",
        request.method,
        request.remote_ip,
        1e3 * request.request_time(),
    )
