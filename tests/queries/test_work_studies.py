"""What is shown of the hearing of petition work, and when the office is reminded of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register
from workbench.acts.work_studies import RecordStudy, SetStudyInterval, StrikeStudy
from workbench.indicators.catalogue import catalogue
from workbench.indicators.evaluate import Period, evaluate
from workbench.queries.unit_duties import unit_duties, unit_viewer
from workbench.queries.work_studies import study_lines
from workbench.terms import StudyBody

COMMITTEE, GOVERNMENT = StudyBody
TODAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def study(on, body=COMMITTEE, heard="一季度信访形势"):
    return RecordStudy(body, on, "市委常委会会议", "纪要〔2026〕3号", heard, "按月调度超期事项")


def interval(months, since, body=COMMITTEE):
    return SetStudyInterval(body, months, since, "市委办〔2026〕2号")


def reminded(bench, unit=OFFICE, as_of=TODAY):
    seen = bench.seen_by(unit_viewer(unit))
    with seen.reading() as session:
        link = session.connection()
        found = unit_duties(link, seen.snapshot(as_of), unit, calendars=bench.calendars(link))
    return [(one.number, one.due_on, one.days_late(as_of)) for one in found if one.app == "meeting"]


def test_without_an_interval_nothing_is_due_and_nobody_is_reminded(bench):
    bench.perform(make_register(case_no="A"), study(date(2024, 1, 9)), actor=CLERK)

    committee, government = bench.ask(study_lines, as_of=TODAY)
    assert (committee.interval, committee.due_on, committee.days_late) == (None, None, 0)
    assert committee.last.on == date(2024, 1, 9) and committee.basis == "《信访工作条例》第九条第二款"
    assert (government.version, government.last) == (0, None) and "条例未规定" in government.basis
    assert reminded(bench) == []


def test_the_office_is_reminded_a_month_ahead_and_until_it_was_heard(bench):
    bench.perform(interval(3, date(2025, 12, 1)), interval(12, date(2026, 2, 1), GOVERNMENT), actor=CLERK)

    assert reminded(bench, as_of=date(2026, 1, 15)) == []  # more than a month ahead
    assert reminded(bench) == [("市委常委会", date(2026, 3, 1), 30)]
    assert reminded(bench, TOWN) == []
    bench.perform(study(date(2026, 3, 30)), actor=CLERK)
    assert reminded(bench) == []
    bench.perform(StrikeStudy(COMMITTEE, 1, TODAY, "登记错了会议"), actor=CLERK)
    assert reminded(bench) == [("市委常委会", date(2026, 3, 1), 30)]
    (committee, _) = bench.ask(study_lines, as_of=TODAY)
    assert not committee.sessions and committee.struck[0][1].struck_why == "登记错了会议"
    (before, _) = bench.ask(study_lines, as_of=date(2026, 3, 30))
    assert before.last is not None and not before.struck


def test_a_telephone_number_in_the_minutes_is_not_shown(bench):
    bench.perform(study(TODAY, heard="来电13800001111反映"), actor=CLERK)

    (committee, _) = bench.ask(study_lines, as_of=TODAY)
    assert "13800001111" not in committee.last.heard


def test_what_the_interval_asked_for_is_a_fact_of_the_snapshot_and_a_figure(bench):
    bench.perform(study(date(2025, 11, 3)), interval(3, date(2025, 12, 1)), actor=CLERK)
    bench.perform(study(date(2026, 1, 20), GOVERNMENT), actor=CLERK)
    before = bench.snapshot(TODAY)
    (owed,) = evaluate(before, catalogue()["work_heard"], period=YEAR, as_of=TODAY)
    assert (owed.numerator, owed.denominator) == (0, 1)  # over since the first of March

    bench.perform(study(date(2026, 2, 9)), interval(12, date(2026, 3, 1), GOVERNMENT), actor=CLERK)
    asked = "select subkind, number, due_on, met_on, ended_on from commitment_fact order by raised_on, due_on"
    assert bench.snapshot(TODAY).rows(asked) == [
        ("standing_committee", "市委常委会 2025-11-03（没有间隔）", "2025-11-03", "2025-11-03", "2025-11-03"),
        ("standing_committee", "市委常委会 2025-12-01", "2026-03-01", "2026-02-09", None),
        ("government", "市政府常务会议 2026-01-20（没有间隔）", "2026-01-20", "2026-01-20", "2026-01-20"),
        ("standing_committee", "市委常委会 2026-02-09", "2026-05-09", None, None),
        ("government", "市政府常务会议 2026-03-01", "2027-03-01", None, None),
    ]
    (heard,) = evaluate(bench.snapshot(TODAY), catalogue()["work_heard"], period=YEAR, as_of=TODAY)
    assert (heard.numerator, heard.denominator) == (1, 1)


@pytest.mark.parametrize("body", StudyBody)
def test_a_session_of_a_later_day_is_not_told(bench, body):
    bench.perform(study(TODAY, body), actor=CLERK)

    told = {one.body: one.sessions for one in bench.ask(study_lines, as_of=date(2026, 3, 30))}
    assert told[body] == ()
