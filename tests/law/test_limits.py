"""Every limit of the table is data with article, date in force and source; a step keeps its rule."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.law.clauses import clauses
from workbench.law.limits import LimitNotInForceError, find_limit, limit_on, limits, rule_title
from workbench.law.settings import settings
from workbench.law.tables import Entry, LawDataError
from workbench.terms import DayType

# The table of the domain rules: id, length in force on 2026-01-01 (None: no number), type of day.
TABLE = {
    "R-XF-FWD15": (15, DayType.CALENDAR),
    "R-XF-FWD-CNTY4": (4, DayType.CALENDAR),
    "R-UNIT-NOTICE15-DIRECT": (15, DayType.CALENDAR),
    "R-UNIT-NOTICE15-FWD": (15, DayType.CALENDAR),
    "R-UNIT-OBJECT5": (5, DayType.WORKING),
    "R-ASSIGN-REPORT": (None, DayType.CALENDAR),
    "R-HANDLE60": (60, DayType.CALENDAR),
    "R-HANDLE-EXT30": (30, DayType.CALENDAR),
    "R-REVIEW-APPLY30": (30, DayType.CALENDAR),
    "R-REVIEW-DECIDE30": (30, DayType.CALENDAR),
    "R-RECHECK-APPLY30": (30, DayType.CALENDAR),
    "R-RECHECK-DECIDE30": (30, DayType.CALENDAR),
    "R-SIMPLE-ACCEPT3": (3, DayType.WORKING),
    "R-SIMPLE-HANDLE10": (10, DayType.WORKING),
    "R-SIMPLE-FWD1": (1, DayType.WORKING),
    "R-SUGG-FEEDBACK": (30, DayType.CALENDAR),
    "R-SUPERVISE-FEEDBACK": (15, DayType.CALENDAR),
    "R-URGENT": (None, None),
    "R-ANNUAL-REPORT": (None, None),
    "R-ANNUAL-ASSESS": (None, None),
    "R-STANDING-HEAR": (None, None),
    "R-LEADER-RECEIVE": (None, None),
    "R-LEADER-CASE": (None, None),
    "R-SCREEN-25": (None, None),
    "R-PENALTY-PERIOD": (None, None),
    "R-PIA-KEEP": (None, None),
}
OURS = {"R-SUPPORT-EXECUTE"}  # a duty of art. 32(2) without a number; not a row of the table
RIGHTS = {"R-UNIT-OBJECT5", "R-REVIEW-APPLY30", "R-RECHECK-APPLY30"}
CLAUSES = {
    "R-XF-FWD15": ("XF43-1",),
    "R-UNIT-NOTICE15-DIRECT": ("XF44-3",),
    "R-UNIT-NOTICE15-FWD": ("XF44-3",),
    "R-HANDLE60": ("XF45-1",),
    "R-REVIEW-DECIDE30": ("XF45-1",),
    "R-RECHECK-DECIDE30": ("XF45-1",),
    "R-SUGG-FEEDBACK": ("XF45-3",),
    "R-URGENT": ("XF46-4",),
    "R-SUPPORT-EXECUTE": ("XF42-4",),
}
DAY = date(2026, 1, 1)
REPEALED = {"R-XF-FWD-CNTY4": date(2022, 1, 1)}  # a day on which it still held


def test_the_data_holds_every_limit_of_the_table_and_no_other() -> None:
    assert {limit.rule_id for limit in limits()} == set(TABLE) | OURS


@pytest.mark.parametrize("rule_id", TABLE)
def test_length_and_type_of_day_are_those_of_the_table(rule_id: str) -> None:
    limit = limit_on(rule_id, REPEALED.get(rule_id, DAY))

    assert (limit.length, limit.day_type) == TABLE[rule_id]
    assert limit.length_text


@pytest.mark.parametrize("rule_id", REPEALED)
def test_what_was_repealed_holds_no_more(rule_id: str) -> None:
    assert find_limit(rule_id, DAY) is None


@pytest.mark.parametrize("limit", limits(), ids=lambda limit: f"{limit.rule_id} {limit.in_force}")
def test_every_limit_says_where_it_comes_from(limit) -> None:
    assert limit.article and limit.instrument and limit.source and limit.bound and limit.start
    assert limit.in_force <= DAY
    assert limit.confidence in ("high", "medium", "low")
    assert set(limit.clauses) <= set(clauses())
    assert limit.is_right == (limit.rule_id in RIGHTS)
    assert not (limit.is_right and limit.clauses)  # a right that lapses is no miss


@pytest.mark.parametrize("rule_id", CLAUSES)
def test_the_clause_that_may_apply_is_named(rule_id: str) -> None:
    assert limit_on(rule_id, DAY).clauses == CLAUSES[rule_id]


@pytest.mark.parametrize("rule_id", ["R-HANDLE60", "R-XF-FWD15", "R-REVIEW-DECIDE30"])
def test_a_step_is_judged_by_the_rule_in_force_when_it_began(rule_id: str) -> None:
    assert limit_on(rule_id, date(2022, 4, 30)).instrument == "信访条例（2005年）"
    assert limit_on(rule_id, date(2022, 5, 1)).instrument == "信访工作条例"


def test_the_sixty_days_stand_in_article_34_and_stood_in_article_33() -> None:
    assert limit_on("R-HANDLE60", date(2022, 5, 1)).article == "第三十四条"
    assert limit_on("R-HANDLE60", date(2022, 4, 30)).article == "第三十三条"


def test_no_limit_binds_before_it_was_in_force() -> None:
    with pytest.raises(LimitNotInForceError, match="尚未施行"):
        limit_on("R-HANDLE60", date(2005, 4, 30))
    with pytest.raises(LimitNotInForceError):
        limit_on("R-UNIT-OBJECT5", date(2022, 4, 30))
    with pytest.raises(LimitNotInForceError):
        limit_on("没有这条", DAY)


def test_numbers_the_law_leaves_open_are_settings_of_the_office() -> None:
    assert limit_on("R-SUGG-FEEDBACK", DAY).length == settings().suggestion_feedback_days
    assert limit_on("R-SUPERVISE-FEEDBACK", DAY).length == settings().supervision_feedback_days
    assert limit_on("R-SUGG-FEEDBACK", date(2020, 1, 1)).setting is None  # the rule of 2005 had a number


def test_a_limit_has_a_name_that_can_be_read() -> None:
    assert rule_title("R-HANDLE60") == "信访事项办结"
    assert rule_title("未知") == "未知"


@pytest.mark.parametrize(
    ("values", "ask", "what"),
    [
        ({}, lambda entry: entry.text("article"), "缺少该字段"),
        ({"article": ""}, lambda entry: entry.text("article"), "不能为空"),
        ({"length": "15"}, lambda entry: entry.number("length"), "类型不符"),
        ({"length": 0}, lambda entry: entry.number("length"), "不小于1"),
        ({"length": True}, lambda entry: entry.number("length"), "不小于1"),
        ({"clauses": ["XF43-1", 7]}, lambda entry: entry.texts("clauses"), "文字列表"),
        ({"months": [0]}, lambda entry: entry.numbers("months"), "正整数列表"),
        ({"artikel": "34"}, lambda entry: entry.done(), "核对拼写"),
    ],
)
def test_a_wrong_field_is_named_in_chinese(values, ask, what) -> None:
    entry = Entry("regulation.toml", "R-HANDLE60", values)

    with pytest.raises(LawDataError, match=what) as refused:
        ask(entry)

    assert "regulation.toml" in str(refused.value) and "R-HANDLE60" in str(refused.value)
