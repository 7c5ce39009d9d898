"""What signals.toml says: from where on a pattern in handling is worth a look, and what chance would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.law.tables import Entry, read_table
from workbench.terms import HandlingSignal

FILE: Final = "signals.toml"


@dataclass(frozen=True, slots=True)
class SignalRule:
    """One signal: days, the span they lie in, likeness (0 to 1), how many are needed, and its words."""

    days: int
    within: int
    alike: float
    least: int
    words: str


@dataclass(frozen=True, slots=True)
class SignalRules:
    """All signals; ``greatest_chance``: the probability up to which a count is called no chance."""

    greatest_chance: float
    rules: Mapping[HandlingSignal, SignalRule]


@cache
def signal_rules() -> SignalRules:
    """Return the content of the file; ``LawDataError`` names what is wrong in it."""
    content = read_table(FILE)
    least = int(content["least"])
    rules = {}
    for kind in HandlingSignal:
        entry = Entry(FILE, kind.value, content[kind.value])
        days, within = entry.maybe_number("days") or 0, entry.maybe_number("within") or 0
        alike = (entry.maybe_number("alike") or 0) / 100
        needed = entry.maybe_number("least") or least
        words = entry.text("words").format(days=days, least=needed)
        rules[kind] = SignalRule(days, within, alike, needed, words)
        entry.done()
    return SignalRules(int(content["per_mille"]) / 1000, rules)


def as_many_by_chance(hits: int, trials: int, chance: float) -> float:
    """Return the probability of ``hits`` or more of ``trials`` where each has this chance (binomial)."""
    from scipy.special import bdtrc  # here: only what looks for signals loads it

    return float(bdtrc(min(hits - 1, trials), trials, chance))


def is_striking(kind: HandlingSignal, hits: int, trials: int, chance: float) -> bool:
    """Return whether so many are too many for chance, and enough to say anything."""
    found = signal_rules()
    enough = hits >= found.rules[kind].least
    return enough and as_many_by_chance(hits, trials, chance) <= found.greatest_chance
