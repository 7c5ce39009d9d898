"""Which figures differ between two frozen snapshots, and which matters made the difference.

A matter changes a figure when it counts in one snapshot and not in the other, or passes in one only. Each
snapshot is asked with the definitions that it keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from workbench.indicators.catalogue import GRAINS, Indicator
from workbench.indicators.evaluate import Period
from workbench.snapshots.definitions import read_definitions
from workbench.snapshots.engines import attach, connect, in_duckdb
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.parquet import FROZEN
from workbench.snapshots.reasons import CaseReason, Explainer
from workbench.terms import CommitmentKind

NOT_COUNTED: Final = "未计入"
WAITING: Final = -1  # days of a matter that waits still
NO_CASE: Final = 0  # a promise that is about no matter: a reception, an order to a unit as a whole
# What tells two rows of one matter apart; a figure of duties is one of duties under one rule.
_NUMBER = {
    "case": "0",
    "closure": "0",
    "petition": "petition_number",
    "deadline": "round",
    "commitment": "pledge",
}


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One matter that changed a figure: what it was there, what it is here, and why.

    A promise stands by its own number, of an order, a proposal, a reception, and has its ``kind``.
    """

    case_no: str
    before: str
    after: str
    reasons: tuple[CaseReason, ...]
    kind: CommitmentKind | None = None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure in two snapshots: numerators and denominators, and the matters that changed it.

    A plain count has no numerator; ``None`` for both where a snapshot does not define the figure.
    """

    indicator: str
    name: str
    before: tuple[int | None, int] | None
    after: tuple[int | None, int] | None
    is_redefined: bool
    cases: tuple[CaseChange, ...]

    @property
    def is_changed(self) -> bool:
        """Return whether the figure or a matter behind it is another."""
        return self.before != self.after or bool(self.cases)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two snapshots and the figures of one period in both."""

    before: FrozenSnapshot
    after: FrozenSnapshot
    period: Period
    figures: tuple[FigureChange, ...]

    @property
    def changed(self) -> tuple[FigureChange, ...]:
        """Return the figures that differ."""
        return tuple(one for one in self.figures if one.is_changed)


def compare(
    before: FrozenSnapshot,
    after: FrozenSnapshot,
    *,
    period: Period,
    explainer: Explainer,
    only: Collection[str] | None = None,
) -> Comparison:
    """Return every figure of ``period`` (of ``only`` these) in both snapshots with its changed matters."""
    definitions = read_definitions(before.folder), read_definitions(after.folder)
    with closing(connect()) as link:
        for schema, snapshot in (("before", before), ("after", after)):
            attach(link, {table: snapshot.path(table) for table in FROZEN}, schema=schema)
        names = [
            name for name in dict.fromkeys((*definitions[0], *definitions[1])) if only is None or name in only
        ]
        figures = [
            _figure(
                link, (before, after), (definitions[0].get(name), definitions[1].get(name)), period, explainer
            )
            for name in names
        ]
    return Comparison(before, after, period, tuple(figures))


def _figure(
    link: duckdb.DuckDBPyConnection,
    snapshots: tuple[FrozenSnapshot, FrozenSnapshot],
    definitions: tuple[Indicator | None, Indicator | None],
    period: Period,
    explainer: Explainer,
) -> FigureChange:
    was, now = definitions
    shown = now or was
    assert shown is not None
    totals = []
    for schema, snapshot, definition in zip(("before", "after"), snapshots, definitions, strict=True):
        totals.append(_members(link, schema, snapshot, definition, period, f"members_{schema}"))
    is_redefined = was is not None and now is not None and _meaning(was) != _meaning(now)
    redefined: set[int] = set()
    if is_redefined:
        # What the old definition would say of the new facts: who differs from that, differs by definition.
        _members(link, "after", snapshots[1], was, period, "members_still")
        redefined = {row[0] for row in _differences(link, "members_still", "members_after")}
    is_promise = shown.grain == "commitment"
    changed = _differences(link, "members_before", "members_after", by_number=is_promise)
    if is_promise:
        cases = [
            CaseChange(
                number.partition(":")[2],
                _word(was, one),
                _word(now, other),
                explainer.of_promise(number, is_redefined=is_redefined),
                CommitmentKind.coded(number.partition(":")[0]),
            )
            for _, _, number, one, other in changed
        ]
    else:
        reasons = explainer.reasons(link, [row[0] for row in changed], redefined)
        cases = [
            CaseChange(case_no, _word(was, one), _word(now, other), reasons[case])
            for case, case_no, _, one, other in changed
        ]
    return FigureChange(shown.id, shown.name, totals[0], totals[1], is_redefined, tuple(cases))


def _members(
    link: duckdb.DuckDBPyConnection,
    schema: str,
    snapshot: FrozenSnapshot,
    definition: Indicator | None,
    period: Period,
    target: str,
) -> tuple[int | None, int] | None:
    """Write into ``target`` who counts in a snapshot and who passes; return numerator and denominator."""
    link.execute(f"use {schema}")
    select = "select null::bigint as case_id, '' as number, 0 as passed where false"
    values: Mapping[str, object] = {}
    if definition is not None:
        rows, people = GRAINS[definition.grain]
        passed = f"case when {definition.that} then 1 else 0 end" if definition.that else "0"
        if definition.counts == "people":
            passed = people
        if definition.days:
            first, last = (f"cast({day} as date)" for day in definition.days)
            passed = f"coalesce(date_diff('day', {first}, {last}), {WAITING})"
        select, names = in_duckdb(
            f"select coalesce(case_id, {NO_CASE}) as case_id, "
            f"cast({_NUMBER[definition.grain]} as varchar) as number, cast({passed} as integer) as passed "
            f"from {rows} where {definition.condition('all')}"
        )
        as_of = snapshot.manifest.as_of
        given = {"start": period.start, "end": period.end, "as_of": as_of}
        values = {name: given[name].isoformat() for name in names}
    link.execute(f"create or replace temp table {target} as {select}", values)
    if definition is None:
        return None
    ((count, hits),) = link.execute(f"select count(*), coalesce(sum(passed), 0) from {target}").fetchall()
    if definition.counts == "people":
        return None, int(hits)
    return (int(hits) if definition.is_share else None), int(count)


def _differences(
    link: duckdb.DuckDBPyConnection, one: str, other: str, *, by_number: bool = False
) -> list[tuple[Any, ...]]:
    """Return the matters that two lists hold differently: id, case number, key, their parts in both.

    ``by_number`` tells the rows of one matter apart; otherwise they are summed and the key is empty.
    """
    key = "number" if by_number else "''"
    return link.execute(
        f"""
        select case_id, coalesce(b.case_no, a.case_no), {key}, sum(x.passed)::int, sum(y.passed)::int
        from {one} x full join {other} y using (case_id, number)
        left join after.case_fact a using (case_id) left join before.case_fact b using (case_id)
        where x.passed is distinct from y.passed
        group by all order by 1, 3
        """
    ).fetchall()


def _word(definition: Indicator | None, passed: int | None) -> str:
    if definition is None or passed is None:
        return NOT_COUNTED
    if definition.counts == "people":
        return f"{passed}人次"
    if definition.days:
        return "还在等" if passed == WAITING else f"{passed}日"
    if not definition.is_share:
        return "计入"
    return definition.parts[0] if passed else definition.parts[1]


def _meaning(definition: Indicator) -> tuple[object, ...]:
    return (definition.of, definition.that, definition.grain, definition.date, definition.counts)
