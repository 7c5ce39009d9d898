"""How alike texts are: the cosine of their TF-IDF over pairs of characters (Salton and Buckley 1988).

Chinese needs no words for this: two characters are about a word. Candidates are first sought by groups of
three characters that few texts share, for two texts on one matter share names and phrases of their own; only
those are then compared by all pairs of characters. So a hundred thousand texts need no five thousand million
comparisons. Which groups do best was measured on hand-checked pairs (benchmarks/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from workbench.repeats.words import plain

COMPARED_BY: Final = 2  # characters
SOUGHT_BY: Final = 3
RARE: Final = 60  # a group that more texts than this share does not bring a pair together by itself
WORTH_COMPARING: Final = 0.06  # cosine over the rare groups alone
_ROWS: Final = 1_000  # texts compared with all others at a time
_PAIRS: Final = 50_000
_TABLE: Final = 2**26  # the largest key for which a table of all keys is made


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by their positions, ``first`` before ``second``; ``likeness`` from 0 to 1."""

    first: int
    second: int
    likeness: float


def like_pairs(
    texts: Sequence[str],
    *,
    at_least: float,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Pair]:
    """Return the pairs of texts that are at least so alike, the most alike first.

    ``progress`` hears how many texts of how many are compared; a true answer of ``cancelled`` ends the search
    with what was found by then.
    """
    words = [plain(text) for text in texts]
    weights = _weights(words, COMPARED_BY)
    found: list[Pair] = []
    for first, second in _candidates(_weights(words, SOUGHT_BY), cancelled, progress):
        for start in range(0, len(first), _PAIRS):
            one, other = first[start : start + _PAIRS], second[start : start + _PAIRS]
            likeness = np.asarray(weights[one].multiply(weights[other]).sum(axis=1)).ravel()
            found += [
                Pair(int(one[at]), int(other[at]), round(min(float(likeness[at]), 1.0), 4))
                for at in np.flatnonzero(likeness >= at_least)
            ]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def likeness(one: str, other: str, among: Sequence[str]) -> float:
    """Return how alike two texts are, 0 to 1, by the groups that are rare ``among`` these texts."""
    weights = _weights([plain(text) for text in (one, other, *among)], COMPARED_BY)
    return round(min(float(weights[[0]].multiply(weights[[1]]).sum()), 1.0), 4)


def compared(texts: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Return how alike the texts of these pairs (by position) are, 0 to 1, weighed among all texts."""
    if not pairs:
        return []
    weights = _weights([plain(text) for text in texts], COMPARED_BY)
    found: list[float] = []
    for start in range(0, len(pairs), _PAIRS):
        first, second = np.asarray(pairs[start : start + _PAIRS], dtype=np.int64).T
        likeness = np.asarray(weights[first].multiply(weights[second]).sum(axis=1)).ravel()
        found += [round(min(float(one), 1.0), 4) for one in likeness]
    return found


def _weights(texts: Sequence[str], size: int) -> Any:
    """Return one row of TF-IDF weights for each text, of length 1 (0 for a text shorter than a group)."""
    counts = _counts(texts, size)
    if 0 in counts.shape:
        return counts
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts).tocsr()


def _counts(texts: Sequence[str], size: int) -> Any:
    """Return how often each text has each group of ``size`` characters that at least two texts have."""
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le"), dtype=np.uint32)
    sizes = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
    alphabet, letters = _numbered(codes)
    end = np.searchsorted(alphabet, ord("\n"))
    length = max(len(codes) - size + 1, 0)
    groups, is_inside = np.zeros(length, dtype=np.int64), np.ones(length, dtype=bool)
    for at in range(size):
        part = letters[at : at + length]
        groups = groups * len(alphabet) + part
        is_inside &= part != end
    known, columns = _numbered(groups[is_inside])
    counted = sparse.coo_matrix(
        (np.ones(len(columns), dtype=np.float32), (rows[:length][is_inside], columns)),
        shape=(len(texts), len(known)),
    ).tocsr()
    shared = np.bincount(counted.indices, minlength=len(known)) >= 2
    return counted[:, shared]


def _numbered(keys: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the different keys in order, and for each key its place among them."""
    if keys.size and keys.max() < _TABLE:  # a table is many times quicker than sorting
        is_there = np.zeros(int(keys.max()) + 1, dtype=bool)
        is_there[keys] = True
        return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[keys]
    known, places = np.unique(keys, return_inverse=True)
    return known, places


def _candidates(
    weights: Any, cancelled: Callable[[], bool], progress: Callable[[int, int], None]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    spread = np.bincount(weights.indices, minlength=weights.shape[1])
    rare = weights[:, spread <= RARE]
    others = rare.T.tocsr()
    total = weights.shape[0]
    for start in range(0, total, _ROWS):
        if cancelled():
            return
        near = (rare[start : start + _ROWS] @ others).tocoo()
        row, column = near.row.astype(np.int64) + start, near.col.astype(np.int64)
        worth = (near.data >= WORTH_COMPARING) & (row < column)
        yield row[worth], column[worth]
        progress(min(start + _ROWS, total), total)
