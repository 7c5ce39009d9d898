"""Who comes again about the same matter, and with whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from workbench.acts.handling import Person
from workbench.demo.dice import Dice
from workbench.demo.plan import Arrival
from workbench.demo.story import MOST_REPRESENTATIVES, SEVERAL, Story, invent_persons
from workbench.terms import Channel

_SOONEST: Final = timedelta(days=9)
_MOST_TIMES: Final = 3
_TRIES: Final = 24
_AFTER_THE_END: Final = 0.05  # of repeats: after final review, to be answered with 不再受理


class Returning:
    """Remembers the matters of about the last year and chooses one that is raised again."""

    def __init__(self, dice: Dice, *, keep: int) -> None:
        self._dice = dice
        self._keep = keep
        self._stories: list[Story] = []
        self._finalized: list[Story] = []

    def remember(self, story: Story) -> None:
        """Keep a new matter in mind; one without a name cannot be known again."""
        if not story.persons:
            return
        self._stories.append(story)
        if story.finalized_on is not None:
            self._finalized.append(story)
        if len(self._stories) > 2 * self._keep:
            del self._stories[: self._keep]

    def choose(self, arrival: Arrival) -> Story | None:
        """Return the matter that this petition raises again, ``None`` if none suits."""
        if self._finalized and self._dice.chance(_AFTER_THE_END):
            at = next((at for at, one in enumerate(self._finalized) if _is_final(one, arrival.on)), None)
            if at is not None:
                return self._finalized.pop(at)
        fitting: Story | None = None
        for _ in range(_TRIES):
            back = int(self._dice.random() ** 1.6 * min(len(self._stories), self._keep))
            story = self._stories[-1 - back] if self._stories else None
            if story is None or story.received_on + _SOONEST > arrival.on or story.times > _MOST_TIMES:
                continue
            fitting = story
            if arrival.people < SEVERAL or story.situation.group:
                break
        if fitting is not None:
            fitting.times += 1
        return fitting

    def persons(self, story: Story, people: int, channel: Channel) -> tuple[Person, ...]:
        """Return who comes this time: at least one of those who came before."""
        known = story.persons[: min(people, MOST_REPRESENTATIVES)]
        more = min(people, MOST_REPRESENTATIVES) - len(known)
        if not more:
            return known
        home = f"{story.words['town']}{story.words['village']}"
        return (*known, *invent_persons(self._dice, more, channel, home))


def _is_final(story: Story, on: date) -> bool:
    return story.finalized_on is not None and story.finalized_on + _SOONEST < on
