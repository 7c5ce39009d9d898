"""How alike texts are: the cosine of their TF-IDF over pairs of characters (Salton and Buckley 1988).

Chinese needs no words for this: two characters are about a word. Candidates are first sought by groups of
three characters that few texts share, for two texts on one matter share names and phrases of their own; only
those are then compared by all pairs of characters. So a hundred thousand texts need no five thousand million
comparisons. Two texts that name one village or compound are a little more alike, two that name only different
ones a little less. Which groups do best, and how much places tell, was measured on hand-checked pairs
(benchmarks/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from workbench.repeats.places import PlaceNames, Whereabouts
from workbench.repeats.words import plain

COMPARED_BY: Final = 2  # characters
SOUGHT_BY: Final = 3
RARE: Final = 60  # a group that more texts than this share does not bring a pair together by itself
WORTH_COMPARING: Final = 0.06  # cosine over the rare groups alone
ONE_PLACE: Final = 0.04  # added where both texts name one place
OTHER_PLACES: Final = 0.05  # taken off where each names places, and none of them is the same
NO_COPY: Final = 0.98  # at most, where the words differ
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
    known: PlaceNames | None = None,
    by_words_alone: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Pair]:
    """Return the pairs of texts that are at least so alike, the most alike first.

    ``known`` are the places of the office's list; ``by_words_alone`` leaves places out, where texts about
    different matters are looked for. ``progress`` hears how many texts of how many are compared; a true
    answer of ``cancelled`` ends the search with what was found by then.
    """
    words = [plain(text) for text in texts]
    weights = _weights(words, COMPARED_BY)
    where = None if by_words_alone else Whereabouts(words, known)
    found: list[Pair] = []
    for first, second in _candidates(_weights(words, SOUGHT_BY), cancelled, progress):
        for start in range(0, len(first), _PAIRS):
            one, other = first[start : start + _PAIRS], second[start : start + _PAIRS]
            near = _of_words(weights, one, other)
            maybe = np.flatnonzero(near >= at_least - ONE_PLACE)
            one, other = one[maybe], other[maybe]
            likeness = near[maybe] if where is None else _with_places(near[maybe], where, one, other)
            found += [
                Pair(int(one[at]), int(other[at]), float(likeness[at]))
                for at in np.flatnonzero(likeness >= at_least)
            ]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def likeness(one: str, other: str, among: Sequence[str]) -> float:
    """Return how alike two texts are, 0 to 1, by the groups that are rare ``among`` these texts."""
    return compared((one, other, *among), ((0, 1),))[0]


def compared(
    texts: Sequence[str], pairs: Sequence[tuple[int, int]], *, known: PlaceNames | None = None
) -> list[float]:
    """Return how alike the texts of these pairs (by position) are, 0 to 1, weighed among all texts."""
    if not pairs:
        return []
    words = [plain(text) for text in texts]
    weights = _weights(words, COMPARED_BY)
    where = Whereabouts(words, known, only={at for pair in pairs for at in pair})
    found: list[float] = []
    for start in range(0, len(pairs), _PAIRS):
        first, second = np.asarray(pairs[start : start + _PAIRS], dtype=np.int64).T
        found += _with_places(_of_words(weights, first, second), where, first, second).tolist()
    return found


def _of_words(weights: Any, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(weights[first].multiply(weights[second]).sum(axis=1), dtype=np.float64).ravel()


def _with_places(
    near: NDArray[np.float64], where: Whereabouts, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    is_shared, is_apart = where.compared(first, second)
    found = near + ONE_PLACE * is_shared - OTHER_PLACES * is_apart
    # What the words do not say at all, places alone do not say either; only copies are copies.
    found = np.minimum(np.where(near > 0, found, 0.0), np.maximum(near, NO_COPY))
    return np.round(np.clip(found, 0.0, 1.0), 4)


def _weights(texts: Sequence[str], size: int) -> Any:
    """Return one row of TF-IDF weights for each text, of length 1 (0 for a text shorter than a group)."""
    counts = _counts(texts, size)
    if 0 in counts.shape:
        return counts
    return _weighed(counts)


def _weighed(counts: Any) -> Any:
    """Return the counts as weights, to the bit as TfidfTransformer(sublinear_tf=True) does.

    It is written out because loading scikit-learn takes a screen longer than all comparing.
    """
    texts, groups = counts.shape
    weights = counts.tocsr()
    weights.sort_indices()
    spread = np.bincount(weights.indices, minlength=groups).astype(weights.dtype)
    rarity = np.log(np.full_like(spread, texts + 1) / (spread + 1)) + 1
    weights.data = (np.log(weights.data) + 1) * rarity[weights.indices]
    rows = np.repeat(np.arange(texts), np.diff(weights.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=weights.data * weights.data, minlength=texts))
    weights.data = (weights.data / lengths[rows]).astype(spread.dtype)
    return weights


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
