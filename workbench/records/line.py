"""The line to a PostgreSQL server, given up where the server no longer answers though nothing broke.

Keepalives notice a machine that is gone. A pool, a tunnel or a server process that stands still keeps the
line open and says nothing: only who waits can notice that.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import psycopg
from sqlalchemy import Connection

ANSWER_SECONDS = 60.0  # for one statement of somebody who waits; a lock is waited for 30 seconds
UNANSWERED: Final = "the connection is lost: no answer"  # as ``failures`` knows it


class Line(psycopg.Connection[Any]):
    """A connection that waits ``patience`` seconds for the answer to a statement, with ``None`` for ever."""

    patience: float | None = ANSWER_SECONDS

    def wait(self, gen: Generator[Any, Any, Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.errors._WaitTimeout:
            if timeout is not None:
                raise
            self.close()  # what it was asked may be answered later: nobody may read that as another answer
            raise psycopg.OperationalError(UNANSWERED) from None


def answer_within(connection: Connection, seconds: float | None) -> None:
    """Give up a server that takes longer for a statement of this transaction; nothing for SQLite."""
    line = connection.connection.driver_connection
    if isinstance(line, Line):
        line.patience = seconds
