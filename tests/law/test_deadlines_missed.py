"""A limit that was missed stays missed, whatever is said of the matter afterwards; one in time does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.story import (
    CALENDARS,
    ENDED,
    ENDED_LATE,
    LATE,
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
from workbench.law.deadlines import obligations
from workbench.law.explain import explain
from workbench.law.facts import CaseFile
from workbench.law.obligation import MISSED
from workbench.terms import DeadlineState, Outcome, PetitionClass, StatutoryChannel, Step

ACCEPTED = [register_at_town("2026-01-05"), step(Step.ACCEPT, "2026-01-10")]  # due 2026-03-11
OWN = DeadlineState.OWN_PROCEDURE
ARBITRATION = StatutoryChannel.ARBITRATION


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (Step.LEAD_TO_PATH, {"path": ARBITRATION}),
        (Step.LEAD_TO_PATH, {}),
        (Step.CLASSIFY, {"path": StatutoryChannel.ADMINISTRATIVE}),
        (Step.CLASSIFY, {"petition_class": PetitionClass.SUGGESTION}),
    ],
)
def test_leading_away_or_another_class_after_the_limit_leaves_it_missed(kind, facts):
    file = story(*ACCEPTED, step(kind, "2026-05-04", unit=TOWN, **facts))
    handling = owed(file, "R-HANDLE60")

    assert handling.state(day("2026-05-03")) is LATE
    for later in ("2026-05-04", "2026-12-01"):
        assert (handling.state(day(later)), handling.days_late(day(later))) == (ENDED_LATE, 54)
    assert handling.at(day("2026-12-01")).due_rolled == day("2026-03-11")
    said = dict(explain(handling, day("2026-12-01")).lines)
    assert "终止时已超期54日" in said["状态"] and "此前" not in said


@pytest.mark.parametrize("on", ["2026-02-01", "2026-03-11"])
def test_by_the_last_day_of_the_limit_another_class_or_path_is_no_lateness(on):
    classified = story(*ACCEPTED, step(Step.CLASSIFY, on, path=StatutoryChannel.ADMINISTRATIVE))
    led = story(*ACCEPTED, step(Step.LEAD_TO_PATH, on, path=ARBITRATION))

    assert owed(classified, "R-HANDLE60").state(day("2026-12-01")) is OWN
    assert owed(led, "R-HANDLE60").state(day("2026-12-01")) is ENDED


def test_a_notice_that_was_missed_is_not_undone_by_calling_the_matter_an_accusation():
    sent = [register("2026-01-05"), step(Step.TRANSFER, "2026-01-06", unit=OFFICE, to_unit="430682D01")]
    accusation = step(Step.CLASSIFY, "2026-04-14", petition_class=PetitionClass.ACCUSATION)
    notice = owed(story(*sent, accusation), "R-UNIT-NOTICE15-FWD")

    assert (notice.state(day("2026-12-01")), notice.days_late(day("2026-12-01"))) == (ENDED_LATE, 83)
    in_time = step(Step.CLASSIFY, "2026-01-14", petition_class=PetitionClass.ACCUSATION)
    assert owed(story(*sent, in_time), "R-UNIT-NOTICE15-FWD").state(day("2026-12-01")) is OWN


@pytest.mark.parametrize("kind", [Step.ACCEPT, Step.LEAD_TO_PATH])
def test_what_tells_the_petitioner_late_meets_the_notice_late_though_it_names_another_path(kind):
    file = story(register_at_town("2026-01-05"), step(kind, "2026-04-01", path=StatutoryChannel.LITIGATION))

    assert owed(file, "R-UNIT-NOTICE15-DIRECT").state(day("2026-12-01")) is MET_LATE


SENT = (register("2026-01-05"), step(Step.TRANSFER, "2026-01-06", unit=OFFICE, to_unit=TOWN))
ON = step(Step.TRANSFER, "2026-05-04", unit=OFFICE, to_unit=OTHER)


def test_whoever_kept_a_matter_beyond_its_limits_has_missed_them_although_another_gets_it():
    """Nobody was told within fifteen days (44(3)), nothing was decided within sixty after that (45(1))."""
    file = story(*SENT, ON)
    notice, handling = owed(file, "R-UNIT-NOTICE15-FWD"), owed(file, "R-HANDLE60")

    for late, days in ((notice, 103), (handling, 42)):
        assert (late.unit, late.state(day("2026-05-03"))) == (TOWN, LATE)
        assert (late.state(day("2026-12-01")), late.days_late(day("2026-12-01"))) == (ENDED_LATE, days)
    assert owed(file, "R-UNIT-NOTICE15-FWD", 2).unit == OTHER
    in_time = story(*SENT, step(Step.TRANSFER, "2026-01-20", unit=OFFICE, to_unit=OTHER))
    assert owed(in_time, "R-UNIT-NOTICE15-FWD").state(day("2026-12-01")) is ENDED


@pytest.mark.parametrize("kind", [Step.DECLINE, Step.CONCLUDE])
def test_declining_or_concluding_after_the_limit_does_not_make_up_for_it(kind):
    """To say nothing for so long gains no time: the sixty days ran from the day the notice was due."""
    file = story(register_at_town("2026-01-05"), step(kind, "2026-05-04", unit=TOWN))

    assert owed(file, "R-HANDLE60").state(day("2026-12-01")) is ENDED_LATE
    in_time = story(register_at_town("2026-01-05"), step(kind, "2026-03-02", unit=TOWN))
    assert owed(in_time, "R-HANDLE60").state(day("2026-12-01")) is ENDED


def test_a_matter_returned_on_an_objection_never_bound_the_unit():
    """Article 23(3) wants the notice of what is within the unit's competence; the sender agreed it is not."""
    objected = step(Step.OBJECT, "2026-01-12", unit=TOWN)
    file = story(*SENT, objected, step(Step.GRANT_OBJECTION, "2026-02-02", unit=OFFICE))

    assert owed(file, "R-UNIT-NOTICE15-FWD").state(day("2026-12-01")) is ENDED


