"""The figures of the demo county are those of the office's report, in the last of five years."""

from datetime import timedelta
from itertools import pairwise

import pytest

from workbench.demo.dice import Dice
from workbench.demo.plan import LAST_DAY, arrivals, group_sizes, years_of
from workbench.demo.workdays import Workdays
from workbench.law.calendar import shipped_calendars
from workbench.terms import Channel


@pytest.fixture(scope="module")
def workdays():
    years = years_of()
    return Workdays(shipped_calendars().latest, years[0].start, LAST_DAY)


def test_the_last_year_has_the_figures_of_the_report():
    last = years_of()[-1]

    assert last.end == LAST_DAY
    assert (last.batches, last.person_times) == (1777, 2462)
    assert (last.visit_batches, last.visit_person_times) == (231, 656)
    assert last.online_batches / last.batches > 0.5


def test_five_years_follow_each_other_without_a_gap():
    years = years_of()

    assert len(years) == 5
    assert all(after.start == before.end + timedelta(days=1) for before, after in pairwise(years))
    assert all((year.end - year.start).days in (364, 365) for year in years)


def test_each_year_has_fewer_batches_and_person_times_than_the_one_before():
    years = years_of()

    for before, after in pairwise(years):
        assert after.batches / before.batches == pytest.approx(0.94, abs=0.003)
        assert after.person_times / before.person_times == pytest.approx(0.90, abs=0.003)


@pytest.mark.parametrize("matters", [20, 137, 5_000, 100_000])
def test_a_county_of_another_size_has_exactly_so_many_matters(matters):
    years = years_of(matters)

    assert sum(year.matters for year in years) == matters
    assert all(year.person_times >= year.batches for year in years)


@pytest.mark.parametrize("matters", [None, 20, 400])
def test_the_arrivals_of_a_year_are_what_was_planned(workdays, matters):
    year = years_of(matters)[-1]

    come = arrivals(Dice(7), year, workdays, is_first=False)

    visits = [one for one in come if one.channel is Channel.VISIT]
    assert len(come) == year.batches
    assert sum(one.people for one in come) == year.person_times
    assert len(visits) == year.visit_batches
    assert sum(one.people for one in visits) == year.visit_person_times
    assert sum(one.channel is Channel.ONLINE for one in come) == year.online_batches
    assert sum(one.is_repeat for one in come) == year.repeats


def test_petitions_are_registered_on_working_days_in_order(workdays):
    year = years_of()[-1]

    days = [one.on for one in arrivals(Dice(7), year, workdays, is_first=False)]

    assert days == sorted(days)
    assert set(days) <= set(workdays.between(year.start, year.end))


def test_nobody_comes_again_in_the_first_weeks_of_the_demo(workdays):
    year = years_of()[0]

    come = arrivals(Dice(7), year, workdays, is_first=True)

    assert min(one.on for one in come if one.is_repeat) >= year.start + timedelta(days=45)


@pytest.mark.parametrize(("batches", "people"), [(231, 656), (1, 1), (3, 9), (40, 41), (500, 900)])
def test_groups_have_so_many_people_in_all(batches, people):
    sizes = group_sizes(Dice(1), batches, people)

    assert len(sizes) == batches
    assert sum(sizes) == people
    assert min(sizes) >= 1
