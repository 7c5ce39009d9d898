"""The clock of article 34 and of the notice: from when it runs, until when, and in what state it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.story import (
    CALENDARS,
    ENDED,
    HANDLING,
    LATE,
    MET,
    MET_LATE,
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
from workbench.law.calendar import HolidayNotice
from workbench.law.deadlines import obligations, state_of
from workbench.terms import DeadlineState, Outcome, PetitionClass, StatutoryChannel, Step


@pytest.mark.parametrize(
    ("receipt", "notice", "start", "strict", "rolled"),
    [
        ("2026-01-05", "2026-01-12", "2026-01-12", "2026-03-13", "2026-03-13"),
        ("2026-01-05", "2026-01-20", "2026-01-20", "2026-03-21", "2026-03-23"),  # day 15 itself; a Saturday
        ("2026-01-05", "2026-02-10", "2026-01-20", "2026-03-21", "2026-03-23"),  # late notice gains nothing
        ("2026-01-05", None, "2026-01-20", "2026-03-21", "2026-03-23"),  # no notice at all
        ("2023-12-31", "2024-01-01", "2024-01-01", "2024-03-01", "2024-03-01"),  # over a leap day
        ("2025-12-20", "2026-01-04", "2026-01-04", "2026-03-05", "2026-03-05"),  # over a year end
        ("2025-08-02", "2025-08-02", "2025-08-02", "2025-10-01", "2025-10-09"),  # due on National Day
        ("2025-12-01", "2025-12-17", "2025-12-16", "2026-02-14", "2026-02-14"),  # due on a worked Saturday
    ],
)
def test_the_sixty_days_run_from_the_notice_or_from_day_fifteen(receipt, notice, start, strict, rolled):
    steps = [register_at_town(receipt)]
    if notice:
        steps.append(step(Step.ACCEPT, notice, unit=TOWN))

    version = owed(story(*steps), "R-HANDLE60").versions[-1]

    assert (version.start_on, version.due_strict, version.due_rolled) == (
        day(start),
        day(strict),
        day(rolled),
    )


@given(st.integers(0, 60), st.integers(0, 60), st.dates(date(2022, 5, 1), date(2026, 3, 1)))
def test_a_later_notice_never_gives_more_time_than_day_fifteen(one, other, receipt):
    early, late = sorted((one, other))
    dues = []
    for gap in (early, late, 15):
        file = story(
            register_at_town(receipt.isoformat()),
            step(Step.ACCEPT, (receipt + timedelta(gap)).isoformat(), unit=TOWN),
        )
        dues.append(owed(file, "R-HANDLE60").versions[-1].due_strict)

    assert dues[0] <= dues[1] <= dues[2] == receipt + timedelta(75)


def test_late_is_counted_from_the_rolled_day_only():
    file = story(register_at_town("2025-08-02"), step(Step.ACCEPT, "2025-08-02"))
    handling = owed(file, "R-HANDLE60")

    assert handling.state(day("2025-10-02")) is RUNNING  # past the strict day, still within the holiday
    assert handling.state(day("2025-10-09")) is RUNNING
    assert handling.state(day("2025-10-10")) is LATE
    assert handling.days_late(day("2025-10-10")) == 1


@pytest.mark.parametrize("path", [path for path in StatutoryChannel if path.value != "31-6"])
def test_other_paths_run_by_their_own_procedure(path):
    handling = owed(story(register_at_town("2026-01-05", path=path)), "R-HANDLE60")

    assert handling.state(day("2026-12-01")) is DeadlineState.OWN_PROCEDURE
    assert handling.versions[-1].due_rolled is None


def test_a_matter_not_classified_has_no_due_date_until_it_is():
    file = story(
        register_at_town("2026-01-05", path=None, petition_class=None),
        step(Step.ACCEPT, "2026-01-10"),
        step(Step.CLASSIFY, "2026-02-01", petition_class=PetitionClass.CLAIM, path=HANDLING),
    )
    handling = owed(file, "R-HANDLE60")

    assert handling.state(day("2026-01-31")) is DeadlineState.UNCLASSIFIED
    assert handling.state(day("2026-02-01")) is RUNNING
    assert handling.at(day("2026-02-01")).due_strict == day("2026-03-11")  # from the notice, not from then


@pytest.mark.parametrize("found", [PetitionClass.SUGGESTION, PetitionClass.ACCUSATION])
def test_suggestions_and_accusations_have_no_sixty_days(found):
    handling = owed(story(register_at_town("2026-01-05", path=None, petition_class=found)), "R-HANDLE60")

    assert handling.state(day("2026-06-01")) is DeadlineState.OWN_PROCEDURE


LITIGATED = {"path": StatutoryChannel.LITIGATION}
ACCUSING = {"path": None, "petition_class": PetitionClass.ACCUSATION}
SUGGESTING = {"path": None, "petition_class": PetitionClass.SUGGESTION}


@pytest.mark.parametrize(
    ("unit", "facts", "state"),
    [
        ("430682D01", ACCUSING, DeadlineState.OWN_PROCEDURE),  # discipline and supervision
        ("430682D07", LITIGATED, DeadlineState.OWN_PROCEDURE),  # the court
        ("430682D01", LITIGATED, LATE),
        ("430682D07", ACCUSING, LATE),
        (TOWN, ACCUSING, LATE),
        (TOWN, LITIGATED, LATE),
        (TOWN, SUGGESTING, LATE),
        ("430682D01", SUGGESTING, LATE),
    ],
)
def test_only_organs_of_law_and_of_discipline_tell_by_their_own_rules_and_only_of_their_own(
    unit, facts, state
):
    """Article 23(4); every other unit that handles such a matter owes the notice of article 23."""
    file = story(register_at_town("2026-01-05", unit=unit, **facts))
    sent = story(register("2026-01-05", **facts), step(Step.TRANSFER, "2026-01-05", to_unit=unit))

    assert owed(file, "R-UNIT-NOTICE15-DIRECT").state(day("2026-03-01")) is state
    assert owed(sent, "R-UNIT-NOTICE15-FWD").state(day("2026-03-01")) is state
    assert owed(file, "R-HANDLE60").state(day("2026-12-01")) is DeadlineState.OWN_PROCEDURE


@pytest.mark.parametrize(
    "kind", [Step.ACCEPT, Step.DECLINE, Step.DECLINE_FURTHER, Step.LEAD_TO_PATH, Step.REPLY_DIRECTLY]
)
def test_any_of_the_notices_meets_the_duty_to_tell(kind):
    file = story(register_at_town("2026-01-05"), step(kind, "2026-01-20"))
    notice = owed(file, "R-UNIT-NOTICE15-DIRECT")

    assert (notice.state(day("2026-01-20")), notice.met_by) == (MET, 2)


def test_the_first_answer_counts_not_the_second():
    file = story(
        register_at_town("2026-01-05"),
        step(Step.ACCEPT, "2026-01-10"),
        step(Step.REPLY_DIRECTLY, "2026-03-01"),
    )

    assert owed(file, "R-UNIT-NOTICE15-DIRECT").met_on == day("2026-01-10")


def test_nobody_is_late_who_could_not_know_the_address():
    file = story(register_at_town("2026-01-05", contact_known=False))
    notice = owed(file, "R-UNIT-NOTICE15-DIRECT")

    assert notice.state(day("2026-06-01")) is ENDED
    assert "住址不清" in notice.ended_why


def test_an_imported_answer_without_a_transfer_is_measured_from_the_receipt():
    file = story(register("2025-01-06"), step(Step.REPLY_DIRECTLY, "2025-03-27", unit=TOWN))
    handling = owed(file, "R-HANDLE60")

    assert handling.versions[0].start_on == day("2025-01-21")
    assert handling.state(day("2025-03-26")) is None  # nobody was on record before
    assert handling.state(day("2025-03-27")) is MET_LATE
    assert handling.days_late(day("2026-01-01")) == 3  # due on a Saturday, rolled to Monday


def test_a_clock_that_never_started_is_not_shown():
    file = story(register_at_town("2026-01-05"), step(Step.DECLINE, "2026-01-12"))

    assert ("R-HANDLE60", 1) not in rules(file)


def test_matters_of_the_old_regulation_keep_its_rules():
    file = story(register_at_town("2022-04-20"), step(Step.ACCEPT, "2022-05-03"))

    assert owed(file, "R-UNIT-NOTICE15-DIRECT").limit.instrument == "信访条例（2005年）"
    assert owed(file, "R-HANDLE60").limit.instrument == "信访工作条例"


def test_nothing_is_owed_under_rules_not_yet_made():
    assert rules(story(register_at_town("2004-01-05"))) == []


NOTICE = HolidayNotice(
    2027,
    ((day("2027-01-01"), True), (day("2027-01-02"), True), (day("2027-01-03"), True)),
    "测试用虚构通知",
    day("2026-11-20"),
)


def test_a_due_date_in_an_unannounced_year_is_not_known_and_nobody_is_late():
    file = story(register_at_town("2026-11-01"), step(Step.ACCEPT, "2026-11-03"))
    handling = owed(file, "R-HANDLE60")
    version = handling.versions[-1]

    assert (version.due_strict, version.due_rolled, version.kind) == (
        day("2027-01-02"),
        None,
        DeadlineState.UNKNOWN,
    )
    assert handling.state(day("2027-01-02")) is RUNNING  # certain, whatever the notice will say
    assert handling.state(day("2027-01-03")) is DeadlineState.UNKNOWN


def test_a_right_in_working_days_over_the_year_end_is_not_known():
    file = story(register("2026-12-28"), step(Step.TRANSFER, "2026-12-29", to_unit=TOWN))
    right = owed(file, "R-UNIT-OBJECT5")

    assert right.versions[-1].due_strict is None
    assert right.state(day("2026-12-31")) is RUNNING
    assert right.state(day("2027-01-04")) is DeadlineState.UNKNOWN


def test_a_notice_that_arrives_is_counted_with_from_its_day():
    file = story(register_at_town("2026-11-01"), step(Step.ACCEPT, "2026-11-03"))
    handling = owed(file, "R-HANDLE60", calendars=CALENDARS.with_notice(NOTICE))

    assert [(version.since, version.due_rolled) for version in handling.versions] == [
        (day("2026-11-03"), None),
        (day("2026-11-20"), day("2027-01-04")),
    ]
    assert handling.at(day("2026-11-19")).due_rolled is None
    assert handling.state(day("2027-01-05")) is LATE


def test_what_was_decided_keeps_the_date_that_was_in_force():
    corrected = HolidayNotice(2026, ((day("2026-03-23"), True),), "测试用虚构更正", day("2026-04-01"))
    calendars = CALENDARS.with_notice(corrected)
    open_matter = [register_at_town("2026-01-05")]  # due on Saturday 2026-03-21, rolled to Monday
    decided = [*open_matter, step(Step.ISSUE_OPINION, "2026-03-24", outcome=Outcome.EXPLAIN)]

    still_open = owed(story(*open_matter), "R-HANDLE60", calendars=calendars)
    closed = owed(story(*decided), "R-HANDLE60", calendars=calendars)

    assert still_open.versions[-1].due_rolled == day("2026-03-24")
    assert closed.versions[-1].due_rolled == day("2026-03-23")
    assert closed.state(day("2026-05-01")) is MET_LATE


def test_a_later_day_of_the_same_matter_never_shortens_what_is_owed():
    file = story(register("2026-01-05"), step(Step.TRANSFER, "2026-01-08", to_unit=TOWN))
    early = {one.rule_id for one in obligations(file.until(day("2026-01-06")), CALENDARS, office=OFFICE)}

    assert early <= {one.rule_id for one in obligations(file, CALENDARS, office=OFFICE)}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"due": "2026-03-11", "as_of": "2026-03-11"}, RUNNING),
        ({"due": "2026-03-11", "as_of": "2026-03-12"}, LATE),
        ({"due": "2026-03-11", "met_on": "2026-03-11", "as_of": "2026-05-01"}, MET),
        ({"due": "2026-03-11", "met_on": "2026-03-12", "as_of": "2026-05-01"}, MET_LATE),
        ({"due": "2026-03-11", "ended_on": "2026-03-20", "as_of": "2026-05-01"}, ENDED),
        ({"due": None, "kind": "own_procedure", "as_of": "2026-05-01"}, DeadlineState.OWN_PROCEDURE),
        ({"due": None, "kind": "unclassified", "as_of": "2026-05-01"}, DeadlineState.UNCLASSIFIED),
        ({"due": None, "kind": "unknown", "as_of": "2026-05-01"}, DeadlineState.UNKNOWN),
        ({"due": None, "kind": "unknown", "safe_until": "2026-05-01", "as_of": "2026-05-01"}, RUNNING),
        ({"due": None, "kind": "unknown", "met_on": "2026-04-30", "safe_until": "2026-05-01",
          "as_of": "2026-06-01"}, MET),
    ],
)  # fmt: skip
def test_the_state_follows_from_the_facts_as_dates_or_as_text(facts, state):
    given = {"kind": None, "met_on": None, "ended_on": None, **facts}
    dates = {
        name: date.fromisoformat(value) if value and name != "kind" else value
        for name, value in given.items()
    }

    assert state_of(**given) is state
    assert state_of(**dates) is state