def test_what_was_done_late_stays_done_late():
    answered = [*ACCEPTED, step(Step.ISSUE_OPINION, "2026-05-04", outcome=Outcome.EXPLAIN)]
    file = story(*answered, step(Step.CLASSIFY, "2026-05-05", path=StatutoryChannel.ADMINISTRATIVE))

    assert owed(file, "R-HANDLE60").state(day("2026-12-01")) is MET_LATE


def test_a_missed_limit_comes_back_as_it_was_when_the_class_was_wrong():
    file = story(
        *ACCEPTED,
        step(Step.CLASSIFY, "2026-05-04", path=StatutoryChannel.ADMINISTRATIVE),
        step(Step.CLASSIFY, "2026-05-11", path=StatutoryChannel.PETITION_HANDLING),
    )
    again = owed(file, "R-HANDLE60", 2)

    assert (again.versions[0].start_on, again.state(day("2026-05-11"))) == (day("2026-01-10"), LATE)


def test_an_office_that_extended_in_time_is_not_late_on_the_old_day():
    extended = step(Step.EXTEND, "2026-03-05", days=30, approved_by_head=True, told_on="2026-03-06")
    led = step(Step.LEAD_TO_PATH, "2026-04-01", path=ARBITRATION)

    assert owed(story(*ACCEPTED, extended, led), "R-HANDLE60").state(day("2026-12-01")) is ENDED


def test_a_matter_that_comes_back_from_another_path_counts_from_the_new_acceptance():
    file = story(
        register("2026-01-05"),
        step(Step.TRANSFER, "2026-01-06", unit=OFFICE, to_unit=TOWN),
        step(Step.LEAD_TO_PATH, "2026-01-15", unit=TOWN, path=ARBITRATION),
        step(Step.ACCEPT, "2026-04-15", unit=TOWN, path=StatutoryChannel.PETITION_HANDLING),
    )
    handling = owed(file, "R-HANDLE60")

    assert [one for one in rules(file) if one[0] == "R-HANDLE60"] == [("R-HANDLE60", 1)]
    assert (handling.arises_on, handling.versions[0].start_on) == (day("2026-04-15"), day("2026-04-15"))
    assert handling.state(day("2026-06-14")) is RUNNING


def test_the_same_holds_where_the_office_itself_had_led_it_away():
    file = story(
        register("2026-01-05"),
        step(Step.LEAD_TO_PATH, "2026-01-15", unit=OFFICE, path=ARBITRATION),
        step(Step.ACCEPT, "2026-04-15", unit=TOWN, path=StatutoryChannel.PETITION_HANDLING),
    )

    assert owed(file, "R-HANDLE60").versions[0].start_on == day("2026-04-15")


def test_who_told_of_the_other_path_too_late_gains_no_time_by_it():
    file = story(
        register_at_town("2026-01-05"),
        step(Step.LEAD_TO_PATH, "2026-03-02", path=ARBITRATION),
        step(Step.ACCEPT, "2026-04-15", path=StatutoryChannel.PETITION_HANDLING),
    )

    assert owed(file, "R-HANDLE60", 1).versions[0].start_on == day("2026-01-20")
    assert [one.start_on for one in owed(file, "R-HANDLE60", 2).versions] == [day("2026-01-20")]


@pytest.mark.parametrize("petition_class", [None, PetitionClass.CLAIM])
def test_an_opinion_says_that_the_matter_went_by_the_petition_path(petition_class):
    accepted = [
        register_at_town("2026-01-05", petition_class=petition_class, path=None),
        step(Step.ACCEPT, "2026-01-10"),
    ]
    handling = owed(
        story(*accepted, step(Step.ISSUE_OPINION, "2026-05-04", outcome=Outcome.EXPLAIN)), "R-HANDLE60"
    )

    assert handling.state(day("2026-05-03")) is DeadlineState.UNCLASSIFIED
    assert handling.state(day("2026-05-04")) is MET_LATE
    assert handling.days_late(day("2026-12-01")) == 54


@given(st.integers(0, 120), st.sampled_from(PetitionClass), st.none() | st.sampled_from(StatutoryChannel))
def test_no_later_word_on_class_or_path_brings_back_what_was_missed(gap, petition_class, path):
    on = day("2026-02-01") + timedelta(gap)
    said = step(Step.CLASSIFY, on.isoformat(), petition_class=petition_class, path=path)

    assert _missed(story(*ACCEPTED), on) <= _missed(story(*ACCEPTED, said), on + timedelta(1))


def _missed(file: CaseFile, as_of) -> set[str]:
    found = obligations(file, CALENDARS, office=OFFICE)
    return {one.rule_id for one in found if one.state(as_of) in MISSED}
