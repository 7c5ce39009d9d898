"""A drawing of boxes, lines and words, laid out in Python; a box with an address is a link to its cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import traitlets as tl

from widgets.parts.base import Part
from widgets.parts.values import Tone


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle. ``said`` is what it means, in full; ``href`` leads to its cases.

    ``strength`` from 0 to 1 makes the colour paler, for a heat map. ``words`` stand in its middle.
    """

    x: float
    y: float
    width: float
    height: float
    tone: Tone = "accent"
    said: str = ""
    href: str = ""
    strength: float = 1.0
    words: str = ""
    round: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; ``is_grid`` for the lines of a scale, ``tone`` for what was measured."""

    points: tuple[tuple[float, float], ...]
    tone: Tone = ""
    is_grid: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A pale surface around points, such as an interval."""

    points: tuple[tuple[float, float], ...]
    tone: Tone = "accent"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text or a cell of a table; ``said`` is what it means, in full; ``href`` leads to cases."""

    text: str
    said: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text at a point; ``anchor`` is start, middle or end. A number that is read first is ``is_strong``.

    ``pieces`` make up the text where parts of it lead to cases.
    """

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: int = 12
    is_strong: bool = False
    tone: Tone = ""
    pieces: tuple[Piece, ...] = ()


Mark = Box | Line | Area | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks on a surface of ``width`` × ``height``, and the same figures as a table for whoever reads.

    ``hrefs`` are the addresses of the cells of ``rows``, "" where a cell leads nowhere. ``small`` are small
    charts of ``width`` × ``height`` each, one for a row: as many beside each other as there is room for.
    """

    width: int
    height: int
    marks: tuple[Mark, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hrefs: tuple[tuple[str, ...], ...] = ()
    small: tuple[tuple[Mark, ...], ...] = ()

    @property
    def drawn(self) -> tuple[Mark, ...]:
        """All marks, those of the small charts too."""
        return (*self.marks, *(mark for chart in self.small for mark in chart))


class Drawing(Part, scripts=("drawing",)):
    """A picture with a title; it fills the width it has, and stands as a table at the push of a button."""

    picture = tl.Dict().tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    note = tl.Unicode("").tag(sync=True)
    empty = tl.Unicode("").tag(sync=True)

    def __init__(self, label: str, *, note: str = "", empty: str = "没有案件") -> None:
        super().__init__(label=label, note=note, empty=empty)

    def show(self, picture: Picture, *, label: str | None = None, note: str | None = None) -> None:
        """Draw this picture instead of the one before."""
        with self.hold_sync():
            if label is not None:
                self.label = label
            if note is not None:
                self.note = note
            self.picture = {
                "width": picture.width,
                "height": picture.height,
                "marks": [_told(mark) for mark in picture.marks],
                "small": [[_told(mark) for mark in chart] for chart in picture.small],
                "head": list(picture.head),
                "rows": [list(row) for row in picture.rows],
                "hrefs": [list(row) for row in picture.hrefs],
            }


def text_width(text: str, size: int = 12) -> float:
    """Return about how wide a text is: a Chinese sign is as wide as its size, others a little over half."""
    return sum(size if sign > "\u2e80" else size * 0.58 for sign in text)


def shortened(text: str, room: float, size: int = 12) -> str:
    """Return the text, cut with an ellipsis where it has no room."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while len(kept) > 1 and text_width(kept, size) + size > room:
        kept = kept[:-1]
    return f"{kept}…"


def nice_top(largest: float) -> tuple[float, float]:
    """Return the end of an honest scale that begins at zero, and the step between its lines."""
    if largest <= 4:
        return max(1.0, float(-(-largest // 1))), 1.0
    rough = largest / 4
    power = 1.0
    while power * 10 <= rough:
        power *= 10
    step = next(part * power for part in (1, 2, 5, 10) if part * power >= rough)
    return -(-largest // step) * step, step


def _told(mark: Mark) -> dict[str, object]:
    return {"kind": type(mark).__name__.lower(), **asdict(mark)}


def rows_of(rows: Sequence[Sequence[str | Piece]]) -> tuple[tuple[str, ...], ...]:
    """Return rows of a picture's table as texts."""
    return tuple(tuple(cell.text if isinstance(cell, Piece) else cell for cell in row) for row in rows)


def hrefs_of(rows: Sequence[Sequence[str | Piece]]) -> tuple[tuple[str, ...], ...]:
    """Return where the cells of a picture's table lead."""
    return tuple(tuple(cell.href if isinstance(cell, Piece) else "" for cell in row) for row in rows)
