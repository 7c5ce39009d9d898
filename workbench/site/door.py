"""The door of the site: who an account is, whether a password fits, and the key of the first entry."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from workbench.access.account import Account, tidy
from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.records.account_file import has_accounts, read_account
from workbench.records.office_name import office_name, read_office_name
from workbench.records.sqlite_file import sqlite_path
from workbench.site.sessions import Sessions
from workbench.terms import AccountEvent, Role

if TYPE_CHECKING:
    from workbench.access.accounts import AccountBook
    from workbench.app import Workbench

REMEMBERED = 1.0  # seconds for which an account is not asked for again
OFFICE_REMEMBERED = 60.0  # seconds for which the name of the office is not
MOST_WAITING = 20  # logins at once; each takes 64 MB and a fifth of a second, one after the other


class CrowdedError(ValueError):
    """Too many people try to log in at once."""

    def __init__(self) -> None:
        super().__init__("现在登录的人太多：请过几秒钟再试")


class NobodyError(ValueError):
    """There are no accounts here."""

    def __init__(self) -> None:
        super().__init__("这里不需要登录：请直接打开页面")


class Door(Protocol):
    """What the site asks at its door."""

    sessions: Sessions | None

    def account(self, name: str) -> Account | None: ...

    def has_accounts(self) -> bool: ...

    def office(self) -> str: ...

    def may_open(self, viewer: Viewer, page: str) -> bool: ...

    def resident(self) -> Viewer | None: ...

    def use_entry(self, key: str) -> Account | None: ...

    async def admit(self, name: str, password: str, address: str) -> Account: ...

    async def change_password(self, name: str, old: str, new: str, address: str) -> Account: ...

    async def log(self, name: str, address: str, event: AccountEvent) -> None: ...


class AccountDoor:
    """Lets in who has an account in the workbench. ``entry`` is a key that admits ``guest`` once."""

    def __init__(self, bench: Workbench, *, entry: str = "", guest: str = "") -> None:
        self._bench = bench
        self._entry, self._guest = entry, guest
        self._known: dict[str, tuple[float, Account | None]] = {}
        self._office = (-OFFICE_REMEMBERED, "")
        self._one_by_one = asyncio.Lock()
        self._waiting = 0
        self.sessions: Sessions | None = Sessions(bench.config.home, bench.now)

    def account(self, name: str) -> Account | None:
        """Return an account that may log in, ``None`` where there is none or it is closed."""
        now = time.monotonic()
        asked, found = self._known.get(name, (-REMEMBERED, None))
        if now - asked >= REMEMBERED:
            found = self._read(name)
            if len(self._known) > 1000:
                self._known.clear()
            self._known[name] = (now, found)
        return found if found is not None and found.disabled is None else None

    def has_accounts(self) -> bool:
        """Return whether anybody can log in at all."""
        path = sqlite_path(self._bench.config.database)
        return has_accounts(path) if path is not None else bool(self._book.all())

    def office(self) -> str:
        """Return the name of the office, "" where there is none or the records cannot be read just now.

        It stands on the page that tells of an error too, so it never is the next error.
        """
        asked, name = self._office
        now = time.monotonic()
        if now - asked >= OFFICE_REMEMBERED:
            try:
                name = self._read_office()
            except Exception:  # whatever the database says: the page it is for says more
                name = ""
            self._office = (now, name)
        return name

    def may_open(self, viewer: Viewer, page: str) -> bool:
        """Return whether the viewer's role may open the page."""
        return allow(viewer, f"open:{page}")

    def resident(self) -> Viewer | None:
        """Nobody is in without having come through the door."""
        return None

    def use_entry(self, key: str) -> Account | None:
        """Return the account that the key of the first entry admits; the key is used up."""
        if not self._entry or not hmac.compare_digest(key.encode(), self._entry.encode()):
            return None
        self._entry = ""
        return self.account(self._guest)

    async def admit(self, name: str, password: str, address: str) -> Account:
        """Return the account; ``LoginRefusedError`` with the sentence for the one who asks."""
        return await self._in_turn(lambda: self._book.admit(name, password, address=address))

    async def change_password(self, name: str, old: str, new: str, address: str) -> Account:
        """Set the password that the owner chose; a domain error says what is wrong with it."""
        changed = await self._in_turn(lambda: self._book.change_password(name, old, new, address=address))
        self._known.pop(changed.name, None)
        return changed

    async def log(self, name: str, address: str, event: AccountEvent) -> None:
        """Add a line to the login log."""
        await asyncio.to_thread(self._book.log, tidy(name), address, event)

    async def _in_turn(self, ask: Callable[[], Account]) -> Account:
        if self._waiting >= MOST_WAITING:
            raise CrowdedError
        self._waiting += 1
        try:
            async with self._one_by_one:  # so that guesses sent at once are counted one after the other
                return await asyncio.to_thread(ask)
        finally:
            self._waiting -= 1

    def _read(self, name: str) -> Account | None:
        path = sqlite_path(self._bench.config.database)
        if path is None:
            return self._book.find(name)
        row = read_account(path, tidy(name))
        return None if row is None else Account.from_row(row)

    def _read_office(self) -> str:
        path, today = sqlite_path(self._bench.config.database), self._bench.today()
        return self._bench.ask(office_name, today) if path is None else read_office_name(path, today)

    @cached_property
    def _book(self) -> AccountBook:
        from workbench.access.accounts import AccountBook  # heavy, and not needed before the first login

        return AccountBook(self._bench)


class NoDoor:
    """For pages of invented content on one's own machine (the gallery): whoever comes is the one resident."""

    sessions: Sessions | None = None

    def account(self, name: str) -> Account | None:
        """There are no accounts."""
        return None

    def has_accounts(self) -> bool:
        """There are no accounts."""
        return False

    def office(self) -> str:
        """Invented content is no office's."""
        return ""

    def may_open(self, viewer: Viewer, page: str) -> bool:
        """Every page may be opened."""
        return True

    def resident(self) -> Viewer | None:
        """Return who is always in."""
        return Viewer("local", "本机用户", Role.CLERK)

    def use_entry(self, key: str) -> Account | None:
        """There is no key."""
        return None

    async def admit(self, name: str, password: str, address: str) -> Account:
        """Refuse: there is nobody to be."""
        raise NobodyError

    async def change_password(self, name: str, old: str, new: str, address: str) -> Account:
        """Refuse: there is nobody to be."""
        raise NobodyError

    async def log(self, name: str, address: str, event: AccountEvent) -> None:
        """Keep nothing."""
