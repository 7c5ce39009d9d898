"""Why a promise counts otherwise in another snapshot: its own entries, a correction, the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.received import planned
from tests.reviewed import ONE, OTHER, answered, assigned, locked, opened
from tests.screened import reported
from workbench.acts import evidence
from workbench.acts.base import Actor
from workbench.acts.calendar import AnnounceHolidays
from workbench.acts.receptions import (
    HoldReception,
    MissReception,
    PlanReceptions,
    Promise,
    ReceiveMatter,
)
from workbench.acts.supervision import IssueOrder, ReplyOrder
from workbench.acts.units import MergeUnit
from workbench.acts.work_studies import RecordStudy, SetStudyInterval
from workbench.indicators.catalogue import catalogue
from workbench.indicators.evaluate import Period
from workbench.law.holidays import HolidayNotice
from workbench.snapshots.moved_days import asked_by
from workbench.terms import (
    ActKind,
    ChangeReason,
    NotHeldReason,
    Outcome,
    Role,
    Step,
    StudyBody,
    SupervisionReason,
)

DAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), DAY)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
ORDER = "督〔2026〕1号"
LATE, CORRECTED, AS_OF = ChangeReason.RECORDED_LATE, ChangeReason.CORRECTED, ChangeReason.AS_OF


def figure_of(bench, before, after, name):
    """Return one figure of two snapshots."""
    (figure,) = bench.shelf.compare(before, after, YEAR, {name}).figures
    return figure


def reasons(bench, before, after, name):
    """Return number, and reasons, of each matter or promise that changed a figure."""
    cases = figure_of(bench, before, after, name).cases
    return [(case.case_no, [one.reason for one in case.reasons]) for case in cases]


def off(*days, announced_on=date(2026, 3, 1)):
    """The act that makes these days of March holidays."""
    told = tuple((date(2026, 3, day), True) for day in days)
    return AnnounceHolidays(HolidayNotice(2026, told, "临时放假通知", announced_on))


def test_a_file_is_explained_by_the_sheets_of_its_reviewers(bench):
    bench.perform(make_register(case_no="A"), make_register(case_no="B"), actor=CLERK)
    bench.perform(opened("A", "B"), actor=ONE)
    turns = ((1, ONE), (2, OTHER))
    bench.perform(*(assigned("A", turn, who) for turn, who in turns), actor=ONE)
    before = bench.shelf.create(DAY)
    for turn, who in turns:
        bench.perform(answered("A", turn), locked("A", turn), actor=who)
    after = bench.shelf.create(DAY)

    assert reasons(bench, before, after, "files_passed") == [("PC-1/A", [LATE] * 4)]


def test_a_hearing_is_explained_by_what_was_entered_of_its_body(bench):
    body = StudyBody.STANDING_COMMITTEE
    bench.perform(SetStudyInterval(body, 1, date(2026, 1, 2), "市委办〔2026〕2号"), actor=CLERK)
    before = bench.shelf.create(DAY)
    heard = RecordStudy(body, date(2026, 1, 20), "市委常委会会议", "纪要〔2026〕1号", "信访形势")
    bench.perform(heard, actor=CLERK)
    after = bench.shelf.create(DAY)

    found = reasons(bench, before, after, "work_heard")
    assert found == [("市委常委会 2026-01-02", [LATE]), ("市委常委会 2026-01-20", [LATE])]


def test_a_calendar_that_moves_the_day_of_a_monthly_report_is_named(bench):
    bench.perform(reported(on=date(2026, 3, 26)), actor=CLERK)
    before = bench.shelf.create(DAY)
    bench.perform(off(25, 26, 27), actor=CLERK)
    after = bench.shelf.create(DAY)

    found = reasons(bench, before, after, "screening_on_time")
    assert (f"{TOWN}-2026-03", [ChangeReason.CALENDAR]) in found


def test_what_makes_a_monthly_report_owed_or_not_is_named_though_it_is_about_another(bench, monkeypatch):
    """All units owe from the month of the first report; who was merged into another owes no more.

    A figure may ask which reports are owed still: one is no more where its unit reported on a later month.
    """
    usual = catalogue()["screening_on_time"]
    owed = {**catalogue(), usual.id: replace(usual, of=f"{usual.of} and ended_on is null")}
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: owed)
    before = bench.shelf.create(DAY)
    bench.perform(reported(on=date(2026, 2, 20)), actor=CLERK)
    between = bench.shelf.create(DAY)
    bench.perform(
        MergeUnit(OTHER_TOWN, TOWN, date(2026, 2, 10)),
        reported(DEPARTMENT, date(2026, 3, 20)),
        actor=CLERK,
    )
    after = bench.shelf.create(DAY)

    (first,) = {
        one.reasons
        for one in figure_of(bench, before, between, "screening_on_time").cases
        if one.case_no != f"{TOWN}-2026-02"
    }
    assert [one.reason for one in first] == [LATE]
    assert first[0].words.startswith("收到第一份排查月报，各单位自 2026年2月起应当报送（台账第")
    changed = {one.case_no: one for one in figure_of(bench, between, after, "screening_on_time").cases}
    merged, passed_by = changed[f"{OTHER_TOWN}-2026-03"], changed[f"{DEPARTMENT}-2026-02"]
    assert merged.after == passed_by.after == "未计入"
    assert merged.reasons[0].words.startswith(ActKind.MERGE_UNIT.label)
    assert passed_by.reasons[0].words.startswith("该单位报送了以后月份的月报，本月不再补报（台账第")
    assert changed[f"{DEPARTMENT}-2026-03"].reasons[0].words.startswith(ActKind.REPORT_SCREENING.label)


@pytest.fixture
def ordered(bench):
    """An order of 2 February, to be answered by 20 March, and the paper of an answer."""
    days = (date(2026, 2, 2), date(2026, 3, 20))
    words = ("超期", "第四十条", "办结")
    order = IssueOrder(ORDER, TOWN, OFFICE, SupervisionReason.LATE, *days, *words)
    bench.perform(evidence.keep("反馈.pdf", b"mended"), order, actor=SUPERVISOR)
    return bench


@pytest.mark.parametrize(("on", "reason"), [(date(2026, 2, 20), LATE), (date(2026, 3, 5), AS_OF)])
def test_of_two_days_what_happened_before_the_first_was_recorded_late(ordered, on, reason):
    paper = evidence.keep("反馈.pdf", b"mended")
    before = ordered.shelf.create(date(2026, 3, 1))
    ordered.perform(ReplyOrder(ORDER, on, TOWN, "已办", "报告", on, paper.sha256), actor=CLERK)
    after = ordered.shelf.create(DAY)

    assert reasons(ordered, before, after, "orders_answered") == [(ORDER, [reason])]


def test_what_happened_after_both_days_is_no_reason(ordered):
    paper, on = evidence.keep("反馈.pdf", b"mended"), date(2026, 3, 25)
    before = ordered.shelf.create(date(2026, 3, 19))
    ordered.perform(ReplyOrder(ORDER, on, TOWN, "已办", "报告", on, paper.sha256), actor=CLERK)
    figure = figure_of(ordered, before, ordered.shelf.create(date(2026, 3, 21)), "orders_answered")

    ((reason,),) = [one.reasons for one in figure.cases]
    assert reason.reason is AS_OF and reason.words.startswith("截止日由")


def test_a_record_of_a_reception_that_is_set_right_is_a_correction(bench):
    on = date(2026, 3, 4)
    bench.perform(PlanReceptions("2026-03", (planned(1, planned_on=on),)), actor=CLERK)
    bench.perform(HoldReception("JF-1", on, nobody_came=True), actor=CLERK)
    before = bench.shelf.create(DAY)
    again = MissReception("JF-1", NotHeldReason.OFFICIAL_BUSINESS, "赴省开会", "记错了一天")
    bench.perform(again, actor=CLERK)
    after = bench.shelf.create(DAY)

    assert reasons(bench, before, after, "receptions_held") == [("JF-1", [CORRECTED])]
    figure = figure_of(bench, before, after, "receptions_held")
    assert figure.cases[0].reasons[0].words.startswith(ActKind.MISS_RECEPTION.label)


def test_a_reception_and_an_instruction_are_explained_by_the_acts_that_made_them(bench):
    """The schedule is about its month, the matter received about its reception."""
    bench.perform(make_register(case_no="N1"), actor=CLERK)
    before, on = bench.shelf.create(DAY), date(2026, 3, 4)
    promise = Promise("PS-1", TOWN, "查清", date(2026, 3, 20))
    bench.perform(
        PlanReceptions("2026-03", (planned(1, planned_on=on), planned(2, planned_on=on, leader="吴某"))),
        HoldReception("JF-1", on),
        ReceiveMatter("JF-1", "N1", promise),
        actor=CLERK,
    )
    after = bench.shelf.create(DAY)

    held = dict(reasons(bench, before, after, "receptions_held"))
    assert held["JF-2"] == [LATE] and set(held["JF-1"]) == {LATE}
    assert reasons(bench, before, after, "instructions_done") == [("PS-1", [LATE])]


def test_a_calendar_is_a_reason_only_where_the_figure_asks_the_day_that_moved(bench):
    """The limit of handling moves; how many days the answer took is changed by the record alone."""
    bench.perform(
        make_register(case_no="N1"),
        make_take("N1", Step.TRANSFER, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN),
        make_take("N1", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        actor=CLERK,
    )
    before = bench.shelf.create(DAY)
    opinion = make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 16), unit=TOWN, outcome=Outcome.EXPLAIN)
    bench.perform(off(*range(13, 18)), opinion, actor=CLERK)
    after = bench.shelf.create(DAY)

    assert reasons(bench, before, after, "concluded_on_time") == [("N1", [LATE, ChangeReason.CALENDAR])]
    assert reasons(bench, before, after, "answer_days") == [("N1", [LATE])]


def test_every_figure_says_which_deadlines_it_asks():
    asked = {name: asked_by(one) for name, one in catalogue().items()}

    assert asked["open_late"].days is None
    assert asked["forwarded_on_time"].days == {"R-XF-FWD15"}
    assert "R-HANDLE60" in asked["concluded_on_time"].days
    assert asked["notice_days"].days == frozenset() and asked["notice_days"].there
    assert not asked["handled"].days and not asked["handled"].there
