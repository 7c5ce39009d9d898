"""Which dated columns of a row may not come before which others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# (later, earlier): a step of the first cannot be before one of the second.
ORDER = (
    ("registered", "received"),
    ("transferred", "received"),
    ("assigned", "received"),
    ("accepted", "received"),
    ("declined", "received"),
    ("declined_further", "received"),
    ("replied", "received"),
    ("accepted", "transferred"),
    ("accepted", "assigned"),
    ("extended", "accepted"),
    ("extension_told", "extended"),
    ("opinion", "accepted"),
    ("opinion", "received"),
    ("served", "opinion"),
    ("reexamination_requested", "opinion"),
    ("reexamined", "reexamination_requested"),
    ("final_review_requested", "reexamined"),
    ("finally_reviewed", "final_review_requested"),
    ("concluded", "accepted"),
    ("concluded", "opinion"),
    ("concluded", "replied"),
    ("concluded", "received"),
    ("rated", "received"),
)


class ContradictoryRowError(ValueError):
    """The facts of a row do not go together; ``fact`` is where, ``remedy`` what to do."""

    def __init__(self, fact: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.fact = fact
        self.remedy = remedy


def order_of(columns: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of ``ORDER`` that these columns can contradict."""
    return tuple(pair for pair in ORDER if columns.issuperset(pair))


def check_order(
    values: Mapping[str, Any], labels: Mapping[str, str], pairs: tuple[tuple[str, str], ...] = ORDER
) -> None:
    """Raise ``ContradictoryRowError`` for a step dated before one that must come first."""
    for later, earlier in pairs:
        after, before = values.get(later), values.get(earlier)
        if after is not None and before is not None and after.day < before.day:
            raise ContradictoryRowError(
                later,
                f"{labels[later]}早于{labels[earlier]}（{before.day:%Y-%m-%d}）",
                "请核对两个日期，改正后重新导入",
            )
