"""``workbench init`` and ``workbench ledger verify`` from the command line."""

import json
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
