"""When an account was here before: what has come since then is new to it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Protocol

from workbench.config import Config
from workbench.records.sqlite_file import read_logins, sqlite_path
from workbench.terms import AccountEvent

if TYPE_CHECKING:
    from sqlalchemy.orm import Session  # only where the database is no file

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class Bench(Protocol):
    """What is asked of a workbench here."""

    config: Config

    def reading(self) -> AbstractContextManager[Session]: ...


def previous_login(bench: Bench, account: str) -> date | None:
    """Return the day (in China) of the account's last login before the present one, ``None`` if none.

    On SQLite nothing but the standard library is loaded.
    """
    admitted = AccountEvent.ADMITTED.value
    path = sqlite_path(bench.config.database)
    if path is not None:
        moments = read_logins(path, account, admitted, most=2)
    else:
        from sqlalchemy import select

        from workbench.records.accounts import LoginRecordRow as Log

        asked = select(Log.utc).where(Log.name == account, Log.event == admitted)
        with bench.reading() as session:
            moments = list(session.scalars(asked.order_by(Log.id.desc()).limit(2)))
    return datetime.fromisoformat(moments[1]).astimezone(CHINA).date() if len(moments) > 1 else None
