"""The monthly screening: what balances, what is complete, when it is late; by tables and by dice."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.law.calendar import shipped_calendars
from workbench.law.screening import (
    Screening,
    check_balance,
    check_last_stock,
    check_signature,
    reported,
    state_of,
)
from workbench.law.screening_month import due_day, month_before, months_from, report_number
from workbench.law.screening_parts import DisputeLine, ScreeningEdition, ScreeningError
from workbench.terms import DisputeKind, ScreeningState

ON = date(2026, 3, 20)
DUE = date(2026, 3, 25)
LAND = DisputeLine(1, DisputeKind.LAND, 2, 1, 3, "周某", "副镇长", "现场指界", date(2026, 5, 1))
FAMILY = DisputeLine(1, DisputeKind.FAMILY, 1, 1, 0)
FIRST = ScreeningEdition(ON, "handler", 2, 3, 2, 3, "钱某", date(2026, 3, 19))
NEW = Screening(1, "U-2026-03", "U", "2026-03")


def report(edition=FIRST, lines=(LAND, FAMILY), month="2026-03"):
    return reported(replace(NEW, month=month), edition, lines)


def test_a_report_that_balances_is_taken_as_it_is():
    found = report()

    assert found.edition == FIRST
    assert found.shown_lines == (LAND, FAMILY)
    assert LAND.last_stock == 2 and not found.is_zero


def test_a_zero_report_needs_no_line_and_keeps_its_stock_told():
    nothing = ScreeningEdition(ON, "handler", 0, 0, 0, 0, "钱某", ON)

    assert report(nothing, ()).is_zero
    carried = replace(nothing, last_stock=1, stock=1)
    assert report(carried, (replace(LAND, new=0, settled=0, stock=1),)).is_zero


@pytest.mark.parametrize(
    ("edition", "lines", "told"),
    [
        (
            replace(FIRST, stock=4),
            (LAND, FAMILY),
            "上期存量2件＋新排查3件－已化解2件＝3件，填报的期末存量是4件",
        ),
        (replace(FIRST, new=-1), (LAND, FAMILY), "新排查不能是负数"),
        (FIRST, (LAND,), "分类明细的新排查合计2件，与总数3件不符"),
        (FIRST, (LAND, replace(FAMILY, settled=0, new=0)), "明细第2行（婚姻家庭纠纷）各数都是0"),
        (FIRST, (replace(LAND, responsible=" "), FAMILY), "还缺责任人：请补填"),
        (FIRST, (replace(LAND, measure=None, due_on=None), FAMILY), "还缺化解措施、化解期限"),
        (FIRST, (LAND, replace(FAMILY, settled=0)), "新排查1件多于已化解与期末存量之和0件"),
        (FIRST, (LAND, replace(FAMILY, settled=-1)), "的已化解是负数"),
        (replace(FIRST, signed_by=" "), (LAND, FAMILY), "请填写签字的主要负责人"),
        (replace(FIRST, signed_on=date(2026, 3, 21)), (LAND, FAMILY), "晚于报送日期"),
        (replace(FIRST, signed_on=date(2026, 2, 28)), (LAND, FAMILY), "早于2026年3月"),
        (replace(FIRST, on=date(2026, 2, 27)), (LAND, FAMILY), "还没有到2026年3月"),
        (replace(FIRST, on=date(2027, 4, 1)), (LAND, FAMILY), "不再补报"),
    ],
)
def test_what_is_wrong_is_refused_in_words(edition, lines, told):
    with pytest.raises(ScreeningError, match=told):
        report(edition, lines)


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "二〇二六年三月", "", "2026-03-01"])
def test_a_month_that_is_none_is_refused(month):
    with pytest.raises(ScreeningError, match="不是月份"):
        report(month=month)


counts = st.integers(0, 40)


@given(counts, counts, counts, st.integers(-5, 90))
def test_only_one_stock_balances(last_stock, new, settled, stock):
    if stock == last_stock + new - settled and stock >= 0:
        check_balance(last_stock, new, settled, stock)
    else:
        with pytest.raises(ScreeningError):
            check_balance(last_stock, new, settled, stock)


lines = st.lists(st.tuples(st.sampled_from(list(DisputeKind)), counts, counts, counts), max_size=6)


@given(lines)
def test_a_report_summed_from_its_lines_is_taken_and_each_month_joins_the_next(given_lines):
    told = [
        DisputeLine(1, kind, min(new, settled + stock), settled, stock, "周某", "副镇长", "调解", DUE)
        for kind, new, settled, stock in given_lines
        if min(new, settled + stock) or settled or stock
    ]
    new, settled, stock = (sum(getattr(one, name) for one in told) for name in ("new", "settled", "stock"))
    edition = replace(FIRST, last_stock=stock + settled - new, new=new, settled=settled, stock=stock)

    found = report(edition, told)

    assert sum(one.last_stock for one in found.shown_lines) == edition.last_stock
    check_last_stock(stock, found)
    with pytest.raises(ScreeningError, match="2026年3月月报的期末存量"):
        check_last_stock(stock + 1, found)


def test_the_first_report_of_a_unit_may_begin_with_any_stock():
    check_last_stock(7, None)


def test_the_registered_head_signs_and_nobody_else():
    check_signature(" 钱某 ", "钱某")
    check_signature("孙某", None)  # vacant, or not registered
    with pytest.raises(ScreeningError, match="登记的主要负责人是钱某"):
        check_signature("孙某", "钱某")


def test_a_mended_report_is_a_new_edition_with_its_reason():
    again = replace(FIRST, on=date(2026, 3, 23), new=2, stock=2, why="重复计了一件")
    fewer = (replace(LAND, new=1, stock=2), FAMILY)
    with pytest.raises(ScreeningError, match="写明理由"):
        report().amended(replace(again, why=" "), fewer)
    with pytest.raises(ScreeningError, match="早于上一步"):
        report().amended(replace(again, on=date(2026, 3, 19), signed_on=date(2026, 3, 19)), fewer)

    mended = report().amended(again, fewer)

    assert [one.stock for one in mended.editions] == [3, 2]
    assert [one.edition for one in mended.lines] == [1, 1, 2, 2]
    assert [one.stock for one in mended.shown_lines] == [2, 0]
    assert mended.until(date(2026, 3, 22)) == report()
    assert mended.until(date(2026, 3, 19)) is None


def test_the_office_sends_back_once_until_it_is_mended_and_a_unit_never_its_own():
    back = {"by_unit": "XF", "account": "office", "on": date(2026, 3, 21)}
    due = date(2026, 3, 24)
    for words, who, told in [
        ("不清", {**back, "by_unit": "U"}, "不能由本单位退回"),
        (" ", back, "写明理由"),
        ("不清", {**back, "on": date(2026, 3, 19)}, "早于上一步"),
        ("不清", {**back, "on": due}, "须晚于退回之日"),
    ]:
        with pytest.raises(ScreeningError, match=told):
            report().sent_back(words, due, **who)

    returned = report().sent_back("期限不清", due, **back)

    assert returned.returned is not None and returned.returned.due_on == due
    assert returned.until(ON).returned is None
    with pytest.raises(ScreeningError, match="已于2026-03-21退回"):
        returned.sent_back("再退", due, **back)
    mended = returned.amended(replace(FIRST, on=date(2026, 3, 23), why="补填"), (LAND, FAMILY))
    assert mended.returned is None


@pytest.mark.parametrize(
    ("reported_on", "as_of", "state"),
    [
        (None, date(2026, 3, 25), ScreeningState.AWAITED),
        (None, date(2026, 3, 26), ScreeningState.MISSING),
        (date(2026, 3, 25), date(2026, 3, 31), ScreeningState.ON_TIME),
        (date(2026, 3, 26), date(2026, 3, 31), ScreeningState.LATE),
        (date(2026, 3, 26), date(2026, 3, 25), ScreeningState.AWAITED),
    ],
)
def test_the_day_of_the_first_edition_says_whether_it_was_in_time(reported_on, as_of, state):
    found = None if reported_on is None else report(replace(FIRST, on=reported_on))

    assert state_of(found, DUE, as_of) is state


def test_what_was_sent_back_waits_and_stays_in_time_once_mended():
    returned = report().sent_back("不清", date(2026, 4, 3), by_unit="XF", account="o", on=date(2026, 3, 27))
    mended = returned.amended(replace(FIRST, on=date(2026, 4, 2), why="补填"), (LAND, FAMILY))

    assert state_of(returned, DUE, date(2026, 3, 31)) is ScreeningState.RETURNED
    assert state_of(returned, DUE, date(2026, 3, 26)) is ScreeningState.ON_TIME
    assert state_of(mended, DUE, date(2026, 4, 30)) is ScreeningState.ON_TIME


@pytest.mark.parametrize(
    ("month", "due"),
    [
        ("2026-03", date(2026, 3, 25)),
        ("2026-04", date(2026, 4, 27)),  # the 25th is a Saturday
        ("2026-10", date(2026, 10, 26)),  # a Sunday
        ("2031-05", date(2031, 5, 25)),  # a Sunday, but nobody knows yet which Mondays are worked
    ],
)
def test_the_due_day_is_the_county_s_and_moves_over_days_off(month, due):
    assert due_day(month, shipped_calendars().latest) == due


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_months_are_counted_one_by_one(day, back):
    month = f"{day:%Y-%m}"
    earlier = month_before(month, back)
    assume(earlier >= "1990")

    found = months_from(earlier, month)

    assert (found[0], found[-1], len(found)) == (earlier, month, back + 1)
    assert list(found) == sorted(found)
    assert months_from(month, month_before(month)) == ()
    assert report_number("U", month).endswith(month)
