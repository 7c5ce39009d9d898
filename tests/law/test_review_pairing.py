"""Who reviews which file: evenly, by lot, never one of the barred, never twice on one file."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.law.review_pairing import OpenTurn, PairingError, pair

NAMES = ("chen", "li", "sun", "wu")
TURNS = st.lists(
    st.tuples(st.integers(1, 40), st.frozensets(st.sampled_from(NAMES), max_size=3)),
    max_size=30,
    unique_by=lambda one: one[0],
).map(lambda files: [OpenTurn(f"A{no}", turn, barred) for no, barred in files for turn in (1, 2)])


@given(TURNS, st.integers(0, 9))
def test_nobody_gets_a_file_twice_or_one_he_may_not_have(turns, seed):
    found = pair(turns, NAMES, seed)
    barred = {(one.case_no, one.turn): one.barred for one in turns}

    assert len(found.given) + len(found.lacking) == len(turns)
    assert len({(one.case_no, one.reviewer) for one in found.given}) == len(found.given)
    assert all(one.reviewer not in barred[one.case_no, one.turn] for one in found.given)
    assert pair(reversed(turns), reversed(NAMES), seed) == found


def test_files_are_shared_evenly_and_earlier_ones_count():
    turns = [OpenTurn(f"A{no}", turn) for no in range(20) for turn in (1, 2)]

    assert set(Counter(one.reviewer for one in pair(turns, NAMES, 1).given).values()) == {10}
    uneven = Counter(one.reviewer for one in pair(turns, NAMES, 1, {"wu": 10}).given)
    assert uneven["wu"] < 10 and sum(uneven.values()) == 40


def test_another_seed_pairs_otherwise_and_nobody_is_refused():
    turns = [OpenTurn(f"A{no}", turn) for no in range(20) for turn in (1, 2)]

    assert pair(turns, NAMES, 1) != pair(turns, NAMES, 2)
    with pytest.raises(PairingError):
        pair(turns, (), 1)
