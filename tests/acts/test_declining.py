"""A matter is declined, or declined for good, only where another course of it is on record."""

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.law.lifecycle import NotAllowedError
from workbench.terms import Outcome, RepeatRelation, RepeatVerdict, Step

GROUNDS = LinkGrounds(RepeatRelation.DUPLICATE, 90, 0)


def same(on, verdict):
    why = None if verdict is RepeatVerdict.CONFIRMED else "不是一回事"
    return DecideRepeat("A~B", "A", "B", on, verdict, GROUNDS, why)


@pytest.fixture
def two(bench):
    """A is in hand at one town; B was sent to another, which did not object in time."""
    bench.perform(
        make_register(case_no="A"),
        make_take("A", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.ACCEPT, date(2026, 1, 8), unit=TOWN),
        make_register(case_no="B"),
        make_take("B", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=OTHER_TOWN),
        actor=CLERK,
    )
    return bench


def test_what_was_sent_is_declined_only_if_it_is_in_hand_elsewhere(two):
    decline = make_take("B", Step.DECLINE, date(2026, 1, 20), unit=OTHER_TOWN)

    with pytest.raises(NotAllowedError, match=r"逾期仍由本单位负责.*第十九条第三款"):
        two.perform(decline, actor=CLERK)
    two.perform(same(date(2026, 1, 20), RepeatVerdict.CONFIRMED), actor=CLERK)
    two.perform(decline, actor=CLERK)
    assert two.verify_ledger().is_sound


def test_a_link_that_was_split_again_is_none(two):
    two.perform(
        same(date(2026, 1, 20), RepeatVerdict.CONFIRMED),
        same(date(2026, 1, 21), RepeatVerdict.SPLIT),
        actor=CLERK,
    )

    with pytest.raises(NotAllowedError, match="不能不予受理"):
        two.perform(make_take("B", Step.DECLINE, date(2026, 1, 22), unit=OTHER_TOWN), actor=CLERK)


def test_what_a_unit_received_itself_may_be_declined(bench):
    bench.perform(make_register(case_no="C", unit=TOWN), actor=CLERK)

    bench.perform(make_take("C", Step.DECLINE, date(2026, 1, 8), unit=TOWN), actor=CLERK)


def test_no_more_is_said_only_after_a_final_review_of_this_matter_or_of_the_same(two):
    no_more = make_take("B", Step.DECLINE_FURTHER, date(2026, 6, 1), unit=OTHER_TOWN)
    two.perform(same(date(2026, 1, 20), RepeatVerdict.CONFIRMED), actor=CLERK)
    with pytest.raises(NotAllowedError, match=r"才不再受理.*第三十六条第三款"):
        two.perform(no_more, actor=CLERK)  # A is in hand, and was never reviewed

    two.perform(
        make_take("A", Step.ISSUE_OPINION, date(2026, 2, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_take("A", Step.SERVE, date(2026, 2, 11), unit=TOWN),
        make_take("A", Step.REQUEST_REEXAMINATION, date(2026, 2, 20), unit="430682"),
        make_take("A", Step.DECIDE_REEXAMINATION, date(2026, 3, 10), unit="430682", outcome=Outcome.EXPLAIN),
        make_take("A", Step.SERVE, date(2026, 3, 11), unit="430682"),
        make_take("A", Step.REQUEST_FINAL_REVIEW, date(2026, 3, 20), unit="4306"),
        make_take("A", Step.DECIDE_FINAL_REVIEW, date(2026, 4, 10), unit="4306", outcome=Outcome.EXPLAIN),
        make_take("A", Step.DECLINE_FURTHER, date(2026, 6, 1), unit=OFFICE),
        actor=CLERK,
    )
    two.perform(no_more, actor=CLERK)
