"""A small caseload seen on 31 March 2026: one late, one answered, one accusation, one repeat visit."""

from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from workbench.acts.handling import Person, RegisterRepeat
from workbench.law.facts import StepTaken
from workbench.terms import Channel, Outcome, PetitionClass, Step


@pytest.fixture
def caseload(bench):
    bench.perform(
        make_register(
            case_no="LATE", on=date(2026, 1, 5), title="反映村道塌方", channel=Channel.VISIT, people=6
        ),
        make_take("LATE", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_take("LATE", Step.ACCEPT, date(2026, 1, 9), unit=TOWN),
        make_register(
            case_no="ANSWERED",
            on=date(2026, 2, 2),
            title="咨询<b>社保</b>缴费",
            persons=(Person(name="周大山", phone="13700001111"),),
            narrative="周大山询问，电话13700001111。",
        ),
        make_take(
            "ANSWERED",
            Step.ASSIGN,
            date(2026, 2, 3),
            unit=OFFICE,
            to_unit=DEPARTMENT,
            due_on=date(2026, 4, 20),
        ),
        make_take("ANSWERED", Step.ACCEPT, date(2026, 2, 6), unit=DEPARTMENT),
        make_take("ANSWERED", Step.ISSUE_OPINION, date(2026, 3, 2), unit=DEPARTMENT, outcome=Outcome.EXPLAIN),
        make_take("ANSWERED", Step.SERVE, date(2026, 3, 3), unit=DEPARTMENT),
        RegisterRepeat(
            "ANSWERED",
            "再次来访",
            StepTaken(
                Step.REPEAT,
                date(2026, 3, 20),
                received_on=date(2026, 3, 20),
                channel=Channel.VISIT,
                people=2,
                unit=OFFICE,
            ),
        ),
        make_register(
            case_no="SECRET",
            on=date(2026, 3, 20),
            title="举报吃拿卡要",
            narrative="机密线索",
            petition_class=PetitionClass.ACCUSATION,
            path=None,
            accused_unit=DEPARTMENT,
        ),
        actor=CLERK,
    )
    return bench
