"""From when there are records: with a period in which none were kept, nothing can be compared.

A county that brought its records in on the 21st of November counts 271 petitions of that year and 2,265 of
the next: a rise of 736 % that only tells when somebody began to write.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Facts, Period
from workbench.snapshots.asked import Asked, FrozenFacts

# One day in so many may lie before the first record: New Year's Day brings none, and a year is whole without.
SPARE: Final = 30
_FIRST: Final = {"commitment": "select min(raised_on) from commitment_fact"}
_REGISTERED: Final = "select min(registered_on) from case_fact"


@dataclass(frozen=True, slots=True)
class NoBase:
    """Why a period cannot be compared with: it begins before ``since``, all of it where ``is_gone``.

    ``since`` is the first day of the records (``None`` where there are none), or that from which the figure
    means what it says (``is_defined_later``).
    """

    since: date | None
    is_gone: bool
    is_defined_later: bool = False

    @property
    def origin(self) -> str:
        """Return from when there is something to compare: 记录自 2021-11-21 起."""
        if self.since is None:
            return "还没有记录"
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


def records_begin(facts: Facts, grain: str = "case") -> date | None:
    """Return the day of the first registration (of promises: on which the first was made), or ``None``."""
    kept: dict[str, date | None] = facts.first_days if isinstance(facts, FrozenFacts) else {}
    sql = _FIRST.get(grain, _REGISTERED)
    if sql not in kept:
        ((found,),) = facts.execute(sql, {})
        kept[sql] = date.fromisoformat(str(found)[:10]) if found else None
    return kept[sql]


def no_base(facts: Facts, definition: Indicator, period: Period) -> NoBase | None:
    """Return why a figure of ``period`` can be compared with nothing; ``None`` where it can."""
    return without_records(records_begin(facts, definition.grain), period) or _undefined(definition, period)


def without_records(first: date | None, period: Period) -> NoBase | None:
    """Return whether a period has no records, or only of a part; ``None`` where they begin with it."""
    if first is None or period.end < first:
        return NoBase(first, True)
    days = (period.end - period.start).days + 1
    return NoBase(first, False) if (first - period.start).days * SPARE > days else None


def missing_words(snapshot: Asked, definition: Indicator, period: Period) -> str:
    """Return the remark on a figure of a period without records, or with records of a part; else ""."""
    found = without_records(records_begin(snapshot, definition.grain), period)
    if found is None:
        return ""
    if found.since is None:
        return f"截至 {snapshot.as_of} 还没有任何记录：这里的 0 或“无案件”不表示没有人来信来访"
    if found.is_gone:
        return f"{found.origin}，统计期内没有记录：这里的 0 或“无案件”不表示没有人来信来访"
    return f"{found.origin}：统计期在此以前的部分没有记录，不在其内"


def _undefined(definition: Indicator, period: Period) -> NoBase | None:
    if period.start >= definition.since:
        return None
    return NoBase(definition.since, period.end < definition.since, is_defined_later=True)
