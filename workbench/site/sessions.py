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
COLUMNS = "id, account, version, started, seen, by_proxy"
MOST_NOTED = 1000  # logins
NOTED_EVERY = timedelta(seconds=20)  # a busy viewer is written down no more often


@dataclass(frozen=True, slots=True)
class Session:
    """One login. ``id`` is a hash of the cookie: who reads the file cannot enter with it.

    ``by_proxy``: the office's proxy began it, and it holds only where the proxy names the same account.
    """

    id: str
    account: str
    version: int
    started: datetime
    seen: datetime
    by_proxy: bool


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

    def start(self, account: Account, *, by_proxy: bool = False) -> str:
        """Begin a login and return its secret, which is the cookie."""
        secret = secrets.token_urlsafe(32)
        now = self._now().isoformat()
        with self._file:
            self._file.execute(
                f"INSERT INTO session ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
                (id_of(secret), account.name, account.version, now, now, by_proxy),
            )
        return secret

    def find(self, secret: str) -> Session | None:
        """Return the login of a cookie, ``None`` if there is none or its time is over."""
        return self.get(id_of(secret))

    def get(self, session_id: str) -> Session | None:
        """Return a login by its id, ``None`` if there is none or its time is over."""
        row = self._file.execute(f"SELECT {COLUMNS} FROM session WHERE id = ?", (session_id,)).fetchone()
        if row is None:
            return None
        known, account, version, started, seen, by_proxy = row
        began, last = datetime.fromisoformat(started), datetime.fromisoformat(seen)
        found = Session(known, account, version, began, last, bool(by_proxy))
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
    if "by_proxy" not in {column[1] for column in connection.execute("PRAGMA table_info(session)")}:
        connection.execute("ALTER TABLE session ADD COLUMN by_proxy INTEGER NOT NULL DEFAULT 0")
    return connection


def id_of(secret: str) -> str:
    """Return the id of the login of a cookie."""
    return hashlib.sha256(secret.encode()).hexdigest()
