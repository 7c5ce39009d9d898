"""The pages of yearly assessments: the list, one year with its units, one unit month by month."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.appraisal import years
from widgets.appraisal.pages import export_year
from widgets.appraisal.state import AppraisalScreenState
from widgets.exports import Export
from widgets.letter_links import letter_links
from widgets.parts.line_table import LineTable
from widgets.parts.markup import Static
from widgets.parts.panel import Panel
from workbench.terms import Holding, IssuedKind


def years_page(state: AppraisalScreenState, forms: ipw.Widget, on_open: Callable[[str], None]) -> ipw.Widget:
    """Return the list of years, with the form of the next one below it."""
    empty = "还没有通报过年度考核。" if state.is_own_only else "还没有登记过年度考核。"
    table = LineTable(years.HEAD, label="年度考核", empty=empty, on_open=on_open)
    table.show([years.year_line(one) for one in state.years])
    return ipw.VBox([Panel("年度考核", table, note=years.NOTE), forms])


def year_page(state: AppraisalScreenState, forms: ipw.Widget) -> ipw.Widget:
    """Return one year: on what it rests, what became of it, its units."""
    sums = Panel("各单位", Static(years.matrix(state.year)), note=years.ORDER_NOTE)
    return ipw.VBox([_head(state), forms, sums])


def year_unit_page(state: AppraisalScreenState) -> ipw.Widget:
    """Return one unit of a year, month by month."""
    unit = state.year_unit
    body = Panel(unit.name, Static(years.unit_table(state.year, unit)), note=years.MONTH_NOTE)
    return ipw.VBox([_head(state), body])


def _head(state: AppraisalScreenState) -> Panel:
    told = state.year
    number = told.assessment.assessment_no
    kinds = () if told.replaced_by else (IssuedKind.YEAR_SHEET,)
    return Panel(
        f"{number}　{told.assessment.year}年年度考核",
        Static(years.year_facts(told)),
        *letter_links(state.viewer, kinds, number),
        Export("导出年度考核", lambda: export_year(state), state.viewer, Holding.FIGURES),
    )
