"""The sessions of the joint conference in the demo: a working one each month, a plenary one each quarter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from workbench.acts.agreed_items import AgreeItem, AmendItem, ConfirmItem, ReportItem, ReturnItem
from workbench.acts.meetings import (
    AgendaEntry,
    CloseMeeting,
    Mark,
    MarkAttendance,
    OpenMeeting,
    PlanMeeting,
    PutOnAgenda,
)
from workbench.demo.deeds import SECRETARY, Chain, handler
from workbench.demo.dice import Deck, Dice, Weighted
from workbench.demo.matters import Known
from workbench.demo.officials import answers_for, leaders
from workbench.demo.places import OFFICE, places
from workbench.demo.plan import LAST_DAY
from workbench.demo.workdays import Workdays
from workbench.law.calendar import CalendarHistory
from workbench.terms import AgendaReason, AttendanceStatus, MeetingKind

MOST: Final = 5  # matters on one agenda
_WAYS: Final = (("in_time", 10), ("late", 4), ("returned", 3), ("amended", 2), ("open", 3))
_OPEN_FOR: Final = 130  # days; nobody leaves an agreed item open for years
_MARKS: Final = Weighted(
    (
        (AttendanceStatus.PRESENT, 86),
        (AttendanceStatus.OBSERVING, 5),
        (AttendanceStatus.EXCUSED, 7),
        (AttendanceStatus.ABSENT, 2),
    )
)
_AGREED: Final = (
    "由{unit}牵头，于期限内作出处理意见并书面答复，办理结果报联席办。",
    "由{unit}会同属地核清事实，拿出处理方案，逾期未完成的由主要负责人到会说明。",
    "由{unit}完成整改，联席办到现场核实。",
)


class Conferences:
    """Plans sessions and what follows from them."""

    def __init__(self, dice: Dice, days: Workdays, calendars: CalendarHistory) -> None:
        self._dice, self._days, self._calendars = dice, days, calendars
        self._ways = Deck(_WAYS)

    def number(self, on: date) -> str:
        """Return the number of the session of a month."""
        return f"{on.year}-{on.month:02}"

    def session(self, prepared_on: date, matters: list[Known]) -> list[Chain]:
        """Return the session a week after ``prepared_on`` about these matters, and what follows from it."""
        chain = Chain(self._dice, self._days, prepared_on)
        on = chain.after(6, 6)
        number = self.number(on)
        convenor = leaders()[2 if on.month % 3 else 0]
        kind = MeetingKind.WORKING if on.month % 3 else MeetingKind.PLENARY
        chain.add(
            prepared_on,
            SECRETARY,
            lambda day: PlanMeeting(
                number, kind, on, "09:00", convenor.name, convenor.post, "市委二楼会议室"
            ),
            at_once=True,
        )
        taken = matters[:MOST]
        entries = tuple(self._entry(known, prepared_on) for known in taken)
        if entries:
            chain.add(
                prepared_on, SECRETARY, lambda day: PutOnAgenda(number, prepared_on, entries), at_once=True
            )
        marks = self._marks()
        chain.add(on, SECRETARY, lambda day: MarkAttendance(number, on, marks), at_once=True)
        chain.add(on, SECRETARY, lambda day: OpenMeeting(number, on), at_once=True)
        courses: list[_Item] = []
        for at, known in enumerate(taken, 1):
            if self._dice.chance(0.9):
                courses.append(self._agree(chain, number, at, len(courses) + 1, known))
        chain.add(on, SECRETARY, lambda day: CloseMeeting(number, on), at_once=True)
        for course in courses:  # it goes on after the session
            course.now = max(course.now, chain.now)
        return [chain, *(self._follow(course) for course in courses)]

    def _entry(self, known: Known, on: date) -> AgendaEntry:
        if known.is_accusation:
            return AgendaEntry(AgendaReason.LATE, known.case_no)
        late = known.late(on, self._calendars)
        facts = "；".join(f"{one.limit.title}超期{one.days_late(on)}日（{one.limit.basis}）" for one in late)
        return AgendaEntry(AgendaReason.LATE, known.case_no, None, known.story.title, facts)

    def _marks(self) -> tuple[Mark, ...]:
        units = [place for place in places().values() if place.is_town or "D" in place.code]
        marks = []
        for unit in units:
            status = _MARKS.draw(self._dice)
            is_there = status in (AttendanceStatus.PRESENT, AttendanceStatus.OBSERVING)
            name = answers_for(unit.code) if is_there else ""
            marks.append(Mark(unit.code, status, name, "分管负责人" if is_there else ""))
        return tuple(marks)

    def _agree(self, chain: Chain, meeting: str, at: int, serial: int, known: Known) -> _Item:
        dice, on = self._dice, chain.on
        unit = known.unit if known.unit != OFFICE else known.story.town
        support = known.story.town
        item = _Item(dice, self._days, on, f"{meeting}-{serial:02}", unit)
        item.due = self._days.after(on, dice.pick((15, 30, 30, 45)))
        text = dice.pick(_AGREED).format(unit=places()[unit].name)
        leader = dice.pick(leaders())
        # What earlier meetings left open comes first on the agenda; numbers stay as they were put.
        act = AgreeItem(
            item_no=item.number,
            meeting_no=meeting,
            agenda_number=at,
            on=on,
            due_on=item.due,
            lead_unit=unit,
            supporting_units=() if support == unit else (support,),
            case_no=known.case_no,
            text=text,
            leader=leader.name,
            leader_post=leader.post,
        )
        chain.add(on, SECRETARY, lambda day: act, at_once=True)
        return item

    def _follow(self, item: _Item) -> Chain:
        way = self._ways.deal(self._dice)
        if way == "open" and (LAST_DAY - item.due).days > _OPEN_FOR:
            way = "late"
        meeting, due = item.number.rsplit("-", 1)[0], item.due
        if way == "amended":
            later = self._days.after(due, 30)
            why = "涉及跨部门核算，需延后完成。"
            on = max(item.on, self._days.after(due, -6))
            item.add(on, SECRETARY, lambda day: AmendItem(item.number, day, later, meeting, why))
            due = later
        if way == "open":
            return item
        day = self._days.after(due, self._dice.whole(5, 25)) if way == "late" else due - timedelta(days=3)
        item.report(day)
        if way == "returned":
            why = "材料中没有现场照片，也没有签收凭证，退回补充。"
            item.add(item.after(1, 5), SECRETARY, lambda on: ReturnItem(item.number, on, why))
            item.report(item.after(4, 12))
        item.add(item.after(1, 8), SECRETARY, lambda on: ConfirmItem(item.number, on))
        return item


class _Item(Chain):
    def __init__(self, dice: Dice, days: Workdays, on: date, number: str, unit: str) -> None:
        super().__init__(dice, days, on)
        self.number, self.unit, self.due = number, unit, on

    def report(self, on: date) -> None:
        """Plan that the unit reports what it did, with its evidence."""
        actor, title, on = handler(self.unit), "议定事项落实情况报告", max(on, self.on)
        digest = self.paper(on, actor, title, f"{self.number}的落实情况。")
        words = "已按议定要求完成，附现场照片和签收凭证。"
        self.add(
            on,
            actor,
            lambda day: ReportItem(self.number, day, self.unit, on, digest, words, title),
        )
