"""The yearly assessment: sums of final sheets that lead to their months, a unit's own row, what is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.appraised import BOSS, NOTICE, drafted, final, published
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.year_assessed import FEBRUARY, JANUARY, NUMBER, OF, ON, RECORD, two_months
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.year_assessments import CirculateAssessment, RecordAssessment, ReferAssessment
from workbench.law.year_assessment import YearAssessmentError, YearSheet
from workbench.queries.unit_duties import unit_duties, unit_viewer
from workbench.queries.year_assessments import final_sheets, next_edition, year_lines
from workbench.terms import Role

TODAY, TOMORROW = date(2026, 3, 31), date(2026, 4, 1)
SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
OWN = Viewer("town", "李经办", Role.HANDLER, TOWN)
CIRCULATE = CirculateAssessment(NUMBER, date(2026, 1, 26), "各镇街、市直单位", "临信联〔2026〕2号")
REFER = ReferAssessment(NUMBER, date(2026, 1, 28), "市委组织部", "临信联函〔2026〕1号")


@pytest.fixture
def sheets(bench):
    for act, actor in two_months():
        bench.perform(act, actor=actor)
    return bench


def lines(bench, viewer=SUPERVISOR, as_of=TODAY):
    return bench.ask(year_lines, viewer, as_of=as_of)


def owed(bench, unit=OFFICE):
    seen = bench.seen_by(unit_viewer(unit))
    with seen.reading() as session:
        link = session.connection()
        found = unit_duties(link, seen.snapshot(), unit, calendars=bench.calendars(link))
    return [(one.what, one.number, one.due_on) for one in found if one.app == "appraisal"]


def test_sums_are_those_of_the_final_sheets_as_corrected_and_lead_to_their_months(sheets):
    sheets.perform(RECORD, actor=CLERK)

    (line,) = lines(sheets)
    town, other = line.units
    assert (town.unit, town.sums[NOTICE]) == (TOWN, (5, 6))  # 4 of 4 after the objection, 1 of 2
    assert town.months == {JANUARY: {NOTICE: (4, 4)}, FEBRUARY: {NOTICE: (1, 2)}}
    assert (other.unit, other.sums) == (OTHER_TOWN, {NOTICE: (1, 1)})
    assert line.sheets == ((JANUARY, date(2025, 1, 1)), (FEBRUARY, date(2025, 2, 1)))
    assert NOTICE in dict(line.items) and not line.corrected and line.replaced_by is None
    assert lines(sheets, as_of=date(2026, 1, 19)) == ()


def test_which_units_are_assessed_is_a_fact_of_the_snapshot_and_follows_the_ledger(sheets):
    sheets.perform(make_register(case_no="A", on=date(2026, 1, 5)), actor=CLERK)
    asked = (
        "select code, assessed_year, assessed_no, assessed_on from unit_fact where assessed_no is not null"
    )
    assert sheets.snapshot(TODAY).rows(asked) == []
    sheets.perform(RECORD, actor=CLERK)

    told = (2025, NUMBER, ON.isoformat())
    assert sheets.snapshot(TODAY).rows(f"{asked} order by code") == [(TOWN, *told), (OTHER_TOWN, *told)]
    assert sheets.snapshot(date(2026, 1, 19)).rows(asked) == []
    with sheets.shelf.facts(sheets.shelf.create(TODAY)) as kept:
        assert sorted(kept.execute(asked)) == [(TOWN, *told), (OTHER_TOWN, *told)]


def test_a_unit_sees_its_own_row_once_the_result_is_made_known(sheets):
    sheets.perform(RECORD, actor=CLERK)
    assert lines(sheets, OWN) == ()

    sheets.perform(CIRCULATE, actor=CLERK)
    (line,) = lines(sheets, OWN)
    assert [one.unit for one in line.units] == [TOWN]
    assert lines(sheets, OWN, date(2026, 1, 25)) == ()


def test_the_office_is_told_what_of_the_last_year_is_owed_without_a_day(sheets):
    assert owed(sheets) == []  # of 2025 no matter is on record here
    sheets.perform(make_register(case_no="OLD", on=date(2025, 5, 6)), actor=CLERK)
    assert owed(sheets) == [("信访工作年度考核", "2025年", None)]
    assert owed(sheets, TOWN) == []
    sheets.perform(RECORD, actor=CLERK)
    assert owed(sheets) == [("送交年度考核结果", NUMBER, None), ("通报年度考核结果", NUMBER, None)]
    sheets.perform(CIRCULATE, REFER, actor=CLERK)
    assert owed(sheets) == []


def test_a_corrected_month_is_told_and_the_assessment_stays_as_it_was(sheets):
    sheets.perform(RECORD, actor=CLERK)
    number = "KH-2025-02-2"
    correct = drafted(2, month=date(2025, 2, 1), on=date(2026, 2, 3), lines=(), replaces=FEBRUARY, why="漏计")
    sheets.perform(correct, published(number, date(2026, 2, 4), date(2026, 2, 11)), actor=BOSS)
    assert lines(sheets)[0].corrected == ()
    sheets.perform(final(number, date(2026, 2, 12)), actor=BOSS)

    (line,) = lines(sheets)
    assert line.corrected == (FEBRUARY,) and line.units[0].sums[NOTICE] == (5, 6)
    newest = [one.appraisal_no for one in sheets.ask(final_sheets, 2025, as_of=TODAY)]
    assert newest == [JANUARY, number]
    assert sheets.ask(next_edition, 2025) == 2
    again = RecordAssessment("NK-2025-2", 2025, 2, TODAY, OF, "三号", "平稳", "同上", "更正")
    with pytest.raises(YearAssessmentError, match="以更正版为依据"):
        sheets.perform(again, actor=CLERK)
    of = tuple(map(YearSheet, newest))
    sheets.perform(
        RecordAssessment("NK-2025-2", 2025, 2, TODAY, of, "三号", "平稳", "同上", "更正"), actor=CLERK
    )
    assert [one.replaced_by for one in lines(sheets)] == [None, "NK-2025-2"]
    assert sheets.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "actor", "told"),
    [
        (RECORD, Actor("x", Role.SUPERVISOR, TOWN), "只有信访部门"),
        (replace(RECORD, on=TOMORROW), CLERK, "考核日期（2026-04-01）晚于今天"),
        (replace(CIRCULATE, on=TOMORROW), CLERK, "通报日期（2026-04-01）晚于今天"),
        (replace(REFER, on=TOMORROW), CLERK, "送交日期（2026-04-01）晚于今天"),
        (RecordAssessment("NK-2025-2", 2025, 2, ON, OF, "一号", "平稳", "无", "更正"), CLERK, "别的版次"),
    ],
)
def test_what_is_refused_leaves_nothing(sheets, act, actor, told):
    with pytest.raises(YearAssessmentError, match=told):
        sheets.perform(act, actor=actor)
    assert lines(sheets) == ()
