"""Final monthly sheets of a year, for tests of the yearly assessment."""

from datetime import date

from tests.appraised import BOSS, NOTICE, OWN, accepted, drafted, final, objected, published
from tests.factories import OTHER_TOWN, TOWN
from workbench.law.appraisal import number_of
from workbench.law.appraisal_parts import SheetLine

JANUARY, FEBRUARY = "KH-2025-01-1", "KH-2025-02-1"


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
