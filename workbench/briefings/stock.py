"""What lies open, late or promised at the end of the as-of day, asked of a frozen snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Protocol

from workbench.indicators.evaluate import Period
from workbench.law.limits import find_limit, rule_title
from workbench.queries.duties import SOON_DAYS
from workbench.queries.lateness import LATE
from workbench.queries.situation import AGES, Age
from workbench.terms import Adoption, CommitmentKind, ProposalKind

NO_UNIT = "（尚未确定单位）"


class Asked(Protocol):
    """The tables of a frozen snapshot."""

    def execute(self, sql: str, parameters: Mapping[str, object], /) -> Iterable[Any]:
        """Return the rows of one question."""


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """Open matters (件) of one unit: all, late (在办超期), due within 14 days.

    ``longest`` is the longest lateness of an open one in calendar days.
    """

    code: str | None
    name: str
    open_cases: int
    late: int
    soon: int
    longest: int


@dataclass(frozen=True, slots=True)
class LateMatters:
    """Matters (件) with a duty that is late and not done: those still open, and those that are not any more.

    ``units`` is how many units answer for them, ``longest`` the longest lateness in calendar days.
    """

    open_late: int
    ended_late: int
    units: int
    longest: int


@dataclass(frozen=True, slots=True)
class LateDuty:
    """Duties under one limit that are late and not done: how many, of how many units, the longest in days."""

    title: str
    basis: str
    count: int
    units: int
    longest: int


@dataclass(frozen=True, slots=True)
class Promised:
    """Promises of one kind (项): raised in the period; late and not done at the end of the as-of day."""

    kind: CommitmentKind
    raised: int
    late: int
    longest: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """Proposals of one kind issued in a period, by what the units say; ``waiting`` are not answered yet."""

    kind: ProposalKind
    issued: int
    adopted: int
    partly: int
    refused: int
    waiting: int
    late: int


@dataclass(frozen=True, slots=True)
class ComplainedOf:
    """Matters (件) registered in a period about a unit: claims and suggestions, never accusations."""

    code: str
    name: str
    claims: int
    suggestions: int

    @property
    def cases(self) -> int:
        """Return both together."""
        return self.claims + self.suggestions


def unit_names(facts: Asked) -> dict[str, str]:
    """Return the names of the units by code."""
    return dict(facts.execute("select code, name from unit_fact", {}))


def office_name(facts: Asked) -> str:
    """Return the name of the petition office whose records these are, else that of the city, else ""."""
    rows = facts.execute(
        "select name from unit_fact where kind in ('petition_office', 'county_city') "
        "order by case kind when 'petition_office' then 0 else 1 end, code limit 1",
        {},
    )
    return next((str(name) for (name,) in rows), "")


def unit_loads(facts: Asked, as_of: date) -> tuple[UnitLoad, ...]:
    """Return what lies open per unit: most late first, then most open, then by code."""
    names = unit_names(facts)
    rows = facts.execute(
        f"select unit, count(*), count(case when {LATE} then 1 end), "
        "count(case when next_due >= :today and next_due <= :until then 1 end), "
        f"max(case when {LATE} then late_days else 0 end) "
        "from case_fact where is_open = 1 group by unit order by 3 desc, 2 desc, 1",
        {"today": as_of.isoformat(), "until": (as_of + timedelta(SOON_DAYS)).isoformat()},
    )
    return tuple(UnitLoad(code, names.get(code or "", code or NO_UNIT), *numbers) for code, *numbers in rows)


def late_matters(facts: Asked) -> LateMatters:
    """Return what is late (超期未完成) at the end of the as-of day, as every screen counts it."""
    ((open_late, ended_late, units, longest),) = facts.execute(
        "select count(case when is_open = 1 then 1 end), count(case when is_open = 0 then 1 end), "
        f"count(distinct unit), coalesce(max(late_days), 0) from case_fact where {LATE}",
        {},
    )
    return LateMatters(open_late, ended_late, units, longest)


def ages(facts: Asked) -> tuple[Age, ...]:
    """Return how old the open matters are, in calendar days from the day of receipt."""
    counted = dict.fromkeys(AGES, (0, 0))
    rows = facts.execute(
        f"select elapsed_days, count(*), count(case when {LATE} then 1 end) "
        "from case_fact where is_open = 1 group by elapsed_days",
        {},
    )
    for days, cases, late in rows:
        first = max((one for one in AGES if one <= days), default=0)
        before = counted[first]
        counted[first] = (before[0] + cases, before[1] + late)
    lasts = [following - 1 for _, following in pairwise(AGES)]
    return tuple(Age(first, last, *counted[first]) for first, last in zip(AGES, [*lasts, None], strict=True))


def late_duties(facts: Asked, as_of: date) -> tuple[LateDuty, ...]:
    """Return the duties that are late and not done, by limit, the most first."""
    rows = facts.execute(
        "select rule_id, count(*), count(distinct unit), max(days_late) from deadline_fact "
        "where state = 'late' group by rule_id order by 2 desc, 1",
        {},
    )
    found = []
    for rule, *numbers in rows:
        limit = find_limit(rule, as_of)
        found.append(LateDuty(rule_title(rule), limit.basis if limit else "", *numbers))
    return tuple(found)


def promised(facts: Asked, period: Period, as_of: date) -> tuple[Promised, ...]:
    """Return the promises beside the limits of the law, one line for each kind that there is."""
    # A reception that was missed cannot be made good: it counts once, when it was due, and is never late.
    late = (
        "due_on < :today and met_on is null and ended_on is null "
        f"and kind not in ('{CommitmentKind.RECEPTION.value}', '{CommitmentKind.FILE_REVIEW.value}')"
    )
    rows = facts.execute(
        "select kind, count(case when raised_on between :start and :end then 1 end), "
        f"count(case when {late} then 1 end), max(case when {late} then days_late else 0 end) "
        "from commitment_fact group by kind",
        {
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "today": as_of.isoformat(),
        },
    )
    found = {kind: Promised(CommitmentKind.coded(kind), *numbers) for kind, *numbers in rows}
    return tuple(found[kind.value] for kind in CommitmentKind if kind.value in found)


def sent(facts: Asked, period: Period) -> tuple[int, int]:
    """Return how many duties to forward were met in the period, and how many assignments ask for a report."""
    ((forwarded, assigned),) = facts.execute(
        "select count(case when rule_id = 'R-XF-FWD15' and met_on between :start and :end then 1 end), "
        "count(case when rule_id = 'R-ASSIGN-REPORT' and arises_on between :start and :end then 1 end) "
        "from deadline_fact",
        {"start": period.start.isoformat(), "end": period.end.isoformat()},
    )
    return forwarded, assigned


def proposed(facts: Asked, period: Period, as_of: date) -> tuple[Proposed, ...]:
    """Return the three proposals issued in the period and whether they were adopted, a line for each kind."""
    words = "count(case when outcome = '{}' then 1 end)"
    told = ", ".join(words.format(one.value) for one in Adoption)
    rows = facts.execute(
        f"select subkind, count(*), {told}, count(case when outcome is null then 1 end), "
        "count(case when outcome is null and due_on < :today then 1 end) "
        "from commitment_fact where kind = 'proposal' and raised_on between :start and :end group by subkind",
        {
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "today": as_of.isoformat(),
        },
    )
    found = {kind: numbers for kind, *numbers in rows}
    return tuple(Proposed(kind, *found.get(kind.value, (0,) * 6)) for kind in ProposalKind)


def complained_of(
    facts: Asked, period: Period, most: int, *, column: str = "cause_unit"
) -> tuple[ComplainedOf, ...]:
    """Return the ``most`` units with the most matters of a period that complain of them (art. 41(1)).

    ``column`` is ``unit``, the one that handles a matter, for a snapshot that does not know which one is
    complained of. Accusations are left out: their number could tell a unit that somebody accused it.
    """
    names = unit_names(facts)
    rows = facts.execute(
        f"select {column}, count(case when petition_class = 'claim' then 1 end), "
        "count(case when petition_class = 'suggestion' then 1 end) from case_fact "
        f"where {column} is not null and petition_class in ('claim', 'suggestion') "
        f"and registered_on between :start and :end group by {column} "
        f"order by count(*) desc, {column} limit :most",
        {"start": period.start.isoformat(), "end": period.end.isoformat(), "most": most},
    )
    return tuple(ComplainedOf(code, names.get(code, code), *numbers) for code, *numbers in rows)


def about_no_unit(facts: Asked, period: Period) -> int:
    """Return how many claims and suggestions of a period are registered without the unit complained of."""
    ((count,),) = facts.execute(
        "select count(*) from case_fact where cause_unit is null "
        "and petition_class in ('claim', 'suggestion') and registered_on between :start and :end",
        {"start": period.start.isoformat(), "end": period.end.isoformat()},
    )
    return int(count)
