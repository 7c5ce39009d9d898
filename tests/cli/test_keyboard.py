"""Who sits at the keyboard: only somebody who chose his password himself counts as a second person."""

from __future__ import annotations

import getpass
import json
import warnings
from pathlib import Path

import pytest

from workbench.access.accounts import AccountBook
from workbench.app import open_workbench
from workbench.cli import main
from workbench.cli.keyboard import NoTerminalError, ask_password
from workbench.terms import Role

CHOSEN = "第二个人自己的密码-2026"


@pytest.fixture
def passwords(home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A workbench with two supervisors, whose passwords were just printed by the command line."""
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    bench = open_workbench()
    book = AccountBook(bench)
    made = {name: book.add(name, name, Role.SUPERVISOR, "430682XF", by="root") for name in ("anna", "bert")}
    bench.close()
    monkeypatch.setattr("getpass.getpass", lambda prompt: made[prompt.split()[0]])
    return made


def test_nobody_is_the_second_person_with_a_password_that_was_printed(
    passwords: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    status = main(["ledger", "acknowledge", "anna", "bert", "--why", "x", "--json"])

    assert status == 1
    assert "请先在网站登录并改密码" in json.loads(capsys.readouterr().out)["error"]


def test_who_chose_his_password_is_known_and_a_reset_ends_that(
    passwords: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    bench = open_workbench()
    book = AccountBook(bench)
    audit = book.add("audit", "audit", Role.AUDITOR, by="root")
    book.change_password("audit", audit, CHOSEN, address="test")
    passwords["audit"] = CHOSEN
    bench.close()

    assert main(["ledger", "unmasked", "--account", "audit"]) == 0
    main(["user", "reset", "audit", "--json"])
    told = capsys.readouterr().out.splitlines()[-1]
    passwords["audit"] = json.loads(told)["password"]

    assert main(["ledger", "unmasked", "--account", "audit"]) == 1
    assert "请先在网站登录并改密码" in capsys.readouterr().err


def test_without_a_terminal_nobody_is_asked_and_the_sentence_says_why(
    passwords: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_terminal(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", no_terminal)
    capsys.readouterr()

    assert main(["ledger", "unmasked", "--account", "anna"]) == 1
    assert "请在终端里输入密码" in capsys.readouterr().err


def test_a_password_is_not_asked_where_there_is_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "nothing"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: pytest.fail("asked"))

    assert main(["ledger", "unmasked", "--account", "anna"]) == 1
    assert "workbench init" in capsys.readouterr().err


def test_what_python_says_of_a_missing_terminal_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def echoing(prompt: str) -> str:
        warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
        return "secret"

    monkeypatch.setattr("getpass.getpass", echoing)

    with pytest.raises(NoTerminalError, match="请在终端里输入密码"):
        ask_password("anna")
