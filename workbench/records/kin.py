"""Which units belong together: above, below, or taken over. Standard library only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

Edge = tuple[str, str | None, str | None]  # unit, the unit above it, the unit that took it over


@dataclass(frozen=True, slots=True)
class Kin:
    """The lines between units, at any time."""

    parents: dict[str, set[str]]
    children: dict[str, set[str]]

    @classmethod
    def of(cls, edges: Iterable[Edge]) -> Kin:
        """Return the lines of these versions of units."""
        parents: dict[str, set[str]] = defaultdict(set)
        children: dict[str, set[str]] = defaultdict(set)
        for unit, parent, successor in edges:
            if parent is not None:
                parents[unit].add(parent)
                children[parent].add(unit)
            if successor is not None:  # who took it over answers like a part of it
                children[unit].add(successor)
        return cls(parents, children)

    def relatives(self, code: str) -> frozenset[str]:
        """Return the unit, all above it and all below it."""
        return _reach(code, self.parents) | _reach(code, self.children)

    def at_or_below(self, code: str) -> frozenset[str]:
        """Return the unit and all below it, with whoever took one of them over."""
        return _reach(code, self.children)


def _reach(start: str, edges: dict[str, set[str]]) -> frozenset[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for unit in edges.get(waiting.pop(), ()):
            if unit not in reached:
                reached.add(unit)
                waiting.append(unit)
    return frozenset(reached)
