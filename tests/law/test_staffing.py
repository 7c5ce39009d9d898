"""The posts of a unit: who may follow whom, what is vacant, who lacks training."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.law.settings import settings
from workbench.law.staffing import Staffing, StaffingError, short_of_training, year_before
from workbench.terms import PostKind

ON = date(2026, 3, 2)
EMPTY = Staffing(1, "U")
LED = EMPTY.appointed(PostKind.HEAD, " 钱某 ", "镇长", ON)


def test_a_unit_without_a_register_has_every_post_vacant():
    assert EMPTY.vacant(ON) == tuple(PostKind)
    assert LED.vacant(ON) == tuple(PostKind)[1:]
    assert LED.vacant(ON - timedelta(1)) == tuple(PostKind)
    assert LED.head_on(ON) == "钱某"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.appointed(PostKind.HEAD, "孙某", "书记", ON), "请先登记其离任"),
        (lambda one: one.appointed(PostKind.DEPUTY, " ", "副镇长", ON), "姓名和职务"),
        (lambda one: one.left(2, ON, None), "没有登记这名人员"),
        (lambda one: one.left(1, ON - timedelta(1), None), "早于到任之日"),
        (lambda one: one.left(1, ON, None).left(1, ON, None), "已于2026-03-02离任"),
        (lambda one: one.trained((), ON, "时限"), "选择参加培训的人员"),
        (lambda one: one.trained((1,), ON, " "), "培训内容"),
        (lambda one: one.trained((1,), ON - timedelta(1), "时限"), "不在岗"),
        (lambda one: one.trained((1,), ON, "时限").trained((1,), ON, "时限"), "已经登记"),
        (lambda one: one.trained((1,), ON, "时限").left(1, ON, None), "最后一次培训之日"),
    ],
)
def test_what_cannot_be_is_refused_in_words(change, told):
    with pytest.raises(StaffingError, match=told):
        change(LED)


def test_a_successor_may_begin_on_the_day_the_other_leaves():
    handed = LED.left(1, date(2026, 6, 1), " 调动 ").appointed(
        PostKind.HEAD, "孙某", "镇长", date(2026, 6, 1)
    )

    assert handed.head_on(date(2026, 5, 31)) == "钱某"
    assert handed.head_on(date(2026, 6, 1)) == "孙某"
    assert handed.holders[0].why == "调动"
    assert handed.until(date(2026, 5, 1)).holders[0].until is None


def test_there_may_be_several_substitutes_but_nobody_twice():
    two = EMPTY.appointed(PostKind.SUBSTITUTE, "李某", "干部", ON).appointed(
        PostKind.SUBSTITUTE, "赵某", "干部", ON
    )

    assert len(two.in_post(ON)) == 2
    with pytest.raises(StaffingError, match="已登记在这一岗位"):
        two.appointed(PostKind.SUBSTITUTE, "李某", "干部", ON)


@given(st.integers(0, 4), st.sampled_from(list(PostKind)), st.integers(300, 500))
def test_only_who_is_in_post_for_a_year_can_lack_training(times, post, days):
    as_of = date(2026, 11, 20)
    staffing = EMPTY.appointed(post, "李某", "干部", as_of - timedelta(days))
    for at in range(times):
        staffing = staffing.trained((1,), as_of - timedelta(20 * at), "时限")

    lacks = bool(short_of_training(staffing, as_of))

    must = post in (PostKind.COORDINATOR, PostKind.OPERATOR) and days >= 365
    assert lacks == (must and times < settings().training_times_a_year)


def test_a_year_before_the_leap_day_is_the_day_before():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(date(2026, 11, 20)) == date(2025, 11, 20)
