"""What an ownership allows and refuses, one rule at a time."""

from datetime import date, timedelta

import pytest

from tests.law.ownerships import (
    ASSIGNED,
    BUREAU,
    PAPER,
    TOWN,
    check,
    leader,
    member,
    owned,
    plan,
    planned,
    promise,
    revised,
)
from workbench.law.ownership_parts import OwnershipError
from workbench.law.ownership_past import as_it_was
from workbench.terms import OwnershipResult, ProgressKind, TeamRole

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def claimed(on=FEBRUARY):
    return planned(FEBRUARY).met(1, FEBRUARY, PAPER).claimed(OwnershipResult.RESOLVED, on, "款已付清", PAPER)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"asked": " "}, "一个问题"),
        ({"settles": ""}, "怎样算解决"),
        ({"leaders": (leader(name=" "),)}, "姓名、职务和单位"),
        ({"team": (member(role=TeamRole.SUPPORT),)}, "只有一个牵头单位"),
        ({"team": (member(), member(BUREAU))}, "只有一个牵头单位"),
        ({"team": (member(), member())}, "重复"),
    ],
)
def test_an_ownership_without_problem_leader_or_single_lead_unit_is_refused(changed, sentence):
    with pytest.raises(OwnershipError, match=sentence):
        owned(**changed)


def test_a_lead_unit_may_name_several_persons():
    found = owned((member(), member(person="王主任", post="主任"), member(BUREAU, TeamRole.SUPPORT)))

    assert [one.unit for one in found.team_on(ASSIGNED)] == [TOWN, TOWN, BUREAU]


def test_a_changed_team_is_dated_and_the_former_one_stays_on_record():
    found = owned((member(),)).with_team((member(BUREAU),), FEBRUARY)

    assert [one.unit for one in found.team_on(FEBRUARY - timedelta(1))] == [TOWN]
    assert [one.unit for one in found.team_on(FEBRUARY)] == [BUREAU]


def test_a_handover_leaves_no_day_without_an_owner_and_none_with_two():
    found = owned().handed_over(leader(FEBRUARY, "赵副市长", "other"), "余款未付", FEBRUARY, FEBRUARY)

    for days in range(60):
        assert len(found.leaders_on(ASSIGNED + timedelta(days))) == 1
    assert found.leaders_on(ASSIGNED - timedelta(1)) == ()
    assert found.leaders[0].left_open == "余款未付"


@pytest.mark.parametrize(
    ("on", "left_open", "signed", "sentence"),
    [
        (FEBRUARY, " ", FEBRUARY, "尚未完成"),
        (FEBRUARY, "余款", FEBRUARY + timedelta(1), "双方在交接日之前"),
        (FEBRUARY, "余款", ASSIGNED - timedelta(1), "双方在交接日之前"),
        (ASSIGNED - timedelta(1), "余款", ASSIGNED, "早于交办日期"),
    ],
)
def test_a_handover_that_is_not_signed_or_says_nothing_is_refused(on, left_open, signed, sentence):
    with pytest.raises(OwnershipError, match=sentence):
        owned().handed_over(leader(on, "赵副市长"), left_open, signed, signed)


def test_a_signed_plan_is_frozen_and_a_further_version_needs_a_reason():
    with pytest.raises(OwnershipError, match="须写明理由"):
        planned(FEBRUARY).drafted(plan(FEBRUARY), [promise(1, MARCH)])


def test_a_change_is_approved_by_another_than_its_author():
    drafted = planned(MARCH).drafted(plan(FEBRUARY, "clerk", "资金晚到"), [promise(1, MARCH)])

    with pytest.raises(OwnershipError, match="起草人以外的人"):
        drafted.signed_off("clerk", "登记员", FEBRUARY)
    assert len(drafted.signed_off("leader", "李副市长", FEBRUARY).signed) == 2


