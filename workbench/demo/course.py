"""The steps of one matter as they are planned: when each happens, and when somebody records it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from workbench.china_time import CHINA
from workbench.demo.dice import Dice
from workbench.demo.places import places
from workbench.demo.plan import LAST_DAY
from workbench.demo.story import Story
from workbench.demo.workdays import Workdays
from workbench.terms import Satisfaction, Step

_OPENS: Final = timedelta(hours=8, minutes=30)
_MINUTES: Final = 540  # from half past eight to half past five
_PROMPT: Final = 0.90  # of steps recorded on the day they happen
_LATER: Final = 0.98  # within three days; the rest within twelve
_END: Final = datetime.combine(LAST_DAY, time(18), CHINA)
_AT_ONCE: Final = frozenset({Step.REGISTER, Step.REPEAT})  # registration is the recording


@dataclass(slots=True)
class Planned:
    """A step to be recorded at ``now``."""

    now: datetime
    kind: Step
    on: date
    facts: dict[str, Any]
    story: Story


class Course:
    """Collects the steps of a matter; what would be recorded after the last day of the demo is left out."""

    __slots__ = ("days", "dice", "is_over", "now", "on", "owes_report", "steps", "story")

    def __init__(
        self, dice: Dice, days: Workdays, story: Story, on: date, now: datetime | None = None
    ) -> None:
        self.dice = dice
        self.days = days
        self.story = story
        self.on = on
        self.now = now or datetime.combine(on, time(8), CHINA)
        self.steps: list[Planned] = []
        self.is_over = False
        self.owes_report = False  # an assignment whose result the unit forgot to tell its sender

    @property
    def pace(self) -> float:
        """How slow the responsible unit is; 1.0 is usual."""
        return places()[self.story.unit].pace

    def take(self, kind: Step, on: date, unit: str | None = None, **facts: Any) -> None:
        """Plan a step of ``unit`` on ``on``; never before the step planned last."""
        on = max(on, self.on)
        now = self._recorded(kind, on)
        if on > LAST_DAY or now > _END:
            self.is_over = True
        if self.is_over:
            return
        self.on, self.now = on, now
        facts["unit"] = unit
        self.steps.append(Planned(now, kind, on, facts, self.story))

    def soon(self, low: int, high: int) -> date:
        """Return a working day so many calendar days after the last step."""
        return self.days.after(self.on, self.dice.whole(low, high))

    def not_before_conclusion(self, on: date) -> date:
        """Return ``on``, or the later day of the conclusion; what follows is recorded after that was."""
        story = self.story
        if story.concluded_on is None or story.conclusion_recorded is None:
            return on
        self.now = max(self.now, story.conclusion_recorded)
        return max(on, story.concluded_on)

    def is_recent(self, days: int) -> bool:
        """Return whether the last step lies at most so many days before the end of the demo.

        Only what is recent may be left undone: an office asks after what lies for years.
        """
        return (LAST_DAY - self.on).days <= days

    def within(self, start: date, limit: int, *, late: float) -> date:
        """Return a working day within ``limit`` days of ``start``; later in about a share ``late``."""
        dice, pace = self.dice, self.pace
        if dice.chance(late * pace * pace):
            return self.days.after(start, limit + 2 + int(dice.random() ** 2 * limit * 1.6))
        usual = min(0.98, (0.12 + 0.7 * dice.random()) * pace)
        return self.days.after(start, max(1, int(limit * usual)))

    def conclude(self, low: int = 1, high: int = 8) -> None:
        """End the procedure; the dispute itself may end, or not, and the petitioner may speak, or not."""
        dice, story = self.dice, self.story
        self.take(Step.CONCLUDE, self.soon(low, high), story.unit)
        if not self.is_over:
            story.concluded_on, story.conclusion_recorded = self.on, self.now
        is_resolved = story.is_mediated or dice.chance(0.58)
        if is_resolved:
            self.take(Step.RESOLVE, self.soon(0, 30), story.unit)
        if story.persons and dice.chance(0.48):
            mood = dice.random() + (0.18 if is_resolved else -0.12)
            said = Satisfaction.SATISFIED if mood > 0.5 else Satisfaction.MOSTLY_SATISFIED
            said = Satisfaction.DISSATISFIED if mood < 0.25 else said
            self.take(Step.RATE, self.soon(1, 20), None, satisfaction=said)

    def _recorded(self, kind: Step, on: date) -> datetime:
        dice, day = self.dice, on
        if kind not in _AT_ONCE:
            luck = dice.random()
            if luck > _PROMPT:
                day = self.days.after(on, dice.whole(1, 3) if luck < _LATER else dice.whole(4, 12))
        at = datetime(day.year, day.month, day.day, tzinfo=CHINA) + _OPENS
        at += timedelta(minutes=int(dice.random() * _MINUTES))
        return max(at, self.now + timedelta(minutes=2 + int(dice.random() * 30)))
