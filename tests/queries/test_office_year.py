"""A whole year of the office's cycle, through the acts and queries alone, the clock moved month by month.

Twelve months of screening reports, appraisals with objections and answers, frozen sheets, two special drives,
a proposal on a policy with its matters, and the figures of the year; every number is also counted from the
plan (``tests.office_year``), which knows neither law nor query. The year is lived once on each engine, for
all tests of this file (``tests.lived_year``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.conftest import a_bench_on
from tests.factories import OFFICE
from tests.lived_year import (
    ANSWER,
    BY_HAND,
    BY_HAND_ON,
    BY_RULE_ON,
    CLOSED_ON,
    COURSES,
    DRIVE,
    EXECUTED,
    FORWARDED,
    NOTICE,
    PROPOSED_ON,
    SCREENED,
    SUPERVISOR,
    Lived,
    Office,
    by_hand,
    counts_of,
    duties_between,
)
from tests.office_year import ACTIVE, END, MONTHS, OTHERS, POLICY, READ_ON, RETURNED, TOWNS, YEAR, Course
from workbench.indicators.evaluate import Period
from workbench.law.appraisal import number_of
from workbench.queries.appraisal_draft import cases_behind_point
from workbench.queries.appraisals import appraisals, month_sheet
from workbench.queries.campaign_progress import campaign_lines
from workbench.queries.figures import breakdown, figure
from workbench.queries.notices import notice
from workbench.queries.ownerships import live_campaigns, owned
from workbench.queries.proposals import proposal_board
from workbench.queries.screening import screening_board
from workbench.queries.staffing import unit_posts
from workbench.queries.three_noes import town_noes
from workbench.queries.unit_duties import unit_viewer
from workbench.queries.unit_record import unit_record
from workbench.terms import Adoption, AppraisalState, FeedbackState, PostKind, ScreeningState

WHOLE = Period(MONTHS[0], END)


@pytest.fixture(scope="module")
def lived(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lived]:
    with a_bench_on(engine, request, tmp_path_factory.mktemp("year") / "home") as opened:
        office = Office(opened.config)
        yield office.live()
        office.bench.close()


def test_the_plan_is_clear_of_weekends_and_is_no_easy_one():
    """What the sums rest on: no due day so near a month's end that a weekend would move it over."""
    for one in COURSES:
        for due in (one.sent + timedelta(15), one.answer_due, one.execution_due):
            assert due is None or (due + timedelta(2)).month == due.month
    told = [sum(one.is_noticed_in_time for one in COURSES), sum(one.is_answered_in_time for one in COURSES)]
    assert all(20 < count < 76 for count in told)
    assert 0 < sum(one.executed is not None for one in COURSES) < sum(one.supports for one in COURSES)


def test_twelve_months_of_reports_are_on_the_board_as_they_came(lived: Lived):
    with lived.bench.reading() as session:
        link = session.connection()
        calendars = lived.bench.calendars(link)
        board = screening_board(link, SUPERVISOR, as_of=END, calendars=calendars)

    assert board.months == tuple(f"{month:%Y-%m}" for month in MONTHS)
    for month in MONTHS:
        told, sums = [one for one in lived.reports if one.month == month], board.sums(f"{month:%Y-%m}")
        came = [one for one in told if one.on is not None]
        assert (sums.owed, sums.on_time, sums.late, sums.missing) == (
            45, sum(one.is_in_time for one in told), sum(not one.is_in_time for one in came), 45 - len(came),
        )  # fmt: skip
        counted = [sum(getattr(one, name) for one in came) for name in ("new", "settled", "stock")]
        assert [sums.new, sums.settled, sums.stock] == counted
        assert sums.zero == sum(one.new == 0 for one in came)
    at, month = RETURNED
    back = board.lines[lived.reports[at * 12].unit, f"{YEAR}-{month:02}"]
    assert back.state is ScreeningState.ON_TIME and len(back.screening.editions) == 2
    assert lived.reports[at * 12 + month - 1].on == back.screening.editions[0].on


def test_every_appraisal_is_final_with_its_answers_and_says_what_it_said_that_day(lived: Lived):
    assert len(lived.finals) == 12 and {taken for _, taken in lived.objections.values()} == {True, False}
    for month, then in lived.finals.items():
        now = lived.bench.ask(month_sheet, SUPERVISOR, number_of(month, 1), as_of=READ_ON)
        assert (now.state, now.units, now.appraisal.lines) == (
            AppraisalState.FINAL, then.units, then.appraisal.lines,
        )  # fmt: skip
        expected = counts_of(month, lived.reports)
        unit, is_accepted = lived.objections.get(month, ("", False))
        if is_accepted:
            done, owed = expected[unit, NOTICE]
            expected[unit, NOTICE] = done + 1, owed
        told = {
            (one.unit, cell.item.figure): (cell.line.numerator, cell.line.denominator)
            for one in now.units
            for cell in one.cells
            if cell.line is not None
        }
        assert told == expected
        answered = [(one.unit, one.is_accepted) for one in now.appraisal.objections]
        assert answered == ([(unit, is_accepted)] if unit else [])


