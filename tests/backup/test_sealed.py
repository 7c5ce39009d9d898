"""Sealed files are those of the published format, and nothing cut, altered or foreign passes."""

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.backup import sealed as sealing
from workbench.backup.sealed import SealedError, new_pair, read_private, read_public, seal, unseal

# Made by age 1.1.1 (Debian 12): its key file, and what it sealed.
THEIR_PUBLIC = "age14yya33y439656ane79g2ch2kk3vaw0q607qfjfetgatwnkeqweyq0d6l72"
THEIR_PRIVATE = "AGE-SECRET-KEY-107LPL7GFHNMPFE7M9R4FD8QGF6ZWLD4KNDA9U9VQ6DL0HAXJP92SGL49U6"
THEIR_FILE = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBOYTV1SlE4b0xCRmRkT2pTRGRsVVozeGpRL0VtUTRRL2pwd2hGeUhqZ0hBCktE"
    "RzAvcVFrMTRPbG0yWksvTnBEQityRXhCWi8xc0NvamFyTVQ0aU52YmcKLS0tIHJjTktTbk5MQWp4ODZ1WW0zNmJPTEd6ai9rUEV1VXYy"
    "aGovclZoa2QwVXcKMlFnND7iJArEDmmqOC/TUw6kaHd/kujwsYvgyXON3coaq7TF9nrfWlV8020Eae4="
)
PUBLIC, PRIVATE = new_pair()
PIECE = 64 * 1024  # of the format
SEALED_PIECE = PIECE + 16  # with what proves it genuine
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
DAMAGED = r"^备份文件不完整或被改动过，不能使用：请换一份$"
FOREIGN = r"^这不是本软件的备份文件：请核对文件$"
OTHER_KEY = (
    r"^私钥打不开这份备份：它是用另一把公钥加密的，或文件开头损坏。"
    r"请换对应的私钥；确知是这一把的，请换一份备份$"
)


def unseen(_):
    """Watch nothing."""


def sealed(content, *to):
    file = io.BytesIO()
    seal(io.BytesIO(content), file, [read_public(public) for public in to or (PUBLIC,)], unseen)
    return file.getvalue()


def opened(content, private=PRIVATE):
    plain = io.BytesIO()
    unseal(io.BytesIO(content), plain, read_private(private), unseen)
    return plain.getvalue()


def test_a_file_and_a_key_of_another_program_are_read():
    private = f"# created: 2026-11-29\n# public key: {THEIR_PUBLIC}\n{THEIR_PRIVATE}\n"

    assert str(read_private(private).to_public()) == THEIR_PUBLIC
    assert opened(THEIR_FILE, private).decode() == "信访工作台"


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])
def test_each_of_those_it_is_sealed_to_opens_it_alone(size):
    content = bytes(place * 7 % 251 for place in range(size))
    other, told = new_pair()

    whole = sealed(content, PUBLIC, other)

    assert opened(whole) == content
    assert opened(whole, told) == content
    with pytest.raises(SealedError, match=OTHER_KEY):
        opened(whole, new_pair()[1])


def test_a_bit_that_flipped_in_the_part_for_the_key_is_not_only_called_another_key():
    whole = bytearray(sealed(b"x"))
    place = whole.index(b"-> X25519 ") + 12
    whole[place] = ord("A") if whole[place] != ord("A") else ord("B")

    with pytest.raises(SealedError, match="文件开头损坏"):
        opened(bytes(whole))


@pytest.mark.parametrize("beside", [-1, 0, 1])
@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_file_cut_between_two_pieces_or_beside_is_refused(missing, beside):
    whole = sealed(b"x" * (3 * PIECE))

    with pytest.raises(SealedError, match=DAMAGED):
        opened(whole[: len(whole) - missing * SEALED_PIECE + beside])


@pytest.mark.parametrize("size", [3 * PIECE, 3 * PIECE + 7])
def test_a_file_without_its_last_byte_or_with_one_more_is_refused(size):
    whole = sealed(b"x" * size)

    for altered in (whole[:-1], whole + b"x", whole + whole):
        with pytest.raises(SealedError, match=DAMAGED):
            opened(altered)


def test_a_file_cut_anywhere_in_its_head_is_refused():
    whole = sealed(b"x" * 100)
    for length in range(len(whole)):
        with pytest.raises(SealedError, match=FOREIGN if length < 22 else DAMAGED):
            opened(whole[:length])


