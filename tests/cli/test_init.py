"""``workbench init`` says where it has put what must not be lost."""

import pytest

from workbench.cli import main
from workbench.records.base import REVISIONS


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "数据"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    return tmp_path / "数据"


def test_it_says_where_the_key_lies_and_where_the_database_as_it_was_before_an_upgrade(
    home, monkeypatch, capsys
):
    assert main(["init"]) == 0

    said = capsys.readouterr().out
    assert f"数据文件夹：{home}" in said and "identity.key" in said  # also where the database is elsewhere
    assert "副本" not in said and (home / "identity.key").exists()

    monkeypatch.setattr("workbench.records.migrate.HEAD", "next")
    monkeypatch.setattr("workbench.records.migrate.REVISIONS", (*REVISIONS, "next"))

    assert main(["init"]) == 0

    assert f"升级前的副本（已核对）：{home / 'workbench.sqlite.before-next'}" in capsys.readouterr().out
