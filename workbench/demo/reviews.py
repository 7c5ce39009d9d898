"""What follows an opinion: execution, re-examination, final review with or without a hearing, the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workbench.demo.course import Course
from workbench.demo.places import COUNTY, PREFECTURE
from workbench.terms import Outcome, Step

_TOO_LATE: Final = (130, 300)  # days from the decision to what it promised
_MUCH_TOO_LATE: Final = (300, 700)


def end(course: Course) -> None:
    """Carry out what was supported, late now and then, and conclude."""
    story, dice = course.story, course.dice
    if story.outcome is Outcome.SUPPORT:
        due = next((s.facts["due_on"] for s in reversed(course.steps) if s.facts.get("due_on")), course.on)
        span = max((due - course.on).days, 2)
        late = dice.chance(0.07 * course.pace)
        course.take(
            Step.EXECUTE, course.days.after(course.on, span + 9 if late else dice.whole(1, span)), story.unit
        )
    course.conclude()


def _not_executed(course: Course) -> None:
    """A supported request that the unit does not carry out; after half a year, or two years, it does."""
    is_slow = course.dice.chance(0.3)
    course.take(Step.EXECUTE, course.soon(*(_MUCH_TOO_LATE if is_slow else _TOO_LATE)), course.story.unit)
    course.conclude()


def _reexamined(course: Course) -> None:
    _reexamine(course)
    if course.story.outcome is Outcome.SUPPORT:
        end(course)
    else:
        course.conclude(31, 40)


def _reexamine(course: Course) -> None:
    story, dice = course.story, course.dice
    course.take(Step.REQUEST_REEXAMINATION, course.soon(3, 29), COUNTY)
    story.outcome = Outcome.SUPPORT if dice.chance(0.25) else story.outcome
    due = course.days.after(course.on, 90) if story.outcome is Outcome.SUPPORT else None
    decided = course.within(course.on, 30, late=0.06)
    course.take(Step.DECIDE_REEXAMINATION, decided, COUNTY, outcome=story.outcome, due_on=due)
    course.take(Step.SERVE, course.soon(0, 5), COUNTY)


def _finally_reviewed(course: Course, *, is_heard: bool = False) -> None:
    story, dice = course.story, course.dice
    _reexamine(course)
    course.take(Step.REQUEST_FINAL_REVIEW, course.soon(3, 28), PREFECTURE)
    asked, extra = course.on, 0
    if is_heard:
        extra = dice.whole(3, 12)
        course.take(Step.HOLD_HEARING, course.soon(5, 15), PREFECTURE, days=extra)
    story.outcome = Outcome.SUPPORT if dice.chance(0.15) else story.outcome
    due = course.days.after(course.on, 90) if story.outcome is Outcome.SUPPORT else None
    decided = max(course.within(asked, 30 + extra, late=0.05), course.soon(2, 4))
    course.take(Step.DECIDE_FINAL_REVIEW, decided, PREFECTURE, outcome=story.outcome, due_on=due)
    course.take(Step.SERVE, course.soon(0, 5), PREFECTURE)
    if story.outcome is not Outcome.SUPPORT and not course.is_over:
        story.finalized_on = course.now.date()
    end(course)


def _heard(course: Course) -> None:
    _finally_reviewed(course, is_heard=True)


AFTER_SERVICE: Final[dict[str, Callable[[Course], None]]] = {
    "not_executed": _not_executed,
    "reexamined": _reexamined,
    "finally_reviewed": _finally_reviewed,
    "heard": _heard,
}
