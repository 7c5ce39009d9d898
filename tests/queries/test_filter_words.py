"""A filter in words: each of its conditions stands on what it narrowed."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter, ColumnTest, FigureCases
from workbench.queries.duties import DutyCases
from workbench.queries.filter_words import figure_filter_words, filter_words

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
LATE = FigureCases("concluded_on_time", YEAR, "failed", "unit", "430682104", (("channel", "visit"),))
# Every condition of a filter, and what is said of it.
CONDITIONS = (
    ("units", ("430682104",), "责任单位：甲镇"),
    ("channels", ("visit", "call"), "信访渠道：来访、来电"),
    ("classes", ("suggestion",), "诉求类别：建议意见类"),
    ("paths", ("31-6",), "法定途径："),
    ("topics", ("农村农业",), "内容分类：农村农业"),
    ("states", ("handling",), "办理状态：办理中"),
    ("registered_from", date(2026, 1, 5), "登记日期：2026-01-05 至 最晚"),
    ("registered_until", date(2026, 2, 5), "登记日期：最早 至 2026-02-05"),
    ("late_only", True, "只看超期"),
    ("open_only", True, "只看在办"),
    ("due_within", 7, "7 日内到期"),
    ("answered_after", 15, "收到后超过 15 个 24 小时才答复"),
    ("text", "路灯", "查找：路灯"),
    ("batch", "B-1", "导入批次 B-1"),
    ("figure", LATE, "按期办结率，未按期，甲镇，来访（2026年1月1日至"),
    ("duty", DutyCases("430682104"), "甲镇的期限提醒"),
    ("columns", (ColumnTest("late_days", low="3"),), "超期天数：从 3"),
)


@pytest.fixture
def facts(maker):
    maker.case()
    return maker.write()


@pytest.mark.parametrize(("name", "value", "words"), CONDITIONS)
def test_each_condition_is_said(facts, name, value, words):
    (said,) = filter_words(facts, CaseFilter(**{name: value}))

    assert said.startswith(words)


def test_the_groups_that_are_left_out_are_named(facts):
    rest = FigureCases("open_late", YEAR, by="unit", besides=("430682104", None))

    (said,) = filter_words(facts, CaseFilter(figure=rest))

    assert said.startswith("超期未办占在办比，除甲镇、未定以外（")


def test_no_condition_of_a_filter_is_without_words():
    assert {name for name, _, _ in CONDITIONS} == {one.name for one in fields(CaseFilter)}


def test_an_empty_filter_says_nothing_and_a_full_one_all(facts):
    assert filter_words(facts, CaseFilter()) == ()
    full = replace(CaseFilter(), **{name: value for name, value, _ in CONDITIONS})
    assert len(filter_words(facts, full)) == len(CONDITIONS) - 1  # both days are one


def test_the_heads_of_columns_are_said_as_they_were_asked(facts):
    heads = (
        ColumnTest("title", contains="路灯"),
        ColumnTest("state", any_of=("handling",)),
        ColumnTest("registered_on", low="2026-01-01", high="2026-02-01"),
    )

    said = filter_words(facts, CaseFilter(columns=heads))

    assert said[0] == "事项名称：含“路灯”"
    assert said[2] == "登记日期：从 2026-01-01 到 2026-02-01"


@pytest.mark.parametrize(
    "wanted", [CaseFilter(text="王某某"), CaseFilter(columns=(ColumnTest("title", contains="王某某"),))]
)
def test_why_a_masked_name_finds_nothing_stands_with_the_filter(facts, wanted):
    (said,) = filter_words(facts, wanted)

    assert "王某某" in said and "不按姓名或号码汇总" in said
    assert "不按姓名" in figure_filter_words(facts, indicator("received"), wanted)


def test_a_figure_says_only_what_it_followed(facts):
    wanted = CaseFilter(units=("430682104",), channels=("visit",), registered_from=date(2026, 1, 5))

    of_matters = figure_filter_words(facts, indicator("received"), wanted)
    of_promises = figure_filter_words(facts, indicator("receptions_held"), wanted)

    assert of_matters == "责任单位：甲镇；信访渠道：来访"
    assert of_promises == "责任单位：甲镇"
