"""The Merkle tree of RFC 6962: roots, inclusion and consistency proofs, and their verification.

Sizes and indexes count leaves from zero, as in the RFC; ledger position ``seq`` is leaf ``seq - 1``.
Lists of leaves hold leaf hashes. Nothing here knows entries, files or databases.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


class ProofError(ValueError):
    """A proof was asked for positions that the tree does not have."""


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


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf ``index`` (section 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise ProofError(f"台账共{len(leaves)}条，没有第{index + 1}条")
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _largest_power_below(high - low)
        if index < middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low = middle
    path.reverse()
    return path


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the first ``old_size`` leaves are a prefix of ``leaves`` (section 2.1.2)."""
    if not 0 < old_size <= len(leaves):
        raise ProofError(f"台账共{len(leaves)}条，不能与{old_size}条时的状态比较")
    path: list[bytes] = []
    low, high, is_whole = 0, len(leaves), True
    while old_size != high:
        middle = low + _largest_power_below(high - low)
        if old_size <= middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low, is_whole = middle, False
    if not is_whole:
        path.append(root(leaves[low:high]))
    path.reverse()
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Return whether ``proof`` shows ``leaf`` at ``index`` of the tree (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, joined = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            joined = node_hash(sibling, joined)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            joined = node_hash(joined, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and joined == tree_root


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether ``proof`` shows that the old tree is a prefix of the new (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        return False
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_joined = new_joined = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old_joined, new_joined = node_hash(node, old_joined), node_hash(node, new_joined)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_joined = node_hash(new_joined, node)
        position, last = position >> 1, last >> 1
    return last == 0 and old_joined == old_root and new_joined == new_root


def _largest_power_below(count: int) -> int:
    """The largest power of two smaller than ``count`` (which is at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)
