"""The figures of the whole demo county, asked as a screen and an analyst ask them."""

from __future__ import annotations

from datetime import date

import pytest

from widgets.overview import OverviewState
from workbench import figures
from workbench.app import Workbench
from workbench.indicators.evaluate import Period
from workbench.indicators.statistics import Verdict

LAST_DAY = date(2026, 11, 20)
YEAR = Period(date(2025, 11, 21), LAST_DAY)


def test_the_last_year_of_the_demo_is_that_of_the_report(county: Workbench) -> None:
    received, visits = (
        figures.ask(name, period=YEAR, as_of=LAST_DAY, bench=county).cells[0].figure
        for name in ("received", "visits")
    )

    assert (received.denominator, received.person_times) == (1_777, 2_462)
    assert (visits.denominator, visits.person_times) == (231, 656)


def test_the_overview_of_that_day_says_the_same_and_what_the_fall_is_worth(county: Workbench) -> None:
    state = OverviewState(county, LAST_DAY)
    received = next(one for one in state.figures if one.now.indicator.id == "received")

    assert (state.year, received.now.label) == (YEAR, "1,777")
    assert received.change is not None
    assert received.change.amount == pytest.approx(-0.06, abs=0.005)
    assert received.change.verdict is Verdict.CHANCE
    assert len(state.by_unit) > 40
