"""What lies open on the day, for a meeting: by unit, topic, channel, path; late, soon due, how old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from workbench.queries.case_filter import CaseFilter, narrow, units_below
from workbench.queries.columns import BY_KEY
from workbench.queries.duties import SOON_DAYS
from workbench.queries.lateness import LATE
from workbench.queries.records_begin import records_begin
from workbench.snapshots.asked import Asked
from workbench.snapshots.read import Snapshot
from workbench.terms import UnitKind

GROUPS = {"unit": "责任单位", "topic_group": "内容分类", "channel": "信访渠道", "path": "法定途径"}
# First days of the classes of age, in calendar days: the limits of the regulation are among them.
AGES = (0, 16, 31, 61, 91, 181)
ANSWERING = (UnitKind.TOWN, UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT, UnitKind.MUNICIPAL_DEPARTMENT)
UNDECIDED = "未定"
UNTOLD = "未注明"  # of what nobody said, as against what is not decided
SHORT_PATHS = {
    "31-1": "诉讼、复议等",
    "31-2": "仲裁",
    "31-3": "党员申诉",
    "31-4": "行政程序",
    "31-5": "履行职责",
    "31-6": "信访程序",
}


@dataclass(frozen=True, slots=True)
class Load:
    """Open matters (件) of one group: all, those that are late (在办超期), those with one due in 14 days.

    ``code`` is ``None`` for matters of which it is not decided yet.
    """

    code: str | None
    label: str
    open_cases: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class Age:
    """Open matters that are so many calendar days old, and how many of them are late (在办超期).

    ``last`` is ``None`` for the oldest.
    """

    first: int
    last: int | None
    open_cases: int
    late: int

    @property
    def label(self) -> str:
        """Return the class in words: 16–30 日."""
        return f"{self.first}–{self.last} 日" if self.last is not None else f"{self.first - 1} 日以上"


def load_by(snapshot: Snapshot, by: str, wanted: CaseFilter | None = None) -> tuple[Load, ...]:
    """Return what lies open per unit, topic, channel or path: most late first, then most open."""
    where, values = narrow(snapshot, wanted or CaseFilter())
    until = (snapshot.as_of + timedelta(SOON_DAYS)).isoformat()
    rows = snapshot.rows(
        f"select {by}, count(*), sum({LATE}), coalesce(sum(next_due <= :until), 0) "
        f"from case_fact where is_open = 1 and {where} group by {by} order by 3 desc, 2 desc, 1",
        {"until": until, **values},
    )
    return tuple(Load(code, group_label(snapshot, by, code), *numbers) for code, *numbers in rows)


def open_ages(snapshot: Snapshot, wanted: CaseFilter | None = None) -> tuple[Age, ...]:
    """Return how old the open matters are, counted from the day of receipt."""
    where, values = narrow(snapshot, wanted or CaseFilter())
    counted = dict.fromkeys(AGES, (0, 0))
    rows = snapshot.rows(
        f"select elapsed_days, count(*), sum({LATE}) from case_fact "
        f"where is_open = 1 and {where} group by elapsed_days",
        values,
    )
    for days, cases, late in rows:
        first = max((one for one in AGES if one <= days), default=0)
        before = counted[first]
        counted[first] = (before[0] + cases, before[1] + late)
    lasts = [following - 1 for _, following in pairwise(AGES)]
    return tuple(Age(first, last, *counted[first]) for first, last in zip(AGES, [*lasts, None], strict=True))


def group_label(snapshot: Asked, by: str, code: str | None) -> str:
    """Return the words for a value of a dimension: a unit's name, a channel, a month as it is."""
    if not code:
        return UNTOLD if by == "asked_by" else UNDECIDED
    if by == "unit":
        return unit_names(snapshot).get(code, code)
    if by == "path" and code in SHORT_PATHS:
        return SHORT_PATHS[code]
    try:
        return BY_KEY[by].say(code) if by in BY_KEY else code
    except ValueError:  # a code that a link names and nobody knows
        return code


def unit_names(snapshot: Asked) -> dict[str, str]:
    """Return the names of the units by code."""
    return dict(snapshot.rows("select code, name from unit_fact"))


def answering_units(snapshot: Asked, wanted: CaseFilter | None = None) -> tuple[str, ...]:
    """Return the towns and departments that answer for matters, in the order of codes.

    Of a filter only those among its units, or below one of them.
    """
    kinds = ", ".join(f"'{kind}'" for kind in ANSWERING)
    found = [code for (code,) in snapshot.rows(f"select code from unit_fact where kind in ({kinds})")]
    asked = wanted.units if wanted is not None else ()
    within = set(units_below(snapshot, asked)) if asked else set(found)
    return tuple(sorted(within.intersection(found)))


def city_name(snapshot: Snapshot) -> str:
    """Return the name of the city whose units these are, "" where none is recorded."""
    return str(snapshot.value("select name from unit_fact where kind = 'county_city' order by code") or "")


def first_day(snapshot: Snapshot) -> date:
    """Return the day of the first registration, the as-of day where there is none."""
    return records_begin(snapshot) or snapshot.as_of
