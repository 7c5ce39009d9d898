"""RFC 6962: the vectors of Certificate Transparency, a second implementation, and forged proofs."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.ledger.proofs import (
    ProofError,
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from workbench.ledger.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root

# Inputs and roots of the reference tests of certificate-transparency (merkletree/merkle_tree_test.cc).
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {  # (leaf from zero, size): audit path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old size, new size): proof
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LEAVES = [leaf_hash(data) for data in INPUTS]


def test_an_empty_tree_has_the_hash_of_nothing():
    assert EMPTY_ROOT == root([]) == Frontier().root() == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size):
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_audit_paths_are_those_of_the_reference(index, size):
    assert [node.hex() for node in inclusion_proof(LEAVES[:size], index)] == PATHS[index, size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference(old, new):
    assert [node.hex() for node in consistency_proof(LEAVES[:new], old)] == CONSISTENCY[old, new]


def recursive_root(leaves):
    """The definition of the RFC, word for word: the second opinion."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(recursive_root(leaves[:k]), recursive_root(leaves[k:]))


def numbered(size):
    return [leaf_hash(b"%d" % i) for i in range(size)]


@pytest.mark.parametrize("size", range(1, 66))
def test_every_leaf_and_every_prefix_can_be_proved_and_nothing_else(size):
    leaves = numbered(size)
    whole = root(leaves)
    assert whole == recursive_root(leaves)

    for index in range(size):
        proof = inclusion_proof(leaves, index)
        assert verify_inclusion(leaves[index], index, size, proof, whole)
        assert not verify_inclusion(leaf_hash(b"forged"), index, size, proof, whole)
        assert not verify_inclusion(leaves[index], index, size, [*proof, whole], whole)
        if proof:
            assert not verify_inclusion(leaves[index], index, size, proof[:-1], whole)
        for other in {0, index ^ 1, size - 1, size, -1} - {index}:
            assert not verify_inclusion(leaves[index], other, size, proof, whole)

    for old in range(1, size + 1):
        before, proof = root(leaves[:old]), consistency_proof(leaves, old)
        assert verify_consistency(old, size, before, whole, proof)
        assert not verify_consistency(old, size, leaf_hash(b"forged"), whole, proof)
        assert not verify_consistency(old, size, before, leaf_hash(b"forged"), proof)
        assert not verify_consistency(old, size, before, whole, [*proof, whole])
        if proof:
            assert not verify_consistency(old, size, before, whole, proof[:-1])


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 200), st.data())
def test_a_changed_bit_in_a_proof_is_noticed(size, data):
    leaves = numbered(size)
    whole = root(leaves)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size - 1))
    place = data.draw(st.integers(0, 255))
    audit, prefix = inclusion_proof(leaves, index), consistency_proof(leaves, old)

    for position in range(len(audit)):
        forged = [*audit[:position], flipped(audit[position], place), *audit[position + 1 :]]
        assert not verify_inclusion(leaves[index], index, size, forged, whole)
    for position in range(len(prefix)):
        forged = [*prefix[:position], flipped(prefix[position], place), *prefix[position + 1 :]]
        assert not verify_consistency(old, size, root(leaves[:old]), whole, forged)


@given(st.integers(0, 300))
def test_a_frontier_survives_being_written_down(size):
    frontier = Frontier()
    for leaf in numbered(size):
        frontier.append(leaf)

    again = Frontier.unpack(size, frontier.pack())
    again.append(leaf_hash(b"next"))

    assert again.root() == root([*numbered(size), leaf_hash(b"next")])


def test_a_frontier_that_does_not_fit_its_size_is_refused():
    with pytest.raises(ValueError, match="首部"):
        Frontier.unpack(3, b"\x00" * 32)
    with pytest.raises(ValueError, match="首部"):
        Frontier.unpack(1, b"\x00" * 31)


def test_impossible_proofs_are_refused_in_words():
    with pytest.raises(ProofError, match="没有第3条"):
        inclusion_proof(numbered(2), 2)
    with pytest.raises(ProofError, match="不能与"):
        consistency_proof(numbered(2), 3)
    assert not verify_consistency(0, 2, EMPTY_ROOT, root(numbered(2)), [])
    assert not verify_consistency(3, 5, root(numbered(3)), root(numbered(5)), [])


def flipped(node, place):
    changed = bytearray(node)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)
