"""The pages of the site, and a sentence where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.iostream import StreamClosedError
from voila.tornado.handler import TornadoVoilaHandler

from workbench.site.assets import Assets
from workbench.site.door import Door
from workbench.site.headers import NEVER_KEPT
from workbench.site.kernels import KernelOwners, KernelsOfViewer, Owner

HOME = "home"
ENTRY = "entry"  # the parameter with the key of the first entry


class BusyError(web.HTTPError):
    """More pages are open than the machine, or one account, may have."""

    def __init__(self) -> None:
        super().__init__(503, reason="Too many open pages")


class ErrorPage:
    """Answer every error with our own page; the cause goes to the log, never to the viewer."""

    def write_error(self: Any, status_code: int, **_details: object) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        for name, value in NEVER_KEPT.items():
            self.set_header(name, value)
        template = self.settings["voila_jinja2_env"].get_template("error.html")
        self.finish(template.render(status=status_code, home=self.settings["base_url"], **page_values(self)))


class PageHandler(ErrorPage, TornadoVoilaHandler):  # type: ignore[misc]
    """One app: ``/`` is home, ``/case_review`` the notebook of that name."""

    def initialize(self, **options: Any) -> None:
        self.most_pages: int = options.pop("most_pages")
        self.most_of_one: int = options.pop("most_of_one")
        super().initialize(**options)

    async def prepare(self) -> None:
        """Let the key of the first entry in, once, and take it out of the address."""
        if ENTRY in self.request.query_arguments and self.check_host():
            door: Door = self.settings["door"]
            account = door.use_entry(self.get_query_argument(ENTRY))
            if account is not None:
                self.identity_provider.log_in(self, account)
            rest = [pair for pair in parse_qsl(self.request.query) if pair[0] != ENTRY]
            self.redirect(self.request.path + (f"?{urlencode(rest)}" if rest else ""))
            return
        await super().prepare()

    @property
    def kernel_manager(self) -> KernelsOfViewer:
        """The kernels, as this viewer may have them."""
        user = self.current_user
        return KernelsOfViewer(
            self.settings["kernel_manager"], self.settings["owners"], Owner(user.viewer, user.session)
        )

    @web.authenticated
    async def get(self, name: str | None = None) -> None:
        page = name or HOME
        user, door = self.current_user, self.settings["door"]
        if not (Path(self.settings["apps"]) / f"{page}.ipynb").is_file():
            raise web.HTTPError(404)
        if user.must_change:
            self.redirect(f"{self.base_url}password?{urlencode({'next': self.request.uri})}")
            return
        if not door.may_open(user.viewer, page):
            raise web.HTTPError(403)
        self._refuse_crowds(user.username)
        if door.sessions is not None:
            door.sessions.touch(user.session)
        _ = self.xsrf_token  # sets the cookie without which the page could not end its kernel on leaving
        await self._send(f"{page}.ipynb")

    def _refuse_crowds(self, account: str) -> None:
        owners: KernelOwners = self.settings["owners"]
        running = self.settings["kernel_manager"].list_kernel_ids()
        owners.forget_all_but(running)
        if len(running) >= self.most_pages or owners.count(account) >= self.most_of_one:
            raise BusyError

    async def _send(self, notebook: str) -> None:
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


class OldAddressHandler(ErrorPage, JupyterHandler):
    """Voila's own long address of an app leads to the short one."""

    @web.authenticated
    async def get(self, name: str) -> None:
        target = self.settings["base_url"] + ("" if name == HOME else name)
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(target + query)


class MissingHandler(ErrorPage, JupyterHandler):
    """Everything that is not listed is not there."""

    async def prepare(self) -> None:  # type: ignore[override]
        raise web.HTTPError(404)


def page_values(handler: web.RequestHandler) -> dict[str, Any]:
    """Return what every page of ours is rendered with."""
    assets: Assets = handler.settings["assets"]
    base: str = handler.settings["base_url"]
    return {"asset": lambda folder, name: assets.address(base, folder, name)}
