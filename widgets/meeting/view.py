"""The joint conference on the screen: meetings, one meeting in its three pages, what was agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import link
from widgets.as_of import show_basis
from widgets.duties import reminder
from widgets.letter_links import letter_links
from widgets.meeting.address import (
    ITEMS,
    MEETINGS,
    MINUTES,
    PREPARE,
    SESSION,
    STUDIES,
    Shown,
    query_of,
    read_shown,
)
from widgets.meeting.item_view import ItemView
from widgets.meeting.items_view import ItemsView
from widgets.meeting.meetings_view import MeetingsView
from widgets.meeting.minutes_view import minutes_markup
from widgets.meeting.prepare import PrepareView
from widgets.meeting.session import SessionView
from widgets.meeting.state import MeetingState
from widgets.meeting.studies_view import StudiesView
from widgets.parts.confirm import Confirm
from widgets.parts.guard import guard
from widgets.parts.markup import Markup, Static, Style, tag
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.release import Succession
from widgets.shell import Shell
from workbench.terms import IssuedKind
from workbench.terms import MeetingState as Standing

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.queries.meetings import MeetingPage

STYLE = Path(__file__).with_name("meeting.css")
TITLE = "联席会议"
BEGIN = "会议开始后，以前会议没有落实的事项排在议程最前面。确定开始？"
END = "会议结束后，议程、参会情况和议定事项的内容不再变动。确定结束？"


def open_meetings(bench: Workbench, address: Mapping[str, str]) -> ipw.Widget:
    """Return the screen that an address asks for; what cannot be read of it is said."""
    shown, problems = read_shown(address)
    screen = MeetingApp(MeetingState(bench, shown))
    for problem in problems:
        screen.notice.warning(f"{problem}，已略过。")
    return screen


class MeetingApp(Shell):
    """Meetings and agreed items of one viewer; what he may not do is not offered."""

    def __init__(self, state: MeetingState) -> None:
        self.state = state
        super().__init__(TITLE, app="meeting")
        self._style = Style(STYLE)
        self._shown = Succession()
        self.add_class("meeting")
        self.place = self.keep_place(query_of(state.shown), self._go_to)
        with guard.watch():
            self.remind(reminder(state.bench))
            self.draw()

    def draw(self) -> None:
        """Show what the state says."""
        shown = self.state.shown
        show_basis(self, self.state.bench)
        body = self._meeting() if shown.no else self._rooms()
        self.body = body
        self.show(self._style, *body)
        self._shown.follow(*body)

    def go(self, shown: Shown) -> None:
        """Show something else, and let the address follow."""
        self.state.shown = shown
        self.draw()
        self.place.show(query_of(shown))

    def _go_to(self, address: Mapping[str, str]) -> None:
        self.state.shown = read_shown(address)[0]
        self.draw()

    def _rooms(self) -> tuple[ipw.Widget, ...]:
        self.set_title(TITLE)
        if not self.state.may("read:meetings"):
            return (self._items(),)
        tabs = (
            Tab(MEETINGS, "会议", self._meetings),
            Tab(ITEMS, "议定事项", self._items),
            Tab(STUDIES, "常委会听取汇报", self._studies),
        )
        room = Tabs("联席会议", tabs, current=self.state.shown.room, on_turn=self._turned_room)
        return (room,)

    def _turned_room(self, room: str) -> None:
        self.go(Shown(room=room))

    def _meetings(self) -> ipw.Widget:
        def planned(number: str, position: int) -> None:
            self.go(Shown(no=number))
            self.notice.success(f"会议 {number} 已建立，记入台账第 {position:,} 条。")

        self.meetings = MeetingsView(self.state, on_open=self._open_meeting, on_planned=planned)
        return self.meetings

    def _open_meeting(self, number: str) -> None:
        line = next(one for one in self.state.lines() if one.meeting.meeting_no == number)
        page = {Standing.PLANNED: PREPARE, Standing.IN_SESSION: SESSION, Standing.CLOSED: MINUTES}[line.state]
        self.go(Shown(no=number, page=page))

    def _items(self) -> ipw.Widget:
        shown = self.state.shown
        if shown.item:
            found = [one for one in self.state.items() if one.item.item_no == shown.item]
            if found:
                return ItemView(self.state, found[0], on_done=self._item_done, on_back=self._to_items)
            self.notice.warning(f"没有您可以查看的议定事项“{shown.item}”：请核对编号")
        return ItemsView(
            self.state,
            on_open=lambda number: self.go(Shown(room=ITEMS, item=number)),
            on_part=lambda part: self.go(Shown(room=ITEMS, part=part)),
        )

    def _studies(self) -> ipw.Widget:
        return StudiesView(self.state, on_done=self._item_done)

    def _to_items(self) -> None:
        self.go(Shown(room=ITEMS))

    def _item_done(self, sentence: str) -> None:
        self.draw()
        self.notice.success(sentence)

    def _meeting(self) -> tuple[ipw.Widget, ...]:
        page = self.state.page()
        meeting = page.meeting
        self.set_title(f"{TITLE} {meeting.meeting_no}", meeting.kind.label)
        self._head = Static(head_markup(page))
        tabs = (
            Tab(PREPARE, "备会", self._prepare),
            Tab(SESSION, "会上记录", self._session),
            Tab(MINUTES, "纪要预览", self._minutes),
        )
        self.pages = Tabs("会议", tabs, current=self.state.shown.page, on_turn=self._turned_page)
        return (ipw.HBox([self._head, *self._steps(page)]).add_class("meeting-head"), self.pages)

    def _steps(self, page: MeetingPage) -> list[ipw.Widget]:
        back = ipw.Button(description="← 全部会议")
        back.on_click(guard(lambda _button: self.go(Shown())))
        found: list[ipw.Widget] = [back]
        if page.state is Standing.PLANNED and self.state.may("act:open_meeting"):
            found.append(Confirm("会议开始", self._ask(self.state.begin, SESSION), question=BEGIN))
        if page.state is Standing.IN_SESSION and self.state.may("act:close_meeting"):
            found.append(Confirm("会议结束", self._ask(self.state.end, MINUTES), question=END))
        return found

    def _ask(self, act: Callable[[MeetingPage], None], then: str) -> Callable[[], None]:
        def done() -> None:
            act(self.state.page())
            self.go(replace(self.state.shown, page=then))

        return done

    def _turned_page(self, page: str) -> None:
        self.go(replace(self.state.shown, page=page))

    def _prepare(self) -> ipw.Widget:
        return PrepareView(self.state, on_changed=self._changed)

    def _session(self) -> ipw.Widget:
        return SessionView(
            self.state,
            on_turn=lambda _number: self.place.show(query_of(self.state.shown)),
            on_saved=self._changed,
        )

    def _minutes(self) -> ipw.Widget:
        told = self.state.minutes()
        kinds = (
            IssuedKind.MINUTES,
            *((IssuedKind.AGREED_ITEMS,) if any(one.items for one in told.topics) else ()),
        )
        letters = letter_links(self.state.viewer, kinds, told.meeting_no) if told.is_final else ()
        return Panel("", *letters, Static(minutes_markup(told)))

    def _changed(self, sentence: str) -> None:
        self._head.show(head_markup(self.state.page()))
        show_basis(self, self.state.bench)
        if sentence:
            self.notice.success(sentence)


def head_markup(page: MeetingPage) -> Markup:
    """Return the meeting in one line, with the way to the wall."""
    meeting = page.meeting
    when = f"{meeting.opened_on or meeting.planned_on} {meeting.planned_at}"
    wall = tag("a", "打开投屏页", href=link("meeting_display", no=meeting.meeting_no), target="_blank")
    way = tag("span", " · ", wall, class_="wb-letters")
    convenor = f"召集人 {meeting.convenor}（{meeting.convenor_post}）"
    words = f"{page.state.label} · {when} · {meeting.venue} · {convenor}"
    counts = f" · 议题 {len(page.topics)} 项 · 已议定 {len(page.items)} 条"
    return tag("p", words, counts, way, class_="meeting-line")
