"""What the leaders, the joint conference and the office do beside the matters: acts with their moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from workbench.acts.base import Act, Actor
from workbench.acts.evidence import KeepEvidence, keep
from workbench.china_time import CHINA
from workbench.demo.dice import Dice
from workbench.demo.places import COUNTY, OFFICE
from workbench.demo.plan import LAST_DAY
from workbench.demo.presence import ACTOR_PREFIX
from workbench.demo.workdays import Workdays
from workbench.terms import Role

CONFERENCE: Final = "430682LX"
SUPERVISOR: Final = Actor(f"{ACTOR_PREFIX}supervisor", Role.SUPERVISOR, OFFICE)
SECRETARY: Final = Actor(f"{ACTOR_PREFIX}conference", Role.SUPERVISOR, CONFERENCE)  # of the joint conference
_OPENS: Final = timedelta(hours=8, minutes=40)
_MINUTES: Final = 500
_END: Final = datetime.combine(LAST_DAY, time(18), CHINA)
_PROMPT: Final = 0.93  # of acts recorded on the day of what they tell


@dataclass(frozen=True, slots=True)
class Deed:
    """An act to be recorded at ``now``; it is made then, for numbers of matters are not known before."""

    now: datetime
    actor: Actor
    make: Callable[[], Act]


class Chain:
    """Deeds one after the other; what would be recorded after the last day of the demo is left out."""

    def __init__(self, dice: Dice, days: Workdays, on: date) -> None:
        self.dice, self.days, self.on = dice, days, on
        self.now = datetime.combine(on, time(8, 40), CHINA)
        self.deeds: list[Deed] = []
        self.is_over = False

    def after(self, low: int, high: int) -> date:
        """Return a working day so many calendar days after the last deed."""
        return self.days.after(self.on, self.dice.whole(low, high))

    def add(self, on: date, actor: Actor, make: Callable[[date], Act], *, at_once: bool = False) -> bool:
        """Plan an act of ``on``, never before the last; ``at_once`` it is recorded that day.

        Return whether it is still within the demo.
        """
        on = max(on, self.on)
        day = on
        if not at_once and not self.dice.chance(_PROMPT):
            day = self.days.after(on, self.dice.whole(1, 3))
        at = datetime.combine(day, time(), CHINA) + _OPENS
        at += timedelta(minutes=int(self.dice.random() * _MINUTES))
        now = max(at, self.now + timedelta(minutes=3 + int(self.dice.random() * 12)))
        self.is_over = self.is_over or on > LAST_DAY or now > _END
        if not self.is_over:
            self.on, self.now = on, now
            self.deeds.append(Deed(now, actor, lambda: make(on)))
        return not self.is_over

    def paper(self, on: date, actor: Actor, title: str, body: str) -> str:
        """Plan that the original of a document is kept; return its SHA-256."""
        content = f"{title}\n\n{body}\n（演示材料，内容虚构）\n".encode()
        self.add(on, actor, lambda day: keep_paper(title, content))
        return sha256(content).hexdigest()


def keep_paper(title: str, content: bytes) -> KeepEvidence:
    """Return the act that keeps an invented document."""
    return keep(f"{title}.txt", content)


def handler(unit: str) -> Actor:
    """Return who acts for a unit."""
    if unit in (OFFICE, COUNTY):
        return Actor(f"{ACTOR_PREFIX}clerk", Role.CLERK, OFFICE)
    return Actor(f"{ACTOR_PREFIX}{unit}", Role.HANDLER, unit)
