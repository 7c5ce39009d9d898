"""When a body must hear of petition work again (art. 9(2)): how often is for the office to say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.law.limits import limit_on
from workbench.law.work_study import (
    StudyRound,
    WorkStudy,
    WorkStudyError,
    months_after,
    read_session,
    session_name,
)
from workbench.terms import StudyBody

NEW = WorkStudy(1, StudyBody.STANDING_COMMITTEE)
QUARTERLY = NEW.with_interval(3, date(2026, 1, 1), "市委办〔2026〕2号")


ON = date(2026, 1, 2)


def heard(study, on, paper="纪要〔2026〕1号"):
    return study.studied(on, "市委常委会第三次会议", paper, "上半年信访形势", "按月调度超期事项")


def test_the_law_says_regularly_and_no_number_is_assumed():
    limit = limit_on("R-STANDING-HEAR", date(2026, 1, 1))
    assert (limit.article, limit.length, limit.setting) == ("第九条第二款", None, None)
    assert "未规定次数" in limit.length_text
    assert (
        NEW.due_on(date(2030, 1, 1)) is None and heard(NEW, date(2026, 1, 9)).due_on(date(2030, 1, 1)) is None
    )


def test_the_interval_runs_from_the_last_time_and_before_the_first_from_its_own_day():
    assert QUARTERLY.due_on(date(2026, 2, 1)) == date(2026, 4, 1)
    study = heard(QUARTERLY, date(2026, 3, 10))
    assert study.due_on(date(2026, 3, 9)) == date(2026, 4, 1)  # seen from the day before
    assert study.due_on(date(2026, 3, 10)) == date(2026, 6, 10)
    assert [study.days_late(day) for day in (date(2026, 6, 10), date(2026, 6, 12))] == [0, 2]


def test_every_hearing_that_an_interval_asked_for_is_told_with_its_day():
    late = heard(heard(QUARTERLY, date(2026, 3, 10)), date(2026, 7, 1), "二号")
    assert late.rounds(date(2026, 7, 2)) == (
        StudyRound(date(2026, 1, 1), date(2026, 4, 1), date(2026, 3, 10)),
        StudyRound(date(2026, 3, 10), date(2026, 6, 10), date(2026, 7, 1)),
        StudyRound(date(2026, 7, 1), date(2026, 10, 1)),
    )
    assert heard(NEW, ON).rounds(date(2026, 7, 2)) == ()


def test_a_session_is_named_by_its_body_and_day_and_found_by_that():
    name = session_name(NEW.body, ON)
    assert (name, read_session(name)) == ("市委常委会 2026-01-02", (NEW.body, ON))


def test_another_interval_heals_nothing_that_is_over_already():
    late = QUARTERLY.with_interval(12, date(2026, 5, 1), "市委办〔2026〕9号")
    assert late.due_on(date(2026, 5, 2)) == date(2026, 4, 1)
    in_time = QUARTERLY.with_interval(12, date(2026, 3, 1), "市委办〔2026〕9号")
    assert in_time.due_on(date(2026, 3, 2)) == date(2027, 1, 1)
    assert heard(late, date(2026, 5, 3)).due_on(date(2026, 6, 1)) == date(2027, 5, 3)


def test_a_shorter_interval_is_not_over_before_it_was_set():
    study = heard(NEW.with_interval(12, date(2026, 1, 1), "一号"), date(2026, 1, 5))
    shorter = study.with_interval(3, date(2026, 8, 1), "二号")
    assert shorter.due_on(date(2026, 8, 1)) == date(2026, 8, 1) and not shorter.days_late(date(2026, 8, 1))


def test_what_was_struck_counts_no_more_from_that_day_and_stays_on_record():
    study = heard(QUARTERLY, date(2026, 3, 10)).struck(1, date(2026, 3, 20), "登记错了会议")
    assert study.due_on(date(2026, 3, 19)) == date(2026, 6, 10)
    assert study.due_on(date(2026, 3, 20)) == date(2026, 4, 1)
    assert len(study.sessions) == 1 and study.until(date(2026, 3, 19)).sessions[0].struck_on is None
    assert heard(study, date(2026, 3, 10)).due_on(date(2026, 3, 20)) == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda: NEW.with_interval(0, date(2026, 1, 1), "一号"), "一个月以上"),
        (lambda: NEW.with_interval(3, date(2026, 1, 1), " "), "依据"),
        (lambda: QUARTERLY.with_interval(3, date(2026, 1, 1), "一号"), "晚于"),
        (lambda: NEW.studied(date(2026, 1, 1), " ", "一号", "形势", "议定"), "会议"),
        (lambda: NEW.studied(date(2026, 1, 1), "常委会", "", "形势", "议定"), "文号"),
        (lambda: NEW.studied(date(2026, 1, 1), "常委会", "一号", "", "议定"), "内容"),
        (lambda: heard(heard(NEW, date(2026, 1, 1)), date(2026, 1, 1)), "已经登记"),
        (lambda: NEW.struck(1, date(2026, 1, 1), "错"), "没有登记"),
        (lambda: heard(NEW, date(2026, 1, 2)).struck(1, date(2026, 1, 1), "错"), "早于"),
        (lambda: heard(NEW, date(2026, 1, 2)).struck(1, date(2026, 1, 3), ""), "理由"),
        (lambda: heard(NEW, ON).struck(1, ON, "错").struck(1, ON, "错"), "已于"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(change, told):
    with pytest.raises(WorkStudyError, match=told):
        change()


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 3, 10), 12, date(2027, 3, 10)),
    ],
)
def test_a_month_that_is_shorter_ends_on_its_last_day(day, months, then):
    assert months_after(day, months) == then


DAYS = st.dates(date(2024, 1, 1), date(2028, 1, 1))


@given(DAYS, st.integers(1, 24), st.lists(DAYS, unique=True, max_size=5), DAYS)
def test_hearing_of_it_never_makes_a_body_late(since, months, days, as_of):
    study = NEW.with_interval(months, since, "一号")
    before = study.days_late(as_of)
    for on in days:
        study = heard(study, on)
    assert study.days_late(as_of) <= before
    assert as_of not in days or as_of < since or study.days_late(as_of) == 0
