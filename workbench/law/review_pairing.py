"""Who reviews which file: by lot, evenly, never the same account twice on one file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256


class PairingError(ValueError):
    """Nobody can be assigned."""


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """A turn on a file that nobody has; ``barred`` are the accounts that may not take it."""

    case_no: str
    turn: int
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """A turn given to an account."""

    case_no: str
    turn: int
    reviewer: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """The turns that were given, and those for which nobody chosen is fit."""

    given: tuple[Given, ...]
    lacking: tuple[OpenTurn, ...]


def pair(
    turns: Iterable[OpenTurn], reviewers: Sequence[str], seed: int, loads: Mapping[str, int] | None = None
) -> Pairing:
    """Return each turn with whoever has the fewest files so far, a tie by lot; ``loads`` are earlier files.

    The same seed pairs alike on every machine. ``PairingError`` without reviewers.
    """
    if not reviewers:
        raise PairingError("请先选择评查人员")
    load = {one: (loads or {}).get(one, 0) for one in reviewers}
    taken: dict[str, set[str]] = {}
    given: list[Given] = []
    lacking: list[OpenTurn] = []
    for turn in sorted(turns, key=lambda one: (_lot(seed, one.case_no), one.turn)):
        fit = set(load) - turn.barred - taken.get(turn.case_no, set())
        if not fit:
            lacking.append(turn)
            continue
        found = min(fit, key=lambda one: (load[one], _lot(seed, turn.case_no, str(turn.turn), one)))
        load[found] += 1
        taken.setdefault(turn.case_no, set()).add(found)
        given.append(Given(turn.case_no, turn.turn, found))
    given.sort(key=lambda one: (one.case_no, one.turn))
    return Pairing(tuple(given), tuple(lacking))


def _lot(seed: int, *of: str) -> bytes:
    return sha256(":".join((str(seed), *of)).encode()).digest()