@pytest.mark.parametrize(
    ("milestones", "is_later"),
    [
        ((promise(1, APRIL), promise(2, MARCH)), True),  # later than the day before
        ((promise(2, MARCH),), True),  # left out
        ((promise(1, MARCH), promise(2, MARCH), promise(3, APRIL)), True),  # one more, after the last
        ((promise(1, MARCH), promise(2, MARCH), promise(3, MARCH)), False),
        ((promise(1, MARCH), promise(2, FEBRUARY)), False),
    ],
)
def test_an_owning_leader_does_not_approve_his_own_extension(milestones, is_later):
    """Neither by his account nor by his name; what asks for no more time he signs himself."""
    drafted = planned(MARCH, MARCH).drafted(plan(FEBRUARY, "clerk", "资金晚到"), milestones)

    for by, signer in (("leader", "某某"), ("supervisor", "李副市长")):
        if is_later:
            with pytest.raises(OwnershipError, match="包案领导不能审批自己的延期"):
                drafted.signed_off(by, signer, FEBRUARY)
        else:
            assert len(drafted.signed_off(by, signer, FEBRUARY).signed) == 2
    assert len(drafted.signed_off("supervisor", "王书记", FEBRUARY).signed) == 2
    assert len(drafted.signed_off("leader", "李副市长", FEBRUARY, is_replay=True).signed) == 2


def test_what_is_done_is_no_extension_when_it_is_left_out():
    found = planned(FEBRUARY, MARCH).met(1, FEBRUARY, PAPER)
    drafted = found.drafted(plan(FEBRUARY, "clerk", "资金晚到"), [promise(2, MARCH)])

    assert len(drafted.signed_off("leader", "李副市长", FEBRUARY).signed) == 2


def test_a_leader_who_took_over_approves_no_extension_and_the_former_one_may():
    left = planned(MARCH).handed_over(leader(FEBRUARY, "赵副市长", "successor"), "一项", FEBRUARY, FEBRUARY)
    drafted = left.drafted(plan(FEBRUARY, "clerk", "资金晚到"), [promise(1, APRIL)])

    with pytest.raises(OwnershipError, match="自己的延期"):
        drafted.signed_off("successor", "赵副市长", FEBRUARY)
    assert len(drafted.signed_off("leader", "李副市长", FEBRUARY).signed) == 2


def test_a_draft_gives_way_to_another_draft_but_a_signed_version_stays():
    found = planned(MARCH).drafted(plan(FEBRUARY, why="一"), [promise(1, MARCH), promise(2, MARCH)])
    found = found.drafted(plan(FEBRUARY, why="二"), [promise(1, MARCH)])

    assert [one.why for one in found.plans] == [None, "二"]
    assert [(one.plan, one.key) for one in found.milestones] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("milestones", "sentence"),
    [
        ((), "至少有一个节点"),
        ((promise(1, MARCH), promise(1, MARCH)), "不重复"),
        ((promise(0, MARCH),), "从1起"),
        ((promise(1, MARCH, " "),), "做成什么"),
        ((promise(1, ASSIGNED),), "已过"),
    ],
)
def test_a_plan_without_sound_milestones_is_refused(milestones, sentence):
    with pytest.raises(OwnershipError, match=sentence):
        owned().drafted(plan(FEBRUARY), milestones)


def test_a_plan_signed_after_a_due_date_is_refused():
    drafted = owned().drafted(plan(), [promise(1, FEBRUARY)])

    with pytest.raises(OwnershipError, match="已过"):
        drafted.signed_off("leader", "李副市长", MARCH)


def test_a_milestone_is_met_once_and_only_if_it_was_promised_by_then():
    found = planned(FEBRUARY, MARCH)
    with pytest.raises(OwnershipError, match="没有第3号节点"):
        found.met(3, FEBRUARY, PAPER)
    with pytest.raises(OwnershipError, match="没有第1号节点"):
        owned().drafted(plan(), [promise(1, MARCH)]).met(1, FEBRUARY, PAPER)
    with pytest.raises(OwnershipError, match="已经完成"):
        found.met(1, FEBRUARY, PAPER).met(1, MARCH, PAPER)


