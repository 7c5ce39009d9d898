"""Which files are drawn: by lot within each unit, the same again from the same seed; how many are needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from math import ceil
from typing import Final

Z90: Final = 1.644854  # of a two-sided interval of 90 %
WORST_SHARE: Final = 0.5


class SampleError(ValueError):
    """A sample that cannot be drawn."""


def size_for(population: int, margin: float) -> int:
    """Return how many files give a share to within ``margin`` (0.05 is 5 percentage points), at 90 %.

    Cochran, W. G. (1977), Sampling Techniques, 3rd ed., 4.4: n0 = z²·p(1−p)/d², with p = 1/2, and the
    correction for a finite population. ``SampleError`` for a margin that is none.
    """
    if not 0 < margin < 1:
        raise SampleError("精度应在0至1之间，例如0.1表示上下10个百分点")
    if population < 1:
        return 0
    unlimited = Z90 * Z90 * WORST_SHARE * (1 - WORST_SHARE) / (margin * margin)
    return min(population, ceil(unlimited / (1 + (unlimited - 1) / population)))


def draw(files: Iterable[tuple[str, str]], size: int, seed: int) -> tuple[tuple[str, str], ...]:
    """Return ``size`` of the pairs (number of the matter, unit): units in proportion, each at least once.

    The order of the files does not matter, nor the machine: the lot of a file is the hash of seed and number.
    More units than ``size`` asks for give one file each.
    """
    by_unit: dict[str, list[str]] = defaultdict(list)
    for case_no, unit in sorted(set(files)):
        by_unit[unit].append(case_no)
    total = sum(map(len, by_unit.values()))
    if not total:
        return ()
    share = {unit: size * len(found) / total for unit, found in by_unit.items()}
    taken = {unit: min(len(by_unit[unit]), max(1, int(share[unit]))) for unit in by_unit}
    by_remainder = sorted(by_unit, key=lambda unit: (int(share[unit]) - share[unit], unit))
    while (lacking := size - sum(taken.values())) > 0:
        growing = [unit for unit in by_remainder if taken[unit] < len(by_unit[unit])][:lacking]
        if not growing:
            break
        for unit in growing:
            taken[unit] += 1
    drawn = [
        (case_no, unit)
        for unit, found in by_unit.items()
        for case_no in sorted(found, key=lambda number: _lot(seed, number))[: taken[unit]]
    ]
    return tuple(sorted(drawn))


def _lot(seed: int, case_no: str) -> bytes:
    return sha256(f"{seed}:{case_no}".encode()).digest()
