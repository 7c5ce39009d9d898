"""The yearly assessment (art. 39(1)): on the final sheets of the year's months, made known, and used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from workbench.law.appraisal import Appraisal, number_of
from workbench.law.year_assessment import YearAssessment, YearAssessmentError, YearSheet, assessed

DRAFTED, ON = date(2026, 1, 5), date(2026, 1, 20)


def sheet(month, final_on=date(2026, 1, 12), edition=1):
    first = date(2025, month, 1)
    return Appraisal(
        month, number_of(first, edition), first, edition, DRAFTED, "a" * 64, 9, DRAFTED, "boss",
        final_on=final_on,
    )  # fmt: skip


WHOLE = tuple(sheet(month) for month in range(1, 13))
NEW = YearAssessment(
    7, "NK-2025-1", 2025, 1, ON, "临信联〔2026〕1号", "各单位按期办理情况总体平稳",
    sheets=tuple(YearSheet(one.appraisal_no) for one in WHOLE),
)  # fmt: skip


def fewer(count, **changes):
    return replace(NEW, sheets=NEW.sheets[:count], **changes), WHOLE[:count]


def test_a_year_rests_on_the_final_sheets_of_its_months():
    assert assessed(NEW, WHOLE) is NEW


def test_a_month_without_a_final_sheet_is_explained():
    few, sheets = fewer(11)
    with pytest.raises(YearAssessmentError, match="1个月"):
        assessed(few, sheets)
    told = replace(few, missing_why="12月尚在核对")
    assert assessed(told, sheets) is told
    none = replace(NEW, sheets=(), missing_why="当年没有开展月考核")
    assert assessed(none, ()) is none


@pytest.mark.parametrize(
    ("new", "sheets", "told"),
    [
        (replace(NEW, assessment_no="NK-2025-2"), WHOLE, "NK-2025-1"),
        (replace(NEW, assessed_on=date(2025, 12, 31)), WHOLE, "结束以后"),
        (replace(NEW, paper=" "), WHOLE, "文号"),
        (replace(NEW, found=""), WHOLE, "情况"),
        (NEW, (replace(WHOLE[0], final_on=None), *WHOLE[1:]), "没有定稿"),
        (NEW, (replace(WHOLE[0], final_on=date(2026, 2, 1)), *WHOLE[1:]), "没有定稿"),
        (NEW, (replace(WHOLE[0], month=date(2024, 1, 1)), *WHOLE[1:]), "不是2025年"),
        (NEW, (*WHOLE[:11], WHOLE[0]), "重复"),
        (replace(NEW, edition=2, assessment_no="NK-2025-2"), WHOLE, "更正"),
        (replace(NEW, year=2021, assessment_no="NK-2021-1"), (), "尚未施行"),
    ],
)
def test_what_does_not_fit_is_said(new, sheets, told):
    with pytest.raises(YearAssessmentError, match=told):
        assessed(new, sheets)


def test_the_result_is_made_known_once_and_handed_on_once():
    told = NEW.circulated(date(2026, 1, 26), "各镇街、市直单位党政班子", "临信联〔2026〕2号")
    told = told.referred(date(2026, 1, 28), "市委组织部", "临信联函〔2026〕1号")
    assert (told.scope, told.referred_to) == ("各镇街、市直单位党政班子", "市委组织部")
    assert told.until(date(2026, 1, 27)) == replace(
        told, referred_on=None, referred_to=None, referred_paper=None
    )
    assert told.until(ON) == NEW
    for again in (
        lambda: told.circulated(date(2026, 2, 1), "全市", "三号"),
        lambda: told.referred(date(2026, 2, 1), "市委组织部", "三号"),
        lambda: NEW.circulated(date(2026, 1, 19), "全市", "三号"),
        lambda: NEW.circulated(date(2026, 1, 21), " ", "三号"),
        lambda: NEW.referred(date(2026, 1, 19), "市委组织部", "三号"),
        lambda: NEW.referred(date(2026, 1, 21), "市委组织部", ""),
    ):
        with pytest.raises(YearAssessmentError):
            again()
