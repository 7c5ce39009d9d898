"""Agreed items by the law: never closed by who owes them, never without evidence, late stays late."""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from workbench.law.agreed_item import (
    AgreedItem,
    AgreedItemError,
    OwnReportError,
    SupportingUnit,
    agreed,
)
from workbench.law.evidence import Evidence, EvidenceError, check_evidence
from workbench.terms import AgreedItemState, ReportDecision

STEPS = int(os.environ.get("WORKBENCH_STEPS", "2500"))  # of the state machine; 100,000 in the long run
AGREED, DUE = date(2026, 3, 1), date(2026, 3, 31)
EVIDENCE = Evidence("验收单", date(2026, 3, 5), "a" * 64)
OWING, OTHERS = ("TOWN", "BUREAU", "ROADS"), ("OFFICE", "CONFERENCE", "CITY")


def make(**facts: object) -> AgreedItem:
    given: dict[str, object] = {
        "id": 1, "item_no": "2026-03-01", "meeting_no": "2026-03", "agenda_number": 1, "case_no": None,
        "text": "修复村道", "lead_unit": "TOWN", "leader": "钱某", "leader_post": "镇长", "agreed_on": AGREED,
        "due_on": DUE, "supporting": (SupportingUnit("BUREAU"), SupportingUnit("ROADS")), **facts,
    }  # fmt: skip
    return AgreedItem(**given)  # type: ignore[arg-type]


def day(number: int) -> date:
    return date(2026, 3, number)


ITEM = make()
REPORTED = ITEM.reported(day(20), "TOWN", "已修好", EVIDENCE)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"text": " "}, "内容"),
        ({"leader": ""}, "责任领导"),
        ({"due_on": date(2026, 2, 28)}, "早于会议"),
        ({"supporting": (SupportingUnit("TOWN"),)}, "既牵头又配合"),
        ({"supporting": (SupportingUnit("ROADS"), SupportingUnit("ROADS"))}, "写两次"),
    ],
)
def test_what_an_item_lacks_is_said(facts: dict[str, object], sentence: str) -> None:
    assert agreed(ITEM) == ITEM
    with pytest.raises(AgreedItemError, match=sentence):
        agreed(make(**facts))


@pytest.mark.parametrize("unit", [None, *OWING, "ABOVE"])
def test_nobody_judges_the_report_of_his_own_unit(unit: str | None) -> None:
    with pytest.raises(OwnReportError, match="不能由承办单位自行核实"):
        REPORTED.confirmed(day(21), unit, {"ABOVE", *OWING})
    with pytest.raises(OwnReportError):
        REPORTED.returned(day(21), unit, {"ABOVE", *OWING}, "不实")


def test_an_item_is_done_on_the_day_it_was_reported_once_somebody_else_confirmed_it() -> None:
    done = REPORTED.confirmed(day(25), "OFFICE", ())

    assert [done.state(day(n)) for n in (19, 20, 24, 25)] == [
        AgreedItemState.OPEN,
        AgreedItemState.REPORTED,
        AgreedItemState.REPORTED,
        AgreedItemState.CONFIRMED,
    ]
    assert done.done_on(day(24)) is None
    assert done.done_on(day(25)) == day(20)
    assert done.reports[0].decided_unit == "OFFICE"


def test_who_reported_in_time_is_not_late_while_others_check() -> None:
    assert REPORTED.days_late(date(2026, 5, 1)) == 0


def test_a_report_that_was_sent_back_does_not_count() -> None:
    back = REPORTED.returned(date(2026, 4, 2), "OFFICE", (), "现场没有修好")

    assert back.days_late(date(2026, 4, 1)) == 0  # as was known then
    assert back.days_late(date(2026, 4, 10)) == 10
    again = back.reported(date(2026, 4, 11), "ROADS", "重修", EVIDENCE).confirmed(
        date(2026, 4, 12), "OFFICE", ()
    )
    assert again.days_late(date(2026, 6, 1)) == 11
    assert again.reports[0].decision is ReportDecision.RETURNED
    assert again.reports[0].decided_why == "现场没有修好"


def test_a_changed_due_date_keeps_the_first_one_in_sight() -> None:
    moved = ITEM.amended(day(15), date(2026, 4, 30), "2026-04", "雨季无法施工")

    assert moved.due_on == DUE
    assert [moved.due(day(14)), moved.due(day(15))] == [DUE, date(2026, 4, 30)]
    assert moved.amendments[0].due_before == DUE
    assert moved.days_late(date(2026, 4, 20)) == 0


def test_late_stays_late_when_the_date_is_moved_afterwards() -> None:
    moved = ITEM.amended(date(2026, 4, 5), date(2026, 5, 31), "2026-04", "资金未到位")

    assert moved.due(date(2026, 4, 5)) == date(2026, 5, 31)
    assert moved.binding_due(date(2026, 4, 5)) == DUE
    assert moved.days_late(date(2026, 4, 10)) == 10


