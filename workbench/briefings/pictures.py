"""The charts of briefings: columns by month, lying bars of two parts, shares with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.briefings.charts import (
    GRID,
    HATCH,
    INK,
    PALE,
    PAPER,
    SIZE,
    blank,
    svg_of,
    top_of,
)
from workbench.documents.content import Chart
from workbench.indicators.evaluate import Figure
from workbench.indicators.statistics import wilson

BAND = 0.27  # inches of height for a lying bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of two parts: the dark one and the rest, which is hatched."""

    label: str
    dark: int
    rest: int


def columns(caption: str, unit: str, values: Sequence[tuple[str, int]], *, marked: int = -1) -> Chart:
    """Return columns from zero with their numbers above; the one at ``marked`` is dark, the others pale."""
    figure, axes = blank(2.1)
    places = range(len(values))
    chosen = marked % len(values) if values else 0
    axes.bar(
        places,
        [value for _, value in values],
        color=[INK if place == chosen else PALE for place in places],
        edgecolor=INK,
        linewidth=0.6,
        width=0.7,
    )
    for place, (_, value) in enumerate(values):
        axes.annotate(
            f"{value:,}", (place, value), (0, 2), textcoords="offset points", ha="center", fontsize=SIZE - 1
        )
    axes.set_xticks(list(places), [label for label, _ in values], fontsize=SIZE - 1)
    axes.set_ylim(0, top_of(max((value for _, value in values), default=0)))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    told = "，".join(f"{_flat(label)} {value:,}" for label, value in values)
    return Chart(svg_of(figure), f"{caption}（{unit}）：{told}。", f"{caption}（{unit}）")


def lying(caption: str, names: tuple[str, str], bars: Sequence[Bar], *, unit: str = "件") -> Chart:
    """Return lying bars from zero; ``names`` say what the dark part is and what the hatched rest."""
    figure, axes = blank(0.45 + BAND * len(bars))
    places = list(range(len(bars)))[::-1]
    dark = [bar.dark for bar in bars]
    axes.barh(places, dark, color=INK, edgecolor=INK, linewidth=0.6, height=0.66)
    axes.barh(
        places,
        [bar.rest for bar in bars],
        left=dark,
        color=PAPER,
        edgecolor=INK,
        hatch=HATCH,
        linewidth=0.6,
        height=0.66,
    )
    for place, bar in zip(places, bars, strict=True):
        axes.annotate(
            f"{names[0]} {bar.dark:,}，{names[1]} {bar.rest:,}",
            (bar.dark + bar.rest, place),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SIZE - 1,
        )
    axes.set_yticks(places, [bar.label for bar in bars], fontsize=SIZE - 0.5)
    axes.set_ylim(-0.6, max(len(bars), 1) - 0.4)
    # The words behind the longest bar need about a third of the width.
    axes.set_xlim(0, max(1.0, max((bar.dark + bar.rest for bar in bars), default=0) * 1.42))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    figure.suptitle(f"实心：{names[0]}　斜线：{names[1]}", fontsize=SIZE - 1, x=0.99, ha="right")
    told = "；".join(f"{bar.label}{names[0]}{bar.dark:,}{unit}、{names[1]}{bar.rest:,}{unit}" for bar in bars)
    return Chart(svg_of(figure), f"{caption}：{told}。", caption)


def shares(caption: str, values: Sequence[tuple[str, Figure | None]]) -> Chart:
    """Return a share by month as points from 0 to 100 % with 95 % intervals and the counts it rests on.

    Where nothing counted there is no point.
    """
    figure, axes = blank(2.4)
    known = [
        (place, found) for place, (_, found) in enumerate(values) if found is not None and found.denominator
    ]
    middles = [100 * (found.value or 0) for _, found in known]
    bounds = [wilson(found.numerator or 0, found.denominator) for _, found in known]
    reach = [
        [middle - 100 * low for middle, (low, _) in zip(middles, bounds, strict=True)],
        [100 * high - middle for middle, (_, high) in zip(middles, bounds, strict=True)],
    ]
    axes.errorbar(
        [place for place, _ in known],
        middles,
        yerr=[[max(0.0, one) for one in side] for side in reach],
        fmt="o",
        markersize=4,
        color=INK,
        elinewidth=0.9,
        capsize=2.5,
        linestyle="none",
    )
    for (place, found), middle, interval in zip(known, middles, bounds, strict=True):
        y, beside, across, upright = _free(middle, *interval)
        axes.annotate(
            f"{found.numerator}\n/{found.denominator}",  # in two lines: those of two months stand apart
            (place, y),
            beside,
            textcoords="offset points",
            fontsize=SIZE - 1,
            linespacing=1.0,
            ha=across,
            va=upright,
        )
    axes.set_xticks(range(len(values)), [label for label, _ in values], fontsize=SIZE - 1)
    axes.set_xlim(-0.5, len(values) - 0.2)
    axes.set_ylim(0, 104)
    axes.set_yticks([0, 25, 50, 75, 100], [f"{one}%" for one in (0, 25, 50, 75, 100)], fontsize=SIZE - 1)
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    told = "，".join(
        f"{_flat(label)} {found.numerator}/{found.denominator}"
        if found is not None and found.denominator
        else f"{_flat(label)} 无应计入的事项"
        for label, found in values
    )
    return Chart(svg_of(figure), f"{caption}（分子/分母）：{told}。", f"{caption}（竖线为95%区间）")


def _free(middle: float, low: float, high: float) -> tuple[float, tuple[float, float], str, str]:
    """Return where counts find room: below their interval, above it, or beside one that fills the scale."""
    if low >= 0.3:
        return 100 * low, (0, -4), "center", "top"
    if high <= 0.7:
        return 100 * high, (0, 4), "center", "bottom"
    return min(85.0, max(15.0, middle)), (4, 0), "left", "center"


def _flat(label: str) -> str:
    return label.replace("\n", "")
