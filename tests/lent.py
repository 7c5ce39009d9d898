"""Copies of one PostgreSQL database, lent to one test after another and put back to what they were.

To copy a database costs a server a tenth of a second of its processor and, where the disk is busy, one or two
of waiting; to delete what one test wrote costs a fiftieth.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from tests.postgres import Server

if TYPE_CHECKING:
    import psycopg

PATIENCE = 5000  # milliseconds, with a session that a test left behind
# Where the server keeps tables, rights, checks, triggers, functions and rules for rows.
SHAPE = ("class", "attribute", "constraint", "trigger", "proc", "policy", "default_acl", "db_role_setting")
# How many rows, and the newest transaction among those that wrote them: the same if nobody wrote since.
MARK = "SELECT '{0}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {0}"
TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_serial = count(1)
Marks = dict[str, tuple[int, int]]


class Lending:
    """Lends copies of a template; a copy whose tables somebody altered is not lent again."""

    def __init__(self, server: Server, template: str) -> None:
        self._server, self._template = server, template
        self._free: list[str] = []
        self._marks: dict[str, tuple[Marks, Marks]] = {}  # of the rows and of the shape, as they were lent
        self._rows: dict[str, bytes] = {}  # of the template

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the address of a database like the template, under a name that no other one had."""
        name = f"lent_{os.getpid()}_{next(_serial)}"
        if self._free:
            former = self._free.pop()
            self._server.command(f'ALTER DATABASE "{former}" RENAME TO "{name}"')
            self._marks[name] = self._marks.pop(former)
        else:
            self._make(name)
        yield self._server.address(name)
        if self._is_put_back(name):
            self._free.append(name)
        else:
            self._server.command(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _make(self, name: str) -> None:
        self._server.command(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"')
        with self._server.connected(name) as link:
            rows = _marks(link, [table for (table,) in link.execute(TABLES)])
            self._marks[name] = rows, _marks(link, [f"pg_{one}" for one in SHAPE])
            for table, (many, _) in rows.items():
                if many and table not in self._rows:
                    with link.cursor().copy(f"COPY {table} TO STDOUT".encode()) as lines:
                        self._rows[table] = b"".join(bytes(line) for line in lines)

    def _is_put_back(self, name: str) -> bool:
        """Whether the database is again what it was, after the rows that were written are undone."""
        rows, shape = self._marks[name]
        with self._server.connected(name) as link:
            link.execute(f"SELECT pg_terminate_backend(pid, {PATIENCE}) {OTHERS}".encode())
            if _marks(link, list(shape)) != shape:
                return False
            changed = [table for table, mark in _marks(link, list(rows)).items() if mark != rows[table]]
            with link.transaction():
                link.execute("SET LOCAL session_replication_role = replica")  # neither keys nor triggers
                for table in changed:
                    link.execute(f"DELETE FROM {table}".encode())
                    if table in self._rows:
                        with link.cursor().copy(f"COPY {table} FROM STDIN".encode()) as lines:
                            lines.write(self._rows[table])
                link.execute("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
            self._marks[name] = {**rows, **_marks(link, changed)}, shape
        return True


def _marks(link: psycopg.Connection, tables: list[str]) -> Marks:
    if not tables:
        return {}
    found = link.execute(" UNION ALL ".join(map(MARK.format, tables)).encode())
    return {table: (many, newest) for table, many, newest in found}
