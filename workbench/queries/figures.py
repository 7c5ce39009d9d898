"""The figures of a period for the cases of a filter, whole or broken down."""

from __future__ import annotations

from dataclasses import replace

from workbench.indicators.catalogue import Indicator, indicator
from workbench.indicators.evaluate import Figure, Period, evaluate, evaluate_together
from workbench.queries.case_filter import CaseFilter, Condition, FigureCases, narrow
from workbench.snapshots.read import Snapshot

# What the case review shows for a period, in this order.
REVIEW_FIGURES = ("received", "accepted_on_time", "concluded_on_time", "open_late")


def figure(snapshot: Snapshot, name: str, *, period: Period, wanted: CaseFilter | None = None) -> Figure:
    """Return one figure of the catalogue for the period, over the cases that pass ``wanted``."""
    return _evaluate(snapshot, indicator(name), period=period, wanted=wanted, by=None)[0]


def breakdown(
    snapshot: Snapshot, name: str, *, period: Period, by: str, wanted: CaseFilter | None = None
) -> list[Figure]:
    """Return the figure once per value of a dimension (month, unit, channel, …), in the order of codes."""
    return _evaluate(snapshot, indicator(name), period=period, wanted=wanted, by=by)


def review_figures(snapshot: Snapshot, *, period: Period, wanted: CaseFilter | None = None) -> list[Figure]:
    """Return the four figures of the case review for the period."""
    narrowed, values = _narrowed(snapshot, wanted)
    return evaluate_together(
        snapshot,
        [indicator(name) for name in REVIEW_FIGURES],
        period=period,
        as_of=snapshot.as_of,
        where=narrowed,
        parameters=values,
    )


def cases_behind(found: Figure, part: str, *, by: str | None = None) -> FigureCases:
    """Return the filter part that lists the cases of a figure, a bar or a cell: all, passed or failed."""
    return FigureCases(found.indicator.id, found.period, part, by, found.group)


def _evaluate(
    snapshot: Snapshot, definition: Indicator, *, period: Period, wanted: CaseFilter | None, by: str | None
) -> list[Figure]:
    where, values = _narrowed(snapshot, wanted)
    return evaluate(
        snapshot, definition, period=period, as_of=snapshot.as_of, where=where, parameters=values, by=by
    )


def _narrowed(snapshot: Snapshot, wanted: CaseFilter | None) -> Condition:
    # A figure has its own period and date basis: the registration period of the filter would
    # cut it a second time, on another date.
    narrowed = replace(wanted or CaseFilter(), figure=None, registered_from=None, registered_until=None)
    return narrow(snapshot, narrowed)
