"""The figures of a briefing: each with its parts, its two earlier values, and the cases that it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workbench.briefings.spans import BriefingError
from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Facts, Figure, Period, evaluate_together
from workbench.indicators.waiting import Bounds, Durations, bounds, durations
from workbench.queries.case_filter import CaseFilter, FigureCases
from workbench.queries.comparison import Compared, beside
from workbench.queries.left_out import left_out_words

FEWEST = 5  # cases below which no share is told


def percent(hits: int, of: int) -> str:
    """Return a share as it is printed; all and none are said of all and none alone."""
    share = 100 * hits / of
    if hits == of:
        return "100%"
    if not hits:
        return "0%"
    return f"{min(99.9, max(0.1, share)):.1f}%"


@dataclass(frozen=True, slots=True)
class BriefingFigure:
    """One figure of the period beside the period before (``last``) and that of a year ago (``ago``).

    ``law`` is the article that demands that every one pass, "" where none does: a figure without it has no
    aim. ``last.before`` and ``ago.before`` are ``None`` for a figure that ripens as time goes by, and of a
    time without records. Where the share is itself the official way of computing, ``ends`` are the two
    ends that silence leaves open. ``left_out`` says what is in no part of the figure, with its number.
    """

    now: Figure
    last: Compared
    ago: Compared
    law: str = ""
    ends: Bounds | None = None
    left_out: str = ""

    @property
    def indicator(self) -> Indicator:
        """Return the definition by which it was counted."""
        return self.now.indicator

    @property
    def name(self) -> str:
        """Return the name as it is printed, the official way of computing labelled as such."""
        official = self.indicator.official
        return f"{self.indicator.name}（{official}）" if official else self.indicator.name

    @property
    def is_volume(self) -> bool:
        """Return whether it tells how many came, or by which way: never anybody's work."""
        return not self.indicator.is_share

    @property
    def is_small(self) -> bool:
        """Return whether it is a share of too few cases to be told as one."""
        return self.indicator.is_share and 0 < self.now.denominator < FEWEST

    @property
    def failed(self) -> int:
        """Return how many count and do not pass."""
        return self.now.denominator - (self.now.numerator or 0)

    @property
    def value(self) -> str:
        """Return the value as it is printed in every view."""
        return printed(self.now)

    @property
    def parts(self) -> str:
        """Return numerator and denominator as they are printed, "" for a plain count."""
        return made_of(self.now)

    def cases(self, part: str = "all") -> CaseFilter:
        """Return the filter that lists its cases: all, passed or failed."""
        return CaseFilter(figure=FigureCases(self.indicator.id, self.now.period, part))


def printed(found: Figure) -> str:
    """Return a value as it is printed: a number, a share, or that there is none to tell."""
    if not found.indicator.is_share:
        return f"{found.count:,}"
    if not found.denominator:
        return "无"
    if found.denominator < FEWEST:
        return "样本过小"
    return percent(found.numerator or 0, found.denominator)


def made_of(found: Figure) -> str:
    """Return numerator and denominator of a share as they are printed."""
    return f"{found.numerator}/{found.denominator}" if found.indicator.is_share else ""


def chosen(definitions: Mapping[str, Indicator], ids: Sequence[str]) -> list[Indicator]:
    """Return the definitions of these figures that the snapshot keeps; ``BriefingError`` if it keeps none."""
    found = [definitions[one] for one in ids if one in definitions]
    if not found:
        raise BriefingError("快照中没有简报所需的指标定义：请用现在的软件重新固定一个快照")
    return found


def measure(
    facts: Facts,
    definitions: Sequence[Indicator],
    periods: tuple[Period, Period, Period],
    *,
    as_of: date,
    law: Mapping[str, str],
) -> tuple[BriefingFigure, ...]:
    """Return the figures of the first period beside those of the second (before) and third (a year ago)."""
    now, last, ago = (evaluate_together(facts, definitions, period=period, as_of=as_of) for period in periods)
    return tuple(
        BriefingFigure(
            here,
            _beside(facts, here, before),
            _beside(facts, here, then),
            law.get(here.indicator.id, ""),
            bounds(facts, here) if here.indicator.official else None,
            left_out_words(facts, here.indicator, here.period, as_of),
        )
        for here, before, then in zip(now, last, ago, strict=True)
    )


def _beside(facts: Facts, now: Figure, before: Figure) -> Compared:
    # Cases go on passing: the earlier period has had more time, and beside it this one looks worse.
    if now.indicator.ripens:
        return Compared(now, None, None)
    return beside(facts, now, before)


def waits(
    facts: Facts, definitions: Sequence[Indicator], period: Period, *, as_of: date
) -> tuple[Durations, ...]:
    """Return how long people waited, one for each definition of which there is a case."""
    found = (durations(facts, one, period=period, as_of=as_of) for one in definitions)
    return tuple(one for told in found for one in told)
