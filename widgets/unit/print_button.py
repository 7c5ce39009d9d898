"""A button that prints the page; what is left of it on paper is said by the style sheet."""

from __future__ import annotations

from pathlib import Path

import traitlets as tl

from widgets.parts.base import Part, script_of


class PrintButton(Part):
    """``label`` stands on the button."""

    _esm = f"{script_of()}\n{Path(__file__).with_name('print_button.js').read_text('utf-8')}"

    label = tl.Unicode("打印").tag(sync=True)
