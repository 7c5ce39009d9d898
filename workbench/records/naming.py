"""What a database is called beside the user's folder, whichever account opens it and whichever way it goes.

The notes about its ledger are kept under this name: site, backup and owner have to find the same ones.
"""

from __future__ import annotations

from pathlib import Path

from workbench.records.sqlite_file import sqlite_path


def name_within(address: str, home: Path) -> str:
    """Return the name of a database beside ``home``.

    Of SQLite the path of the file within ``home``: moving both together keeps it. Of PostgreSQL the database
    alone: account, options, and host and port too (a socket, a network address or a pool lead to one
    database) are only ways to it. One folder serves one ledger, as its ``identity.key`` does.
    """
    path = sqlite_path(address)
    if path is None:
        return f"postgresql/{_database(address)}"
    whole, folder = path.absolute(), home.absolute()
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)


def former_name(address: str) -> str | None:
    """Return the name that earlier versions used, ``None`` where it is the same: the whole address."""
    return None if sqlite_path(address) is not None else address


def _database(address: str) -> str:
    from sqlalchemy.engine import make_url

    url = make_url(address)
    given = url.database or url.query.get("dbname") or url.username or ""
    return given if isinstance(given, str) else given[-1]
