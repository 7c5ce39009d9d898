"""The chart of an answer: parts of a share, numbers, or after how many days people had an answer.

One bar with its interval for the whole, bars for one dimension, bars under headings for two; lengths start
at zero and every number stands beside its mark. Texts are escaped here.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from workbench.indicators.statistics import count_interval, wilson
from workbench.indicators.waiting import SHARES, Durations
from workbench.queries.part_months import PART
from workbench.queries.situation import group_label

if TYPE_CHECKING:
    from workbench.figures.answer import Answer
    from workbench.indicators.evaluate import Figure
    from workbench.queries.told_figures import ToldFigure

MOST_ROWS: Final = 60
BAND, NAMES, LONGEST, AFTER = 24, 190, 420, 380
INK, QUIET, BLUE, RED, PALE = "#1d2733", "#566373", "#2f69ad", "#c8402f", "#c9d6e6"


def drawn(answer: Answer) -> str:
    """Return the chart as SVG, "" where there is nothing to draw."""
    if answer.indicator.days:
        marks = list(_percentiles(answer))
    elif answer.by:
        marks = list(_bars(answer))
    else:
        marks = list(_whole(answer))
    width, height = NAMES + LONGEST + AFTER, len(marks) * BAND + 4
    rows = "".join(f"<g transform='translate(0 {at * BAND})'>{row}</g>" for at, row in enumerate(marks))
    if not rows:
        return ""
    return (
        f"<svg role='img' aria-label='{escape(answer.indicator.name)}' width='{width}' height='{height}' "
        f"viewBox='0 0 {width} {height}' style='font-size: 13px; max-width: 100%'>{rows}</svg>"
    )


def _whole(answer: Answer) -> Iterator[str]:
    """Return one bar with its 95 % interval, and below it what silence leaves open."""
    (told,) = answer.told or (None,)
    if told is None or not (told.figure.denominator or told.ends):
        return
    found, definition = told.figure, answer.indicator
    if not definition.is_share:
        low, high = count_interval(found.count)
        # People come in groups: their number is not one of independent events, and has no such interval.
        has_interval = definition.counts == "rows"
        scale = LONGEST / (high if has_interval else found.count)
        said = f"{found.label} {definition.unit}"
        said += f"，95% 区间 {low:.0f}–{high:.0f}" if has_interval else ""
        line = _interval(low * scale, high * scale) if has_interval else ""
        yield _name(definition.name) + _rect(0, found.count * scale, BLUE) + line + _after(LONGEST, said)
        return
    low, high = wilson(found.numerator or 0, found.denominator)
    good = RED if definition.lower_is_better else BLUE
    said = _said(told) + (f"，95% 区间 {low:.0%}–{high:.0%}" if found.denominator else "")
    bar = _rect(0, LONGEST, PALE) + _rect(0, LONGEST * (found.value or 0), good)
    line = _interval(low * LONGEST, high * LONGEST) if found.denominator else ""
    yield _name(definition.name) + bar + line + _after(LONGEST, said)
    if told.ends is not None:
        span = _rect(told.ends.low * LONGEST, (told.ends.high - told.ends.low) * LONGEST, QUIET)
        words = f"{told.ends.low:.1%}–{told.ends.high:.1%}，{definition.silent_name} {told.ends.silent:,} 件"
        yield _name("两端") + _rect(0, LONGEST, PALE) + span + _after(LONGEST, words)


def _bars(answer: Answer) -> Iterator[str]:
    """Return lying bars: of a share its two parts, of a count the count; from zero, numbers behind."""
    rows = answer.told[:MOST_ROWS]
    largest = max((_length(one.figure) for one in rows), default=0)
    if not largest:
        return
    good, bad = (RED, BLUE) if answer.indicator.lower_is_better else (BLUE, RED)
    for told, name in _headed(answer, rows):
        if told is None:
            yield f"<text x='0' y='16' fill='{INK}' font-weight='600'>{escape(name)}</text>"
            continue
        found = told.figure
        passed = _length(found) if found.numerator is None else found.numerator
        size, rest = (LONGEST * count / largest for count in (passed, _length(found) - passed))
        yield (
            _name(name)
            + _rect(0, size, good)
            + _rect(size, rest, bad)
            + _after(size + rest, _said(told) + _part(answer, told))
        )


def _percentiles(answer: Answer) -> Iterator[str]:
    """Return after how many days half, three quarters and nine of ten had it, as nested bars of days."""
    rows = [(told.waits, told) for told in answer.told[:MOST_ROWS] if told.waits is not None]
    longest = max((_most(waits) for waits, _ in rows), default=0) or 1
    tones = ("#16406f", BLUE, "#8fb0d6")
    for waits, told in rows:
        name = _label(answer, 0, told) if answer.by else answer.indicator.name
        told_days = list(zip(waits.days, tones, strict=True))
        # From the longest to the shortest, so that each lies upon the one before.
        bars = "".join(
            _rect(0, LONGEST * (longest if day is None else day) / longest, PALE if day is None else tone)
            for day, tone in reversed(told_days)
        )
        words = " · ".join(
            f"{share:.0%} {'尚不可知' if day is None else f'{day} 日'}"
            for share, day in zip(SHARES, waits.days, strict=True)
        )
        small = "，样本过小" if waits.is_small else ""
        words += f"，还在等 {waits.waiting:,} 件{small}{_part(answer, told)}"
        yield _name(name) + bars + _after(LONGEST, words)


def _headed(answer: Answer, rows: tuple[ToldFigure, ...]) -> Iterator[tuple[ToldFigure | None, str]]:
    """Return the bars with their names; where two dimensions cross, the first is a heading over its bars."""
    last: tuple[str | None] | None = None
    for told in rows:
        if len(answer.by) > 1 and last != (told.groups[0],):
            last = (told.groups[0],)
            yield None, _label(answer, 0, told)
        yield told, _label(answer, len(answer.by) - 1, told)


def _label(answer: Answer, at: int, told: ToldFigure) -> str:
    return group_label(answer.snapshot, answer.by[at], told.groups[at])


def _part(answer: Answer, told: ToldFigure) -> str:
    """Return the mark of a month of which not all days count."""
    return f"，{PART}" if any(code in answer.part_months for code in told.groups) else ""


def _said(told: ToldFigure) -> str:
    found = told.figure
    said = (
        found.label if found.numerator is None else f"{found.label}（{found.numerator}/{found.denominator}）"
    )
    if found.is_small:
        said += "，样本过小"
    if told.groups and told.ends is not None and told.ends.silent:
        said += f"，{found.indicator.silent_name} {told.ends.silent:,}"
    return said


def _length(found: Figure) -> int:
    """Return what a bar is as long as: who counts for a share, else the number that stands beside it."""
    return found.denominator if found.indicator.is_share else found.count


def _most(waits: Durations) -> int:
    return max([waits.longest, *(day for day in waits.days if day is not None)])


def _name(words: str) -> str:
    return f"<text x='{NAMES - 8}' y='16' text-anchor='end' fill='{QUIET}'>{escape(words)}</text>"


def _after(length: float, words: str) -> str:
    return f"<text x='{NAMES + length + 6:.1f}' y='16' fill='{INK}'>{escape(words)}</text>"


def _rect(start: float, length: float, tone: str) -> str:
    return f"<rect x='{NAMES + start:.1f}' y='3' width='{length:.1f}' height='16' fill='{tone}'/>"


def _interval(low: float, high: float) -> str:
    """Return a line from end to end of an interval, with its feet."""
    left, right = NAMES + low, NAMES + high
    line = f"M{left:.1f} 11H{right:.1f}M{left:.1f} 6V16M{right:.1f} 6V16"
    return f"<path d='{line}' stroke='{INK}' stroke-width='1.5' fill='none'/>"
