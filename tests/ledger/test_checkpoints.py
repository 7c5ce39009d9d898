"""Notes, codes, keys: what is written, what is read back, what is refused."""

import base64
import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ledger.checkpoint import ALPHABET, Checkpoint, CheckpointError, origin_of, read_body, read_code
from workbench.ledger.notes import NoteFolder
from workbench.ledger.printed import square_png, square_svg, square_text
from workbench.ledger.signing import KEY_FILE, LedgerKey, LedgerKeyError, open_note
from workbench.ledger.tree import Frontier, leaf_hash
from workbench.ledger.witness import Witness, all_of, contradictions, read_witness

LEAVES = [leaf_hash(b"%d" % number) for number in range(40)]
KEY, OTHER = LedgerKey(bytes(range(32))), LedgerKey(bytes(32))
NOON = datetime(2026, 3, 31, 4, 0, tzinfo=UTC)


def edge(size, leaves=LEAVES):
    made = Frontier()
    for leaf in leaves[:size]:
        made.append(leaf)
    return made


def at(size, leaves=LEAVES):
    return Checkpoint(origin_of(leaves[0]), size, edge(size, leaves).root())


def test_a_note_has_the_form_of_tlog_checkpoint_and_signed_note():
    made = at(7)
    note = KEY.sign(made)
    origin, size, root, blank, signature, end = note.split("\n")

    assert (origin, size, blank, end) == (made.origin, "7", "", "")
    assert base64.b64decode(root) == made.root
    assert signature.startswith(f"— {origin} ")
    assert len(base64.b64decode(signature.rpartition(" ")[2])) == 4 + 64
    assert open_note(note, KEY.verifier(origin)) == made


def test_a_changed_note_or_another_key_is_refused():
    made = at(7)
    note, verifier = KEY.sign(made), KEY.verifier(made.origin)
    forged = [
        note.replace("\n7\n", "\n8\n"),
        note.replace(made.origin, made.origin[:-1] + "x"),
        OTHER.sign(made),
        KEY.sign(Checkpoint("petition-workbench/other", 7, made.root)),
        note.partition("\n\n")[0] + "\n",
        note.partition("— ")[0],
        note + "\n",
        note.replace("\n\n", "\n"),
        "",
    ]
    for text in forged:
        with pytest.raises(CheckpointError):
            open_note(text, verifier)


@pytest.mark.parametrize(
    "body", ["", "a\n1\n", "a\n0\n" + "A" * 43 + "=\n", "a\n01\n" + "A" * 43 + "=\n", "a\n1\nAA==\n"]
)
def test_a_body_in_another_form_is_refused(body):
    with pytest.raises(CheckpointError):
        read_body(body)


def test_a_code_has_a_hundred_bits_in_four_groups_and_tells_size_and_root_apart():
    codes = {at(size).code for size in range(1, 40)}
    assert len(codes) == 39
    for code in codes:
        assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
        assert set(code) <= {*ALPHABET, "-"}


codes = st.text(st.sampled_from(ALPHABET), min_size=20, max_size=20)


@given(codes, st.randoms(use_true_random=False))
def test_a_code_is_read_however_it_is_typed(code, chance):
    looks = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(chance.choice(looks.get(c, c + c.lower())) for c in code)
    spaced = "".join(c + chance.choice(["", "", "-", " ", "—", "\u3000"]) for c in typed)

    assert read_code(spaced).replace("-", "") == code


def test_full_width_letters_are_read_too():
    assert read_code("ＡＢＣＤＥ－０１２３４－ＡＢＣＤＥ－０１２３４") == "ABCDE-01234-ABCDE-01234"


@pytest.mark.parametrize(
    ("typed", "said"), [("ABC", "现有3个"), ("U" * 20, "“U”"), ("", "现有0个"), ("中" * 20, "“中”")]
)
def test_what_is_no_code_is_refused_in_words(typed, said):
    with pytest.raises(CheckpointError, match=said):
        read_code(typed)


def test_the_square_holds_size_and_code_and_can_be_printed():
    svg, png = square_svg(at(7)), square_png(at(7))
    assert square_text(at(7)) == f"LEDGER 7 {at(7).code}"
    assert svg.startswith("<svg") and "script" not in svg
    assert png.startswith(b"\x89PNG")


def test_the_key_is_private_and_made_once(tmp_path):
    made = LedgerKey.read_or_create(tmp_path)
    assert LedgerKey.read_or_create(tmp_path) == made
    assert "secret" not in repr(made)
    if os.name == "posix":
        assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
        (tmp_path / KEY_FILE).chmod(0o644)
        with pytest.raises(LedgerKeyError, match="对他人可读"):
            LedgerKey.read(tmp_path)
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(LedgerKeyError, match="已损坏"):
        LedgerKey.read(tmp_path)


def test_kept_notes_are_private_and_read_back_newest_first(tmp_path):
    folder = NoteFolder.of(tmp_path, "workbench.sqlite")
    assert (folder.newest_size(), list(folder.newest_first())) == (0, [])
    for day, size in enumerate((5, 9, 12)):
        folder.keep(KEY.sign(at(size)), at(size), edge(size), NOON + timedelta(days=day))

    notes = list(folder.newest_first())
    assert [note.checkpoint.size for note in notes] == [12, 9, 5]
    assert notes[0].made == NOON + timedelta(days=2)
    assert notes[0].edge.pack() == edge(12).pack()
    assert folder.newest_size() == 12
    if os.name == "posix":
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.path.iterdir())


def test_a_damaged_note_or_edge_is_passed_over(tmp_path):
    folder = NoteFolder.of(tmp_path, "workbench.sqlite")
    first = folder.keep(KEY.sign(at(5)), at(5), edge(5), NOON)
    folder.keep(KEY.sign(at(9)), at(9), edge(8), NOON + timedelta(days=1)).write_text("x")
    first.with_suffix(".edge").write_text(edge(4).pack().hex())

    (note,) = folder.newest_first()
    assert (note.checkpoint.size, note.edge) == (5, None)


def witness(sizes, key=KEY, leaves=LEAVES):
    origin = origin_of(leaves[0])
    return Witness(key.verifier(origin), tuple((NOON, key.sign(at(size, leaves))) for size in sizes))


def test_a_witness_file_reads_back_and_a_forged_note_in_it_is_refused():
    told = witness((5, 9))
    assert read_witness(told.write()) == told
    assert [one.size for one in told.checkpoints()] == [5, 9]

    mixed = Witness(told.verifier, (*told.notes, (NOON, OTHER.sign(at(12)))))
    with pytest.raises(CheckpointError, match="签名不对"):
        read_witness(mixed.write())
    assert all_of(told.verifier, mixed.notes) == told


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form":1,"verifier":"x","notes":[{}]}'])
def test_what_is_no_witness_file_is_refused(text):
    with pytest.raises(CheckpointError):
        read_witness(text)


def test_two_histories_contradict_each_other():
    changed = [*LEAVES[:6], leaf_hash(b"other"), *LEAVES[7:]]
    assert contradictions(witness((5, 9)), witness((5, 9, 12))) == []
    assert contradictions(witness((5, 9)), witness((5, 9, 12), leaves=changed))
    assert contradictions(witness((5, 9)), witness((5, 12)))
    assert contradictions(witness((5,)), witness((5,), key=OTHER))
