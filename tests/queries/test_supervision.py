"""The board of supervision as of a day: who sees what, what deserves an order, figures."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from tests.acts.test_supervision import (
    ACCOUNTABILITY,
    CLOSE,
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
    accusation,
)
from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.access.gate import NotPermittedError
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts.guards import AccusedUnitError
from workbench.acts.handling import Person
from workbench.acts.supervision import RemindOrder, WithdrawOrder
from workbench.indicators.evaluate import Period
from workbench.queries.case_page import CaseNotFoundError
from workbench.queries.figures import figure
from workbench.queries.office_duties import office_duties
from workbench.queries.proposals import next_proposal_no, proposal_board, proposal_page
from workbench.queries.supervision import OrderNotFoundError, board, next_order_no, order_page, unanswered
from workbench.queries.supervision_due import order_draft, present_workings, suggestions
from workbench.queries.supervision_figures import (
    NothingDueError,
    late_again,
    order_feedback_rate,
    proposal_feedback_rate,
)
from workbench.queries.supervision_ledger import ORDERS, order_ledger, proposal_ledger
from workbench.terms import DeadlineState, FeedbackState, OrderState, Role, Step, SupervisionReason

TODAY = date(2026, 3, 31)
YEAR = Period(date(2025, 4, 1), TODAY)
OVERSEER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)


def official(unit: str | None) -> Viewer:
    return Viewer("handler", "李经办", Role.HANDLER, unit)


@pytest.fixture
def late(bench):
    """Two towns and the office itself are late; one accusation lies with a department."""
    bench.perform(
        make_register(
            case_no="A", on=date(2026, 1, 5), persons=(Person(name="周大山", phone="13700001111"),)
        ),
        make_take("A", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.ACCEPT, date(2026, 1, 9), unit=TOWN),
        make_register(case_no="B", on=date(2026, 2, 2)),
        make_take("B", Step.TRANSFER, date(2026, 2, 3), unit=OFFICE, to_unit=OTHER_TOWN),
        make_register(case_no="C", on=date(2026, 3, 2)),
        make_register(case_no="D", on=date(2026, 3, 20)),
        accusation("S", against=TOWN),
        actor=CLERK,
    )
    return bench


def read(bench, viewer=OVERSEER, as_of=TODAY):
    return bench.ask(board, viewer, as_of=as_of)


def draft(bench, case_no, **given):
    with bench.reading() as session:
        link = session.connection()
        return order_draft(link, case_no, as_of=TODAY, calendars=bench.calendars(link), **given)


def page(bench, number, viewer=OVERSEER, as_of=TODAY, query=order_page):
    with bench.reading() as session:
        link = session.connection()
        return query(link, viewer, number, as_of=as_of, calendars=bench.calendars(link))


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

    assert read(late)[0].order.demand == "请联系周某某137****1111"
    assert page(late, ISSUE.order_no).line.order.demand == "请联系周某某137****1111"


def test_what_is_late_and_has_no_order_is_suggested_with_its_facts(late):
    snapshot = late.snapshot()

    found = suggestions(snapshot, read(late))
    assert [(one.case_no, one.unit, one.days) for one in found] == [
        ("S", OFFICE, 70),
        ("B", OTHER_TOWN, 35),  # due in the Spring Festival: counted from the first working day after it
        ("A", TOWN, 21),
        ("C", OFFICE, 14),
    ]
    by_case = {one.case_no: one for one in found}
    assert by_case["A"].reason is SupervisionReason.LATE
    rule = "信访事项办结（R-HANDLE60，《信访工作条例》第三十四条）"
    assert by_case["A"].facts == f"{rule}：应于2026-03-10前完成，超期21日"
    assert by_case["B"].reason is SupervisionReason.PROCEDURE
    assert by_case["C"].unit == OFFICE and "第二十二条第一款" in by_case["C"].facts
    assert "D" not in by_case and by_case["S"].title == ACCUSATION_NOTICE

    late.perform(ISSUE, actor=SUPERVISOR)
    assert "A" not in {one.case_no for one in suggestions(late.snapshot(), read(late))}


def test_a_closed_order_does_not_hide_that_the_unit_is_late_still(late):
    late.perform(ISSUE, actor=SUPERVISOR)
    late.perform(REPLY, actor=HANDLER)
    late.perform(CLOSE, actor=SUPERVISOR)

    found = {one.case_no: one for one in suggestions(late.snapshot(), read(late))}
    assert found["A"].closed_before == (ISSUE.order_no,)
    (again,) = late_again(late.snapshot(), read(late))
    assert (again.unit, again.case_no, again.order_no, again.days) == (TOWN, "A", ISSUE.order_no, 21)
    assert late_again(late.snapshot(date(2026, 3, 10)), read(late, as_of=date(2026, 3, 10))) == ()


def test_a_draft_states_rule_article_due_date_and_working_as_of_the_day(late):
    found = draft(late, "A")

    assert (found.to_unit, found.reply_due_on) == (TOWN, date(2026, 4, 15))
    for part in (
        "R-HANDLE60",
        "第三十四条",
        "2026-01-09",
        "60日",
        "2026-03-10",
        "截至 2026-03-31",
        "超期21日",
    ):
        assert part in found.facts
    assert found.basis == "《信访工作条例》第四十条第一款；《信访工作条例》第三十四条"
    assert "2026-04-15" in found.demand
    assert [one.state for one in found.workings if one.days_late] == [DeadlineState.LATE]


def test_what_was_done_late_is_told_and_an_explanation_demanded(late):
    late.perform(make_take("B", Step.ACCEPT, date(2026, 3, 10), unit=OTHER_TOWN), actor=CLERK)

    found = draft(late, "B", unit=OTHER_TOWN)
    assert "超期完成" in found.facts and found.reason is SupervisionReason.PROCEDURE
    assert "书面说明超期原因" in found.demand


def test_a_draft_without_anything_late_leaves_the_facts_to_a_person(late):
    found = draft(late, "D")

    assert (found.facts, found.demand) == ("", "") and found.reason is SupervisionReason.LATE
    with pytest.raises(CaseNotFoundError):
        draft(late, "nowhere")


def test_no_draft_leads_an_accusation_to_the_accused(late):
    with pytest.raises(AccusedUnitError):
        draft(late, "S", unit=TOWN)
    assert draft(late, "S", unit=DEPARTMENT).to_unit == DEPARTMENT


def test_the_facts_stay_frozen_while_the_present_goes_on(late):
    told = draft(late, "A")
    late.perform(replace(ISSUE, on=TODAY, reply_due_on=told.reply_due_on, facts=told.facts), actor=SUPERVISOR)

    with late.reading() as session:
        link = session.connection()
        calendars = late.calendars(link)
        later = present_workings(link, "A", TOWN, as_of=date(2026, 4, 20), calendars=calendars)
    assert [one.days_late for one in later if one.state is DeadlineState.LATE] == [41]
    assert page(late, ISSUE.order_no, as_of=date(2026, 4, 20)).line.order.facts == told.facts


def test_the_office_sees_its_own_fifteen_days(late):
    found = office_duties(late.snapshot(), since=date(2025, 4, 1))

    assert (found.due, found.in_time, found.late_open, found.running) == (4, 2, 2, 1)
    assert [(one.case_no, one.state) for one in found.rows] == [
        ("S", DeadlineState.LATE),
        ("C", DeadlineState.LATE),
        ("D", DeadlineState.RUNNING),
    ]


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
