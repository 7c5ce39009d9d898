"""Final monthly sheets of a year, for tests of the yearly assessment."""

from datetime import date

from tests.appraised import BOSS, NOTICE, OWN, accepted, drafted, final, objected, published
from tests.factories import OTHER_TOWN, TOWN
from workbench.acts.year_assessments import RecordAssessment
from workbench.law.appraisal import number_of
from workbench.law.appraisal_parts import SheetLine
from workbench.law.year_assessment import YearSheet

JANUARY, FEBRUARY = "KH-2025-01-1", "KH-2025-02-1"
NUMBER, ON = "NK-2025-1", date(2026, 1, 20)
OF = (YearSheet(JANUARY), YearSheet(FEBRUARY))
RECORD = RecordAssessment(NUMBER, 2025, 1, ON, OF, "临信联〔2026〕1号", "平稳", "其余月份没有开展月考核")


def one_month():
    """Pairs of acts and actors: January alone."""
    return list(two_months())[:5]


def two_months():
    """Pairs of acts and actors: January with a corrected item, February as it was drafted; both final."""
    for month, lines in (
        (1, (SheetLine(TOWN, NOTICE, 3, 4), SheetLine(OTHER_TOWN, NOTICE, 1, 1))),
        (2, (SheetLine(TOWN, NOTICE, 1, 2),)),
    ):
        number, first = number_of(date(2025, month, 1), 1), date(2025, month, 1)

        def day(at, month=month):
            return date(2025, month + 1, at)

        yield drafted(month=first, on=day(3), lines=lines), BOSS
        yield published(number, day(4), day(11)), BOSS
        if month == 1:
            yield objected(number=number, on=day(5)), OWN
            yield accepted(number=number, on=day(6)), BOSS
        yield final(number, day(12)), BOSS
