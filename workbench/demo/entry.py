"""How a matter enters the book and reaches the unit that is competent for it."""

from __future__ import annotations

from datetime import date
from typing import Final

from workbench.demo.course import Course
from workbench.demo.places import towns
from workbench.terms import Procedure, Step

_LATE_FORWARD: Final = 0.02
_FORGOTTEN: Final = 0.07  # of results; told after a reminder, once the term of the assignment is over
_REMINDED: Final = (4, 110)  # days after the term, or after the end of the procedure if that is later


def register(
    course: Course,
    *,
    is_classified: bool = True,
    is_clear: bool = True,
    procedure: Procedure = Procedure.ORDINARY,
) -> None:
    """Register the matter at the unit of first contact."""
    story = course.story
    situation = story.situation
    course.take(
        Step.REGISTER,
        course.on,
        story.contact,
        received_on=story.received_on,
        channel=story.channel,
        people=story.people,
        petition_class=situation.petition_class if is_classified else None,
        path=story.path if is_classified else None,
        procedure=procedure,
        contact_known=is_clear and bool(story.persons),
    )


def classify(course: Course) -> None:
    """Say class and path some days after registration."""
    story = course.story
    course.take(
        Step.CLASSIFY,
        course.soon(1, 4),
        story.contact,
        petition_class=story.situation.petition_class,
        path=story.path,
    )


def forward(course: Course, way: str = "usual") -> date:
    """Bring the matter to the competent unit; return the day on which that unit has it."""
    story, dice = course.story, course.dice
    if story.contact == story.unit:
        course.take(Step.HANDLE_DIRECTLY, course.soon(0, 2), story.unit)
        return story.received_on
    competent = story.unit
    if way == "objection_granted":
        wrong = dice.pick([town.code for town in towns() if town.code not in (competent, story.contact)])
        _send(course, wrong)
        course.take(Step.OBJECT, course.days.step(course.on, dice.whole(1, 5)), wrong)
        course.take(Step.GRANT_OBJECTION, course.soon(1, 3), story.contact, sender_agreed=True)
    received = _send(course, competent)
    if way == "objection_denied":
        course.take(Step.OBJECT, course.days.step(received, dice.whole(1, 5)), competent)
        course.take(Step.DENY_OBJECTION, course.soon(1, 3), story.contact, sender_agreed=False)
    return received


def _send(course: Course, to_unit: str) -> date:
    story, dice = course.story, course.dice
    is_late = dice.chance(_LATE_FORWARD)
    on = course.days.after(story.received_on, dice.whole(16, 24)) if is_late else course.soon(0, 5)
    if dice.chance(0.3):
        course.take(Step.ASSIGN, on, story.contact, to_unit=to_unit, due_on=course.days.after(on, 75))
    else:
        course.take(Step.TRANSFER, on, story.contact, to_unit=to_unit)
    return course.on


def report_back(course: Course) -> None:
    """Tell the sender of an assignment what came of it (art. 22(1)); now and then a unit forgets."""
    if not any(step.kind is Step.ASSIGN for step in course.steps):
        return
    if course.dice.chance(_FORGOTTEN):
        course.owes_report = True
    else:
        _tell(course, course.soon(0, 3))


def make_good(course: Course) -> None:
    """Tell what was forgotten, reminded by the sender; what would be told after the last day stays open."""
    if course.owes_report:
        due = max(step.facts["due_on"] for step in course.steps if step.kind is Step.ASSIGN)
        _tell(course, course.days.after(max(course.on, due), course.dice.whole(*_REMINDED)))


def _tell(course: Course, on: date) -> None:
    course.take(Step.REPORT_BACK, on, course.story.unit, to_unit=course.story.contact)
