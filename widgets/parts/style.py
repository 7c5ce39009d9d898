"""The style of every part: one text, so that it travels once; and the style of a single screen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import traitlets as tl

from widgets.parts.base import Part

SHEETS = ("style", "forms", "grid", "chart", "pieces", "frame")
FOLDER = Path(__file__).parent


@cache
def stylesheet() -> str:
    """Return the style of every part and of the frame as one text."""
    return "\n".join((FOLDER / f"{name}.css").read_text("utf-8") for name in SHEETS)


class Sheet(Part, scripts=("sheet",)):
    """Brings a screen's own style into the page, or ``stylesheet()`` into one that has no shell."""

    css = tl.Unicode("").tag(sync=True)

    def __init__(self, css: str | Path) -> None:
        """``css`` is the text of a style sheet of ours, or its file."""
        super().__init__(css=css.read_text("utf-8") if isinstance(css, Path) else css)
