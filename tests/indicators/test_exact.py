"""The mid-P interval: what is published, what every interval has, and how often it holds what is true."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.indicators.exact import mid_p


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
