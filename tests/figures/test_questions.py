"""Filters, periods and groups of a question: followed and said, or refused in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.factories import OTHER_TOWN, TOWN
from tests.markers import texts_of
from workbench import figures
from workbench.figures.questions import QuestionError
from workbench.queries.case_filter import CaseFilter
from workbench.queries.named import NotThereError
from workbench.shelf import FutureDayError

if TYPE_CHECKING:
    from workbench.app import Workbench

TODAY = date(2026, 3, 31)


def test_a_filter_that_is_not_followed_is_said_on_the_figure(county: Workbench) -> None:
    wanted = CaseFilter(channels=("online",), registered_from=date(2026, 1, 7))

    answer = figures.ask("accepted_on_time", period="2026", wanted=wanted, bench=county)

    assert answer.frame()["共"][0] == 2
    assert "不按登记日期" in answer._repr_html_()


def test_a_filter_that_is_followed_stands_on_the_figure_its_basis_and_its_workbook(county: Workbench) -> None:
    wanted = CaseFilter(channels=("online",), units=(TOWN,))

    answer = figures.ask("accepted_on_time", period="2026", wanted=wanted, bench=county)

    narrowed = "责任单位：忠防镇；信访渠道：网上"
    assert answer.filter_words == narrowed
    assert narrowed in answer.basis
    assert f"筛选条件：{narrowed}" in answer._repr_html_()
    assert any(narrowed in text for text in texts_of(answer.workbook("failed")))


def test_what_is_of_another_kind_is_refused_in_words_and_no_program_error(county: Workbench) -> None:
    for wanted, words in (
        ({"units": (None,)}, "units“.*文字的列表"),
        ({"due_within": "3"}, "due_within“3”请写成整数天数"),
        ({"registered_from": "2026-01-01"}, "registered_from“2026-01-01”请写成日期"),
    ):
        with pytest.raises(QuestionError, match=words):
            figures.ask("received", wanted=CaseFilter(**wanted), bench=county)
    with pytest.raises(QuestionError, match="snapshot“12”请写成带引号的文字"):
        figures.ask("received", snapshot=12, bench=county)  # type: ignore[arg-type]

    answer = figures.ask(" 按期告知率 ", by="month", period="2026", bench=county)
    assert len(answer.cases("未按期")) == len(answer.failed()) == 3
    with pytest.raises(QuestionError, match=r"没有“late”这一部分：请写 'all'、'passed'（按期）"):
        answer.cases("late")
    with pytest.raises(NotThereError, match="月份“202601”请写成 2026-03"):
        answer.cases(month=202601)  # type: ignore[arg-type]


def test_an_answer_that_is_printed_is_read_as_text(county: Workbench) -> None:
    said = str(figures.ask("accepted_on_time", by="unit", period="2026", bench=county))
    nobody = figures.ask("reviewed_on_time", period="2026", bench=county)

    assert said.startswith("按期告知率\n按期告知率（按期／未按期）：统计期内") and "Indicator(" not in said
    assert "忠防镇" in said and "33.3%" in said and "统计期 2026年1月1日至2026年3月31日" in said
    assert "无案件" in str(nobody) and "100.0%" not in str(nobody)
    assert "无案件" in nobody._repr_html_() and "尚不可知" not in nobody._repr_html_()


def test_a_period_of_registration_in_the_filter_is_said_not_to_hold(county: Workbench) -> None:
    wanted = CaseFilter(registered_from=date(2026, 1, 7))

    answer = figures.ask("received", period="2026-01", wanted=wanted, bench=county)

    assert answer.cells[0].figure.count == 4
    assert "登记日期的筛选未用于本指标" in answer._repr_html_()


def test_a_question_without_an_answer_is_refused(county: Workbench) -> None:
    for person in ("petitioner", "phone", "信访人"):
        with pytest.raises(NotThereError, match=r"章程.*可按：责任单位（unit）"):
            figures.ask("received", by=[person], bench=county)
    with pytest.raises(NotThereError, match=r"“登记件数”不能按“colour”分组。可按：责任单位"):
        figures.ask("received", by="colour", bench=county)
    with pytest.raises(QuestionError, match="最多"):
        figures.ask("received", by=["unit", "channel", "month"], bench=county)
    with pytest.raises(QuestionError, match="by“5”"):
        figures.ask("received", by=5, bench=county)  # type: ignore[arg-type]
    with pytest.raises(NotThereError, match=r"没有指标“no_such”.*figures.names\(\)"):
        figures.ask("no_such", bench=county)
    with pytest.raises(
        NotThereError, match=r"没有指标“满意率”。是不是群众满意率（satisfied）.*登记件数（received）"
    ):
        figures.ask("满意率", bench=county)
    with pytest.raises(QuestionError, match="是数量"):
        figures.ask("received", bench=county).passed()
    with pytest.raises(NotThereError, match=r"不能按.*章程"):
        figures.ask("received", bench=county).cases(phone="1")


def test_cases_of_a_month_or_a_day_outside_of_the_period_are_refused(county: Workbench) -> None:
    answer = figures.ask("received", period="2026-01..2026-03", bench=county)

    with pytest.raises(NotThereError, match="月份“2027-01”不在统计期 2026-01-01 至 2026-03-31 之内"):
        answer.cases(month="2027-01")
    with pytest.raises(NotThereError, match="日期“2025-12-31”不在统计期"):
        answer.cases(day="2025-12-31")
    assert len(answer.cases(month="2026-02")) == 0  # within, and nothing came
    assert len(answer.cases(month="2026-01")) == len(answer.cases())


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (CaseFilter(channels=("visits",)), "没有信访渠道“visits”.*来访（visit）"),
        (CaseFilter(units=("999",)), f"没有单位“999”.*忠防镇（{TOWN}）"),
        (CaseFilter(states=("open",)), "没有办理状态“open”"),
        (CaseFilter(topics=("没有这一类",)), "没有内容分类"),
        (CaseFilter(batch="B-9"), "没有导入批次“B-9”"),
        ({"channels": ["visit"]}, "CaseFilter"),
    ],
)
def test_a_filter_that_nothing_can_pass_is_refused_with_what_there_is(
    county: Workbench, wanted: CaseFilter, words: str
) -> None:
    """And never answered with a confident zero."""
    with pytest.raises(ValueError, match=words):
        figures.ask("received", wanted=wanted, bench=county)


def test_a_period_that_begins_before_its_definition_is_remarked_on(county: Workbench) -> None:
    early = figures.ask("received", period="2022", bench=county)
    later = figures.ask("received", period="2022-05", bench=county)

    assert any("自该日起" in one and "2022-05-01" in one for one in early.remarks)
    assert not any("自该日起" in one for one in later.remarks)


def test_months_that_are_not_whole_are_marked(county: Workbench) -> None:
    answer = figures.ask("received", by="month", as_of=date(2026, 1, 7), bench=county)
    whole = figures.ask("received", by="month", period="2026-01", bench=county)

    assert list(answer.frame()["不足整月"]) == [True]
    assert any("2026-01 到 7 日止，不足整月" in one for one in answer.remarks)
    page = answer._repr_html_()
    assert "3，不足整月" in page[page.index("<svg") : page.index("</svg>")]
    assert "不足整月" not in whole.frame() and not any("不足整月" in one for one in whole.remarks)
    waits = figures.ask("notice_days", by="month", as_of=date(2026, 1, 7), bench=county)
    assert "不足整月" in waits._repr_html_()


def test_figures_dimensions_filters_and_groups_are_called_in_chinese_too(county: Workbench) -> None:
    wanted = CaseFilter(channels="网上", units=("临湘市",))  # type: ignore[arg-type]

    answer = figures.ask("登记件数", by="责任单位", period=2026, wanted=wanted, bench=county)

    assert [(cell.groups, cell.figure.count) for cell in answer.cells] == [((TOWN,), 1), ((OTHER_TOWN,), 1)]
    assert answer.wanted.channels == ("online",)
    assert list(answer.cases(责任单位="忠防镇")["信访件编号"]) == ["XF-1"]


def test_a_group_that_does_not_exist_is_no_empty_list(county: Workbench) -> None:
    answer = figures.ask("received", by="unit", period="2026", bench=county)

    with pytest.raises(NotThereError, match=r"没有单位“nope”.*忠防镇"):
        answer.cases(unit="nope")
    with pytest.raises(NotThereError, match="2026-03"):
        answer.cases(month="三月")
    with pytest.raises(NotThereError, match="没有信访渠道“visits”"):
        answer.workbook(channel="visits")
    assert answer.cases(month="2026-02").empty and answer.cases(topic_group=None).shape[0] == 4


def test_what_is_not_over_is_counted_until_the_day_and_says_so(county: Workbench) -> None:
    """What is due later and done already would else make a perfect rate."""
    asked = {"as_of": date(2026, 1, 19), "bench": county}
    whole = figures.ask("accepted_on_time", period="2026", bench=county)

    answer = figures.ask("accepted_on_time", period="2026", **asked)

    assert whole.period.end == TODAY
    assert (answer.period.end, answer.cells[0].figure.denominator) == (date(2026, 1, 19), 0)
    assert any("只统计到截至日 2026-01-19" in one for one in answer.remarks)
    assert "只统计到截至日 2026-01-19" in answer._repr_html_()


def test_a_day_or_a_period_that_is_still_to_come_is_refused(county: Workbench) -> None:
    for period in ("2027", "2026-04"):
        with pytest.raises(QuestionError, match="晚于截至日 2026-03-31"):
            figures.ask("received", period=period, bench=county)
    with pytest.raises(FutureDayError, match="还没有到"):
        figures.ask("received", as_of=date(2026, 4, 1), bench=county)
