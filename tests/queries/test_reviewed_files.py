"""Results of file reviews as facts of a day: both reviewers have locked; a failed file waits for nobody."""

from datetime import date

import pytest

from tests.factories import CLERK, TOWN, make_register
from tests.reviewed import ON, ONE, OTHER, answered, assigned, locked, opened, reviewed_to_the_end
from workbench.indicators.catalogue import catalogue
from workbench.indicators.evaluate import Period, evaluate
from workbench.queries.pledges import count_pledges
from workbench.queries.reviewed_files import reviewed_files

TODAY = date(2026, 3, 31)
MARCH = Period(date(2026, 3, 1), TODAY)


@pytest.fixture
def drawn(either_bench):
    either_bench.perform(make_register(case_no="A"), make_register(case_no="B"), actor=CLERK)
    either_bench.perform(opened("A", "B"), actor=ONE)
    for case_no in "AB":
        for turn, who in ((1, ONE), (2, OTHER)):
            either_bench.perform(assigned(case_no, turn, who), actor=ONE)
    return either_bench


def reviewed(bench, case_no, turn, who, **points):
    bench.perform(answered(case_no, turn, **points), locked(case_no, turn), actor=who)


def found(bench, as_of=TODAY):
    return {row[0]: row[1:] for row in bench.ask(lambda link: list(reviewed_files(link, as_of)))}


def test_a_result_needs_both_and_stands_on_the_day_of_the_second(drawn):
    reviewed(drawn, "A", 1, ONE)
    assert found(drawn) == {}
    reviewed(drawn, "A", 2, OTHER)

    assert found(drawn) == {"PC-1/A": ("A", TOWN, (ON, ON, ON, None))}
    assert found(drawn, date(2026, 3, 1)) == {}


def test_passed_files_are_counted_for_the_unit_and_a_failed_one_waits_for_nobody(drawn):
    low = {"C1": 0, "B2": 0, "D1": 0, "A3": 0}
    for case_no, points in (("A", {}), ("B", low)):
        reviewed(drawn, case_no, 1, ONE, **points)
        reviewed(drawn, case_no, 2, OTHER, **points)
    snapshot = drawn.snapshot(TODAY)

    (figure,) = evaluate(snapshot, catalogue()["files_passed"], period=MARCH, as_of=TODAY, by="unit")

    assert (figure.group, figure.numerator, figure.denominator) == (TOWN, 1, 2)
    assert count_pledges(snapshot) == ()


def test_a_file_on_which_two_differ_has_no_result_before_the_third(either_bench):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    for act, actor in reviewed_to_the_end("A"):
        either_bench.perform(act, actor=actor)

    assert found(either_bench) == {}
