"""A database that a newer version wrote: commands that look say so first, those that write refuse so."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.factories import CLERK, make_register
from workbench.app import open_workbench
from workbench.backup.sealed import new_pair
from workbench.cli import REFUSED, main

SENTENCE = "数据库由更新版本的软件写成"


@pytest.fixture
def newer(home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    with closing(open_workbench()) as bench:
        bench.perform(*(make_register() for _ in range(5)), actor=CLERK)
    (home / "backup.pub").write_text(new_pair()[0])
    with closing(sqlite3.connect(home / "workbench.sqlite")) as link:
        link.execute("UPDATE alembic_version SET version_num = '0099'")
        link.commit()
    return home


@pytest.mark.parametrize(
    "words", ["cases", "figures received", "extract {}/分析.sqlite", "snapshot create", "notice --out {}/out"]
)
def test_a_command_that_looks_says_it_first_and_answers(newer, capsys, words):
    assert main([word.format(newer) for word in words.split()]) == 0

    told = capsys.readouterr()
    assert told.err.startswith(f"注意：{SENTENCE}，只能查看") and told.err.count(SENTENCE) == 1
    assert SENTENCE not in told.out and told.out


@pytest.mark.parametrize("words", ["user add anna --name 安娜 --role supervisor --unit 430682LX", "backup"])
def test_a_command_that_writes_refuses_for_that_reason(newer, capsys, words):
    assert main(words.split()) == REFUSED

    told = capsys.readouterr().err
    assert SENTENCE in told and "升级软件" in told and "恢复" not in told and "权限" not in told


def test_a_verification_says_first_that_it_may_not_know_what_is_new(newer, capsys):
    with closing(sqlite3.connect(newer / "workbench.sqlite")) as link:
        link.execute("UPDATE petition_case SET state = 'concluded'")
        link.commit()

    assert main(["ledger", "verify"]) == REFUSED
    told = capsys.readouterr()
    assert SENTENCE in told.out.splitlines()[0] and "不符" in told.out.splitlines()[1]
    assert main(["ledger", "verify", "--json"]) == REFUSED
    assert '"newer": true' in capsys.readouterr().out
