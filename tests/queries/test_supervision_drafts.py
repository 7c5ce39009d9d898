"""What deserves an order, and what is drafted for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.acts.test_supervision import (
    CLOSE,
    HANDLER,
    ISSUE,
    REPLY,
    SUPERVISOR,
)
from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_take
from tests.queries.overseen import TODAY, draft, page, read
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.acts.guards import AccusedUnitError
from workbench.queries.case_page import CaseNotFoundError
from workbench.queries.office_duties import office_duties
from workbench.queries.supervision_due import present_workings, suggestions
from workbench.queries.supervision_figures import (
    late_again,
)
from workbench.terms import DeadlineState, Step, SupervisionReason


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
