"""How many petitions the demo county receives, when, through which channel and from how many people.

The demo ends on a fixed day, ``LAST_DAY``, the same on every machine and in every year to come. Its five
years are the five times twelve months up to that day; a petition belongs to the year of its registration.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from workbench.demo.dice import Dice, apportion
from workbench.demo.workdays import Workdays
from workbench.terms import Channel

LAST_DAY: Final = date(2026, 11, 20)  # a Friday
YEARS: Final = 5
# The figures of the office's own report for one year; they are those of the last year of the demo.
BATCHES: Final = 1777
PERSON_TIMES: Final = 2462
VISIT_BATCHES: Final = 231
VISIT_PERSON_TIMES: Final = 656
FALL_OF_BATCHES: Final = 0.06
FALL_OF_PERSON_TIMES: Final = 0.10
REPEAT_SHARE: Final = 0.09  # of all batches: the same matter raised again
ONLINE_SHARES: Final = (0.44, 0.47, 0.49, 0.51, 0.54)
GROUP: Final = 5  # people from which a visit counts as a group visit (集体访)
SMALLEST: Final = 20  # matters; with fewer the years and channels would stand empty
_LETTERS_OF_REST: Final = 0.36  # of what is neither visit nor online; the rest are calls
_FIRST_REPEAT: Final = 45  # days after which somebody can come again in the first year
_MONTHS: Final = (0.92, 0.75, 1.22, 1.05, 1.02, 1.08, 1.04, 0.98, 1.02, 0.92, 1.04, 0.96)
_WEEKDAYS: Final = (1.25, 1.08, 1.0, 0.95, 0.88, 0.7, 0.7)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The targets of one year, from ``start`` to ``end``, both included."""

    start: date
    end: date
    batches: int
    repeats: int
    person_times: int
    visit_batches: int
    visit_person_times: int
    online_batches: int

    @property
    def matters(self) -> int:
        """New matters of the year."""
        return self.batches - self.repeats


@dataclass(frozen=True, slots=True)
class Arrival:
    """One petition that is to be registered on ``on``."""

    on: date
    channel: Channel
    people: int
    is_repeat: bool


def years_of(matters: int | None = None) -> tuple[YearPlan, ...]:
    """Return the plan of the five years, oldest first.

    Without ``matters`` these are the figures of the county. With it the same county is made smaller or
    larger, so that the five years hold exactly this many matters (at least ``SMALLEST``).
    """
    usual = tuple(_usual_year(ago) for ago in range(YEARS - 1, -1, -1))
    if matters is None:
        return usual
    parts = apportion(max(matters, SMALLEST), [year.matters for year in usual])
    return tuple(_scaled(year, part) for year, part in zip(usual, parts, strict=True))


def _usual_year(ago: int) -> YearPlan:
    more, more_people = (1 - FALL_OF_BATCHES) ** -ago, (1 - FALL_OF_PERSON_TIMES) ** -ago
    batches = round(BATCHES * more)
    return YearPlan(
        start=_years_before(LAST_DAY, ago + 1) + timedelta(days=1),
        end=_years_before(LAST_DAY, ago),
        batches=batches,
        repeats=round(batches * REPEAT_SHARE),
        person_times=round(PERSON_TIMES * more_people),
        visit_batches=round(VISIT_BATCHES * more),
        visit_person_times=round(VISIT_PERSON_TIMES * more_people),
        online_batches=round(batches * ONLINE_SHARES[YEARS - 1 - ago]),
    )


def _scaled(year: YearPlan, matters: int) -> YearPlan:
    factor = matters / year.matters
    repeats = round(year.repeats * factor)
    batches = matters + repeats
    visits = max(1, round(year.visit_batches * factor))
    visitors = max(visits, round(year.visit_person_times * factor))
    others = max(batches - visits, round((year.person_times - year.visit_person_times) * factor))
    return YearPlan(
        start=year.start,
        end=year.end,
        batches=batches,
        repeats=repeats,
        person_times=visitors + others,
        visit_batches=visits,
        visit_person_times=visitors,
        online_batches=min(batches - visits, round(year.online_batches * factor)),
    )


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


def arrivals(dice: Dice, year: YearPlan, workdays: Workdays, *, is_first: bool) -> list[Arrival]:
    """Return the petitions of one year in the order of their registration."""
    days = workdays.between(year.start, year.end)
    bounds = list(accumulate(_MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()] for day in days))
    drawn = sorted(bisect(bounds, dice.random() * bounds[-1]) for _ in range(year.batches))
    first = bisect([day - year.start for day in days], timedelta(days=_FIRST_REPEAT)) if is_first else 0
    can_repeat = [at for at, day in enumerate(drawn) if day >= first]
    repeats = set(dice.shuffled(can_repeat)[: year.repeats])
    who = dice.shuffled(_channels_and_people(dice, year))
    return [
        Arrival(days[day], channel, people, at in repeats)
        for at, (day, (channel, people)) in enumerate(zip(drawn, who, strict=True))
    ]


def _channels_and_people(dice: Dice, year: YearPlan) -> list[tuple[Channel, int]]:
    rest = year.batches - year.visit_batches
    letters = round((rest - year.online_batches) * _LETTERS_OF_REST)
    calls = rest - year.online_batches - letters
    visits = group_sizes(dice, year.visit_batches, year.visit_person_times)
    written = group_sizes(dice, rest - calls, year.person_times - year.visit_person_times - calls)
    others = [Channel.ONLINE] * year.online_batches + [Channel.LETTER] * letters
    return [
        *((Channel.VISIT, people) for people in visits),
        *zip(dice.shuffled(others), written, strict=True),
        *((Channel.CALL, 1) for _ in range(calls)),
    ]


def group_sizes(dice: Dice, batches: int, person_times: int) -> list[int]:
    """Return the sizes of so many groups with so many people in all: most of one, some large."""
    sizes = [1] * batches
    surplus = person_times - batches
    at = 0
    while surplus * 0.45 > GROUP and at < batches // 7 and _rest_suffices(surplus, batches - at):
        size = GROUP + int(dice.random() ** 3 * 22)
        more = min(size - 1, surplus)
        sizes[at] += more
        surplus -= more
        at += 1
    small = range(at, batches)
    while surplus > 0:
        sizes[dice.pick(small) if small else 0] += 1
        surplus -= 1
    return sizes


def _rest_suffices(surplus: int, batches: int) -> bool:
    return surplus > batches * 0.12
