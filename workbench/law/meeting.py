"""A session of the joint conference: who came, what was on the agenda and why, when it began and ended.

Regulation 2022, article 13: the joint conference coordinates, and has its decisions carried out. A meeting
decides about matters and about what units owe; it lists no person who petitions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.terms import AgendaReason, AttendanceStatus, MeetingKind, MeetingState

ACCUSATION_SENTENCE: Final = "检举控告类事项，内容按规定不予展示"
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class MeetingError(ValueError):
    """A change that the meeting does not allow."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One unit at a meeting, and who came for it."""

    unit: str
    status: AttendanceStatus
    name: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of the agenda. It is known by its number, its position in the list; ``place`` is the order.

    ``item_no`` names an earlier agreed item that is taken up again, ``case_no`` the matter it is about.
    """

    reason: AgendaReason
    subject: str
    facts: str
    place: int
    added_on: date
    case_no: str | None = None
    item_no: str | None = None
    removed_on: date | None = None
    removed_why: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """联席会议, from its planning to its end. ``planned_at`` is a time of day, ``09:00``."""

    id: int
    meeting_no: str
    kind: MeetingKind
    convenor: str
    convenor_post: str
    planned_on: date
    planned_at: str
    venue: str
    opened_on: date | None = None
    closed_on: date | None = None
    attendance: tuple[Attendance, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    version: int = 1

    def state(self, as_of: date) -> MeetingState:
        """Return where the meeting stands at the end of a day."""
        if self.closed_on is not None and self.closed_on <= as_of:
            return MeetingState.CLOSED
        begun = self.opened_on is not None and self.opened_on <= as_of
        return MeetingState.IN_SESSION if begun else MeetingState.PLANNED

    @property
    def standing(self) -> tuple[tuple[int, AgendaItem], ...]:
        """Return what is on the agenda, in its order, each with its number."""
        left = [(number, item) for number, item in enumerate(self.agenda, 1) if item.removed_on is None]
        return tuple(sorted(left, key=lambda numbered: numbered[1].place))

    def item(self, number: int) -> AgendaItem:
        """Return an item that is on the agenda; ``MeetingError`` if there is none with this number."""
        if not 1 <= number <= len(self.agenda):
            raise MeetingError(f"本次会议没有第{number}号议题：请核对编号")
        found = self.agenda[number - 1]
        if found.removed_on is not None:
            raise MeetingError(f"第{number}号议题已于{found.removed_on}撤下：如需研究，请重新列入议程")
        return found

    def attended(self, marks: Sequence[Attendance]) -> Meeting:
        """Return the meeting with these units marked; a unit marked before gets its new mark."""
        self._check_not_closed()
        merged = {one.unit: one for one in self.attendance}
        merged |= {one.unit: one for one in marks}
        return replace(self, attendance=tuple(merged[unit] for unit in sorted(merged)))

    def put(self, items: Sequence[AgendaItem]) -> Meeting:
        """Return the meeting with more items: what earlier meetings left open before the rest, else last."""
        self._check_not_closed()
        agenda = self
        for item in items:
            agenda = agenda._with(item)
        return agenda

    def edited(self, number: int, subject: str, facts: str) -> Meeting:
        """Return the meeting with other words for an item."""
        self._check_not_closed()
        item = self.item(number)
        if not subject.strip():
            raise MeetingError("请填写议题名称")
        return self._instead(number, replace(item, subject=subject.strip(), facts=facts.strip()))

    def removed(self, number: int, on: date, why: str) -> Meeting:
        """Return the meeting without an item; that it was on the agenda stays on record."""
        self._check_not_closed()
        item = self.item(number)
        if not why.strip():
            raise MeetingError("撤下议题须写明理由")
        if on < item.added_on:
            raise MeetingError("撤下日期早于列入日期：请核对")
        return self._instead(number, replace(item, removed_on=on, removed_why=why.strip()))

    def reordered(self, numbers: Sequence[int]) -> Meeting:
        """Return the meeting with its agenda in this order; all that is on it is named, each once."""
        self._check_not_closed()
        if sorted(numbers) != sorted(number for number, _ in self.standing):
            raise MeetingError("议题顺序与现有议程不符：请刷新后重新调整")
        agenda = list(self.agenda)
        for place, number in enumerate(numbers, 1):
            agenda[number - 1] = replace(agenda[number - 1], place=place)
        return replace(self, agenda=tuple(agenda))

    def opened(self, on: date, left_open: Sequence[AgendaItem]) -> Meeting:
        """Return the meeting begun on ``on``: it opens on what the last one left open.

        What of ``left_open`` was never on this agenda is put before the rest; what the clerk took off, with a
        reason, stays off.
        """
        if self.opened_on is not None:
            raise MeetingError(f"本次会议已于{self.opened_on}开始，不必再次开始")
        known = {item.item_no for item in self.agenda if item.item_no is not None}
        begun = self.put([item for item in left_open if item.item_no not in known])
        return replace(begun, opened_on=on)

    def closed(self, on: date) -> Meeting:
        """Return the meeting ended on ``on``; attendance and agenda are frozen from then on."""
        self._check_not_closed()
        if self.opened_on is None:
            raise MeetingError("会议还没有开始：请先点“会议开始”")
        if on < self.opened_on:
            raise MeetingError(f"结束日期早于会议开始之日（{self.opened_on}）：请核对")
        return replace(self, closed_on=on)

    def check_in_session(self, on: date) -> None:
        """Refuse what only a meeting in session may do."""
        self._check_not_closed()
        if self.opened_on is None or on < self.opened_on:
            raise MeetingError("会议还没有开始，不能记录议定事项：请先点“会议开始”")

    def _with(self, item: AgendaItem) -> Meeting:
        if not item.subject.strip():
            raise MeetingError("请填写议题名称")
        for _, other in self.standing:
            if item.item_no is not None and other.item_no == item.item_no:
                raise MeetingError(f"议定事项“{item.item_no}”已在议程中，不必再次列入")
            same = item.case_no is not None and other.case_no == item.case_no
            if same and other.item_no is None and item.item_no is None:
                raise MeetingError(f"信访事项“{item.case_no}”已在议程中，不必再次列入")
        number = len(self.agenda) + 1
        grown = replace(self, agenda=(*self.agenda, item))
        before = [n for n, other in self.standing if other.reason is AgendaReason.OPEN_ITEM]
        after = [n for n, other in self.standing if other.reason is not AgendaReason.OPEN_ITEM]
        is_first = item.reason is AgendaReason.OPEN_ITEM
        return grown.reordered(
            [*before, number, *after] if is_first else [n for n, _ in self.standing] + [number]
        )

    def _instead(self, number: int, item: AgendaItem) -> Meeting:
        return replace(self, agenda=(*self.agenda[: number - 1], item, *self.agenda[number:]))

    def _check_not_closed(self) -> None:
        if self.closed_on is not None:
            raise MeetingError(f"会议“{self.meeting_no}”已于{self.closed_on}结束，不再变动")


def planned(meeting: Meeting) -> Meeting:
    """Return the meeting as planned; ``MeetingError`` says what is missing."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2,4}", meeting.meeting_no):
        raise MeetingError("会议编号应写成“年份-次序”，如 2026-11")
    if not meeting.convenor.strip() or not meeting.convenor_post.strip():
        raise MeetingError("请填写召集人的姓名和职务")
    if not meeting.venue.strip():
        raise MeetingError("请填写会议地点")
    if not _TIME.fullmatch(meeting.planned_at):
        raise MeetingError("会议时间应写成 09:00 的样子")
    return meeting
