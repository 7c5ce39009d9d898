"""Proofs over the tree of RFC 6962: that a leaf is in it, that an old tree is the beginning of a new one.

Sizes and indexes count leaves from zero, as in the RFC; ledger position ``seq`` is leaf ``seq - 1``.
Lists of leaves hold leaf hashes. A proof comes from whoever is doubted: verifying it trusts nothing but the
two roots and the sizes that the verifier brings along.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.ledger.tree import HASH_BYTES, node_hash, root


class ProofError(ValueError):
    """A proof was asked for positions that the tree does not have."""


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
    if not 0 <= index < size or not _are_hashes(leaf, tree_root, *proof):
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
    if not 0 < old_size <= new_size or not _are_hashes(old_root, new_root, *proof):
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


def _are_hashes(*nodes: bytes) -> bool:
    """A node of another length could move bytes from one side of a pair to the other."""
    return all(len(node) == HASH_BYTES for node in nodes)


def _largest_power_below(count: int) -> int:
    """The largest power of two smaller than ``count`` (which is at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)
