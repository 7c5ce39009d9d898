"""Numbers on the command line are checked before anything is done, and told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.cli import WRONG_USAGE, main


@pytest.fixture(autouse=True)
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder that is not there yet, and must not be made."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    return tmp_path / "home"


@pytest.mark.parametrize("port", ["0", "65536", "99999999", "-1", "x", "1.5"])
@pytest.mark.parametrize("command", ["serve", "lab"])
def test_a_port_that_cannot_be_is_refused_before_a_database_is_made(
    nothing: Path, command: str, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--port", port]) == WRONG_USAGE
    assert f"“{port}”不是端口，请给出 1 到 65535 之间的整数" in capsys.readouterr().err
    assert not nothing.exists()


@pytest.mark.parametrize(
    "command", [["cases", "--limit"], ["cases", "--answered-after"], ["user", "log", "--limit"]], ids=" ".join
)
def test_a_number_below_zero_is_told_as_one(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "-3"]) == WRONG_USAGE
    assert "“-3”不能小于零" in capsys.readouterr().err
    assert main([*command, "-x"]) == WRONG_USAGE
    assert main([*command, "three"]) == WRONG_USAGE
    assert "“three”不是整数" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused_before_a_database_is_made(
    nothing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(tmp_path / "none.xlsx")]) == 1
    assert "无法读取文件“none.xlsx”" in capsys.readouterr().out
    assert not nothing.exists()
