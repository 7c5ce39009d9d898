"""The widgets of one open case: head, then two columns, deadlines and timeline first."""

from __future__ import annotations

import ipywidgets as ipw

from widgets.case_review import page_markup as draw
from widgets.parts.markup import Static
from workbench.queries.case_page import CasePage


def case_widgets(page: CasePage) -> tuple[ipw.Widget, ...]:
    """Return what shows the page; everything in it is already masked."""
    left = Static([draw.deadlines(page), draw.timeline(page)])
    right = Static([draw.facts(page), draw.possibilities(page), draw.petitions(page)])
    columns = ipw.HBox([left, right])
    columns.add_class("case-columns")
    return (Static(draw.head(page)), columns)
