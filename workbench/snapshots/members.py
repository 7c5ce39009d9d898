"""Who counts in a figure of a frozen snapshot, who passes and who said nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import duckdb

from workbench.indicators.catalogue import GRAINS, Indicator
from workbench.indicators.evaluate import Period
from workbench.indicators.waiting import Durations, durations
from workbench.snapshots.engines import in_duckdb
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.member_rows import SILENT, WAITING

_NO_CASE: Final = 0  # a promise that is about no matter: a reception, an order to a unit as a whole
# What tells two rows of one matter apart; a figure of duties is one of duties under one rule.
_NUMBER: Final = {
    "case": "0",
    "closure": "0",
    "petition": "petition_number",
    "deadline": "round",
    "commitment": "pledge",
}


# Petitions of a matter that is one with an earlier matter are counted on from there: here each begins at one.
_OF_ITS_MATTER: Final = (
    "select case_id, cast(cast(number as integer) - before as varchar) as number, passed from ({members}) "
    "join (select case_id, min(petition_number) - 1 as before from petition_fact group by case_id) "
    "using (case_id)"
)


@dataclass(frozen=True, slots=True)
class Totals:
    """Numerator and denominator of a figure, and how many said nothing where its definition asks that.

    A plain count has no numerator; without a definition there is no ``count`` either. ``waits`` are the
    waiting times where days are counted: how many cases there are says nothing of them.
    """

    parts: tuple[int | None, int] | None
    silent: int | None = None
    waits: Durations | None = None


def write_members(
    link: duckdb.DuckDBPyConnection,
    schema: str,
    snapshot: FrozenSnapshot,
    definition: Indicator | None,
    period: Period,
    target: str,
    *,
    as_of: date | None = None,
) -> Totals:
    """Write into the table ``target`` who counts, passes or is silent in a snapshot; return how many.

    ``schema`` is the one in which the facts of the snapshot are attached; ``as_of`` a day other than its own.
    """
    link.execute(f"use {schema}")
    select = "select null::bigint as case_id, '' as number, 0 as passed where false"
    values: Mapping[str, object] = {}
    if definition is not None:
        select, names = in_duckdb(_members(definition))
        if definition.grain == "petition":
            select = _OF_ITS_MATTER.format(members=select)
        given = {"start": period.start, "end": period.end, "as_of": as_of or snapshot.manifest.as_of}
        values = {name: given[name].isoformat() for name in names}
    link.execute(f"create or replace temp table {target} as {select}", values)
    if definition is None:
        return Totals(None)
    counted = f"passed <> {SILENT}"
    ((count, hits, silent),) = link.execute(
        f"select count(*) filter ({counted}), coalesce(sum(passed) filter ({counted}), 0), "
        f"count(*) filter (not {counted}) from {target}"
    ).fetchall()
    told = None if definition.silent is None else int(silent)
    if definition.counts == "people":
        return Totals((None, int(hits)), told)
    waits = None
    if definition.days:
        day = snapshot.manifest.as_of
        waits = next(iter(durations(_Attached(link), definition, period=period, as_of=day)), None)
    return Totals((int(hits) if definition.is_share else None, int(count)), told, waits)


class _Attached:
    """The facts in use of a connection, asked as a snapshot is."""

    def __init__(self, link: duckdb.DuckDBPyConnection) -> None:
        self._link = link

    def execute(self, sql: str, parameters: Mapping[str, object], /) -> list[tuple[Any, ...]]:
        """Return the rows of one question; days as texts."""
        asked, names = in_duckdb(sql)
        rows = self._link.execute(asked, {name: parameters[name] for name in names}).fetchall()
        return [tuple(one.isoformat() if isinstance(one, date) else one for one in row) for row in rows]


def _members(definition: Indicator) -> str:
    rows, people = GRAINS[definition.grain]
    passed = f"case when {definition.that} then 1 else 0 end" if definition.that else "0"
    if definition.counts == "people":
        passed = people
    if definition.days:
        first, last = (f"cast({day} as date)" for day in definition.days)
        passed = f"coalesce(date_diff('day', {first}, {last}), {WAITING})"
    where = definition.condition("all")
    if definition.silent is not None:
        passed = f"case when {where} then {passed} else {SILENT} end"
        where = f"({where} or ({definition.silent}))"
    return (
        f"select coalesce(case_id, {_NO_CASE}) as case_id, "
        f"cast({_NUMBER[definition.grain]} as varchar) as number, cast({passed} as integer) as passed "
        f"from {rows} where {where}"
    )
