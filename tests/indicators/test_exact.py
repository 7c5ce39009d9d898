"""The mid-P interval: what is published, what every interval has, and how often it holds what is true."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.indicators.exact import MANY, change_interval, mid_p
from workbench.indicators.statistics import Verdict, compare_counts


def test_seven_of_nine_is_49_to_94_percent():
    low, high = mid_p(7, 9)

    assert (round(low * 100), round(high * 100)) == (49, 94)


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 1 - 0.1 ** (1 / 10)),  # half of (1-p)^10 is 5 %
        (10, 10, 0.1 ** (1 / 10), 1.0),
        (1, 2, 0.05, 0.95),  # p² and half of 2p(1-p) make p
    ],
)
def test_the_ends_solve_their_equations(passed, of, low, high):
    assert mid_p(passed, of) == pytest.approx((low, high), abs=1e-6)


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([0.5, 0.9, 0.95]))
def test_an_interval_holds_its_share_mirrors_itself_and_grows_with_its_level(passed, failed, level):
    of = passed + failed
    low, high = mid_p(passed, of, level=level)

    assert 0 <= low <= high <= 1
    if of:
        assert low <= passed / of <= high
    assert mid_p(failed, of, level=level) == pytest.approx((1 - high, 1 - low))
    wider = mid_p(passed, of, level=0.99)
    assert wider[0] <= low + 1e-9 and high <= wider[1] + 1e-9


@pytest.mark.parametrize("of", [5, 9, 20])
def test_it_holds_the_truth_about_as_often_as_it_says(of):
    found = [mid_p(passed, of) for passed in range(of + 1)]
    held = []
    for step in range(5, 96):
        share = step / 100
        likely = [comb(of, hits) * share**hits * (1 - share) ** (of - hits) for hits in range(of + 1)]
        held.append(sum(one for one, (low, high) in zip(likely, found, strict=True) if low <= share <= high))

    assert 0.88 < sum(held) / len(held) < 0.96 and min(held) > 0.8


def test_what_is_no_share_is_refused():
    with pytest.raises(ValueError, match="no share"):
        mid_p(3, 2)


@pytest.mark.parametrize(
    ("now", "before", "exposure", "low", "high"),
    [
        (1, 1, 0.5, 0.025 / 0.975 - 1, 0.975 / 0.025 - 1),  # p² and half of 2p(1-p) make p
        (10, 0, 0.5, 0.05**0.1 / (1 - 0.05**0.1) - 1, float("inf")),  # half of p^10 is 2.5 %
        (0, 10, 0.5, -1.0, (1 - 0.05**0.1) / 0.05**0.1 - 1),
        (100, 100, 0.5, -0.24, 0.32),  # exp(±1.96·√0.02)
        (50, 100, 1 / 3, -0.29, 0.40),  # as many a day, in half the time
    ],
)
def test_a_change_lies_between_what_both_counts_allow(now, before, exposure, low, high):
    assert change_interval(now, before, exposure=exposure) == pytest.approx((low, high), abs=0.01)


@given(st.integers(0, 80), st.integers(0, 80), st.sampled_from([0.3, 0.5]), st.sampled_from([0.05, 0.001]))
def test_an_interval_of_a_change_holds_it_and_never_contradicts_the_test(now, before, exposure, level):
    found = change_interval(now, before, exposure=exposure, level=1 - level)
    change = compare_counts(now, before, exposure=exposure, level=level)
    if found is None:
        assert now == before == 0
        return
    low, high = found
    if change.amount is not None:
        assert low - 1e-9 <= change.amount <= high + 1e-9
    # What the exact test calls a change lies beside nought, but for what the two methods differ in.
    slack = 0.25 if now + before > MANY else 0.15
    if change.verdict is Verdict.RISE:
        assert low > -slack
    elif change.verdict is Verdict.FALL:
        assert high < slack
