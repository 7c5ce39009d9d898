"""Databases of a PostgreSQL server that are not to stay: copies for a test, restores not yet finished."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlalchemy import Connection, text

from workbench.backup.server import connection_info, create_database, drop_database, maintenance
from workbench.records.naming import server_url

OURS: Final = "petition-workbench passing copy"  # said of each by its maker: a name may be another's
UNFINISHED: Final = "petition-workbench unfinished restore"  # said of a new database until it is whole
_UNUSED: Final = (
    "SELECT datname::text, shobj_description(oid, 'pg_database') IS NOT DISTINCT FROM '{}' "
    "AND datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user) FROM pg_database d "
    "WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname) ORDER BY 1"
)
_LEFT_BY_RESTORES: Final = (
    "SELECT datname::text FROM pg_database d WHERE shobj_description(oid, 'pg_database') = :said "
    "AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname) ORDER BY 1"
)


@contextmanager
def passing_database(like: str) -> Iterator[str]:
    """Give the address of a new empty database beside ``like``; it is dropped at the end.

    A connection to it is held all the while: it is in use as long as its maker lives, and no longer.
    """
    url = server_url(like)
    beside = url.set(database=f"{url.database}_check_{token_hex(4)}")
    address = beside.render_as_string(hide_password=False)
    create_database(address)
    try:
        with psycopg.connect(connection_info(beside), autocommit=True) as held:
            _say(held, OURS)
            yield address
    finally:
        drop_database(address)


@contextmanager
def unfinished_database(address: str) -> Iterator[Callable[[], None]]:
    """Hold the new database at ``address``, which says that it is unfinished until what is given is called.

    Who restores is killed, and nobody else knows what the database is: it has the name that he chose.
    """
    with psycopg.connect(connection_info(server_url(address)), autocommit=True) as held:
        _say(held, UNFINISHED)
        yield lambda: _say(held, None)


def left_by_restores(link: Connection) -> list[str]:
    """Return the names of the server's databases that killed restores left, none of which is in use."""
    return list(link.scalars(text(_LEFT_BY_RESTORES), {"said": UNFINISHED}))


def _say(held: psycopg.Connection[Any], said: str | None) -> None:
    name = sql.Identifier(held.info.dbname)
    held.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(said)))


def drop_left(like: str) -> None:
    """Drop the passing databases beside ``like`` that killed backups of this account left: all is in them.

    One that is in use, or does not say that it is ours, stays.
    """
    url = server_url(like)
    with maintenance(url) as server:
        for name, ours in server.execute(_UNUSED.format(OURS).encode()).fetchall():
            if ours and _is_beside(name, url.database or ""):
                with suppress(psycopg.errors.ObjectInUse, psycopg.errors.InvalidCatalogName):
                    server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def left_databases(link: Connection) -> list[str]:
    """Return the names of passing databases beside that of ``link`` which nobody uses, whoever made them."""
    here = link.scalar(text("SELECT current_database()")) or ""
    return [name for name, _ in link.execute(text(_UNUSED.format(OURS))) if _is_beside(name, here)]


def _is_beside(name: str, database: str) -> bool:
    return re.fullmatch(rf"{re.escape(database)}_check_[0-9a-f]{{8}}", name) is not None
