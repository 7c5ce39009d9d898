"""The board of supervision as of a day: who sees what, figures and ledgers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from tests.acts.test_supervision import (
    ACCOUNTABILITY,
    CONFERENCE,
    CONVENOR,
    FEEDBACK,
    HANDLER,
    ISSUE,
    ON,
    PAPER,
    PROPOSE,
    REPLY,
    SUPERVISOR,
)
from tests.factories import DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.queries.overseen import OVERSEER, TODAY, YEAR, draft, official, page, read
from workbench.access.gate import NotPermittedError
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts.supervision import RemindOrder, WithdrawOrder
from workbench.indicators.evaluate import Period
from workbench.queries.figures import figure
from workbench.queries.proposals import next_proposal_no, proposal_board, proposal_page
from workbench.queries.supervision import OrderNotFoundError, next_order_no, unanswered
from workbench.queries.supervision_due import suggestions
from workbench.queries.supervision_figures import (
    NothingDueError,
    order_feedback_rate,
    proposal_feedback_rate,
)
from workbench.queries.supervision_ledger import ORDERS, order_ledger, proposal_ledger
from workbench.terms import FeedbackState, OrderState, Role, Step, SupervisionReason


def test_the_board_says_of_each_day_where_an_order_stands(late):
    late.perform(ISSUE, actor=SUPERVISOR)
    late.perform(PAPER, replace(REPLY, on=date(2026, 3, 20)), actor=HANDLER)

    def stands(as_of):
        return [(one.state, one.days_late, one.goes_to_conference) for one in read(late, as_of=as_of)]

    assert stands(date(2026, 3, 1)) == []
    assert stands(date(2026, 3, 17)) == [(OrderState.OPEN, 0, False)]
    assert stands(date(2026, 3, 19)) == [(OrderState.LATE, 2, True)]
    assert stands(date(2026, 3, 20)) == [(OrderState.ANSWERED, 0, False)]
    assert [one.order.order_no for one in late.ask(unanswered, as_of=date(2026, 3, 19))] == [ISSUE.order_no]
    assert late.ask(unanswered, as_of=TODAY) == ()


def test_both_engines_tell_the_same_of_orders_proposals_and_what_deserves_one(either_bench):
    bench = either_bench
    bench.perform(
        make_register(case_no="A", on=date(2026, 1, 5)),
        make_take("A", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.ACCEPT, date(2026, 1, 9), unit=TOWN),
        make_register(case_no="C", on=date(2026, 3, 2)),
        ISSUE,
        PROPOSE,
        PAPER,
        actor=SUPERVISOR,
    )
    bench.perform(REPLY, FEEDBACK, actor=HANDLER)

    assert [one.state for one in read(bench, official(TOWN))] == [OrderState.ANSWERED]
    assert page(bench, ISSUE.order_no).people == {"supervisor": "supervisor", "handler": "handler"}
    (line,) = bench.ask(proposal_board, official(TOWN), as_of=TODAY)
    assert line.state is FeedbackState.IN_TIME
    assert [one.case_no for one in suggestions(bench.snapshot(), read(bench))] == ["C"]
    assert draft(bench, "A").to_unit == TOWN


def test_what_is_late_longest_stands_first_and_what_has_ended_last(late):
    late.perform(
        ISSUE,
        replace(
            ISSUE, order_no="督〔2026〕2号", case_no="B", to_unit=OTHER_TOWN, reply_due_on=date(2026, 3, 12)
        ),
        replace(ISSUE, order_no="督〔2026〕3号", case_no=None, item_no="2026-1-1"),
        replace(ISSUE, order_no="督〔2026〕4号", case_no=None, reply_due_on=date(2026, 4, 10)),
        WithdrawOrder("督〔2026〕3号", ON, "重复"),
        actor=SUPERVISOR,
    )

    assert [one.order.order_no[-2:] for one in read(late)] == ["2号", "1号", "4号", "3号"]
    assert late.ask(next_order_no, 2026) == "督〔2026〕5号"
    assert late.ask(next_order_no, 2027) == "督〔2027〕1号"


def test_an_official_sees_the_orders_and_proposals_to_his_own_unit_alone(late):
    late.perform(
        ISSUE,
        replace(ISSUE, order_no="督〔2026〕2号", case_no="B", to_unit=OTHER_TOWN),
        PROPOSE,
        replace(ACCOUNTABILITY, proposal_no="信建〔2026〕2号"),
        actor=SUPERVISOR,
    )

    def numbers(viewer):
        found = late.ask(proposal_board, viewer, as_of=TODAY)
        return (
            [one.order.to_unit for one in read(late, viewer)],
            [one.proposal.proposal_no for one in found],
        )

    assert numbers(official(TOWN)) == ([TOWN], [PROPOSE.proposal_no])
    assert numbers(official(OTHER_TOWN)) == ([OTHER_TOWN], [])
    assert numbers(official(DEPARTMENT)) == ([], ["信建〔2026〕2号"])
    assert page(late, ISSUE.order_no, official(TOWN)).line.order.order_no == ISSUE.order_no
    with pytest.raises(OrderNotFoundError, match="没有您可以查看的督办单"):
        page(late, ISSUE.order_no, official(OTHER_TOWN))
    with pytest.raises(OrderNotFoundError, match="没有您可以查看的建议"):
        page(late, "信建〔2026〕2号", official(TOWN), query=proposal_page)


OTHERS = sorted(set(Role) - {Role.SUPERVISOR, Role.CLERK, Role.AUDITOR, Role.HANDLER, Role.LEADER})


@pytest.mark.parametrize("role", OTHERS)
def test_who_has_no_part_in_supervision_sees_no_order(late, role):
    with pytest.raises(NotPermittedError):
        read(late, Viewer("x", "某", role, TOWN))
    with pytest.raises(NotPermittedError):
        read(late, official(None))


def test_an_accusation_shows_no_content_on_lists_and_nothing_to_the_accused(late):
    late.perform(
        replace(ISSUE, case_no="S", to_unit=DEPARTMENT, facts="举报村支书", demand="查清吃拿卡要"),
        replace(PROPOSE, case_nos=("S",), to_unit=DEPARTMENT, text="举报属实"),
        actor=SUPERVISOR,
    )
    accused = Viewer("z", "赵", Role.SUPERVISOR, TOWN)

    (line,) = read(late)
    assert (line.order.facts, line.order.demand) == (ACCUSATION_NOTICE, ACCUSATION_NOTICE)
    (proposal,) = late.ask(proposal_board, OVERSEER, as_of=TODAY)
    assert proposal.proposal.text == ACCUSATION_NOTICE
    assert read(late, accused) == () and late.ask(proposal_board, accused, as_of=TODAY) == ()
    with pytest.raises(OrderNotFoundError):
        page(late, ISSUE.order_no, accused)
    assert page(late, ISSUE.order_no).line.order.facts == "举报村支书"
    told = openpyxl.load_workbook(io.BytesIO(order_ledger(read(late), TODAY, "截至")))
    assert "村支书" not in str([[cell.value for cell in row] for row in told.active])


def test_a_proposal_to_hold_a_unit_accountable_is_not_shown_to_that_unit(late):
    late.perform(ACCOUNTABILITY, actor=SUPERVISOR)

    assert late.ask(proposal_board, Viewer("z", "赵", Role.AUDITOR, TOWN), as_of=TODAY) == ()
    assert late.ask(next_proposal_no, 2026) == "信建〔2026〕2号"


def test_people_are_masked_in_what_was_written(late):
    late.perform(replace(ISSUE, demand="请联系周大山13700001111"), actor=SUPERVISOR)

    assert read(late)[0].order.demand == "请联系周某某（电话不显示）"
    assert page(late, ISSUE.order_no).line.order.demand == "请联系周某某（电话不显示）"


def test_an_order_to_the_office_stands_on_the_same_board(late):
    late.perform(
        replace(ISSUE, case_no="C", to_unit=OFFICE, by_unit=CONFERENCE, reason=SupervisionReason.PROCEDURE),
        actor=CONVENOR,
    )

    (line,) = read(late)
    assert (line.unit_name, line.by_name) == ("临湘市信访局", "临湘市信访工作联席会议")
    assert draft(late, "C").to_unit == OFFICE


def test_feedback_rates_open_what_they_count_and_an_empty_one_is_refused(late):
    late.perform(
        *(replace(ISSUE, order_no=f"督〔2026〕{number}号") for number in (1, 2, 3, 4)),
        replace(ISSUE, order_no="督〔2026〕5号", reply_due_on=TODAY),
        WithdrawOrder("督〔2026〕4号", ON, "重复"),
        PROPOSE,
        replace(PROPOSE, proposal_no="信建〔2026〕2号", feedback_due_on=date(2026, 3, 16)),
        PAPER,
        actor=SUPERVISOR,
    )
    late.perform(
        REPLY, replace(REPLY, order_no="督〔2026〕2号", on=date(2026, 3, 18)), FEEDBACK, actor=HANDLER
    )

    rate = order_feedback_rate(read(late), YEAR, TODAY)
    assert (rate.passed, rate.numerator, rate.denominator) == (("督〔2026〕1号",), 1, 3)
    assert set(rate.failed) == {"督〔2026〕2号", "督〔2026〕3号"} and round(rate.share, 3) == 0.333
    lines = late.ask(proposal_board, OVERSEER, as_of=TODAY)
    assert {one.state for one in lines} == {FeedbackState.IN_TIME, FeedbackState.MISSING}
    assert proposal_feedback_rate(lines, YEAR, TODAY).failed == ("信建〔2026〕2号",)
    with pytest.raises(NothingDueError, match="不计算督办反馈率"):
        _ = order_feedback_rate((), YEAR, TODAY).share


def test_a_page_names_officials_files_and_who_set_the_day(late):
    told = {"title": "整改报告", "dated_on": date(2026, 3, 8), "sha256": PAPER.sha256}
    late.perform(ISSUE, RemindOrder(ISSUE.order_no, date(2026, 3, 5), "请按期反馈"), PAPER, actor=SUPERVISOR)
    late.perform(replace(REPLY, **told), actor=HANDLER)

    found = page(late, ISSUE.order_no)
    assert found.due_note == "条例未规定期限，按本地设定（15日）"
    assert found.people == {"supervisor": "supervisor", "handler": "handler"}
    assert found.files[PAPER.sha256].file_name == "整改报告.pdf"
    assert page(late, ISSUE.order_no, as_of=date(2026, 3, 8)).line.state is OrderState.OPEN


def test_the_ledger_has_the_columns_of_the_form(late):
    late.perform(ISSUE, PROPOSE, replace(ACCOUNTABILITY, proposal_no="信建〔2026〕2号"), actor=SUPERVISOR)
    late.perform(REPLY, actor=HANDLER)

    sheet = openpyxl.load_workbook(io.BytesIO(order_ledger(read(late), TODAY, "截至 2026-03-31"))).active
    assert [cell.value for cell in sheet[1]] == [
        "编号", "事项编号", "被督办单位", "触发情形", "事实（超期天数）", "依据", "督办要求", "反馈期限",
        "反馈内容/日期", "状态",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[2]][:4] == ["督〔2026〕1号", "A", "忠防镇", "无正当理由未按期办结"]
    assert "2026-03-09 已办结" in sheet[2][8].value and sheet[2][9].value == "已反馈待审核"
    assert len(ORDERS) == 10
    lines = late.ask(proposal_board, OVERSEER, as_of=TODAY)
    other = openpyxl.load_workbook(io.BytesIO(proposal_ledger(lines, TODAY, "截至"))).active
    assert {row[1].value for row in other.iter_rows(min_row=2, max_row=3)} == {"改进工作", "追究责任"}
    assert any("非条例规定" in str(row[0].value) for row in other.iter_rows(min_row=4))


def test_the_rates_and_the_catalogue_count_the_same_orders_and_proposals(late):
    """An early answer counts though its day lies after the as-of day; who is due today is judged tomorrow."""
    proposals = [
        replace(PROPOSE, proposal_no=f"信建〔2026〕{number}号", feedback_due_on=due)
        for number, due in ((2, TODAY), (3, date(2026, 4, 20)), (4, date(2026, 3, 20)))
    ]
    late.perform(
        *(replace(ISSUE, order_no=f"督〔2026〕{number}号") for number in (1, 2, 3)),
        replace(ISSUE, order_no="督〔2026〕4号", reply_due_on=date(2026, 4, 20)),
        WithdrawOrder("督〔2026〕3号", ON, "重复"),
        PROPOSE,
        *proposals,
        PAPER,
        actor=SUPERVISOR,
    )
    late.perform(
        REPLY, replace(REPLY, order_no="督〔2026〕4号"), FEEDBACK,
        replace(FEEDBACK, proposal_no="信建〔2026〕3号"), actor=HANDLER,
    )  # fmt: skip

    spring = Period(date(2026, 3, 1), date(2026, 5, 31))
    for as_of in (date(2026, 3, 17), date(2026, 3, 20), TODAY, date(2026, 4, 1)):
        orders = order_feedback_rate(read(late, as_of=as_of), spring, as_of)
        lines = late.ask(proposal_board, OVERSEER, as_of=as_of)
        proposed = proposal_feedback_rate(lines, spring, as_of)
        for rate, name in ((orders, "orders_answered"), (proposed, "proposals_answered")):
            counted = figure(late.snapshot(as_of), name, period=spring)
            told = (rate.name, rate.numerator, rate.denominator)
            assert told == (counted.indicator.name, counted.numerator, counted.denominator), as_of
    assert orders.failed == ("督〔2026〕2号",) and "信建〔2026〕3号" in proposed.passed
