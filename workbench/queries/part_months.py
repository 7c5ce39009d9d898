"""The months of a period that are not whole: beside the others they look like a fall."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from typing import Final

from workbench.indicators.evaluate import Period

PART: Final = "不足整月"


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


def part_months_words(found: dict[str, str]) -> str:
    """Return the remark on such months, "" where all are whole."""
    if not found:
        return ""
    return f"{'、'.join(f'{month} {days}' for month, days in found.items())}，{PART}，不宜与其他月份相比"
