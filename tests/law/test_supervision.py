"""Orders of supervision on paper: what each step needs, what a day can say, what the data file holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from workbench.law.calendar import shipped_calendars
from workbench.law.evidence import Evidence
from workbench.law.orders_data import NumberError, check_number, next_number, orders_data, usual_reason
from workbench.law.reply_days import (
    ORDER_NOTE,
    PROPOSAL_NOTE,
    DayOffError,
    check_day_off,
    due_note,
    order_due,
    proposal_due,
)
from workbench.law.supervision import ESCALATION, NotIssuerError, OrderError, SupervisionOrder, issued
from workbench.terms import OrderState, SupervisionReason

OFFICE, TOWN, OTHER = "430682XF", "430682101", "430682103"
ON = date(2026, 3, 2)
PAPER = Evidence("整改报告", date(2026, 3, 9), "a" * 64)
CALENDAR = shipped_calendars().latest


def day(number: int) -> date:
    return ON + timedelta(number)


def make_order(**facts: object) -> SupervisionOrder:
    given: dict[str, object] = {
        "id": 1,
        "order_no": "督〔2026〕1号",
        "case_no": "A",
        "item_no": None,
        "to_unit": TOWN,
        "by_unit": OFFICE,
        "by_account": "chen",
        "reason": SupervisionReason.LATE,
        "facts": "超期12日",
        "basis": "第四十条第一款",
        "demand": "限期办结",
        "issued_on": ON,
        "reply_due_on": day(15),
        **facts,
    }
    return SupervisionOrder(**given)  # type: ignore[arg-type]


BY_OFFICE = {"unit": OFFICE, "account": "wang"}
BY_TOWN = {"unit": TOWN, "account": "li"}


def answered() -> SupervisionOrder:
    return make_order().replied(day(5), "已办结", PAPER, **BY_TOWN)


def returned() -> SupervisionOrder:
    return answered().returned(day(6), "未附回证", day(20), **BY_OFFICE)


@pytest.mark.parametrize(
    ("order", "as_of", "state", "late"),
    [
        (make_order(), day(15), OrderState.OPEN, 0),
        (make_order(), day(16), OrderState.LATE, 1),
        (answered(), day(4), OrderState.OPEN, 0),
        (answered(), day(90), OrderState.ANSWERED, 0),
        (make_order().replied(day(18), "晚了", None, **BY_TOWN), day(17), OrderState.LATE, 2),
        (returned(), day(20), OrderState.RETURNED, 0),
        (returned(), day(23), OrderState.LATE, 3),
        (returned(), day(5), OrderState.ANSWERED, 0),
        (answered().closed(day(7), "属实", **BY_OFFICE), day(90), OrderState.CLOSED, 0),
        (answered().closed(day(7), "属实", **BY_OFFICE), day(6), OrderState.ANSWERED, 0),
        (make_order().withdrawn(day(1), "错发", **BY_OFFICE), day(90), OrderState.WITHDRAWN, 0),
    ],
)
def test_a_day_says_where_an_order_stands(order, as_of, state, late) -> None:
    assert (order.state(as_of), order.days_late(as_of)) == (state, late)
    assert order.escalates(as_of) == (state is OrderState.LATE)


def test_an_order_as_of_a_past_day_knows_nothing_later() -> None:
    whole = returned().replied(day(8), "补附", PAPER, **BY_TOWN).closed(day(9), "属实", **BY_OFFICE)

    assert whole.until(day(6)) == replace(returned(), version=whole.version)
    assert whole.until(ON) == replace(make_order(), version=whole.version)
    assert whole.due(day(5)) == day(15) and whole.due(day(6)) == day(20)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda: answered().closed(day(7), "属实", **BY_TOWN), "被督办单位不能对自己的督办单闭环"),
        (lambda: answered().closed(day(7), "属实", unit=TOWN, account="chen"), "被督办单位不能"),
        (lambda: answered().closed(day(7), "属实", unit=OTHER, account="zhao"), "只有发出单位才能闭环"),
        (lambda: answered().closed(day(7), "属实", unit=None, account="zhao"), "只有发出单位才能闭环"),
        (lambda: make_order().withdrawn(day(1), "错发", **BY_TOWN), "不能对自己的督办单撤回"),
        (lambda: make_order().reminded(day(1), "请快", **BY_TOWN), "不能对自己的督办单催办"),
        (lambda: answered().returned(day(6), "不全", day(9), unit=OTHER, account="zhao"), "退回反馈"),
    ],
)
def test_only_who_issued_an_order_goes_on_with_it(change, sentence) -> None:
    with pytest.raises(NotIssuerError, match=sentence):
        change()


def test_the_issuing_account_may_close_after_it_moved_elsewhere_but_not_to_the_unit_that_owes() -> None:
    assert answered().closed(day(7), "属实", unit=OTHER, account="chen").closed_by == "chen"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda: make_order().closed(day(1), "算了", **BY_OFFICE), "应先由被督办单位书面反馈"),
        (lambda: make_order().returned(day(1), "空", day(9), **BY_OFFICE), "没有等待审核的反馈"),
        (lambda: returned().closed(day(7), "属实", **BY_OFFICE), "没有等待审核的反馈"),
        (lambda: answered().replied(day(6), "再报", None, **BY_TOWN), "等待发出单位审核"),
        (lambda: answered().reminded(day(6), "请快", **BY_OFFICE), "不必催办"),
        (lambda: make_order().replied(day(1), "代报", None, unit=OTHER, account="zhao"), "只有被督办单位"),
        (lambda: make_order().replied(day(1), "  ", None, **BY_TOWN), "请填写反馈内容"),
        (lambda: make_order().replied(day(-1), "早", None, **BY_TOWN), "日期早于上一步"),
        (lambda: answered().returned(day(6), "不全", day(6), **BY_OFFICE), "须晚于退回之日"),
        (lambda: returned().replied(day(5), "倒签", None, **BY_TOWN), "日期早于上一步"),
        (
            lambda: answered().closed(day(7), "属实", **BY_OFFICE).replied(day(8), "又", None, **BY_TOWN),
            "已于2026-03-09闭环",
        ),
        (
            lambda: make_order().withdrawn(day(1), "错发", **BY_OFFICE).reminded(day(2), "催", **BY_OFFICE),
            "已于2026-03-03撤回",
        ),
        (lambda: issued(make_order(to_unit=OFFICE)), "由联席会议发出"),
        (lambda: issued(make_order(item_no="1")), "请只填一项"),
        (lambda: issued(make_order(reply_due_on=ON)), "须晚于发出之日"),
        (lambda: issued(make_order(demand=" ")), "请填写督办要求"),
    ],
)
def test_what_an_order_does_not_allow_is_said_in_a_sentence(change, sentence) -> None:
    with pytest.raises(OrderError, match=sentence):
        change()


def test_the_usual_due_days_are_settings_and_never_fall_on_a_day_off() -> None:
    assert order_due(CALENDAR, date(2026, 3, 2)) == date(2026, 3, 17)
    assert order_due(CALENDAR, date(2026, 9, 20)) == date(2026, 10, 8)  # 5 October is a holiday
    assert proposal_due(CALENDAR, date(2026, 3, 2)) == date(2026, 4, 1)
    assert order_due(CALENDAR, date(2027, 12, 25)) == date(2028, 1, 9)  # not announced: not guessed
    with pytest.raises(DayOffError, match=r"国庆节放假.*2026-10-08"):
        check_day_off(CALENDAR, date(2026, 10, 5))
    check_day_off(CALENDAR, date(2026, 10, 10))  # a Saturday that is worked


@pytest.mark.parametrize(
    ("due", "usual", "words"),
    [
        (day(15), day(15), "条例未规定期限，按本地设定（15日）"),
        (day(18), day(18), "条例未规定期限，按本地设定（15日，遇放假顺延）"),
        (day(7), day(15), "条例未规定期限，由发出单位指定（7日）"),
    ],
)
def test_beside_a_due_day_stands_who_set_it(due, usual, words) -> None:
    assert due_note(ON, due, usual, ORDER_NOTE, 15) == words


def test_the_note_on_a_proposal_says_that_its_day_counts_from_the_day_of_issue():
    told = due_note(ON, ON + timedelta(30), ON + timedelta(30), PROPOSAL_NOTE, 30)

    assert told == "非条例规定，按本地设定，自发出之日起算（30日）"


def test_numbers_follow_each_other_within_a_year() -> None:
    pattern = orders_data().order

    assert next_number(pattern, [], 2026) == "督〔2026〕1号"
    assert (
        next_number(pattern, ["督〔2026〕9号", "督〔2026〕12号", "督〔2025〕40号", "杂"], 2026)
        == "督〔2026〕13号"
    )
    check_number(pattern, "督〔2026〕13号", ON)
    for wrong in ("督〔2025〕13号", "督〔2026〕013号", "督[2026]13号", "13"):
        with pytest.raises(NumberError, match="应形如“督〔2026〕1号”"):
            check_number(pattern, wrong, ON)


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (("R-HANDLE60",), SupervisionReason.LATE),
        (("R-HANDLE60", "R-UNIT-NOTICE15-FWD"), SupervisionReason.PROCEDURE),
        (("R-ASSIGN-REPORT",), SupervisionReason.NO_REPORT),
        (("R-SUPPORT-EXECUTE",), SupervisionReason.NOT_EXECUTED),
        ((), SupervisionReason.LATE),
    ],
)
def test_the_usual_reason_follows_from_the_limit_that_was_missed(rules, reason) -> None:
    assert usual_reason(rules) is reason


def test_the_rules_of_the_usual_reasons_exist_and_the_escalation_names_its_article() -> None:
    from workbench.law.limits import limits

    assert set(orders_data().reason_of_rule) <= {limit.rule_id for limit in limits()}
    assert "第三十九条第三款" in ESCALATION
