"""Facts for analysts, in a file of their own: nobody's name, number, text or day, and nobody alone in a cell.

An analyst with a kernel reads whatever file he can open, so what he gets is made without what he may not see.
Each matter stands as finely told as five matters can be told alike: month, unit, channel, topic and number of
people grow coarser, step by step, until at least ``SMALLEST`` rows say the same. What even then stands alone
is left out and counted. Accusations are totals of a year, where the policy lets analysts count them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from workbench.access.masking import HELD_TITLE
from workbench.access.policy import Policy, policy
from workbench.snapshots.read import Snapshot
from workbench.terms import Holding, Operation, PetitionClass, Reach, Role

SMALLEST: Final = 5  # rows that say the same (条例未规定; the office's setting)
# By what somebody who knows a matter would find it: told coarser until enough rows are alike.
QUASI: Final = ("received", "unit", "channel", "topic", "people")
# What became of it: facts about the work of officials, without a day.
FACTS: Final = (
    "petition_class", "path", "procedure", "purpose", "level", "state", "is_open", "outcome", "satisfaction",
    "closed_by", "late_deadlines", "missed_deadlines", "late_days", "days_to_notice", "days_to_handle",
    "days_to_close", "is_extended", "is_returned",
)  # fmt: skip
LABELS: Final = {
    "received": "登记时间（月、季或年）", "unit": "责任单位", "channel": "信访渠道", "topic": "内容分类",
    "people": "人数", "petition_class": "诉求类别", "path": "法定途径", "procedure": "办理程序",
    "purpose": "信访目的", "level": "来源层级", "state": "办理状态", "is_open": "在办", "outcome": "办理结果",
    "satisfaction": "满意度评价", "closed_by": "办结方式", "late_deadlines": "已超期的时限数",
    "missed_deadlines": "曾超期的时限数", "late_days": "超期天数", "days_to_notice": "受理告知用时（日）",
    "days_to_handle": "作出处理意见用时（日）", "days_to_close": "办结用时（日）",
    "is_extended": "延长过期限", "is_returned": "办结后又来访",
}  # fmt: skip

Row = dict[str, Any]
Step = Callable[[Row], tuple[str, ...]]
_BANDS: Final = ((1, "1人"), (4, "2至4人"), (9, "5至9人"), (10**9, "10人以上"))


class TooFewError(ValueError):
    """There are not enough matters for a file in which nobody stands alone."""

    def __init__(self, count: int) -> None:
        super().__init__(f"只有 {count} 件，少于 {SMALLEST} 件，不能另存：合在一起也会认出是谁")


@dataclass(frozen=True, slots=True)
class Extract:
    """What was written: rows, and how many matters were left out because they stood alone."""

    rows: int
    left_out: int
    accusations: int


def write_extract(snapshot: Snapshot, target: Path, *, rules: Policy | None = None) -> Extract:
    """Write the SQLite file, whole or not at all: ``matter``, ``accusation_year``, ``about``, names of codes.

    The same snapshot gives the same bytes. ``TooFewError`` where no five matters can be told alike.
    """
    told = [_row(one) for one in _matters(snapshot)]
    rows, left_out = _alike(told)
    if not rows:
        raise TooFewError(len(told))
    years = _accusations(snapshot, rules or policy())
    waiting = target.with_name(f"{target.name}.part")
    waiting.unlink(missing_ok=True)
    waiting.touch(mode=0o600)
    with closing(sqlite3.connect(waiting)) as link:
        _write(link, "matter", (*QUASI, *FACTS), sorted(rows, key=repr))
        _write(link, "accusation_year", ("year", "matters"), years)
        _write(link, "about", ("key", "value"), _about(snapshot, len(rows), left_out))
        _write(link, "label", ("column_name", "label"), LABELS.items())
        _write(
            link, "unit_name", ("code", "name"), snapshot.rows("select code, name from unit_fact order by 1")
        )
        link.commit()
    waiting.replace(target)
    return Extract(len(rows), left_out, sum(count or 0 for _, count in years))


def _matters(snapshot: Snapshot) -> list[Row]:
    names = (
        "registered_on unit channel topic_group topic person_times petition_class path procedure purpose "
        "level state is_open outcome satisfaction closed_by late_deadlines missed_deadlines late_days "
        "notice_on handling_on closed_days extended_on returned_on"
    ).split()
    asked = (
        f"select {', '.join(f'c.{name}' for name in names)}, u.parent from case_fact c "
        "left join unit_fact u on u.code = c.unit "
        f"where c.petition_class is not '{PetitionClass.ACCUSATION.value}' "
        f"and c.title is not '{HELD_TITLE}'"  # may be one
    )
    return [dict(zip((*names, "above"), row, strict=True)) for row in snapshot.rows(asked)]


def _row(one: Row) -> Row:
    start = date.fromisoformat(one["registered_on"])
    band = next(label for most, label in _BANDS if (one["person_times"] or 1) <= most)
    return {
        **one,
        "month": f"{start:%Y-%m}",
        "quarter": f"{start.year}年{(start.month + 2) // 3}季度",
        "year": f"{start.year}",
        "people": band,
        "days_to_notice": _days(start, one["notice_on"]),
        "days_to_handle": _days(start, one["handling_on"]),
        "days_to_close": one["closed_days"],
        "is_extended": int(one["extended_on"] is not None),
        "is_returned": int(one["returned_on"] is not None),
    }


def _days(start: date, end: str | None) -> int | None:
    return None if end is None else (date.fromisoformat(end) - start).days


_STEPS: Final[tuple[Step, ...]] = (
    lambda row: (
        row["month"],
        row["unit"],
        row["channel"],
        row["topic"] or row["topic_group"],
        row["people"],
    ),
    lambda row: (row["month"], row["unit"], row["channel"], row["topic_group"], row["people"]),
    lambda row: (row["quarter"], row["unit"], row["channel"], row["topic_group"], ""),
    lambda row: (row["quarter"], row["above"], row["channel"], row["topic_group"], ""),
    lambda row: (row["year"], row["above"], "", row["topic_group"], ""),
    lambda row: (row["year"], "", "", row["topic_group"], ""),
    lambda row: (row["year"], "", "", "", ""),
)


def _alike(told: Iterable[Row]) -> tuple[list[tuple[Any, ...]], int]:
    """Return the rows as finely told as enough of them are alike, and how many are left out."""
    waiting, done = list(told), list[tuple[Any, ...]]()
    for step in _STEPS:
        groups = defaultdict(list)
        for row in waiting:
            groups[tuple(part or "" for part in step(row))].append(row)
        waiting = []
        for quasi, rows in groups.items():
            if len(rows) < SMALLEST:
                waiting += rows
            else:
                done += [(*quasi, *(row[name] for name in FACTS)) for row in rows]
    return done, len(waiting)


def _accusations(snapshot: Snapshot, rules: Policy) -> list[tuple[str, int | None]]:
    """Return how many in each year; ``None`` for too few to be told."""
    if rules.reach(Role.ANALYST, Holding.ACCUSATION, Operation.COUNT) is Reach.NONE:
        return []
    asked = (
        "select substr(registered_on, 1, 4), count(*) from case_fact "
        f"where petition_class = '{PetitionClass.ACCUSATION.value}' group by 1 order by 1"
    )
    return [(year, count if count >= SMALLEST else None) for year, count in snapshot.rows(asked)]


def _about(snapshot: Snapshot, rows: int, left_out: int) -> list[tuple[str, str]]:
    few = f"{left_out}" if not 0 < left_out < SMALLEST else f"少于 {SMALLEST}"
    return [
        ("数据依据", snapshot.code),
        ("行数", f"{rows}"),
        ("因少于五件相同而未列的件数", few),
        ("说明", f"没有姓名、号码、文字和日期；每行至少有 {SMALLEST} 行的时间、单位、渠道、分类、人数相同。"),
    ]


def _write(
    link: sqlite3.Connection, table: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]
) -> None:
    names = tuple(columns)
    link.execute(f"CREATE TABLE {table} ({', '.join(names)})")
    link.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", map(tuple, rows))
