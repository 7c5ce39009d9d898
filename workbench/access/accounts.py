"""The accounts of the workbench: kept by the administrator, asked at every login."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine, desc, func, insert, select, update

from workbench.access.account import Account, tidy
from workbench.access.passwords import Passwords, one_time_password
from workbench.access.settings import LoginSettings, login_settings
from workbench.records.accounts import LONGEST_TYPED, AccountRow, LoginRecordRow
from workbench.records.failures import in_words
from workbench.records.units import Unit
from workbench.terms import AccountEvent, Role

NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
WRONG: Final = "账号或密码不对：请核对后再试"
_AGAIN: Final = (AccountEvent.ADMITTED, AccountEvent.RESET, AccountEvent.ENABLED)  # the count begins anew


class AccountError(ValueError):
    """An account that is not there, is there already, or cannot be as asked."""


class LoginRefusedError(ValueError):
    """Nobody was let in; the sentence says no more than whoever asks may know."""


class Store(Protocol):
    """What accounts need of a workbench."""

    @property
    def engine(self) -> Engine: ...

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class LoginRecord:
    """One line of the login log."""

    utc: str
    name: str
    address: str
    event: AccountEvent


class AccountBook:
    """Reads and changes accounts, each in a transaction of its own; every change is logged with its doer."""

    def __init__(self, store: Store, settings: LoginSettings | None = None) -> None:
        self._store = store
        self._settings = settings or login_settings()
        self._passwords = Passwords(self._settings)

    def all(self) -> tuple[Account, ...]:
        """Return every account, by name."""
        with self._reading() as connection:
            found = connection.execute(select(AccountRow.__table__).order_by(AccountRow.name))
            return tuple(Account.from_row(dict(row)) for row in found.mappings())

    def find(self, name: str) -> Account | None:
        """Return the account of this name, ``None`` if there is none."""
        with self._reading() as connection:
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
        with self._writing() as connection:
            if _row(connection, account) is not None:
                raise AccountError(f"账号“{account}”已经存在：请换一个，或用 workbench user reset 重置密码")
            _check_unit(connection, unit)
            connection.execute(insert(AccountRow).values(values))
            self._log(connection, account, by, AccountEvent.CREATED)
        return password

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
        with self._reading() as connection:
            refused = self._too_many(connection, asked, address)
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
        with self._writing() as connection:
            if self._passwords.is_outdated(row["password_hash"]):
                renewed = {"password_hash": self._passwords.hash(password)}
                connection.execute(update(AccountRow).where(AccountRow.name == asked).values(renewed))
            if event is not None:
                self._log(connection, asked, address, event)
        return Account.from_row(row)

    def log(self, name: str, address: str, event: AccountEvent) -> None:
        """Add one line to the login log."""
        with self._writing() as connection:
            self._log(connection, name, address, event)

    def records(self, name: str | None = None, *, limit: int = 50) -> tuple[LoginRecord, ...]:
        """Return the newest lines of the login log, of one account or of all."""
        query = select(LoginRecordRow.__table__).order_by(desc(LoginRecordRow.id)).limit(limit)
        if name is not None:
            query = query.where(LoginRecordRow.name == tidy(name))
        with self._reading() as connection:
            return tuple(
                LoginRecord(row["utc"], row["name"], row["origin"], AccountEvent.coded(row["event"]))
                for row in connection.execute(query).mappings()
            )

    def _change(self, name: str, values: dict[str, Any], event: AccountEvent, by: str) -> Account:
        account = tidy(name)
        with self._writing() as connection:
            before = _row(connection, account)
            if before is None:
                raise AccountError(f"没有账号“{account}”：用 workbench user list 查看全部账号")
            _check_unit(connection, values.get("unit"))
            values = {**values, "version": before["version"] + 1}
            connection.execute(update(AccountRow).where(AccountRow.name == account).values(values))
            self._log(connection, account, by, event)
            return Account.from_row({**before, **values})

    def _secret(self, password: str, *, must_change: bool) -> dict[str, Any]:
        return {"password_hash": self._passwords.hash(password), "must_change": must_change}

    def _too_many(self, connection: Connection, name: str, address: str) -> tuple[AccountEvent, str] | None:
        chosen = self._settings
        failures = _failures(connection, LoginRecordRow.name == name, self._since(chosen.within), name)
        if len(failures) >= chosen.failures:
            end = datetime.fromisoformat(failures[0]) + chosen.locked
            minutes = _minutes(end - self._store.now())
            if minutes > 0:
                return AccountEvent.LOCKED, (
                    f"连续输错{chosen.failures}次，账号已暂时锁定：请{minutes}分钟后再试，或请管理员重置密码"
                )
        from_here = _failures(
            connection, LoginRecordRow.origin == address, self._since(chosen.address_within)
        )
        if len(from_here) >= chosen.address_failures:
            minutes = _minutes(chosen.address_within)
            return AccountEvent.SLOWED, f"从这台电脑登录失败的次数太多：请{minutes}分钟后再试"
        return None

    def _since(self, span: timedelta) -> str:
        return (self._store.now() - span).isoformat(timespec="seconds")

    def _now(self) -> str:
        return self._store.now().isoformat(timespec="seconds")

    def _log(self, connection: Connection, name: str, address: str, event: AccountEvent) -> None:
        line = {
            "utc": self._now(),
            "name": name[:LONGEST_TYPED],
            "origin": address[:64],
            "event": event.value,
        }
        connection.execute(insert(LoginRecordRow).values(line))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_words(), self._store.engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        begun = self._store.engine.connect().execution_options(writes=True)
        with in_words(), begun as connection, connection.begin():
            yield connection


def _row(connection: Connection, name: str) -> dict[str, Any] | None:
    found = connection.execute(select(AccountRow.__table__).where(AccountRow.name == name)).mappings().first()
    return None if found is None else dict(found)


def _failures(connection: Connection, whose: Any, since: str, name: str | None = None) -> Sequence[str]:
    """The moments of wrong passwords, newest first; for a name those after it last got in."""
    wrong = select(LoginRecordRow.utc).where(
        whose, LoginRecordRow.event == AccountEvent.WRONG.value, LoginRecordRow.utc >= since
    )
    if name is not None:
        again = select(func.max(LoginRecordRow.id)).where(
            LoginRecordRow.name == name, LoginRecordRow.event.in_([event.value for event in _AGAIN])
        )
        last = connection.scalar(again)
        wrong = wrong.where(LoginRecordRow.id > (last or 0))
    return connection.scalars(wrong.order_by(desc(LoginRecordRow.id)).limit(1000)).all()


def _check_unit(connection: Connection, unit: str | None) -> None:
    if unit is not None and connection.scalar(select(Unit.code).where(Unit.code == unit)) is None:
        raise AccountError(f"没有代码为“{unit}”的单位：请核对单位代码")


def _minutes(span: timedelta) -> int:
    return -(-int(span.total_seconds()) // 60)
