"""The widgets of one open case: its head, then two columns with what happened and what is next."""

from __future__ import annotations

import ipywidgets as ipw

from widgets.case_review import page_markup as draw
from widgets.parts.markup import Content, Static
from workbench.queries.case_page import CasePage


def case_widgets(
    page: CasePage, next_steps: ipw.Widget, urgency: ipw.Widget, originals: ipw.Widget, beside: Content
) -> tuple[ipw.Widget, ipw.Widget]:
    """Return the head and the columns that show the page; everything in it is already masked.

    ``beside`` says what other rooms know of the matter: who owns it, at which receptions it was raised.
    """
    left = ipw.VBox([Static([draw.deadlines(page), draw.timeline(page)])])
    right = ipw.VBox(
        [next_steps, urgency, Static([beside, draw.facts(page), draw.petitions(page)]), originals]
    )
    columns = ipw.HBox([left, right])
    columns.add_class("case-columns")
    return Static(draw.head(page)), columns
