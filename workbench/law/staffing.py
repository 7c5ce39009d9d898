"""Who does the petition work of a unit (信访岗位): head, deputy, coordinator, operator, substitutes.

The office's report asks for training two to three times a year (``training_times_a_year`` in local.toml, no
rule of the regulation). A post that nobody holds shows as vacant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.law.settings import settings
from workbench.terms import PostKind

SINGLE: Final = frozenset({PostKind.HEAD, PostKind.DEPUTY, PostKind.COORDINATOR, PostKind.OPERATOR})
TRAINED: Final = frozenset({PostKind.COORDINATOR, PostKind.OPERATOR})  # whom the report wants trained


class StaffingError(ValueError):
    """A change that the register of posts does not allow."""


@dataclass(frozen=True, slots=True)
class PostHolder:
    """An official in a post from ``since`` on, up to the day before ``until``."""

    post: PostKind
    name: str
    title: str
    since: date
    until: date | None = None
    why: str | None = None

    def is_in_post(self, day: date) -> bool:
        """Return whether he holds the post on ``day``."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class PostTraining:
    """A training that holder ``holder`` (from 1, as they were appointed) took part in."""

    holder: int
    on: date
    topic: str


@dataclass(frozen=True, slots=True)
class Staffing:
    """信访岗位: all who hold or held a post in one unit, and their trainings."""

    id: int
    unit: str
    holders: tuple[PostHolder, ...] = ()
    trainings: tuple[PostTraining, ...] = ()
    version: int = 1

    def appointed(self, post: PostKind, name: str, title: str, since: date) -> Staffing:
        """Return the register with one more official in post."""
        if not name.strip() or not title.strip():
            raise StaffingError("请填写姓名和职务")
        for one in self.holders:
            is_free = one.until is not None and one.until <= since
            if post is one.post and post in SINGLE and not is_free:
                raise StaffingError(f"{one.post.label}现为{one.name}：请先登记其离任，再登记接任的人员")
            if post is one.post and one.name == name.strip() and not is_free:
                raise StaffingError(f"{one.name}已登记在这一岗位：不必重复登记")
        return replace(self, holders=(*self.holders, PostHolder(post, name.strip(), title.strip(), since)))

    def left(self, holder: int, on: date, why: str | None) -> Staffing:
        """Return the register with a holder out of post from ``on``."""
        found = self._holder(holder)
        if found.until is not None:
            raise StaffingError(f"{found.name}已于{found.until}离任：不必重复登记")
        if on < found.since:
            raise StaffingError(f"离任日期早于到任之日（{found.since}）：请核对")
        trained = [one.on for one in self.trainings if one.holder == holder]
        if trained and on <= max(trained):
            raise StaffingError(f"离任日期不晚于最后一次培训之日（{max(trained)}）：请核对")
        holders = list(self.holders)
        holders[holder - 1] = replace(found, until=on, why=why.strip() if why and why.strip() else None)
        return replace(self, holders=tuple(holders))

    def trained(self, holders: Sequence[int], on: date, topic: str) -> Staffing:
        """Return the register with a training in which these holders took part."""
        if not topic.strip():
            raise StaffingError("请填写培训内容")
        if not holders:
            raise StaffingError("请选择参加培训的人员")
        more = []
        for number in dict.fromkeys(holders):
            found = self._holder(number)
            if not found.is_in_post(on):
                raise StaffingError(f"{found.name}在{on}不在岗：请核对培训日期或者人员")
            if any(one.holder == number and one.on == on for one in self.trainings):
                raise StaffingError(f"{found.name}{on}的培训已经登记：不必重复登记")
            more.append(PostTraining(number, on, topic.strip()))
        return replace(self, trainings=(*self.trainings, *more))

    def in_post(self, day: date) -> tuple[tuple[int, PostHolder], ...]:
        """Return who holds a post on ``day``, with his number, in the order of the posts."""
        found = [(number, one) for number, one in enumerate(self.holders, 1) if one.is_in_post(day)]
        order = list(PostKind)
        return tuple(sorted(found, key=lambda pair: (order.index(pair[1].post), pair[0])))

    def head_on(self, day: date) -> str | None:
        """Return the name of the head on ``day``, ``None`` while the post is vacant or not registered."""
        return next((one.name for _, one in self.in_post(day) if one.post is PostKind.HEAD), None)

    def vacant(self, day: date) -> tuple[PostKind, ...]:
        """Return the posts that nobody holds on ``day``."""
        held = {one.post for _, one in self.in_post(day)}
        return tuple(post for post in PostKind if post not in held)

    def times_trained(self, holder: int, start: date, end: date) -> int:
        """Return how often a holder was trained from ``start`` to ``end``, both included."""
        return sum(one.holder == holder and start <= one.on <= end for one in self.trainings)

    def until(self, as_of: date) -> Staffing:
        """Return the register of a day: who leaves later or is trained later is not told."""
        return replace(
            self,
            holders=tuple(
                one if one.until is None or one.until <= as_of else replace(one, until=None, why=None)
                for one in self.holders
            ),
            trainings=tuple(one for one in self.trainings if one.on <= as_of),
        )

    def _holder(self, number: int) -> PostHolder:
        if not 1 <= number <= len(self.holders):
            raise StaffingError("没有登记这名人员：请刷新后重新选择")
        return self.holders[number - 1]


def short_of_training(staffing: Staffing, as_of: date) -> tuple[PostHolder, ...]:
    """Return who must be trained and, a year after he came, was not as often as the setting asks for."""
    start = year_before(as_of)
    return tuple(
        one
        for number, one in staffing.in_post(as_of)
        if one.post in TRAINED
        and one.since <= start
        and staffing.times_trained(number, start, as_of) < settings().training_times_a_year
    )


def year_before(day: date) -> date:
    """Return the same day a year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
