"""The mid-P interval of a share: exact binomial tails, for the few files that a unit's figure rests on."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import Final

STEPS: Final = 60  # halvings: far below a millionth


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
