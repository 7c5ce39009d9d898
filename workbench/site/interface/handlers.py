"""The interface over HTTP: a token in the Authorization header, JSON or CSV, errors in short Chinese JSON."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any, Final

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from workbench.access.settings import interface_settings
from workbench.site.identity import SiteIdentity
from workbench.site.interface.asked import BASE, FORMS, MissingError, read_question
from workbench.site.interface.limits import Limits

if TYPE_CHECKING:
    from workbench.access.viewer import Viewer
    from workbench.site.interface.answers import Answer, Interface

ROUTE: Final = rf"/{BASE}(.*)"
LOG: Final = logging.getLogger("workbench.site")
LONGEST: Final = 200  # of an Authorization header; a token has 62 characters
_WORDS: Final = {
    400: "请求不符合规定：请对照数据交换接口说明",
    401: "没有令牌，或者令牌不能使用：请在 Authorization 标头里写 Bearer 加令牌，或联系管理员",
    403: "地址不对：请用本系统登记的主机名",
    404: str(MissingError()),
    405: "本接口只读：只能用 GET 和 HEAD",
    429: "请求太多：请按 Retry-After 所写的秒数等待后再试",
    503: "现在请求的人太多：请按 Retry-After 所写的秒数等待后再试",
}
_FAULT: Final = "程序出错：请稍后再试，或联系管理员"


class Turns:
    """One question is answered at a time, so that pages stay quick; a few may wait."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._waiting = 0

    async def answer(self, ask: Any, *given: Any) -> Any:
        """Return what ``ask`` returns in a thread of its own; 503 where too many wait already."""
        if self._waiting >= interface_settings().most_waiting:
            raise web.HTTPError(503)
        self._waiting += 1
        try:
            async with self._lock:
                return await asyncio.to_thread(ask, *given)
        finally:
            self._waiting -= 1


class InterfaceHandler(JupyterHandler):
    """Reads the records of one unit. Nothing but the token says who asks: no cookie, no header of a proxy."""

    SUPPORTED_METHODS = ("GET", "HEAD")
    identity_provider: SiteIdentity

    def initialize(self, interface: Interface, limits: Limits, turns: Turns, admissions: Turns) -> None:
        self._interface = interface
        self._limits = limits
        self._turns = turns
        self._admissions = admissions
        self._said = ""  # a sentence of ours, instead of the usual one
        self._wait = 0
        self._token_id = "-"
        self._what = "-"
        self._answer: Answer | None = None

    @allow_unauthenticated  # by login; the token is asked for below
    async def prepare(self) -> None:  # type: ignore[override]
        """Let nobody past whose token opens nothing; what he asked for is not looked at before."""
        if not self.check_host():
            raise web.HTTPError(403)
        token = self._bearer()
        admitted = await self._admissions.answer(self._interface.admit, token) if token else None
        if admitted is None:
            address = self.identity_provider.address_of(self)
            self._wait = self._limits.must_wait(address)  # others behind that address are not kept out
            self._limits.note_wrong(address)
            raise web.HTTPError(429 if self._wait else 401)
        self._token_id, self._viewer = admitted
        self._wait = self._limits.take(self._token_id)
        if self._wait:
            raise web.HTTPError(429)

    @allow_unauthenticated
    async def get(self, path: str) -> None:
        viewer: Viewer = self._viewer
        try:
            asked = read_question(path, self.request.query_arguments)
            self._what = asked.what
            self._answer = await self._turns.answer(self._interface.answer, viewer, asked, self.base_url)
        except MissingError:
            raise web.HTTPError(404) from None
        except ValueError as refusal:
            if not type(refusal).__module__.startswith("workbench."):
                raise
            self._said = str(refusal)
            raise web.HTTPError(400) from None
        found = self._answer
        self.set_header("Content-Type", f"{FORMS[asked.form]}; charset=utf-8")
        self.set_header("Workbench-Mark", found.mark)
        if found.next:
            self.set_header("Link", f'<{found.next}>; rel="next"')
        self.finish(found.body)

    @allow_unauthenticated
    async def head(self, path: str) -> None:
        await self.get(path)

    def compute_etag(self) -> str | None:
        """Return the tag of the answer, none of an error."""
        return None if self._answer is None else self._answer.tag

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("Vary", "Authorization")

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say what is wrong in one sentence; the cause of a fault goes to the log."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        if status_code == 401:
            self.set_header("WWW-Authenticate", "Bearer")
        elif status_code == 405:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        elif status_code in (429, 503):
            self.set_header("Retry-After", str(self._wait or 2))
        sentence = self._said or _WORDS.get(status_code, _FAULT)
        self.finish(json.dumps({"错误": sentence}, ensure_ascii=False))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Note a fault of ours; what was refused is noted with every other answer, without its address."""
        if not isinstance(value, web.HTTPError):
            LOG.error("a question of the interface failed", exc_info=(typ, value, tb))

    def _bearer(self) -> str:
        """Return the token of the one Authorization header, "" where there is none."""
        told = self.request.headers.get_list("Authorization")
        scheme, _, token = (
            told[0].partition(" ") if len(told) == 1 and len(told[0]) <= LONGEST else ("", "", "")
        )
        return token.strip() if scheme.lower() == "bearer" else ""

    def _log(self) -> None:
        """Note who read what: the id of the token, never an address, a number of a matter or a person."""
        rows = self._answer.count if self._answer is not None else 0
        note = LOG.info if self.get_status() < 500 else LOG.error
        taken = 1000 * self.request.request_time()
        note(
            "interface: token %s, %s, %s rows, status %s, %.0f ms",
            *(self._token_id, self._what, rows, self.get_status(), taken),
        )


def routes(interface: Interface) -> list[Any]:
    """Return the routes of the interface for the site's own server."""
    kept = {"interface": interface, "limits": Limits(), "turns": Turns(), "admissions": Turns()}
    return [(ROUTE, InterfaceHandler, kept)]
