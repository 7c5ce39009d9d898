"""A holiday notice moves what is open and leaves what was decided."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.acts.calendar import AnnounceHolidays
from workbench.acts.calendars import AlreadyAnnouncedError
from workbench.law.calendar import HolidayNotice
from workbench.records.deadlines import DueVersionRow
from workbench.terms import Outcome, Step

NOTICE = HolidayNotice(
    2027,
    ((date(2027, 1, 1), True), (date(2027, 1, 2), True), (date(2027, 1, 3), True), (date(2027, 1, 4), True)),
    "国务院办公厅关于2027年部分节假日安排的通知",
    date(2026, 12, 20),
    names=((date(2027, 1, 1), "元旦"),),
)


def due(bench, case_no, rule="R-UNIT-NOTICE15-FWD"):
    query = select(DueVersionRow).where(DueVersionRow.rule_id == rule)
    query = query.join_from(DueVersionRow, *case(case_no))
    with bench.reading() as session:
        return [
            (row.due_rolled, row.calendar_version)
            for row in session.scalars(query.order_by(DueVersionRow.number))
        ]


def case(case_no):
    from workbench.records.petitions import PetitionCase

    return PetitionCase, (PetitionCase.id == DueVersionRow.case_id) & (PetitionCase.case_no == case_no)


@pytest.fixture
def two_open(either_bench):
    for case_no in ("OPEN", "DONE"):
        either_bench.perform(
            make_register(case_no=case_no, on=date(2026, 12, 15)),
            make_take(case_no, Step.TRANSFER, date(2026, 12, 18), unit=OFFICE, to_unit=TOWN),
            actor=CLERK,
        )
    either_bench.perform(make_take("DONE", Step.ACCEPT, date(2026, 12, 19), unit=TOWN), actor=CLERK)
    return either_bench


def test_an_open_obligation_is_counted_anew_and_a_decided_one_is_not(two_open):
    before = {case_no: due(two_open, case_no) for case_no in ("OPEN", "DONE")}
    assert before["OPEN"][-1][0] is None  # 2027 was not announced

    two_open.perform(AnnounceHolidays(NOTICE), actor=CLERK)

    assert due(two_open, "OPEN")[-1][0] == date(2027, 1, 5)
    assert due(two_open, "DONE") == before["DONE"]
    assert two_open.verify_ledger().is_sound


def test_the_next_act_counts_with_the_new_calendar(two_open):
    two_open.perform(AnnounceHolidays(NOTICE), actor=CLERK)
    two_open.perform(
        make_register(case_no="NEXT", on=date(2026, 12, 21)),
        make_take("NEXT", Step.TRANSFER, date(2026, 12, 21), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )

    assert due(two_open, "NEXT")[-1][0] == date(2027, 1, 5)
    assert two_open.verify_ledger().is_sound


def test_the_same_notice_twice_is_refused(bench):
    bench.perform(AnnounceHolidays(NOTICE), actor=CLERK)

    with pytest.raises(AlreadyAnnouncedError, match="已录入"):
        bench.perform(AnnounceHolidays(NOTICE), actor=CLERK)


def test_a_notice_recorded_late_counts_anew_what_was_decided_after_it_was_published(either_bench):
    either_bench.perform(
        make_register(case_no="AFTER", on=date(2026, 12, 15)),
        make_take("AFTER", Step.TRANSFER, date(2026, 12, 18), unit=OFFICE, to_unit=TOWN),
        make_take("AFTER", Step.ISSUE_OPINION, date(2026, 12, 22), unit=TOWN, outcome=Outcome.EXPLAIN),
        actor=CLERK,
    )
    assert due(either_bench, "AFTER")[-1][0] is None

    either_bench.perform(AnnounceHolidays(NOTICE), actor=CLERK)  # published on the 20th

    assert due(either_bench, "AFTER")[-1][0] == date(2027, 1, 5)
    assert either_bench.verify_ledger().is_sound
