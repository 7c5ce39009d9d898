"""Orders and proposals through the desk: kept, replayed, refused; never to the accused; two at once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register
from workbench.acts import evidence
from workbench.acts.amending import NameAccused
from workbench.acts.base import Actor, read_act
from workbench.acts.dossier import DossierTakenError, UnknownDossierError, read_dossiers
from workbench.acts.guards import AccusedUnitError
from workbench.acts.handling import Register
from workbench.acts.proposals import PROPOSAL, IssueProposal, RecordFeedback
from workbench.acts.supervision import (
    ORDER,
    CloseOrder,
    IssueOrder,
    NotYourUnitError,
    RemindOrder,
    ReplyOrder,
    ReturnReply,
    WithdrawOrder,
)
from workbench.law.evidence import EvidenceError
from workbench.law.orders_data import NumberError
from workbench.law.proposal import ProposalError
from workbench.law.reply_days import DayOffError
from workbench.law.supervision import NotIssuerError, OrderError
from workbench.records.base import StaleError
from workbench.records.proposals import ProposalRow
from workbench.records.supervision import SupervisionOrderRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import Adoption, OrderState, PetitionClass, ProposalKind, Role, SupervisionReason

CONFERENCE = "430682LX"
ON = date(2026, 3, 2)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
OTHER_SUPERVISOR = Actor("second", Role.SUPERVISOR, OFFICE)
CONVENOR = Actor("convenor", Role.SUPERVISOR, CONFERENCE)
HANDLER = Actor("handler", Role.HANDLER, TOWN)
PAPER = evidence.keep("整改报告.pdf", b"mended")
ISSUE = IssueOrder(
    "督〔2026〕1号",
    TOWN,
    OFFICE,
    SupervisionReason.LATE,
    ON,
    date(2026, 3, 17),
    "应于2026-02-20办结，超期10日",
    "《信访工作条例》第四十条第一款",
    "3月17日前办结并书面反馈",
    case_no="A",
)
REPLY = ReplyOrder(ISSUE.order_no, date(2026, 3, 9), TOWN, "已办结")
CLOSE = CloseOrder(ISSUE.order_no, date(2026, 3, 10), "经核实属实")
PROPOSE = IssueProposal(
    "信建〔2026〕1号", ProposalKind.IMPROVE_WORK, TOWN, OFFICE, ("A",), ON, date(2026, 4, 1), "建立巡查台账"
)
FEEDBACK = RecordFeedback(
    PROPOSE.proposal_no, date(2026, 3, 20), TOWN, Adoption.ADOPTED, date(2026, 3, 19), PAPER.sha256,
    "已建立", "复函",
)  # fmt: skip
ACCOUNTABILITY = replace(
    PROPOSE,
    proposal_kind=ProposalKind.ACCOUNTABILITY,
    to_unit=DEPARTMENT,
    about_unit=TOWN,
    clauses=("XF45-1",),
    text="超期12日未办结",
)


def accusation(case_no: str, *, against: str | None) -> Register:
    return make_register(
        case_no=case_no, petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=against
    )


@pytest.fixture
def bench_with_order(either_bench):
    either_bench.perform(make_register(case_no="A"), ISSUE, actor=SUPERVISOR)
    return either_bench


def orders(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), ORDER, select(table_of(SupervisionOrderRow)))


def proposals(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), PROPOSAL, select(table_of(ProposalRow)))


def test_an_order_goes_its_whole_way_is_read_back_and_replays(bench_with_order):
    bench = bench_with_order
    told = {"title": "整改报告", "dated_on": date(2026, 3, 8), "sha256": PAPER.sha256}
    bench.perform(RemindOrder(ISSUE.order_no, date(2026, 3, 5), "请按期反馈"), actor=OTHER_SUPERVISOR)
    bench.perform(PAPER, REPLY, actor=HANDLER)
    bench.perform(
        ReturnReply(ISSUE.order_no, date(2026, 3, 10), date(2026, 3, 13), "未附材料"), actor=SUPERVISOR
    )
    bench.perform(replace(REPLY, on=date(2026, 3, 12), **told), actor=HANDLER)
    bench.perform(replace(CLOSE, on=date(2026, 3, 13)), actor=OTHER_SUPERVISOR)

    (order,) = orders(bench)
    assert order.state(date(2026, 3, 31)) is OrderState.CLOSED
    assert (order.by_account, order.closed_by) == ("supervisor", "second")
    assert [(one.account, one.sha256) for one in order.replies] == [
        ("handler", None),
        ("handler", PAPER.sha256),
    ]
    assert (len(order.returns), len(order.reminders), order.version) == (1, 1, 6)
    assert bench.verify_ledger().is_sound


def test_proposals_are_kept_with_their_feedback_and_replay(bench_with_order):
    bench_with_order.perform(
        PROPOSE, replace(ACCOUNTABILITY, proposal_no="信建〔2026〕2号"), PAPER, actor=SUPERVISOR
    )
    bench_with_order.perform(FEEDBACK, actor=HANDLER)

    first, second = sorted(proposals(bench_with_order), key=lambda one: one.id)
    assert (first.case_nos, first.adoption, first.feedback_account) == (("A",), Adoption.ADOPTED, "handler")
    assert [one.code for one in second.clauses] == ["XF45-1"]
    assert bench_with_order.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "actor", "error"),
    [
        (ISSUE, SUPERVISOR, DossierTakenError),
        (replace(ISSUE, order_no="督〔2025〕2号"), SUPERVISOR, NumberError),
        (replace(ISSUE, order_no="督〔2026〕2号", case_no="X"), SUPERVISOR, ValueError),
        (replace(ISSUE, order_no="督〔2026〕2号", to_unit="nowhere"), SUPERVISOR, UnknownUnitError),
        (replace(ISSUE, order_no="督〔2026〕2号", reply_due_on=date(2026, 3, 21)), SUPERVISOR, DayOffError),
        (replace(ISSUE, order_no="督〔2026〕2号", by_unit=CONFERENCE), SUPERVISOR, NotYourUnitError),
        (
            replace(ISSUE, order_no="督〔2026〕2号", by_unit=DEPARTMENT),
            Actor("x", Role.SUPERVISOR),
            OrderError,
        ),
        (replace(ISSUE, order_no="督〔2026〕2号", to_unit=OFFICE), SUPERVISOR, OrderError),
        (replace(REPLY, order_no="督〔2026〕2号"), HANDLER, UnknownDossierError),
        (replace(REPLY, unit=OTHER_TOWN), HANDLER, NotYourUnitError),
        (REPLY, Actor("other", Role.HANDLER, OTHER_TOWN), NotYourUnitError),
        (replace(REPLY, unit=OTHER_TOWN), CLERK, OrderError),
        (replace(REPLY, title="报告", dated_on=ON, sha256="b" * 64), HANDLER, EvidenceError),
        (replace(REPLY, title="报告", dated_on=ON), HANDLER, EvidenceError),
        (CLOSE, SUPERVISOR, OrderError),
        (CLOSE, HANDLER, NotIssuerError),
        (WithdrawOrder(ISSUE.order_no, ON, "不想办"), HANDLER, NotIssuerError),
        (WithdrawOrder(ISSUE.order_no, ON, "不想办"), CONVENOR, NotIssuerError),
        (RemindOrder(ISSUE.order_no, ON, "催"), CONVENOR, NotIssuerError),
        (ReturnReply(ISSUE.order_no, ON, date(2026, 3, 9), "不全"), SUPERVISOR, OrderError),
        (replace(PROPOSE, case_nos=()), SUPERVISOR, ProposalError),
        (replace(PROPOSE, proposal_no="1"), SUPERVISOR, NumberError),
        (replace(PROPOSE, by_unit=CONFERENCE), SUPERVISOR, NotYourUnitError),
        (replace(PROPOSE, feedback_due_on=date(2026, 3, 22)), SUPERVISOR, DayOffError),
        (replace(ACCOUNTABILITY, text="建议撤职"), SUPERVISOR, ProposalError),
        (replace(ACCOUNTABILITY, to_unit=OTHER_TOWN), SUPERVISOR, ProposalError),
        (FEEDBACK, HANDLER, UnknownDossierError),
    ],
)
def test_what_is_refused_leaves_nothing_behind(bench_with_order, act, actor, error):
    before = orders(bench_with_order), proposals(bench_with_order), bench_with_order.ledger_size()

    with pytest.raises(error):
        bench_with_order.perform(act, actor=actor)
    now = orders(bench_with_order), proposals(bench_with_order), bench_with_order.ledger_size()
    assert now == before


def test_the_petition_office_itself_is_held_by_the_joint_conference(bench_with_order):
    own = replace(
        ISSUE,
        order_no="督〔2026〕2号",
        to_unit=OFFICE,
        by_unit=CONFERENCE,
        reason=SupervisionReason.PROCEDURE,
    )
    bench_with_order.perform(own, actor=CONVENOR)
    bench_with_order.perform(replace(REPLY, order_no=own.order_no, unit=OFFICE), actor=CLERK)

    with pytest.raises(NotIssuerError, match="被督办单位不能对自己的督办单闭环"):
        bench_with_order.perform(replace(CLOSE, order_no=own.order_no), actor=SUPERVISOR)
    bench_with_order.perform(replace(CLOSE, order_no=own.order_no), actor=CONVENOR)
    assert bench_with_order.verify_ledger().is_sound


@pytest.mark.parametrize("to_unit", [TOWN, "430682"])
def test_an_accusation_never_reaches_the_accused_unit_by_an_order_or_a_proposal(bench, to_unit):
    bench.perform(accusation("S", against=TOWN), actor=SUPERVISOR)

    with pytest.raises(AccusedUnitError):
        bench.perform(replace(ISSUE, case_no="S", to_unit=to_unit), actor=SUPERVISOR)
    with pytest.raises(AccusedUnitError):
        bench.perform(replace(PROPOSE, case_nos=("S",), to_unit=to_unit), actor=SUPERVISOR)
    bench.perform(replace(ISSUE, case_no="S", to_unit=DEPARTMENT), actor=SUPERVISOR)


def test_an_order_to_a_unit_that_is_named_as_accused_later_may_only_be_withdrawn(bench):
    bench.perform(accusation("S", against=None), replace(ISSUE, case_no="S"), actor=SUPERVISOR)
    bench.perform(replace(PROPOSE, case_nos=("S",)), PAPER, actor=SUPERVISOR)
    bench.perform(NameAccused("S", TOWN), actor=SUPERVISOR)

    for act, actor in (
        (REPLY, HANDLER),
        (RemindOrder(ISSUE.order_no, ON, "催"), SUPERVISOR),
        (FEEDBACK, HANDLER),
    ):
        with pytest.raises(AccusedUnitError):
            bench.perform(act, actor=actor)
    bench.perform(WithdrawOrder(ISSUE.order_no, ON, "收件单位不当"), actor=SUPERVISOR)
    assert bench.verify_ledger().is_sound


def test_the_second_of_two_officers_is_told_what_changed_and_by_whom(bench_with_order, reopen):
    seen = orders(bench_with_order)[0].version
    bench_with_order.perform(REPLY, actor=HANDLER, seen=seen)

    with pytest.raises(StaleError, match=r"督办单“督〔2026〕1号”.*handler于3月31日09:00办理“反馈督办”"):
        reopen(bench_with_order).perform(
            RemindOrder(ISSUE.order_no, date(2026, 3, 9), "请反馈"), actor=SUPERVISOR, seen=seen
        )


def test_two_orders_never_get_the_same_number(bench_with_order, reopen):
    other = reopen(bench_with_order)
    with pytest.raises(DossierTakenError, match="换一个编号"):
        other.perform(replace(ISSUE, to_unit=OTHER_TOWN), actor=OTHER_SUPERVISOR)

    assert len(orders(bench_with_order)) == 1


@pytest.mark.parametrize(
    "act",
    [
        ISSUE,
        REPLY,
        replace(REPLY, title="报告", dated_on=ON, sha256="b" * 64),
        CLOSE,
        RemindOrder(ISSUE.order_no, ON, "催"),
        ReturnReply(ISSUE.order_no, ON, date(2026, 3, 9), "不全"),
        WithdrawOrder(ISSUE.order_no, ON, "错发"),
        PROPOSE,
        ACCOUNTABILITY,
        FEEDBACK,
    ],
)
def test_an_act_is_read_back_from_its_entry_and_its_texts_are_private(act):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act
    told = str(act.public())
    for text in ("办结", "属实", "请", "不全", "错发", "台账", "复函", "未", "报告"):
        assert text not in told.replace(act.object, "")
