"""The accounts of the workbench: kept by the administrator, asked at every login."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine, insert, select, update

from workbench.access.account import Account, tidy
from workbench.access.book_links import reading, writing
from workbench.access.login_log import LoginRecord, read_lines, refusal, write_line
from workbench.access.passwords import Passwords, one_time_password
from workbench.access.settings import LoginSettings, login_settings
from workbench.records.accounts import LONGEST_TYPED, AccountRow
from workbench.records.units import Unit
from workbench.terms import AccountEvent, Role

NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
WRONG: Final = "账号或密码不对：请核对后再试"


class AccountError(ValueError):
    """An account that is not there, is there already, or cannot be as asked."""


class LoginRefusedError(ValueError):
    """Nobody was let in; the sentence says no more than whoever asks may know."""


class Store(Protocol):
    """What accounts need of a workbench."""

    @property
    def engine(self) -> Engine: ...

    def now(self) -> datetime: ...


class AccountBook:
    """Reads and changes accounts, each in a transaction of its own; every change is logged with its doer."""

    def __init__(self, store: Store, settings: LoginSettings | None = None) -> None:
        self._store = store
        self._settings = settings or login_settings()
        self._passwords = Passwords(self._settings)

    def all(self) -> tuple[Account, ...]:
        """Return every account, by name."""
        with reading(self._store.engine) as connection:
            found = connection.execute(select(AccountRow.__table__).order_by(AccountRow.name))
            return tuple(Account.from_row(dict(row)) for row in found.mappings())

    def find(self, name: str) -> Account | None:
        """Return the account of this name, ``None`` if there is none."""
        with reading(self._store.engine) as connection:
            row = _row(connection, tidy(name))
            return None if row is None else Account.from_row(row)

    def add(
        self,
        name: str,
        display_name: str,
        role: Role,
        unit: str | None = None,
        *,
        by: str,
        is_demo: bool = False,
    ) -> str:
        """Open an account and return its one-time password; ``AccountError`` if it cannot be."""
        account, shown = tidy(name), display_name.strip()
        if not NAME.fullmatch(account):
            raise AccountError("账号须为2至32个小写字母、数字或 . _ -，且以字母或数字开头")
        if not 1 <= len(shown) <= 64:
            raise AccountError("姓名须为1至64个字符")
        password = one_time_password()
        values = {
            "name": account,
            "display_name": shown,
            "role": role.value,
            "unit": unit,
            "password_hash": self._passwords.hash(password),
            "must_change": not is_demo,
            "is_demo": is_demo,
            "created_utc": self._now(),
            "version": 1,
        }
        with writing(self._store.engine) as connection:
            if _row(connection, account) is not None:
                raise AccountError(f"账号“{account}”已经存在：请换一个，或用 workbench user reset 重置密码")
            _check_unit(connection, unit)
            connection.execute(insert(AccountRow).values(values))
            write_line(connection, self._now(), account, by, AccountEvent.CREATED)
        return password

    def name_former(self, people: Iterable[tuple[str, str, Role, str | None]], *, by: str) -> None:
        """Keep the names of those whose acts are in the ledger and who log in no more.

        ``people`` are account as it acted, name, role and unit. Their accounts are closed from the first and
        have no password; an account that is there stays as it is.
        """
        now = self._now()
        with writing(self._store.engine) as connection:
            for account, shown, role, unit in people:
                if _row(connection, account) is not None:
                    continue
                values: dict[str, Any] = {"name": account, "display_name": shown, "role": role.value}
                values |= {"unit": unit, "must_change": True, "is_demo": False}
                values |= {"created_utc": now, "disabled_utc": now}
                connection.execute(insert(AccountRow).values(**values, version=1))
                write_line(connection, now, account, by, AccountEvent.CREATED)
                write_line(connection, now, account, by, AccountEvent.DISABLED)

    def disable(self, name: str, *, by: str) -> Account:
        """Close an account; its logins and open pages end at once."""
        return self._change(name, {"disabled_utc": self._now()}, AccountEvent.DISABLED, by)

    def enable(self, name: str, *, by: str) -> Account:
        """Open a closed account again."""
        return self._change(name, {"disabled_utc": None}, AccountEvent.ENABLED, by)

    def change_role(self, name: str, role: Role, unit: str | None, *, by: str) -> Account:
        """Give the account another role and unit; whoever is logged in logs in again under the new one."""
        return self._change(name, {"role": role.value, "unit": unit}, AccountEvent.ROLE_CHANGED, by)

    def reset(self, name: str, *, by: str, must_change: bool = True) -> str:
        """Return a new one-time password; the old one, all logins and a lock of the account end."""
        password = one_time_password()
        self._change(name, self._secret(password, must_change=must_change), AccountEvent.RESET, by)
        return password

    def change_password(self, name: str, old: str, new: str, *, address: str) -> Account:
        """Let the owner choose a password; ``LoginRefusedError`` if the old one is wrong."""
        account = self.admit(name, old, address=address, event=None)
        self._passwords.refuse_weak(new, account.name)
        if new == old:
            raise AccountError("新密码与原密码相同，请换一个")
        return self._change(
            name, self._secret(new, must_change=False), AccountEvent.PASSWORD_CHANGED, address
        )

    def admit(
        self, name: str, password: str, *, address: str, event: AccountEvent | None = AccountEvent.ADMITTED
    ) -> Account:
        """Return the account if name and password fit, and log the attempt.

        ``LoginRefusedError`` otherwise. An unknown name costs the same work and gives the same sentence as
        a wrong password; too many failures of one name or from one address are refused without looking.
        """
        asked = tidy(name)[:LONGEST_TYPED]
        with reading(self._store.engine) as connection:
            refused = refusal(connection, self._settings, asked, address, now=self._store.now())
            row = None if refused else _row(connection, asked)
        if refused:
            self.log(asked, address, refused[0])
            raise LoginRefusedError(refused[1])
        known = None if row is None else row["password_hash"]
        if not self._passwords.is_right(known, password) or row is None:
            self.log(asked, address, AccountEvent.WRONG)
            raise LoginRefusedError(WRONG)
        if row["disabled_utc"] is not None:
            self.log(asked, address, AccountEvent.CLOSED)
            raise LoginRefusedError("这个账号已停用：请联系管理员")
        with writing(self._store.engine) as connection:
            if self._passwords.is_outdated(row["password_hash"]):
                renewed = {"password_hash": self._passwords.hash(password)}
                connection.execute(update(AccountRow).where(AccountRow.name == asked).values(renewed))
            if event is not None:
                write_line(connection, self._now(), asked, address, event)
        return Account.from_row(row)

    def log(self, name: str, address: str, event: AccountEvent) -> None:
        """Add one line to the login log."""
        with writing(self._store.engine) as connection:
            write_line(connection, self._now(), name, address, event)

    def known(self, name: str) -> Account:
        """Return the account of this name; ``AccountError`` where there is none."""
        found = self.find(name)
        if found is None:
            raise AccountError(f"没有账号“{tidy(name)}”：用 workbench user list 查看全部账号")
        return found

    def records(self, name: str | None = None, *, limit: int = 50) -> tuple[LoginRecord, ...]:
        """Return the newest lines of the login log, of one account or of all."""
        whose = None if name is None else tidy(name)
        with reading(self._store.engine) as connection:
            return read_lines(connection, whose, limit=limit)

    def _change(self, name: str, values: dict[str, Any], event: AccountEvent, by: str) -> Account:
        account = tidy(name)
        with writing(self._store.engine) as connection:
            before = _row(connection, account)
            if before is None:
                raise AccountError(f"没有账号“{account}”：用 workbench user list 查看全部账号")
            _check_unit(connection, values.get("unit"))
            values = {**values, "version": before["version"] + 1}
            connection.execute(update(AccountRow).where(AccountRow.name == account).values(values))
            write_line(connection, self._now(), account, by, event)
            return Account.from_row({**before, **values})

    def _secret(self, password: str, *, must_change: bool) -> dict[str, Any]:
        return {"password_hash": self._passwords.hash(password), "must_change": must_change}

    def _now(self) -> str:
        return self._store.now().isoformat(timespec="seconds")


def _row(connection: Connection, name: str) -> dict[str, Any] | None:
    found = connection.execute(select(AccountRow.__table__).where(AccountRow.name == name)).mappings().first()
    return None if found is None else dict(found)


def _check_unit(connection: Connection, unit: str | None) -> None:
    if unit is not None and connection.scalar(select(Unit.code).where(Unit.code == unit)) is None:
        raise AccountError(f"没有代码为“{unit}”的单位：请核对单位代码")
