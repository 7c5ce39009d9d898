"""Draw the reception screen: the month and its numbers, calendar and lists, the day, the forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import ipywidgets as ipw

from widgets.address import asked_day
from widgets.as_of import opened, show_day
from widgets.parts.line_table import LineTable
from widgets.parts.markup import Style
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.release import Succession
from widgets.reception import lists
from widgets.reception.day_panel import DayPanel
from widgets.reception.exports import downloads
from widgets.reception.instruction_panel import InstructionPanel
from widgets.reception.month_calendar import MonthCalendar
from widgets.reception.month_head import MonthHead
from widgets.reception.numbers import numbers
from widgets.reception.questions import TITLES
from widgets.reception.rights import OF_MONTH, why_not
from widgets.reception.state import TABS, ReceptionState
from widgets.reception.state_chips import StateChips
from widgets.shell import Shell

if TYPE_CHECKING:
    from widgets.reception.form_panel import FormPanel, PlanPanel
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("reception.css")
TITLE = "领导接访"


def open_reception(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where its day is not folded yet, in sight of the reader."""
    given = address or {}
    day = asked_day(given, bench.today(), [])
    return opened(TITLE, "reception", bench, day, lambda: ReceptionScreen(ReceptionState(bench, given)))


class ReceptionScreen(Shell):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: ReceptionState) -> None:
        self.state = state
        super().__init__(
            TITLE, app="reception", as_of=state.as_of, today=state.today, on_as_of=self._day_chosen
        )
        self.head = MonthHead(self._turn_month, self._open_number)
        self.calendar = MonthCalendar(self._open_day)
        self.day = DayPanel(state, self._open_reception, self._open_form)
        self.list = LineTable(
            lists.RECEPTION_HEAD, label="接访清单", empty="没有接访安排。", on_open=self._open_reception
        )
        self.duty = LineTable(
            lists.DUTY_HEAD, label="领导履职", empty="没有接访安排，也没有登记党政主要领导。"
        )
        self.matters = LineTable(
            lists.MATTER_HEAD, label="接访事项", empty="本月接访没有登记事项。", on_open=self._open_reception
        )
        self.instructions = LineTable(
            lists.INSTRUCTION_HEAD, label="领导批示", empty="没有这样的批示。", on_open=self._open_instruction
        )
        self.instruction = InstructionPanel(state, self._open_form)
        self.list_panel = Panel("", self.list)
        self.states = StateChips(self._choose_state)
        self.instruction_list = Panel("", self.states, self.instructions)
        self.instruction_page = _columns(self.instruction_list)
        self.form: FormPanel | PlanPanel | None = None
        self._forms = Succession()
        self.buttons = {do: self._button(do) for do in OF_MONTH}
        self._tools = ipw.HBox([*self.buttons.values(), *downloads(state)])
        self._tools.add_class("reception-tools")
        pages = {
            "calendar": lambda: _columns(Panel("", self.calendar), self.day),
            "list": lambda: self.list_panel,
            "duty": lambda: Panel("", self.duty),
            "matters": lambda: Panel("", self.matters),
            "instructions": lambda: self.instruction_page,
        }
        self.tabs = Tabs(
            "领导接访",
            [Tab(key, name, pages[key]) for key, name in TABS.items()],
            current=state.tab,
            on_turn=self._turned,
        )
        self.add_class("reception")
        self._style = Style(STYLE)
        self._draw()
        self._show_form(state.do)
        self.place = self.keep_place(state.address, self._go_to)
        if state.complaint:
            self.notice.warning(state.complaint)

    # What the reader does

    def _turn_month(self, months: int) -> None:
        first = self.state.month
        if months == 0:
            self.state.month = self.state.as_of.replace(day=1)
        else:
            near = first + timedelta(31) if months > 0 else first - timedelta(1)
            self.state.month = near.replace(day=1)
        self.state.day, self.state.reception_no = None, ""
        self._leave_form()

    def _open_number(self, tab: str, part: str) -> None:
        self.state.tab, self.state.part = tab, part
        self._step()

    def _open_day(self, day: date) -> None:
        found = [one for one in self.state.found.receptions if one.planned_on == day]
        self.state.day = day
        self.state.reception_no = found[0].reception_no if len(found) == 1 else ""
        if day.month != self.state.month.month:
            self.state.month = day.replace(day=1)
        self._leave_form()

    def _open_reception(self, reception_no: str) -> None:
        self.state.reception_no, self.state.tab = reception_no, "calendar"
        one = self.state.reception
        self.state.day = one.planned_on if one else None
        self._leave_form()

    def _choose_state(self, part: str) -> None:
        self.state.part = part
        self._step()

    def _open_instruction(self, instruction_no: str) -> None:
        self.state.instruction_no = instruction_no
        self._leave_form()

    def _turned(self, tab: str) -> None:
        self.state.tab, self.state.part = tab, ""
        self._step()

    def _open_form(self, do: str) -> None:
        self._show_form(do)
        self._here()

    def _leave_form(self) -> None:
        self._show_form("")
        self._step()

    def _done(self, do: str, position: int) -> None:
        self.notice.success(f"“{TITLES[do]}”已记入台账第 {position:,} 条。")
        self.state.refresh()
        self._leave_form()

    def _day_chosen(self, day: date | None) -> None:
        def shown() -> None:
            asked = "" if day is None else day.isoformat()
            self._show_address({**dict(parse_qsl(self.state.address)), "as_of": asked})
            self._here()

        show_day(self, self.state.bench, day, shown)

    def _go_to(self, address: Mapping[str, str]) -> None:
        day = asked_day(address, self.state.today, [])
        show_day(self, self.state.bench, day, lambda: self._show_address(address))

    def _show_address(self, address: Mapping[str, str]) -> None:
        complaint = self.state.go_to(address)
        self.set_as_of(self.state.as_of)
        self._draw()
        self._show_form(self.state.do)
        self.place.show(self.state.address, replace=True)
        if complaint:
            self.notice.warning(complaint)

    def _step(self) -> None:
        self.state.forget()
        self._draw()
        self._here()

    def _here(self) -> None:
        self.place.show(self.state.address)

    # What the state says

    def _show_form(self, do: str) -> None:
        from widgets.reception.form_panel import FormPanel, PlanPanel  # loads the questions when one is asked

        self.state.do = do
        if not do:
            self.form = None
        elif do == "plan":
            self.form = PlanPanel(self.state, on_done=self._done, on_cancel=self._leave_form)
        else:
            self.form = FormPanel(
                self.state, do, on_done=self._done, on_changed=self._draw, on_cancel=self._leave_form
            )
        self._lay_out()

    def _lay_out(self) -> None:
        form = (self.form,) if self.form is not None else ()
        self.show(self._style, self.head, self._tools, *form, self.tabs)
        (self.add_class if form else self.remove_class)("reception-writing")
        self._forms.follow(*form)

    def _draw(self) -> None:
        state = self.state
        found = state.found
        size = state.snapshot.ledger_size
        self.set_code(state.snapshot.code, state.bench.ledger_code(size), size)
        self.remind(state.reminder)  # type: ignore[arg-type]
        self.head.show(f"{state.month.year} 年 {state.month.month} 月", numbers(state))
        self.calendar.show(
            found.first, found.receptions, as_of=state.as_of, today=state.today, chosen=state.day
        )
        self.day.draw()
        words = {"held": "只列已接访的日子", "missed": "只列未接访的日子"}.get(state.part, "本月全部安排")
        self.list_panel.set_heading(words, f"{len(state.listed)} 次")
        self.list.show(lists.reception_lines(state), current=state.reception_no)
        self.duty.show(lists.duty_lines(state))
        self.matters.show(lists.matter_lines(state))
        self.states.show(state)
        self.instructions.show(lists.instruction_rows(state), current=state.instruction_no)
        self.instruction.draw()
        beside = (self.instruction,) if state.instruction_no else ()
        self.instruction_page.children = (self.instruction_list, *beside)
        if self.tabs.current != state.tab:
            self.tabs.turn(state.tab)
        for do, button in self.buttons.items():
            closed = why_not(state, do)
            button.disabled, button.tooltip = bool(closed), closed

    def _button(self, do: str) -> ipw.Button:
        button = ipw.Button(description=TITLES[do])
        button.on_click(self.guard(lambda _button: self._open_form(do)))
        return button


def _columns(*parts: ipw.Widget) -> ipw.Box:
    box = ipw.Box(parts)
    box.add_class("reception-columns")
    return box
