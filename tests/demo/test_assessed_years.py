"""The yearly assessments of the demo: of each full year with final sheets, made known and handed on."""

from tests.demo.test_appraisals import GUEST
from tests.year_assessed import FEBRUARY, JANUARY, two_months
from workbench.demo.assessed_years import assess_years
from workbench.demo.plan import LAST_DAY
from workbench.queries.year_assessments import year_lines


def test_each_full_year_with_final_sheets_is_assessed_once(bench):
    for act, actor in two_months():
        bench.perform(act, actor=actor)

    assert assess_years(bench) == 1
    (line,) = bench.ask(year_lines, GUEST, as_of=LAST_DAY)
    told = line.assessment
    assert [number for number, _ in line.sheets] == [JANUARY, FEBRUARY]
    assert told.year == 2025 and "10个月" in (told.missing_why or "")
    assert told.assessed_on < told.circulated_on < told.referred_on <= LAST_DAY
    assert assess_years(bench) == 0
    assert bench.verify_ledger().is_sound


def test_without_final_sheets_no_year_is_assessed(bench):
    assert assess_years(bench) == 0
