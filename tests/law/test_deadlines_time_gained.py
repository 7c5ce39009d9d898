"""Who gains time and who does not: an extension, a hearing, the simple procedure and its conversion."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.story import (
    ENDED,
    LATE,
    MET,
    OFFICE,
    RUNNING,
    TOWN,
    day,
    owed,
    register,
    register_at_town,
    rules,
    step,
    story,
)
from workbench.law import walk
from workbench.law.settings import settings
from workbench.terms import Procedure, Step

EXTENSION = [register_at_town("2026-01-05"), step(Step.ACCEPT, "2026-01-10")]  # due 2026-03-11


@pytest.mark.parametrize(
    ("extension", "later", "due", "why"),
    [
        ({"days": 30, "approved_by_head": True, "told_on": "2026-03-10"}, (), "2026-04-10", None),
        ({"days": 10, "approved_by_head": True, "told_on": "2026-03-11"}, (), "2026-03-21", None),
        ({"days": 30, "approved_by_head": True}, [("2026-03-11",)], "2026-04-10", None),
        ({"days": 30, "approved_by_head": True}, (), "2026-03-11", "没有告知"),
        ({"days": 30, "approved_by_head": True}, [("2026-03-12",)], "2026-03-11", "没有告知"),
        ({"days": 30, "approved_by_head": False, "told_on": "2026-03-10"}, (), "2026-03-11", "未经"),
        ({"days": 30, "told_on": "2026-03-10"}, (), "2026-03-11", "未经"),
        ({"days": 31, "approved_by_head": True, "told_on": "2026-03-10"}, (), "2026-03-11", "超过30日"),
        ({"approved_by_head": True, "told_on": "2026-03-10"}, (), "2026-03-11", "没有写明"),
    ],
)
def test_an_extension_needs_approval_and_notice_in_time(extension, later, due, why):
    told = [step(Step.TELL_EXTENSION, on) for (on,) in later]
    file = story(*EXTENSION, step(Step.EXTEND, "2026-03-08", **extension), *told)
    handling = owed(file, "R-HANDLE60")

    assert handling.versions[-1].due_strict == day(due)
    assert (handling.extensions[0].void_why is None) == (why is None)
    assert why is None or why in handling.extensions[0].void_why


def test_a_void_extension_leaves_the_unit_late_from_day_sixty_one():
    void = step(Step.EXTEND, "2026-03-08", days=30, approved_by_head=True)
    handling = owed(story(*EXTENSION, void), "R-HANDLE60")

    assert handling.state(day("2026-03-11")) is RUNNING
    assert handling.state(day("2026-03-12")) is LATE
    assert handling.days_late(day("2026-03-12")) == 1


def test_only_one_extension_counts():
    first = step(Step.EXTEND, "2026-03-01", days=10, approved_by_head=True, told_on="2026-03-01")
    second = step(Step.EXTEND, "2026-03-05", days=30, approved_by_head=True, told_on="2026-03-05")
    handling = owed(story(*EXTENSION, first, second), "R-HANDLE60")

    assert handling.versions[-1].due_strict == day("2026-03-21")
    assert "只能延期一次" in handling.extensions[1].void_why


def test_a_notice_tells_of_the_extension_that_was_approved_not_of_one_that_was_refused():
    refused = step(Step.EXTEND, "2026-03-01", days=10, approved_by_head=False)
    approved = step(Step.EXTEND, "2026-03-05", days=30, approved_by_head=True)
    handling = owed(
        story(*EXTENSION, refused, approved, step(Step.TELL_EXTENSION, "2026-03-06")), "R-HANDLE60"
    )

    assert handling.versions[-1].due_strict == day("2026-04-10")
    assert [one.void_why for one in handling.extensions] == ["未经本机关、单位负责人批准", None]


def test_approval_after_the_limit_has_passed_brings_nothing_back():
    late = step(Step.EXTEND, "2026-03-12", days=30, approved_by_head=True, told_on="2026-03-12")
    handling = owed(story(*EXTENSION, late), "R-HANDLE60")

    assert handling.state(day("2026-03-13")) is LATE
    assert "已经届满" in handling.extensions[0].void_why


@given(st.integers(0, 40), st.integers(-1, 40), st.none() | st.integers(0, 40), st.booleans())
def test_a_void_extension_never_changes_the_due_date(gap, days, told, approved):
    on = day("2026-02-10") + timedelta(gap)
    extension = step(
        Step.EXTEND,
        on.isoformat(),
        days=days,
        approved_by_head=approved,
        told_on=None if told is None else on + timedelta(told),
    )
    plain = owed(story(*EXTENSION), "R-HANDLE60")
    handling = owed(story(*EXTENSION, extension), "R-HANDLE60")

    if handling.extensions[0].void_why is not None:
        assert handling.versions == plain.versions
    else:
        assert handling.versions[-1].due_strict == plain.versions[-1].due_strict + timedelta(days)


def test_hearing_days_do_not_count_for_the_final_review_only():
    reviewed = [
        step(Step.REQUEST_REEXAMINATION, "2026-03-02", unit="4306"),
        step(Step.HOLD_HEARING, "2026-03-10", days=5),
        step(Step.DECIDE_REEXAMINATION, "2026-03-30"),
        step(Step.REQUEST_FINAL_REVIEW, "2026-04-06", unit="43"),
        step(Step.HOLD_HEARING, "2026-04-20", days=5),
        step(Step.HOLD_HEARING, "2026-04-23", days=4),  # two of these days are left out already
    ]
    file = story(register_at_town("2026-01-05"), *reviewed)

    assert owed(file, "R-REVIEW-DECIDE30").versions[-1].due_strict == day("2026-04-01")
    final = owed(file, "R-RECHECK-DECIDE30")
    assert final.at(day("2026-04-19")).due_strict == day("2026-05-06")
    assert final.at(day("2026-04-20")).due_strict == day("2026-05-11")
    assert final.versions[-1].due_strict == day("2026-05-13")
    assert final.versions[-1].excluded == 7


def test_a_hearing_after_the_limit_brings_nothing_back():
    file = story(
        step(Step.REQUEST_FINAL_REVIEW, "2026-03-02", unit="43"),
        step(Step.HOLD_HEARING, "2026-05-01", days=30),
    )

    assert owed(file, "R-RECHECK-DECIDE30").state(day("2026-05-02")) is LATE


SIMPLE = register_at_town("2026-03-02", procedure=Procedure.SIMPLE)


def test_a_simple_matter_has_three_and_ten_working_days_beside_the_ordinary_limits():
    file = story(SIMPLE, step(Step.ACCEPT, "2026-03-04"))

    assert owed(file, "R-SIMPLE-ACCEPT3").versions[0].due_strict == day("2026-03-05")
    assert owed(file, "R-SIMPLE-HANDLE10").versions[0].due_strict == day("2026-03-18")
    assert owed(file, "R-HANDLE60").versions[0].due_strict == day("2026-05-03")


AT_OFFICE = register("2026-03-02", procedure=Procedure.SIMPLE)


def test_each_office_that_a_simple_matter_passes_has_one_working_day_to_send_it_on():
    """From what it received it: the province the letter, our office what the province sent."""
    above = register("2026-03-06", unit="43", procedure=Procedure.SIMPLE)
    sent = step(Step.TRANSFER, "2026-03-09", unit="43", to_unit=OFFICE, received_on="2026-03-10")
    file = story(above, sent, step(Step.TRANSFER, "2026-03-11", unit=OFFICE, to_unit=TOWN))
    first, second = owed(file, "R-SIMPLE-FWD1"), owed(file, "R-SIMPLE-FWD1", 2)

    assert (first.unit, first.versions[0].due_strict) == ("43", day("2026-03-09"))  # over a weekend
    assert (second.unit, second.versions[0].due_strict) == (OFFICE, day("2026-03-11"))
    assert (first.state(day("2026-03-20")), second.state(day("2026-03-20"))) == (MET, MET)
    assert ("R-SIMPLE-FWD1", 3) not in rules(file)


def test_an_office_that_kept_a_simple_matter_longer_is_reminded_and_not_called_late():
    """The fifteen days of article 22 bind it still; the day is a step within them, without any clause."""
    file = story(AT_OFFICE, step(Step.TRANSFER, "2026-03-05", unit=OFFICE, to_unit=TOWN))
    within = owed(file, "R-SIMPLE-FWD1")

    assert within.state(day("2026-03-03")) is RUNNING
    assert (within.state(day("2026-03-04")), within.state(day("2026-05-01"))) == (ENDED, ENDED)
    assert "内部提示" in within.ended_why and within.limit.clauses == ()
    assert owed(file, "R-XF-FWD15").state(day("2026-05-01")) is MET


def test_only_a_simple_matter_that_lies_with_an_office_has_the_one_day():
    assert "R-SIMPLE-FWD1" not in {rule for rule, _ in rules(story(SIMPLE))}
    assert "R-SIMPLE-FWD1" not in {rule for rule, _ in rules(story(register("2026-03-02")))}
    converted = story(AT_OFFICE, step(Step.CONVERT_TO_ORDINARY, "2026-03-02", unit=OFFICE))
    assert owed(converted, "R-SIMPLE-FWD1").ended_why == "已转为普通程序"


def test_before_2022_the_forerunner_says_the_same():
    file = story(register("2020-03-02", procedure=Procedure.SIMPLE))

    assert "2016" in owed(file, "R-SIMPLE-FWD1").limit.instrument


def test_a_missed_simple_limit_falls_back_to_the_ordinary_clock():
    missed = story(SIMPLE, step(Step.ACCEPT, "2026-03-04"))
    handling = owed(missed, "R-SIMPLE-HANDLE10")

    assert handling.state(day("2026-03-18")) is RUNNING
    assert handling.state(day("2026-03-19")) is ENDED
    assert "转按普通程序" in handling.ended_why
    assert owed(missed, "R-HANDLE60").state(day("2026-03-19")) is RUNNING


def test_a_matter_accepted_late_never_had_the_ten_days():
    file = story(SIMPLE, step(Step.ACCEPT, "2026-03-12"))

    assert ("R-SIMPLE-HANDLE10", 1) not in rules(file)


def test_a_converted_matter_keeps_the_ordinary_clock_from_its_receipt():
    file = story(SIMPLE, step(Step.ACCEPT, "2026-03-04"), step(Step.CONVERT_TO_ORDINARY, "2026-03-10"))

    assert owed(file, "R-SIMPLE-HANDLE10").state(day("2026-03-10")) is ENDED
    assert owed(file, "R-HANDLE60").versions[-1].due_strict == day("2026-05-03")


@pytest.fixture
def from_conversion(monkeypatch):
    """An office that counts a converted matter anew from the day of conversion (local.toml)."""
    chosen = replace(settings(), simple_falls_back_to="conversion")
    monkeypatch.setattr(walk, "settings", lambda: chosen)


def test_an_office_may_count_a_converted_matter_from_the_day_of_conversion(from_conversion):
    file = story(SIMPLE, step(Step.ACCEPT, "2026-03-04"), step(Step.CONVERT_TO_ORDINARY, "2026-03-10"))

    handling = owed(file, "R-HANDLE60")
    assert handling.at(day("2026-03-09")).due_strict == day("2026-05-03")
    assert handling.at(day("2026-03-10")).due_strict == day("2026-05-09")


def test_before_acceptance_the_notice_too_is_counted_from_the_conversion(from_conversion):
    file = story(SIMPLE, step(Step.CONVERT_TO_ORDINARY, "2026-03-04"))

    assert owed(file, "R-UNIT-NOTICE15-DIRECT").versions[-1].due_strict == day("2026-03-19")


def test_a_simple_limit_that_was_missed_gains_no_time_by_conversion(from_conversion):
    file = story(SIMPLE, step(Step.ACCEPT, "2026-03-12"), step(Step.CONVERT_TO_ORDINARY, "2026-03-16"))

    handling = owed(file, "R-HANDLE60")
    assert {version.start_on for version in handling.versions} == {day("2026-03-12")}


def test_a_declined_matter_that_is_put_right_gains_no_time():
    file = story(
        register_at_town("2026-01-05"),
        step(Step.DECLINE, "2026-01-10"),
        step(Step.ACCEPT, "2026-03-01"),
    )

    handling = owed(file, "R-HANDLE60")
    assert (handling.arises_on, handling.versions[0].start_on) == (day("2026-03-01"), day("2026-01-20"))
