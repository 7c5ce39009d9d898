"""The yearly report says who heard of the work, how often it was due, and which units were assessed."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from tests.factories import CLERK
from tests.year_assessed import RECORD, two_months
from workbench.acts.work_studies import RecordStudy, SetStudyInterval, StrikeStudy
from workbench.briefings.office import LAYOUT, OLDER, Heard, assessed, heard, office_blocks
from workbench.indicators.evaluate import Period
from workbench.snapshots.schema import VERSION
from workbench.terms import StudyBody

COMMITTEE, GOVERNMENT = StudyBody
TODAY = date(2026, 3, 31)
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def session(on, body=COMMITTEE):
    return RecordStudy(body, on, "市委常委会会议", f"纪要〔{on.year}〕{on.month}号", "信访形势")


@pytest.fixture
def office(bench):
    """Due on 1 April, 20 June, 10 October: in time, late, never; the government has no interval."""
    for act, actor in two_months():
        bench.perform(act, actor=actor)
    bench.perform(
        SetStudyInterval(COMMITTEE, 3, date(2025, 1, 1), "市委办〔2025〕2号"),
        session(date(2025, 3, 20)),
        session(date(2025, 7, 10)),
        session(date(2025, 9, 1)),
        StrikeStudy(COMMITTEE, 3, date(2026, 1, 5), "登记错了会议"),
        session(date(2025, 5, 6), GOVERNMENT),
        RECORD,
        actor=CLERK,
    )
    return bench


def told(bench, as_of=TODAY, layout=VERSION):
    with bench.shelf.facts(bench.shelf.create(as_of)) as facts:
        counted = SimpleNamespace(facts=facts, periods=(YEAR,), as_of=as_of, layout=layout)
        return heard(facts, YEAR, as_of), assessed(facts), office_blocks(counted)


def test_hearings_are_counted_as_the_interval_of_that_day_asks_and_the_source_is_told(office):
    found, units, blocks = told(office)

    assert found == (Heard(COMMITTEE, 3, 1, 1, 1, 2), Heard(GOVERNMENT, 0, 0, 0, 0, 1))
    ((year, number, _, count),) = [(one.year, one.number, one.on, one.units) for one in units]
    assert (year, number, count) == (2025, RECORD.assessment_no, 2)
    words, table, assessed_words, assessed_table = blocks
    assert "截至2026年3月31日" in words.text and "应听取信访工作汇报3次，按期听取1次" in words.text
    assert table.rows[1][1] == "本地工作制度，条例未规定" and "第九条第二款" in table.note
    assert "2025年年度考核结果的2个" in assessed_words.text and "第三十九条第一款" in assessed_table.note


def test_as_of_an_earlier_day_what_was_struck_later_counts_and_no_unit_is_assessed(office):
    found, units, blocks = told(office, date(2026, 1, 2))

    assert found[0] == Heard(COMMITTEE, 4, 2, 1, 1, 3)
    assert units == () and "没有登记年度考核结果" in blocks[-1].text


def test_an_older_snapshot_says_that_it_knows_nothing_of_it(office):
    (words,) = told(office, layout=LAYOUT - 1)[2]
    assert words.text == OLDER
