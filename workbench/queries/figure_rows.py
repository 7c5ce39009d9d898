"""What a figure counts beside the matters that a list of it shows: 1,777 petitions are 1,702 matters.

A list shows each matter once. A figure of petitions or of duties counts a matter as often as it came or owed,
and of a share one matter may stand on both sides. So its list says both numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from workbench.indicators.catalogue import GRAINS, Indicator
from workbench.indicators.evaluate import dimension, values_of
from workbench.queries.case_filter import CaseFilter, FigureCases, narrow
from workbench.queries.conditions import Condition
from workbench.queries.figures import defined
from workbench.queries.promise_filter import GRAIN as PROMISES
from workbench.snapshots.asked import Asked

MATTERS: Final = "件"


@dataclass(frozen=True, slots=True)
class Side:
    """A part of a figure (``FigureCases.part``): how much it counts, and in how many matters."""

    part: str
    name: str
    rows: int
    cases: int


@dataclass(frozen=True, slots=True)
class FigureRows:
    """What the figure of a list counts there, in its ``unit``; a share has three sides, a count one.

    ``silent`` are those of whom it is not known, beside the figure and in none of its sides; ``None`` where a
    definition knows no silence.
    """

    definition: Indicator
    unit: str
    sides: tuple[Side, ...]
    silent: Side | None = None

    @property
    def counts_matters(self) -> bool:
        """Return whether each matter counts once, so that list and figure have the same number."""
        return self.unit == MATTERS

    @property
    def remark(self) -> str:
        """Return why the numbers of the list may differ from that of the figure, "" where they do not."""
        if self.counts_matters:
            return ""
        found = []
        whole, *parts = self.sides
        if sum(side.cases for side in parts) > whole.cases:
            found.append("有的事项两部分都有")
        if self.definition.grain == "petition":
            found.append("清单所列批次、人次是这些事项的全部，含不在本指标内的")
        return "；".join(found)

    @property
    def words(self) -> str:
        """Return all of it in one sentence: 本指标 1,777 批次，涉及 1,702 件."""
        whole, *parts = (f"{side.name} {self.told(side)}" for side in self.sides)
        remark = f"（{self.remark}）" if self.remark else ""
        return f"{whole}{'：' if parts else ''}{'；'.join(parts)}{remark}"

    def told(self, side: Side) -> str:
        """Return how much a side counts, and in how many matters."""
        return f"{side.rows:,} {self.unit}" + ("" if self.counts_matters else f"，涉及 {side.cases:,} 件")


def figure_rows(facts: Asked, wanted: CaseFilter) -> FigureRows | None:
    """Return what the figure of a list counts among its matters; ``None`` without one, and for promises."""
    cases = wanted.figure
    if cases is None or (definition := defined(facts, cases.indicator)).grain == PROMISES:
        return None
    where, values = _within(facts, wanted, cases, definition)
    named = [("all", "本指标")]
    if definition.is_share:
        named += zip(("passed", "failed"), definition.parts, strict=True)
    if definition.silent is not None:
        named.append(("silent", definition.silent_name))
    counted = ", ".join(
        f"{_amount(definition, test)}, count(distinct case when {test} then case_id end)"
        for test in (definition.condition(part) for part, _ in named)
    )
    rows = GRAINS[definition.grain][0]
    among = f"({definition.of})" if definition.silent is None else f"({definition.of} or {definition.silent})"
    (found,) = facts.rows(f"select {counted} from {rows} where {among} and {where}", values)
    told = [Side(part, name, found[2 * at] or 0, found[2 * at + 1]) for at, (part, name) in enumerate(named)]
    silent = told.pop() if definition.silent is not None else None
    return FigureRows(definition, definition.unit, tuple(told), silent)


def rows_by_case(facts: Asked, wanted: CaseFilter) -> Mapping[str, int]:
    """Return how often each listed matter counts in the part of the figure that is listed, by its number."""
    cases = wanted.figure
    if cases is None or (definition := defined(facts, cases.indicator)).grain == PROMISES:
        return {}
    where, values = _within(facts, wanted, cases, definition)
    test = definition.condition(cases.part)
    return dict(
        facts.rows(
            f"select case_no, {_amount(definition, test)} from {GRAINS[definition.grain][0]} "
            f"where {test} and {where} group by case_no",
            values,
        )
    )


def _amount(definition: Indicator, test: str) -> str:
    people = GRAINS[definition.grain][1] if definition.counts == "people" else "1"
    return f"sum(case when {test} then {people} end)"


def _within(facts: Asked, wanted: CaseFilter, cases: FigureCases, definition: Indicator) -> Condition:
    """Return the condition of the rows that the figure's cell counts among the other conditions."""
    where, values = narrow(facts, replace(wanted, figure=None), grain=definition.grain)
    for number, (by, group) in enumerate(cases.cells):
        where += f" and {dimension(definition, by)} is :cell_{number}"
        values[f"cell_{number}"] = group
    for number, (by, group) in enumerate(cases.left_out):
        where += f" and not ({dimension(definition, by)} is :besides_{number})"
        values[f"besides_{number}"] = group
    return where, values_of(cases.period, facts.as_of, values)
