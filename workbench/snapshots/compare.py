"""Which figures differ between two frozen snapshots, and which matters made the difference.

A matter changes a figure when it counts in one snapshot and not in the other, or passes in one only. Each
snapshot is asked with the definitions that it keeps.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import duckdb

from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Period
from workbench.indicators.waiting import Durations
from workbench.snapshots.definitions import read_definitions
from workbench.snapshots.engines import attach, connect
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.members import differences, word, write_members
from workbench.snapshots.parquet import FROZEN
from workbench.snapshots.reasons import Explainer
from workbench.snapshots.recorded import CaseReason
from workbench.snapshots.regrouped import Regrouped, regrouped
from workbench.terms import ChangeReason, CommitmentKind

_ONE_SIDED: Final = CaseReason(ChangeReason.DEFINITION, "指标只在一个快照中有定义")


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

    A plain count has no numerator; ``None`` for both where a snapshot does not define the figure. ``silent``
    tells how many said nothing before and after, where the definition asks that: between them lie the ends of
    the share. ``waits`` are the waiting times before and after, where days are counted.
    """

    indicator: str
    name: str
    before: tuple[int | None, int] | None
    after: tuple[int | None, int] | None
    is_redefined: bool
    cases: tuple[CaseChange, ...]
    silent: tuple[int | None, int | None] = (None, None)
    silent_name: str = ""
    waits: tuple[Durations | None, Durations | None] = (None, None)

    @property
    def is_changed(self) -> bool:
        """Return whether the figure or a matter behind it is another."""
        return self.before != self.after or bool(self.cases)

    @property
    def silent_words(self) -> str:
        """Return how many said nothing before and after; "" where as many did, or only one tells it."""
        was, now = self.silent
        is_told = was is not None and now is not None and was != now
        return f"（{self.silent_name} {was:,} → {now:,}）" if is_told else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two snapshots and the figures of one period in both.

    ``regrouped`` are the matters, of whatever period, that stand in another group: only asked where all
    figures are.
    """

    before: FrozenSnapshot
    after: FrozenSnapshot
    period: Period
    figures: tuple[FigureChange, ...]
    regrouped: tuple[Regrouped, ...] = ()

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
        moved = regrouped(link, explainer) if only is None else ()
    return Comparison(before, after, period, tuple(figures), moved)


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
        totals.append(write_members(link, schema, snapshot, definition, period, f"members_{schema}"))
    is_redefined = was is not None and now is not None and was.version != now.version
    redefined: set[int] = set()
    if is_redefined:
        # What the old definition would say of the new facts: who differs from that, differs by definition.
        write_members(link, "after", snapshots[1], was, period, "members_still")
        redefined = {row[0] for row in differences(link, "members_still", "members_after")}
    one_sided = was is None or now is None
    is_promise = shown.grain == "commitment"
    changed = differences(link, "members_before", "members_after", by_number=is_promise)
    if is_promise:
        cases = [
            CaseChange(
                number.partition(":")[2],
                word(was, one),
                word(now, other),
                (_ONE_SIDED,) if one_sided else explainer.of_promise(link, number, is_redefined=is_redefined),
                CommitmentKind.coded(number.partition(":")[0]),
            )
            for _, _, number, one, other in changed
        ]
    else:
        ids = [row[0] for row in changed]
        known = dict.fromkeys(ids, (_ONE_SIDED,))
        reasons = known if one_sided else explainer.reasons(link, ids, redefined, shown)
        cases = [
            CaseChange(case_no, word(was, one), word(now, other), reasons[case])
            for case, case_no, _, one, other in changed
        ]
    first, last = totals
    return FigureChange(
        shown.id,
        shown.name,
        first.parts,
        last.parts,
        is_redefined,
        tuple(cases),
        (first.silent, last.silent),
        shown.silent_name,
        (first.waits, last.waits),
    )
