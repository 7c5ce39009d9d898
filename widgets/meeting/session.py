"""The session: the agenda beside what is agreed, and a form that needs no mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ipywidgets as ipw

from widgets.address import link
from widgets.meeting.agenda_list import AgendaList, Wish
from widgets.meeting.recording import Recording
from widgets.meeting.state import MeetingState
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import FormValues
from widgets.parts.guard import guard
from widgets.parts.markup import Content, Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import day_text, empty, heading
from widgets.parts.release import Succession
from workbench.queries.agreed_items import ItemRow
from workbench.queries.meetings import MeetingPage, Topic
from workbench.terms import ActKind
from workbench.terms import MeetingState as Standing

NOT_BEGUN = "会议还没有开始：点上面的“会议开始”以后，就可以记录议定事项。"
ENDED = "会议已经结束，不再记录议定事项。"


class SessionView(ipw.HBox):  # type: ignore[misc, unused-ignore]
    """``on_turn(number)`` hears which topic is before the meeting, ``on_saved(sentence)`` what was kept."""

    def __init__(
        self,
        state: MeetingState,
        *,
        on_turn: Callable[[int], None],
        on_saved: Callable[[str], None],
    ) -> None:
        self.state, self._on_turn, self._on_saved = state, on_turn, on_saved
        self.agenda = AgendaList(
            guard(self._wished), can_choose=True, empty="议程是空的：请先到“备会”列入议题。"
        )
        self.topic_shown = Static()
        self.agreed = Static()
        self._place = ipw.VBox()
        self._forms = Succession()
        self.form: Form | None = None
        left = Panel("议程", self.agenda)
        left.add_class("meeting-session-agenda")
        self.right = ipw.VBox([self.topic_shown, self._place, self.agreed])
        self.right.add_class("meeting-session-topic")
        super().__init__([left, self.right])
        self.add_class("meeting-session")
        self._draw(focus=True)

    def _draw(self, *, focus: bool = False) -> None:
        page = self.page = self.state.page()
        number = self.number = self.state.topic(page)
        self.agenda.show(page, number)
        topic = next((one for one in page.topics if one.number == number), None)
        self.topic_shown.show(topic_markup(topic))
        self.agreed.show(agreed_markup(page, number))
        can_record = (
            topic is not None and page.state is Standing.IN_SESSION and self.state.may("act:agree_item")
        )
        if can_record:
            self._ask(page, focus=focus)
        else:
            self.form = None
            sentence = ENDED if page.state is Standing.CLOSED else NOT_BEGUN
            self._place.children = (Static(empty(sentence)),) if topic is not None else ()
        self._forms.follow(*self._place.children)

    def _ask(self, page: MeetingPage, *, focus: bool) -> None:
        recording = Recording(self.state, page, self.number)
        saved: list[str] = []

        def submit(values: FormValues) -> None:
            item_no, position = recording.record(values)
            saved.append(f"{item_no} 已保存，记入台账第 {position:,} 条。")

        def done() -> None:
            self._draw(focus=True)
            self._on_saved(saved[-1])

        self.form = Form(
            recording.fields(),
            submit,
            label=ActKind.AGREE_ITEM.label,
            button="保存（Ctrl+Enter）",
            on_change=recording.judge,
            on_done=done,
            draft=Draft(
                self.state.viewer.account, f"meeting/{page.meeting.meeting_no}/item", page.next_item_no
            ),
            today=self.state.today,
            takes_focus=focus,
        )
        self.form.add_class("meeting-form")
        self._place.children = (self.form,)

    def _wished(self, _wish: Wish, number: int) -> None:
        self.state.shown = replace(self.state.shown, topic=number)
        self._draw(focus=True)
        self._on_turn(number)


def topic_markup(topic: Topic | None) -> Markup | None:
    """Return the topic before the meeting with its facts."""
    if topic is None:
        return None
    facts = [tag("li", part) for part in topic.item.facts.split("；") if part]
    return tag(
        "section",
        tag("p", f"第 {topic.position} 项 · {topic.reason.label}", class_="meeting-topic-reason"),
        tag("h2", topic.item.subject),
        tag("ul", facts) if facts else None,
        class_="meeting-topic",
    )


def agreed_markup(page: MeetingPage, number: int) -> Markup:
    """Return what was agreed, on this topic first and then on the others."""
    here = page.agreed_on(number)
    others = tuple(one for one in page.items if one not in here)
    parts: list[Content] = [heading("本议题已议定", f"{len(here)} 条")]
    parts.append(items_markup(here) if here else empty("本议题还没有议定事项。"))
    if others:
        parts += [heading("其他议题已议定", f"{len(others)} 条"), items_markup(others)]
    return tag("section", parts, class_="meeting-agreed")


def items_markup(rows: tuple[ItemRow, ...]) -> Markup:
    """Return agreed items as a list, the last recorded first."""
    return tag("ol", [_item(row) for row in reversed(rows)], class_="meeting-items")


def _item(row: ItemRow) -> Markup:
    item = row.item
    supporting = f"，{'、'.join(row.supporting_names)}配合" if row.supporting_names else ""
    who = (
        f"{row.lead_name}牵头{supporting}；责任领导 {item.leader} {item.leader_post}；{day_text(row.due)} 前"
    )
    address = link("meeting", tab="items", item=item.item_no)
    number = tag("a", item.item_no, href=address, title="打开这一条：会议结束前可以更正")
    return tag("li", tag("strong", number), tag("span", item.text), tag("small", who))
