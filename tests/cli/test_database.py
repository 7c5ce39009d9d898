"""``workbench database``: what a server keeps is for servers; a file says so in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import a_bench_on
from workbench.cli import main


@pytest.mark.parametrize(
    "action", [("roles", "a", "b"), ("admit", "lee"), ("dismiss", "lee"), ("check",), ("rewrite",)]
)
def test_a_file_has_no_accounts(
    home: Path, action: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    assert main(["database", *action]) == 1
    assert "SQLite 没有账号权限" in capsys.readouterr().err


@pytest.mark.postgres
def test_before_the_roles_are_made_it_says_what_to_run(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with a_bench_on("postgres", request, tmp_path / "home") as bench:
        monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
        monkeypatch.setenv("WORKBENCH_DATABASE", bench.config.database)
        assert main(["database", "check"]) == 1
        assert "workbench database roles" in capsys.readouterr().err
        assert main(["database", "rewrite"]) == 0  # the owner needs no function for it
