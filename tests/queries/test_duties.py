"""What is due soon is told by who owes it: also the day within which a simple matter is to be sent on."""

from __future__ import annotations

from datetime import date

from tests.factories import CLERK, OFFICE, TOWN, make_register
from tests.issued import make_issue
from workbench.acts.issuing import WithdrawDocument
from workbench.queries.duties import count_duties
from workbench.queries.unit_duties import OPEN, unit_duties, unit_viewer
from workbench.terms import IssuedKind, IssuedSubject, Procedure

TITLE = "简易办理：逐级转送"


def test_the_day_to_send_a_simple_matter_on_is_shown_where_other_limits_are(bench):
    bench.perform(make_register(case_no="A", on=date(2026, 3, 31), procedure=Procedure.SIMPLE), actor=CLERK)

    page = bench.case_page("A")
    snapshot = bench.snapshot()
    (found,) = [one for one in page.deadlines if one.title == TITLE]
    assert "简易办理办法" in str(dict(found.lines))
    asked = "select unit, due, state from deadline_fact where rule_id = 'R-SIMPLE-FWD1'"
    assert snapshot.rows(asked) == [(OFFICE, "2026-04-01", "running")]
    assert snapshot.value("select next_rule from case_fact") == "R-SIMPLE-FWD1"
    assert count_duties(snapshot, OFFICE, None).cases == 1
    assert count_duties(snapshot, OFFICE, None).late == 0


def yearly(bench, unit=OFFICE):
    """Return what the unit owes of yearly reports."""
    seen = bench.seen_by(unit_viewer(unit))
    with seen.reading() as session:
        link = session.connection()
        found = unit_duties(link, seen.snapshot(), unit, calendars=bench.calendars(link))
    return [one for one in found if one.app == "briefing"]


def test_the_office_owes_the_report_of_the_last_year_until_it_is_issued(bench):
    """Article 41: every year; the day comes by notice, so it is late on none."""
    bench.perform(make_register(case_no="NEW", on=date(2026, 1, 5)), actor=CLERK)
    assert yearly(bench) == []  # of 2025 nothing is on record here

    bench.perform(make_register(case_no="OLD", on=date(2025, 5, 6)), actor=CLERK)
    (owed,) = yearly(bench)
    assert (owed.what, owed.number, owed.span(date(2026, 3, 31))) == ("信访情况年度报告", "2025年", OPEN)
    assert dict(owed.at) == {"kind": "yearly_report", "period": "2025"}
    assert yearly(bench, TOWN) == []

    report = make_issue(
        1,
        subject="2025",
        kind=IssuedKind.YEARLY_REPORT,
        subject_kind=IssuedSubject.PERIOD,
        series="briefing:430682XF:2026",
        pattern="临信报〔2026〕{}号",
    )
    bench.perform(report, actor=CLERK)
    assert yearly(bench) == []
    bench.perform(WithdrawDocument(report.document_no, date(2026, 3, 30), "数字有误"), actor=CLERK)
    assert [one.number for one in yearly(bench)] == ["2025年"]
