"""A drawing of a document in the page: a picture with its words for whoever does not see it."""

from __future__ import annotations

from pathlib import Path

import traitlets as tl

from widgets.parts.base import Part, script_of
from workbench.documents.content import Chart


class ChartPicture(Part):
    """The drawing of one chart, its caption below."""

    _esm = f"{script_of()}\n{Path(__file__).with_name('chart_picture.js').read_text('utf-8')}"

    svg = tl.Unicode("").tag(sync=True)
    alt = tl.Unicode("").tag(sync=True)
    caption = tl.Unicode("").tag(sync=True)

    def __init__(self, chart: Chart) -> None:
        super().__init__(svg=chart.svg, alt=chart.alt, caption=chart.caption)
