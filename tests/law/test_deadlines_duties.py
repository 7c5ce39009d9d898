"""Whom a step binds to what: forwarding, return and objection, assignments, execution."""

from __future__ import annotations

import pytest

from tests.law.story import (
    ENDED,
    ENDED_LATE,
    LATE,
    MET,
    MET_LATE,
    OFFICE,
    OTHER,
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
from workbench.terms import DeadlineState, Outcome, Step


def test_the_office_owes_the_forwarding_and_the_unit_the_notice():
    file = story(
        register("2026-01-05"),
        step(Step.TRANSFER, "2026-01-26", to_unit=TOWN, received_on="2026-01-28"),
    )
    forward, notice = owed(file, "R-XF-FWD15"), owed(file, "R-UNIT-NOTICE15-FWD")

    assert (forward.unit, forward.state(day("2026-01-25")), forward.state(day("2026-01-26"))) == (
        OFFICE,
        LATE,
        MET_LATE,
    )
    assert (notice.unit, notice.arises_on, notice.versions[0].due_strict) == (
        TOWN,
        day("2026-01-28"),
        day("2026-02-12"),
    )
    assert owed(file, "R-HANDLE60").versions[0].start_on == day("2026-02-12")


def test_a_matter_handled_by_the_office_itself_keeps_the_day_of_receipt():
    file = story(register("2026-01-05"), step(Step.HANDLE_DIRECTLY, "2026-01-14"))

    assert owed(file, "R-XF-FWD15").state(day("2026-01-14")) is MET
    assert owed(file, "R-UNIT-NOTICE15-DIRECT").versions[0].due_strict == day("2026-01-20")
    assert owed(file, "R-UNIT-NOTICE15-DIRECT").unit == OFFICE


def test_a_matter_that_came_down_from_above_binds_the_office_from_its_receipt():
    file = story(
        register("2026-01-05", unit="43"),
        step(Step.TRANSFER, "2026-01-12", to_unit=OFFICE, received_on="2026-01-13"),
    )

    assert rules(file) == [("R-XF-FWD15", 1), ("R-XF-FWD15", 2)]
    assert owed(file, "R-XF-FWD15").unit == "43"
    assert owed(file, "R-XF-FWD15", 2).versions[0].due_strict == day("2026-01-28")


def test_a_matter_returned_binds_the_unit_no_more_and_the_next_one_anew():
    file = story(
        register("2026-03-02"),
        step(Step.TRANSFER, "2026-03-04", to_unit=TOWN),
        step(Step.OBJECT, "2026-03-10", unit=TOWN),
        step(Step.GRANT_OBJECTION, "2026-03-12", unit=OFFICE),
        step(Step.TRANSFER, "2026-03-13", to_unit=OTHER),
    )
    first, second = owed(file, "R-UNIT-NOTICE15-FWD"), owed(file, "R-UNIT-NOTICE15-FWD", 2)

    assert (first.unit, first.ended_on, first.state(day("2026-06-01"))) == (TOWN, day("2026-03-12"), ENDED)
    assert "第二十三条第三款" in first.ended_why
    assert (second.unit, second.versions[0].due_strict) == (OTHER, day("2026-03-28"))
    assert [one for one in rules(file) if one[0] == "R-HANDLE60"] == [("R-HANDLE60", 1)]  # of the second only
    assert owed(file, "R-HANDLE60").unit == OTHER


def test_the_right_to_object_lapses_and_is_never_late():
    file = story(register("2026-09-21"), step(Step.TRANSFER, "2026-09-24", to_unit=TOWN))
    right = owed(file, "R-UNIT-OBJECT5")

    assert right.versions[0].due_strict == day("2026-10-09")
    assert right.state(day("2026-10-09")) is RUNNING
    assert right.state(day("2026-10-10")) is ENDED
    assert "异议权消灭" in right.ended_why


def test_an_objection_out_of_time_does_not_count():
    file = story(
        register("2026-03-02"),
        step(Step.TRANSFER, "2026-03-04", to_unit=TOWN),
        step(Step.OBJECT, "2026-03-12", unit=TOWN),
    )
    right = owed(file, "R-UNIT-OBJECT5")

    assert (right.met_on, right.ended_on) == (None, day("2026-03-12"))


def test_an_assignment_is_reported_on_the_day_the_order_names():
    file = story(
        register("2026-01-05"),
        step(Step.ASSIGN, "2026-01-08", to_unit=TOWN, due_on="2026-03-01"),  # a Sunday
        step(Step.REPORT_BACK, "2026-03-02", unit=TOWN),
    )
    report = owed(file, "R-ASSIGN-REPORT")

    assert (report.versions[-1].due_strict, report.versions[-1].due_rolled) == (
        day("2026-03-01"),
        day("2026-03-02"),
    )
    assert report.state(day("2026-03-02")) is MET


def test_an_assignment_without_a_day_is_never_called_late():
    file = story(register("2026-01-05"), step(Step.ASSIGN, "2026-01-08", to_unit=TOWN))

    assert owed(file, "R-ASSIGN-REPORT").state(day("2030-01-01")) is DeadlineState.UNKNOWN


def test_a_support_opinion_is_to_be_executed_by_the_day_it_names():
    file = story(
        register_at_town("2026-01-05"),
        step(Step.ACCEPT, "2026-01-10"),
        step(Step.ISSUE_OPINION, "2026-02-10", unit=TOWN, outcome=Outcome.SUPPORT, due_on="2026-04-30"),
        step(Step.EXECUTE, "2026-05-08"),
    )
    execution = owed(file, "R-SUPPORT-EXECUTE")

    assert (execution.unit, execution.state(day("2026-05-07")), execution.state(day("2026-05-08"))) == (
        TOWN,
        LATE,
        MET_LATE,
    )


UPHELD = (
    register_at_town("2026-01-05"),
    step(Step.ACCEPT, "2026-01-10"),
    step(Step.ISSUE_OPINION, "2026-02-10", unit=TOWN, outcome=Outcome.SUPPORT, due_on="2026-03-10"),
    step(Step.SERVE, "2026-02-11"),
    step(Step.REQUEST_REEXAMINATION, "2026-03-01", unit="430682"),
)


def test_support_that_is_upheld_without_another_day_is_owed_by_the_day_it_had():
    upheld = step(Step.DECIDE_REEXAMINATION, "2026-03-20", unit="430682", outcome=Outcome.SUPPORT)
    file = story(*UPHELD, upheld)

    execution = owed(file, "R-SUPPORT-EXECUTE")
    assert ("R-SUPPORT-EXECUTE", 2) not in rules(file)
    assert (execution.state(day("2026-05-01")), execution.unit) == (LATE, TOWN)
    done = owed(story(*UPHELD, upheld, step(Step.EXECUTE, "2026-05-01")), "R-SUPPORT-EXECUTE")
    assert (done.state(day("2026-05-01")), done.days_late(day("2026-06-01"))) == (MET_LATE, 52)


def test_another_day_of_execution_counts_anew_and_leaves_missed_what_was_missed():
    file = story(
        *UPHELD,
        step(
            Step.DECIDE_REEXAMINATION, "2026-03-20", unit="430682", outcome=Outcome.SUPPORT,
            due_on="2026-06-30",
        ),
    )  # fmt: skip

    first, second = owed(file, "R-SUPPORT-EXECUTE"), owed(file, "R-SUPPORT-EXECUTE", 2)
    assert first.state(day("2026-03-19")) is LATE
    assert (first.state(day("2026-07-01")), first.days_late(day("2026-07-01"))) == (ENDED_LATE, 10)
    assert (second.state(day("2026-06-30")), second.state(day("2026-07-01"))) == (RUNNING, LATE)


def test_support_that_is_overturned_after_its_day_is_not_missed():
    overturned = step(Step.DECIDE_REEXAMINATION, "2026-03-20", unit="430682", outcome=Outcome.EXPLAIN)

    assert owed(story(*UPHELD, overturned), "R-SUPPORT-EXECUTE").state(day("2026-04-01")) is ENDED


@pytest.mark.parametrize("granted", ["2026-01-12", "2026-01-20"])
def test_a_sender_whose_sending_was_wrong_owes_the_forwarding_again_from_the_return(granted):
    sent = (
        register("2026-01-05"),
        step(Step.TRANSFER, "2026-01-06", unit=OFFICE, to_unit=TOWN),
        step(Step.OBJECT, "2026-01-09", unit=TOWN),
        step(Step.GRANT_OBJECTION, granted, unit=OFFICE),
    )

    again = owed(story(*sent), "R-XF-FWD15", 2)
    assert (again.unit, again.arises_on, again.versions[0].start_on) == (OFFICE, day(granted), day(granted))
    assert again.state(day("2026-08-01")) is LATE
    forwarded = story(*sent, step(Step.TRANSFER, "2026-01-26", unit=OFFICE, to_unit=OTHER))
    assert owed(forwarded, "R-XF-FWD15", 2).state(day("2026-08-01")) is MET


def test_a_unit_whose_sending_was_wrong_has_the_matter_again_and_owes_the_notice():
    file = story(
        register_at_town("2026-01-05"),
        step(Step.TRANSFER, "2026-01-06", unit=TOWN, to_unit=OTHER),
        step(Step.OBJECT, "2026-01-09", unit=OTHER),
        step(Step.GRANT_OBJECTION, "2026-01-12", unit=TOWN),
    )

    again = owed(file, "R-UNIT-NOTICE15-DIRECT", 2)
    assert (again.unit, again.versions[0].due_strict) == (TOWN, day("2026-01-27"))


def test_an_opinion_that_is_overturned_needs_no_execution():
    file = story(
        register_at_town("2026-01-05"),
        step(Step.ISSUE_OPINION, "2026-02-10", outcome=Outcome.SUPPORT),
        step(Step.DECIDE_REEXAMINATION, "2026-03-20", outcome=Outcome.EXPLAIN),
    )

    assert owed(file, "R-SUPPORT-EXECUTE").state(day("2026-04-01")) is ENDED
