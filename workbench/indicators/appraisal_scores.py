"""What the points of an appraisal can carry: their interval, and where units really differ.

A month of one unit is a handful of cases. The interval of a total is put together from the Wilson intervals
of its items (method of variance estimates recovery: Zou, G. Y., Donner, A. (2008), Statistics in Medicine 27:
1693-1702; for one difference it is Newcombe's). No unit is given a rank: it stands above or below the others
only if it did more or fewer of its duties than they, item by item, than chance would give one of so many
units: the exact conditional test of stratified two-by-two tables (Gart, J. J. (1970), Biometrika 57:
471-475), two-sided at 5 % for all units together (Bonferroni). Intervals would not do here: with two items of
one case each, put together far out in the tail, they call chance a difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import exp, lgamma, sqrt
from typing import Final

from workbench.indicators.statistics import LEVEL, wilson
from workbench.law.appraisal_data import FULL
from workbench.law.appraisal_points import item_points, total

FEWEST: Final = 5  # cases of a unit in all items together; below, it stands in no group
METHOD: Final = (
    "得分区间由各项的 95% 威尔逊区间合成（Zou、Donner，2008）。不排名次：一个单位在各项上做到的件数，"
    "与其余单位同样各项相比（分层精确检验，Gart，1970），在同时比较这么多单位时仍超出偶然的"
    "（邦弗朗尼校正，总水平 5%），才列为高于或低于；各项合计不足 5 件的不列。"
)


class Standing(StrEnum):
    """Where a unit stands to the others."""

    ABOVE = "above"
    ALIKE = "alike"
    BELOW = "below"
    TOO_FEW = "too_few"
    NOT_APPLICABLE = "not_applicable"


STANDING_WORDS: Final[Mapping[Standing, str]] = {
    Standing.ABOVE: "高于其他单位",
    Standing.ALIKE: "与其他单位没有可辨的差别",
    Standing.BELOW: "低于其他单位",
    Standing.TOO_FEW: "件数太少或没有可比的项目",
    Standing.NOT_APPLICABLE: "本月不适用",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What one unit did in one item that applies to it: ``passed`` of ``of``, at least one."""

    figure: str
    points: int
    floor: int
    passed: int
    of: int


@dataclass(frozen=True, slots=True)
class Score:
    """The total of a unit (0 to 100) with its 95 % interval; all ``None`` where no item applies."""

    total: Fraction | None
    low: float | None
    high: float | None
    cases: int
    standing: Standing


def item_interval(one: Counted) -> tuple[float, float]:
    """Return the 95 % interval of the points of an item."""
    low, high = wilson(one.passed, one.of)
    return one.floor + (one.points - one.floor) * low, one.floor + (one.points - one.floor) * high


def scores(units: Mapping[str, Sequence[Counted]]) -> dict[str, Score]:
    """Return the score of each unit, and how it stands to the others."""
    pooled: dict[str, tuple[int, int]] = {}
    for counted in units.values():
        for one in counted:
            passed, of = pooled.get(one.figure, (0, 0))
            pooled[one.figure] = (passed + one.passed, of + one.of)
    compared = sum(_cases(counted) >= FEWEST for counted in units.values())
    level = LEVEL / max(compared, 1)
    return {unit: _score(counted, pooled, level) for unit, counted in units.items()}


def _score(counted: Sequence[Counted], pooled: Mapping[str, tuple[int, int]], level: float) -> Score:
    if not counted:
        return Score(None, None, None, 0, Standing.NOT_APPLICABLE)
    found = total((one.points, item_points(one.points, one.floor, one.passed, one.of)) for one in counted)
    assert found is not None  # an item applies
    down = up = 0.0
    for one in counted:
        low, high = wilson(one.passed, one.of)
        weight, share = one.points - one.floor, one.passed / one.of
        down += (weight * (share - low)) ** 2
        up += (weight * (high - share)) ** 2
    scale = FULL / sum(one.points for one in counted)
    low, high = float(found) - sqrt(down) * scale, float(found) + sqrt(up) * scale
    standing = _standing(counted, pooled, level)
    return Score(found, max(0.0, low), min(float(FULL), high), _cases(counted), standing)


def _standing(counted: Sequence[Counted], pooled: Mapping[str, tuple[int, int]], level: float) -> Standing:
    """Compare a unit with all others together, item by item, in the items that both had."""
    shared = [(one, pooled[one.figure]) for one in counted if pooled[one.figure][1] > one.of]
    if sum(one.of for one, _ in shared) < FEWEST:
        return Standing.TOO_FEW
    chances = [1.0]  # of each number of duties done, were the unit as the others are
    for one, (passed, of) in shared:
        chances = _convolved(chances, _drawn(passed, of, one.of))
    done = sum(one.passed for one, _ in shared)
    if 2 * sum(chances[done:]) < level:
        return Standing.ABOVE
    return Standing.BELOW if 2 * sum(chances[: done + 1]) < level else Standing.ALIKE


def _drawn(passed: int, of: int, own: int) -> list[float]:
    """Return the chance of each number that passes among ``own`` cases drawn from ``passed`` of ``of``."""
    found = []
    for number in range(own + 1):
        if number > passed or own - number > of - passed:
            found.append(0.0)
        else:
            ways = _log_choose(passed, number) + _log_choose(of - passed, own - number)
            found.append(exp(ways - _log_choose(of, own)))
    return found


def _convolved(one: Sequence[float], other: Sequence[float]) -> list[float]:
    found = [0.0] * (len(one) + len(other) - 1)
    for at, chance in enumerate(one):
        if chance:
            for further, its in enumerate(other):
                found[at + further] += chance * its
    return found


def _log_choose(of: int, number: int) -> float:
    return lgamma(of + 1) - lgamma(number + 1) - lgamma(of - number + 1)


def _cases(counted: Sequence[Counted]) -> int:
    return sum(one.of for one in counted)
