"""What an owning leader sees of supervision: what concerns the matters that he owns, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from tests.acts.test_supervision import ACCOUNTABILITY, ISSUE, PROPOSE, SUPERVISOR
from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register
from workbench.access.gate import allow, declarations
from workbench.access.viewer import Viewer
from workbench.acts.ownership import AssignOwnership, LeaderDraft, ReplaceLeader, WithdrawOwnership
from workbench.acts.ownership_shape import number_of
from workbench.queries.proposals import proposal_board, proposal_page
from workbench.queries.supervision import OrderNotFoundError, board, order_page
from workbench.queries.supervision_sight import led_by
from workbench.terms import OwnershipSource, PetitionClass, Role

TODAY = date(2026, 3, 31)
ON = date(2026, 2, 2)
LEADER = Viewer("leader", "李副市长", Role.LEADER, "430682")
SUCCESSOR = Viewer("zhao", "赵副市长", Role.LEADER, "430682")


def assigned(case_no, account="leader"):
    draft = LeaderDraft("430682", "李某", "副市长", account)
    return AssignOwnership(number_of(case_no, 1), case_no, ON, OwnershipSource.SCREENING, draft, "甲", "乙")


@pytest.fixture
def told(bench):
    """Orders and proposals on two matters, of which A is owned by the leader and B by somebody else."""
    bench.perform(
        make_register(case_no="A"),
        make_register(case_no="B"),
        assigned("A"),
        assigned("B", account="other"),
        actor=CLERK,
    )
    bench.perform(
        ISSUE,
        replace(ISSUE, order_no="督〔2026〕2号", case_no="B", to_unit=OTHER_TOWN),
        replace(ISSUE, order_no="督〔2026〕3号", case_no=None, item_no="2026-1-1"),
        PROPOSE,
        replace(PROPOSE, proposal_no="信建〔2026〕2号", case_nos=("B",), to_unit=OTHER_TOWN),
        replace(ACCOUNTABILITY, proposal_no="信建〔2026〕3号", case_nos=("A",)),
        actor=SUPERVISOR,
    )
    return bench


def numbers(bench, viewer, as_of=TODAY):
    return (
        [one.order.order_no for one in bench.ask(board, viewer, as_of=as_of)],
        [one.proposal.proposal_no for one in bench.ask(proposal_board, viewer, as_of=as_of)],
    )


def page(bench, query, viewer, number):
    with bench.reading() as session:
        link = session.connection()
        return query(link, viewer, number, as_of=TODAY, calendars=bench.calendars(link))


def test_a_leader_sees_the_orders_and_proposals_on_his_matters_alone(told):
    assert numbers(told, LEADER) == ([ISSUE.order_no], [PROPOSE.proposal_no])
    assert page(told, order_page, LEADER, ISSUE.order_no).line.order.case_no == "A"
    for query, number in (
        (order_page, "督〔2026〕2号"),
        (order_page, "督〔2026〕3号"),
        (proposal_page, "信建〔2026〕2号"),
        (proposal_page, "信建〔2026〕3号"),  # to hold somebody accountable: for the office alone
    ):
        with pytest.raises(OrderNotFoundError):
            page(told, query, LEADER, number)


def test_who_hands_over_sees_no_more_and_who_takes_over_does_from_that_day(told):
    day = date(2026, 3, 20)
    take = LeaderDraft("430682", "赵某", "副市长", "zhao")
    told.perform(ReplaceLeader(number_of("A", 1), day, take, day, day, "余款未付"), actor=SUPERVISOR)

    assert numbers(told, LEADER) == ([], []) and numbers(told, SUCCESSOR)[0] == [ISSUE.order_no]
    assert numbers(told, LEADER, date(2026, 3, 19))[0] == [ISSUE.order_no]
    assert told.ask(led_by, "zhao", as_of=date(2026, 3, 19)) == frozenset()


def test_an_assignment_taken_back_gives_no_sight(told):
    told.perform(WithdrawOwnership(number_of("A", 1), date(2026, 3, 10), "错了"), actor=SUPERVISOR)

    assert numbers(told, LEADER) == ([], [])


def test_a_leader_of_an_accused_unit_sees_nothing_of_the_accusation(bench):
    accusation = make_register(
        case_no="S", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN
    )
    draft = LeaderDraft(OFFICE, "孙某", "局长", "sun")
    no = number_of("S", 1)
    bench.perform(
        accusation,
        AssignOwnership(no, "S", ON, OwnershipSource.SUPERIOR, draft, "甲", "乙"),
        replace(ISSUE, case_no="S", to_unit=DEPARTMENT),
        actor=SUPERVISOR,
    )

    assert numbers(bench, Viewer("sun", "孙某", Role.LEADER, OFFICE))[0] == [ISSUE.order_no]
    assert numbers(bench, Viewer("sun", "孙某", Role.LEADER, TOWN))[0] == []


def test_the_gate_lets_a_leader_look_into_supervision_and_change_nothing_there():
    looker = Viewer("leader", "李副市长", Role.LEADER, "430682")
    acts = ("issue_order", "remind_order", "reply_order", "return_reply", "close_order", "withdraw_order")

    assert allow(looker, "open:supervision")
    assert not any(allow(looker, f"act:{one}") for one in (*acts, "issue_proposal", "record_feedback"))
    assert Role.LEADER not in declarations()["act:withdraw_ownership"]
