"""Who asks, and may he: Jupyter server's own identity and authorization interfaces over our accounts.

Identity comes from a login (a cookie whose secret only the browser and the server know) or, behind the
office's reverse proxy, from a header that counts only when the proxy itself sends it (``proxy.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler
from traitlets import Instance

from workbench.access.account import Account
from workbench.access.viewer import Viewer
from workbench.site.door import Door
from workbench.site.kernels import KernelOwners
from workbench.site.proxy import Proxy
from workbench.site.sessions import Session, id_of
from workbench.terms import AccountEvent

COOKIE = "workbench-session"


@dataclass
class SiteUser(User):
    """The viewer of a request; ``session`` is the login it came by, ``is_named``: the proxy names him."""

    viewer: Viewer | None = None
    session: str = ""
    must_change: bool = False
    is_named: bool = False


class SiteIdentity(IdentityProvider):
    """Finds the viewer of every request; there are no tokens and no anonymous users."""

    door: Door = Instance(object)  # type: ignore[assignment]
    proxy: Proxy | None = Instance(Proxy, allow_none=True)  # type: ignore[assignment]

    async def get_user(self, handler: RequestHandler) -> User | None:
        """Return the viewer, ``None`` if nobody is logged in.

        Whom the proxy names has a login like any other, which begins with the first page that he opens.
        """
        if resident := self.door.resident():
            return _user(resident, "resident")
        named = self._named_by_proxy(handler)
        session, account = self._logged_in(handler)
        if named is None:  # a login that the proxy began holds only where the proxy names its account
            if session is None or account is None or session.by_proxy:
                return None
            return _user(account.viewer, session.id, must_change=account.must_change)
        if session is None or session.account != named.name:
            if not _may_begin_login(handler):
                return None
            if session is not None:
                self.door.sessions.end(session.id)  # type: ignore[union-attr]  # somebody else sits here now
            await self.door.log(named.name, self.address_of(handler), AccountEvent.NAMED)
            return _user(named.viewer, self.log_in(handler, named, by_proxy=True), is_named=True)
        must_change = named.must_change and not session.by_proxy
        return _user(named.viewer, session.id, must_change=must_change, is_named=True)

    def holds(self, user: SiteUser) -> bool:
        """Return whether the login of this user still stands: not over, the account open and unchanged."""
        if user.session == "resident":
            return True
        account = self.door.account(user.username)
        if account is None or account.viewer != user.viewer:
            return False
        session = self.door.sessions.get(user.session) if self.door.sessions else None
        return session is not None and session.version == account.version

    def may_leave(self, user: SiteUser) -> bool:
        """Return whether logging out leads out: whom the proxy names is in again unless it has a way out."""
        return not user.is_named or (self.proxy is not None and bool(self.proxy.leave))

    def set_login_cookie(self, handler: RequestHandler, user: User) -> None:
        """Do nothing: only ``log_in`` begins a login."""

    def log_in(self, handler: Any, account: Account, *, by_proxy: bool = False) -> str:
        """Begin a login of the account in this browser, and return its id."""
        assert self.door.sessions is not None
        is_secure = handler.request.protocol == "https" or (
            self.proxy is not None
            and self.proxy.sends(handler)
            and handler.request.headers.get("X-Forwarded-Proto") == "https"
        )
        secret = self.door.sessions.start(account, by_proxy=by_proxy)
        handler.set_cookie(
            self.get_cookie_name(handler),
            secret,
            path=handler.base_url,
            httponly=True,
            samesite="Strict",
            secure=is_secure,
        )
        return id_of(secret)

    def get_cookie_name(self, handler: RequestHandler) -> str:
        """Return a name of its own for every port: browsers share cookies between the ports of a machine."""
        return f"{COOKIE}-{handler.settings['port']}"

    def address_of(self, handler: RequestHandler) -> str:
        """Return from where the browser asks; what the proxy says of it counts only from the proxy."""
        if self.proxy is not None and self.proxy.sends(handler):
            hops = handler.request.headers.get("X-Forwarded-For", "").split(",")
            if hops[-1].strip():
                return hops[-1].strip()[:64]
        return str(handler.request.remote_ip)

    @property
    def auth_enabled(self) -> bool:
        """Always: no setting opens the site."""
        return True

    def is_token_authenticated(self, handler: RequestHandler) -> bool:
        """Never: a token would lift the checks of origin and of forged forms."""
        return False

    def _named_by_proxy(self, handler: RequestHandler) -> Account | None:
        if self.proxy is None or self.proxy.header not in handler.request.headers:
            return None
        if not self.proxy.sends(handler):
            self.log.warning(
                "refused a header %s from %s: only the proxy at %s, with its secret, may send it",
                self.proxy.header,
                handler.request.remote_ip,
                self.proxy.address,
            )
            del handler.request.headers[self.proxy.header]
            return None
        return self.door.account(handler.request.headers[self.proxy.header])

    def _logged_in(self, handler: RequestHandler) -> tuple[Session, Account] | tuple[None, None]:
        secret = handler.get_cookie(self.get_cookie_name(handler))
        session = self.door.sessions.find(secret) if secret and self.door.sessions else None
        if session is None:
            return None, None
        account = self.door.account(session.account)
        if account is None or account.version != session.version:
            assert self.door.sessions is not None
            self.door.sessions.end(session.id)
            return None, None
        return session, account


def _may_begin_login(handler: RequestHandler) -> bool:
    """Return whether the request opens a page of ours, and not by a link of another site.

    Then the browser keeps our cookie back, and there may be a login already: the way over ``/login`` tells.
    """
    is_page = handler.request.method == "GET" and getattr(handler, "begins_login", False)
    return is_page and handler.request.headers.get("Sec-Fetch-Site") != "cross-site"


class SiteAuthorizer(Authorizer):
    """A kernel is for whom its page was opened for; everything that is not listed is refused."""

    owners: KernelOwners = Instance(KernelOwners)  # type: ignore[assignment]

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:
        """Return whether the user may do this; kernels only, and only his own."""
        if resource != "kernels" or action not in ("read", "write", "execute"):
            return False
        kernel = handler.path_kwargs.get("kernel_id") or next(iter(handler.path_args), "")
        return isinstance(user, SiteUser) and not user.must_change and self.owners.is_for(kernel, user.viewer)


def _user(viewer: Viewer, session: str, *, must_change: bool = False, is_named: bool = False) -> SiteUser:
    return SiteUser(
        username=viewer.account,
        name=viewer.name,
        display_name=viewer.name,
        viewer=viewer,
        session=session,
        must_change=must_change,
        is_named=is_named,
    )
