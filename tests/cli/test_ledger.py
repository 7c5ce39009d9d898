"""``workbench init`` and ``workbench ledger verify`` from the command line."""

import json
import os
import shlex
import sqlite3
from contextlib import closing

import pytest

from workbench.cli import main


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    return tmp_path / "home" / "workbench.sqlite"


def ask(capsys, *arguments):
    status = main(arguments)
    return status, json.loads(capsys.readouterr().out)


def test_a_new_database_is_made_once_and_verifies(here, capsys):
    status, made = ask(capsys, "init", "--json")
    assert (status, made["created"], made["units"]) == (0, True, 51)
    assert here.exists()

    status, again = ask(capsys, "init", "--json")
    assert (status, again["created"], again["ledger_size"]) == (0, False, made["ledger_size"])

    status, found = ask(capsys, "ledger", "verify", "--json")
    assert (status, found["sound"], found["size"]) == (0, True, made["ledger_size"])
    assert len(found["root"]) == 64


def test_a_difference_is_named_and_the_status_tells(here, capsys):
    main(["init"])
    with closing(sqlite3.connect(here)) as connection, connection:
        connection.execute("UPDATE unit_version SET name = '改名' WHERE unit_code = '430682101'")
    capsys.readouterr()

    assert main(["ledger", "verify"]) == 1
    told = capsys.readouterr()
    assert "unit_version 430682101·1 的“单位名称”" in told.out + told.err

    status, found = ask(capsys, "ledger", "verify", "--json")
    assert (status, found["count"]) == (1, 1)
    assert found["differences"][0]["column"] == "name"


def test_without_a_database_the_answer_is_what_to_do(here, capsys):
    assert main(["ledger", "verify"]) == 1
    told = capsys.readouterr()
    assert "workbench init" in told.out + told.err
    assert not here.exists()


def test_a_code_on_paper_is_checked_against_the_ledger(here, capsys, tmp_path):
    ask(capsys, "init", "--json")
    status, made = ask(capsys, "ledger", "checkpoint", "--square", str(tmp_path / "code.svg"), "--json")
    assert status == 0 and (tmp_path / "code.svg").read_text().startswith("<svg")
    typed, size = made["code"].lower().replace("0", "o").replace("-", " "), str(made["size"])

    status, found = ask(capsys, "ledger", "verify", "--code", typed, "--size", size, "--json")
    assert (status, found["sound"]) == (0, True)
    status, found = ask(
        capsys, "ledger", "verify", "--code", typed, "--size", str(made["size"] - 1), "--json"
    )
    assert (status, found["sound"]) == (1, False)
    assert main(["ledger", "verify", "--code", typed]) != 0
    assert "--size" in capsys.readouterr().err


def test_a_ledger_that_is_shorter_than_the_paper_is_told_as_that(here, capsys):
    ask(capsys, "init", "--json")
    made = ask(capsys, "ledger", "checkpoint", "--json")[1]
    paper = ["ledger", "verify", "--code", made["code"], "--size", str(made["size"] + 3)]

    status, found = ask(capsys, *paper, "--json")
    assert (status, found["sound"], found["size"], found["missing"]) == (1, False, made["size"], 3)

    assert main(paper) == 1
    said = capsys.readouterr().out
    assert f"台账比纸面短：纸面印的是{made['size'] + 3}条，现在只有{made['size']}条，少3条" in said
    assert "丢失" in said and "较早的副本" in said and "workbench restore" in said
    assert main([*paper[:-1], str(made["size"] - 1)]) == 1
    assert "比纸面短" not in capsys.readouterr().out


def test_a_witness_file_is_written_privately_and_checked(here, capsys, tmp_path):
    ask(capsys, "init", "--json")
    file = tmp_path / "witness.json"
    status, told = ask(capsys, "ledger", "witness", str(file), "--json")
    assert (status, told["checkpoints"]) == (0, 1)

    status, found = ask(capsys, "ledger", "verify", "--witness", str(file), "--json")
    assert (status, found["sound"]) == (0, True)
    newer = tmp_path / "newer.json"
    status, told = ask(capsys, "ledger", "witness", str(newer), "--older", str(file), "--json")
    assert (status, told["contradictions"]) == (0, [])
    assert main(["ledger", "witness", str(file)]) != 0
    assert "已经存在" in capsys.readouterr().err


def test_verify_says_how_many_entries_no_checkpoint_covers(here, capsys):
    ask(capsys, "init", "--json")
    main(["ledger", "verify"])
    assert "还没有校验点" in capsys.readouterr().out
    ask(capsys, "ledger", "checkpoint", "--json")
    main(["ledger", "verify"])
    assert "校验点" not in capsys.readouterr().out


def test_nobody_alone_acknowledges_a_restored_backup(here, capsys):
    ask(capsys, "init", "--json")
    assert main(["ledger", "acknowledge", "anna", "Anna ", "--why", "x"]) != 0
    assert "两个不同的人" in capsys.readouterr().err


