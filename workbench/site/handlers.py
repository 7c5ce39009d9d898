"""What the site answers: pages, their scripts and fonts, and a sentence where there is nothing."""

from __future__ import annotations

import asyncio
import hmac
import json
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from tornado.iostream import StreamClosedError
from voila.request_info_handler import RequestInfoSocketHandler
from voila.tornado.handler import TornadoVoilaHandler

from workbench.site.assets import Assets
from workbench.site.headers import EVERY_ANSWER, KEPT_FOR_GOOD, NEVER_KEPT

HOME = "home"


class BusyError(web.HTTPError):
    """More pages are open than the machine carries."""

    def __init__(self) -> None:
        super().__init__(503, reason="Too many open pages")


class ErrorPage:
    """Answer every error with our own page; the cause goes to the log, never to the viewer."""

    def write_error(self: Any, status_code: int, **_details: object) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        for name, value in NEVER_KEPT.items():
            self.set_header(name, value)
        template = self.settings["voila_jinja2_env"].get_template("error.html")
        self.finish(template.render(status=status_code, home=self.settings["base_url"], **_page(self)))


class PageHandler(ErrorPage, TornadoVoilaHandler):  # type: ignore[misc]
    """One app: ``/`` is home, ``/case_review`` the notebook of that name."""

    def initialize(self, **options: Any) -> None:
        self.most_pages: int = options.pop("most_pages")
        super().initialize(**options)

    @web.authenticated
    async def get(self, name: str | None = None) -> None:
        notebook = f"{name or HOME}.ipynb"
        if not (Path(self.settings["apps"]) / notebook).is_file():
            raise web.HTTPError(404)
        if len(self.kernel_manager.list_kernel_ids()) >= self.most_pages:
            raise BusyError
        _ = self.xsrf_token  # sets the cookie without which the page could not end its kernel on leaving
        first = True
        async for part in self.get_generator(path=notebook):
            if first:
                self.set_header("Content-Type", "text/html; charset=utf-8")
                for header, value in NEVER_KEPT.items():
                    self.set_header(header, value)
                first = False
            self.write(part)
            try:
                await self.flush()
            except StreamClosedError:
                return  # the viewer has left; the kernel goes when it has been idle


class OldAddressHandler(web.RequestHandler):
    """Voila's own long address of an app leads to the short one."""

    def get(self, name: str) -> None:
        target = self.settings["base_url"] + ("" if name == HOME else name)
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(target + query)


class MissingHandler(ErrorPage, JupyterHandler):
    """Everything that is not listed is not there."""

    async def prepare(self) -> None:  # type: ignore[override]
        raise web.HTTPError(404)


class AssetHandler(web.RequestHandler):
    """A script, style or font of the pages."""

    def initialize(self, assets: Assets) -> None:
        self._assets = assets

    def set_default_headers(self) -> None:
        for name, value in EVERY_ANSWER.items():
            self.set_header(name, value)

    def get(self, fingerprint: str, folder: str, name: str) -> None:
        found = self._assets.find(folder, name) if fingerprint == self._assets.fingerprint else None
        if found is None:
            self.set_status(404)
            self.finish()
            return
        for header, value in KEPT_FOR_GOOD.items():
            self.set_header(header, value)
        self.set_header("Content-Type", found.content_type)
        self.set_header("Vary", "Accept-Encoding")
        if found.packed is not None and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(found.packed)
        else:
            self.finish(found.content)


class AliveHandler(web.RequestHandler):
    """Tells a watchman that the site answers."""

    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": "ok"})


class KernelStateHandler(KernelHandler):
    """A page may ask whether its kernel lives, and nothing else of it."""

    SUPPORTED_METHODS = ("GET",)


class WaitingPageHandler(web.RequestHandler):
    """Give a kernel that was prepared ahead the address that its viewer asked for, when there is one.

    Only kernels know the secret. The answer waits, for hours if need be.
    """

    def initialize(self, secret: str) -> None:
        self._secret = secret

    async def get(self, kernel_id: str) -> None:
        if not hmac.compare_digest(self.request.headers.get("X-Workbench-Secret", ""), self._secret):
            raise web.HTTPError(404)
        self._asked: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        waiters, known = RequestInfoSocketHandler._waiters, RequestInfoSocketHandler._cache
        if kernel_id in known:
            self._asked.set_result(known.pop(kernel_id))
        waiters[kernel_id] = self
        try:
            self.finish(json.dumps(await self._asked))
        finally:
            waiters.pop(kernel_id, None)

    def write_message(self, request: dict[str, str]) -> None:
        """Take the request from Voila, which believes to talk to a websocket."""
        if not self._asked.done():
            self._asked.set_result(request)

    def on_connection_close(self) -> None:
        self._asked.cancel()


def _page(handler: web.RequestHandler) -> dict[str, Any]:
    assets: Assets = handler.settings["assets"]
    base: str = handler.settings["base_url"]
    return {"asset": lambda folder, name: assets.address(base, folder, name)}
