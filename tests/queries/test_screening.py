"""Screenings and posts as of a day: the board, what is owed as promises, one page, who may see what."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN
from tests.screened import FEBRUARY, LAND, mended, posts, reported, screened_to_the_end
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.units import MergeUnit
from workbench.indicators.evaluate import Period
from workbench.queries.figures import figure
from workbench.queries.screening import screening_board
from workbench.queries.screening_owed import screening_facts
from workbench.queries.screening_page import ReportNotFoundError, screening_page
from workbench.queries.staffing import unit_posts
from workbench.terms import PostKind, Role, ScreeningState

OFFICER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
HANDLER = Viewer("handler", "李经办", Role.HANDLER, TOWN)
LAST = date(2026, 3, 31)
S = ScreeningState


def board(bench, viewer=OFFICER, as_of=LAST):
    with bench.reading() as session:
        link = session.connection()
        return screening_board(link, viewer, as_of=as_of, calendars=bench.calendars(link))


def page(bench, viewer=OFFICER, unit=TOWN, month="2026-02", as_of=LAST):
    with bench.reading() as session:
        link = session.connection()
        return screening_page(link, viewer, unit, month, as_of=as_of, calendars=bench.calendars(link))


@pytest.fixture
def screened(bench):
    bench.perform(*screened_to_the_end(), actor=CLERK)
    return bench


def test_before_the_first_report_only_the_month_of_the_day_is_awaited(bench):
    found = board(bench, as_of=date(2026, 3, 20))

    assert found.months == ("2026-03",)
    assert {one.state for one in found.lines.values()} == {S.AWAITED}
    assert (found.sums("2026-03").owed, len(found.units)) == (45, 45)
    with bench.reading() as session:
        assert list(screening_facts(session.connection(), LAST)) == []


def test_a_stray_old_report_makes_nobody_owe_the_months_since(bench):
    old = date(2024, 3, 20)
    bench.perform(reported(on=old, lines=(replace(LAND, due_on=date(2024, 6, 1)),)), actor=CLERK)
    with bench.reading() as session:
        assert list(screening_facts(session.connection(), LAST)) == []
    assert board(bench).months == ("2026-03",)

    bench.perform(reported(OTHER_TOWN, last_stock=0, lines=(replace(LAND, settled=0, stock=2),)), actor=CLERK)

    with bench.reading() as session:
        owed = {one[1][-7:] for one in screening_facts(session.connection(), LAST)}
    assert owed == set(board(bench).months) == {"2026-02", "2026-03"}
    assert board(bench, as_of=date(2024, 4, 1)).months == ("2024-03", "2024-04")


def test_the_board_tells_who_reported_in_time_late_or_not_at_all(screened):
    late = reported(OTHER_TOWN, date(2026, 3, 27), last_stock=0, lines=(replace(LAND, settled=0, stock=2),))
    screened.perform(late, actor=CLERK)

    found = board(screened)

    assert found.months == ("2026-02", "2026-03")
    assert found.lines[TOWN, "2026-02"].state is S.ON_TIME
    assert found.lines[OTHER_TOWN, "2026-02"].state is S.MISSING
    assert found.lines[OTHER_TOWN, "2026-03"].state is S.LATE
    assert found.lines[OTHER_TOWN, "2026-03"].days_late(LAST) == 2
    sums = found.sums("2026-03")
    assert (sums.on_time, sums.late, sums.missing, sums.zero, sums.stock) == (1, 1, 43, 1, 5)
    assert [one.state for one in found.of_month("2026-03")][:2] == [S.MISSING, S.MISSING]


def test_a_past_day_knows_nothing_of_what_came_later(screened):
    then = board(screened, as_of=date(2026, 2, 25))
    returned = then.lines[TOWN, "2026-02"]

    assert (returned.state, returned.screening.version > 1) == (S.RETURNED, True)
    assert len(returned.screening.editions) == 1
    assert board(screened, as_of=date(2026, 2, 23)).lines[TOWN, "2026-02"].state is S.ON_TIME


def test_what_was_sent_back_and_what_is_missing_stands_on_the_list_of_reminders(screened):
    waiting = board(screened, as_of=date(2026, 2, 25)).open

    assert [one.state for one in waiting if one.unit == TOWN] == [S.RETURNED]
    assert {one.state for one in waiting if one.unit != TOWN} == {S.AWAITED}


def test_a_month_that_was_left_out_counts_as_missed_and_waits_for_nobody(screened):
    late = reported(OTHER_TOWN, date(2026, 3, 27), last_stock=0, lines=(replace(LAND, settled=0, stock=2),))
    screened.perform(late, actor=CLERK)

    found = board(screened)
    with screened.reading() as session:
        facts = {fact[1]: fact[4] for fact in screening_facts(session.connection(), LAST)}

    assert found.lines[OTHER_TOWN, "2026-02"].state is S.MISSING
    assert [one for one in found.open if one.unit == OTHER_TOWN] == []
    assert facts[f"{OTHER_TOWN}-2026-02"][2:] == (None, date(2026, 3, 27))
    assert facts[f"{TOWN}-2026-02"][2:] == (FEBRUARY, None)


def test_months_that_do_not_join_after_a_correction_are_told(screened):
    stock = replace(LAND, new=3, stock=4)
    again = mended(reported(), date(2026, 3, 25), new=4, stock=4, lines=(stock, reported().lines[1]))
    screened.perform(again, actor=CLERK)

    assert board(screened).lines[TOWN, "2026-03"].gap == 4
    assert page(screened, month="2026-03").line.gap == 4


def test_disputes_past_their_limit_are_counted(screened):
    assert board(screened).lines[TOWN, "2026-03"].overdue == 0
    with screened.reading() as session:
        link = session.connection()
        calendars = screened.calendars(link)
        later = screening_board(link, OFFICER, as_of=date(2026, 5, 2), calendars=calendars)
    assert later.lines[TOWN, "2026-03"].overdue == 3
    assert (
        later.lines[TOWN, "2026-02"].overdue == 0
    )  # as it was when it came in: March says what became of it


def test_reports_are_promises_of_every_snapshot_and_a_merged_unit_owes_none(screened):
    screened.perform(MergeUnit(OTHER_TOWN, TOWN, date(2026, 3, 1)), actor=CLERK)

    with screened.reading() as session:
        facts = list(screening_facts(session.connection(), LAST))
    period = Period(date(2026, 2, 1), LAST)
    share = figure(screened.snapshot(), "screening_on_time", period=period)

    assert (len(facts), share.numerator, share.denominator) == (45 + 44, 2, 89)
    assert {fact[3] for fact in facts if fact[1].endswith("03")} == {
        fact[3] for fact in facts if fact[1].endswith("02")
    } - {OTHER_TOWN}


def test_the_page_tells_editions_files_and_what_comes_before(screened):
    found = page(screened, month="2026-03")

    assert found.before.month == "2026-02" and found.head == "钱某"
    assert (found.version, found.line.screening.is_zero) == (1, True)
    unreported = page(screened, unit=OTHER_TOWN)
    assert (unreported.version, unreported.line.state, unreported.before) == (0, S.MISSING, None)


@pytest.mark.parametrize(("unit", "month"), [("x", "2026-02"), (TOWN, "2026-04"), (TOWN, "2026-2"), ("", "")])
def test_a_report_that_cannot_be_is_not_found(screened, unit, month):
    with pytest.raises(ReportNotFoundError):
        page(screened, unit=unit, month=month)


def test_an_official_sees_his_own_unit_and_others_see_none(screened):
    assert [code for code, _ in board(screened, HANDLER).units] == [TOWN]
    with pytest.raises(NotPermittedError):
        page(screened, HANDLER, unit=OTHER_TOWN)
    for viewer in (replace(HANDLER, unit=None), replace(HANDLER, role=Role.ANALYST)):
        with pytest.raises(NotPermittedError):
            board(screened, viewer)
        with pytest.raises(NotPermittedError):
            screened.ask(unit_posts, viewer, as_of=LAST)


def test_vacant_posts_and_missing_training_show(bench):
    bench.perform(*posts(since=date(2025, 1, 6)), actor=CLERK)

    by_unit = {one.unit: one for one in bench.ask(unit_posts, OFFICER, as_of=LAST)}

    assert by_unit[TOWN].vacant == (PostKind.SUBSTITUTE,)
    assert [one.name for one in by_unit[TOWN].short] == ["李某", "吴某"]
    assert by_unit[OTHER_TOWN].vacant == tuple(PostKind)
    assert [one.unit for one in bench.ask(unit_posts, HANDLER, as_of=LAST)] == [TOWN]
    assert FEBRUARY > date(2025, 1, 6)
