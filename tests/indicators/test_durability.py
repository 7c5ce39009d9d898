"""How closures held: matters whose window runs still are not counted, and the closing unit answers."""

from datetime import date

import pytest

from workbench.indicators.catalogue import catalogue, indicator
from workbench.indicators.evaluate import Period, evaluate
from workbench.indicators.waiting import bounds

YEAR = {"period": Period(date(2026, 1, 1), date(2026, 12, 31)), "as_of": date(2026, 11, 20)}
OVER, RUNNING = (
    {"closed_on": "2026-03-02", "closed_days": 263},
    {"closed_on": "2026-11-02", "closed_days": 18},
)


def closed(maker, **facts):
    maker.case(is_open=0, **{"closed_by": "430682D01", "batches_until_closed": 1, **facts})


def test_a_closure_holds_if_nobody_came_back_within_the_window(maker):
    closed(maker, **OVER)
    closed(maker, **OVER, returned_on="2026-05-31", return_days=90)
    closed(maker, **OVER, returned_on="2026-06-01", return_days=91)

    (found,) = evaluate(maker.write(), indicator("closure_held"), **YEAR)

    assert (found.numerator, found.denominator) == (2, 3)


def test_a_window_that_runs_still_is_not_counted_but_gives_bounds(maker):
    closed(maker, **OVER)
    closed(maker, **RUNNING)
    closed(maker, **RUNNING, returned_on="2026-11-10", return_days=8)
    snapshot = maker.write()

    (found,) = evaluate(snapshot, indicator("closure_held"), **YEAR)
    between = bounds(snapshot, found)

    assert (found.numerator, found.denominator) == (1, 1)
    assert between is not None
    assert (between.low, between.high, between.silent) == (1 / 3, 1.0, 2)


def test_the_unit_that_closed_answers_not_the_one_that_got_it_afterwards(maker):
    closed(maker, **OVER, unit="430682104", returned_on="2026-03-10", return_days=8)

    found = evaluate(maker.write(), indicator("closure_held"), by="unit", **YEAR)

    assert [(one.group, one.numerator, one.denominator) for one in found] == [("430682D01", 0, 1)]


def test_at_first_means_that_nobody_had_to_come_twice_before(maker):
    closed(maker, **OVER)
    closed(maker, **OVER, batches_until_closed=2)
    closed(maker, **RUNNING, returned_on="2026-11-10", return_days=8)
    snapshot = maker.write()

    (at_first,) = evaluate(snapshot, indicator("settled_at_first"), **YEAR)
    (returned,) = evaluate(snapshot, indicator("returned_after_first"), **YEAR)

    assert (at_first.numerator, at_first.denominator) == (1, 1)
    assert (returned.numerator, returned.denominator) == (1, 2)


def test_a_rating_before_the_answer_is_told_from_one_after_it(maker):
    closed(maker, **OVER, satisfaction="satisfied", rated_on="2026-03-02")
    closed(maker, **OVER, satisfaction="satisfied", rated_on="2026-03-01")
    maker.case(satisfaction="dissatisfied", rated_on="2026-03-01")

    (found,) = evaluate(maker.write(), indicator("rated_after_answer"), **YEAR)

    assert (found.numerator, found.denominator) == (1, 3)


@pytest.mark.parametrize("name", ["closure_held", "settled_at_first", "returned_after_first", "repeat_share"])
def test_who_comes_back_is_context_and_says_that_it_is_no_aim(name):
    told = catalogue()[name]

    assert told.kind == "context"
    assert not told.lower_is_better
    assert "再次" in told.caution and "权利" in told.caution
