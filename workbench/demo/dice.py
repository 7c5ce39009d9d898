"""Chance that falls the same every time: all rests on ``Random.random``, whose sequence Python keeps."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """A seeded source of choices; two with the same seed choose alike on every version of Python."""

    __slots__ = ("random",)

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def chance(self, share: float) -> bool:
        """Return true in this share of all calls."""
        return self.random() < share

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices, each as likely."""
        return choices[int(self.random() * len(choices))]

    def shuffled(self, cards: Iterable[T]) -> list[T]:
        """Return the cards in a new order."""
        mixed = list(cards)
        for last in range(len(mixed) - 1, 0, -1):
            other = int(self.random() * (last + 1))
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed


class Weighted(Generic[T]):
    """Choices with weights."""

    __slots__ = ("_bounds", "_choices")

    def __init__(self, weights: Iterable[tuple[T, float]]) -> None:
        pairs = [(choice, weight) for choice, weight in weights if weight > 0]
        self._choices = [choice for choice, _ in pairs]
        self._bounds = list(accumulate(weight for _, weight in pairs))

    def draw(self, dice: Dice) -> T:
        """Return a choice, as likely as its weight says."""
        return self._choices[bisect(self._bounds, dice.random() * self._bounds[-1])]


class Deck(Generic[T]):
    """Cards dealt one by one, shuffled anew when used up: the rare ones come at a steady rate."""

    __slots__ = ("_cards", "_left")

    def __init__(self, counts: Iterable[tuple[T, int]]) -> None:
        self._cards = [card for card, count in counts for _ in range(count)]
        self._left: list[T] = []

    def deal(self, dice: Dice) -> T:
        """Return the next card."""
        if not self._left:
            self._left = dice.shuffled(self._cards)
        return self._left.pop()


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole parts of ``total`` in proportion to ``weights``, by largest remainder."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
