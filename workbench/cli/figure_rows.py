"""A figure on the command line: as lines to read and as a row of JSON, with all that stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.indicators.catalogue import Indicator
    from workbench.queries.told_figures import ToldFigure


def figure_lines(definition: Indicator, told: Sequence[ToldFigure], remarks: Sequence[str]) -> list[str]:
    """Return the lines of a figure: one for each group, what a reader must know, and what fixes it."""
    official = f"（{definition.official}）" if definition.official else ""
    lines = [f"{definition.name}{official}{_line(one)}" for one in told]
    if not told:
        lines.append(f"{definition.name}{official}：无案件")
    basis = f"按{definition.date_name} · 定义 {definition.version}"
    return [*lines, *(f"    {one}" for one in (*remarks, basis))]


def figure_row(told: ToldFigure, remarks: Sequence[str], *, snapshot: str | None) -> dict[str, Any]:
    """Return a figure as a row of JSON; shares from 0 to 1, waiting times in calendar days."""
    figure, ends, waits = told.figure, told.ends, told.waits
    definition = figure.indicator
    from workbench.indicators.waiting import SHARES

    return {
        "indicator": definition.id,
        "name": definition.name,
        "group": figure.group,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "person_times": figure.person_times,
        "value": figure.value,
        "small": figure.is_small,
        "official": definition.official or None,
        "ends": ends and {"low": ends.low, "high": ends.high, "silent": ends.silent},
        "silent_name": definition.silent_name if ends else None,
        "waits": waits
        and {
            "done": waits.done,
            "waiting": waits.waiting,
            "longest": waits.longest,
            "days": {f"{share:.0%}": day for share, day in zip(SHARES, waits.days, strict=True)},
        },
        "remarks": list(remarks),
        "date": definition.date_name,
        "definition": definition.version,
        "snapshot": snapshot,
    }


def _line(told: ToldFigure) -> str:
    from workbench.queries.told_figures import ends_words, waits_words

    figure = told.figure
    group = f"  {'、'.join(code or '（空）' for code in told.groups)}" if told.groups else ""
    if figure.indicator.days:
        return f"{group}：{waits_words(told.waits)}"
    parts = "" if figure.numerator is None else f"（{figure.numerator:,}/{figure.denominator:,}）"
    small = "  样本过小" if figure.is_small else ""
    between = ""
    if told.groups and told.ends is not None:
        between = f"  {figure.indicator.silent_name} {told.ends.silent:,} 件，{ends_words(told)}"
    return f"{group}：{figure.label}{parts}{small}{between}"
