"""Texts that hang together: a matter raised by many, or a topic that comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from workbench.repeats.likeness import Pair


def groups(pairs: Iterable[Pair], count: int) -> list[tuple[int, ...]]:
    """Return the groups of two and more among ``count`` texts that these pairs connect, the largest first."""
    kept = list(pairs)
    first = np.fromiter((pair.first for pair in kept), dtype=np.int64, count=len(kept))
    second = np.fromiter((pair.second for pair in kept), dtype=np.int64, count=len(kept))
    links = coo_matrix((np.ones(len(kept), dtype=bool), (first, second)), shape=(count, count))
    members: dict[int, list[int]] = defaultdict(list)
    for at, number in enumerate(connected_components(links, directed=False)[1]):
        members[int(number)].append(at)
    found = [tuple(group) for group in members.values() if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group))
