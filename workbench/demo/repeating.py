"""Pairs of matters in the demo that look like one matter raised again, and what a clerk decided of them.

Some are: a copy after a reply, one submission sent twice within minutes, a joint letter with somebody who had
written alone. Some are not: one person, two matters. What is planted stands in ``PLANS`` and nowhere else; a
county without planting has no such pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from workbench.acts.handling import Register
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.demo.course import Course
from workbench.demo.deeds import Chain, handler
from workbench.demo.dice import Dice
from workbench.demo.places import OFFICE, county_places, towns
from workbench.demo.plan import LAST_DAY
from workbench.demo.repeat_pairs import PLANS, Likeness, Matter, Pair, bent, fits
from workbench.demo.story import Story
from workbench.demo.workdays import Workdays
from workbench.law.repeat import link_number, relation
from workbench.law.topics import topic_label
from workbench.repeats.places import PlaceNames, in_common
from workbench.terms import PetitionClass, RepeatVerdict

_KEPT: Final = timedelta(150)  # how long back an earlier matter may lie
_FIRST: Final = max(plan.ago for plan in PLANS) + _KEPT.days
_APART_BY: Final = timedelta(minutes=7)
_WHY: Final = {
    RepeatVerdict.REJECTED: "同一人先后反映的两件事，时间和具体情形不同，分别办理",
    RepeatVerdict.SPLIT: "核对原件后发现是两件事，各办各的",
}


class Repeating:
    """Looks for two matters of one kind, and bends the later one as it is registered.

    Nothing is drawn from the dice of the county, and no step is moved: all else falls as it does without.
    """

    def __init__(self, seed: int, days: Workdays) -> None:
        self._dice, self._days = Dice(seed + 41), days
        self._plans = list(PLANS)
        self._matters: list[Matter] = []
        self._by_story: dict[int, Matter] = {}
        self._pairs: dict[int, Pair] = {}  # by the story of the later matter
        self._registered: list[Pair] = []
        self._taken: set[int] = set()
        self._names = PlaceNames(county_places(), ((town.name, town.name[:2]) for town in towns()))

    def meet(self, course: Course) -> None:
        """Take note of a new matter as it is planned, and pair it with an earlier one where a plan waits."""
        story = course.story
        if (
            not course.steps
            or not story.persons
            or story.situation.petition_class is PetitionClass.ACCUSATION
        ):
            return
        matter = Matter(course)
        if (LAST_DAY - matter.first.on).days <= _FIRST:
            self._matters = [one for one in self._matters if one.first.on + _KEPT >= matter.first.on]
            self._pair(matter)
            self._matters.append(matter)
            self._by_story[id(story)] = matter

    def registered(self, act: Register, story: Story) -> Register:
        """Return the act of a registration, bent where the matter is the later one of a pair."""
        matter = self._by_story.get(id(story))
        if matter is None:
            return act
        pair = self._pairs.get(id(story))
        if pair is not None and pair.earlier.register is not None:
            act = bent(act, pair)
            self._registered.append(pair)
        matter.register = act
        return act

    def day(self, day: date) -> Iterator[Chain]:
        """Yield what a clerk decides of the pairs that were registered since the last working day."""
        ready, self._registered = self._registered, []
        for pair in ready:
            if pair.plan.decided:
                chain = Chain(self._dice, self._days, day)
                for verdict in pair.plan.decided:
                    act = partial(self._decide, pair, verdict)
                    chain.add(chain.after(3, 9), handler(OFFICE), act)
                yield chain

    def _pair(self, later: Matter) -> None:
        for plan in self._plans:
            if (LAST_DAY - later.first.on).days > plan.ago:
                continue
            for earlier in self._matters:
                if id(earlier.story) not in self._taken and fits(plan.likeness, earlier, later):
                    if plan.likeness is Likeness.TWICE:
                        first = datetime.combine(earlier.story.received_on, time(9, 12))
                        earlier.first.facts["received_at"] = first.time()
                        later.first.facts["received_at"] = (first + _APART_BY).time()
                    self._pairs[id(later.story)] = Pair(plan, earlier, later)
                    self._taken |= {id(earlier.story), id(later.story)}
                    self._plans.remove(plan)
                    return

    def _decide(self, pair: Pair, verdict: RepeatVerdict, on: date) -> DecideRepeat:
        one, other = pair.earlier.story.case_no, pair.later.story.case_no
        grounds = self._grounds(pair.earlier, pair.later)
        return DecideRepeat(link_number(one, other), one, other, on, verdict, grounds, _WHY.get(verdict))

    def _grounds(self, one: Matter, other: Matter) -> LinkGrounds:
        """Return what the clerk had before him, among the matters of the time, as the screen computes it."""
        from workbench.repeats.likeness import compared  # SciPy is loaded when it is needed

        others = [text for matter in self._matters if matter not in (one, other) for text in matter.texts]
        texts = [*one.texts, *other.texts, *others]
        alike = compared(texts, [(0, 1)], known=self._names)[0]
        return LinkGrounds(
            relation(one.raised, other.raised),
            round(alike * 100),
            (other.raised.on - one.raised.on).days,
            bool(in_common(self._names.named(texts[0]), self._names.named(texts[1]))),
            one.story.unit == other.story.unit,
            topic_label(one.story.situation.topic) == topic_label(other.story.situation.topic),
        )
