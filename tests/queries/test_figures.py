import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from workbench import queries
from workbench.indicators.catalogue import DefinitionError, catalogue, indicator
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter, FigureCases
from workbench.queries.caseload import page
from workbench.queries.figures import breakdown, cases_behind, cells, figure, review_figures
from workbench.queries.overview import overview

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
DIRECT = re.compile(r"^from workbench\.indicators\.catalogue import .*\bindicator\b", re.MULTILINE)


class Untouched:
    """Facts of which nothing may be asked."""

    as_of = date(2026, 12, 31)

    def execute(self, *asked):
        raise AssertionError(f"asked: {asked}")

    rows = value = execute


def test_a_definition_that_no_engine_can_ask_is_refused_before_anything_is_asked(monkeypatch):
    broken = {**catalogue(), "open_late": replace(indicator("open_late"), that="late_limits > 0")}
    monkeypatch.setattr("workbench.indicators.catalogue.catalogue", lambda: broken)
    asked = (
        lambda: figure(Untouched(), "open_late", period=YEAR),
        lambda: breakdown(Untouched(), "open_late", period=YEAR, by="unit"),
        lambda: review_figures(Untouched(), period=YEAR),
        lambda: cells(Untouched(), "open_late", period=YEAR, by=("unit", "month")),
        lambda: page(Untouched(), CaseFilter(figure=FigureCases("open_late", YEAR))),
    )
    for ask in asked:
        with pytest.raises(
            DefinitionError, match="指标“超期未办占在办比”的 that 不能执行：没有“late_limits”这一栏"
        ):
            ask()


def test_no_query_takes_a_definition_that_nobody_has_tried():
    for path in Path(queries.__file__).parent.glob("*.py"):
        assert path.stem == "in_force" or not DIRECT.search(path.read_text("utf-8")), path


def test_no_cases_is_not_zero_percent(maker):
    result = figure(maker.write(), "concluded_on_time", period=YEAR)

    assert result.value is None
    assert result.label == "无案件"


def test_an_open_late_case_stays_in_the_denominator(maker):
    maker.case(path="31-6", handling_due="2026-10-01", handling_on="2026-09-30")
    maker.case(path="31-6", handling_due="2026-10-01")
    maker.case(path="31-6", handling_due="2026-12-31")

    result = figure(maker.write(), "concluded_on_time", period=YEAR)

    assert (result.numerator, result.denominator) == (1, 2)
    assert result.is_small


def test_a_limit_that_was_missed_stays_in_the_denominator_when_another_path_was_found_later(maker):
    maker.case(path="31-2", handling_due="2026-10-01", handling_on="2026-10-30")
    maker.case(path="31-4", handling_due="2026-10-01")
    maker.case(path="31-4")  # led there in time: no limit of article 34 is left

    result = figure(maker.write(), "concluded_on_time", period=YEAR)

    assert (result.numerator, result.denominator) == (0, 2)


def test_a_count_is_no_share(maker):
    maker.case(person_times=7)

    result = figure(maker.write(), "received", period=YEAR)

    assert result.numerator is None
    assert (result.label, result.person_times) == ("1", 7)


def test_a_matter_that_came_twice_is_received_twice_but_listed_once(maker):
    maker.case(batches=2, person_times=3)
    snapshot = maker.write()

    result = figure(snapshot, "received", period=YEAR)

    assert (result.denominator, result.person_times) == (2, 6)
    assert len(page(snapshot, CaseFilter(figure=cases_behind(result, "all")), limit=None)) == 1


def test_the_groups_of_a_breakdown_add_up_to_the_whole(maker):
    for month in ("01", "01", "05"):
        maker.case(registered_on=f"2026-{month}-09", unit="430682104")
    snapshot = maker.write()

    rows = breakdown(snapshot, "received", period=YEAR, by="month")

    assert [(row.group, row.denominator) for row in rows] == [("2026-01", 2), ("2026-05", 1)]
    assert sum(row.denominator for row in rows) == figure(snapshot, "received", period=YEAR).denominator


def test_every_part_of_a_figure_opens_exactly_its_cases(maker):
    maker.case(notice_due="2026-10-16", notice_on="2026-10-16")
    maker.case(notice_due="2026-10-16", notice_on="2026-10-20")
    maker.case(notice_due="2026-10-16", unit="430682104")
    snapshot = maker.write()

    for found in breakdown(snapshot, "accepted_on_time", period=YEAR, by="unit"):
        for part, expected in (
            ("all", found.denominator),
            ("passed", found.numerator),
            ("failed", found.denominator - found.numerator),
        ):
            wanted = CaseFilter(figure=cases_behind(found, part, by="unit"))
            assert len(page(snapshot, wanted, limit=None)) == expected


def test_the_filter_narrows_the_figures_but_its_own_period_does_not_cut_twice(maker):
    maker.case(channel="visit", notice_due="2026-03-01", notice_on="2026-03-01", registered_on="2025-12-30")
    maker.case(channel="call", notice_due="2026-03-01", notice_on="2026-03-01")
    wanted = CaseFilter(channels=("visit",), registered_from=date(2026, 1, 1))

    figures = {
        found.indicator.id: found.denominator
        for found in review_figures(maker.write(), period=YEAR, wanted=wanted)
    }

    assert figures["accepted_on_time"] == 1


def test_figures_asked_together_equal_those_asked_alone(maker):
    maker.case(path="31-6", handling_due="2026-10-30", handling_on="2026-10-30", batches=2)
    maker.case(path="31-6", handling_due="2026-10-30", notice_due="2026-10-16", late_deadlines=1)
    maker.case(registered_on="2025-01-01")
    snapshot = maker.write()

    together = review_figures(snapshot, period=YEAR)

    assert together == [figure(snapshot, found.indicator.id, period=YEAR) for found in together]


def test_the_home_page_counts_what_is_open_late_and_due_soon(maker):
    maker.case(late_deadlines=1, next_due=None, batch="B1")
    maker.case(next_due="2026-11-22", batch="B1")
    maker.case(is_open=0, batch="B2")

    result = overview(maker.write())

    assert (result.all_cases, result.open_cases, result.late_cases, result.due_soon) == (3, 2, 1, 1)
    assert [(batch.batch, batch.cases) for batch in result.batches] == [("B2", 1), ("B1", 2)]
