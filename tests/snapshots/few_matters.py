"""A few matters in different states, to be frozen, and the bytes of what was frozen."""

from __future__ import annotations

from datetime import date

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from workbench.acts.handling import Person
from workbench.terms import Outcome, PetitionClass, Step

DAY = date(2026, 3, 31)


def work(bench):
    bench.perform(
        make_register(
            case_no="N1",
            title="张大山反映路灯，电话13712345678",
            narrative="村口“路灯”坏了,三个月\n没人修",
            persons=(Person(name="张大山", phone="13712345678"),),
        ),
        make_take("N1", Step.ASSIGN, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN, due_on=date(2026, 3, 20)),
        make_take("N1", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_register(case_no="N2", on=date(2026, 2, 3), title='标题有"引号",也有逗号'),
        make_register(
            case_no="N3",
            title="举报某人",
            petition_class=PetitionClass.ACCUSATION,
            path=None,
            accused_unit=DEPARTMENT,
        ),
        actor=CLERK,
    )


def content(snapshot):
    return {path.name: path.read_bytes() for path in sorted(snapshot.folder.iterdir())}
