"""What the fixed menu tells of a share: no side of it small, and its two ends beside it."""

from datetime import date

import pytest

from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Figure, Period
from workbench.indicators.waiting import ends
from workbench.queries.totals import told_ends, told_share

AS_OF = date(2026, 3, 31)
YEAR = Period(date(2025, 4, 1), AS_OF)
SMALL = "样本过小，不列"


def rated(denominator, numerator, silent):
    found = Figure(indicator("satisfied"), YEAR, AS_OF, denominator, numerator, denominator)
    return found, ends(found, silent)


@pytest.mark.parametrize(("denominator", "numerator", "silent", "told"), [
    (20, 15, 30, ("75%", "30%–90%")),
    (20, 20, 30, ("100%", "40%–100%")),
    (20, 15, 0, ("75%", "75%–75%")),
    (0, 0, 30, ("无案件", "0%–100%")),
    (20, 15, 4, ("75%", SMALL)),  # who said nothing could be told
    (20, 17, 30, (SMALL, SMALL)),
    (20, 3, 30, (SMALL, SMALL)),
    (4, 0, 30, (SMALL, SMALL)),
    (0, 0, 0, ("无案件", "")),
])  # fmt: skip
def test_a_share_of_the_menu_stands_with_both_ends_unless_a_side_is_small(
    denominator, numerator, silent, told
):
    found, between = rated(denominator, numerator, silent)
    assert (told_share(found), told_ends(found, between)) == told


def test_a_figure_that_knows_no_silence_has_no_ends():
    assert told_ends(Figure(indicator("accepted_on_time"), YEAR, AS_OF, 20, 15, 20), None) == ""
