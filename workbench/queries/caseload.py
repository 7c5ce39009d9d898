"""The caseload as of a day: counts, pages of rows, and the values one may filter by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.queries.case_filter import CaseFilter, FilterError, narrow
from workbench.queries.columns import BY_KEY, COLUMNS, CaseColumn
from workbench.queries.lateness import LATE, OPEN_LATE, late_parts
from workbench.snapshots.asked import Asked
from workbench.snapshots.read import Snapshot

DEFAULT_SORT = (("late_days", True), ("next_due", False), ("registered_on", True))
_NO_LIMIT = 2**62  # rows; an engine of frozen facts takes no negative number
Sort = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the filter leaves: matters, batches (件批) and person-times (人次), and how many are late.

    ``open_late`` of the ``late_cases`` are still on hand, the others (``ended_late``) are not.
    """

    cases: int
    batches: int
    person_times: int
    open_cases: int
    late_cases: int
    open_late: int

    @property
    def ended_late(self) -> int:
        """Return how many late matters no unit has on hand any more: a duty of theirs is still owed."""
        return self.late_cases - self.open_late


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list; ``values`` follow the columns asked for, as codes."""

    case_no: str
    is_late: bool
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value one may filter by, with how many matters have it."""

    code: str
    label: str
    cases: int


def counts(snapshot: Asked, wanted: CaseFilter) -> Counts:
    """Return the counts of the cases that pass the filter."""
    where, values = narrow(snapshot, wanted)
    row = snapshot.rows(
        "select count(*), coalesce(sum(batches), 0), coalesce(sum(person_times), 0), "
        f"coalesce(sum(is_open), 0), coalesce(sum({LATE}), 0), coalesce(sum({OPEN_LATE}), 0) "
        f"from case_fact where {where}",
        values,
    )[0]
    return Counts(*row)


def late_words(found: Counts) -> str:
    """Return how many are late, and of which parts: 超期未完成 43 件（在办35件，…8件）."""
    parts = late_parts(found.open_late, found.ended_late)
    return f"超期未完成 {found.late_cases:,} 件" + (f"（{parts}）" if parts else "")


def page(
    snapshot: Asked,
    wanted: CaseFilter,
    *,
    columns: tuple[CaseColumn, ...] = COLUMNS,
    sort: Sort = DEFAULT_SORT,
    offset: int = 0,
    limit: int | None = 100,
) -> list[CaseRow]:
    """Return the rows ``offset`` to ``offset + limit`` in the order of ``sort``; all of them for ``None``."""
    where, values = narrow(snapshot, wanted)
    order = ", ".join([*(_order(key, descending) for key, descending in sort), "case_id desc"])
    names = ", ".join(column.key for column in columns)
    # The page is found by key first, so that wide rows are read only for what is shown.
    sql = (
        f"select case_no, {LATE}, {names} from case_fact where case_id in "
        f"(select case_id from case_fact where {where} order by {order} limit :limit offset :offset) "
        f"order by {order}"
    )
    window = {"limit": _NO_LIMIT if limit is None else limit, "offset": offset}
    return [
        CaseRow(case_no, bool(late), tuple(rest))
        for case_no, late, *rest in snapshot.rows(sql, {**values, **window})
    ]


def _order(key: str, descending: bool) -> str:
    if key not in BY_KEY:
        raise FilterError(f"不能按“{key}”排序")
    if BY_KEY[key].is_of_coming:
        raise FilterError(f"不按“{BY_KEY[key].label}”排序：群众来了几次、来了多少人不作排名")
    # Empty values stand last in both directions; `is null` first would cost the index, and
    # numbers are never null.
    if BY_KEY[key].kind == "number":
        return f"{key} {'desc' if descending else 'asc'}"
    return f"{key} {'desc' if descending else 'asc'} nulls last"


def choices(snapshot: Snapshot, key: str) -> list[Choice]:
    """Return the values of a coded column that occur, most frequent first."""
    column = BY_KEY.get(key)
    if column is None or column.terms is None:
        raise FilterError(f"“{key}”不是可选项")
    rows = snapshot.rows(
        f"select {key}, count(*) from case_fact where {key} is not null group by {key} order by 2 desc"
    )
    return [Choice(code, column.say(code), cases) for code, cases in rows]


def unit_choices(snapshot: Snapshot) -> list[Choice]:
    """Return the responsible units that have cases, in the order of their codes."""
    rows = snapshot.rows(
        "select c.unit, coalesce(u.name, c.unit), count(*) from case_fact c "
        "left join unit_fact u on u.code = c.unit where c.unit is not null group by c.unit order by c.unit"
    )
    return [Choice(code, name, cases) for code, name, cases in rows]


def topic_choices(snapshot: Snapshot) -> list[Choice]:
    """Return the first-level topics that occur, most frequent first."""
    rows = snapshot.rows(
        "select topic_group, count(*) from case_fact where topic_group is not null "
        "group by topic_group order by 2 desc"
    )
    return [Choice(name, name, cases) for name, cases in rows]
