"""How charts of briefings look, on paper and on a screen alike: the carried font, black and white, from zero.

What differs is told by hatching and by words beside it, never by colour alone. The same figure gives the
same SVG, byte by byte; its texts are drawn as outlines, so that no reader needs the font.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from workbench import fonts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 156 / 25.4  # inches; the width of the text of a page
INK: Final = "#1a1a1a"
PALE: Final = "#d9d9d9"
PAPER: Final = "#ffffff"
GRID: Final = "#bfbfbf"
HATCH: Final = "////"
SIZE: Final = 9  # points
_TELLS_NOTHING: Final = ("Creator", "Date", "Format", "Type")


@cache
def use_chinese_font() -> None:
    """Make matplotlib write with the carried font; call it before the first figure."""
    from matplotlib import font_manager, rcParams

    font_manager.fontManager.addfont(fonts.ttf_path())
    rcParams.update(
        {
            "font.family": [fonts.FAMILY],
            # Without a fixed salt every SVG of the same figure would differ.
            "svg.hashsalt": "petition-workbench",
            # TrueType in the PDF: its text can be searched and copied.
            "pdf.fonttype": 42,
        }
    )


def blank(height: float) -> tuple[Figure, Axes]:
    """Return an empty chart of the width of a page; ``height`` in inches."""
    from matplotlib.figure import Figure

    use_chinese_font()
    figure = Figure(figsize=(WIDTH, height), facecolor=PAPER, layout="constrained")
    axes = figure.subplots()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(INK)
    axes.tick_params(labelsize=SIZE, colors=INK, length=3)
    axes.set_axisbelow(True)
    axes.set_facecolor(PAPER)
    return figure, axes


def svg_of(figure: Figure) -> str:
    """Return the chart as SVG that names no day, no program and no address to be asked."""
    made = BytesIO()
    figure.savefig(made, format="svg", metadata=dict.fromkeys(_TELLS_NOTHING))
    text = made.getvalue().decode()
    return text[text.index("<svg") :]


def top_of(largest: float) -> float:
    """Return where a scale from zero ends: a little above the largest value, so that its number has room."""
    return max(1.0, largest * 1.14)
