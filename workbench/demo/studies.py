"""Who heard of petition work in the demo (art. 9(2)): two years of sessions, one late, one entered twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.acts.work_studies import RecordStudy, SetStudyInterval, StrikeStudy
from workbench.demo.deeds import SUPERVISOR, Chain
from workbench.demo.dice import Dice
from workbench.demo.workdays import Workdays
from workbench.law.work_study import months_after
from workbench.terms import StudyBody

_LATE: Final = 35  # days past the interval
_EVERY: Final = 10  # days between two sessions, of which few hear of the work
_HEARD: Final = (
    ("上季度信访事项办理和超期情况、突出问题的化解进展", "按月调度超期事项，逾期未结的由责任单位到会说明。"),
    ("拖欠工资和工程款专项的进展，三项建议的采纳情况", "未采纳建议的书面说明理由，联席办跟踪落实。"),
    ("领导接访下访和包案的落实情况", ""),
    ("初次信访事项的办理和答复质量", "对答复不规范的单位组织培训，评查结果向单位反馈。"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Habit:
    """How often a body hears of the work by its own decision, and which session of it comes late."""

    body: StudyBody
    months: int
    basis: str
    session: str
    paper: str
    late: int
    doubled: int = 0


_HABITS: Final = (
    _Habit(
        StudyBody.STANDING_COMMITTEE, 3, "市委常委会议事规则（临发〔2024〕9号）",
        "市委常委会会议", "临常纪", late=3, doubled=2,
    ),
    _Habit(
        StudyBody.GOVERNMENT, 6, "市政府工作规则（临政发〔2024〕6号）",
        StudyBody.GOVERNMENT.label, "临政纪", late=4,
    ),
)  # fmt: skip


class Studies:
    """Plans the sessions of both bodies on the first day it is asked."""

    def __init__(self, seed: int, days: Workdays) -> None:
        self._dice, self._days = Dice(seed + 31), days
        self._is_planned = False

    def day(self, day: date) -> Iterator[Chain]:
        """Yield what each body does from this day on."""
        if not self._is_planned:
            self._is_planned = True
            for habit in _HABITS:
                yield self._course(day, habit)

    def _course(self, day: date, habit: _Habit) -> Chain:
        chain = Chain(self._dice, self._days, day)
        act = SetStudyInterval(habit.body, habit.months, day, habit.basis)
        chain.add(day, SUPERVISOR, lambda _day: act, at_once=True)
        due, number = months_after(day, habit.months), 0
        while not chain.is_over:
            number += 1
            on = self._days.after(due, _LATE if number == habit.late else -self._dice.whole(3, 6))
            chain.add(on, SUPERVISOR, _recording(habit, number), at_once=True)
            if number == habit.doubled:
                # Entered once more under the day on which the minutes were printed.
                again = self._days.step(on, 3)
                chain.add(again, SUPERVISOR, _recording(habit, number), at_once=True)
                why = f"与{on}的会议重复登记：误将纪要印发日期作为会议日期"
                chain.add(again, SUPERVISOR, _striking(habit.body, number + 1, why), at_once=True)
            due = months_after(on, habit.months)
        return chain


def _recording(habit: _Habit, number: int) -> Callable[[date], RecordStudy]:
    heard, decided = _HEARD[(number - 1) % len(_HEARD)]

    def record(on: date) -> RecordStudy:
        serial = on.timetuple().tm_yday // _EVERY + 1
        session, paper = (
            f"{habit.session}（{on.year}年第{serial}次）",
            f"{habit.paper}〔{on.year}〕{serial}号",
        )
        return RecordStudy(habit.body, on, session, paper, heard, decided)

    return record


def _striking(body: StudyBody, number: int, why: str) -> Callable[[date], StrikeStudy]:
    return lambda on: StrikeStudy(body, number, on, why)
