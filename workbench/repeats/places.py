"""Which places texts name: those of the office's own list, and those that their endings show.

A list knows where a name begins and what people call a place; where there is none, the two characters before
an ending (村, 小区, …) are enough to tell two villages apart, though not to write their names. Both were
measured on hand-checked pairs (benchmarks/README.md).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from workbench.repeats.words import plain

# Villages, communities and compounds; 村民 and the like are no place.
_ENDING: Final = re.compile("村(?![民委干支里级口庄])|社区|小区|花园|公寓|家园|新城|苑")
_BEFORE: Final = 2  # characters that are compared before an ending
_NO_NAME: Final = re.compile(
    "的.|.的|我们|你们|他们|这个|那个|整个|[本该各全每我住]小区|[本该各全每我]村|农村|乡村|城中村"
)
COMMON: Final = 0.02  # of all texts: what more than this share says by an ending tells nothing
_FEWEST: Final = 60  # texts that may share such a name in any case


@dataclass(frozen=True, slots=True)
class Place:
    """A village, community or compound of the office's list; ``town`` is the name of its town, if told."""

    name: str
    town: str = ""
    also: tuple[str, ...] = ()  # what people call it besides

    @property
    def key(self) -> str:
        """Return the name with that of the town: two towns may have a village of one name."""
        return self.town + self.name


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: towns, and places of the list by their keys; a name of two towns gives both."""

    towns: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


class PlaceNames:
    """地名名录, looked up in texts: the longest name that stands at a position counts."""

    def __init__(self, places: Iterable[Place] = (), towns: Iterable[tuple[str, str]] = ()) -> None:
        """``towns`` are names of towns with what people say of them (忠防 for 忠防镇)."""
        self._places: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            for said in {plain(one) for one in (place.name, *place.also)} - {""}:
                self._places[said].append(place)
        self._towns = tuple((name, plain(said)) for name, said in towns)
        starts = re.escape("".join(sorted({said[0] for said in self._places})))
        self._starts = re.compile(f"[{starts}]") if starts else None
        self._sizes = sorted({len(said) for said in self._places}, reverse=True)

    def named(self, text: str) -> Named:
        """Return what a text names; a village brings its town with it, where only one has that name."""
        words = plain(text)
        towns = {name for name, said in self._towns if said in words}
        keys: set[str] = set()
        implied: set[str] = set()
        for _, said in self.found(words):
            possible = self._places[said]
            told = [one for one in possible if one.town in towns] or possible
            keys.update(one.key for one in told)
            implied.update(one.town for one in told if len(told) == 1 and one.town)
        return Named(frozenset(towns | implied), frozenset(keys))

    def found(self, words: str) -> list[tuple[int, str]]:
        """Return the names in a plain text with the position after each, in their order."""
        found: list[tuple[int, str]] = []
        end = 0
        for start in self._starts.finditer(words) if self._starts else ():
            at = start.start()
            if at < end:
                continue
            size = next((one for one in self._sizes if words[at : at + one] in self._places), 0)
            if size:
                end = at + size
                found.append((end, words[at:end]))
        return found

    def keys(self, said: str) -> set[str]:
        """Return the keys of what a name may mean."""
        return {one.key for one in self._places[said]}


def in_common(one: Named, other: Named) -> frozenset[str]:
    """Return what both texts name, at the finest level that both name: villages, else towns.

    Two villages of one town are no common place.
    """
    if one.places and other.places:
        return one.places & other.places
    return one.towns & other.towns


class Whereabouts:
    """Which places each of many plain texts names: whether two have one in common, or only different ones."""

    def __init__(
        self, words: Sequence[str], known: PlaceNames | None = None, *, only: Collection[int] | None = None
    ) -> None:
        """``only`` are the positions that will be compared; the others only tell how common a name is."""
        import numpy as np  # here: screens ask for places of two texts, and their kernels load nothing heavy
        from scipy import sparse

        named = _all_said(words, known, only)
        spread = Counter(name for names in named for name in names)
        most = max(_FEWEST, int(COMMON * len(words)))
        # A name of the list is a place however often it is said.
        kept = sorted(name for name, count in spread.items() if count <= most or name.startswith(_LISTED))
        columns = {name: at for at, name in enumerate(kept)}
        told = [sorted(columns[name] for name in names if name in columns) for names in named]
        sizes = np.fromiter((len(one) for one in told), dtype=np.int64, count=len(told))
        ends = np.concatenate(([0], np.cumsum(sizes)))
        places = np.fromiter((at for one in told for at in one), dtype=np.int32, count=int(ends[-1]))
        ones = np.ones(len(places), dtype=np.int32)
        self._matrix: Any = sparse.csr_matrix((ones, places, ends), shape=(len(words), len(kept) + 1))
        self._has_any = sizes > 0

    def compared(self, first: Any, second: Any) -> tuple[Any, Any]:
        """Return for pairs of positions whether both name one place, and whether both name only others."""
        import numpy as np

        common = self._matrix[first].multiply(self._matrix[second]).sum(axis=1)
        is_shared = np.asarray(common).ravel() > 0
        return is_shared, self._has_any[first] & self._has_any[second] & ~is_shared


_LISTED: Final = "#"  # begins a name of the list, so that it is none of those that endings show


def _all_said(words: Sequence[str], known: PlaceNames | None, only: Collection[int] | None) -> list[set[str]]:
    if only is None:
        return [_said(one, known) for one in words]
    wanted = {at: _said(words[at], known) for at in only}
    by_ending = {name for names in wanted.values() for name in names if not name.startswith(_LISTED)}
    if not by_ending:
        return [wanted.get(at, set()) for at in range(len(words))]
    has_one = re.compile("|".join(map(re.escape, sorted(by_ending))))
    return [
        wanted[at] if at in wanted else _said(one, known) if has_one.search(one) else set()
        for at, one in enumerate(words)
    ]


def _said(words: str, known: PlaceNames | None) -> set[str]:
    names: set[str] = set()
    ends: set[int] = set()
    if known is not None:
        for end, said in known.found(words):
            ends.add(end)
            names.update(_LISTED + key for key in known.keys(said))
    for ending in _ENDING.finditer(words):
        first = ending.start() - _BEFORE
        if first < 0 or ending.end() in ends:
            continue
        name = words[first : ending.end()]
        if not _NO_NAME.search(name):
            names.add(name)
    return names