@pytest.mark.parametrize(
    ("due_on", "why", "sentence"),
    [
        (date(2026, 4, 30), " ", "理由"),
        (day(10), "早", "早于变更之日"),
        (DUE, "同", "没有变化"),
    ],
)
def test_a_due_date_is_not_changed_for_nothing(due_on: date, why: str, sentence: str) -> None:
    with pytest.raises(AgreedItemError, match=sentence):
        ITEM.amended(day(15), due_on, "2026-04", why)


def test_what_is_confirmed_changes_no_more() -> None:
    done = REPORTED.confirmed(day(25), "OFFICE", ())

    with pytest.raises(AgreedItemError, match="已于2026-03-25核实落实"):
        done.amended(day(26), date(2026, 5, 1), "2026-04", "晚")
    with pytest.raises(AgreedItemError, match="已于2026-03-25核实落实"):
        done.reported(day(26), "TOWN", "又修", EVIDENCE)
    with pytest.raises(AgreedItemError, match="没有等待核实"):
        done.returned(day(26), "OFFICE", (), "晚")


@pytest.mark.parametrize("unit", OTHERS)
def test_only_an_owing_unit_reports(unit: str) -> None:
    with pytest.raises(AgreedItemError, match="牵头单位、配合单位"):
        ITEM.reported(day(10), unit, "修好了", EVIDENCE)


def test_one_report_waits_at_a_time_and_judging_needs_one() -> None:
    with pytest.raises(AgreedItemError, match="等待核实"):
        REPORTED.reported(day(21), "TOWN", "又报", EVIDENCE)
    with pytest.raises(AgreedItemError, match="没有等待核实"):
        ITEM.confirmed(day(21), "OFFICE", ())
    with pytest.raises(AgreedItemError, match="核实日期早于"):
        REPORTED.confirmed(day(19), "OFFICE", ())
    with pytest.raises(AgreedItemError, match="退回须写明理由"):
        REPORTED.returned(day(21), "OFFICE", (), "")


def test_words_are_corrected_only_before_anything_was_reported() -> None:
    changed = ITEM.corrected("修复村道及边沟", "ROADS", ("TOWN",), "孙某", "局长")

    assert (changed.lead_unit, changed.owing, changed.due_on) == ("ROADS", ("ROADS", "TOWN"), DUE)
    with pytest.raises(AgreedItemError, match="不能再更正"):
        REPORTED.corrected("别的", "ROADS", (), "孙某", "局长")


class Course(RuleBasedStateMachine):
    """Any sequence of what officers may try with one item."""

    def __init__(self) -> None:
        super().__init__()
        self.item = ITEM
        self.today = AGREED
        self.lateness: dict[date, int] = {}
        self.closers: list[str | None] = []

    @rule(days=st.integers(0, 20))
    def wait(self, days: int) -> None:
        self.today += timedelta(days)

    @rule(unit=st.sampled_from([*OWING, *OTHERS]), with_evidence=st.booleans())
    def report(self, unit: str, with_evidence: bool) -> None:
        try:
            found = check_evidence("验收单", self.today, "b" * 64 if with_evidence else None, self.today)
            self.item = self.item.reported(self.today, unit, "已落实", found)
        except (AgreedItemError, EvidenceError):
            return

    @rule(unit=st.sampled_from([None, *OWING, *OTHERS]), back=st.booleans())
    def judge(self, unit: str | None, back: bool) -> None:
        try:
            self.item = (
                self.item.returned(self.today, unit, (), "不实")
                if back
                else self.item.confirmed(self.today, unit, ())
            )
        except AgreedItemError:
            return
        self.closers.append(unit)

    @rule(days=st.integers(-5, 60))
    def amend(self, days: int) -> None:
        try:
            self.item = self.item.amended(self.today, self.today + timedelta(days), "2026-04", "延")
        except AgreedItemError:
            return

    @invariant()
    def no_unit_closed_what_it_owes(self) -> None:
        assert not set(self.closers) & {None, *OWING}
        for one in self.item.reports:
            assert one.decided_unit not in OWING
            assert one.unit in OWING
            assert len(one.evidence_sha256) == 64

    @invariant()
    def a_past_day_is_never_told_otherwise_afterwards(self) -> None:
        for past, late in self.lateness.items():
            assert self.item.days_late(past) == late
        # Today may still change; yesterday is told for good.
        self.lateness[self.today - timedelta(1)] = self.item.days_late(self.today - timedelta(1))

    @invariant()
    def what_was_late_stays_late(self) -> None:
        last = self.item.reports[-1] if self.item.reports else None
        if self.today > DUE and not self.item.amendments and last is None:
            assert self.item.days_late(self.today) == (self.today - DUE).days


Course.TestCase.settings = settings(max_examples=max(STEPS // 50, 1), stateful_step_count=50, deadline=None)
TestCourse = Course.TestCase
