"""What stands behind the pages: scripts and fonts, and the lines between a page and its kernel."""

from __future__ import annotations

import asyncio
import inspect
import struct
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from workbench.site.assets import Assets
from workbench.site.headers import EVERY_ANSWER, KEPT_BY_BROWSER, KEPT_FOR_GOOD, NEVER_KEPT
from workbench.site.identity import SiteIdentity, SiteUser
from workbench.site.kernels import KernelOwners
from workbench.terms import Health, Role

LACKING = ("model", "view", "script", "change")  # what a page may say that it lacks; in no other words


class AssetHandler(web.RequestHandler):
    """A style, script or font of the page of the login and of errors: open to everybody, kept for good."""

    kept = KEPT_FOR_GOOD

    def initialize(self, assets: Assets) -> None:
        self._assets = assets

    def set_default_headers(self) -> None:
        for name, value in EVERY_ANSWER.items():
            self.set_header(name, value)

    async def get(self, fingerprint: str, folder: str, name: str) -> None:
        found = self._assets.find(folder, name) if fingerprint == self._assets.fingerprint else None
        if found is None:
            self.set_status(404)
            for header, value in NEVER_KEPT.items():
                self.set_header(header, value)
            self.finish()
            return
        for header, value in self.kept.items():
            self.set_header(header, value)
        self.set_header("Content-Type", found.content_type)
        self.set_header("Vary", "Accept-Encoding")
        if found.packed is not None and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(found.packed)
        else:
            self.finish(found.content)


class GuardedAssetHandler(AssetHandler):
    """A script of the pages behind the login; the browser of who has one may keep it for good."""

    kept = KEPT_BY_BROWSER

    async def prepare(self) -> None:
        """Answer 403 without a login, whatever is asked for."""
        identity: SiteIdentity = self.settings["identity_provider"]
        user = await identity.get_user(self)
        if not isinstance(user, SiteUser) or user.must_change:
            self.set_status(403)
            for header, value in NEVER_KEPT.items():
                self.set_header(header, value)
            self.finish()


class AliveHandler(web.RequestHandler):
    """Tells a watchman that the site answers, and nothing else."""

    def set_default_headers(self) -> None:
        for name, value in EVERY_ANSWER.items():
            self.set_header(name, value)

    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": "ok"})

    def head(self) -> None:
        self.get()


class OneLook:
    """One look at a time, in a thread of its own: whoever asks meanwhile hears its answer.

    Anybody may ask; each in a thread that waits would leave none for logins.
    """

    def __init__(self, ask: Callable[[], Mapping[str, object]]) -> None:
        self._ask = ask
        self._under_way: asyncio.Task[Mapping[str, object]] | None = None

    async def __call__(self) -> Mapping[str, object]:
        """Return what the look tells."""
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.create_task(asyncio.to_thread(self._ask))
        return await asyncio.shield(self._under_way)  # whoever leaves stops it for nobody


class HealthHandler(web.RequestHandler):
    """Tells a monitor whether all is well: a state and the codes of findings, nothing of what is kept.

    Open to everybody like ``AliveHandler``: a monitor has no account. Status 503 if something must be done.
    """

    def set_default_headers(self) -> None:
        for name, value in EVERY_ANSWER.items():
            self.set_header(name, value)

    async def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        told = await self.settings["health"]()
        self.set_status(503 if told["status"] == Health.FAULT.value else 200)
        self.finish(dict(told))

    async def head(self) -> None:
        """Answer with the status alone, as some monitors ask."""
        await self.get()


