"""Pictures that are read from afar: bars with direct labels, trends, small multiples, calendar, tile grid.

Every scale begins at zero, every series says its number beside it, and what was counted leads to its cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from widgets.parts.drawing import (
    Area,
    Box,
    Line,
    Mark,
    Picture,
    Piece,
    Words,
    hrefs_of,
    nice_top,
    rows_of,
    shortened,
)
from widgets.parts.values import Tone, grouped

BAND = 26  # height of a lying bar with its gap
SMALL = 140, 78  # width and height of a small chart, of which five stand beside each other on A4
PALER = 0.4  # of full strength: a share of too few cases


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: how much, its colour, what it means in full, and where its cases are."""

    value: float
    tone: Tone
    said: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A named bar of parts; ``after`` stands behind it in pieces, ``cells`` in its line of the table."""

    label: str
    parts: tuple[Part, ...]
    after: tuple[Piece, ...]
    cells: tuple[str | Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a trend with its interval; ``None`` where nothing was counted, which is not zero.

    ``is_small`` marks a share of too few cases: its point is drawn paler.
    """

    label: str
    value: float | None
    low: float
    high: float
    words: str
    said: str
    href: str = ""
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Multiple:
    """A small chart of one unit: bars of two parts (good, bad) in the order of months.

    ``links`` say of each bar what it means and where its cases are; its name leads to ``href``. ``cells``
    stand in its line of the table. Before the bar at ``begins`` nothing was recorded.
    """

    label: str
    bars: tuple[tuple[int, int], ...]
    words: str
    said: str
    href: str = ""
    links: tuple[tuple[str, str], ...] = ()
    cells: tuple[str | Piece, ...] = ()
    begins: int = 0


def bars(
    rows: Sequence[Bar],
    head: Sequence[str],
    *,
    width: int = 620,
    names: int = 150,
    behind: int = 210,
    told: Sequence[Bar] | None = None,
) -> Picture:
    """Return lying bars with their names before and their numbers behind; no scale is needed to read them.

    ``told`` are the lines of the table, where it says more than there are bars.
    """
    largest = max((sum(part.value for part in row.parts) for row in rows), default=0) or 1
    room = width - names - behind
    marks: list[Mark] = []
    for index, row in enumerate(rows):
        middle = index * BAND + BAND / 2
        marks.append(Words(names - 8, middle + 4, shortened(row.label, names - 12, 13), "end", 13))
        reached = float(names)
        for part in row.parts:
            size = part.value / largest * room
            if part.value:
                size = max(2.0, size)
                marks.append(Box(reached, middle - 9, size, 18, part.tone, part.said, part.href))
            reached += size
        after = "".join(piece.text for piece in row.after)
        marks.append(Words(reached + 7, middle + 4, after, size=13, is_strong=True, pieces=row.after))
    table = [(row.label, *row.cells) for row in (rows if told is None else told)]
    height = max(1, len(rows)) * BAND + 4
    return Picture(width, height, tuple(marks), tuple(head), rows_of(table), hrefs_of(table))


def trend(
    points: Sequence[Point],
    head: Sequence[str],
    *,
    percent: bool = False,
    width: int = 620,
    height: int = 220,
) -> Picture:
    """Return a line with its interval around it, the first and the last value written at their points."""
    left, right, top, bottom = 44, width - 52, 14, height - 26
    end, step = (1.0, 0.25) if percent else nice_top(max((point.high for point in points), default=1))
    span = (right - left) / max(1, len(points) - 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return round(left + span * index, 1), round(bottom - value / end * (bottom - top), 1)

    marks: list[Mark] = []
    value = 0.0
    while value <= end + 1e-9:
        y = place(0, value)[1]
        marks.append(Line(((left, y), (right, y)), is_grid=True))
        marks.append(Words(left - 6, y + 4, f"{value:.0%}" if percent else grouped(value), "end"))
        value += step
    known = [(index, point) for index, point in enumerate(points) if point.value is not None]
    for run in _runs(known):
        if len(run) > 1:
            above = [place(index, min(end, point.high)) for index, point in run]
            below = [place(index, point.low) for index, point in reversed(run)]
            marks.append(Area((*above, *below)))
            marks.append(Line(tuple(place(index, point.value or 0) for index, point in run), "accent"))
    for index, point in known:
        x, y = place(index, point.value or 0)
        strength = PALER if point.is_small else 1.0
        marks.append(Box(x - 4, y - 4, 8, 8, "accent", point.said, point.href, strength, round=True))
        if index == known[-1][0]:
            marks.append(Words(x + 9, y + 5, point.words, size=14, is_strong=True))
    every = max(1, len(points) // 8)
    for index, point in enumerate(points):
        if (len(points) - 1 - index) % every == 0:
            marks.append(Words(place(index, 0)[0], bottom + 18, point.label, "middle"))
    table = [(point.label, Piece(point.words, href=point.href), point.said) for point in points]
    return Picture(width, height, tuple(marks), tuple(head), rows_of(table), hrefs_of(table))


def multiples(rows: Sequence[Multiple], head: Sequence[str]) -> Picture:
    """Return one small chart for each unit, all on one scale, so that they can be compared.

    They are drawn apart: a sheet of paper and a narrow window have room for fewer beside each other, and
    letters that shrink with the whole picture could not be read there.
    """
    largest = max((good + bad for row in rows for good, bad in row.bars), default=0) or 1
    table = [(row.label, Piece(row.words, href=row.href), *row.cells) for row in rows]
    small = tuple(tuple(_multiple(row, largest)) for row in rows)
    return Picture(*SMALL, (), tuple(head), rows_of(table), hrefs_of(table), small)


def _multiple(row: Multiple, largest: int) -> Iterator[Mark]:
    width, height = SMALL
    base, room = height - 14, height - 48
    yield Words(2, 13, shortened(row.label, width - 12, 13), size=13, is_strong=True)
    yield Words(2, 28, row.words)
    wide = (width - 14) / max(1, len(row.bars))
    # Of the time before there were records not even the line of zero stands.
    yield Line(((2 + row.begins * wide, base), (width - 12, base)), is_grid=True)
    for place, (good, bad) in enumerate(row.bars):
        if not good and not bad and place < row.begins:
            continue
        x, tall, late = 2 + place * wide, good / largest * room, bad / largest * room
        yield Box(x, base - tall, wide - 1.5, tall, "accent")
        yield Box(x, base - tall - late, wide - 1.5, late, "late")
    # The name is the link to all, and the height of the chart, not the bar, the link to a month: a bar
    # of one case would be too small to aim at.
    named = height - 8 if not row.links else 32
    yield Box(0, 0, width - 6, named, "", row.said, row.href, strength=0.0)
    for place, (said, href) in enumerate(row.links):
        if said:
            yield Box(2 + place * wide, named, wide, base - named, "", said, href, strength=0.0)


def _runs(known: Sequence[tuple[int, Point]]) -> list[list[tuple[int, Point]]]:
    """Return the stretches without a gap: a line never crosses a month of which nothing is known."""
    found: list[list[tuple[int, Point]]] = []
    for index, point in known:
        if found and found[-1][-1][0] == index - 1:
            found[-1].append((index, point))
        else:
            found.append([(index, point)])
    return found
