"""Pictures of squares: the days of a year as a calendar, and places as a tile grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from widgets.parts.drawing import Box, Mark, Picture, Piece, Words, hrefs_of, rows_of
from widgets.parts.values import Tone

CELL = 13  # of a calendar
WEEK = ("一", "二", "三", "四", "五", "六", "日")


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of a tile grid: its place, name, number and how strong its colour is (0 to 1).

    ``cells`` stand in its line of the table.
    """

    column: int
    row: int
    label: str
    words: str
    strength: float
    said: str
    href: str = ""
    tone: Tone = field(default="late")
    cells: tuple[str | Piece, ...] = ()


def calendar(
    counts: dict[date, int],
    first: date,
    last: date,
    said: str,
    hrefs: dict[date, str],
    months: Mapping[str, str] | None = None,
    *,
    begun: date | None = None,
) -> Picture:
    """Return the days from ``first`` to ``last`` as squares, weeks from left to right, Mondays on top.

    Its table counts months; ``months`` says where those of a month (2026-03) are. Before ``begun`` a day on
    which nothing is counted stays blank: there were no records.
    """
    monday = first - timedelta(first.weekday())
    largest = max(counts.values(), default=0) or 1
    marks: list[Mark] = [Words(12, 30 + row * CELL, WEEK[row], "end") for row in (0, 2, 4, 6)]
    counted: dict[str, int] = {}
    day = first
    while day <= last:
        x, y = 18 + (day - monday).days // 7 * CELL, 20 + day.weekday() * CELL
        count = counts.get(day, 0)
        if day.day == 1:
            marks.append(Words(x, 12, f"{day.month}月"))
        if count or begun is None or day >= begun:
            tone: Tone = "accent" if count else ""
            strength = 0.2 + 0.8 * count / largest if count else 0.12
            told = f"{day} {said} {count}"
            marks.append(Box(x, y, CELL - 2, CELL - 2, tone, told, hrefs.get(day, ""), strength))
            counted[f"{day:%Y-%m}"] = counted.get(f"{day:%Y-%m}", 0) + count
        day += timedelta(1)
    table = [(name, Piece(str(count), href=(months or {}).get(name, ""))) for name, count in counted.items()]
    width = 24 + ((last - monday).days // 7 + 1) * CELL
    return Picture(width, 24 + 7 * CELL, tuple(marks), ("月份", said), rows_of(table), hrefs_of(table))


def tile_grid(tiles: Sequence[Tile], head: Sequence[str], *, side: int = 86, height: int = 50) -> Picture:
    """Return squares at their places; where a place is free, nothing stands."""
    marks: list[Mark] = []
    for tile in tiles:
        x, y = tile.column * side, tile.row * height
        tone: Tone = tile.tone if tile.strength else ""
        pale = 0.15 + 0.4 * tile.strength if tile.strength else 0.12
        marks.append(Box(x, y, side - 6, height - 6, tone, tile.said, tile.href, pale))
        marks.append(Words(x + 6, y + 17, tile.label, is_strong=True))
        marks.append(Words(x + 6, y + 34, tile.words, is_strong=True))
    wide = max((tile.column for tile in tiles), default=0) + 1
    deep = max((tile.row for tile in tiles), default=0) + 1
    table = [(tile.label, *(tile.cells or (Piece(tile.words, href=tile.href),))) for tile in tiles]
    return Picture(wide * side, deep * height, tuple(marks), tuple(head), rows_of(table), hrefs_of(table))
