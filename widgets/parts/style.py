"""The style of every part and of the frame, as one text, so that it travels once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SHEETS = (
    "style",
    "forms",
    "form",
    "date",
    "grid",
    "chart",
    "drawing",
    "pieces",
    "frame",
    "saved_views",
    "projector",
)
FOLDER = Path(__file__).parent


@cache
def stylesheet() -> str:
    """Return the style of every part and of the frame; the masthead brings it into a page."""
    return "\n".join((FOLDER / f"{name}.css").read_text("utf-8") for name in SHEETS)