class OwnKernel:
    """A kernel of somebody else is as little there as one that never was."""

    def set_default_headers(self: Any) -> None:
        """Set the site's own: Jupyter sets none where a line is refused, and a second policy elsewhere."""
        for name, value in (EVERY_ANSWER | NEVER_KEPT).items():
            self.set_header(name, value)

    async def prepare(self: Any, *given: Any, **options: Any) -> None:
        """Answer 404 unless the kernel was handed to the viewer who asks."""
        done = super().prepare(*given, **options)  # type: ignore[misc]
        if inspect.isawaitable(done):
            await done
        if self.current_user is None:
            return  # sent to the login, or refused by the method
        if not OwnKernel.is_own(self):
            raise web.HTTPError(404)

    def is_own(self: Any) -> bool:
        """Return whether the kernel of this request is the viewer's own, in the role he has now."""
        kernel = self.path_kwargs.get("kernel_id") or next(iter(self.path_args), "")
        owners: KernelOwners = self.settings["owners"]
        return not self.current_user.must_change and owners.is_for(kernel, self.current_user.viewer)


class KernelStateHandler(OwnKernel, KernelHandler):
    """A page may ask whether its kernel lives, and nothing else of it; and say what it lacks, for the log."""

    SUPPORTED_METHODS = ("GET",)

    async def get(self, kernel_id: str) -> None:
        if (lacks := self.get_query_argument("lacks", "")) in LACKING:
            self.log.warning("a page lacks a part: %s (kernel %s)", lacks, kernel_id)
        answered = super().get(kernel_id)
        if inspect.isawaitable(answered):
            await answered


class KernelShutdownHandler(OwnKernel, VoilaShutdownKernelHandler):  # type: ignore[misc]
    """A page that is left ends its kernel."""

    SUPPORTED_METHODS = ("POST",)


class KernelLineHandler(OwnKernel, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The websocket between a page and its kernel; it lasts as long as the login."""

    async def open(self, kernel_id: str) -> None:
        self.settings["lines"].add(self)
        self.settings["room"].joined(kernel_id)
        await super().open(kernel_id)

    def note_use(self, is_asked: bool) -> None:
        """Note as use of the login that the page has sent what it may, if its viewer caused it.

        Before a wall sits a meeting, and nobody clicks: for a display it counts what the page asks by itself.
        """
        user, sessions = self.current_user, self.settings["door"].sessions
        if sessions is None or not (is_asked or user.viewer.role is Role.DISPLAY):
            return
        sessions.touch(user.session)
        owner = self.settings["owners"].of(self.path_kwargs["kernel_id"])
        if owner is not None and owner.session != user.session:
            sessions.touch(owner.session)  # the page was opened by an earlier login of this viewer

    def write_error(self, status_code: int, **_: object) -> None:
        """Answer with the status alone: a script asks, and Jupyter's page of an error lacks files here."""
        self.finish()

    def get_compression_options(self) -> None:
        """Compress nothing: on the machine or in the office the line is quicker than the packing."""

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Send one message to the page.

        Voila looks into it for the text of cells, which ``WidgetsOnly`` does, and takes every binary one for
        the newer protocol: one of the older, with a picture in it, makes it count and the site stand still.
        """
        return super(VoilaKernelWebsocketHandler, self).write_message(message, binary)

    def write_together(self, messages: Iterable[bytes]) -> None:
        """Send several messages to the page at once."""
        line = self.ws_connection
        if line is None or line.is_closing():
            return  # the viewer has left meanwhile
        line.stream.write(b"".join(map(_framed, messages)))

    def on_close(self) -> None:
        lines = self.settings["lines"]
        lines.discard(self)
        kernel = self.path_kwargs["kernel_id"]
        if not any(line.path_kwargs["kernel_id"] == kernel for line in lines):
            self.settings["room"].alone(kernel)
        if getattr(self, "connection", None) is not None:
            super().on_close()


def _framed(message: bytes) -> bytes:
    """Return a binary message as one frame of a websocket from the server (RFC 6455, section 5.2)."""
    size = len(message)
    if size < 126:
        head = struct.pack("!BB", 0x82, size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x82, 126, size)
    else:
        head = struct.pack("!BBQ", 0x82, 127, size)
    return head + message
