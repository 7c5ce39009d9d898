"""The way from a number beside a round to the matters that it counts."""

from __future__ import annotations

from widgets.address import link
from widgets.case_review.address import query_text, to_address
from widgets.parts.markup import Markup, tag
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter, FigureCases

Cells = tuple[tuple[str, str | None], ...]


def cases_link(
    words: str, indicator: str, period: Period, unit: str, *, part: str = "all", within: Cells = ()
) -> Markup:
    """Return ``words`` that open the matters a figure counts of one unit, ``within`` further groups."""
    cases = FigureCases(indicator, period, part, "unit", unit, within)
    asked = query_text(to_address(CaseFilter(figure=cases)))
    return tag("a", words, href=f"{link('case_review')}?{asked}")
