"""The same facts in PostgreSQL, with the indexes a careful hand would give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from tests.postgres import find_programs, start_server
from workbench.indicators.catalogue import GRAINS, Indicator
from workbench.indicators.evaluate import dimension
from workbench.snapshots.engines import connect
from workbench.snapshots.schema import TABLES

INDEXES = (
    "case_fact (registered_on)",
    "case_fact (notice_due)",
    "case_fact (handling_due)",
    "case_fact (unit, registered_on)",
    "petition_fact (petition_on)",
    "deadline_fact (rule_id, due)",
    "case_fact (closed_on)",
    "commitment_fact (kind, due_on)",
)


class PostgresFacts:
    """Asks one connection; days are text as everywhere, compared byte by byte."""

    def __init__(self, link: psycopg.Connection[Any]) -> None:
        self._link = link

    def figure(
        self,
        one: Indicator,
        start: date,
        end: date,
        as_of: date,
        where: str,
        values: Mapping[str, Any],
        by: str | None,
    ) -> list[tuple[Any, int, int, int]]:
        """Return (group, denominator, numerator, person-times) as the engine does."""
        rows, people = GRAINS[one.grain]
        group = dimension(one, by) if by else "null"
        passed = f"count(*) filter (where {one.that})" if one.that else "0"
        sql = f"select {group}, count(*), {passed}, coalesce(sum({people}), 0) from {rows} where ({one.of})"
        if where != "1":
            sql += f" and ({where})"
        if by:
            sql += f" group by {group} order by {group}"
        days = {"start": start.isoformat(), "end": end.isoformat(), "as_of": as_of.isoformat()}
        asked = re.sub(r"(?<!:):(\w+)", r"%(\1)s", sql)
        found = self._link.execute(asked.encode(), {**values, **days}).fetchall()
        return [(key, int(count), int(hits), int(persons)) for key, count, hits, persons in found]


@contextmanager
def loaded(folder: Path) -> Iterator[PostgresFacts]:
    """Start a server, copy the facts into it, index and analyse them; stop it at the end."""
    programs = find_programs()
    if programs is None:
        raise SystemExit("PostgreSQL 服务端程序（initdb、pg_ctl）未安装")
    with start_server(programs) as server:
        where = f"host={server.sockets} port={server.port} user=workbench dbname=postgres"
        with psycopg.connect(where, autocommit=True) as link:
            # One core for all: the goal is told for one.
            link.execute("set max_parallel_workers_per_gather = 0")
            link.execute("set work_mem = '256MB'")
            for table in ("case_fact", "petition_fact", "deadline_fact", "commitment_fact"):
                _load(link, table, folder / f"{table}.parquet")
            for index in INDEXES:
                link.execute(f"create index on {index}".encode())
            link.execute("vacuum analyze")
            yield PostgresFacts(link)


def _load(link: psycopg.Connection[Any], table: str, path: Path) -> None:
    text = 'text collate "C"'
    told = ", ".join(TABLES[table])  # without what the files repeat of a matter: a server joins
    columns = ", ".join(
        f"{name} {text if kind.startswith('TEXT') else 'bigint'}" for name, kind in TABLES[table].items()
    )
    link.execute(f"create unlogged table {table} ({columns})".encode())
    lines = path.with_suffix(".csv")
    with connect(threads=1) as duck:
        rows = f"select {told} from read_parquet('{path}')"
        duck.execute(f"copy ({rows}) to '{lines}' (format csv, header false)")
    with (
        link.cursor().copy(f"copy {table} from stdin (format csv)".encode()) as copy,
        lines.open("rb") as stream,
    ):
        while part := stream.read(1 << 20):
            copy.write(part)
    lines.unlink()