def test_a_met_milestone_is_not_moved():
    with pytest.raises(OwnershipError, match="已经完成，不能改期"):
        revised(planned(FEBRUARY).met(1, FEBRUARY, PAPER), FEBRUARY, promise(1, MARCH))


def test_a_milestone_that_was_dropped_may_still_be_met():
    found = revised(planned(FEBRUARY, MARCH), FEBRUARY, promise(2, MARCH))

    assert found.met(1, MARCH, PAPER).kept[0].key == 1


def test_no_result_is_claimed_while_something_promised_is_open():
    with pytest.raises(OwnershipError, match="还没有签订方案"):
        owned().claimed(OwnershipResult.RESOLVED, FEBRUARY, "款已付清", PAPER)
    with pytest.raises(OwnershipError, match="1个节点没有完成"):
        planned(FEBRUARY).claimed(OwnershipResult.RESOLVED, FEBRUARY, "款已付清", PAPER)


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ({"account": "leader"}, "包案领导不能核验"),
        ({"unit": TOWN}, "牵头单位不能核验"),
    ],
)
def test_who_owes_the_result_does_not_check_it(by, sentence):
    with pytest.raises(OwnershipError, match=sentence):
        claimed().checked(check(MARCH, **by))


def test_a_former_leader_and_a_former_lead_unit_do_not_check_it_either():
    found = (
        planned(FEBRUARY)
        .handed_over(leader(FEBRUARY, "赵副市长", "other"), "余款未付", FEBRUARY, FEBRUARY)
        .with_team((member(BUREAU),), FEBRUARY)
        .met(1, FEBRUARY, PAPER)
        .claimed(OwnershipResult.RESOLVED, FEBRUARY, "款已付清", PAPER)
    )

    for by in ({"account": "leader"}, {"account": "other"}, {"unit": TOWN}, {"unit": BUREAU}):
        with pytest.raises(OwnershipError, match="不能核验自己的结果"):
            found.checked(check(MARCH, **by))


def test_a_check_comes_later_than_the_claim():
    with pytest.raises(OwnershipError, match="之后"):
        claimed().checked(check(FEBRUARY))


def test_a_confirmed_result_ends_the_ownership_and_freezes_it():
    ended = claimed().checked(check(MARCH))

    assert ended.ended_on == MARCH and not ended.waits_for_check
    assert len(ended.leaders_on(MARCH)) == 1 and ended.leaders_on(MARCH + timedelta(1)) == ()
    with pytest.raises(OwnershipError, match="不再变动"):
        ended.noted(ProgressKind.PROGRESS, MARCH, "补记")


def test_a_result_that_is_not_confirmed_makes_it_active_again():
    again = claimed().checked(check(MARCH, confirmed=False))

    assert again.ended_on is None and not again.waits_for_check
    again = again.claimed(OwnershipResult.AIDED, MARCH, "另行救助", PAPER)
    assert again.checked(check(MARCH + timedelta(9))).ended_on == MARCH + timedelta(9)


def test_while_a_result_waits_for_its_check_the_plan_rests():
    with pytest.raises(OwnershipError, match="等待核验"):
        claimed().drafted(plan(MARCH, why="再改"), [promise(1, MARCH)])
    assert claimed().noted(ProgressKind.DISPATCH, MARCH, "调度一次").log


def test_the_past_knows_nothing_of_what_came_later():
    found = (
        revised(planned(MARCH), FEBRUARY, promise(1, MARCH + timedelta(9)))
        .handed_over(leader(MARCH, "赵副市长"), "余款未付", MARCH, MARCH)
        .with_team((member(BUREAU),), MARCH)
        .met(1, MARCH, PAPER)
    )

    assert as_it_was(found, ASSIGNED - timedelta(1)) is None
    assert as_it_was(found, ASSIGNED) == planned(MARCH)
    assert as_it_was(found, MARCH) == found
