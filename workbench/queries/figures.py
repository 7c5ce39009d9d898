"""The figures of a period for the cases of a filter, whole or broken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.indicators.catalogue import DefinitionError, Indicator
from workbench.indicators.evaluate import Cell, Figure, Period, evaluate, evaluate_cells, evaluate_together
from workbench.indicators.waiting import Bounds, Durations, bounds, durations
from workbench.queries.case_filter import CaseFilter, FigureCases, narrow
from workbench.queries.conditions import Condition
from workbench.queries.in_force import in_force
from workbench.queries.promise_filter import GRAIN as PROMISES
from workbench.queries.promise_filter import narrow_promises, unheeded
from workbench.snapshots.asked import Asked, FrozenFacts

if TYPE_CHECKING:
    from workbench.snapshots.definitions import Refused

# The unit that a figure counts for, where it need not be the one that answers for the matter.
ELSEWHERE = {"deadline": "承担该项义务的单位", "closure": "答复或办结的单位"}
# What the case review shows for a period, in this order.
REVIEW_FIGURES = ("received", "accepted_on_time", "concluded_on_time", "open_late")


def defined(snapshot: Asked, name: str) -> Indicator:
    """Return a definition as the snapshot keeps it, else that of the catalogue.

    ``DefinitionError`` for one that is not there or cannot be asked, and for a kept one that is refused by
    now: the present one would tell another number under the hash of then.
    """
    if not isinstance(snapshot, FrozenFacts):
        return in_force(name)
    if refused := snapshot.refused.get(name):
        raise DefinitionError(refused_words(snapshot.snapshot.hash, refused))
    return snapshot.definitions.get(name) or in_force(name)


def refused_words(snapshot: str, refused: Refused) -> str:
    """Return why a figure of a frozen snapshot, by its hash, is not asked any more."""
    return (
        f"快照 {snapshot[:12]} 所存的指标“{refused.name}”不再计算，其他指标不受影响。原因：{refused.why}。"
        "快照本身没有改动；要看这一项，请按现行定义用现在的快照"
    )


def figure(snapshot: Asked, name: str, *, period: Period, wanted: CaseFilter | None = None) -> Figure:
    """Return one figure of the catalogue for the period, over the cases that pass ``wanted``."""
    return _evaluate(snapshot, defined(snapshot, name), period=period, wanted=wanted, by=None)[0]


def breakdown(
    snapshot: Asked, name: str, *, period: Period, by: str, wanted: CaseFilter | None = None
) -> list[Figure]:
    """Return the figure once per value of a dimension (month, unit, channel, …), in the order of codes."""
    return _evaluate(snapshot, defined(snapshot, name), period=period, wanted=wanted, by=by)


def review_figures(snapshot: Asked, *, period: Period, wanted: CaseFilter | None = None) -> list[Figure]:
    """Return the four figures of the case review for the period."""
    found: dict[str, Figure] = {}
    asked = [defined(snapshot, name) for name in REVIEW_FIGURES]
    for grain in dict.fromkeys(one.grain for one in asked):
        of_grain = [one for one in asked if one.grain == grain]
        where, values = narrowing(snapshot, wanted, of_grain[0])
        told = evaluate_together(
            snapshot, of_grain, period=period, as_of=snapshot.as_of, where=where, parameters=values
        )
        found |= {one.indicator.id: one for one in told}
    return [found[one.id] for one in asked]


def cells(
    snapshot: Asked, name: str, *, period: Period, by: Sequence[str], wanted: CaseFilter | None = None
) -> list[Cell]:
    """Return the figure where several dimensions cross, in the order of codes."""
    definition = defined(snapshot, name)
    where, values = narrowing(snapshot, wanted, definition)
    return evaluate_cells(
        snapshot,
        definition,
        period=period,
        as_of=snapshot.as_of,
        by=by,
        where=where,
        parameters=values,
    )


def silence(snapshot: Asked, found: Figure, *, wanted: CaseFilter | None = None) -> Bounds | None:
    """Return the bounds of a figure whose definition knows those who said nothing, else ``None``."""
    where, values = narrowing(snapshot, wanted, found.indicator)
    return bounds(snapshot, found, where=where, parameters=values)


def waits(
    snapshot: Asked,
    name: str,
    *,
    period: Period,
    by: str | None = None,
    wanted: CaseFilter | None = None,
) -> list[Durations]:
    """Return the waiting times of a figure, whole or broken down, with the open cases in them."""
    definition = defined(snapshot, name)
    where, values = narrowing(snapshot, wanted, definition)
    return durations(
        snapshot,
        definition,
        period=period,
        as_of=snapshot.as_of,
        where=where,
        parameters=values,
        by=by,
    )


def not_applied(definition: Indicator, wanted: CaseFilter, *, has_heads: bool = False) -> tuple[str, ...]:
    """Return what of a filter a figure does not follow, or follows its own way: words to stand on it.

    ``has_heads`` says that the list is narrowed further in the heads of its columns.
    """
    found = []
    is_dated = wanted.registered_from is not None or wanted.registered_until is not None
    if is_dated and definition.date not in ("registered_on", "petition_on"):
        found.append(f"统计期按{definition.date_name}，不按登记日期")
    told_of_matters = unheeded(wanted) if definition.grain == PROMISES else ()
    if told_of_matters:
        found.append(f"{'、'.join(told_of_matters)}的筛选未用于本指标：它按承诺计，不都对应信访事项")
    if wanted.units and definition.grain in ELSEWHERE:
        found.append(f"单位按{ELSEWHERE[definition.grain]}筛选，不按事项的责任单位")
    if wanted.figure is not None:
        found.append("不限于清单所列的案件")
    if has_heads and "表头" not in told_of_matters:
        found.append("表头的筛选未用于本指标")
    return tuple(found)


def cases_behind(found: Figure, part: str, *, by: str | None = None) -> FigureCases:
    """Return the filter part that lists the cases of a figure, a bar or a cell: all, passed or failed."""
    return FigureCases(found.indicator.id, found.period, part, by, found.group)


def _evaluate(
    snapshot: Asked, definition: Indicator, *, period: Period, wanted: CaseFilter | None, by: str | None
) -> list[Figure]:
    where, values = narrowing(snapshot, wanted, definition)
    return evaluate(
        snapshot, definition, period=period, as_of=snapshot.as_of, where=where, parameters=values, by=by
    )


def narrowing(snapshot: Asked, wanted: CaseFilter | None, definition: Indicator | None = None) -> Condition:
    """Return the condition by which a figure is narrowed to the cases of a filter.

    Without a definition it is that of figures over matters.
    """
    # A figure has its own period and date basis: the registration period of the filter would
    # cut it a second time, on another date.
    narrowed = replace(wanted or CaseFilter(), figure=None, registered_from=None, registered_until=None)
    if definition is not None and definition.grain == PROMISES:
        return narrow_promises(snapshot, narrowed)
    return narrow(snapshot, narrowed, grain=definition.grain if definition is not None else "case")
