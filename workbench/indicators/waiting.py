"""How long people waited, and what silence leaves open: what a count alone does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench.indicators.catalogue import GRAINS, DefinitionError, Indicator
from workbench.indicators.evaluate import SMALL_SAMPLE, Facts, Figure, Period, dimension, values_of
from workbench.indicators.statistics import Wait, waited

SHARES = (0.5, 0.75, 0.9)  # of the cases: half, three quarters, nine of ten


@dataclass(frozen=True, slots=True)
class Durations:
    """Calendar days from one day of a matter to another: after how many, half and nine of ten had it.

    ``days`` follow ``SHARES``; ``None`` where the open cases do not let it be known yet. ``waiting`` cases
    wait still, the longest for ``longest`` days.
    """

    indicator: Indicator
    period: Period
    as_of: date
    done: int
    waiting: int
    days: tuple[int | None, ...]
    longest: int
    group: str | None = None

    @property
    def is_small(self) -> bool:
        """Return whether the days rest on fewer than five cases, like a share (``Figure.is_small``)."""
        return 0 < self.done + self.waiting < SMALL_SAMPLE


def durations(
    link: Facts,
    indicator: Indicator,
    *,
    period: Period,
    as_of: date,
    where: str = "true",
    parameters: dict[str, object] | None = None,
    by: str | None = None,
) -> list[Durations]:
    """Return the waiting times of the figure, whole or per value of a dimension, in the order of codes.

    Raises ``DefinitionError`` for a figure that counts no days.
    """
    if indicator.days is None:
        raise DefinitionError(f"指标“{indicator.name}”不是用时，没有天数可算")
    first, last = indicator.days
    group = dimension(indicator, by) if by else "null"
    rows = GRAINS[indicator.grain][0]
    grouped = f"{first}, {last}" + (f", {group}" if by else "")
    sql = (
        f"select {group}, {first}, {last}, count(*) from {rows} "
        f"where ({indicator.of}) and ({where}) group by {grouped}"
    )
    waits: dict[str | None, list[Wait]] = {}
    for code, began, ended, count in link.execute(sql, values_of(period, as_of, parameters)):
        end = as_of if ended is None else date.fromisoformat(ended)
        days = max(0, (end - date.fromisoformat(began)).days)
        waits.setdefault(code, []).append(Wait(days, ended is not None, count))
    ordered = sorted(waits.items(), key=lambda one: (one[0] is not None, one[0] or ""))
    return [_told(indicator, period, as_of, code, found) for code, found in ordered]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A share as if all who said nothing had said no, and as if all had said yes."""

    low: float
    high: float
    silent: int


def bounds(
    link: Facts,
    figure: Figure,
    *,
    where: str = "true",
    parameters: dict[str, object] | None = None,
    by: str | None = None,
) -> Bounds | None:
    """Return the bounds of a figure, of its group where ``by`` names the breakdown.

    ``None`` where the definition knows no silence or nobody was asked.
    """
    definition = figure.indicator
    if definition.silent is None:
        return None
    values = values_of(figure.period, figure.as_of, parameters)
    narrowed = f"({definition.silent}) and ({where})"
    if by:
        same = "is null" if figure.group is None else "= :group_asked"
        narrowed += f" and {dimension(definition, by)} {same}"
        if figure.group is not None:
            values["group_asked"] = figure.group
    asked = f"select count(*) from {GRAINS[definition.grain][0]} where {narrowed}"
    ((silent,),) = link.execute(asked, values)
    return ends(figure, silent)


def silences(
    link: Facts,
    indicator: Indicator,
    *,
    period: Period,
    as_of: date,
    by: Sequence[str] = (),
    where: str = "true",
    parameters: dict[str, object] | None = None,
) -> dict[tuple[str | None, ...], int]:
    """Return how many said nothing, by the codes of the dimensions in ``by``; none for no silence."""
    if indicator.silent is None:
        return {}
    groups = [dimension(indicator, one) for one in by]
    sql = (
        f"select {', '.join([*groups, 'count(*)'])} from {GRAINS[indicator.grain][0]} "
        f"where ({indicator.silent}) and ({where})"
    )
    if groups:
        sql += f" group by {', '.join(groups)}"
    rows = link.execute(sql, values_of(period, as_of, parameters))
    return {tuple(codes): count for *codes, count in rows}


def ends(figure: Figure, silent: int) -> Bounds | None:
    """Return the share as if all ``silent`` had said no, and as if all had said yes; ``None`` for nobody."""
    everybody = figure.denominator + silent
    if not everybody:
        return None
    passed = figure.numerator or 0
    return Bounds(passed / everybody, (passed + silent) / everybody, silent)


def _told(
    indicator: Indicator, period: Period, as_of: date, code: str | None, waits: Sequence[Wait]
) -> Durations:
    open_ones = [wait for wait in waits if not wait.is_over]
    return Durations(
        indicator=indicator,
        period=period,
        as_of=as_of,
        done=sum(wait.count for wait in waits if wait.is_over),
        waiting=sum(wait.count for wait in open_ones),
        days=waited(waits, SHARES),
        longest=max((wait.days for wait in open_ones), default=0),
        group=code,
    )
