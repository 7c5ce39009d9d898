"""What goes wrong in the handling of the demo's last half year, so that each signal has something to find.

A county without planting gives no signal at all. What is planted where stands here and nowhere else; the
tests find it again.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from workbench.acts.amending import Correct
from workbench.acts.handling import DocumentDraft
from workbench.demo.course import Course, Planned
from workbench.demo.deeds import Chain, handler
from workbench.demo.dice import Dice
from workbench.demo.places import OFFICE
from workbench.demo.plan import LAST_DAY
from workbench.demo.repeating import Repeating
from workbench.demo.story import Story
from workbench.demo.workdays import Workdays
from workbench.law.facts import StepTaken
from workbench.terms import DocumentKind, HandlingSignal, PetitionClass, Procedure, Step

# The unit that errs in each way; of forwarding and of received dates the petition office itself.
PLANTED: Final = {
    HandlingSignal.MONTH_END: "430682101",
    HandlingSignal.LAST_DAY_FORWARD: OFFICE,
    HandlingSignal.LATE_EXTENSION: "430682001",
    HandlingSignal.SAME_REPLY: "430682D17",
    HandlingSignal.RECEIVED_CHANGED: OFFICE,
}
SINCE: Final = LAST_DAY - timedelta(180)
_MONTH_END, _FORWARD, _LAST, _EXTENSION = 3, 15, (14, 15), 60
_LIMITED: Final = (Step.OBJECT, Step.REQUEST_REEXAMINATION, Step.REQUEST_FINAL_REVIEW)  # rights that lapse
_LATE_SHARE: Final = 0.7  # of what the office forwards
_CHANGED: Final = 6  # received dates that are changed afterwards
_SAME: Final = (
    "{salute}你于近日提出的信访事项，现将处理意见答复如下：\n一、投诉请求：见信访登记材料。\n"
    "二、事实和理由：经我单位研究，你所反映的情况已经了解，有关工作正在按程序推进。\n"
    "三、处理意见：{outcome}，我单位将进一步加强管理，依法依规妥善处理。\n"
    "四、法律法规依据：《信访工作条例》及有关规定。\n如不服本意见，可自收到之日起30日内请求复查。"
)


class Planting:
    """Bends what is planned of some matters; keeps the order of their steps."""

    def __init__(self, seed: int, days: Workdays) -> None:
        self._dice, self._days = Dice(seed + 31), days
        self.repeating = Repeating(seed, days)
        self._early: tuple[str, date] | None = None
        self._changed = 0

    def meet(self, course: Course) -> None:
        """Bend a new matter as it is planned, and pair it with an earlier one."""
        self._bend(course)
        self.repeating.meet(course)

    def _bend(self, course: Course) -> None:
        steps = course.steps
        if not steps or steps[-1].on < SINCE or course.story.finalized_on is not None:
            return
        if steps[0].facts.get("procedure") is not Procedure.ORDINARY:
            return
        if any(one.kind in _LIMITED for one in steps):
            return
        is_forwarded_here = course.story.contact == PLANTED[HandlingSignal.LAST_DAY_FORWARD]
        if is_forwarded_here and self._dice.chance(_LATE_SHARE):
            self._forward_late(course)
        if course.story.unit == PLANTED[HandlingSignal.LATE_EXTENSION]:
            self._extend_late(course)
        if course.story.unit == PLANTED[HandlingSignal.MONTH_END]:
            self._close_at_month_end(course)

    def written(self, step: StepTaken, papers: Sequence[DocumentDraft]) -> tuple[DocumentDraft, ...]:
        """Return the papers of a step; one unit answers everybody with the same words."""
        if step.unit != PLANTED[HandlingSignal.SAME_REPLY] or step.on < SINCE:
            return tuple(papers)
        told = "经研究" if step.outcome is None else step.outcome.label
        return tuple(
            replace(one, text=_SAME.format(salute="", outcome=told))
            if one.kind in (DocumentKind.OPINION, DocumentKind.REPLY) and one.text is not None
            else one
            for one in papers
        )

    def see(self, story: Story, step: StepTaken) -> None:
        """Take note of what the office received before the day on which it registered it."""
        is_early = step.received_on is not None and step.received_on < step.on
        is_accusation = story.situation.petition_class is PetitionClass.ACCUSATION
        if step.kind is Step.REGISTER and step.unit == OFFICE and is_early and not is_accusation:
            self._early = (story.case_no, step.on)

    def day(self, day: date) -> Iterator[Chain]:
        """Yield, on a working day, decisions on repeats, and a received date changed after the fact."""
        yield from self.repeating.day(day)
        early, is_due = self._early, day >= SINCE + timedelta(20 + 20 * self._changed)
        if early is None or not is_due or self._changed >= _CHANGED or day <= early[1]:
            return
        self._changed, self._early = self._changed + 1, None
        act = Correct(early[0], 1, "received_on", early[1].isoformat(), "录入时误填收到日期")
        chain = Chain(self._dice, self._days, day)
        chain.add(day, handler(OFFICE), lambda _on: act, at_once=True)
        yield chain

    def _forward_late(self, course: Course) -> None:
        for at, step in enumerate(course.steps):
            if step.kind in (Step.TRANSFER, Step.ASSIGN) and step.facts["unit"] == course.story.contact:
                received = course.story.received_on
                days = self._days.between(*(received + timedelta(days) for days in _LAST))
                if days:
                    self._shift(course, at, days[-1])
                return

    def _extend_late(self, course: Course) -> None:
        steps = course.steps
        accepted = next((one.on for one in steps if one.kind is Step.ACCEPT), None)
        at = next((at for at, one in enumerate(steps) if one.kind is Step.ISSUE_OPINION), None)
        if accepted is None or at is None or any(one.kind is Step.EXTEND for one in steps):
            return
        last = accepted + timedelta(_EXTENSION)
        days = self._days.between(last - timedelta(2), last)
        if not days or days[-1] < SINCE:
            return
        unit, story = course.story.unit, course.story
        told = {"unit": unit, "days": 30, "approved_by_head": True}
        more = [
            Planned(steps[at].now, Step.EXTEND, days[-1], told, story),
            Planned(steps[at].now, Step.TELL_EXTENSION, days[-1], {"unit": unit}, story),
        ]
        course.steps[at:at] = more
        self._shift(course, at, days[-1])
        answered = self._days.after(last, 10)
        if len(course.steps) > at + 2:
            self._shift(course, at + 2, answered)

    def _close_at_month_end(self, course: Course) -> None:
        for at, step in enumerate(course.steps):
            if step.kind is Step.CONCLUDE and step.on >= SINCE:
                last = step.on.replace(day=monthrange(step.on.year, step.on.month)[1])
                days = self._days.between(max(step.on, last - timedelta(_MONTH_END - 1)), last)
                if days:
                    self._shift(course, at, days[-1])
                return

    def _shift(self, course: Course, at: int, on: date) -> None:
        """Move a step, and those after it by as many days; what falls behind the last day is left out."""
        moved = on - course.steps[at].on
        kept = course.steps[:at]
        for number, one in enumerate(course.steps[at:]):
            day = on if number == 0 else self._days.after(one.on, max(moved.days, 0))
            day = max(day, kept[-1].on) if kept else day
            now = datetime.combine(day, time(one.now.hour, one.now.minute), one.now.tzinfo)
            if kept:
                now = max(now, kept[-1].now + timedelta(minutes=3))
            if day > LAST_DAY or now.date() > LAST_DAY:
                break
            facts = one.facts
            if facts.get("due_on") is not None:
                facts = {**facts, "due_on": self._days.after(facts["due_on"], max(moved.days, 0))}
            kept.append(Planned(now, one.kind, day, facts, one.story))
        course.steps[:] = kept
