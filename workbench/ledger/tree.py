"""The Merkle tree of RFC 6962: leaves, nodes, roots and the right edge.

Sizes and indexes count leaves from zero, as in the RFC; ledger position ``seq`` is leaf ``seq - 1``.
Lists of leaves hold leaf hashes. Nothing here knows entries, files or databases.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return SHA-256(0x00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the full subtrees at the right edge: enough to append and to know the root.

    One subtree for each 1-bit of ``size``, the largest first.
    """

    __slots__ = ("size", "subtrees")

    def __init__(self, size: int = 0, subtrees: Sequence[bytes] = ()) -> None:
        if size < 0 or len(subtrees) != size.bit_count() or any(len(s) != HASH_BYTES for s in subtrees):
            raise ValueError("台账首部与条数不符：台账首部已损坏")
        self.size = size
        self.subtrees = list(subtrees)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Frontier:
        """Return the frontier written by ``pack``; ``ValueError`` if it does not fit ``size``."""
        return cls(size, [packed[i : i + HASH_BYTES] for i in range(0, len(packed), HASH_BYTES)])

    def pack(self) -> bytes:
        """Return the subtree roots, one after the other."""
        return b"".join(self.subtrees)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        joined, size, subtrees = leaf, self.size, self.subtrees
        while size & 1:
            joined = sha256(b"\x01" + subtrees.pop() + joined).digest()
            size >>= 1
        subtrees.append(joined)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        if not self.subtrees:
            return EMPTY_ROOT
        *rest, joined = self.subtrees
        for subtree in reversed(rest):
            joined = node_hash(subtree, joined)
        return joined


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes (RFC 6962, section 2.1)."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()
