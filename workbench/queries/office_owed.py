"""What the petition office owes for no single matter: of a year, and that a body hears of the work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from workbench.law.limits import limit_on, rule_title
from workbench.law.year_assessment import RULE as ASSESSMENT
from workbench.queries.office_duties import YEARLY_REPORT, missing_yearly_report
from workbench.queries.work_studies import study_lines
from workbench.queries.year_assessments import assessment_owed
from workbench.snapshots.read import Snapshot
from workbench.terms import IssuedKind

# What, number, subject, due on, screen and address: the fields of ``unit_duties.Owed``.
Told = tuple[str, str, str, date | None, str, tuple[tuple[str, str], ...]]


def office_owed(connection: Connection, snapshot: Snapshot) -> Iterator[Told]:
    """Yield what the office owes on the snapshot's day, each as the fields of a duty."""
    yield from _yearly_report(connection, snapshot)
    yield from _assessment(connection, snapshot)
    yield from _studies(connection, snapshot.as_of)


def _yearly_report(connection: Connection, snapshot: Snapshot) -> Iterator[Told]:
    """Yield the report of the last year (art. 41), which the law gives no day."""
    year = missing_yearly_report(connection, snapshot)
    if year is not None:
        at = (("kind", IssuedKind.YEARLY_REPORT.value), ("period", str(year)))
        subject = "《信访工作条例》第四十一条；报送日期按通知"
        yield rule_title(YEARLY_REPORT), f"{year}年", subject, None, "briefing", at


def _assessment(connection: Connection, snapshot: Snapshot) -> Iterator[Told]:
    """Yield what of the last year's assessment is left to do (art. 39(1)), which the law gives no day."""
    found = assessment_owed(connection, snapshot)
    if found is None:
        return
    year, told = found
    at, basis = (("tab", "years"),), limit_on(ASSESSMENT, date(year, 12, 31)).basis
    if told is None:
        yield rule_title(ASSESSMENT), f"{year}年", basis, None, "appraisal", at
        return
    number = told.assessment_no
    if told.circulated_on is None:
        yield "通报年度考核结果", number, f"{basis}；在适当范围内通报", None, "appraisal", at
    if told.referred_on is None:
        yield "送交年度考核结果", number, f"{basis}；作为综合考核评价的重要参考", None, "appraisal", at


def _studies(connection: Connection, as_of: date) -> Iterator[Told]:
    """Yield whose interval to hear of the work ends (art. 9(2)): the office has it put on the agenda."""
    for line in study_lines(connection, as_of=as_of):
        if line.interval is not None and line.due_on is not None:
            words = f"{line.basis}；间隔{line.interval.months}个月，本地设定"
            at = (("tab", "studies"),)
            yield "提请听取信访工作汇报", line.body.label, words, line.due_on, "meeting", at
