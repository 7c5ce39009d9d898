"""Two snapshots held against each other, and what is asked of their figures."""

from __future__ import annotations

from datetime import date

from workbench.indicators.evaluate import Period

DAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), DAY)


def changes(comparison, indicator):
    """Return the change of one figure."""
    (figure,) = [one for one in comparison.figures if one.indicator == indicator]
    return figure


def told(figure):
    """Return number, before, after and the kinds of reasons of each matter."""
    return [
        (case.case_no, case.before, case.after, [one.reason for one in case.reasons]) for case in figure.cases
    ]
