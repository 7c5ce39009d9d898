"""A proof comes from whoever is doubted: forged ones by the thousand, and none accepted.

``FORGED_PROOFS=100000`` makes the long run; the short one is part of every test.
"""

import os
import random
from hashlib import sha256

from workbench.ledger.proofs import (
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from workbench.ledger.tree import HASH_BYTES, leaf_hash, root

FORGED = int(os.environ.get("FORGED_PROOFS", "4000"))
LEAVES = [leaf_hash(b"%d" % number) for number in range(300)]
ROOTS = [root(LEAVES[:size]) for size in range(len(LEAVES) + 1)]


def test_no_forged_proof_is_accepted():
    chance, tried, kinds = random.Random(6962), 0, set()
    while tried < FORGED:
        size = chance.randint(2, 300)
        forge = chance.choice([forged_inclusion, forged_consistency])
        told = forge(chance, size)
        if told is None:
            continue  # by chance the forgery said the truth
        kind, accepted = told
        tried += 1
        kinds.add((forge.__name__, kind))
        assert not accepted, (tried, kind, size)
    assert len(kinds) == 2 * len(WAYS)


def test_bytes_cannot_move_from_a_node_to_its_neighbour():
    """Both halves of a pair are hashed as one: of another length they would give the same hash."""
    whole, proof = ROOTS[2], inclusion_proof(LEAVES[:2], 0)
    pair = LEAVES[0] + proof[0]
    for cut in (0, 1, 31, 33, 63):
        assert sha256(b"\x01" + pair[:cut] + pair[cut:]).digest() == whole
        assert not verify_inclusion(pair[:cut], 0, 2, [pair[cut:]], whole)
        assert not verify_consistency(1, 2, pair[:cut], whole, [pair[cut:]])


def test_a_node_of_the_tree_is_no_leaf():
    """A leaf could else be said to stand where a whole subtree stands."""
    node = ROOTS[2]
    assert not verify_inclusion(leaf_hash(LEAVES[0] + LEAVES[1]), 0, 1, [], node)
    assert not verify_inclusion(node, 0, 4, [root(LEAVES[2:4])], ROOTS[4])


def flip(chance, nodes):
    if nodes:
        at, bit = chance.randrange(len(nodes)), chance.randrange(256)
        changed = bytearray(nodes[at])
        changed[bit // 8] ^= 1 << bit % 8
        nodes[at] = bytes(changed)


def drop(chance, nodes):
    if nodes:
        del nodes[chance.randrange(len(nodes))]


def add(chance, nodes):
    nodes.insert(chance.randint(0, len(nodes)), chance.choice([*nodes, chance.randbytes(HASH_BYTES)]))


def swap(chance, nodes):
    if len(nodes) > 1:
        one, other = chance.sample(range(len(nodes)), 2)
        nodes[one], nodes[other] = nodes[other], nodes[one]


def invent(chance, nodes):
    nodes[:] = [chance.randbytes(HASH_BYTES) for _ in nodes]


def reverse(chance, nodes):
    nodes.reverse()


def cut(chance, nodes):
    if nodes:
        at = chance.randrange(len(nodes))
        nodes[at] = nodes[at][: chance.randrange(HASH_BYTES)]


def leave(chance, nodes):
    """The proof stays; what it is said to prove is another thing."""


WAYS = (flip, drop, add, swap, invent, reverse, cut, leave)


def forged_inclusion(chance, size):
    index = chance.randrange(size)
    true = inclusion_proof(LEAVES[:size], index)
    way, proof = chance.choice(WAYS), list(true)
    way(chance, proof)
    leaf, place, claimed = LEAVES[index], index, size
    if way is leave or proof == true:
        what = chance.randrange(3)
        if what == 0:
            leaf = leaf_hash(chance.randbytes(8))
        elif what == 1:
            place = chance.choice([other for other in range(size) if other != index])
        else:
            claimed = chance.randint(1, 300)
            if verify_inclusion(leaf, place, size, proof, ROOTS[size]) and says_the_same(
                place, size, claimed
            ):
                return None
    return way.__name__, verify_inclusion(leaf, place, claimed, proof, ROOTS[size])


def says_the_same(place, size, claimed):
    """Whether a path from ``place`` turns the same ways in a tree of another size.

    Of sizes with the same path nothing false is proved: the leaf is at its place under that root.
    """
    return turns(place, size) == turns(place, claimed) if place < claimed else False


def turns(place, size):
    low, high, found = 0, size, []
    while high - low > 1:
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        found.append(place >= middle)
        low, high = (middle, high) if place >= middle else (low, middle)
    return found


def forged_consistency(chance, size):
    old = chance.randint(1, size - 1)
    true = consistency_proof(LEAVES[:size], old)
    way, proof = chance.choice(WAYS), list(true)
    way(chance, proof)
    before, after = ROOTS[old], ROOTS[size]
    if way is leave or proof == true:
        if chance.random() < 0.5:
            before = chance.choice([chance.randbytes(HASH_BYTES), ROOTS[old - 1], ROOTS[old + 1]])
        else:
            after = chance.choice([chance.randbytes(HASH_BYTES), ROOTS[size - 1]])
            if after == before:
                return None
    return way.__name__, verify_consistency(old, size, before, after, proof)
