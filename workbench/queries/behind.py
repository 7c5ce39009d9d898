"""The cases behind what was counted of some units: of matters, of deadlines, of what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.indicators.catalogue import GRAINS, Indicator
from workbench.indicators.evaluate import Facts, Period, dimension, values_of
from workbench.terms import CommitmentKind

MOST: Final = 500  # cases behind one number


@dataclass(frozen=True, slots=True)
class CaseBehind:
    """One case behind a number: a matter or what was promised beside the deadlines, due when, done when.

    ``case_no`` and ``title`` are ``None`` where it is about no matter; ``number`` names what was promised.
    """

    case_no: str | None
    title: str | None
    kind: CommitmentKind | None
    number: str | None
    due_on: date
    done_on: date | None
    is_passed: bool


def cases_behind(
    facts: Facts, definition: Indicator, units: Iterable[str], period: Period, as_of: date
) -> tuple[CaseBehind, ...]:
    """Return the cases that a figure counts for some units, those not in time first, ``MOST`` at most."""
    done = (definition.that or "").split()[0]
    pledge = "pledge_kind, pledge" if definition.grain == "commitment" else "null, null"
    marks = {f"unit_{number}": code for number, code in enumerate(sorted(units))}
    if not marks:
        return ()
    sql = (
        f"select case_no, title, {pledge}, {definition.date}, {done}, "
        f"case when {definition.that} then 1 else 0 end "
        f"from {GRAINS[definition.grain][0]} where ({definition.of}) "
        f"and {dimension(definition, 'unit')} in ({', '.join(f':{name}' for name in marks)}) "
        f"order by 7, 5, 1, 4 limit {MOST}"
    )
    return tuple(_case(*row) for row in facts.execute(sql, values_of(period, as_of, dict(marks))))


def _case(
    case_no: str | None,
    title: str | None,
    kind: str | None,
    pledge: str | None,
    due: str,
    done: str | None,
    passed: int,
) -> CaseBehind:
    return CaseBehind(
        case_no,
        title,
        CommitmentKind.coded(kind) if kind else None,
        pledge.partition(":")[2] if pledge else None,
        date.fromisoformat(due),
        date.fromisoformat(done) if done else None,
        bool(passed),
    )