def test_points_follow_from_what_was_counted(lived: Lived):
    """An item's share of its points, brought to 100 over the items that apply; by hand for one month."""
    points = {NOTICE: 15, ANSWER: 15, EXECUTED: 10, SCREENED: 5, FORWARDED: 10}
    sheet, expected = lived.finals[MONTHS[6]], counts_of(MONTHS[6], lived.reports)
    assert not lived.objections[MONTHS[6]][1]  # none of its items was corrected
    for one in sheet.units:
        mine = {item: counted for (code, item), counted in expected.items() if code == one.unit}
        full = sum(points[item] for item in mine)
        reached = sum(points[item] * done / owed for item, (done, owed) in mine.items())
        if one.score.total is None:
            assert one.unit == OFFICE or not full
        else:
            assert float(one.score.total) == pytest.approx(100 * reached / full)


def test_each_point_still_opens_its_matters_in_the_frozen_snapshot_of_its_day(lived: Lived):
    month = MONTHS[4]
    frozen, sheet = lived.frozen[month], lived.finals[month].appraisal
    assert lived.bench.shelf.verify(frozen) == []
    with lived.bench.shelf.facts(frozen, threads=1) as facts:
        for unit in ACTIVE:
            for item, chosen in ((NOTICE, _noticed_in), (ANSWER, _answered_in)):
                found = {one.case_no for one in cases_behind_point(facts, sheet, unit, item)}
                assert found == {one.case_no for one in COURSES if one.unit == unit and chosen(one, month)}


def _noticed_in(one: Course, month: date) -> bool:
    return one.notice_month == month


def _answered_in(one: Course, month: date) -> bool:
    return one.answer_due.replace(day=1) == month


def test_a_unit_finds_its_own_twelve_sheets_and_no_other(lived: Lived):
    found = lived.bench.ask(appraisals, unit_viewer(TOWNS[1]), as_of=READ_ON)

    assert [one.appraisal.month for one in found] == list(reversed(MONTHS))
    assert {one.unit for line in found for one in line.appraisal.lines} == {TOWNS[1]}


def test_the_drive_by_rule_took_what_was_overdue_that_day_and_tells_what_was_done_since(lived: Lived):
    late = {one.case_no for one in COURSES if one.is_open(BY_RULE_ON) and one.is_late(BY_RULE_ON)}
    assert set(lived.taken) == late and 5 < len(late) < 40
    ruled, _ = drives(lived)

    assert {one.case_no for one in ruled.campaign.entries} == late  # the list stays as it was recorded
    concluded = {one.case_no for one in COURSES if one.case_no in late and not one.is_open(READ_ON)}
    assert ruled.concluded == len(concluded) and ruled.is_closed
    assert (ruled.duties_due, ruled.duties_met) == duties_between(late, BY_RULE_ON, CLOSED_ON)


def test_the_drive_by_hand_holds_what_was_chosen_less_what_left_with_its_reason(lived: Lived):
    _, chosen = drives(lived)

    left = [one for one in chosen.campaign.entries if one.left_on is not None]
    assert [(one.case_no, one.left_why) for one in left] == [(by_hand()[0], "已导入法定途径")]
    assert {one.case_no for one in chosen.matters} == set(by_hand()[1:]) and not chosen.is_closed
    assert (chosen.duties_due, chosen.duties_met) == duties_between(set(by_hand()[1:]), BY_HAND_ON, READ_ON)


def drives(lived: Lived):
    snapshot = lived.bench.snapshot(READ_ON)
    with lived.bench.reading() as session:
        link = session.connection()
        lines = campaign_lines(snapshot, live_campaigns(link, snapshot), owned(link, snapshot))
    told = {line.campaign.campaign_no: line for line in lines}
    return told[DRIVE], told[BY_HAND]


def test_a_topic_of_many_matters_led_to_a_proposal_that_was_answered_in_time(lived: Lived):
    earlier = [one for one in COURSES if one.sent - timedelta(1) <= PROPOSED_ON]
    mine = {one.case_no for one in earlier if one.topic == POLICY}
    assert len(lived.topic) == 20 and set(lived.topic) <= mine  # the office's setting: at most twenty
    assert len({one.topic for one in COURSES} - {POLICY}) == len(OTHERS)  # too few units for a policy
    still = {one.case_no for one in earlier if one.topic == POLICY and one.is_open(PROPOSED_ON)}
    assert len(still & set(lived.topic)) == min(len(still), 20)  # open ones first

    (line,) = lived.bench.ask(proposal_board, SUPERVISOR, as_of=READ_ON)
    assert (line.state, line.proposal.adoption) == (FeedbackState.IN_TIME, Adoption.ADOPTED)
    assert {one.case_no for one in line.proposal.cases} == set(lived.topic)
    (before,) = lived.bench.ask(proposal_board, SUPERVISOR, as_of=PROPOSED_ON)
    assert before.state is FeedbackState.WAITING


