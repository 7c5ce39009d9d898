"""What was promised and waits: late, due soon, of a unit and those below it."""

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from workbench.acts.receptions import PlannedReception, PlanReceptions
from workbench.acts.supervision import IssueOrder, WithdrawOrder
from workbench.queries.pledges import count_pledges
from workbench.terms import CommitmentKind, ReceptionKind, SupervisionReason


def order(number, unit, due):
    words, on = ("事实", "依据", "要求"), date(2026, 2, 2)
    return IssueOrder(f"督〔2026〕{number}号", unit, "430682XF", SupervisionReason.OTHER, on, due, *words)


@pytest.fixture
def snapshot(bench):
    bench.perform(
        make_register(case_no="A"),
        order(1, TOWN, date(2026, 3, 2)),
        order(2, TOWN, date(2026, 4, 14)),
        order(3, OTHER_TOWN, date(2026, 3, 31)),
        order(4, TOWN, date(2026, 4, 15)),
        order(5, TOWN, date(2026, 3, 3)),
        actor=CLERK,
    )
    bench.perform(WithdrawOrder("督〔2026〕5号", date(2026, 2, 3), "重复"), actor=CLERK)
    return bench.snapshot()  # of 2026-03-31


@pytest.mark.parametrize(
    ("unit", "late", "soon", "longest"),
    [(None, 1, 2, 29), (TOWN, 1, 1, 29), (OTHER_TOWN, 0, 1, 0), ("430682", 1, 2, 29)],
)
def test_what_waits_is_counted_for_a_unit_and_those_below(snapshot, unit, late, soon, longest):
    (found,) = count_pledges(snapshot, unit)

    assert (found.kind, found.late, found.soon, found.longest) == (CommitmentKind.ORDER, late, soon, longest)


def test_nothing_promised_gives_no_line(bench):
    assert count_pledges(bench.snapshot()) == ()


def test_a_missed_reception_does_not_wait_for_ever(bench):
    leader = PlannedReception(
        "JF-202602-01", OFFICE, ReceptionKind.RECEIVE, date(2026, 2, 9), "某", "市长", "中心"
    )
    bench.perform(PlanReceptions("2026-02", (leader,)), actor=CLERK)

    assert [found.soon for found in count_pledges(bench.snapshot(date(2026, 2, 9)))] == [1]
    assert count_pledges(bench.snapshot(date(2026, 3, 9))) == ()
