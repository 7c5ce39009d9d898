"""Two years of screenings and posts in the demo: every way they go, also wrong; signed by the head."""

from collections import Counter

import pytest
from sqlalchemy import select

from tests.factories import OFFICE
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.screenings import SCREENING
from workbench.acts.staffing import STAFFING
from workbench.demo.plan import LAST_DAY
from workbench.demo.posts import reporting_units
from workbench.queries.screening import screening_board
from workbench.records.screenings import ScreeningRow
from workbench.records.staffing import StaffingRow
from workbench.records.tables import table_of
from workbench.terms import PostKind, Role, ScreeningState

OFFICER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)


@pytest.fixture(scope="module")
def board(county):
    with county.reading() as session:
        link = session.connection()
        calendars = county.calendars(link)
        return screening_board(link, OFFICER, as_of=LAST_DAY, calendars=calendars, months=24)


@pytest.fixture(scope="module")
def reports(county):
    with county.reading() as session:
        return read_dossiers(session.connection(), SCREENING, select(table_of(ScreeningRow)))


@pytest.fixture(scope="module")
def registers(county):
    with county.reading() as session:
        found = read_dossiers(session.connection(), STAFFING, select(table_of(StaffingRow)))
    return {one.unit: one for one in found}


def test_all_units_owe_two_years_and_most_report_in_time(board):
    states = Counter(one.state for one in board.lines.values())

    assert len(board.units) == len(reporting_units()) == 45
    assert len(board.months) == 24
    assert states[ScreeningState.ON_TIME] > 0.75 * sum(states.values())
    assert (
        min(states[one] for one in (ScreeningState.LATE, ScreeningState.MISSING, ScreeningState.AWAITED)) > 5
    )


def test_reports_are_zero_sent_back_mended_and_past_their_limit(board, reports):
    assert sum(one.is_zero for one in reports) > 50
    assert any(one.returns and len(one.editions) == 2 for one in reports)
    assert any(not one.returns and len(one.editions) == 2 for one in reports)
    assert any(one.overdue for one in board.lines.values())
    assert all(one.gap is None for one in board.lines.values())


def test_whoever_signed_was_the_head_on_that_day(reports, registers):
    for one in reports:
        for edition in one.editions:
            assert registers[one.unit].head_on(edition.signed_on) == edition.signed_by


def test_posts_are_handed_over_left_vacant_and_trained(registers):
    vacant = Counter(post for one in registers.values() for post in one.vacant(LAST_DAY))

    assert vacant[PostKind.SUBSTITUTE] > 0 and vacant[PostKind.OPERATOR] > 0
    assert not vacant[PostKind.HEAD]
    assert any(holder.until for one in registers.values() for holder in one.holders)
    assert all(one.trainings for one in registers.values())
