"""The body of an entry: canonical, readable, and without personal values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ledger.entries import Entry, UnwritableTextError, commit, commitment, read_body

ENTRY = Entry(
    seq=7,
    utc="2026-03-31T01:00:00.000+00:00",
    actor="clerk",
    role="clerk",
    unit="430682XF",
    kind="take",
    object="A",
    public={"step": {"kind": "accept", "on": "2026-01-05"}, "a": [1, True, None]},
    commits={},
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def test_the_body_is_canonical():
    assert ENTRY.body() == (
        '{"actor":"clerk","commits":{},"form":1,"kind":"take","object":"A",'
        '"public":{"a":[1,true,null],"step":{"kind":"accept","on":"2026-01-05"}},'
        '"role":"clerk","seq":7,"unit":"430682XF","utc":"2026-03-31T01:00:00.000+00:00"}'
    )


def test_a_body_reads_back():
    assert read_body(ENTRY.body()) == ENTRY


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{}",
        json.dumps(json.loads(ENTRY.body())),
        ENTRY.body() + " ",
        ENTRY.body().replace('"form":1,', ""),
        ENTRY.body().replace('"seq":7', '"seq":7,"extra":1'),
        ENTRY.body().replace("clerk", "cl\\u0065rk"),
    ],
)
def test_what_is_not_canonical_is_refused(body):
    with pytest.raises(ValueError, match="规定的格式"):
        read_body(body)


@given(st.dictionaries(texts, texts, max_size=5))
def test_commitments_open_with_salt_and_value_and_nothing_else(private):
    commits, kept = commit(private)

    assert commits.keys() == kept.keys() == private.keys()
    for field, (salt, value) in kept.items():
        assert value == private[field]
        assert commitment(salt, value) == commits[field]
        assert commitment(salt, value + "x") != commits[field]
        assert commitment(bytes(16), value) != commits[field]


def test_the_same_value_never_gives_the_same_commitment():
    first, second = commit({"name": "王某某"})[0], commit({"name": "王某某"})[0]
    assert first != second
    assert "王某某" not in str(first)


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\ud83d", "王\udc00"])
def test_characters_that_cannot_be_kept_are_refused(value):
    with pytest.raises(UnwritableTextError, match="“name”"):
        commit({"name": value})
