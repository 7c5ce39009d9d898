"""How matters go: every way the law knows, from registration to the end or to the last day of the demo.

Which way an ordinary claim goes is dealt from a deck, so that rare ways (a void extension, a hearing in
final review) come at a steady rate also in a small county.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from workbench.demo.course import Course
from workbench.demo.dice import Deck, Dice, Weighted
from workbench.demo.entry import classify, forward, make_good, register, report_back
from workbench.demo.places import COUNTY, DISCIPLINE, OFFICE, places
from workbench.demo.plan import GROUP, LAST_DAY
from workbench.demo.reviews import AFTER_SERVICE, end
from workbench.demo.story import Story
from workbench.terms import Outcome, PetitionClass, Procedure, StatutoryChannel, Step

# Of a hundred claims on path 31(6) in ordinary procedure.
ORDINARY: Final = (
    ("usual", 52),
    ("extended", 8),
    ("extended_unapproved", 1),
    ("extended_untold", 1),
    ("objection_granted", 5),
    ("objection_denied", 3),
    ("reexamined", 8),
    ("finally_reviewed", 3),
    ("heard", 2),
    ("not_executed", 2),
    ("no_notice", 5),
    ("silent", 3),
    ("contact_unclear", 1),
    ("declined", 2),
    ("mediated", 4),
)
# Registered so many days before the last day: more of what then is still on its way, so that on that day
# matters stand in every state.
ON_THE_WAY: Final = (
    (11, (("usual", 6), ("objection_granted", 2), ("objection_denied", 2))),
    (50, ORDINARY),
    (125, (("usual", 12), ("extended", 5), ("reexamined", 6), ("declined", 1), ("not_executed", 1))),
    (200, (("usual", 14), ("finally_reviewed", 3), ("heard", 3), ("extended", 2))),
)
_OUTCOMES: Final = Weighted(
    ((Outcome.SUPPORT, 48), (Outcome.EXPLAIN, 34), (Outcome.NOT_SUPPORTED, 18)),
)
_DOUBTED: Final = Weighted(((Outcome.EXPLAIN, 55), (Outcome.NOT_SUPPORTED, 45)))
_LATE_NOTICE: Final = 0.05
_LATE_OPINION: Final = 0.06
_SILENCE: Final = (60, 320)  # days in which a unit lets a matter lie
_LONGEST_SILENCE: Final = 420  # days; after so many somebody has asked


class Ways:
    """Deals ways and plans matters along them."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._ordinary = Deck(ORDINARY)
        self._on_the_way = tuple((days, Deck(cards)) for days, cards in ON_THE_WAY)
        self._simple = Deck((("simple", 9), ("converted", 1)))
        self._accusation = Deck((("handled", 9), ("open", 1)))
        self._classified_later = Deck((("at_once", 15), ("later", 1)))

    def plan(self, course: Course) -> str:
        """Plan the whole course of a matter; return the name of its way."""
        way = self._plan(course)
        make_good(course)
        return way

    def _plan(self, course: Course) -> str:
        story = course.story
        situation = story.situation
        if situation.petition_class is PetitionClass.ACCUSATION:
            return _accusation(course, self._accusation.deal(self._dice))
        if situation.petition_class is PetitionClass.SUGGESTION:
            return _suggestion(course)
        story.path = situation.paths.draw(self._dice)
        if story.path is not StatutoryChannel.PETITION_HANDLING:
            return _other_path(course, self._classified_later.deal(self._dice) == "later")
        if story.people < GROUP and self._dice.chance(situation.simple / 10):
            return _simple(course, self._simple.deal(self._dice))
        way = self._deck(course).deal(self._dice)
        is_later = way == "usual" and self._classified_later.deal(self._dice) == "later"
        _ordinary(course, way, classified_later=is_later)
        return way

    def _deck(self, course: Course) -> Deck[str]:
        ago = (LAST_DAY - course.on).days
        return next((deck for days, deck in self._on_the_way if ago <= days), self._ordinary)


def _ordinary(course: Course, way: str, *, classified_later: bool) -> None:
    story, dice = course.story, course.dice
    story.outcome = _outcome(dice, way)
    story.is_mediated = way == "mediated"
    register(course, is_classified=not classified_later, is_clear=way != "contact_unclear")
    if classified_later:
        classify(course)
    received = forward(course, way)
    if way == "declined":
        _decline(course, course.within(received, 15, late=_LATE_NOTICE))
        report_back(course)
        course.take(Step.CONCLUDE, course.soon(1, 5), story.unit)
        return
    is_told = way != "no_notice" and not (way == "silent" and dice.chance(0.6))
    if is_told:
        course.take(Step.ACCEPT, course.within(received, 15, late=_LATE_NOTICE), story.unit)
    if way == "silent":
        if course.is_recent(_LONGEST_SILENCE) and dice.chance(0.4):
            return  # to this day
        course.on = course.soon(*_SILENCE)
    _decide(course, way)
    AFTER_SERVICE.get(way, end)(course)


def _decline(course: Course, on: date) -> None:
    """Decline what was raised at the unit itself; what was sent to it is led to another path, for a unit that
    did not object in time stays responsible (art. 23(3))."""
    story = course.story
    if story.contact == story.unit:
        course.take(Step.DECLINE, on, story.unit)
        return
    story.path = StatutoryChannel.ADMINISTRATIVE
    course.take(Step.LEAD_TO_PATH, on, story.unit, path=story.path)


