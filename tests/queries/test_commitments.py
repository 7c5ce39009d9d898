"""What was promised beside the deadlines, as facts of a day: due, met, withdrawn, counted, kept fresh."""

from datetime import date, timedelta

import pytest

from tests.factories import CLERK, TOWN, make_register
from tests.owned import owned_to_the_end
from tests.received import received_and_instructed
from workbench.acts import evidence
from workbench.acts.base import Actor
from workbench.acts.proposals import IssueProposal, RecordFeedback
from workbench.acts.supervision import IssueOrder, ReplyOrder, WithdrawOrder
from workbench.indicators.catalogue import catalogue
from workbench.indicators.evaluate import Period, evaluate
from workbench.queries.commitments import commitment_rows
from workbench.snapshots import keep
from workbench.terms import Adoption, ProposalKind, Role, SupervisionReason

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, "430682XF")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PAPER = evidence.keep("反馈.pdf", b"mended")

ON = date(2026, 2, 20)
REPLY = ReplyOrder("督〔2026〕1号", ON, TOWN, "已办", "报告", ON, PAPER.sha256)


def order(number, on=date(2026, 2, 2), due=date(2026, 2, 27)):
    words = ("超期", "第四十条", "办结")
    late = SupervisionReason.LATE
    return IssueOrder(f"督〔2026〕{number}号", TOWN, "430682XF", late, on, due, *words, case_no="A")


@pytest.fixture
def promised(either_bench):
    either_bench.perform(
        make_register(case_no="A"),
        evidence.keep("收据.pdf", b"paid"),
        PAPER,
        *owned_to_the_end("A", TOWN),
        *received_and_instructed("A", TOWN),
        order(1),
        order(2),
        order(3),
        actor=CLERK,
    )
    return either_bench


def facts(bench, as_of):
    return {row[0]: row for row in bench.ask(commitment_rows, as_of)}


def test_an_order_is_due_met_by_its_first_reply_or_withdrawn(promised):
    reply = ReplyOrder(
        "督〔2026〕1号", date(2026, 2, 20), TOWN, "已办", "报告", date(2026, 2, 20), PAPER.sha256
    )
    promised.perform(reply, actor=CLERK)
    promised.perform(WithdrawOrder("督〔2026〕2号", date(2026, 2, 3), "重复"), actor=CLERK)

    found = facts(promised, date(2026, 3, 31))
    due = "2026-02-27"
    told = {key: row[6:10] for key, row in found.items() if row[1] == "order"}
    assert told == {
        "order:督〔2026〕1号": (due, "2026-02-20", None, 0),
        "order:督〔2026〕2号": (due, None, "2026-02-03", 0),
        "order:督〔2026〕3号": (due, None, None, 32),
    }
    assert facts(promised, date(2026, 2, 10))["order:督〔2026〕1号"][7] is None


def test_an_order_withdrawn_after_its_day_stays_unanswered_and_one_withdrawn_before_does_not_count(promised):
    promised.perform(WithdrawOrder("督〔2026〕2号", date(2026, 2, 3), "重复"), actor=CLERK)
    promised.perform(WithdrawOrder("督〔2026〕3号", date(2026, 3, 9), "重复"), actor=CLERK)
    snapshot = promised.snapshot(date(2026, 3, 31))

    (found,) = evaluate(snapshot, catalogue()["orders_answered"], period=YEAR, as_of=snapshot.as_of)

    assert (found.numerator, found.denominator) == (0, 2)  # the first is not answered at all


def test_every_kind_is_told_with_the_unit_that_owes_it(promised):
    found = facts(promised, date(2026, 12, 31))

    assert {row[1] for row in found.values()} >= {"milestone", "order", "instruction", "reception"}
    assert {row[4] for row in found.values() if row[1] == "order"} == {TOWN}
    assert all(row[5] <= row[6] for row in found.values())


def test_nothing_is_told_of_a_day_before_it_was_promised(promised):
    assert facts(promised, date(2026, 1, 1)) == {}


def test_the_figures_count_what_fell_due_and_refuse_an_empty_period(promised):
    snapshot = promised.snapshot(date(2026, 3, 31))
    figure = catalogue()["orders_answered"]

    (found,) = evaluate(snapshot, figure, period=YEAR, as_of=snapshot.as_of)
    assert (found.numerator, found.denominator) == (0, 3)
    (none,) = evaluate(
        snapshot, figure, period=Period(date(2025, 1, 1), date(2025, 2, 1)), as_of=snapshot.as_of
    )
    assert none.label == "无案件"


def test_an_act_on_a_dossier_refreshes_the_snapshot_without_folding_matters_anew(promised, monkeypatch):
    day = date(2026, 3, 31)
    promised.snapshot(day)
    monkeypatch.setattr(keep, "_whole", lambda *told: pytest.fail("folded everything anew"))
    reply = ReplyOrder(
        "督〔2026〕1号", date(2026, 2, 20), TOWN, "已办", "报告", date(2026, 2, 20), PAPER.sha256
    )
    promised.perform(reply, actor=CLERK)

    met = promised.snapshot(day).rows("select met_on from commitment_fact where number = '督〔2026〕1号'")
    assert met == [("2026-02-20",)]


def test_a_frozen_snapshot_holds_the_promises_and_is_made_again_to_the_byte(promised):
    day = date(2026, 3, 31)
    frozen = promised.shelf.create(day)
    promised.perform(order(4, on=day, due=day + timedelta(9)), actor=CLERK)

    assert promised.shelf.rebuild(frozen).is_same
    with promised.shelf.facts(frozen) as kept:
        assert kept.execute("select count(*) from commitment_fact where kind = 'order'") == [(3,)]


def test_a_proposal_tells_which_of_the_three_it_is_and_whether_it_was_adopted(either_bench):
    issued = IssueProposal(
        "信建〔2026〕1号", ProposalKind.IMPROVE_POLICY, TOWN, "430682XF", ("A",), date(2026, 2, 2),
        date(2026, 3, 4), "完善政策",
    )  # fmt: skip
    either_bench.perform(make_register(case_no="A"), PAPER, issued, order(1), actor=CLERK)
    told = facts(either_bench, date(2026, 2, 20))
    assert told["proposal:信建〔2026〕1号"][10:] == ("improve_policy", None)
    assert told["order:督〔2026〕1号"][10:] == ("late", None)

    feedback = RecordFeedback(
        "信建〔2026〕1号", date(2026, 2, 25), TOWN, Adoption.PARTLY, date(2026, 2, 25), PAPER.sha256,
        "已部分采纳", "复函", "两条暂无经费",
    )  # fmt: skip
    either_bench.perform(feedback, actor=CLERK)
    assert facts(either_bench, date(2026, 2, 20))["proposal:信建〔2026〕1号"][10:] == ("improve_policy", None)
    assert facts(either_bench, date(2026, 3, 1))["proposal:信建〔2026〕1号"][10:] == (
        "improve_policy",
        "partly",
    )
