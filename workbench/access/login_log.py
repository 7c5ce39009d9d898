"""Who was let in and who was not: the lines of the login log, and when too many failures close the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, desc, func, insert, select

from workbench.access.settings import LoginSettings
from workbench.records.accounts import LONGEST_TYPED, LoginRecordRow
from workbench.terms import AccountEvent

# After one of these the count of failures of a name begins anew.
_AGAIN: Final = (AccountEvent.ADMITTED, AccountEvent.RESET, AccountEvent.ENABLED)


@dataclass(frozen=True, slots=True)
class LoginRecord:
    """One line of the login log."""

    utc: str
    name: str
    address: str
    event: AccountEvent


def write_line(connection: Connection, utc: str, name: str, address: str, event: AccountEvent) -> None:
    """Add one line; what somebody typed is cut to what the log keeps."""
    line = {"utc": utc, "name": name[:LONGEST_TYPED], "origin": address[:64], "event": event.value}
    connection.execute(insert(LoginRecordRow).values(line))


def read_lines(connection: Connection, name: str | None, *, limit: int) -> tuple[LoginRecord, ...]:
    """Return the newest lines, of one account or of all."""
    query = select(LoginRecordRow.__table__).order_by(desc(LoginRecordRow.id)).limit(limit)
    if name is not None:
        query = query.where(LoginRecordRow.name == name)
    return tuple(
        LoginRecord(row["utc"], row["name"], row["origin"], AccountEvent.coded(row["event"]))
        for row in connection.execute(query).mappings()
    )


def refusal(
    connection: Connection, chosen: LoginSettings, name: str, address: str, *, now: datetime
) -> tuple[AccountEvent, str] | None:
    """Return why nobody of this name or from this address is looked at now, ``None`` if he may try."""
    since = (now - chosen.within).isoformat(timespec="seconds")
    failures = _failures(connection, LoginRecordRow.name == name, since, name)
    if len(failures) >= chosen.failures:
        end = datetime.fromisoformat(failures[0]) + chosen.locked
        minutes = _minutes(end - now)
        if minutes > 0:
            return AccountEvent.LOCKED, (
                f"连续输错{chosen.failures}次，账号已暂时锁定：请{minutes}分钟后再试，或请管理员重置密码"
            )
    since = (now - chosen.address_within).isoformat(timespec="seconds")
    from_here = _failures(connection, LoginRecordRow.origin == address, since)
    if len(from_here) >= chosen.address_failures:
        minutes = _minutes(chosen.address_within)
        return AccountEvent.SLOWED, f"从这台电脑登录失败的次数太多：请{minutes}分钟后再试"
    return None


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


def _minutes(span: timedelta) -> int:
    return -(-int(span.total_seconds()) // 60)
