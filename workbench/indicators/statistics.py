"""What numbers of few cases can carry: intervals, comparisons, and waiting times in which open cases stay.

Pure functions of counts, by published formulas; the numbers of a county are small, and a difference that
chance makes alone must not be read as somebody's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, exp, lgamma, log, sqrt
from typing import Final

Z: Final = 1.959964  # of a two-sided interval of 95 %
LEVEL: Final = 0.05
FEWEST_SHARE: Final = 5  # cases in each of two shares that are compared
# Below this many cases in both periods together even a doubling would more likely than not go unnoticed:
# the split 1:2 is n/6 from the middle, chance alone reaches 0.98·√n, and n/6 > 0.98·√n from n = 35.
FEWEST_COUNTED: Final = 35
WIDEST: Final = 0.4  # of an interval of a difference of shares, in shares
_EXACT_UP_TO: Final = 20_000


class Verdict(StrEnum):
    """What may be said of a change."""

    RISE = "rise"
    FALL = "fall"
    CHANCE = "chance"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Change:
    """A change against an earlier period.

    ``amount`` is relative for counts (-0.06 is 6 % less) and in shares for shares (0.02 is 2 percentage
    points more); ``None`` where there was nothing before. ``verdict`` says whether it is more than chance.
    """

    amount: float | None
    verdict: Verdict


def wilson(passed: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share; (0, 1) where nothing was counted.

    Wilson, E. B. (1927), Journal of the American Statistical Association 22: 209-212.
    """
    if not of:
        return 0.0, 1.0
    share = passed / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z / (1 + Z * Z / of) * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def count_interval(count: int) -> tuple[float, float]:
    """Return the 95 % interval of a count of independent events.

    Byar's approximation: Breslow, N. E., Day, N. E. (1987), Statistical Methods in Cancer Research II: 69.
    """
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    if not count:
        return 0.0, high
    return count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3, high


def compare_counts(now: int, before: int, *, exposure: float = 0.5, level: float = LEVEL) -> Change:
    """Return the change of a count; ``exposure`` is the share of the time that belongs to ``now``.

    Tested by the exact conditional test of two Poisson counts, two-sided at ``level``, which is less than 5 %
    where many counts are compared at once:
    Przyborowski, J., Wilenski, H. (1940), Biometrika 31: 313-323.
    """
    amount = (now / exposure) / (before / (1 - exposure)) - 1 if before else None
    is_more_than_chance = _binomial_p(now, now + before, exposure) < level
    if now + before < FEWEST_COUNTED and not is_more_than_chance:
        return Change(amount, Verdict.TOO_FEW)
    if not is_more_than_chance:
        return Change(amount, Verdict.CHANCE)
    return Change(amount, Verdict.RISE if now / exposure > before / (1 - exposure) else Verdict.FALL)


def compare_shares(now: tuple[int, int], before: tuple[int, int]) -> Change:
    """Return the change of a share; each is (passed, of).

    Judged by the 95 % interval of the difference, from both Wilson intervals:
    Newcombe, R. G. (1998), Statistics in Medicine 17: 873-890, method 10.
    """
    (hits, of), (hits_then, of_then) = now, before
    if not of or not of_then:
        return Change(None, Verdict.TOO_FEW)
    share, then = hits / of, hits_then / of_then
    (low, high), (low_then, high_then) = wilson(hits, of), wilson(hits_then, of_then)
    amount = share - then
    least = amount - sqrt((share - low) ** 2 + (high_then - then) ** 2)
    most = amount + sqrt((high - share) ** 2 + (then - low_then) ** 2)
    if min(of, of_then) < FEWEST_SHARE:
        return Change(amount, Verdict.TOO_FEW)
    if least > 0:
        return Change(amount, Verdict.RISE)
    if most < 0:
        return Change(amount, Verdict.FALL)
    return Change(amount, Verdict.TOO_FEW if most - least > WIDEST else Verdict.CHANCE)


@dataclass(frozen=True, slots=True)
class Wait:
    """So many cases (``count``) waited so many days; ``is_over`` once it came, else they wait still."""

    days: int
    is_over: bool
    count: int = 1


def waited(waits: Iterable[Wait], shares: Sequence[float]) -> tuple[int | None, ...]:
    """Return after how many days each of ``shares`` of the cases had come; ``None`` if not yet known.

    A case that waits still counts for as long as it has waited: to leave it out would praise whoever answers
    the easy ones. Kaplan, E. L., Meier, P. (1958), Journal of the American Statistical Association 53: 457.
    """
    over: dict[int, int] = {}
    ended: dict[int, int] = {}
    for wait in waits:
        ended[wait.days] = ended.get(wait.days, 0) + wait.count
        if wait.is_over:
            over[wait.days] = over.get(wait.days, 0) + wait.count
    at_risk = sum(ended.values())
    still, reached = 1.0, []
    for days in sorted(ended):
        still *= 1 - over.get(days, 0) / at_risk
        reached.append((days, 1 - still))
        at_risk -= ended[days]
    return tuple(next((days for days, share in reached if share >= one - 1e-12), None) for one in shares)


def _binomial_p(hits: int, trials: int, chance: float) -> float:
    """Return how likely a result is that is no likelier than this one."""
    if trials > _EXACT_UP_TO:
        spread = sqrt(trials * chance * (1 - chance))
        away = max(0.0, abs(hits - trials * chance) - 0.5) / spread
        return erfc(away / sqrt(2))
    told = [_log_binomial(number, trials, chance) for number in range(trials + 1)]
    return min(1.0, sum(exp(one) for one in told if one <= told[hits] + 1e-9))


def _log_binomial(hits: int, trials: int, chance: float) -> float:
    ways = lgamma(trials + 1) - lgamma(hits + 1) - lgamma(trials - hits + 1)
    return ways + hits * log(chance) + (trials - hits) * log(1 - chance)
