"""The figures of the case review as tiles and bars."""

from __future__ import annotations

from widgets.case_review.state import BREAKDOWNS, CaseReviewState
from widgets.parts.chart import Series
from widgets.parts.figures import Figure as Tile
from widgets.parts.filter_values import Field, FilterValue
from widgets.parts.values import Choice
from workbench.indicators.catalogue import Indicator, indicator
from workbench.indicators.evaluate import Figure
from workbench.queries.figures import REVIEW_FIGURES, not_applied
from workbench.queries.left_out import left_out_of, left_out_of_list


def chart_fields() -> tuple[Field, ...]:
    """Return the questions over the chart: which figure, broken down by what."""
    offered = tuple(Choice(name, indicator(name).name) for name in REVIEW_FIGURES)
    groups = tuple(Choice(key, label) for key, label in BREAKDOWNS.items())
    return (Field("charted", "指标", "one", offered), Field("by", "分组", "one", groups))


def chart_value(state: CaseReviewState) -> FilterValue:
    """Return the answers that show what the chart breaks down; what it shows unasked is no answer."""
    charted = (("charted", (state.charted,)),) if state.charted != REVIEW_FIGURES[0] else ()
    by = (("by", (state.by,)),) if state.by != next(iter(BREAKDOWNS)) else ()
    return FilterValue((*charted, *by))


def definition_words(state: CaseReviewState) -> str:
    """Return in words who counts in the figure whose cases are listed, "" where none is."""
    if state.wanted.figure is None:
        return ""
    one = indicator(state.wanted.figure.indicator)
    return f"{one.words}。依据：{one.source}。{one.caution}"


def list_name(state: CaseReviewState) -> str:
    """Return what tells a file of the list from another: its figure, and the day."""
    cases = state.wanted.figure
    whose = "" if cases is None else f"{indicator(cases.indicator).name}，"
    return f"（{whose}截至{state.snapshot.as_of:%Y-%m-%d}）"


def figure_notes(state: CaseReviewState) -> str:
    """Return the same with what the figure leaves out, and its number."""
    left_out = left_out_of_list(state.snapshot, state.wanted)
    return definition_words(state) + (f"。{left_out}。" if left_out else "")


def left_out(state: CaseReviewState, figure: Figure) -> str:
    """Return what a figure of the filter leaves out, with its number, "" where it is nothing."""
    return left_out_of(state.snapshot, figure.indicator, state.wanted, figure.period)


def not_followed(state: CaseReviewState, definition: Indicator) -> str:
    """Return what of the filter a figure does not follow, "" where it follows all of it."""
    return "；".join(not_applied(definition, state.wanted, has_heads=bool(state.heads.tests)))


def tile(figure: Figure, not_followed: str = "", left_out: str = "") -> Tile:
    """Return a figure of the period as a tile with its days, its definition and source as the hint.

    ``not_followed`` is what of the filter it does not follow: said on the figure, never ignored. ``left_out``
    is what stands in no part of it, with its number.
    """
    definition = figure.indicator
    note = f"{figure.person_times:,} 人次" if not definition.is_share else ""
    if figure.is_small:
        note = "样本过小"
    if not_followed:
        note = f"{note}；{not_followed}" if note else not_followed
    hint = (
        f"{definition.words}。统计期：{figure.period.label}，按{definition.date_name}。"
        f"依据：{definition.source}。{definition.caution}。{left_out}{'。' if left_out else ''}"
        f"截至 {figure.as_of:%Y-%m-%d}。"
    )
    return Tile(
        key=definition.id,
        name=definition.name,
        value=figure.label,
        unit="" if definition.is_share else definition.unit,
        numerator=figure.numerator,
        denominator=figure.denominator if definition.is_share else None,
        note=note,
        hint=hint,
        parts=definition.parts,
        period=figure.basis,
        opens=figure.denominator > 0,
    )


def series(bars: tuple[Figure, ...], definition: Indicator) -> tuple[Series, ...]:
    """Return the bars of the chart: one series for a count, passed and failed for a share."""
    if not definition.is_share:
        values = tuple(float(bar.denominator) for bar in bars)
        return (
            Series("all", definition.unit, values, notes=tuple(f"{bar.person_times:,} 人次" for bar in bars)),
        )
    notes = tuple(f"{bar.numerator} / {bar.denominator}，{bar.label}" for bar in bars)
    passed = tuple(float(bar.numerator or 0) for bar in bars)
    failed = tuple(float(bar.denominator - (bar.numerator or 0)) for bar in bars)
    names = definition.parts
    good, bad = ("accent", "late") if not definition.lower_is_better else ("late", "accent")
    return (
        Series("passed", names[0], passed, good, notes),  # type: ignore[arg-type]
        Series("failed", names[1], failed, bad, notes),  # type: ignore[arg-type]
    )


def totals(bars: tuple[Figure, ...], definition: Indicator) -> tuple[str, ...]:
    """Return what stands above the bars of a share: the share itself, of few matters how many of how many."""
    if not definition.is_share:
        return ()
    return tuple(f"{bar.numerator}/{bar.denominator}" if bar.is_small else bar.label for bar in bars)
