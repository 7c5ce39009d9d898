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

COOKIE = "workbench-session"


@dataclass
class SiteUser(User):
    """The viewer of a request; ``session`` is the login it came by."""

    viewer: Viewer | None = None
    session: str = ""
    must_change: bool = False


class SiteIdentity(IdentityProvider):
    """Finds the viewer of every request; there are no tokens and no anonymous users."""

    door: Door = Instance(object)  # type: ignore[assignment]
    proxy: Proxy | None = Instance(Proxy, allow_none=True)  # type: ignore[assignment]

    def get_user(self, handler: RequestHandler) -> User | None:
        """Return the viewer, ``None`` if nobody is logged in."""
        if resident := self.door.resident():
            return _user(resident, "resident")
        return self._sent_by_proxy(handler) or self._logged_in(handler)

    def holds(self, user: SiteUser) -> bool:
        """Return whether the login of this user still stands: not over, the account open and unchanged."""
        if user.session == "resident":
            return True
        account = self.door.account(user.username)
        if account is None or account.viewer != user.viewer:
            return False
        if user.session.startswith("proxy:"):
            return True
        session = self.door.sessions.get(user.session) if self.door.sessions else None
        return session is not None and session.version == account.version

    def set_login_cookie(self, handler: RequestHandler, user: User) -> None:
        """Do nothing: only ``log_in`` begins a login."""

    def log_in(self, handler: Any, account: Account) -> None:
        """Begin a login of the account in this browser."""
        assert self.door.sessions is not None
        is_secure = handler.request.protocol == "https" or (
            self.proxy is not None
            and self.proxy.sends(handler)
            and handler.request.headers.get("X-Forwarded-Proto") == "https"
        )
        handler.set_cookie(
            self.get_cookie_name(handler),
            self.door.sessions.start(account),
            path=handler.base_url,
            httponly=True,
            samesite="Strict",
            secure=is_secure,
        )

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

    def _sent_by_proxy(self, handler: RequestHandler) -> SiteUser | None:
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
        account = self.door.account(handler.request.headers[self.proxy.header])
        return None if account is None else _user(account.viewer, f"proxy:{account.name}")

    def _logged_in(self, handler: RequestHandler) -> SiteUser | None:
        secret = handler.get_cookie(self.get_cookie_name(handler))
        session = self.door.sessions.find(secret) if secret and self.door.sessions else None
        if session is None:
            return None
        account = self.door.account(session.account)
        if account is None or account.version != session.version:
            assert self.door.sessions is not None
            self.door.sessions.end(session.id)
            return None
        return _user(account.viewer, session.id, must_change=account.must_change)


class SiteAuthorizer(Authorizer):
    """A kernel is for the account that opened its page; everything that is not listed is refused."""

    owners: KernelOwners = Instance(KernelOwners)  # type: ignore[assignment]

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:
        """Return whether the user may do this; kernels only, and only his own."""
        if resource != "kernels" or action not in ("read", "write", "execute"):
            return False
        kernel = handler.path_kwargs.get("kernel_id") or next(iter(handler.path_args), "")
        return (
            isinstance(user, SiteUser)
            and not user.must_change
            and self.owners.is_owner(kernel, user.username)
        )


def _user(viewer: Viewer, session: str, *, must_change: bool = False) -> SiteUser:
    return SiteUser(
        username=viewer.account,
        name=viewer.name,
        display_name=viewer.name,
        viewer=viewer,
        session=session,
        must_change=must_change,
    )
