"""Who sits at the keyboard: only somebody who chose his password himself counts as a second person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.access.accounts import AccountBook
from workbench.app import open_workbench
from workbench.cli import main
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
