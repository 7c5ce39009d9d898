"""The promises that a figure counts, each with who owes it and by when: also those about no matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from workbench.indicators.catalogue import GRAINS, Indicator
from workbench.indicators.evaluate import dimension, values_of
from workbench.queries.case_filter import CaseFilter, FigureCases
from workbench.queries.figures import defined
from workbench.queries.promise_filter import GRAIN, narrow_promises
from workbench.queries.situation import unit_names
from workbench.snapshots.asked import Asked
from workbench.terms import CommitmentKind
from workbench.workbook import Heading

HEADINGS: Final = (
    Heading("承诺", 14),
    Heading("编号", 22),
    Heading("承担单位", 18),
    Heading("提出日期", 12),
    Heading("期限", 12),
    Heading("完成日期", 12),
    Heading("结果", 12),
    Heading("信访件编号", 18),
    Heading("标题", 42),
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody promised; ``case_no`` and ``title`` (masked) are ``None`` where it is about no matter.

    ``result`` is the name that the figure gives to its part: 按期反馈, 未按期反馈.
    """

    kind: CommitmentKind
    number: str
    unit: str | None
    unit_name: str
    raised_on: date
    due_on: date
    met_on: date | None
    is_passed: bool
    result: str
    case_no: str | None
    title: str | None

    @property
    def cells(self) -> tuple[Any, ...]:
        """Return the values under ``HEADINGS``: texts and dates, ``None`` where there is none."""
        told = (self.kind.label, self.number, self.unit_name, self.raised_on, self.due_on, self.met_on)
        return (*told, self.result, self.case_no, self.title)


def counts_promises(facts: Asked, cases: FigureCases | None) -> bool:
    """Return whether a figure counts promises, so that its cases are no list of matters."""
    return cases is not None and defined(facts, cases.indicator).grain == GRAIN


def promises(
    facts: Asked, cases: FigureCases, wanted: CaseFilter, *, most: int | None = None
) -> tuple[Promise, ...]:
    """Return the promises that a figure of promises counts, those not kept first; ``most`` of them at most.

    ``wanted`` narrows them as it narrows the figure. ``DefinitionError`` for an unknown part or dimension.
    """
    definition = defined(facts, cases.indicator)
    where, values = narrow_promises(facts, wanted)
    for number, (by, group) in enumerate(cases.cells):
        where += f" and {dimension(definition, by)} is :group_{number}"
        values[f"group_{number}"] = group
    for number, (by, group) in enumerate(cases.left_out):
        where += f" and not ({dimension(definition, by)} is :besides_{number})"
        values[f"besides_{number}"] = group
    rows = facts.rows(
        "select pledge, bound_unit, raised_on, due_on, met_on, case_no, title, "
        f"case when {definition.that} then 1 else 0 end as is_passed "
        f"from {GRAINS[GRAIN][0]} where {definition.condition(cases.part)} and {where} "
        f"order by is_passed, due_on, pledge{'' if most is None else f' limit {most:d}'}",
        values_of(cases.period, facts.as_of, values),
    )
    names = unit_names(facts)
    return tuple(_promise(definition, names, *row) for row in rows)


def _promise(
    definition: Indicator,
    names: dict[str, str],
    pledge: str,
    unit: str | None,
    raised: str,
    due: str,
    met: str | None,
    case_no: str | None,
    title: str | None,
    passed: int,
) -> Promise:
    kind, _, number = pledge.partition(":")
    return Promise(
        CommitmentKind.coded(kind),
        number,
        unit,
        names.get(unit or "", unit or ""),
        date.fromisoformat(raised),
        date.fromisoformat(due),
        date.fromisoformat(met) if met else None,
        bool(passed),
        definition.parts[0 if passed else 1],
        case_no,
        title,
    )
