"""The pictures of what lies open on the day: each mark says what it counts and leads to its cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from widgets.overview.links import OpenPart
from widgets.overview.state import OverviewState
from widgets.parts.drawing import Picture, Piece
from widgets.parts.pictures import Bar, Part, bars
from workbench.indicators.evaluate import Period
from workbench.queries.duties import SOON_DAYS
from workbench.queries.lateness import OPEN_LATE_NAME
from workbench.queries.situation import GROUPS, Age, Load

MOST_BARS = 10


def load_picture(state: OverviewState, by: str, *, width: int = 620, most: int = MOST_BARS) -> Picture:
    """Return what lies open per group: late, and the rest; the rest of the groups in one line.

    Its table tells of every group.
    """
    loads = state.loads(by)
    told = [_load_bar(state, by, load) for load in loads]
    rows = told[:most]
    if others := loads[most:]:
        counted = (sum(getattr(one, name) for one in others) for name in ("open_cases", "late", "soon"))
        total = Load(None, f"其余 {len(others)} 个", *counted)
        pieces = _pieces(state, total, by=by, besides=[load.code for load in loads[:most]])
        # In words only: a bar of all the others would dwarf those that are to be compared.
        rows.append(Bar(total.label, (), _after(pieces)))
    head = (GROUPS[by], "在办", OPEN_LATE_NAME, f"{SOON_DAYS} 日内到期")
    return bars(rows, head, width=width, names=150 if width > 500 else 104, told=told)


def _load_bar(state: OverviewState, by: str, load: Load) -> Bar:
    pieces = _pieces(state, load, by=by, group=load.code)
    name = short_name(state, load.label) if by == "unit" else load.label
    return _open_bar(state, name, load, pieces, by=by, group=load.code)


def _pieces(state: OverviewState, load: Load | Age, **which: Any) -> list[Piece]:
    """Return how many are open, late and soon due, each leading to its cases."""
    counted: tuple[tuple[OpenPart, str, int], ...] = (
        ("all", "在办", load.open_cases), ("late", "在办超期", load.late)
    )  # fmt: skip
    if isinstance(load, Load):
        counted = (*counted, ("soon", f"{SOON_DAYS} 日内到期", load.soon))
    return [
        Piece(str(count), f"{load.label}，{words} {count} 件", opening(state, part, count, **which))
        for part, words, count in counted
    ]


def _open_bar(state: OverviewState, name: str, load: Load | Age, pieces: list[Piece], **which: Any) -> Bar:
    late, rest = pieces[1], load.open_cases - load.late
    said = f"{load.label}，在办未超期 {rest} 件"
    parts = (
        Part(load.late, "late", late.said, late.href),
        Part(rest, "accent", said, opening(state, "rest", rest, **which)),
    )
    return Bar(name, parts, _after(pieces), tuple(pieces))


def opening(state: OverviewState, part: OpenPart, count: int, **which: Any) -> str:
    """Return where a part of the open cases of a group is, "" where there are none."""
    return state.links.open_in(Period(state.since, state.as_of), part, **which) if count else ""


def _after(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return the numbers as they stand behind a bar: 30 件，超期 14，将到期 16."""
    words = ("{} 件", "超期 {}", "将到期 {}")
    told = [replace(one, text=said.format(one.text)) for one, said in zip(pieces, words, strict=False)]
    shown = [one for at, one in enumerate(told) if at == 0 or pieces[at].text != "0"]
    return tuple(piece for at, one in enumerate(shown) for piece in ((Piece("，"), one) if at else (one,)))


def short_name(state: OverviewState, unit: str) -> str:
    """Return a unit's name without that of the city, which all of them bear: 市委组织部, 水利局."""
    party = f"中共{state.city}"[:-1]  # the name of the party's organs goes on with 市委
    return unit.removeprefix(party).removeprefix(state.city) or unit


def ages_picture(state: OverviewState, *, width: int = 620) -> Picture:
    """Return how old the open matters are: late, and the rest."""
    rows = [_open_bar(state, age.label, age, _pieces(state, age, age=age), age=age) for age in state.ages]
    return bars(rows, ("收到至今", "在办", OPEN_LATE_NAME), width=width, names=100)
