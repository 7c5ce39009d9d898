"""Evaluate a definition over the flat facts: a count or a share that still knows what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from workbench.indicators.catalogue import (
    DIMENSIONS,
    GRAIN_DIMENSIONS,
    GRAINS,
    DefinitionError,
    Indicator,
)

SMALL_SAMPLE = 5  # below this a share is marked 样本过小 (office's proposal, rules section 10)


class Facts(Protocol):
    """Where figures are asked: a connection to the flat facts, or a snapshot of them."""

    def execute(self, sql: str, parameters: Mapping[str, object], /) -> Iterable[Any]:
        """Return the rows of one question."""


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to the period."""

    start: date
    end: date

    @property
    def label(self) -> str:
        """Return the period in words: 2026年1月1日至2026年3月31日."""
        first, last = self.start, self.end
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"

    @property
    def short(self) -> str:
        """Return the period in few signs: 2026-01-01 至 2026-03-31."""
        return f"{self.start} 至 {self.end}"


# Three thousand units are three thousand of these: a frozen one takes four times as long to make, so that
# nobody changes one is left to the checker of types.
@dataclass(slots=True, unsafe_hash=True)
class Figure:
    """One value: matters (or petitions) counted and, for a share, those that pass.

    ``person_times`` belongs to the denominator. ``group`` is the code of the breakdown, if any.
    """

    indicator: Final[Indicator]
    period: Final[Period]
    as_of: Final[date]
    denominator: Final[int]
    numerator: Final[int | None]
    person_times: Final[int]
    group: Final[str | None] = None

    @property
    def value(self) -> float | None:
        """Return the share between 0 and 1; ``None`` where no case counts, which is not 0 %."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator

    @property
    def count(self) -> int:
        """Return the number of a plain count: of rows, or of person-times where the definition says so."""
        return self.person_times if self.indicator.counts == "people" else self.denominator

    @property
    def is_small(self) -> bool:
        """Return whether the share rests on fewer than five cases."""
        return self.indicator.is_share and 0 < self.denominator < SMALL_SAMPLE

    @property
    def basis(self) -> str:
        """Return which days it counts, by what day, to stand on it: 2026-01-01 至 2026-03-31，按登记日期."""
        return f"{self.period.short}，按{self.indicator.date_name.partition('（')[0]}"

    @property
    def label(self) -> str:
        """Return the figure as it is printed."""
        if not self.indicator.is_share:
            return f"{self.count:,}"
        if self.value is None:
            return "无案件"
        return f"{self.value:.1%}"


def dimension(indicator: Indicator, by: str) -> str:
    """Return the SQL expression of a breakdown; ``DefinitionError`` if it is not offered."""
    if by not in DIMENSIONS or by not in indicator.dimensions:
        raise DefinitionError(f"指标“{indicator.name}”不能按“{by}”分组")
    said = GRAIN_DIMENSIONS.get(indicator.grain, {}).get(by, DIMENSIONS[by])
    return said.format(date=indicator.date)


def evaluate(
    link: Facts,
    indicator: Indicator,
    *,
    period: Period,
    as_of: date,
    where: str = "true",
    parameters: dict[str, object] | None = None,
    by: str | None = None,
) -> list[Figure]:
    """Return the figure for the period as one row, or one row per value of the dimension ``by``.

    ``where`` narrows the cases with the same named parameters a list of cases uses. Raises
    ``DefinitionError`` for a dimension that is not offered.
    """
    shares = indicator.is_share
    groups = (dimension(indicator, by),) if by else ()
    rows = _rows(link, indicator, groups, where, values_of(period, as_of, parameters))
    # By place, which is twice as quick as by name.
    return [
        Figure(indicator, period, as_of, count, (hits or 0) if shares else None, persons or 0, *code)
        for count, hits, persons, *code in rows
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure where several dimensions cross; ``groups`` are their codes, in the order asked for."""

    groups: tuple[str | None, ...]
    figure: Figure


def evaluate_cells(
    link: Facts,
    indicator: Indicator,
    *,
    by: Sequence[str],
    period: Period,
    as_of: date,
    where: str = "true",
    parameters: dict[str, object] | None = None,
) -> list[Cell]:
    """Return the figure once per combination of the dimensions in ``by``, in the order of codes."""
    groups = [dimension(indicator, one) for one in by]
    shares, is_one = indicator.is_share, len(groups) == 1
    rows = _rows(link, indicator, groups, where, values_of(period, as_of, parameters))
    found = []
    for count, hits, persons, *codes in rows:
        numerator, group = (hits or 0) if shares else None, codes[0] if is_one else None
        figure = Figure(indicator, period, as_of, count, numerator, persons or 0, group)
        found.append(Cell(tuple(codes), figure))
    return found


def _rows(
    link: Facts, indicator: Indicator, groups: Sequence[str], where: str, values: Mapping[str, object]
) -> Iterable[Any]:
    """Return (counted, passed, person-times, *codes) per group, in the order of the codes."""
    passed = f"count(case when {indicator.that} then 1 end)" if indicator.that else "null"
    rows, people = GRAINS[indicator.grain]
    # A sum of DuckDB has 128 bits, which are slow to take out.
    told = ", ".join(["count(*)", passed, f"cast(sum({people}) as bigint)", *groups])
    sql = f"select {told} from {rows} where ({indicator.of}) and ({where})"
    if groups:
        sql += f" group by {', '.join(groups)} order by {', '.join(groups)}"
    return link.execute(sql, values)


def evaluate_together(
    link: Facts,
    indicators: Sequence[Indicator],
    *,
    period: Period,
    as_of: date,
    where: str = "true",
    parameters: dict[str, object] | None = None,
) -> list[Figure]:
    """Return several figures of one period, in the order given, with one pass over the facts per grain."""
    values = values_of(period, as_of, parameters)
    found: dict[str, Figure] = {}
    for grain, (rows, people) in GRAINS.items():
        of_grain = [one for one in indicators if one.grain == grain]
        if not of_grain:
            continue
        sums = ", ".join(
            f"count(case when {one.condition('all')} then 1 end), "
            f"count(case when {one.condition('passed')} then 1 end), "
            f"sum(case when {one.condition('all')} then {people} end)"
            for one in of_grain
        )
        (row,) = link.execute(f"select {sums} from {rows} where {where}", values)
        for number, one in enumerate(of_grain):
            counted, passed, persons = (value or 0 for value in row[3 * number : 3 * number + 3])
            found[one.id] = Figure(one, period, as_of, counted, passed if one.is_share else None, persons)
    return [found[one.id] for one in indicators]


def values_of(period: Period, as_of: date, parameters: Mapping[str, object] | None) -> dict[str, object]:
    """Return the named values of a question: those of the filter, the period, the as-of day."""
    days = {"start": period.start, "end": period.end, "as_of": as_of}
    return {**(parameters or {}), **{name: day.isoformat() for name, day in days.items()}}
