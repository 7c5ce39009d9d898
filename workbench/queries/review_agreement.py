"""How far the two reviewers of a file agree: differences of points, weighted kappa over the grades.

Cohen, J. (1968), Psychological Bulletin 70: 213-220, with quadratic weights; the interval by bootstrap over
files (percentiles): Efron, B., Tibshirani, R. (1993), An Introduction to the Bootstrap, ch. 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from workbench.access.gate import require
from workbench.access.viewer import Viewer
from workbench.law.file_review import ReviewSheet, needs_third
from workbench.law.review_sheet import sheet
from workbench.queries.review_rounds import review_round, sheets_by_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST: Final = 10  # files reviewed twice, below which no agreement is stated
RESAMPLES: Final = 1_000
LEVEL: Final = 90  # percent of the interval, as of the shares beside it


class TooFewPairsError(ValueError):
    """Agreement cannot be stated."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Files reviewed twice: the mean difference in points, how many grades are the same, weighted kappa."""

    files: int
    difference: float
    largest: float
    same_grade: int
    third: int
    kappa: float
    low: float
    high: float


def agreement(connection: Connection, viewer: Viewer, round_no: str) -> Agreement:
    """Return how far the pairs of a round agree.

    ``TooFewPairsError`` of fewer than ten files that both have locked, or where every grade is the same:
    then chance alone would agree as well, and kappa says nothing. The round's seed draws the resamples.
    """
    require(viewer, "read:reviews")
    found = review_round(connection, round_no)
    pairs, third = [], 0
    for of_file in sheets_by_file(connection, round_no).values():
        pair = [one for one in of_file if one.turn in (1, 2) and one.locked_on is not None]
        if len(pair) == 2:
            pairs.append((pair[0], pair[1]))
            third += needs_third(pair)
    if len(pairs) < FEWEST:
        raise TooFewPairsError(
            f"双人都已锁定的只有{len(pairs)}件，不足{FEWEST}件，不计算一致性：请待评查完成后再看"
        )
    grades = [(_grade(one), _grade(two)) for one, two in pairs]
    if len({grade for both in grades for grade in both}) == 1:
        raise TooFewPairsError("全部评查等次相同，加权Kappa没有意义：请看各件分差")
    kappa, low, high = weighted_kappa(grades, seed=found.seed)
    differences = [abs((one.score or 0) - (two.score or 0)) for one, two in pairs]
    return Agreement(
        files=len(pairs),
        difference=round(sum(differences) / len(pairs), 1),
        largest=round(max(differences), 1),
        same_grade=sum(one == two for one, two in grades),
        third=third,
        kappa=kappa,
        low=low,
        high=high,
    )


def weighted_kappa(grades: Sequence[tuple[int, int]], *, seed: int) -> tuple[float, float, float]:
    """Return quadratic weighted kappa with its 90 % bootstrap interval, the same for the same seed.

    A resample in which every grade is the same has no kappa and is left out.
    """
    import numpy as np

    table = np.array(grades, dtype=np.float64)
    lots = np.random.default_rng(seed).integers(0, len(table), (RESAMPLES, len(table)))
    drawn = _kappa(table[lots])
    low, high = np.nanpercentile(drawn, [(100 - LEVEL) / 2, (100 + LEVEL) / 2])
    return float(_kappa(table)), float(low), float(high)


def _kappa(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 − E(a − b)² / E(a − b′)² with a and b′ independent, for pairs on the last but one axis.

    That is kappa with quadratic weights (Cohen 1968), here for all resamples at once; NaN without spread.
    """
    import numpy as np

    first, second = pairs[..., 0], pairs[..., 1]
    seen = ((first - second) ** 2).mean(axis=-1)
    apart = (first**2).mean(axis=-1) + (second**2).mean(axis=-1)
    by_chance = apart - 2 * first.mean(axis=-1) * second.mean(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(by_chance > 1e-12, 1 - seen / by_chance, np.nan)


def _grade(one: ReviewSheet) -> int:
    grades = sheet().grades
    return grades.index(sheet().grade(one.score or 0.0, [finding.fail for finding in one.fails]))
