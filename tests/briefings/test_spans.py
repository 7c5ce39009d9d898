"""Months, quarters and years: read, named, moved back, cut off at the as-of day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.briefings.spans import (
    KINDS,
    MONTHS,
    BriefingError,
    Span,
    last_over,
    read_span,
    spans_until,
)
from workbench.terms import IssuedKind

MONTH, QUARTER, YEAR = KINDS


@pytest.mark.parametrize(
    ("kind", "text", "label", "start", "end"),
    [
        (MONTH, "2026-10", "2026年10月", "2026-10-01", "2026-10-31"),
        (MONTH, " 2028-2 ", "2028年2月", "2028-02-01", "2028-02-29"),
        (QUARTER, "2026-3", "2026年第三季度", "2026-07-01", "2026-09-30"),
        (QUARTER, "2026-Q4", "2026年第四季度", "2026-10-01", "2026-12-31"),
        (YEAR, "2026", "2026年", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_span_is_read_and_named(kind, text, label, start, end):
    span = read_span(kind, text)

    assert (span.label, str(span.period.start), str(span.period.end)) == (label, start, end)
    assert read_span(kind, span.code) == span


@pytest.mark.parametrize(
    ("kind", "text"),
    [(MONTH, "2026-13"), (MONTH, "2026"), (QUARTER, "2026-5"), (YEAR, "2026-1"), (YEAR, ""), (MONTH, "十月")],
)
def test_what_cannot_be_read_is_refused_with_an_example(kind, text):
    with pytest.raises(BriefingError, match="请写成 2026"):
        read_span(kind, text)


def test_another_paper_is_no_briefing():
    with pytest.raises(BriefingError, match="只有月度、季度和年度"):
        read_span(IssuedKind.MINUTES, "2026")


@given(st.sampled_from(KINDS), st.dates(date(1960, 1, 1), date(2150, 12, 31)))
def test_spans_follow_each_other_without_gap_or_overlap(kind, day):
    span = last_over(kind, day)

    assert span.period.end <= day
    assert (day - span.period.end).days < 31 * MONTHS[kind]
    before = span.before.period
    assert (span.period.start - before.end).days == 1
    assert spans_until(span, 3) == (span.before.before, span.before, span)


def test_an_unfinished_span_ends_with_the_as_of_day_and_is_set_beside_as_many_days():
    span = Span(MONTH, 2026, 3)
    period = span.until(date(2026, 3, 20))

    assert (period.start, period.end) == (date(2026, 3, 1), date(2026, 3, 20))
    assert span.before.beside(period).end == date(2026, 2, 20)
    assert Span(MONTH, 2026, 2).beside(span.until(date(2026, 3, 31))).end == date(2026, 2, 28)


def test_a_span_that_has_not_begun_is_refused():
    with pytest.raises(BriefingError, match="还没有开始"):
        Span(QUARTER, 2026, 4).until(date(2026, 9, 30))


def test_a_year_stands_beside_the_two_years_before_it():
    span = Span(YEAR, 2026, 1)

    assert (span.before.year, span.a_year_ago.year) == (2025, 2024)
    assert span.words_before == ("上年", "前年")
