"""Months of the demo appraised from frozen snapshots: objections answered, one corrected, the last open."""

from datetime import date

import pytest

from tests.conftest import NOW
from workbench.access.viewer import Viewer
from workbench.app import Workbench
from workbench.config import Config
from workbench.demo.appraisals import ensure_appraisals
from workbench.demo.generate import ensure_demo
from workbench.demo.plan import LAST_DAY
from workbench.indicators.appraisal_scores import Standing
from workbench.queries.appraisal_draft import draw
from workbench.queries.appraisals import appraisals, month_sheet
from workbench.terms import AppraisalState, Role

GUEST = Viewer("demo", "演示用户", Role.SUPERVISOR, "430682LX")
MONTHS = 5


@pytest.fixture(scope="module")
def appraised(tmp_path_factory):
    """A county of 1,200 matters with its last months appraised."""
    home = tmp_path_factory.mktemp("appraised")
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    bench = Workbench(Config(database=database, home=home), clock=lambda: NOW)
    ensure_demo(bench, matters=1200)
    assert ensure_appraisals(bench, months=MONTHS) == MONTHS
    yield bench
    bench.close()


def lines(bench):
    return bench.ask(appraisals, GUEST, as_of=LAST_DAY)


def test_every_month_has_its_sheet_one_a_corrected_edition_and_the_last_is_with_the_units(appraised):
    found = [(one.appraisal.month, one.appraisal.edition, one.state) for one in lines(appraised)]

    final = AppraisalState.FINAL
    assert found == [
        (date(2026, 10, 1), 1, AppraisalState.PUBLISHED),
        (date(2026, 9, 1), 1, final),
        (date(2026, 8, 1), 1, final),
        (date(2026, 7, 1), 2, final),
        (date(2026, 7, 1), 1, final),
        (date(2026, 6, 1), 1, final),
    ]
    assert lines(appraised)[4].replaced_by == "KH-2026-07-2"


def test_objections_are_answered_some_accepted_and_one_waits(appraised):
    told = [objection for line in lines(appraised) for objection in line.appraisal.objections]

    assert {one.is_accepted for one in told} == {True, False, None}
    assert lines(appraised)[0].waiting == 1


def test_every_sheet_can_be_drawn_again_from_its_snapshot(appraised):
    for line in lines(appraised):
        sheet = line.appraisal
        frozen = appraised.shelf.find(sheet.snapshot)
        assert appraised.shelf.verify(frozen) == []
        with appraised.shelf.facts(frozen, threads=1) as facts:
            drawn = draw(facts, sheet.month, as_of=sheet.as_of)
        assert (drawn.lines, drawn.items) == (sheet.lines, sheet.items)


def test_few_units_of_a_month_differ_and_those_without_cases_have_no_total(appraised):
    sheet = appraised.ask(month_sheet, GUEST, "KH-2026-09-1", as_of=LAST_DAY)
    standings = [one.score.standing for one in sheet.units]

    assert standings.count(Standing.ABOVE) + standings.count(Standing.BELOW) <= len(standings) / 4
    assert all((one.score.total is None) == (one.score.cases == 0) for one in sheet.units)


def test_a_demo_that_is_appraised_is_left_as_it_is(appraised):
    size = appraised.ledger_size()

    assert ensure_appraisals(appraised, months=MONTHS) == 0
    assert appraised.ledger_size() == size
    assert appraised.verify_ledger().is_sound
