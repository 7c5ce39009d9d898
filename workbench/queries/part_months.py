"""The months of a period that are not whole: beside the others they look like a fall."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from workbench.indicators.evaluate import Period

PART: Final = "不足整月"
NAMED: Final = 6  # empty months; of more their number is told


def part_months(period: Period, by: Sequence[str]) -> dict[str, str]:
    """Return the months at the ends of a period that are not whole, each with which days of it count.

    None where it is not broken down by month. A month is "2026-03".
    """
    if "month" not in by:
        return {}
    first, last = period.start, period.end
    is_begun_late = first.day > 1
    is_ended_early = last.day < monthrange(last.year, last.month)[1]
    found = {}
    if is_begun_late:
        found[f"{first:%Y-%m}"] = f"从 {first.day} 日起"
    if is_ended_early:
        is_same = is_begun_late and (first.year, first.month) == (last.year, last.month)
        found[f"{last:%Y-%m}"] = f"{first.day} 日至 {last.day} 日" if is_same else f"到 {last.day} 日止"
    return found


def empty_months_words(period: Period, begun: date | None, told: Collection[str | None]) -> str:
    """Return which months since ``begun`` are not among those that are told: nothing counts in them.

    Beside each other, January and March would look like neighbours. "" where all are told.
    """
    first = max(period.start, begun) if begun is not None else period.start
    months, day = [], first.replace(day=1)
    while day <= period.end:
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(31)).replace(day=1)
    missing = [month for month in months if month not in told]
    if not missing:
        return ""
    more = f"等 {len(missing)} 个月" if len(missing) > NAMED else ""
    return f"{'、'.join(missing[:NAMED])}{more}没有计入的，不列在表和图中"


def part_months_words(found: dict[str, str]) -> str:
    """Return the remark on such months, "" where all are whole."""
    if not found:
        return ""
    return f"{'、'.join(f'{month} {days}' for month, days in found.items())}，{PART}，不宜与其他月份相比"
