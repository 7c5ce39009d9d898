"""What a figure leaves out, with its number: duties that a unit missed and passed on, ends without an answer.

Nobody finds these rows in the figure or its lists, so that they stand beside it wherever it is read: on the
command line, in an answer, a briefing, a list and its workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from workbench.indicators.catalogue import Indicator
from workbench.indicators.conditions import day_of_left_out
from workbench.indicators.evaluate import Facts, Period, dimension, evaluate
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figures import defined, narrowing
from workbench.snapshots.asked import Asked


def left_out_rows(definition: Indicator) -> Indicator | None:
    """Return what a figure leaves out as a count of its own, ``None`` where its definition names nothing."""
    if definition.left_out is None:
        return None
    return replace(
        definition,
        of=definition.left_out,
        that=None,
        silent=None,
        days=None,
        counts="rows",
        grain=definition.left_out_grain or definition.grain,
        date=day_of_left_out(definition.date, definition.grain, definition.left_out_grain),
    )


def left_out_words(
    facts: Facts,
    definition: Indicator,
    period: Period,
    as_of: date,
    *,
    where: str = "true",
    parameters: Mapping[str, object] | None = None,
) -> str:
    """Return what a figure of a period leaves out, with its number; "" where nothing is.

    ``where`` narrows the rows, as in ``evaluate``.
    """
    rows = left_out_rows(definition)
    if rows is None:
        return ""
    values = dict(parameters or {})
    (found,) = evaluate(facts, rows, period=period, as_of=as_of, where=where, parameters=values)
    return f"{definition.left_out_name}{found.count:,}" if found.count else ""


def left_out_of(snapshot: Asked, definition: Indicator, wanted: CaseFilter, period: Period) -> str:
    """Return the same of the cases of a filter."""
    rows = left_out_rows(definition)
    if rows is None:
        return ""
    where, values = narrowing(snapshot, wanted, rows)
    return left_out_words(snapshot, definition, period, snapshot.as_of, where=where, parameters=values)


def left_out_of_list(snapshot: Asked, wanted: CaseFilter) -> str:
    """Return the same of the figure whose cases a filter lists, for the group that is listed."""
    cases = wanted.figure
    if cases is None:
        return ""
    definition = defined(snapshot, cases.indicator)
    rows = left_out_rows(definition)
    if rows is None:
        return ""
    where, values = narrowing(snapshot, wanted, rows)
    for number, (by, group) in enumerate((*cases.cells, *cases.left_out)):
        negation = "" if number < len(cases.cells) else "not "
        where += f" and {negation}({dimension(rows, by)} is :of_group_{number})"
        values = {**values, f"of_group_{number}": group}
    return left_out_words(snapshot, definition, cases.period, snapshot.as_of, where=where, parameters=values)
