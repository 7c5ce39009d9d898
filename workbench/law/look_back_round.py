"""Rounds of look-back (回头看批次): which matters enter, by rule, seed and as-of day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from workbench.law.look_back_data import look_back_data
from workbench.terms import LookBackRule


class LookBackError(ValueError):
    """A change that the look-back does not allow."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules must know of a matter on the as-of day. ``unit`` answers for it.

    ``back_on``: the day of the last petition on the same matter after the closure (in the matter itself, or
    in one that a clerk has linked to it).
    """

    case_no: str
    unit: str
    registered_on: date
    closed_on: date | None = None
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class RoundEntry:
    """A matter of a round, and the unit whose work is looked at."""

    case_no: str
    unit: str


@dataclass(frozen=True, slots=True)
class LookBackRound:
    """回头看批次. The list can be computed again from rule, seed, as-of day and ``days``/``per_unit``.

    ``start`` and ``end`` bound the closures of a random sample. ``seed`` is told even where nothing is drawn.
    """

    id: int
    round_no: str
    name: str
    rule: LookBackRule
    opened_on: date
    as_of: date
    seed: int
    days: int | None = None
    per_unit: int | None = None
    start: date | None = None
    end: date | None = None
    entries: tuple[RoundEntry, ...] = ()
    closed_on: date | None = None
    version: int = 1

    def closed(self, on: date) -> LookBackRound:
        """Return the round ended; nothing is assigned from it any more."""
        if self.closed_on is not None:
            raise LookBackError(f"“{self.name}”已于{self.closed_on}结束")
        if on < self.opened_on:
            raise LookBackError(f"日期早于开始之日（{self.opened_on}）：请核对")
        return replace(self, closed_on=on)


def opened(new: LookBackRound) -> LookBackRound:
    """Return a new round with its settings filled in; ``LookBackError`` says what it lacks."""
    if not new.name.strip():
        raise LookBackError("请填写回头看批次的名称")
    if not new.entries:
        raise LookBackError("按所选规则没有可以回头看的事项：请调整规则、期间或者截至日")
    if new.as_of > new.opened_on:
        raise LookBackError("截至日晚于开始日期：请核对")
    if len({one.case_no for one in new.entries}) != len(new.entries):
        raise LookBackError("名单中有重复的事项：请重新生成")
    is_random = new.rule is LookBackRule.RANDOM
    if is_random and (new.start is None or new.end is None or not new.start <= new.end <= new.as_of):
        raise LookBackError("随机抽查须有办结期间，且不晚于截至日：请核对")
    if not is_random and (new.start is not None or new.end is not None):
        raise LookBackError("只有随机抽查才填写办结期间")
    return replace(new, name=new.name.strip())


def chosen(
    matters: Iterable[Candidate],
    rule: LookBackRule,
    *,
    as_of: date,
    seed: int,
    days: int | None = None,
    per_unit: int | None = None,
    start: date | None = None,
    end: date | None = None,
) -> tuple[RoundEntry, ...]:
    """Return what enters a round, by unit and number; the order of ``matters`` does not matter.

    Random: ``per_unit`` of what each unit closed from ``start`` to ``end``, whether anybody came back or not.
    """
    settings = look_back_data().rules[rule]
    days, per_unit = days or settings.days or 0, per_unit or settings.per_unit or 0
    found: dict[str, list[str]] = defaultdict(list)
    for one in matters:
        if _enters(one, rule, as_of, days, start, end):
            found[one.unit].append(one.case_no)
    drawn = [
        RoundEntry(case_no, unit)
        for unit, numbers in found.items()
        for case_no in (
            sorted(numbers, key=lambda number: _lot(seed, number))[:per_unit]
            if rule is LookBackRule.RANDOM
            else numbers
        )
    ]
    return tuple(sorted(drawn, key=lambda one: (one.unit, one.case_no)))


def _enters(
    one: Candidate, rule: LookBackRule, as_of: date, days: int, start: date | None, end: date | None
) -> bool:
    closed = one.closed_on is not None and one.closed_on <= as_of
    if rule is LookBackRule.LONG_OPEN:
        return not closed and (as_of - one.registered_on).days > days
    if not closed or one.closed_on is None:
        return False
    if rule is LookBackRule.ENDED_AND_BACK:
        is_back = one.back_on is not None and one.closed_on < one.back_on <= as_of
        return is_back and one.back_on is not None and (as_of - one.back_on).days <= days
    return (start or date.min) <= one.closed_on <= (end or as_of)


def _lot(seed: int, case_no: str) -> bytes:
    return sha256(f"{seed}:{case_no}".encode()).digest()
