"""Impact assessments (个保法 55, 56): what a record must say, and that its report is kept for three years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from workbench.law.impact_assessment import ImpactAssessment, ImpactError, number_of, recorded
from workbench.law.limits import LimitNotInForceError, limit_on
from workbench.terms import ImpactGround, ImpactState

ON = date(2024, 2, 29)
NEW = ImpactAssessment(
    1, "YP-2024-1", ImpactGround.SENSITIVE, ON, "登记信访材料中的健康信息", "履行法定职责所必需",
    "泄露会影响就医和就业", "掩码、加密、按权限查阅", "临信〔2024〕5号", "档案室二柜",
)  # fmt: skip


def test_a_report_is_kept_for_three_years_and_may_be_destroyed_then():
    assert limit_on("R-PIA-KEEP", ON).years == 3 and NEW.kept_until == date(2027, 2, 28)
    assert [NEW.state(day) for day in (ON, date(2027, 2, 28), date(2027, 3, 1))] == [
        ImpactState.KEPT,
        ImpactState.KEPT,
        ImpactState.ENDED,
    ]
    with pytest.raises(ImpactError, match="应保存到2027-02-28（《个人信息保护法》第五十六条）"):
        NEW.destroyed(date(2027, 2, 28), "临信〔2027〕1号")
    gone = NEW.destroyed(date(2027, 3, 1), "临信〔2027〕1号")
    assert gone.state(date(2027, 3, 1)) is ImpactState.DESTROYED
    assert gone.state(date(2027, 2, 28)) is ImpactState.KEPT


def test_what_was_entered_by_mistake_stays_and_counts_no_more():
    struck = NEW.struck(date(2024, 3, 2), "重复登记")
    assert (struck.state(date(2024, 3, 1)), struck.state(date(2024, 3, 2))) == (
        ImpactState.KEPT,
        ImpactState.STRUCK,
    )


@pytest.mark.parametrize("field", ["activity", "purpose", "impact", "measures", "paper", "place"])
def test_what_article_56_asks_for_may_not_be_missing(field):
    assert recorded(NEW) == NEW and number_of(2024, 1) == NEW.impact_no
    with pytest.raises(ImpactError, match="请填写"):
        recorded(replace(NEW, **{field: " "}))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda: recorded(replace(NEW, impact_no="一号")), "YP-2024-1"),
        (lambda: NEW.struck(date(2024, 2, 28), "错"), "早于"),
        (lambda: NEW.struck(ON, " "), "理由"),
        (lambda: NEW.struck(ON, "错").struck(ON, "错"), "已于"),
        (lambda: NEW.destroyed(date(2028, 1, 1), ""), "文号"),
        (lambda: NEW.destroyed(date(2028, 1, 1), "一号").struck(date(2028, 1, 2), "错"), "已于"),
    ],
)
def test_what_does_not_fit_is_said(change, told):
    with pytest.raises(ImpactError, match=told):
        change()


def test_a_day_before_the_law_is_refused():
    with pytest.raises(LimitNotInForceError):
        recorded(replace(NEW, done_on=date(2021, 10, 31)))