@pytest.mark.parametrize("flipped", [1, 0x20, 0x80])
def test_no_altered_byte_of_a_small_file_passes(flipped):
    whole = sealed(b"the same text again and again")
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= flipped
        with pytest.raises(SealedError, match=f"{FOREIGN}|{DAMAGED}|{OTHER_KEY}"):
            opened(bytes(altered))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_altered_byte_of_what_is_sealed_passes(data):
    whole = bytearray(sealed(b"x" * (2 * PIECE + 100)))
    from_behind = data.draw(st.integers(1, 2 * PIECE + 148))  # the head is not always of one length
    whole[-from_behind] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealedError, match=DAMAGED):
        opened(bytes(whole))


def test_two_pieces_that_changed_places_are_refused():
    whole = sealed(bytes(PIECE) + b"x" * PIECE + b"y" * PIECE)
    head, first = whole[: -3 * SEALED_PIECE], whole[-3 * SEALED_PIECE : -2 * SEALED_PIECE]
    second, last = whole[-2 * SEALED_PIECE : -SEALED_PIECE], whole[-SEALED_PIECE:]

    with pytest.raises(SealedError, match=DAMAGED):
        opened(head + second + first + last)


def test_the_sealed_file_does_not_hold_the_text():
    text = "王小二的住址".encode() * 100

    assert "王小二".encode() not in sealed(text)


class Endless(io.RawIOBase):
    """A source that gives for ever."""

    def read(self, size=-1):
        return b"x" * size


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("已取消"), OSError(28, "full")], ids=repr)
def test_what_stops_the_work_is_raised_as_it_is_and_what_was_written_does_not_pass(error):
    def stop(done):
        if done > 3 * PIECE:
            raise error

    file = io.BytesIO()
    with pytest.raises(type(error)) as raised:
        seal(Endless(), file, [read_public(PUBLIC)], stop)
    assert raised.value is error
    with pytest.raises(SealedError, match=DAMAGED):
        opened(file.getvalue())

    with pytest.raises(type(error)) as raised:
        unseal(io.BytesIO(sealed(b"x" * (9 * PIECE))), io.BytesIO(), read_private(PRIVATE), stop)
    assert raised.value is error


def test_an_interruption_on_the_way_into_a_call_is_not_taken_for_a_damaged_file(monkeypatch):
    whole = sealed(b"x" * PIECE)

    def interrupted(side, size=-1):
        raise KeyboardInterrupt

    monkeypatch.setattr(sealing._Side, "read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sealed(b"x")
    with pytest.raises(KeyboardInterrupt):
        opened(whole)


class Full(io.BytesIO):
    """A medium without room."""

    def write(self, data):
        raise OSError(28, "No space left on device")


def test_a_full_medium_is_not_taken_for_a_damaged_file():
    with pytest.raises(OSError, match="No space"):
        seal(io.BytesIO(b"x"), Full(), [read_public(PUBLIC)], unseen)
    with pytest.raises(OSError, match="No space"):
        unseal(io.BytesIO(sealed(b"x")), Full(), read_private(PRIVATE), unseen)


def test_it_is_done_piece_by_piece_and_told_how_far_it_is():
    whole, ahead = io.BytesIO(), []

    def look(done):
        ahead.append((done, done - whole.tell()))

    seal(io.BytesIO(b"x" * (40 * PIECE)), whole, [read_public(PUBLIC)], look)

    assert ahead == sorted(ahead, key=lambda told: told[0]) and ahead[-1][0] == 40 * PIECE
    assert max(held for _, held in ahead) < 4 * PIECE
    plain, ahead = io.BytesIO(), []
    unseal(
        io.BytesIO(whole.getvalue()),
        plain,
        read_private(PRIVATE),
        lambda done: ahead.append(done - plain.tell()),
    )
    assert max(ahead) < 4 * PIECE


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


def test_a_private_key_copied_in_small_letters_is_read():
    assert str(read_private(f"  {PRIVATE.lower()}  \n")) == PRIVATE


@pytest.mark.parametrize("text", ["", "# only a remark", "AGE-SECRET-KEY-1\nAGE-SECRET-KEY-1", "PK\x03\x04"])
def test_a_file_that_holds_no_private_key_is_refused(text):
    with pytest.raises(SealedError, match="私钥"):
        read_private(text)


@pytest.mark.parametrize(
    "text", ["", "age1", "ssh-ed25519 AAAA", PRIVATE], ids=["nothing", "cut", "another kind", "private"]
)
def test_what_is_no_public_key_is_refused(text):
    with pytest.raises(SealedError, match="公钥不是"):
        read_public(text)
