"""接访履职率 as screens tell it: the figure of the catalogue, with the receptions of the days that it counts.

Nobody is ranked. How many people came makes no difference; a day on which nobody came was held.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.acts.receptions import RECEPTION
from workbench.indicators.evaluate import Period
from workbench.law.reception import Reception
from workbench.queries.in_force import in_force
from workbench.queries.promise_share import promise_share
from workbench.terms import ReceptionState

FIGURE: Final = "receptions_held"


class NothingScheduledError(ValueError):
    """A share of nothing is no share."""

    def __init__(self, start: date, end: date) -> None:
        super().__init__(f"{start}至{end}没有已到期的接访安排，接访履职率无从计算：请换一个统计期")


@dataclass(frozen=True, slots=True)
class ReceptionRate:
    """接访履职率: days (leader and day) held of days scheduled, from ``start`` to ``end``, both included.

    ``held_nos`` and ``missed_nos`` are the receptions of these days.
    """

    start: date
    end: date
    as_of: date
    numerator: int
    denominator: int
    held_nos: tuple[str, ...]
    missed_nos: tuple[str, ...]

    @property
    def value(self) -> float:
        """Return the share between 0 and 1."""
        return self.numerator / self.denominator


def reception_rate(receptions: Sequence[Reception], start: date, end: date, as_of: date) -> ReceptionRate:
    """Return 接访履职率; ``NothingScheduledError`` where no scheduled day has passed."""
    found = promise_share(FIGURE, RECEPTION, receptions, Period(start, end), as_of)
    held, missed = (_of_days(receptions, numbers, as_of) for numbers in (found.passed, found.failed))
    of = len(found.passed) + len(found.failed)
    if not of:
        raise NothingScheduledError(start, end)
    return ReceptionRate(start, end, as_of, len(found.passed), of, held, missed)


def rate_definition() -> str:
    """Return in words what counts and what passes, as the catalogue says it."""
    one = in_force(FIGURE)
    return f"{one.name}：{one.words}。{one.caution}。"


def _of_days(receptions: Sequence[Reception], numbers: Collection[str], as_of: date) -> tuple[str, ...]:
    """Return all receptions of the days for which these numbers stand."""
    days = {one.leader_day for one in receptions if one.reception_no in numbers}
    return tuple(
        sorted(
            one.reception_no
            for one in receptions
            if one.leader_day in days and one.state(as_of) is not ReceptionState.MOVED
        )
    )