def test_the_figures_of_the_year_are_the_sums_of_its_months(lived: Lived):
    snapshot = lived.bench.snapshot(READ_ON)
    months = [counts_of(month, lived.reports) for month in MONTHS]

    assert figure(snapshot, "received", period=WHOLE).denominator == len(COURSES)
    for name in (NOTICE, ANSWER, EXECUTED, SCREENED):
        told = [counted for month in months for (_, item), counted in month.items() if item == name]
        found = figure(snapshot, name, period=WHOLE)
        sums = sum(done for done, _ in told), sum(owed for _, owed in told)
        assert (found.numerator, found.denominator) == sums, name
        by_month = {one.group: one.denominator for one in breakdown(snapshot, name, period=WHOLE, by="month")}
        assert sum(by_month.values()) == sums[1]
    open_late = figure(snapshot, "open_late", period=WHOLE)
    still = [one for one in COURSES if one.is_open(READ_ON)]
    assert open_late.denominator == len(still)
    assert open_late.numerator == sum(one.is_late(READ_ON) for one in still)


def test_the_three_noes_of_the_year_name_the_towns_that_kept_them(lived: Lived):
    found = {one.unit: one for one in town_noes(lived.bench.snapshot(READ_ON), WHOLE)}

    assert len(found) == 14
    for unit in set(found) - set(TOWNS):
        assert found[unit].is_kept is None  # nothing was sent there
    for unit in TOWNS:
        months = [counts_of(month, lived.reports) for month in MONTHS]
        expected = []
        for item in (NOTICE, ANSWER, EXECUTED):
            told = [month[unit, item] for month in months if (unit, item) in month]
            expected.append((sum(owed - done for done, owed in told), sum(owed for _, owed in told)))
        assert [(one.missed, one.due) for one in found[unit].kept] == expected
        assert found[unit].is_kept is not any(missed for missed, _ in expected)


def test_a_units_page_and_notice_tell_what_it_owes_and_did(lived: Lived):
    day, unit = date(YEAR, 10, 30), TOWNS[2]
    theirs = lived.bench.seen_by(unit_viewer(unit))
    snapshot = theirs.snapshot(day)
    with theirs.reading() as session:
        link = session.connection()
        told = notice(link, snapshot, unit, "", calendars=theirs.calendars(link))
    late = {one.number for one in told.late if one.app == "case_review"}
    assert late == {
        one.case_no for one in COURSES if one.unit == unit and one.is_late(day) and one.is_open(day)
    }

    record = {one.indicator.id: one for one in unit_record(theirs.snapshot(END), unit)}
    months = [counts_of(month, lived.reports) for month in MONTHS]
    for item in (NOTICE, ANSWER, SCREENED):
        counted = [month[unit, item] for month in months if (unit, item) in month]
        found = record[item]
        assert (found.numerator, found.denominator) == (
            sum(done for done, _ in counted), sum(owed for _, owed in counted),
        )  # fmt: skip


def test_posts_and_trainings_of_the_year_stand_where_the_office_looks(lived: Lived):
    (before,) = lived.bench.ask(unit_posts, SUPERVISOR, as_of=date(YEAR, 10, 31), unit=TOWNS[0])
    (after,) = lived.bench.ask(unit_posts, SUPERVISOR, as_of=END, unit=TOWNS[0])

    assert [(one.name, times) for _, one, times in before.holders] == [("钱某", 0), ("李某", 2)]
    assert PostKind.COORDINATOR not in before.vacant and PostKind.COORDINATOR in after.vacant


def test_the_yearly_report_says_the_same_and_names_the_proposal(lived: Lived):
    from workbench.briefings.make import Asked, make_briefing
    from workbench.briefings.spans import Span
    from workbench.terms import IssuedKind

    report = make_briefing(lived.bench, Asked(Span(IssuedKind.YEARLY_REPORT, YEAR, 1), as_of=READ_ON))
    figures = {one.indicator.id: one.now for one in report.figures}
    months = [counts_of(month, lived.reports) for month in MONTHS]
    told = [counted for month in months for (_, item), counted in month.items() if item == NOTICE]

    assert (figures[NOTICE].numerator, figures[NOTICE].denominator) == (
        sum(done for done, _ in told), sum(owed for _, owed in told),
    )  # fmt: skip
    words = str(report.sections)
    assert "本年发出三项建议1件，采纳或部分采纳1件，尚未书面反馈0件" in words
    assert f"本年转送、交办信访事项{len(COURSES)}项" in words


def test_the_ledger_of_the_year_gives_the_same_records_again(lived: Lived):
    assert lived.bench.verify_ledger().is_sound
