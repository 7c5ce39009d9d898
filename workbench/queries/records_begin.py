"""From when there are records: with a period in which none were kept, nothing can be compared.

A county that brought its records in on the 21st of November counts 271 petitions of that year and 2,265 of
the next: a rise of 736 % that only tells when somebody began to write.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Facts, Period
from workbench.law.settings import settings
from workbench.snapshots.asked import Asked
from workbench.snapshots.read import Snapshot

# One day in so many may lie before the first record: New Year's Day brings none, and a year is whole without.
SPARE: Final = 30
_FIRST: Final = {"commitment": "select min(raised_on), 1 from commitment_fact"}
_REGISTERED: Final = "select registered_on, count(*) from case_fact group by registered_on order by 1"


@dataclass(frozen=True, slots=True)
class NoBase:
    """Why a period cannot be compared with: it begins before ``since``, all of it where ``is_gone``.

    ``since`` is the first day of the records (``None`` where there are none), or that from which the figure
    means what it says (``is_defined_later``). ``strays`` are single records before it, that begin nothing.
    """

    since: date | None
    is_gone: bool
    is_defined_later: bool = False
    strays: int = 0

    @property
    def origin(self) -> str:
        """Return from when there is something to compare: 记录自 2021-11-21 起."""
        if self.since is None:
            return "还没有记录"
        if self.strays:
            pause = f"其后 {settings().records_pause_days} 日以上没有登记"
            return f"记录自 {self.since} 起（更早的只有零星 {self.strays} 件，{pause}，不算）"
        return f"{'本指标的口径' if self.is_defined_later else '记录'}自 {self.since} 起"

    def lack(self, named: str = "上期") -> str:
        """Return what a period lacks that is called ``named``."""
        if self.is_gone:
            return f"{named}{'早于口径' if self.is_defined_later else '没有记录'}"
        return f"{named}不完整"

    def words(self, named: str = "上期") -> str:
        """Return why there is no comparison: 记录自 2021-11-21 起，上期不完整，不作比较."""
        lack = f"，{self.lack(named)}" if self.since is not None else ""
        return f"{self.origin}{lack}，不作比较"

    @property
    def has_none(self) -> bool:
        """Return whether nothing at all was recorded then, so that there is no number either."""
        return self.is_gone and not self.is_defined_later

    def cell(self, value: str) -> str:
        """Return a value of that period as it stands in a table."""
        if self.is_defined_later:
            return value
        return "无记录" if self.is_gone else f"{value}（不完整）"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The day on which the records begin (``None``: there are none), and how many single ones lie before."""

    day: date | None
    strays: int = 0


def records_begin(facts: Facts, grain: str = "case") -> date | None:
    """Return the day on which the records begin (of promises: on which the first was made), or ``None``."""
    return beginning(facts, grain).day


def beginning(facts: Facts, grain: str = "case") -> Beginning:
    """Return from when the records run on without a pause that only single ones lie before.

    One matter of 2009 that somebody typed in would make of every year since a year with records, in which
    hardly anybody came. Numbers and reasons stand in ``law/local.toml``. Of promises the first counts: half a
    year without a new one is no pause.
    """
    sql = _FIRST.get(grain, _REGISTERED)
    if isinstance(facts, Snapshot):
        return _of_snapshot(facts, facts.path.stat().st_mtime_ns, sql)
    # Of what is frozen nothing changes; a plain connection is asked again.
    kept: dict[str, Beginning] = getattr(facts, "first_days", {})
    if sql not in kept:
        kept[sql] = _read(facts, sql)
    return kept[sql]


@lru_cache(maxsize=32)
def _of_snapshot(snapshot: Snapshot, _written: int, sql: str) -> Beginning:
    return _read(snapshot, sql)


def _read(facts: Facts, sql: str) -> Beginning:
    days = [(date.fromisoformat(str(day)[:10]), count) for day, count in facts.execute(sql, {}) if day]
    if not days:
        return Beginning(None)
    pause, before, total = timedelta(settings().records_pause_days), 0, sum(count for _, count in days)
    begun = Beginning(days[0][0])
    for (day, count), (following, _) in pairwise(days):
        before += count
        if before * settings().records_stray_of >= total:
            break
        if following - day >= pause:
            begun = Beginning(following, before)
    return begun


def no_base(facts: Facts, definition: Indicator, period: Period) -> NoBase | None:
    """Return why a figure of ``period`` can be compared with nothing; ``None`` where it can."""
    return no_records(facts, period, definition.grain) or _undefined(definition, period)


def no_records(facts: Facts, period: Period, grain: str = "case") -> NoBase | None:
    """Return whether a period has no records, or only of a part; ``None`` where they begin with it."""
    return without_records(beginning(facts, grain), period)


def without_records(begun: Beginning, period: Period) -> NoBase | None:
    """Return the same of records that begin on a day."""
    first = begun.day
    if first is None or period.end < first:
        return NoBase(first, True, strays=begun.strays)
    days = (period.end - period.start).days + 1
    is_partial = (first - period.start).days * SPARE > days
    return NoBase(first, False, strays=begun.strays) if is_partial else None


def missing_words(snapshot: Asked, definition: Indicator, period: Period) -> str:
    """Return the remark on a figure of a period without records, or with records of a part; else ""."""
    found = no_records(snapshot, period, definition.grain)
    if found is None:
        return ""
    if found.since is None:
        return f"截至 {snapshot.as_of} 还没有任何记录：这里的 0 或“无案件”不表示没有人来信来访"
    if found.is_gone and found.strays:
        return f"{found.origin}，统计期内没有连续的记录：这里的数不能说明当时有多少来信来访"
    if found.is_gone:
        return f"{found.origin}，统计期内没有记录：这里的 0 或“无案件”不表示没有人来信来访"
    if found.strays:
        return f"{found.origin}：统计期在此以前的部分没有连续的记录"
    return f"{found.origin}：统计期在此以前的部分没有记录，不在其内"


def _undefined(definition: Indicator, period: Period) -> NoBase | None:
    if period.start >= definition.since:
        return None
    return NoBase(definition.since, period.end < definition.since, is_defined_later=True)
