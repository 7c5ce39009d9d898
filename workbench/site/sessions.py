"""Who is logged in: kept on the server, so that a login can be ended there; it survives a restart."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from workbench.access.account import Account
from workbench.access.settings import LoginSettings, login_settings

FILE = "sessions.sqlite"
MOST_NOTED = 1000  # logins
NOTED_EVERY = timedelta(seconds=20)  # a busy viewer is written down no more often


@dataclass(frozen=True, slots=True)
class Session:
    """One login. ``id`` is a hash of the cookie: who reads the file cannot enter with it."""

    id: str
    account: str
    version: int
    started: datetime
    seen: datetime


class Sessions:
    """The logins of one site, in a private file beside the data."""

    def __init__(
        self, folder: Path, now: Callable[[], datetime], settings: LoginSettings | None = None
    ) -> None:
        chosen = settings or login_settings()
        self._idle, self._longest = chosen.idle, chosen.longest_session
        self._now = now
        self._file = _open(folder)
        self._noted: dict[str, datetime] = {}  # when a login was last written down

    def start(self, account: Account) -> str:
        """Begin a login and return its secret, which is the cookie."""
        secret = secrets.token_urlsafe(32)
        now = self._now().isoformat()
        with self._file:
            self._file.execute(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?)",
                (_hash(secret), account.name, account.version, now, now),
            )
        return secret

    def find(self, secret: str) -> Session | None:
        """Return the login of a cookie, ``None`` if there is none or its time is over."""
        return self.get(_hash(secret))

    def get(self, session_id: str) -> Session | None:
        """Return a login by its id, ``None`` if there is none or its time is over."""
        row = self._file.execute("SELECT * FROM session WHERE id = ?", (session_id,)).fetchone()
        if row is None:
            return None
        known, account, version, started, seen = row
        found = Session(known, account, version, *map(datetime.fromisoformat, (started, seen)))
        now = self._now()
        if now - found.seen > self._idle or now - found.started > self._longest:
            self.end(session_id)
            return None
        return found

    def touch(self, session_id: str) -> None:
        """Note that the viewer did something."""
        now = self._now()
        if now - self._noted.get(session_id, now - NOTED_EVERY) < NOTED_EVERY:
            return
        if len(self._noted) > MOST_NOTED:
            self._noted.clear()
        self._noted[session_id] = now
        with self._file:
            self._file.execute(
                "UPDATE session SET seen = ? WHERE id = ? AND seen < ?",
                (now.isoformat(), session_id, (now - NOTED_EVERY).isoformat()),
            )

    def end(self, session_id: str) -> None:
        """End one login."""
        with self._file:
            self._file.execute("DELETE FROM session WHERE id = ?", (session_id,))

    def end_all(self, account: str) -> None:
        """End every login of an account."""
        with self._file:
            self._file.execute("DELETE FROM session WHERE account = ?", (account,))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _open(folder: Path) -> sqlite3.Connection:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=5)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, account TEXT NOT NULL,"
        " version INTEGER NOT NULL, started TEXT NOT NULL, seen TEXT NOT NULL) WITHOUT ROWID"
    )
    return connection


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
