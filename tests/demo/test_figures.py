"""The figures of the whole demo county, asked as a screen and an analyst ask them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from widgets.case_review.address import from_address
from widgets.home import HomeState
from widgets.overview import OverviewState
from widgets.overview.tiles import tiles
from workbench import figures
from workbench.app import Workbench
from workbench.briefings.stock import ages, late_matters, unit_loads
from workbench.indicators.evaluate import Period
from workbench.indicators.statistics import Verdict
from workbench.queries.caseload import counts
from workbench.queries.lateness import late_parts
from workbench.queries.situation import GROUPS

LAST_DAY = date(2026, 11, 20)
OPENS = re.compile(r'<a[^>]*href="([^"]+)"[^>]*>(?:<[^>]+>)*(?:在办 )?(\d+)<')
YEAR = Period(date(2025, 11, 21), LAST_DAY)


def test_the_last_year_of_the_demo_is_that_of_the_report(county: Workbench) -> None:
    that_day = Workbench(county.config, clock=lambda: datetime(2026, 11, 20, 2, tzinfo=UTC))
    received, visits = (
        figures.ask(name, period=YEAR, as_of=LAST_DAY, bench=that_day).cells[0].figure
        for name in ("received", "visits")
    )
    that_day.close()

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


def test_what_is_late_is_the_same_number_on_tile_home_bars_and_in_the_briefing(county: Workbench) -> None:
    """Eight of the 43 are concluded, and the report on them is still owed."""
    state = OverviewState(county, LAST_DAY)
    found = state.counts

    assert (found.late_cases, found.open_late, found.ended_late) == (43, 35, 8)
    for by in GROUPS:
        assert sum(one.late for one in state.loads(by)) == found.open_late
    assert sum(one.late for one in state.ages) == found.open_late
    (tile,) = [one for one in HomeState(county, LAST_DAY).tiles if one.label == "超期未完成"]
    assert (tile.count, tile.note) == (43, late_parts(35, 8))

    told = unescape(str(tiles(state)))
    late = told[told.index("超期未完成") : told.index("日内到期")]
    opened = [(int(number), href) for href, number in OPENS.findall(late)]
    assert [number for number, _ in opened] == [43, 35, 8]
    for number, href in opened:
        wanted, _ = from_address(dict(parse_qsl(urlsplit(href).query)), LAST_DAY)
        assert counts(state.snapshot, wanted).cases == number

    frozen = county.shelf.create(LAST_DAY, ahead=True)
    with county.shelf.facts(frozen) as facts:
        said = late_matters(facts)
        assert (said.open_late, said.ended_late) == (35, 8)
        assert sum(one.late for one in unit_loads(facts, LAST_DAY)) == 35
        assert sum(one.late for one in ages(facts)) == 35
