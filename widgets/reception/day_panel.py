"""The day that is open: its receptions, the one that is chosen with what came of it, what may be recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.parts.guard import guard
from widgets.parts.line_table import Cell, Line, LineTable
from widgets.parts.markup import Content, Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import day_text, empty, facts, label
from widgets.parts.release import release
from widgets.parts.values import Tag
from widgets.reception.lists import case_cell, day_words, owed_cell, state_cell
from widgets.reception.month_calendar import TONES
from widgets.reception.questions import TITLES
from widgets.reception.rights import why_not
from widgets.reception.state import ReceptionState
from workbench.queries.reception_sheets import hours, why

if TYPE_CHECKING:
    from workbench.law.reception import Reception

DOES = ("hold", "miss", "move", "register", "receive")


class DayPanel(Panel):
    """``on_choose(reception_no)`` opens a reception of the day, ``on_do(do)`` the form of an act."""

    def __init__(
        self, state: ReceptionState, on_choose: Callable[[str], None], on_do: Callable[[str], None]
    ) -> None:
        self.state, self._on_do = state, on_do
        self.day_lines = LineTable(
            ("领导", "方式", "时间、地点", "结果"), label="当天的接访", empty="", on_open=on_choose
        )
        self.told = Static()
        self.matters = LineTable(
            ("信访件", "办理状态", "当场交办", "落实"), label="接访事项", empty="没有登记来访事项。"
        )
        self.buttons = ipw.HBox()
        self.buttons.add_class("reception-buttons")
        super().__init__("", self.told)
        self.add_class("reception-daypanel")
        self.draw()

    def draw(self) -> None:
        """Show the day and the reception that the state has open."""
        state = self.state
        chosen = state.reception
        if state.day is None:
            self.set_heading("当天接访", "在日历中选择一天")
            self.told.show(_waiting(state))
            self.show(self.told)
            return
        found = state.found.on(state.day)
        self.set_heading(f"{day_words(state.day)}", f"{len(found)} 项安排")
        if not found:
            self.told.show(empty("这一天没有接访安排。"))
            self.show(self.told)
            return
        parts: list[ipw.Widget] = []
        if len(found) > 1 or chosen is None:
            self.day_lines.show(
                [_line(one, state) for one in found], current=chosen.reception_no if chosen else ""
            )
            parts.append(self.day_lines)
        if chosen is not None:
            self.told.show(_told(chosen, state))
            parts += [self.told, self._draw_buttons()]
            if chosen.matters:
                self.matters.show(_matter_lines(chosen, state))
                parts.append(self.matters)
        self.show(*parts)

    def _draw_buttons(self) -> ipw.Widget:
        """Make a button for each act that may be done now; say why where there is none at all."""
        closed = {do: why_not(self.state, do) for do in DOES}
        release(*self.buttons.children)
        offered = [self._button(do) for do in DOES if not closed[do]]
        if not offered:
            reasons = list(dict.fromkeys(closed.values()))
            offered = [Static(tag("p", f"{reasons[0]}。", class_="wb-small"))]
        self.buttons.children = tuple(offered)
        return self.buttons

    def _button(self, do: str) -> ipw.Button:
        one = self.state.reception
        is_recorded = one is not None and (one.held_on or one.not_held_reason) is not None
        words = f"更正：{TITLES[do]}" if is_recorded and do in ("hold", "miss") else TITLES[do]
        button = ipw.Button(description=words)
        button.on_click(guard(lambda _button: self._on_do(do)))
        return button


def _line(one: Reception, state: ReceptionState) -> Line:
    came = one.state(state.as_of)
    return Line(
        (
            Cell(one.leader, note=one.post),
            Cell(one.kind.label),
            Cell(one.place, note=hours(one.planned_from, one.planned_until)),
            Cell(came.label, TONES[came]),
        ),
        one.reception_no,
    )


def _told(one: Reception, state: ReceptionState) -> Markup:
    came = one.state(state.as_of)
    planned = hours(one.planned_from, one.planned_until)
    held = hours(one.held_from, one.held_until)
    pairs: list[tuple[str, Content]] = [
        ("编号", one.reception_no),
        ("方式", one.kind.label),
        ("地点", one.place),
        ("计划时间", f"{day_words(one.planned_on)} {planned}"),
        ("分管工作", one.charge),
        ("所在单位", state.unit_names.get(one.unit, one.unit)),
        ("公示", day_text(one.published_on) if one.published_on else "未公示"),
    ]
    if held:
        pairs.append(("实际时间", held))
    if one.moved_from:
        pairs.append(("改期前", one.moved_from))
    if (following := state.following) is not None:
        pairs.append(("改到", f"{following.planned_on.year}年{day_words(following.planned_on)}"))
    if reason := why(one, state.as_of):
        pairs.append(("原因", reason))
    return tag(
        "div",
        tag(
            "h3",
            f"{one.leader} ",
            tag("small", one.post),
            " ",
            label(Tag(came.label, TONES[came])),
            class_="reception-who",
        ),
        facts(pairs),
    )


def _matter_lines(one: Reception, state: ReceptionState) -> list[Line]:
    lines = [line for line in state.matters if line.reception.reception_no == one.reception_no]
    return [
        Line(
            (
                case_cell(state, line.case_no, line.now),
                state_cell(line.now),
                Cell(
                    line.promise.text if line.promise else "—",
                    note=state.unit_names.get(line.promise.to_unit, "") if line.promise else "",
                ),
                owed_cell(line.promise, state.as_of),
            )
        )
        for line in lines
    ]


def _waiting(state: ReceptionState) -> Markup:
    """What the month waits for, where no day is chosen."""
    rate = state.found.rate
    missing = [one for one in state.found.receptions if TONES[one.state(state.as_of)] == "soon"]
    if missing:
        words = [
            f"{day_words(one.planned_on)}，{one.leader}（{one.post}），{one.kind.label}" for one in missing
        ]
        listed = tag("ul", [tag("li", one) for one in words], class_="reception-missing")
        return tag("div", tag("p", "过了计划日还没有记录结果的："), listed)
    if not state.found.receptions:
        how = "" if why_not(state, "plan") else "：点“录入月度接访安排”，可以从电子表格中粘贴"
        return empty(f"本月还没有接访安排{how}。")
    done = "本月已到期的接访都有记录。" if rate else "本月的接访都还没有到期。"
    return empty(done)


def _words(one: Reception) -> str:
    return f"{day_words(one.planned_on)}，{one.leader}（{one.post}），{one.kind.label}"
