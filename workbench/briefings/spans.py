"""What a briefing is about: a month, a quarter or a year, the one before it, the same one a year ago."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from workbench.indicators.evaluate import Period
from workbench.terms import IssuedKind

MONTHS: Final = {
    IssuedKind.MONTHLY_BRIEFING: 1,
    IssuedKind.QUARTERLY_BRIEFING: 3,
    IssuedKind.YEARLY_REPORT: 12,
}
KINDS: Final = tuple(MONTHS)
_WRITTEN = {
    IssuedKind.MONTHLY_BRIEFING: (re.compile(r"(\d{4})-(\d{1,2})"), "2026-10"),
    IssuedKind.QUARTERLY_BRIEFING: (re.compile(r"(\d{4})-[Qq]?(\d)"), "2026-3（第三季度）"),
    IssuedKind.YEARLY_REPORT: (re.compile(r"(\d{4})()"), "2026"),
}
_QUARTERS: Final = "一二三四"


class BriefingError(ValueError):
    """A briefing that cannot be made as it was asked for; the message says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The ``number``-th month or quarter of a year, or the year itself (``number`` 1)."""

    kind: IssuedKind
    year: int
    number: int

    @property
    def period(self) -> Period:
        """Return its first and its last day."""
        months = MONTHS[self.kind]
        first = self.year * 12 + (self.number - 1) * months
        return Period(_first_day(first), _first_day(first + months) - timedelta(1))

    @property
    def before(self) -> Span:
        """Return the month, quarter or year before."""
        if self.number > 1:
            return Span(self.kind, self.year, self.number - 1)
        return Span(self.kind, self.year - 1, 12 // MONTHS[self.kind])

    @property
    def after(self) -> Span:
        """Return the month, quarter or year after."""
        if self.number < 12 // MONTHS[self.kind]:
            return Span(self.kind, self.year, self.number + 1)
        return Span(self.kind, self.year + 1, 1)

    @property
    def a_year_ago(self) -> Span:
        """Return the same month or quarter of the year before; of a year, the one before the last."""
        back = 2 if self.kind is IssuedKind.YEARLY_REPORT else 1
        return Span(self.kind, self.year - back, self.number)

    @property
    def label(self) -> str:
        """Return it in words: 2026年10月, 2026年第三季度, 2026年."""
        match self.kind:
            case IssuedKind.MONTHLY_BRIEFING:
                return f"{self.year}年{self.number}月"
            case IssuedKind.QUARTERLY_BRIEFING:
                return f"{self.year}年第{_QUARTERS[self.number - 1]}季度"
            case _:
                return f"{self.year}年"

    @property
    def code(self) -> str:
        """Return it as it is typed: 2026-10, 2026-3, 2026."""
        match self.kind:
            case IssuedKind.MONTHLY_BRIEFING:
                return f"{self.year}-{self.number:02}"
            case IssuedKind.QUARTERLY_BRIEFING:
                return f"{self.year}-{self.number}"
            case _:
                return str(self.year)

    @property
    def words_before(self) -> tuple[str, str]:
        """Return what the span before and that of a year ago are called."""
        match self.kind:
            case IssuedKind.MONTHLY_BRIEFING:
                return "上月", "去年同月"
            case IssuedKind.QUARTERLY_BRIEFING:
                return "上季度", "去年同期"
            case _:
                return "上年", "前年"

    def until(self, as_of: date) -> Period:
        """Return the part of the span that is over by the end of ``as_of``; ``BriefingError`` for none."""
        whole = self.period
        if as_of < whole.start:
            raise BriefingError(f"{self.label}在 {as_of} 还没有开始：请换一个统计期，或换截至日更晚的快照")
        return Period(whole.start, min(whole.end, as_of))

    def beside(self, period: Period) -> Period:
        """Return of this span as many days as ``period`` has, where that is only part of its own span."""
        whole = self.period
        return Period(whole.start, min(whole.end, whole.start + (period.end - period.start)))


def read_span(kind: IssuedKind, text: str) -> Span:
    """Return the span that somebody typed; ``BriefingError`` says how it is written."""
    if kind not in MONTHS:
        raise BriefingError(f"“{kind.label}”不是简报：简报只有月度、季度和年度三种")
    pattern, example = _WRITTEN[kind]
    told = pattern.fullmatch(text.strip())
    year, number = (int(told[1]), int(told[2] or 1)) if told else (0, 0)
    if not (1950 <= year <= 2200 and 1 <= number <= 12 // MONTHS[kind]):
        raise BriefingError(f"统计期“{text}”看不懂：{kind.label}请写成 {example}")
    return Span(kind, year, number)


def last_over(kind: IssuedKind, day: date) -> Span:
    """Return the last span of a kind that is over by the end of ``day``."""
    here = Span(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)
    return here if here.period.end <= day else here.before


def running(kind: IssuedKind, day: date) -> Span:
    """Return the span of a kind in which ``day`` lies."""
    over = last_over(kind, day)
    return over if over.period.end == day else over.after


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def spans_until(span: Span, count: int) -> tuple[Span, ...]:
    """Return ``count`` spans that end with this one, oldest first."""
    found = [span]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(reversed(found))
