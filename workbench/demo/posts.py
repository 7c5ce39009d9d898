"""Who does the petition work in each unit of the demo: posts held, handed over, left vacant; trainings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from workbench.acts.base import Act
from workbench.acts.staffing import AppointPost, LeavePost, RecordTraining
from workbench.demo.deeds import SUPERVISOR, Chain, handler
from workbench.demo.dice import Dice
from workbench.demo.names import person_name
from workbench.demo.places import places
from workbench.demo.workdays import Workdays
from workbench.terms import PostKind

_SEED: Final = 4306825
_VACANT: Final = {PostKind.OPERATOR: 0.09, PostKind.SUBSTITUTE: 0.3}  # never filled
_HANDED_OVER: Final = {PostKind.HEAD: 0.25, PostKind.COORDINATOR: 0.3, PostKind.OPERATOR: 0.15}
_LEFT_OPEN: Final = 0.25  # of the coordinators and operators who go, without anybody who follows
_TITLES: Final = {
    True: {
        PostKind.HEAD: "党委书记",
        PostKind.DEPUTY: "党委副书记",
        PostKind.COORDINATOR: "综治中心主任",
        PostKind.OPERATOR: "信访办干部",
        PostKind.SUBSTITUTE: "党政办干部",
    },
    False: {
        PostKind.HEAD: "主要负责人",
        PostKind.DEPUTY: "班子成员",
        PostKind.COORDINATOR: "办公室主任",
        PostKind.OPERATOR: "办公室干部",
        PostKind.SUBSTITUTE: "综合股干部",
    },
}
_TRAININGS: Final = (
    (3, "信访事项登记、受理和告知的时限"),
    (6, "信访信息系统操作"),
    (9, "初信初访办理和答复文书"),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A post held from ``since`` to before ``until``; days count from the first day of these two years."""

    post: PostKind
    name: str
    title: str
    since: int
    until: int | None = None


@cache
def reporting_units() -> tuple[str, ...]:
    """Return the towns, subdistricts and municipal departments, as listed."""
    return tuple(one.code for one in places().values() if one.is_town or one.code.startswith("430682D"))


@cache
def held_in(unit: str) -> tuple[Held, ...]:
    """Return who holds the posts of a unit, the same in every county."""
    at = list(places()).index(unit)
    dice = Dice(_SEED + at)
    titles = _TITLES[places()[unit].is_town]
    found: list[Held] = []
    for post in PostKind:
        if dice.chance(_VACANT.get(post, 0.0)):
            continue
        first = Held(post, person_name(dice), titles[post], -dice.whole(90, 900))
        if not dice.chance(_HANDED_OVER.get(post, 0.0)):
            found.append(first)
            continue
        goes = dice.whole(120, 690)
        found.append(Held(post, first.name, first.title, first.since, goes))
        if post is PostKind.HEAD or not dice.chance(_LEFT_OPEN):
            # A report is signed by whoever is head that day: heads follow each other without a gap.
            gap = 0 if post is PostKind.HEAD else dice.whole(0, 40)
            found.append(Held(post, person_name(dice), first.title, goes + gap))
    return tuple(found)


def head_on(unit: str, first_day: date, day: date) -> str:
    """Return the head of a unit on a day of the two years."""
    after = (day - first_day).days
    return next(
        one.name
        for one in held_in(unit)
        if one.post is PostKind.HEAD and one.since <= after and (one.until is None or after < one.until)
    )


class Posts:
    """Registers the posts on the first day, then who goes and comes, then the trainings."""

    def __init__(self, seed: int, days: Workdays, first_day: date) -> None:
        self._dice, self._days, self._first = Dice(seed + 23), days, first_day
        self._is_begun = False

    def day(self, day: date) -> Iterator[Chain]:
        """Yield what is registered on a day, with what follows from it later."""
        if not self._is_begun:
            self._is_begun = True
            for unit in reporting_units():
                yield self._unit(unit, day)
        for month, topic in _TRAININGS:
            if day.month == month and self._days.between(day.replace(day=10), day)[:1] == [day]:
                yield self._training(day, topic)

    def _unit(self, unit: str, day: date) -> Chain:
        chain = Chain(self._dice, self._days, day)
        numbers = {one: number for number, one in enumerate(self._in_order(unit), 1)}
        moments = [(max(one.since, 0), 1, one) for one in numbers]
        moments += [(one.until, 0, one) for one in numbers if one.until is not None]
        for after, comes, one in sorted(moments, key=lambda found: (found[0], found[1], numbers[found[2]])):
            on, since = self._first + timedelta(after), self._first + timedelta(one.since)
            come = AppointPost(unit, one.post, since, one.name, one.title)
            act = come if comes else LeavePost(unit, numbers[one], on, "工作调动")
            chain.add(max(on, day), handler(unit), _just(act), at_once=True)
        return chain

    def _in_order(self, unit: str) -> list[Held]:
        """Return the holders as they are appointed, which is how they are numbered."""
        return sorted(held_in(unit), key=lambda one: max(one.since, 0))

    def _training(self, day: date, topic: str) -> Chain:
        chain = Chain(self._dice, self._days, day)
        after = (day - self._first).days
        for unit in reporting_units():
            present = tuple(
                number
                for number, one in enumerate(self._in_order(unit), 1)
                if one.post in (PostKind.COORDINATOR, PostKind.OPERATOR, PostKind.SUBSTITUTE)
                and one.since < after  # whoever comes that day may not be registered yet
                and (one.until is None or after < one.until)
                and self._dice.chance(0.85)
            )
            if present:
                act = RecordTraining(unit, present, day, topic)
                chain.add(day, SUPERVISOR, _just(act), at_once=True)
        return chain


def _just(act: Act) -> Callable[[date], Act]:
    return lambda _day: act