def test_the_export_is_private_and_holds_values_only_if_asked(here, capsys, tmp_path):
    ask(capsys, "init", "--json")
    for name, options in (("open.jsonl", ()), ("whole.jsonl", ("--with-values",))):
        status, told = ask(capsys, "ledger", "export", str(tmp_path / name), *options, "--json")
        lines = (tmp_path / name).read_text("utf-8").splitlines()
        assert (status, told["size"]) == (0, len(lines))
        assert all(("values" in json.loads(line)) is bool(options) for line in lines)
        if os.name == "posix":
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_the_command_told_with_an_export_runs_whatever_the_folder_is_called(here, capsys, tmp_path):
    ask(capsys, "init", "--json")
    file = tmp_path / "见证 (一) 'x'" / "ledger.jsonl"
    file.parent.mkdir()
    main(["ledger", "export", str(file)])

    command = shlex.split(capsys.readouterr().out.splitlines()[-1].partition("：")[2])
    assert command[2] == str(file) and "--code" in command


def test_one_asks_for_a_deletion_and_another_decides_at_the_command_line(here, capsys, monkeypatch):
    from tests.factories import CLERK, make_register
    from workbench.access.accounts import AccountBook
    from workbench.acts.handling import Person
    from workbench.app import open_workbench
    from workbench.terms import Role

    ask(capsys, "init", "--json")
    bench = open_workbench()
    bench.perform(make_register(case_no="A", persons=(Person(name="王小二"),)), actor=CLERK)
    book = AccountBook(bench)
    for name in ("anna", "bert"):
        book.add(name, name, Role.SUPERVISOR, "430682XF", by="test")
    passwords = {name: book.reset(name, by="test", must_change=False) for name in ("anna", "bert")}
    bench.close()
    monkeypatch.setattr("getpass.getpass", lambda prompt: passwords[prompt.split()[0]])

    listed = ask(capsys, "ledger", "values", "A", "--json")[1]["values"]
    place = next(f"{one['entry']}:{one['field']}" for one in listed if one["field"].endswith("name"))
    asked = (
        "request-erasure",
        "S-1",
        "--value",
        place,
        "--basis",
        "47-3",
        "--why",
        "撤回",
        "--account",
        "anna",
    )
    assert ask(capsys, "ledger", *asked, "--json")[0] == 0
    assert main(["ledger", "erase", "S-1", "--account", "anna"]) != 0
    assert "申请人不能批准自己的申请" in capsys.readouterr().err
    assert ask(capsys, "ledger", "erase", "S-1", "--account", "bert", "--json")[0] == 0

    assert ask(capsys, "ledger", "verify", "--json")[0] == 0
    assert all(
        "王小二".encode() not in path.read_bytes() for path in here.parent.rglob("*") if path.is_file()
    )


def test_a_proof_is_checked_with_the_codes_on_paper_alone(here, capsys, tmp_path, monkeypatch):
    size = ask(capsys, "init", "--json")[1]["ledger_size"]
    proof, older = tmp_path / "proof.json", tmp_path / "older.json"
    _, made = ask(capsys, "ledger", "prove", str(proof), "--entry", "3", "--older", "2", "--json")
    _, early = ask(capsys, "ledger", "prove", str(older), "--entry", "1", "--size", "2", "--json")
    assert (made["size"], early["size"]) == (size, 2)
    assert main(["ledger", "prove", str(tmp_path / "x"), "--entry", str(size + 1)]) != 0
    assert main(["ledger", "prove", str(tmp_path / "x")]) != 0
    capsys.readouterr()
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "another"))

    codes = ("--code", made["code"], "--older-code", early["code"])
    status, found = ask(capsys, "ledger", "check-proof", str(proof), *codes, "--json")
    assert (status, found["sound"], len(found["shown"])) == (0, True, 2)
    assert main(["ledger", "check-proof", str(proof), "--code", made["code"]]) != 0
    capsys.readouterr()
    swapped = ("--code", early["code"], "--older-code", made["code"])
    assert ask(capsys, "ledger", "check-proof", str(proof), *swapped, "--json")[0] == 1

    told = json.loads(proof.read_text("utf-8"))
    for change in ({"body": "{}"}, {"entry": 4}, {"older": 1}, {"size": size - 1}, {"inclusion": []}):
        proof.write_text(json.dumps(told | change), "utf-8")
        assert ask(capsys, "ledger", "check-proof", str(proof), *codes, "--json")[0] == 1, change
    for text in ("{}", "x", json.dumps(told | {"root": "zz"}), json.dumps([1])):
        proof.write_text(text, "utf-8")
        assert main(["ledger", "check-proof", str(proof), *codes]) != 0
        assert "不是证明" in capsys.readouterr().err


def test_an_entry_beyond_the_size_and_an_object_without_values_are_told_as_that(here, capsys, tmp_path):
    main(["init"])
    capsys.readouterr()
    main(["ledger", "verify", "--json"])
    size = json.loads(capsys.readouterr().out)["size"]

    assert main(["ledger", "prove", str(tmp_path / "a"), "--entry", str(size), "--size", "1"]) == 1
    assert f"第{size}条不在前1条之内：请把 --size 写成{size}至{size}" in capsys.readouterr().err
    assert main(["ledger", "values", "不存在"]) == 1
    assert "没有“不存在”的附值" in capsys.readouterr().err


def test_a_code_that_does_not_agree_has_its_reason_for_scripts_too(here, capsys):
    main(["init"])
    capsys.readouterr()
    main(["ledger", "checkpoint", "--json"])
    other = json.loads(capsys.readouterr().out)["code"]

    assert main(["ledger", "verify", "--code", other, "--size", "1", "--json"]) == 1

    assert "台账的前1条应为" in json.loads(capsys.readouterr().out)["error"]
