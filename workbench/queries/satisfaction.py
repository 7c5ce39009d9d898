"""How satisfied people said they are: the official share, what silence leaves open, and who asked.

The official way of computing looks only at those who rated. Beside it stand the two ends, as if all who were
silent had been dissatisfied and as if all had been satisfied, the share that rated, and the ratings apart by
who asked for them: whoever is asked by those he rates answers more kindly. Silence is never satisfaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.indicators.evaluate import Figure, Period, evaluate, evaluate_cells
from workbench.indicators.waiting import Bounds, bounds
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figures import breakdown, figure, silence
from workbench.queries.in_force import in_force
from workbench.snapshots.read import Snapshot
from workbench.terms import RatingAsker

BY: str = "asked_by"
ASKERS: tuple[str | None, ...] = (*(one.value for one in RatingAsker), None)
METHOD = (
    "两端：未评价的全部算不满意、全部算满意；系统口径：满意、基本满意占已评价，"
    "未评价的不在内；由被评的单位自己征求的评价分开看，来源没有写明的列为“未注明”。"
)


@dataclass(frozen=True, slots=True)
class Satisfied:
    """``official`` is the share of those who rated, ``ends`` what silence leaves open (matters, 件).

    ``askers`` are the same share by who asked, in the order of ``ASKERS``; ``None`` where nobody rated so.
    """

    official: Figure
    ends: Bounds | None
    askers: tuple[Figure | None, ...]

    @property
    def rated(self) -> int:
        """Return how many rated."""
        return self.official.denominator

    @property
    def asked(self) -> int:
        """Return how many were answered or concluded: who rated and who was silent."""
        return self.rated + (self.ends.silent if self.ends is not None else 0)

    @property
    def response(self) -> float | None:
        """Return the share that rated, 0 to 1; ``None`` where nobody could."""
        return self.rated / self.asked if self.asked else None


def satisfaction(
    snapshot: Snapshot, name: str, *, period: Period, wanted: CaseFilter | None = None
) -> Satisfied:
    """Return a figure of satisfaction (``satisfied`` or ``closure_satisfied``) with its bounds and askers."""
    official = figure(snapshot, name, period=period, wanted=wanted)
    by_asker = {one.group: one for one in breakdown(snapshot, name, period=period, by=BY, wanted=wanted)}
    found = silence(snapshot, official, wanted=wanted)
    return Satisfied(official, found, tuple(by_asker.get(one) for one in ASKERS))


def satisfaction_by_unit(
    snapshot: Snapshot, name: str, *, period: Period, units: Iterable[str]
) -> dict[str, Satisfied]:
    """Return the same for each of these units, in the order of their codes: it is no ranking."""
    definition, as_of = in_force(name), snapshot.as_of
    whole = {one.group: one for one in evaluate(snapshot, definition, by="unit", period=period, as_of=as_of)}
    crossed = evaluate_cells(snapshot, definition, by=("unit", BY), period=period, as_of=as_of)
    split = {one.groups: one.figure for one in crossed}
    found = {}
    for unit in sorted(set(units)):
        official = whole.get(unit) or Figure(definition, period, as_of, 0, 0, 0, unit)
        ends = bounds(snapshot, official, by="unit")
        found[unit] = Satisfied(official, ends, tuple(split.get((unit, one)) for one in ASKERS))
    return found
