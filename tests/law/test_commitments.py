"""Promises as of a day: kept, late, moved, broken; and the five ones with their reasons."""

from datetime import date, timedelta

import pytest

from tests.law.ownerships import (
    ASSIGNED,
    BUREAU,
    PAPER,
    check,
    member,
    owned,
    plan,
    planned,
    promise,
    revised,
)
from workbench.law.commitments import coming, commitments, tally
from workbench.law.five_ones import five_ones, is_complete
from workbench.law.ownership_past import as_it_was
from workbench.terms import CommitmentState, FiveOnes, Fulfilment, OwnershipResult, TeamRole

DUE = date(2026, 2, 1)
ONE = timedelta(1)
LATER = date(2026, 3, 1)


def only(ownership, as_of):
    (found,) = commitments(as_it_was(ownership, as_of), as_of)
    return found


@pytest.mark.parametrize(
    ("met_on", "as_of", "state", "days"),
    [
        (None, DUE, CommitmentState.AHEAD, 0),
        (None, DUE + ONE, CommitmentState.LATE, 1),
        (DUE, LATER, CommitmentState.KEPT, 0),
        (DUE + 3 * ONE, LATER, CommitmentState.KEPT_LATE, 3),
        (LATER, LATER - ONE, CommitmentState.LATE, 27),  # not known yet
    ],
)
def test_a_promise_is_judged_by_the_day_it_was_kept(met_on, as_of, state, days):
    ownership = planned(DUE)
    if met_on:
        ownership = ownership.met(1, met_on, PAPER)

    assert (only(ownership, as_of).state, only(ownership, as_of).days_late(as_of)) == (state, days)


def test_a_day_moved_before_it_passed_is_moved_and_not_broken():
    found = only(revised(planned(DUE), DUE, promise(1, LATER)), LATER)

    assert (found.moved, found.broken_on, found.due_on) == (1, (), LATER)


def test_a_day_moved_after_it_passed_stays_broken():
    ownership = revised(planned(DUE), DUE + ONE, promise(1, LATER))
    found = only(ownership, DUE + 5 * ONE)

    assert (found.moved, found.broken_on, found.state) == (1, (DUE,), CommitmentState.LATE)
    assert found.days_late(DUE + 5 * ONE) == 5
    assert only(ownership.met(1, LATER, PAPER), LATER).state is CommitmentState.KEPT_LATE


def test_a_promise_broken_twice_names_both_days():
    ownership = revised(planned(DUE), DUE + ONE, promise(1, LATER))

    assert only(ownership, LATER + ONE).broken_on == (DUE, LATER)


def test_a_dropped_promise_is_healed_neither_by_dropping_nor_counted_when_dropped_in_time():
    in_time = revised(planned(DUE, LATER), DUE, promise(2, LATER))
    too_late = revised(planned(DUE, LATER), DUE + ONE, promise(2, LATER))

    states = [{one.key: one.state for one in commitments(each, LATER)}[1] for each in (in_time, too_late)]
    assert states == [CommitmentState.DROPPED, CommitmentState.LATE]


def test_a_repeated_day_is_neither_moved_nor_broken_twice():
    ownership = revised(planned(DUE, LATER), DUE + ONE, promise(1, DUE), promise(2, LATER))
    found = {one.key: one for one in commitments(ownership, LATER)}[1]

    assert (found.moved, found.broken_on) == (0, (DUE,))


def test_the_sums_and_what_is_coming():
    ownership = planned(DUE, LATER, LATER + 30 * ONE).met(1, DUE, PAPER)
    found = commitments(ownership, LATER + 2 * ONE)
    sums = tally(found, LATER + 2 * ONE)

    assert (sums.all, sums.kept, sums.late, sums.due, sums.most_days) == (3, 1, 1, 2, 2)
    assert sums.next_due == LATER + 30 * ONE
    assert coming(found, LATER + 2 * ONE, 14) == ()
    assert [one.key for one in coming(found, LATER + 16 * ONE, 14)] == [3]


def judged(ownership, as_of):
    return {one.one: one for one in five_ones(as_it_was(ownership, as_of), as_of)}


@pytest.mark.parametrize(
    ("days", "one", "state", "why"),
    [
        (5, FiveOnes.TEAM, Fulfilment.PENDING, "班子未组建：交办已5天"),
        (6, FiveOnes.TEAM, Fulfilment.LACKING, "班子未组建：交办已6天（本地要求5天内）"),
        (10, FiveOnes.PLAN, Fulfilment.PENDING, "方案未签订：交办已10天"),
        (12, FiveOnes.PLAN, Fulfilment.LACKING, "方案未签订：交办已12天（本地要求10天内）"),
    ],
)
def test_what_is_missing_is_said_with_its_days(days, one, state, why):
    found = judged(owned(), ASSIGNED + days * ONE)[one]

    assert (found.state, found.why) == (state, why)


def test_a_lead_unit_without_a_named_person_is_not_yet_a_team():
    found = judged(owned((member(person=None, post=None),)), ASSIGNED)[FiveOnes.TEAM]

    assert found.why == "牵头单位未明确责任人：交办已0天"


def test_a_draft_is_not_yet_a_plan():
    ownership = owned().drafted(plan(), [promise(1, LATER)])

    assert judged(ownership, DUE)[FiveOnes.PLAN].why.startswith("方案已起草未签订：交办已27天")


def test_following_through_lacks_where_a_promise_is_late_and_is_met_by_the_check_alone():
    ownership = planned(DUE)
    late = judged(ownership, DUE + 4 * ONE)[FiveOnes.THROUGH]
    assert (late.state, late.why) == (Fulfilment.LACKING, "1个节点逾期未兑现，最长已4天")
    assert not is_complete(tuple(judged(ownership, DUE + 4 * ONE).values()))

    claimed = ownership.met(1, DUE, PAPER).claimed(OwnershipResult.RESOLVED, DUE, "款已付清", PAPER)
    assert judged(claimed, DUE + 8 * ONE)[FiveOnes.THROUGH].why == "结果已报，等待核验：已8天"
    assert judged(claimed, DUE + 31 * ONE)[FiveOnes.THROUGH].state is Fulfilment.LACKING

    failed = claimed.checked(check(LATER, confirmed=False))
    assert "核验未通过" in judged(failed, LATER)[FiveOnes.THROUGH].why
    ended = claimed.checked(check(LATER))
    assert judged(ended, LATER)[FiveOnes.THROUGH].state is Fulfilment.MET
    assert is_complete(tuple(judged(ended, LATER).values()))


def test_a_supporting_person_does_not_stand_in_for_the_lead_unit():
    team = (member(person=None, post=None), member(BUREAU, TeamRole.SUPPORT))

    assert judged(owned(team), ASSIGNED)[FiveOnes.TEAM].state is Fulfilment.PENDING
