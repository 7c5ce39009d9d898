"""Intervals, comparisons and waiting times, held against published values and against chance itself."""

import random

import pytest

from workbench.indicators.statistics import (
    Verdict,
    Wait,
    compare_counts,
    compare_shares,
    count_interval,
    waited,
    wilson,
)


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, Statistics in Medicine 17: 857, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_that_of_the_published_examples(passed, of, low, high):
    assert wilson(passed, of) == pytest.approx((low, high), abs=5e-5)


def test_nothing_counted_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)
    assert compare_shares((0, 0), (3, 4)).verdict is Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.0, 3.69), (1, 0.03, 5.57), (10, 4.80, 18.39), (100, 81.36, 121.63)]
)
def test_the_interval_of_a_count_is_near_the_exact_one(count, low, high):
    assert count_interval(count) == pytest.approx((low, high), abs=0.05)


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        (1_777, 1_890, Verdict.CHANCE),
        (100, 160, Verdict.FALL),
        (160, 100, Verdict.RISE),
        (12, 15, Verdict.TOO_FEW),
        (0, 12, Verdict.FALL),  # few, and yet no chance
        (0, 0, Verdict.TOO_FEW),
        (500_000, 400_000, Verdict.RISE),
    ],
)
def test_a_change_of_counts_is_told_from_chance_and_from_too_few(now, before, verdict):
    assert compare_counts(now, before).verdict is verdict


def test_a_change_is_a_percentage_of_what_was_before_and_none_of_nothing():
    assert compare_counts(1_777, 1_890).amount == pytest.approx(-0.0598, abs=1e-4)
    assert compare_counts(8, 0).amount is None


def test_a_shorter_month_is_not_a_fall():
    assert compare_counts(2_800, 3_100, exposure=28 / 59).amount == pytest.approx(0)


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        ((90, 100), (70, 100), Verdict.RISE),
        ((70, 100), (90, 100), Verdict.FALL),
        ((90, 100), (88, 100), Verdict.CHANCE),
        ((4, 4), (40, 100), Verdict.TOO_FEW),
        ((4, 7), (3, 7), Verdict.TOO_FEW),
    ],
)
def test_a_change_of_shares_is_told_from_chance_and_from_too_few(now, before, verdict):
    assert compare_shares(now, before).verdict is verdict


def test_two_equal_years_are_seldom_called_different():
    dice = random.Random(4)
    years = [sum(dice.random() < 0.5 for _ in range(400)) for _ in range(400)]

    called = [compare_counts(now, 400 - now).verdict for now in years]

    assert sum(verdict is not Verdict.CHANCE for verdict in called) / len(called) <= 0.07


def test_the_open_cases_stay_in_the_waiting_times():
    answered = [Wait(10, True, 40), Wait(20, True, 20)]

    assert waited(answered, (0.5, 0.9)) == (10, 20)
    assert waited([*answered, Wait(300, False, 40)], (0.5, 0.9)) == (20, None)


def test_a_case_that_has_waited_three_days_says_nothing_of_the_fourth():
    waits = [Wait(2, True, 5), Wait(3, False, 90), Wait(4, True, 5)]

    assert waited(waits, (0.05, 0.5, 1.0)) == (2, 4, 4)


def test_of_nobody_no_waiting_time_is_known():
    assert waited([], (0.5,)) == (None,)
