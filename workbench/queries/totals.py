"""The fixed menu of who only counts (HR9): by unit, topic, channel, path and month, small cells hidden.

The columns overlap nowhere and no sum of two is told, so that each is safe by itself: what is late is in no
other, and what was registered in the year is told of what is done. All tables count the same matters, so
every column is hidden as one whose total is known. Rows stand in the order of their codes: any other would
tell which of two hidden numbers is the larger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.indicators.evaluate import Figure, Period
from workbench.indicators.small_cells import SafeColumn, Shown, is_small, safe_column
from workbench.indicators.waiting import Bounds
from workbench.queries.lateness import LATE, OPEN_LATE, OPEN_LATE_NAME
from workbench.queries.situation import GROUPS, group_label
from workbench.snapshots.read import Snapshot

COLUMNS: Final = ("在办未超期", OPEN_LATE_NAME, "近一年登记已办结")
MONTH: Final = "登记月份"
_TOLD: Final = "少于5件"
_SMALL: Final = "样本过小，不列"


@dataclass(frozen=True, slots=True)
class TotalsTable:
    """What is counted by one thing: its heads, the words of its rows, a safe column (件) for each head."""

    by: str
    heads: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[SafeColumn, ...]


def totals_tables(snapshot: Snapshot, year: Period) -> tuple[TotalsTable, ...]:
    """Return the tables of the menu: what lies open on the day, what was registered in ``year``."""
    counted = (
        f"coalesce(sum(is_open = 1 and not ({LATE})), 0), "
        f"coalesce(sum({OPEN_LATE}), 0), "
        "coalesce(sum(is_open = 0 and registered_on between :start and :end), 0)"
    )
    within = {"start": year.start.isoformat(), "end": year.end.isoformat()}
    found = []
    for by, name in GROUPS.items():
        asked = f"select {by}, {counted} from case_fact group by {by} order by {by} is null, {by}"
        told = [(code, numbers) for code, *numbers in snapshot.rows(asked, within) if any(numbers)]
        labels = tuple(group_label(snapshot, by, code) for code, _ in told)
        columns = tuple(safe_column([numbers[at] for _, numbers in told]) for at in range(len(COLUMNS)))
        found.append(TotalsTable(name, COLUMNS, labels, columns))
    if any(column.total is None for column in found[0].columns):
        return tuple(found)  # all that was registered, less the other columns, would tell the one not told
    months = snapshot.rows(
        "select substr(registered_on, 1, 7), count(*) from case_fact "
        "where registered_on between :start and :end group by 1 order by 1",
        within,
    )
    column = safe_column([matters for _, matters in months])
    return (*found, TotalsTable(MONTH, ("登记",), tuple(month for month, _ in months), (column,)))


def accusation_years(snapshot: Snapshot) -> tuple[tuple[str, Shown], ...]:
    """Return how many accusations the county registered in each year, ``None`` for fewer than five."""
    return tuple(snapshot.rows("select year, matters from accusation_year order by year"))


def told_count(count: Shown) -> str:
    """Return a count as it is read where it may be hidden."""
    return _TOLD if count is None or is_small(count) else f"{count:,}"


def told_share(found: Figure) -> str:
    """Return a share of the county in whole percent, where neither side of it is small."""
    if found.value is None:
        return "无案件"
    return _SMALL if _has_small_side(found) else f"{found.value:.0%}"


def told_ends(found: Figure, between: Bounds | None) -> str:
    """Return both ends of a share in whole percent: as if all who were silent had said no, and yes.

    "" where the definition knows no silence, or nobody was asked. How many were silent is not told.
    """
    if between is None:
        return ""
    if is_small(between.silent) or _has_small_side(found):
        return _SMALL
    return f"{between.low:.0%}–{between.high:.0%}"


def _has_small_side(found: Figure) -> bool:
    passed = found.numerator or 0
    return any(map(is_small, (found.denominator, passed, found.denominator - passed)))