def _outcome(dice: Dice, way: str) -> Outcome:
    if way in ("not_executed", "mediated"):
        return Outcome.SUPPORT
    return _DOUBTED.draw(dice) if way in ("reexamined", "finally_reviewed", "heard") else _OUTCOMES.draw(dice)


def _decide(course: Course, way: str) -> None:
    story, dice = course.story, course.dice
    accepted, limit, late = course.on, 60, _LATE_OPINION
    if way.startswith("extended"):
        course.take(Step.EXTEND, course.within(accepted, 58, late=0), story.unit, **_extension(course, way))
        if way == "extended":
            course.take(Step.TELL_EXTENSION, course.soon(0, 2), story.unit)
        limit = 88
        on = max(course.within(accepted, limit, late=late), course.days.after(accepted, 61))
    else:
        on = course.within(accepted, limit, late=late)
    due = course.days.after(on, dice.whole(2, 9) * 10) if story.outcome is Outcome.SUPPORT else None
    course.take(Step.ISSUE_OPINION, on, story.unit, outcome=story.outcome, due_on=due)
    report_back(course)
    course.take(Step.SERVE, course.soon(0, 5), story.unit)


def _extension(course: Course, way: str) -> dict[str, object]:
    return {"days": course.dice.pick((15, 20, 30, 30)), "approved_by_head": way != "extended_unapproved"}


def _simple(course: Course, way: str) -> str:
    """Three working days to accept, ten to answer; or back to the ordinary procedure."""
    story, dice, days = course.story, course.dice, course.days
    register(course, procedure=Procedure.SIMPLE)
    if story.contact == story.unit:
        course.take(Step.HANDLE_DIRECTLY, course.on, story.unit)
    else:
        late = dice.chance(0.05)
        course.take(Step.TRANSFER, days.step(course.on, 3 if late else 1), story.contact, to_unit=story.unit)
    accept = dice.whole(4, 7) if dice.chance(0.05 * course.pace) else dice.whole(1, 3)
    course.take(Step.ACCEPT, days.step(course.on, accept), story.unit)
    story.outcome = Outcome.SUPPORT if dice.chance(0.75) else Outcome.EXPLAIN
    if way == "converted":
        course.take(Step.CONVERT_TO_ORDINARY, days.step(course.on, dice.whole(3, 10)), story.unit)
        _decide(course, "usual")
        end(course)
        return way
    answer = dice.whole(11, 18) if dice.chance(0.06 * course.pace) else dice.whole(1, 10)
    due = days.after(course.on, 30) if story.outcome is Outcome.SUPPORT else None
    course.take(
        Step.REPLY_DIRECTLY, days.step(course.on, answer), story.unit, outcome=story.outcome, due_on=due
    )
    if story.outcome is Outcome.SUPPORT:
        course.take(Step.EXECUTE, course.soon(0, 24), story.unit)
    course.conclude(0, 3)
    return way


def _other_path(course: Course, classified_later: bool) -> str:
    """Paths 31(1) to (5): told and led to the procedure that the law provides."""
    story, dice = course.story, course.dice
    register(course, is_classified=not classified_later)
    if classified_later:
        classify(course)
    if story.contact != story.unit and dice.chance(0.3):
        course.take(Step.LEAD_TO_PATH, course.within(story.received_on, 15, late=0.03), story.contact)
    else:
        received = forward(course)
        course.take(Step.LEAD_TO_PATH, course.within(received, 15, late=_LATE_NOTICE), story.unit)
    report_back(course)
    course.take(Step.CONCLUDE, course.soon(1, 10), story.unit)
    return "led_to_path"


def _suggestion(course: Course) -> str:
    story, dice = course.story, course.dice
    register(course)
    received = forward(course)
    if dice.chance(0.8):
        course.take(Step.ACCEPT, course.within(received, 15, late=_LATE_NOTICE), story.unit)
    story.outcome = Outcome.SUPPORT if dice.chance(0.7) else Outcome.EXPLAIN
    # 采纳 is no 支持 of article 32: the reply carries no outcome, the words say what was taken up.
    course.take(Step.REPLY_DIRECTLY, course.soon(5, 50), story.unit)
    report_back(course)
    course.conclude(0, 5)
    return "suggestion"


def _accusation(course: Course, way: str) -> str:
    """Forwarded by the authority over cadres; never to the accused unit or its superior (art. 30)."""
    story = course.story
    story.unit = DISCIPLINE
    story.contact = OFFICE
    register(course)
    course.take(Step.TRANSFER, course.soon(0, 4), OFFICE, to_unit=DISCIPLINE)
    if way == "open" and course.is_recent(_LONGEST_SILENCE):
        return "accusation"
    course.take(Step.ACCEPT, course.within(course.on, 15, late=0.02), DISCIPLINE)
    course.take(Step.REPLY_DIRECTLY, course.soon(20, 80), DISCIPLINE)
    course.take(Step.CONCLUDE, course.soon(1, 5), DISCIPLINE)
    return "accusation"


def accused_by(course: Course) -> str:
    """Return the unit that an accusation is about: the town where it happened, or a department."""
    if course.dice.chance(0.6):
        return course.story.town
    departments = [code for code in places() if code.startswith(f"{COUNTY}D") and code != DISCIPLINE]
    return course.dice.pick(departments)


def complained_of(story: Story, serial: int) -> str | None:
    """Return the unit that a claim is about; of every fourth the clerk did not write it down."""
    if story.situation.petition_class is not PetitionClass.CLAIM:
        return None
    return (None, story.unit, story.unit, story.town)[serial % 4]
