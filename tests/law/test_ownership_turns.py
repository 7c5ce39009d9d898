"""The ownerships of a matter one after the other: taken back, followed, one owner a day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.law.ownerships import ASSIGNED, check, leader, member, owned, plan, promise
from workbench.law.five_ones import five_ones
from workbench.law.ownership_parts import OwnershipError
from workbench.law.ownership_past import as_it_was
from workbench.law.ownership_turns import check_next, owners_on, withdrawn
from workbench.terms import Fulfilment, ProgressKind

NEXT = ASSIGNED + timedelta(1)
LATER = ASSIGNED + timedelta(30)


def drafted():
    return owned((member(),)).drafted(plan(), [promise(1, LATER)])


def test_an_assignment_taken_back_has_no_owner_from_that_day_and_stays_on_record():
    found = withdrawn(drafted(), NEXT, " 交办错了事项 ")

    assert (found.withdrawn_on, found.withdrawals[0].why, found.is_held) == (NEXT, "交办错了事项", False)
    assert [len(found.leaders_on(day)) for day in (ASSIGNED, NEXT, LATER)] == [1, 0, 0]
    assert as_it_was(found, ASSIGNED).is_held and not as_it_was(found, NEXT).is_held


def test_nothing_is_lacking_of_an_assignment_after_it_was_taken_back():
    found = withdrawn(owned(), NEXT, "交办错了事项")
    *four, last = five_ones(found, LATER + timedelta(300))

    assert all(one.state is not Fulfilment.LACKING for one in (*four, last))
    assert "交办已撤回" in last.why and "交办错了事项" in last.why


@pytest.mark.parametrize(
    ("ownership", "on", "why", "words"),
    [
        (drafted().signed_off("leader", "李副市长", ASSIGNED), NEXT, "错了", "方案已经签订"),
        (owned(), ASSIGNED - timedelta(1), "错了", "早于交办日期"),
        (owned(), NEXT, "  ", "错在哪里"),
        (owned().noted(ProgressKind.VISIT, LATER, "走访"), NEXT, "错了", "早于最近一次记录"),
        (withdrawn(owned(), NEXT, "错了"), LATER, "又错", "不再变动"),
    ],
)
def test_what_cannot_be_taken_back_is_said(ownership, on, why, words):
    with pytest.raises(OwnershipError, match=words):
        withdrawn(ownership, on, why)


def test_no_day_has_two_owners_where_one_ownership_follows_another():
    first = withdrawn(owned(), NEXT, "错了")
    check_next(first, NEXT)
    second = owned(assigned_on=NEXT, leaders=(leader(NEXT, "赵副市长"),))

    names = [[one.name for one in owners_on((first, second), day)] for day in (ASSIGNED, NEXT, LATER)]
    assert names == [["李副市长"], ["赵副市长"], ["赵副市长"]]


def test_the_day_on_which_a_check_ends_an_ownership_has_its_owner_already():
    ended = replace(owned(), ended_on=LATER, checks=(check(LATER),))

    assert len(ended.leaders_on(LATER)) == 1
    for day in (ASSIGNED, LATER):
        with pytest.raises(OwnershipError, match="次日"):
            check_next(ended, day)
    check_next(ended, LATER + timedelta(1))
    with pytest.raises(OwnershipError, match="已有领导包案"):
        check_next(owned(), LATER)
    check_next(None, ASSIGNED)
