"""The widgets of one open case: its head, then two columns with what happened and what is next."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as ipw

from widgets.case_review import page_markup as draw
from widgets.parts.markup import Content, Static
from workbench.queries.case_page import CasePage


def case_widgets(
    page: CasePage, steps: Sequence[ipw.Widget], below: Sequence[ipw.Widget], beside: Content
) -> tuple[ipw.Widget, ipw.Widget]:
    """Return the head and the columns that show the page; everything in it is already masked.

    ``beside`` says what other rooms know of the matter: who owns it, at which receptions it was raised.
    ``steps`` say what is next and what presses, ``below`` stand under what people wrote.
    """
    left = ipw.VBox([Static([draw.deadlines(page), draw.timeline(page)])])
    right = ipw.VBox([*steps, Static([beside, draw.facts(page), draw.petitions(page)]), *below])
    columns = ipw.HBox([left, right])
    columns.add_class("case-columns")
    return Static(draw.head(page)), columns
