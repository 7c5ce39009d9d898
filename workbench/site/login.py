"""The login page, leaving, and choosing one's password. Plain forms: no script is needed to get in."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from workbench.access.settings import login_settings
from workbench.site.door import Door
from workbench.site.identity import SiteIdentity, SiteUser
from workbench.site.pages import ErrorPage, page_values
from workbench.terms import AccountEvent, Role

LONGEST_TARGET = 6000
# Who asked for no page begins here; everybody else on the home page.
FIRST_PAGE = {Role.HANDLER: "unit"}  # with what his unit owes
TARGET = re.compile(r"/(?![/\\])[\x21-\x7e]*")  # percent-encoded, as browsers write it


def way_back(asked: str, base: str) -> str:
    """Return the address to go to after the login: a path of this site, or its root.

    An address that leads elsewhere (another host, another scheme, two slashes, a backslash, a control
    character) is not followed.
    """
    parts = urlsplit(asked) if len(asked) <= LONGEST_TARGET and TARGET.fullmatch(asked) else None
    if parts is None or parts.scheme or parts.netloc or "\\" in asked or not asked.startswith(base):
        return base
    if parts.path.rstrip("/").rpartition("/")[2] in ("login", "logout", "password"):
        return base
    return asked


class FormHandler(ErrorPage, JupyterHandler):
    """A page with one form, in our template, kept by no cache."""

    identity_provider: SiteIdentity
    current_user: SiteUser | None

    @property
    def door(self) -> Door:
        """The door of the site."""
        door: Door = self.settings["door"]
        return door

    @property
    def next(self) -> str:
        """Where the viewer wanted to go."""
        return way_back(self.get_argument("next", ""), self.base_url)

    def next_of(self, role: Role | None) -> str:
        """Where a viewer of this role goes: where he wanted to, or to the first page of his role."""
        is_asked = self.next != self.base_url
        first = FIRST_PAGE.get(role, "") if role is not None else ""
        return self.next if is_asked else f"{self.base_url}{first}"

    def show(self, template: str, status: int = 200, **values: Any) -> None:
        """Answer with a page."""
        if self.door.sessions is None:
            raise web.HTTPError(404)
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        page = self.settings["voila_jinja2_env"].get_template(template)
        token = self.xsrf_token.decode("ascii")
        self.finish(
            page.render(xsrf=token, next=self.next, base=self.base_url, **page_values(self), **values)
        )


class LoginHandler(FormHandler):
    """``/login``: name and password, then on to the page that was asked for."""

    @allow_unauthenticated
    async def get(self) -> None:
        user = self.current_user
        if user is not None:
            self.redirect(self._onward(user.must_change, user.viewer.role if user.viewer else None))
        elif self.request.headers.get("Sec-Fetch-Site") == "cross-site":
            # A link from another site (a mail in the browser) comes without the strict cookie: ask again.
            self.show("onward.html", target=f"{self.base_url}login?{urlencode({'next': self.next})}")
        else:
            self.show("login.html", name="", problem="", is_empty=not self.door.has_accounts())

    @allow_unauthenticated
    async def post(self) -> None:
        name = self.get_body_argument("name", "")[:200]
        password = self.get_body_argument("password", "", strip=False)
        address = self.identity_provider.address_of(self)
        try:
            account = await self.door.admit(name, password, address)
        except ValueError as refusal:
            self.log.warning("login refused from %s", address)
            self.show(
                "login.html",
                403,
                name=name,
                problem=_sentence(refusal),
                is_empty=not self.door.has_accounts(),
            )
            return
        self.identity_provider.log_in(self, account)
        self.redirect(self._onward(account.must_change, account.role), status=303)

    def _onward(self, must_change: bool, role: Role | None) -> str:
        if must_change:
            return f"{self.base_url}password?{urlencode({'next': self.next})}"
        return self.next_of(role)


class LogoutHandler(FormHandler):
    """``/logout``: ends this login, its pages and their kernels. Only a form of ours can send it.

    Whom the proxy names would be in again at once: he is led to where the office's own login is left.
    """

    SUPPORTED_METHODS = ("POST",)

    @web.authenticated
    async def post(self) -> None:
        user = self.current_user
        assert user is not None
        if not self.identity_provider.may_leave(user):
            raise web.HTTPError(404)
        await self.settings["end_login"](user.session)
        await self.door.log(user.username, self.identity_provider.address_of(self), AccountEvent.LEFT)
        self.clear_cookie(self.identity_provider.get_cookie_name(self), path=self.base_url)
        proxy = self.identity_provider.proxy
        if user.is_named and proxy is not None:
            # Not by a redirect: a browser follows none from our form to another site (form-action).
            self.show("onward.html", target=proxy.leave)
        else:
            self.redirect(f"{self.base_url}login", status=303)


class PasswordHandler(FormHandler):
    """``/password``: the owner chooses the password; asked for after a one-time password."""

    @web.authenticated
    async def get(self) -> None:
        self._ask("")

    @web.authenticated
    async def post(self) -> None:
        user = self.current_user
        assert user is not None
        old, new, again = (self.get_body_argument(name, "", strip=False) for name in ("old", "new", "again"))
        if new != again:
            self._ask("两次输入的新密码不一样：请重新输入")
            return
        address = self.identity_provider.address_of(self)
        try:
            account = await self.door.change_password(user.username, old, new, address)
        except ValueError as refusal:
            self._ask(_sentence(refusal))
            return
        await self.settings["end_login"](user.session)  # every login before the change is over
        self.identity_provider.log_in(self, account)
        self.redirect(self.next_of(account.role), status=303)

    def _ask(self, problem: str) -> None:
        user = self.current_user
        assert user is not None
        self.show(
            "password.html",
            403 if problem else 200,
            name=user.username,
            problem=problem,
            is_first=user.must_change,
            shortest=login_settings().shortest_password,
        )


def _sentence(error: ValueError) -> str:
    """The sentence of a refusal of ours; anything else is a fault, and no viewer's business."""
    if not type(error).__module__.startswith("workbench."):
        raise error
    return str(error)
