"""Sealed files are those of the published format, and nothing cut, altered or foreign passes."""

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.backup.bech32 import LETTERS
from workbench.backup.sealed import (
    PIECE,
    SealedError,
    SealedReader,
    SealedWriter,
    new_pair,
    public_of,
    read_private,
    read_public,
)

# Made by age 1.1.1 (Debian 12): its key file, and what it sealed.
THEIR_PUBLIC = "age14yya33y439656ane79g2ch2kk3vaw0q607qfjfetgatwnkeqweyq0d6l72"
THEIR_PRIVATE = "AGE-SECRET-KEY-107LPL7GFHNMPFE7M9R4FD8QGF6ZWLD4KNDA9U9VQ6DL0HAXJP92SGL49U6"
THEIR_FILE = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBOYTV1SlE4b0xCRmRkT2pTRGRsVVozeGpRL0VtUTRRL2pwd2hGeUhqZ0hBCktE"
    "RzAvcVFrMTRPbG0yWksvTnBEQityRXhCWi8xc0NvamFyTVQ0aU52YmcKLS0tIHJjTktTbk5MQWp4ODZ1WW0zNmJPTEd6ai9rUEV1VXYy"
    "aGovclZoa2QwVXcKMlFnND7iJArEDmmqOC/TUw6kaHd/kujwsYvgyXON3coaq7TF9nrfWlV8020Eae4="
)
PUBLIC, PRIVATE = new_pair()


def sealed(content, public=PUBLIC):
    file = io.BytesIO()
    with SealedWriter(file, public) as writer:
        writer.write(content)
    return file.getvalue()


def opened(content, **keys):
    keys = keys or {"private": read_private(PRIVATE)}
    return io.BufferedReader(SealedReader(io.BytesIO(content), **keys)).read()


def test_a_file_and_a_key_of_another_program_are_read():
    private = read_private(f"# created: 2026-11-29\n# public key: {THEIR_PUBLIC}\n{THEIR_PRIVATE}\n")

    assert public_of(private) == THEIR_PUBLIC
    assert opened(THEIR_FILE, private=private).decode() == "信访工作台"


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7]), st.integers(1, 3 * PIECE)
)
def test_what_is_sealed_in_any_strides_comes_out_again(size, stride):
    content = bytes(place * 7 % 251 for place in range(size))
    file = io.BytesIO()
    with SealedWriter(file, PUBLIC) as writer:
        for start in range(0, size, stride):
            writer.write(content[start : start + stride])

    assert opened(file.getvalue()) == content
    assert opened(file.getvalue(), file_key=writer.file_key) == content


def test_a_file_cut_anywhere_is_refused():
    whole = sealed(b"x" * (PIECE + 100))
    for length in (0, 10, 30, 120, 180, 210, PIECE, PIECE + 16, len(whole) - 100, len(whole) - 1):
        with pytest.raises(SealedError, match=r"不完整|不是本软件"):
            opened(whole[:length])


def test_a_file_cut_exactly_between_two_pieces_is_refused():
    whole = sealed(b"x" * (2 * PIECE))
    begin = len(whole) - 2 * (PIECE + 16)

    with pytest.raises(SealedError, match="不完整"):
        opened(whole[: begin + PIECE + 16])


def test_a_file_whose_writer_was_abandoned_is_refused():
    file = io.BytesIO()
    writer = SealedWriter(file, PUBLIC)
    writer.write(b"x" * (2 * PIECE))
    writer.abandon()

    with pytest.raises(SealedError, match="不完整"):
        opened(file.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_altered_byte_passes(data):
    whole = bytearray(sealed(b"the same text again and again" * 20))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealedError):
        opened(bytes(whole))


def test_another_private_key_does_not_open_it():
    with pytest.raises(SealedError, match="换对应的私钥"):
        opened(sealed(b"x"), private=read_private(new_pair()[1]))


def test_the_sealed_file_does_not_hold_the_text():
    text = "王小二的住址".encode() * 100

    assert "王小二".encode() not in sealed(text)


@pytest.mark.parametrize("place", range(4, 60, 7))
def test_a_slip_of_the_pen_in_a_key_is_noticed(place):
    other = LETTERS[(LETTERS.index(PUBLIC[place]) + 1) % 32]
    with pytest.raises(SealedError, match="公钥不是"):
        read_public(PUBLIC[:place] + other + PUBLIC[place + 1 :])

    lower = PRIVATE.lower()
    start = place + 14
    wrong = lower[:start] + LETTERS[(LETTERS.index(lower[start]) + 1) % 32] + lower[start + 1 :]
    with pytest.raises(SealedError, match="抄错"):
        read_private(wrong)


@pytest.mark.parametrize("text", ["", "# only a remark", "AGE-SECRET-KEY-1\nAGE-SECRET-KEY-1", "PK\x03\x04"])
def test_a_file_that_holds_no_private_key_is_refused(text):
    with pytest.raises(SealedError, match="私钥"):
        read_private(text)
