"""The rows of a matter in a figure, in words; and which matters two snapshots hold differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import duckdb

from workbench.indicators.catalogue import Indicator

NOT_COUNTED: Final = "未计入"
WAITING: Final = -1  # days of a matter that waits still
SILENT: Final = -2  # of who was asked and said nothing: not counted, and one end of the share
_TURN: Final = "try_cast(number as integer)"  # a promise has a name and no turn


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one matter in a figure, as what each adds: 1 or 0 passes or not, days, people, silence.

    ``numbers`` tell which petition, or which time a duty arose, each of them is.
    """

    passed: tuple[int, ...]
    numbers: tuple[int, ...] = ()

    @property
    def said(self) -> tuple[int, ...]:
        """Return the rows that count."""
        return tuple(one for one in self.passed if one != SILENT)


@dataclass(frozen=True, slots=True)
class Difference:
    """A matter (or a promise, by its ``number``) and its rows in two tables."""

    case_id: int
    case_no: str | None
    number: str
    before: Rows
    after: Rows

    @property
    def is_many(self) -> bool:
        """Return whether the matter counts several times in one of them, so that numbers have to be told."""
        return max(len(self.before.passed), len(self.after.passed)) > 1


def differences(
    link: duckdb.DuckDBPyConnection,
    one: str,
    other: str,
    *,
    by_number: bool = False,
    is_same_fold: bool = True,
) -> list[Difference]:
    """Return the matters that two tables hold differently, in the order of recording.

    ``by_number`` tells the rows of one matter apart; otherwise they stand together and the number is empty.
    Rows that are only numbered otherwise are no difference where not ``is_same_fold``: another fold may
    number them otherwise.
    """
    key = "number" if by_number else "''"
    both = f"from {one} x full join {other} y using (case_id, number)"
    differ = f"select distinct case_id {both} where x.passed is distinct from y.passed"
    which = "x.passed is distinct from y.passed" if by_number else f"case_id in ({differ})"
    was, now = (_listed(f"{side}.passed", side, is_same_fold) for side in ("x", "y"))
    of_was, of_now = (_listed(_TURN, side, is_same_fold) for side in ("x", "y"))
    numbers = f"or {of_was} is distinct from {of_now}" if is_same_fold and not by_number else ""
    rows = link.execute(
        f"""
        select case_id, coalesce(b.case_no, a.case_no), {key}, {was}, {of_was}, {now}, {of_now} {both}
        left join after.case_fact a using (case_id) left join before.case_fact b using (case_id)
        where {which} group by all having {was} is distinct from {now} {numbers} order by 1, 3
        """
    ).fetchall()
    return [
        Difference(case, case_no, number, Rows(tuple(before), tuple(x)), Rows(tuple(after), tuple(y)))
        for case, case_no, number, before, x, after, y in rows
    ]


def _listed(what: str, side: str, is_same_fold: bool) -> str:
    """Return the rows of a matter as a list: in their turn, or in no turn that could be another."""
    order = _TURN if is_same_fold else f"{side}.passed"
    return f"coalesce(list({what} order by {order}) filter ({side}.passed is not null), [])"


def word_by_row(definition: Indicator, rows: Rows) -> str:
    """Return what each petition or duty of a matter is in a figure: 第1次未按期、第2次按期."""
    each = definition.unit if definition.grain == "petition" else "次"
    told = (
        f"第{number}{each}{word(definition, Rows((passed,)), is_many=False)}"
        for number, passed in zip(rows.numbers, rows.passed, strict=True)
    )
    return "、".join(told) or NOT_COUNTED


def word(definition: Indicator | None, rows: Rows, *, is_many: bool) -> str:
    """Return what a matter is in a figure by its definition; with ``is_many`` how often it counts."""
    if definition is None or not rows.passed:
        return NOT_COUNTED
    said, silent = rows.said, len(rows.passed) - len(rows.said)
    told = []
    if definition.counts == "people":
        told = [f"{sum(said)}人次"]
    elif definition.days:
        told = ["还在等" if one == WAITING else f"{one}日" for one in said]
    else:
        yes, no = definition.parts if definition.is_share else ("", "计入")
        counts = ((yes, said.count(1)), (no, said.count(0)))
        told = [f"{name} {count:,} {definition.unit}" if is_many else name for name, count in counts if count]
    if silent:
        name = definition.silent_name
        told.append(f"{name} {silent:,} {definition.unit}" if is_many else name)
    return "、".join(told)
