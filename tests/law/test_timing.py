"""Facts take effect on their own day: extensions when told, notices when announced, answers when given."""

from __future__ import annotations

from tests.law.story import (
    CALENDARS,
    HANDLING,
    TOWN,
    day,
    owed,
    register,
    register_at_town,
    rules,
    step,
    story,
)
from workbench.law.calendar import HolidayNotice
from workbench.terms import DeadlineState, PetitionClass, Step

ACCEPTED = [register_at_town("2026-01-05"), step(Step.ACCEPT, "2026-01-10")]  # due 2026-03-11


def notice(year: int, on: str, *days: str) -> HolidayNotice:
    return HolidayNotice(year, tuple((day(one), True) for one in days), "测试用虚构通知", day(on))


def test_an_extension_moves_the_date_from_the_day_the_petitioner_was_told() -> None:
    extension = step(Step.EXTEND, "2026-03-01", days=20, approved_by_head=True, told_on="2026-03-09")
    handling = owed(story(*ACCEPTED, extension), "R-HANDLE60")

    assert handling.at(day("2026-03-08")).due_strict == day("2026-03-11")
    assert handling.at(day("2026-03-09")).due_strict == day("2026-03-31")


def test_of_two_extensions_the_one_told_first_counts() -> None:
    slow = step(Step.EXTEND, "2026-03-01", days=30, approved_by_head=True, told_on="2026-03-10")
    quick = step(Step.EXTEND, "2026-03-02", days=10, approved_by_head=True, told_on="2026-03-03")
    handling = owed(story(*ACCEPTED, slow, quick), "R-HANDLE60")

    assert handling.versions[-1].due_strict == day("2026-03-21")
    assert [one.void_why is None for one in handling.extensions] == [False, True]


def test_a_matter_classified_after_its_answer_is_judged_by_the_calendar_of_the_answer() -> None:
    calendars = CALENDARS.with_notice(notice(2026, "2026-04-01", "2026-03-23"))
    file = story(
        register_at_town("2026-01-05", path=None, petition_class=None),
        step(Step.REPLY_DIRECTLY, "2026-03-24"),
        step(Step.CLASSIFY, "2026-05-01", petition_class=PetitionClass.CLAIM, path=HANDLING),
    )
    handling = owed(file, "R-HANDLE60", calendars=calendars)

    assert handling.state(day("2026-04-30")) is DeadlineState.UNCLASSIFIED
    assert handling.versions[-1].due_rolled == day("2026-03-23")
    assert handling.state(day("2026-05-01")) is DeadlineState.MET_LATE


def test_a_window_that_a_notice_lengthened_lapses_only_at_its_new_end() -> None:
    file = story(register("2026-03-02"), step(Step.TRANSFER, "2026-03-04", to_unit=TOWN))  # to 03-11
    calendars = CALENDARS.with_notice(notice(2026, "2026-03-09", "2026-03-11"))
    right = owed(file, "R-UNIT-OBJECT5", calendars=calendars)

    assert [version.due_rolled for version in right.versions] == [day("2026-03-11"), day("2026-03-12")]
    assert right.state(day("2026-03-12")) is DeadlineState.RUNNING
    assert right.ended_on == day("2026-03-13")


def test_a_notice_of_the_next_year_may_move_a_due_date_in_december() -> None:
    file = story(register_at_town("2026-10-29"), step(Step.ACCEPT, "2026-11-01"))  # due 2026-12-31
    calendars = CALENDARS.with_notice(notice(2027, "2026-11-20", "2026-12-31", "2027-01-01"))
    handling = owed(file, "R-HANDLE60", calendars=calendars)

    assert [version.due_rolled for version in handling.versions] == [day("2026-12-31"), day("2027-01-04")]


def test_a_second_registration_changes_nothing() -> None:
    once, twice = story(register("2026-01-05")), story(register("2026-01-05"), register_at_town("2026-01-09"))

    assert rules(once) == rules(twice) == [("R-XF-FWD15", 1)]


def test_an_answer_given_before_the_receipt_was_noted_is_an_answer() -> None:
    file = story(
        register("2026-01-05"),
        step(Step.TRANSFER, "2026-01-08", to_unit=TOWN, received_on="2026-01-12"),
        step(Step.ACCEPT, "2026-01-09", unit=TOWN),
    )
    notice_owed = owed(file, "R-UNIT-NOTICE15-FWD")

    assert notice_owed.arises_on == day("2026-01-09")
    assert notice_owed.state(day("2026-01-09")) is DeadlineState.MET
