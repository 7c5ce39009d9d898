"""What the office sees of its matters from day to day: the steps recorded so far, and what is late."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from workbench.acts.codec import recorded_as
from workbench.demo.places import OFFICE
from workbench.demo.story import Story
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import Obligation, obligations
from workbench.law.facts import CaseFile, StepTaken
from workbench.terms import DeadlineState, PetitionClass, Step

FORGET_AFTER: Final = 150  # days after its end a matter is no longer watched


@dataclass(slots=True)
class Known:
    """A matter as recorded so far. Accusations are known by their number only."""

    story: Story
    steps: list[StepTaken] = field(default_factory=list)
    _due: tuple[int, date | None] = (0, None)  # the next day to miss, and after how many steps it was told
    _ended_on: date | None = None

    @property
    def case_no(self) -> str:
        return self.story.case_no

    @property
    def unit(self) -> str:
        return self.story.unit

    @property
    def registered_on(self) -> date:
        return self.steps[0].on

    @property
    def is_accusation(self) -> bool:
        return self.story.situation.petition_class is PetitionClass.ACCUSATION

    def ended_on(self) -> date | None:
        """Return the day the procedure ended, ``None`` while it goes on."""
        return self._ended_on

    def take(self, step: StepTaken) -> None:
        """Take note of a further step."""
        self.steps.append(step)
        if step.kind is Step.CONCLUDE:
            self._ended_on = step.on

    def is_late(self, as_of: date, calendars: CalendarHistory) -> bool:
        """Return whether its unit is late on a day; cheap while nothing new was recorded."""
        told, due = self._due
        if told != len(self.steps):
            owed = self._owed(as_of, calendars, self.unit)
            unmet = [one.at(as_of) for one in owed if one.met_on is None and one.ended_on is None]
            days = [version.due_rolled for version in unmet if version is not None]
            due = min((day for day in days if day is not None), default=None)
            self._due = len(self.steps), due
        return due is not None and due < as_of

    def late(self, as_of: date, calendars: CalendarHistory, *, of: str = "") -> list[Obligation]:
        """Return what its unit, or the unit ``of``, is late with on a day, the longest first."""
        owed = self._owed(as_of, calendars, of or self.unit)
        found = [one for one in owed if one.state(as_of) is DeadlineState.LATE]
        return sorted(found, key=lambda one: -one.days_late(as_of))

    def _owed(self, as_of: date, calendars: CalendarHistory, unit: str) -> list[Obligation]:
        file = CaseFile(self.case_no, tuple(step for step in self.steps if step.on <= as_of))
        return [one for one in obligations(file, calendars, office=OFFICE) if one.unit == unit]


class Watch:
    """The matters that are open or ended a short while ago, by their numbers."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}

    def see(self, story: Story, step: StepTaken) -> Known:
        """Take note of a recorded step; return its matter."""
        known = self._known.setdefault(story.case_no, Known(story))
        known.take(recorded_as(step, len(known.steps) + 1, 0))
        return known

    def open(self) -> list[Known]:
        """Return the matters whose procedure goes on, in the order of their registration."""
        return [known for known in self._known.values() if known.ended_on() is None]

    def forget(self, day: date) -> None:
        """Let go of what ended long ago."""
        ended = {key: known.ended_on() for key, known in self._known.items()}
        for key, on in ended.items():
            if on is not None and (day - on).days > FORGET_AFTER:
                del self._known[key]
