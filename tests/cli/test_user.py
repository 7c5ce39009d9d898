"""``workbench user``: accounts from the command line, a password shown once, every act in the log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import main


@pytest.fixture
def home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    return home


Ask = Any


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(*arguments: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        status = main(["user", *arguments, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return asked


ADD = ("add", "lee", "--name", "李晓红", "--role", "supervisor", "--unit", "430682XF")


def test_a_new_account_is_told_with_its_password_once(ask: Ask) -> None:
    status, made = ask(*ADD)

    assert status == 0
    assert (made["account"], made["role"], made["unit"]) == ("lee", "supervisor", "430682XF")
    assert len(made["password"]) == 19
    assert "password" not in ask("list")[1]["accounts"][0]


def test_a_person_reads_the_password_and_what_to_do_with_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["user", *ADD])

    told = capsys.readouterr().out
    assert "一次性密码：" in told
    assert "首次登录时须改" in told


def test_a_role_may_be_given_in_chinese(ask: Ask) -> None:
    assert ask("add", "wang", "--name", "王", "--role", "登记人员")[1]["role"] == "clerk"


def test_an_unknown_role_names_the_known_ones(ask: Ask) -> None:
    status, said = ask("add", "wang", "--name", "王", "--role", "king")

    assert status == 2
    assert "supervisor（联席办督查人员）" in said["error"]


def test_an_account_is_closed_opened_changed_and_reset(ask: Ask) -> None:
    first = ask(*ADD)[1]["password"]

    assert ask("disable", "lee")[1]["disabled"] is not None
    assert ask("enable", "lee")[1]["disabled"] is None
    assert ask("role", "lee", "auditor")[1] == ask("list")[1]["accounts"][0]
    assert ask("reset", "lee")[1]["password"] != first


def test_another_role_leaves_the_unit_unless_it_is_said(ask: Ask) -> None:
    ask(*ADD)

    assert ask("role", "lee", "handler")[1]["unit"] == "430682XF"
    assert ask("role", "lee", "handler", "--unit", "430682101")[1]["unit"] == "430682101"
    assert ask("role", "lee", "auditor", "--no-unit")[1]["unit"] is None
    assert ask("role", "lee", "auditor", "--no-unit", "--unit", "430682101")[0] == 2


def test_who_handles_for_a_unit_has_one(ask: Ask) -> None:
    status, said = ask("add", "wang", "--name", "王", "--role", "handler")
    assert status == 1 and "单位经办人须属于一个单位：请加 --unit 单位代码" in said["error"]

    ask(*ADD)
    for more in ((), ("--no-unit",)):
        ask("role", "lee", "auditor", "--no-unit")
        status, said = ask("role", "lee", "handler", *more)
        assert status == 1 and "--unit" in said["error"]
    assert ask("list")[1]["accounts"][0]["role"] == "auditor"
    assert len(ask("list")[1]["accounts"]) == 1


def test_every_change_stands_in_the_log_with_its_doer(ask: Ask) -> None:
    ask(*ADD)
    ask("disable", "lee")

    records = ask("log", "lee")[1]["records"]

    assert [record["label"] for record in records] == ["停用账号", "新建账号"]
    assert all(record["address"].startswith("命令行：") for record in records)
    assert ask("log", "nobody")[0] == 1


def test_an_unknown_account_is_refused_with_what_to_do(ask: Ask) -> None:
    status, said = ask("reset", "nobody")

    assert status == 1
    assert "workbench user list" in said["error"]


def test_without_accounts_the_list_says_how_to_make_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["user", "list"])

    assert "workbench user add" in capsys.readouterr().out


def test_the_log_of_nobody_and_a_log_of_no_lines_are_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "log", "nobody"]) == 1
    assert "没有账号“nobody”" in capsys.readouterr().err
    assert main(["user", "log", "--limit", "0"]) == 2
    assert "须至少为 1" in capsys.readouterr().err
