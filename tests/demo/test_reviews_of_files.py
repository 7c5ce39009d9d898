"""Two rounds of file reviews in the demo: one closed with its results, one under way to be filled in."""

import pytest

from workbench.access.viewer import Viewer
from workbench.demo.plan import LAST_DAY
from workbench.law.file_review import needs_third, result
from workbench.queries.file_review import my_reviews
from workbench.queries.review_agreement import agreement
from workbench.queries.review_results import round_result
from workbench.queries.review_rounds import rounds, sheets_by_file
from workbench.terms import PetitionClass, Role

GUEST = Viewer("demo", "演示用户", Role.SUPERVISOR, "430682LX")


@pytest.fixture(scope="module")
def both(county):
    """The round under way and the closed one."""
    return county.ask(rounds)


def test_one_round_is_closed_and_one_under_way_in_the_last_year(both):
    assert [one.closed_on is None for one in both] == [True, False]
    assert all((LAST_DAY - one.opened_on).days < 365 for one in both)


def test_the_closed_round_has_every_result_and_some_needed_a_third(county, both):
    sheets = county.ask(sheets_by_file, both[1].round_no)

    assert all(result(of_file) is not None for of_file in sheets.values())
    assert any(needs_third(of_file) for of_file in sheets.values())
    found = county.ask(round_result, GUEST, both[1].round_no)
    assert 0.5 < found.passes.passed / found.passes.of < 1
    assert 0 < county.ask(agreement, GUEST, both[1].round_no).kappa < 1


def test_who_looks_at_the_demo_finds_sheets_to_fill_in(county):
    assert any(one.is_open for one in county.ask(my_reviews, GUEST))


def test_no_accusation_was_drawn(county, both):
    drawn = {one.case_no for each in both for one in each.files}
    found = county.snapshot(LAST_DAY).rows("select case_no, petition_class from case_fact")

    assert drawn and not drawn & {no for no, kind in found if kind == PetitionClass.ACCUSATION.value}
