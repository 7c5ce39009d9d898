"""What the screens of the joint conference know and do. No widgets: testable without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from widgets.meeting.address import ITEMS, MEETINGS, Shown
from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer, current_viewer
from workbench.indicators.evaluate import Period
from workbench.terms import MeetingState as Standing

if TYPE_CHECKING:
    from workbench.acts.declared import DeclaredAct
    from workbench.acts.meetings import Mark
    from workbench.app import Workbench
    from workbench.queries.agenda import Proposal
    from workbench.queries.agreed_items import ItemRow, ItemsShare
    from workbench.queries.meetings import MeetingLine, MeetingPage, Minutes
    from workbench.queries.work_studies import StudyLine

TRIES = 5  # numbers tried for an item that two clerks record at the same moment


class NothingChosenError(ValueError):
    """Something is asked of what nobody chose."""


class SavedAlreadyError(ValueError):
    """The very same item was recorded before: the answer was lost, not the item."""

    def __init__(self, item_no: str) -> None:
        super().__init__(f"这一条已经保存过，编号 {item_no}：没有重复记录。请清空后再记下一条")


class MeetingState:
    """One viewer before the joint conference. Everything is read anew when it is asked for."""

    def __init__(self, bench: Workbench, shown: Shown | None = None, *, viewer: Viewer | None = None) -> None:
        self.bench = bench
        self.viewer = viewer or current_viewer()
        self.shown = shown or Shown()
        if not self.may("read:meetings"):
            self.shown = replace(self.shown, room=ITEMS, no="")

    def may(self, what: str) -> bool:
        """Return whether the viewer may do it, so that the screen offers it."""
        return allow(self.viewer, what)

    @property
    def today(self) -> date:
        """The present day."""
        return self.bench.today()

    def lines(self) -> tuple[MeetingLine, ...]:
        """Return all meetings, the latest first."""
        from workbench.queries.meetings import meeting_lines

        require(self.viewer, "read:meetings")
        return self.bench.ask(meeting_lines, as_of=self.today)

    def page(self) -> MeetingPage:
        """Return the meeting that is shown."""
        from workbench.queries.meetings import meeting_page

        require(self.viewer, "read:meetings")
        return self.bench.ask(meeting_page, self.shown.no, self.viewer, as_of=self.today)

    def minutes(self) -> Minutes:
        """Return what the minutes of the meeting that is shown are written from."""
        from workbench.queries.meetings import minutes

        require(self.viewer, "read:meetings")
        return self.bench.ask(minutes, self.shown.no, self.viewer, as_of=self.today)

    def proposals(self, page: MeetingPage) -> tuple[Proposal, ...]:
        """Return what the rules propose and is not on the agenda, removed or not."""
        from workbench.queries.agenda import proposed_agenda

        known = {one.item_no for one in page.meeting.agenda if one.item_no is not None}
        known |= {one.case_no for one in page.meeting.agenda if one.case_no is not None and not one.item_no}
        found = self.bench.ask(proposed_agenda, self.bench.snapshot())
        return tuple(one for one in found if one.key not in known)

    def invited(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of the units that sit in the joint conference."""
        from workbench.queries.meetings import invited_units

        return self.bench.ask(invited_units, as_of=self.today)

    def owing_units(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of the units that may owe an agreed item."""
        from workbench.queries.meetings import owing_units

        return self.bench.ask(owing_units, as_of=self.today)

    def items(self) -> tuple[ItemRow, ...]:
        """Return the agreed items that the viewer may see, late ones first."""
        from workbench.queries.agreed_items import agreed_items

        return self.bench.ask(agreed_items, self.viewer, as_of=self.today)

    def share(self, items: Sequence[ItemRow]) -> ItemsShare:
        """Return the share done in time in the last 365 days; ``NoItemsDueError`` if nothing was due."""
        from workbench.queries.agreed_items import items_share

        return items_share(items, Period(self.today - timedelta(364), self.today), self.today)

    def studies(self) -> tuple[StudyLine, ...]:
        """Return who hears of petition work regularly, and whether it is over (art. 9(2))."""
        from workbench.queries.work_studies import study_lines

        require(self.viewer, "read:studies")
        return self.bench.ask(study_lines, as_of=self.today)

    def next_meeting_no(self) -> str:
        """Return the number of the next meeting of this year."""
        from workbench.queries.meetings import next_meeting_no

        return self.bench.ask(next_meeting_no, self.today)

    def perform(self, *acts: DeclaredAct, seen: int | None = None) -> int:
        """Perform acts as the viewer, all or none; return the ledger position of the last one.

        ``seen`` is the version of what the first one changes; ``StaleError`` tells who changed it since.
        """
        for act in acts:
            require(self.viewer, f"act:{act.kind}")
        return self.bench.perform(*acts, actor=self.viewer.actor, seen=seen)[-1]

    def put(self, page: MeetingPage, chosen: Sequence[Proposal]) -> int:
        """Put proposals on the agenda; of an accusation the number only."""
        from workbench.acts.meetings import AgendaEntry, PutOnAgenda

        if not chosen:
            raise NothingChosenError("请先在左侧勾选要列入议程的事项")
        entries = tuple(
            AgendaEntry(one.reason, one.case_no, one.item_no)
            if one.is_accusation
            else AgendaEntry(one.reason, one.case_no, one.item_no, one.subject, one.facts)
            for one in chosen
        )
        return self.perform(PutOnAgenda(page.meeting.meeting_no, self.today, entries))

    def move(self, page: MeetingPage, number: int, by: int) -> None:
        """Move an item up (-1) or down (+1) on the agenda; at the end nothing happens."""
        from workbench.acts.meetings import ReorderAgenda

        order = [one.number for one in page.topics]
        at = order.index(number)
        to = at + by
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
            act = ReorderAgenda(page.meeting.meeting_no, self.today, tuple(order))
            self.perform(act, seen=page.meeting.version)

    def mark(self, page: MeetingPage, marks: Sequence[Mark]) -> None:
        """Mark how units took part; other clerks' marks of other units stay."""
        from workbench.acts.meetings import MarkAttendance

        if marks:
            self.perform(MarkAttendance(page.meeting.meeting_no, self.today, tuple(marks)))

    def begin(self, page: MeetingPage) -> None:
        """Open the meeting, and go to the page of the session."""
        from workbench.acts.meetings import OpenMeeting

        self.perform(OpenMeeting(page.meeting.meeting_no, self.today), seen=page.meeting.version)

    def end(self, page: MeetingPage) -> None:
        """Close the meeting."""
        from workbench.acts.meetings import CloseMeeting

        self.perform(CloseMeeting(page.meeting.meeting_no, self.today), seen=page.meeting.version)

    def topic(self, page: MeetingPage) -> int:
        """Return the number of the topic before the meeting: the one chosen, else the first one."""
        numbers = [one.number for one in page.topics]
        return self.shown.topic if self.shown.topic in numbers else (numbers[0] if numbers else 0)

    def current_meeting(self) -> str:
        """Return the meeting that a wall should show: in session, else planned next, else the last one."""
        from workbench.queries.meetings import meeting_lines

        lines = self.bench.ask(meeting_lines, as_of=self.today)
        for wanted in (Standing.IN_SESSION, Standing.PLANNED, Standing.CLOSED):
            found = [one.meeting for one in lines if one.state is wanted]
            if found:
                is_ahead = wanted is Standing.PLANNED
                pick = min if is_ahead else max
                return pick(found, key=lambda one: (one.planned_on, one.id)).meeting_no
        return ""


__all__ = ["ITEMS", "MEETINGS", "MeetingState", "NothingChosenError", "SavedAlreadyError"]
