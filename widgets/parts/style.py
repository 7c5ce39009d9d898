"""The style of every part: one file, so that it travels once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from widgets.parts.base import Part

SHEETS = ("style", "forms", "grid", "chart", "pieces", "frame")
FOLDER = Path(__file__).parent


@cache
def stylesheet() -> str:
    """Return the style of every part and of the frame as one text."""
    return "\n".join((FOLDER / f"{name}.css").read_text("utf-8") for name in SHEETS)


class Style(Part, scripts=("blank",)):
    """Brings the style into a page that has no shell, such as a notebook of an analyst."""

    _css = stylesheet()
