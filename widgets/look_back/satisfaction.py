"""What people said of the closures beside a round: the two ends, who rated, who asked, the official share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.look_back.cases import cases_link
from widgets.look_back.state import LookBackScreenState
from widgets.parts.markup import Content, Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import table
from workbench.queries.satisfaction import ASKERS, BY, METHOD, Satisfied
from workbench.queries.situation import UNTOLD
from workbench.terms import RatingAsker

if TYPE_CHECKING:
    from workbench.indicators.evaluate import Figure
    from workbench.queries.look_back_results import UnitResult

COUNTS = "“由谁征求”各栏为满意或基本满意的件数/评价的件数"
ASKED = (*(one.label for one in RatingAsker), UNTOLD)


def satisfaction_panel(state: LookBackScreenState, result: tuple[UnitResult, ...]) -> ipw.Widget:
    """Return what was said of the closures of the round's units."""
    names = {one.unit: one.unit_name for one in result}
    shown = Static(
        [
            satisfaction_table(state.satisfaction(), names),
            tag("p", f"{state.closures.label}办结的；{COUNTS}。{METHOD}", class_="wb-small"),
        ]
    )
    return Panel("群众怎么评价", shown, note="未评价不算满意；按单位顺序，不作排名")


def satisfaction_table(found: Mapping[str, Satisfied], names: Mapping[str, str]) -> Markup:
    """Return a line for each unit, in the order given; each share opens the cases that it counts."""
    official = next((one.official.indicator.official for one in found.values()), "")
    head = ("单位", "办结", "已评价", "满意率两端", official, *ASKED)
    rows: list[list[Content]] = [
        [
            names.get(unit, unit),
            _asked(one, unit),
            _rated(one, unit),
            "—" if one.ends is None else f"{one.ends.low:.0%}–{one.ends.high:.0%}",
            _share(one.official, unit),
            *(_counted(found, unit, asker) for asker, found in zip(ASKERS, one.askers, strict=True)),
        ]
        for unit, one in found.items()
    ]
    return table(head, rows, caption="群众怎么评价", numbers=tuple(range(1, len(head))))


def _asked(one: Satisfied, unit: str) -> Content:
    silent = one.asked - one.rated
    told = _link(f"未评价 {silent}", one.official, unit, "silent") if silent else None
    return [f"{one.asked}", None if told is None else tag("small", "（", told, "）")]


def _rated(one: Satisfied, unit: str) -> Content:
    if not one.rated:
        return "0"
    share = None if one.response is None else tag("small", f"（{one.response:.0%}）")
    return [_link(f"{one.rated}", one.official, unit), share]


def _share(found: Figure, unit: str) -> Content:
    if not found.denominator:
        return "—"
    said = _link(found.label, found, unit)
    return [said, tag("small", f"（{found.numerator}/{found.denominator}）"), _small(found)]


def _counted(found: Figure | None, unit: str, asker: str | None) -> Content:
    if found is None:
        return "—"
    return _link(f"{found.numerator}/{found.denominator}", found, unit, within=((BY, asker),))


def _link(
    words: str, found: Figure, unit: str, part: str = "all", within: tuple[tuple[str, str | None], ...] = ()
) -> Markup:
    return cases_link(words, found.indicator.id, found.period, unit, part=part, within=within)


def _small(found: Figure) -> Content:
    return tag("small", "样本过小") if found.is_small else None
