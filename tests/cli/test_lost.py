"""Where a database is gone and something tells of it, no empty one takes its place unless it is meant."""

from argparse import Namespace
from dataclasses import replace

import pytest

from tests.factories import CLERK, make_register
from workbench.app import Workbench
from workbench.backup.make import make_backup
from workbench.backup.restore import restore_backup
from workbench.backup.sealed import new_pair, read_private
from workbench.cli import NOT_BY_ITSELF, REFUSED, main
from workbench.cli.serve import _lasting, _prepare
from workbench.config import read_config
from workbench.doctor.look import examine
from workbench.opening import LostDatabaseError
from workbench.records.sqlite_file import DatabaseMissingError


@pytest.fixture
def lost(bench, monkeypatch, tmp_path):
    """A user's folder whose database file is gone; a backup of it lies elsewhere, older than a checkpoint."""
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    public, private = new_pair()
    (bench.config.home / "backup.pub").write_text(public)
    good = make_backup(bench, tmp_path / "disk")
    bench.perform(make_register(), actor=CLERK)
    bench.anchors.checkpoint()
    take_away(bench)
    return bench, tmp_path / "disk" / good.file, read_private(private)


def take_away(bench):
    bench.close()
    for path in bench.config.home.glob("workbench.sqlite*"):
        path.unlink()


def test_neither_a_command_nor_the_site_makes_an_empty_database(lost, tmp_path, capsys):
    bench, _, _ = lost
    (tmp_path / "list.csv").write_text("编号\n")
    for command in (["init"], ["demo"], ["import", str(tmp_path / "list.csv")]):
        assert main(command) == 1
        said = capsys.readouterr().err
        assert "workbench restore" in said and "workbench init --anew" in said
    with pytest.raises(LostDatabaseError, match="先找备份"):
        _prepare(read_config(), Namespace(demo=False, json=True, trust_proxy=None))
    assert not (bench.config.home / "workbench.sqlite").exists()
    assert bench.anchors.notes.newest_size()


def test_everyday_commands_say_what_init_would_say_and_so_does_the_doctor(lost, capsys):
    bench, _, _ = lost
    for command in (["cases"], ["user", "list"], ["ledger", "verify"]):
        assert main(command) == REFUSED
        said = capsys.readouterr().err
        assert "workbench restore" in said and "workbench init --anew" in said and "校验点" in said
    (found,) = [one for one in examine(bench) if one.code == "database_missing"]
    assert "workbench init --anew" in found.told and "init" not in found.todo


def test_a_database_that_is_gone_is_told_alike_on_both_engines(either_bench, copies, monkeypatch, capsys):
    """Of a server an empty database is left: what is made there anew would pass for the ledger."""
    bench = either_bench
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    monkeypatch.setenv("WORKBENCH_DATABASE", bench.config.database)
    bench.perform(make_register(), actor=CLERK)
    bench.anchors.checkpoint()
    copies.take_away(bench)

    for command, status in ((["cases"], REFUSED), (["init"], REFUSED), (["serve"], NOT_BY_ITSELF)):
        assert main(command) == status
        said = capsys.readouterr().err
        assert "校验点" in said and "workbench restore" in said and "workbench init --anew" in said
    (found,) = [one for one in examine(bench) if one.code == "database_missing"]
    assert "workbench init --anew" in found.told and "init" not in found.todo


def test_an_empty_database_where_nothing_was_asks_for_init(database_address, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("WORKBENCH_DATABASE", database_address)

    assert main(["cases"]) == REFUSED
    assert "请先运行 workbench init" in capsys.readouterr().err


def test_another_database_that_a_command_names_is_not_ours(either_bench, copies, monkeypatch, capsys):
    bench, other = either_bench, copies.make(either_bench, "other")
    gone = Workbench(replace(bench.config, database=other))
    copies.take_away(gone)
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    monkeypatch.setenv("WORKBENCH_DATABASE", bench.config.database)
    bench.anchors.checkpoint()
    list_of_matters = bench.config.home / "list.csv"
    list_of_matters.write_text("编号\n")

    assert main(["import", str(list_of_matters), "--database", other]) == REFUSED
    assert "workbench init --anew" not in capsys.readouterr().err


def test_where_nothing_was_a_command_asks_for_init(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "new"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)

    assert main(["cases"]) == REFUSED
    assert "请先运行 workbench init" in capsys.readouterr().err


def test_the_site_ends_for_good_where_only_a_person_can_help_and_says_why(lost, monkeypatch, capsys):
    bench, _, _ = lost
    assert main(["serve"]) == NOT_BY_ITSELF
    assert "先找备份" in capsys.readouterr().err

    for name, given, said in (
        ("WORKBENCH_DATABASE", "postgres:/x", "地址不是规定的格式"),
        ("WORKBENCH_DATABASE", "mysql://name:secret@host/x", "地址不是规定的格式"),
        ("WORKBENCH_PAGE_MEMORY", "much", "大于 0 的整数"),
    ):
        with monkeypatch.context() as patched:
            patched.setenv(name, given)
            assert main(["serve"]) == NOT_BY_ITSELF
        told = capsys.readouterr().err
        assert said in told and "secret" not in told
    (bench.config.home / "workbench.sqlite").write_bytes(b"")
    assert main(["serve"]) == NOT_BY_ITSELF
    assert main(["init"]) == REFUSED  # for everything else one status says that it was refused


def test_a_site_behind_a_proxy_makes_no_database_where_the_disk_of_the_data_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)

    with pytest.raises(DatabaseMissingError, match=r"磁盘.*workbench init") as refused:
        _prepare(read_config(), Namespace(demo=False, json=True, trust_proxy="127.0.0.1"))
    assert isinstance(refused.value, _lasting())
    assert not (tmp_path / "home").exists()


def test_the_site_may_be_started_again_where_a_server_is_not_up_yet(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    monkeypatch.setenv("WORKBENCH_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:1/petition")

    assert main(["serve"]) == REFUSED
    assert "数据库服务是否启动" in capsys.readouterr().err


@pytest.mark.parametrize("kept", ["identity.key", "backups.jsonl"])
def test_any_sign_of_an_earlier_ledger_is_enough(kept, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    (tmp_path / kept).write_bytes(bytes(32))

    assert main(["init"]) == 1
    assert "workbench restore" in capsys.readouterr().err


def test_a_second_database_beside_the_first_is_no_loss(bench, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    monkeypatch.setenv("WORKBENCH_DATABASE", f"sqlite:///{bench.config.home}/training.sqlite")

    assert main(["init"]) == 0


def test_notes_put_aside_on_purpose_still_hold_an_older_copy(lost, reopen, tmp_path):
    bench, file, private = lost
    assert main(["init", "--anew"]) == 0
    again = reopen(bench)
    assert again.anchors.notes.newest_size() == 0
    again.perform(make_register(), actor=CLERK)

    done = restore_backup(
        file, private, tmp_path / "new", now=bench.now, known=again.anchors.notes, replay=False
    )

    assert done.missing == 1
