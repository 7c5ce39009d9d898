"""Intervals of small numbers: exact binomial tails, for the few cases that a unit's figure rests on."""

from __future__ import annotations

from collections.abc import Callable
from math import comb, exp, inf, log, sqrt
from statistics import NormalDist
from typing import Final

STEPS: Final = 60  # halvings: far below a millionth
MANY: Final = 60  # cases of both periods together from which the normal interval of a ratio is as good


def mid_p(passed: int, of: int, *, level: float = 0.90) -> tuple[float, float]:
    """Return the two-sided interval of a share, from 0 to 1; (0, 1) where nothing was counted.

    Half of the likelihood of the result itself counts to each tail: the interval is neither as wide as the
    exact one nor too narrow for few. Berry, G., Armitage, P. (1995), The Statistician 44: 417-423.
    """
    if not 0 <= passed <= of:
        raise ValueError(f"{passed} of {of} is no share")
    if not of:
        return 0.0, 1.0
    tail = (1 - level) / 2
    low = 0.0 if passed == 0 else _where(lambda share: _above(passed, of, share), tail)
    high = 1.0 if passed == of else 1 - _where(lambda share: _above(of - passed, of, share), tail)
    return low, high


def change_interval(
    now: int, before: int, *, exposure: float = 0.5, level: float = 0.95
) -> tuple[float, float] | None:
    """Return between what a count may really have changed: (-0.5, 0.2) is from half less to a fifth more.

    ``exposure`` is the share of the time that belongs to ``now``. The mid-P interval of the share of ``now``
    in both counts, put as their ratio; of many the interval of the logarithm of the ratio. ``None`` where
    nothing was counted; the upper end is infinite where nothing was counted before.
    Rothman, K. J., Greenland, S. (1998), Modern Epidemiology, 2nd edition: 238-239.
    """
    if not now + before:
        return None
    scale = (1 - exposure) / exposure
    if now + before > MANY and min(now, before) >= 5:
        half = NormalDist().inv_cdf((1 + level) / 2) * sqrt(1 / now + 1 / before)
        middle = log(now / before * scale)
        return exp(middle - half) - 1, exp(middle + half) - 1
    low, high = mid_p(now, now + before, level=level)
    return low / (1 - low) * scale - 1, inf if high == 1 else high / (1 - high) * scale - 1


def _above(passed: int, of: int, share: float) -> float:
    """Return how likely more than ``passed`` are, and half of how likely just so many."""
    likely = [comb(of, hits) * share**hits * (1 - share) ** (of - hits) for hits in range(passed, of + 1)]
    return sum(likely[1:]) + likely[0] / 2


def _where(rising: Callable[[float], float], wanted: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2
