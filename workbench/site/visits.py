"""What the log says of one request: nothing that somebody typed, neither address nor header."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from tornado.web import RequestHandler

LOG: Final = logging.getLogger("workbench.site")
_METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_OWN: Final = frozenset(("/", "/login", "/logout", "/password", "/site/alive", "/site/health"))
_KERNEL: Final = re.compile(
    r"(?:/api/kernels|/voila/api/shutdown)/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/channels)?"
)
_PAGE: Final = re.compile(r"/([a-z][a-z0-9_]*)")


def log_visit(handler: RequestHandler) -> None:
    """Write one line to the log of the site, unless all went well.

    An address is told only if it is one of ours: it may be any text. What is asked of the interface of units
    has a line of its own (``interface.handlers``).
    """
    status, request = handler.get_status(), handler.request
    if status < 300 or status == 304:
        return
    level = logging.INFO if status < 400 else logging.WARNING if status < 500 else logging.ERROR
    LOG.log(
        level,
        "%s %s %s (%s) %.2fms",
        status,
        request.method if request.method in _METHODS else "(no such method)",
        _address(handler),
        request.remote_ip,
        1e3 * request.request_time(),
    )


def _address(handler: RequestHandler) -> str:
    path = handler.request.path
    if path in _OWN or _KERNEL.fullmatch(path):
        return path
    page, apps = _PAGE.fullmatch(path), handler.settings.get("apps")
    if page and apps and (Path(apps) / f"{page[1]}.ipynb").is_file():
        return path
    return "(no such address)" if handler.get_status() == 404 else f"({type(handler).__name__})"
