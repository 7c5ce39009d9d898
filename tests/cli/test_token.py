"""``workbench token``: made from the command line, told once, listed without its secret, revoked."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.factories import TOWN
from workbench.china_time import CHINA
from workbench.cli import main
from workbench.cli.books import in_china


@pytest.fixture
def ask(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    main(["user", "add", "town", "--name", "钱某", "--role", "handler", "--unit", TOWN])

    def asked(*arguments: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        status = main([*arguments, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return asked


def test_a_token_is_told_once_listed_without_its_secret_and_revoked(ask: Any) -> None:
    status, made = ask("token", "create", "--unit", TOWN, "--days", "7", "--purpose", "同步")

    assert status == 0 and made["token"].startswith(f"workbench-{made['id']}-")
    (listed,) = ask("token", "list")[1]["tokens"]
    assert listed == {key: value for key, value in made.items() if key != "token"} and listed["open"]
    assert ask("token", "revoke", made["id"])[1]["ends"] == "已撤销"
    labels = [one["label"] for one in ask("user", "log", "town")[1]["records"]]
    assert labels == ["撤销接口令牌", "新建接口令牌", "新建账号"]


def test_a_person_reads_what_to_do_with_a_token(ask: Any, capsys: pytest.CaptureFixture[str]) -> None:
    main(["token", "list"])
    assert "workbench token create" in capsys.readouterr().out
    main(["token", "create", "--unit", TOWN])
    told = capsys.readouterr().out
    assert "只显示这一次" in told and "Authorization: Bearer" in told
    main(["token", "list"])
    assert "可用" in capsys.readouterr().out
    assert main(["token", "revoke", "t0000000"]) == 1
    assert "workbench token list" in capsys.readouterr().err


def test_the_last_day_is_the_day_in_china(ask: Any, capsys: pytest.CaptureFixture[str]) -> None:
    made = ask("token", "create", "--unit", TOWN, "--days", "7")[1]
    day = datetime.fromisoformat(made["expires"]).astimezone(CHINA).date()

    main(["token", "list"])
    assert f"至 {day}  " in capsys.readouterr().out
    assert in_china("2026-03-31T16:30:05+00:00", day_only=True) == "2026-04-01"
    assert in_china("2026-03-31T16:30:05+00:00") == "2026-04-01 00:30:05"
    assert in_china("2026-03-31T16:30:05.250+00:00") == "2026-04-01 00:30:05"


def test_the_login_log_is_told_by_the_clock_of_the_office(
    ask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (record,) = ask("user", "log", "town")[1]["records"]

    main(["user", "log", "town"])
    assert capsys.readouterr().out.startswith(in_china(record["utc"]))
