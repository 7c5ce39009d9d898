"""Where two texts say the same: for showing them side by side with the shared passages marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

SHORTEST: Final = 5  # characters; shorter ones are in any two texts


@dataclass(frozen=True, slots=True)
class Passage:
    """``length`` characters that stand at ``first`` in the one text and at ``second`` in the other."""

    first: int
    second: int
    length: int


def shared_passages(one: str, other: str, *, shortest: int = SHORTEST) -> tuple[Passage, ...]:
    """Return what both texts have in the same order, in passages of at least ``shortest`` characters."""
    if not one or not other:
        return ()
    return tuple(
        Passage(block.src_start, block.dest_start, block.src_end - block.src_start)
        for block in Indel.opcodes(one, other)
        if block.tag == "equal" and block.src_end - block.src_start >= shortest
    )
