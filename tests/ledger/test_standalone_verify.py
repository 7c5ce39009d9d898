"""The independent verifier: run as it would be in another office, on exports whole and altered."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import CLERK, make_register
from workbench.acts.exporting import ledger_lines
from workbench.acts.handling import Person
from workbench.ledger import standalone_verify
from workbench.ledger.signing import LedgerKey
from workbench.ledger.tree import leaf_hash, root

FILE = Path(standalone_verify.__file__)


@pytest.fixture
def exported(bench, tmp_path):
    """Lines with values, the file they go to, and the checkpoint over them."""
    bench.perform(
        make_register(case_no="A", persons=(Person(name="王某某", phone="13800001111"),)),
        make_register(case_no="B"),
        actor=CLERK,
    )
    with bench.reading() as session:
        lines = list(ledger_lines(session.connection(), with_values=True))
    note = bench.anchors.checkpoint()
    (tmp_path / "note.txt").write_text(note.note, "utf-8")
    key = LedgerKey.read(bench.config.home).verifier(note.checkpoint.origin)
    return lines, tmp_path / "ledger.jsonl", note.checkpoint, key


def verify(exported, lines, *options):
    _, path, checkpoint, _ = exported
    path.write_text("".join(lines), "utf-8")
    command = [sys.executable, "-I", "-S", str(FILE), str(path)]
    anchored = options or ("--code", checkpoint.code, "--size", str(checkpoint.size))
    done = subprocess.run(
        [*command, *anchored], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_it_is_one_short_file_of_the_standard_library():
    text = FILE.read_text("utf-8")
    assert text.count("\n") <= 150
    assert "workbench." not in text


def test_a_whole_export_is_sound_with_code_and_with_signed_checkpoint(exported):
    lines, path, checkpoint, key = exported
    assert verify(exported, lines)[0] == 0
    note = ("--checkpoint", str(path.with_name("note.txt")), "--key", key)
    status, said = verify(exported, lines, *note)
    assert (status, said.strip()) == (0, f"完好：{len(lines)}条，根散列 {checkpoint.root.hex()}")
    bare = [json.dumps({"body": json.loads(line)["body"]}) + "\n" for line in lines]
    assert verify(exported, bare)[0] == 0


def test_without_code_it_warns(exported):
    assert "没有给出校验码" in verify(exported, exported[0], "--size=")[1]


def test_a_forged_signature_is_found(exported):
    lines, path, checkpoint, _ = exported
    other = LedgerKey(bytes(32))
    (path.with_name("note.txt")).write_text(other.sign(checkpoint), "utf-8")
    status, said = verify(
        exported, lines, "--checkpoint", str(path.with_name("note.txt")), "--key", exported[3]
    )
    assert status == 1 and "签名不对" in said


def test_without_key_it_says_that_nobody_looked_at_the_signature(exported):
    lines, path, checkpoint, _ = exported
    path.with_name("note.txt").write_text(LedgerKey(bytes(32)).sign(checkpoint), "utf-8")

    status, said = verify(exported, lines, "--checkpoint", str(path.with_name("note.txt")))
    assert status == 0 and "签名未核对" in said


def test_what_is_erased_and_still_there_is_found(exported):
    lines = exported[0]
    seq, field = next((n, f) for n, line in enumerate(lines, 1) for f in json.loads(line).get("values") or {})
    erasing = {"kind": "erase_values", "commits": {}, "seq": len(lines) + 1}
    line = rewritten(lines[0], **erasing, public={"values": [{"entry": seq, "field": field}]})

    status, said = verify(
        exported, [*lines, json.dumps({"body": json.loads(line)["body"], "values": {}}) + "\n"]
    )
    assert status == 1 and f"第{seq}条的附值“{field}”已记载抹除，却还在" in said


def rewritten(line, **changes):
    told = json.loads(line)
    entry = {**json.loads(told["body"]), **changes}
    told["body"] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return json.dumps(told, ensure_ascii=False) + "\n"


def changed_value(line, change):
    told = json.loads(line)
    field = next(iter(told["values"]))
    change(told["values"], field)
    return json.dumps(told, ensure_ascii=False) + "\n"


ALTERED = {
    "actor": (lambda lines: [*lines[:-1], rewritten(lines[-1], actor="other")], "不符"),
    "time": (lambda lines: [rewritten(lines[0], utc="2020-01-01T00:00:00.000+00:00"), *lines[1:]], "不符"),
    "deleted": (lambda lines: lines[:5] + lines[6:], "有缺漏"),
    "deleted and numbered anew": (
        lambda lines: [*lines[:5], *(rewritten(one, seq=n) for n, one in enumerate(lines[6:], 6))],
        "少于校验码",
    ),
    "truncated": (lambda lines: lines[:-1], "少于校验码"),
    "swapped": (lambda lines: [lines[1], lines[0], *lines[2:]], "调换"),
    "doubled": (lambda lines: [*lines[:3], lines[2], *lines[3:]], "多出"),
    "no JSON": (lambda lines: [*lines[:3], "x\n", *lines[4:]], "格式"),
    "spaces": (lambda lines: [*lines[:-1], lines[-1].replace('{\\"actor\\":', '{ \\"actor\\":')], "写法"),
    "value": (
        lambda lines: [*lines[:-1], changed_value(lines[-1], lambda v, f: v[f].__setitem__(1, "改"))],
        "与承诺不符",
    ),
    "salt": (
        lambda lines: [*lines[:-1], changed_value(lines[-1], lambda v, f: v[f].__setitem__(0, "00" * 16))],
        "与承诺不符",
    ),
    "value taken away": (
        lambda lines: [*lines[:-1], changed_value(lines[-1], lambda v, f: v.pop(f))],
        "没有抹除记录",
    ),
    "value added": (
        lambda lines: [*lines[:-1], changed_value(lines[-1], lambda v, f: v.update(x=["00", "x"]))],
        "与承诺不符",
    ),
    "empty": (lambda lines: [], "只有0条"),
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_export_is_found(exported, how):
    change, said = ALTERED[how]
    status, text = verify(exported, change(exported[0]))
    assert status == 1
    assert said in text


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 33, 100, 255])
def test_both_implementations_make_the_same_root(size):
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    assert standalone_verify.tree_root(leaves) == root(leaves)


def test_both_implementations_agree_on_signatures():
    chance = random.Random(8032)
    from workbench.ledger.checkpoint import Checkpoint

    for _ in range(5):
        key = LedgerKey(chance.randbytes(32))
        note = key.sign(Checkpoint("petition-workbench/x", chance.randrange(1, 99), chance.randbytes(32)))
        body, _, line = note.partition("\n\n")
        import base64

        signature = base64.b64decode(line.split(" ")[2])[4:]
        assert standalone_verify.is_signed(key._public(), f"{body}\n".encode(), signature)
        assert not standalone_verify.is_signed(key._public(), f"{body}x\n".encode(), signature)
        assert not standalone_verify.is_signed(key._public(), f"{body}\n".encode(), signature[:-1] + b"\x00")


def asked(*words):
    command = [sys.executable, "-I", "-S", str(FILE), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr and "usage" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def test_what_cannot_be_verified_is_never_sound_and_is_told_in_words(tmp_path):
    empty, binary, line = tmp_path / "empty.jsonl", tmp_path / "ledger.zip", tmp_path / "line.jsonl"
    empty.write_bytes(b"")
    binary.write_bytes(b"PK\x03\x04\xff\xfe")
    line.write_text('{"body": "{\\"commits\\": [1], \\"kind\\": \\"x\\", \\"seq\\": 1}", "values": []}\n')
    for words, said in (
        ((), "用法"),
        (("--help",), "用法"),
        ((empty, "--colour", "red"), "用法"),
        ((empty, "--size", "three"), "用法"),
        ((tmp_path / "none.jsonl",), "打不开文件"),
        ((tmp_path,), "打不开文件"),
        ((binary,), "不是 UTF-8 文本"),
        ((empty,), "台账是空的"),
        ((line,), "不是规定的格式"),
        ((empty, "--code", "0" * 20), "用法"),
        ((empty, "--size", "3"), "用法"),
        ((empty, "--code", "abc", "--size", "3"), "校验码应为20个字符"),
        ((empty, "--code", "U" * 20, "--size", "3"), "校验码应为20个字符"),
        ((empty, "--key", "x"), "用法"),
        ((empty, "--checkpoint", tmp_path / "none.txt"), "打不开文件"),
        ((empty, "--checkpoint", line, "--key", "x"), "公钥不是规定的格式"),
    ):
        status, told = asked(*words)
        assert status and said in told and "完好：" not in told and "被改动" not in told, (words, told)


def test_a_code_may_be_typed_in_groups_and_small_letters(exported):
    code = exported[2].code
    typed = f"{code[:5]}-{code[5:]}".lower().replace("0", "o").replace("1", "l")

    assert verify(exported, exported[0], "--code", typed, f"--size={exported[2].size}")[0] == 0
