"""The pages of the site, and a sentence where there is none."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.iostream import StreamClosedError

from workbench.access.viewer import OFFICE_VARIABLE, SITE_VARIABLE, STAYS_VARIABLE, VIEWER_VARIABLE
from workbench.site.assets import Assets
from workbench.site.door import Door
from workbench.site.kernels import Owner
from workbench.site.kernelspec import NAME as KERNEL
from workbench.site.rendering import Openings, Patterns, page
from workbench.site.room import FullError

HOME = "home"
RETRY = (8, 15)  # seconds after which a page that found no room tries again
ENTRY = "entry"  # the parameter with the key of the first entry


class BusyError(web.HTTPError):
    """More pages are open than the machine, or one account, may have; ``whose`` says which."""

    def __init__(self, whose: Literal["page", "account"]) -> None:
        super().__init__(503, reason="Too many open pages")
        self.whose = whose


class ErrorPage:
    """Answer every error with our own page; the cause goes to the log, never to the viewer."""

    begins_login = True  # with the first such page on which the proxy names a viewer

    def write_error(self: Any, status_code: int, **details: Any) -> None:
        error = details.get("exc_info", (None, None))[1]
        whose = error.whose if isinstance(error, BusyError) else ""
        # Not all in the same second again.
        retry = random.randint(*RETRY) if whose else None
        if retry:
            self.set_header("Retry-After", str(retry))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        template = self.settings["voila_jinja2_env"].get_template("error.html")
        self.finish(
            template.render(
                status=status_code,
                whose=whose,
                retry=retry,
                home=self.settings["base_url"],
                **page_values(self),
            )
        )


class PageHandler(ErrorPage, JupyterHandler):
    """One app: ``/`` is home, ``/case_review`` the notebook of that name."""

    def initialize(
        self,
        patterns: Patterns,
        openings: Openings,
        environment: Mapping[str, str],
    ) -> None:
        self._patterns = patterns
        self._openings = openings
        self._environment = environment

    async def prepare(self) -> None:  # type: ignore[override]
        """Let the key of the first entry in, once, and take it out of the address."""
        if ENTRY in self.request.query_arguments and self.check_host():
            door: Door = self.settings["door"]
            account = door.use_entry(self.get_query_argument(ENTRY))
            if account is not None:
                self.identity_provider.log_in(self, account)  # type: ignore[attr-defined]
            rest = [pair for pair in parse_qsl(self.request.query) if pair[0] != ENTRY]
            self.redirect(self.request.path + (f"?{urlencode(rest)}" if rest else ""))
            return
        await super().prepare()

    @web.authenticated
    async def get(self, name: str | None = None) -> None:
        app = name or HOME
        user, door = self.current_user, self.settings["door"]
        if not (Path(self.settings["apps"]) / f"{app}.ipynb").is_file():
            raise web.HTTPError(404)
        if user.must_change:
            self.redirect(f"{self.base_url}password?{urlencode({'next': self.request.uri})}")
            return
        if not door.may_open(user.viewer, app):
            raise web.HTTPError(403)
        kernel, room = str(uuid.uuid4()), self.settings["room"]
        try:
            async with room.place(kernel, user.username):
                if door.sessions is not None:
                    door.sessions.touch(user.session)
                _ = self.xsrf_token  # sets the cookie without which a page that is left cannot end its kernel
                await self._send(f"{app}.ipynb", kernel)
        except FullError as full:
            raise BusyError(full.whose) from None

    @property
    def _kernels(self) -> Any:
        return self.settings["kernel_manager"]

    async def _send(self, notebook: str, kernel: str) -> None:
        renderer = await self._patterns.renderer(notebook)

        async def start() -> Any:
            await self._start(kernel)
            return self._kernels.get_kernel(kernel)

        self.set_header("Content-Type", "text/html; charset=utf-8")
        try:
            async for part in page(renderer, kernel, start, self._openings):
                self.write(part)
                await self.flush()
        except StreamClosedError:  # the viewer has left: nobody needs his kernel
            if kernel in self._kernels:
                await self._kernels.shutdown_kernel(kernel, now=True)

    async def _start(self, kernel: str) -> None:
        """Start the kernel of this viewer. It learns here who that is, and never again."""
        user = self.current_user
        told = {
            "QUERY_STRING": self.request.query,
            "VOILA_BASE_URL": self.base_url,
            SITE_VARIABLE: "1",
            VIEWER_VARIABLE: user.viewer.to_json(),
            OFFICE_VARIABLE: self.settings["door"].office(),
            **({} if self.identity_provider.may_leave(user) else {STAYS_VARIABLE: "1"}),  # type: ignore[attr-defined]
            **self.settings["scratch"].open(kernel),
        }
        await self._kernels.start_kernel(
            kernel_id=kernel, kernel_name=KERNEL, path="", env={**self._environment, **told}
        )
        # Until here it was nobody's, and nobody is let to a kernel of nobody.
        self.settings["owners"].hand_out(kernel, Owner(user.viewer, user.session))
        self.settings["room"].alone(kernel)  # until the page has its line


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
