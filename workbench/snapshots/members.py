"""Who counts in a figure of a frozen snapshot, who passes and who said nothing; and who differs in two."""

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

NOT_COUNTED: Final = "未计入"
_WAITING: Final = -1  # days of a matter that waits still
SILENT: Final = -2  # of who was asked and said nothing: not counted, and one end of the share
_NO_CASE: Final = 0  # a promise that is about no matter: a reception, an order to a unit as a whole
# What tells two rows of one matter apart; a figure of duties is one of duties under one rule.
_NUMBER: Final = {
    "case": "0",
    "closure": "0",
    "petition": "petition_number",
    "deadline": "round",
    "commitment": "pledge",
}


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
        passed = f"coalesce(date_diff('day', {first}, {last}), {_WAITING})"
    where = definition.condition("all")
    if definition.silent is not None:
        passed = f"case when {where} then {passed} else {SILENT} end"
        where = f"({where} or ({definition.silent}))"
    return (
        f"select coalesce(case_id, {_NO_CASE}) as case_id, "
        f"cast({_NUMBER[definition.grain]} as varchar) as number, cast({passed} as integer) as passed "
        f"from {rows} where {where}"
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one matter in a figure, as what each adds: 1 or 0 passes or not, days, people, silence."""

    passed: tuple[int, ...]

    @property
    def said(self) -> tuple[int, ...]:
        """Return the rows that count."""
        return tuple(one for one in self.passed if one != SILENT)


@dataclass(frozen=True, slots=True)
class Difference:
    """A matter (or a promise, by its ``number``) and its rows in two tables."""

    case_id: int
    case_no: str | None
    number: str
    before: Rows
    after: Rows

    @property
    def is_many(self) -> bool:
        """Return whether the matter counts several times in one of them, so that numbers have to be told."""
        return max(len(self.before.passed), len(self.after.passed)) > 1


def differences(
    link: duckdb.DuckDBPyConnection, one: str, other: str, *, by_number: bool = False
) -> list[Difference]:
    """Return the matters that two tables hold differently, in the order of recording.

    ``by_number`` tells the rows of one matter apart; otherwise they stand together and the number is empty.
    Rows that are only numbered otherwise are no difference: another fold may number them otherwise.
    """
    key = "number" if by_number else "''"
    was, now = (
        f"coalesce(list_sort(list({side}.passed) filter ({side}.passed is not null)), [])"
        for side in ("x", "y")
    )
    both = f"from {one} x full join {other} y using (case_id, number)"
    differ = f"select distinct case_id {both} where x.passed is distinct from y.passed"
    which = "x.passed is distinct from y.passed" if by_number else f"case_id in ({differ})"
    rows = link.execute(
        f"""
        select case_id, coalesce(b.case_no, a.case_no), {key}, {was}, {now} {both}
        left join after.case_fact a using (case_id) left join before.case_fact b using (case_id)
        where {which} group by all having {was} is distinct from {now} order by 1, 3
        """
    ).fetchall()
    return [
        Difference(case, case_no, number, Rows(tuple(before)), Rows(tuple(after)))
        for case, case_no, number, before, after in rows
    ]


def word(definition: Indicator | None, rows: Rows, *, is_many: bool) -> str:
    """Return what a matter is in a figure by its definition; with ``is_many`` how often it counts."""
    if definition is None or not rows.passed:
        return NOT_COUNTED
    said, silent = rows.said, len(rows.passed) - len(rows.said)
    told = []
    if definition.counts == "people":
        told = [f"{sum(said)}人次"]
    elif definition.days:
        told = ["还在等" if one == _WAITING else f"{one}日" for one in said]
    else:
        yes, no = definition.parts if definition.is_share else ("", "计入")
        counts = ((yes, said.count(1)), (no, said.count(0)))
        told = [f"{name} {count:,} {definition.unit}" if is_many else name for name, count in counts if count]
    if silent:
        name = definition.silent_name
        told.append(f"{name} {silent:,} {definition.unit}" if is_many else name)
    return "、".join(told)
