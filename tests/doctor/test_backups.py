"""Backups: is there one, is it young, where does it lie, and what should be gone from it?"""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import NOW
from tests.doctor.looking import codes, well
from workbench.app import Workbench
from workbench.backup.kept import GoodBackup, note
from workbench.backup.sealed import new_pair
from workbench.cli import main
from workbench.config import Config
from workbench.doctor import backups
from workbench.doctor.look import examine
from workbench.doctor.private_key import look_at_private_key
from workbench.terms import Health


def kept_in(bench, folder, *, apart=False):
    """A good backup in a folder, as the diary notes it."""
    well(bench)
    folder.mkdir(exist_ok=True)
    (folder / "a.tar.gz.age").write_bytes(b"sealed")
    told = {"folder": str(folder), "file": "a.tar.gz.age", "ledger_size": 1, "code": "A", "apart": apart}
    note(bench.config.home, "good", NOW, **told)


@pytest.mark.parametrize(
    ("hours", "found"), [(0, set()), (35, set()), (37, {"backup_late"})], ids=["now", "young", "late"]
)
def test_a_backup_grows_old(either_bench, hours, found):
    well(either_bench)
    (either_bench.config.home / "backups.jsonl").unlink()
    note(
        either_bench.config.home,
        "good",
        NOW - timedelta(hours=hours),
        folder="/disk",
        ledger_size=1,
        code="A",
    )

    assert codes(either_bench) == found


def test_a_failed_backup_is_told_until_one_is_good(either_bench):
    well(either_bench)
    note(either_bench.config.home, "failed", NOW, folder="/disk", why="磁盘已满")

    assert codes(either_bench) == {"backup_failed"}


def test_backups_from_before_a_deletion_are_told(bench, monkeypatch):
    old = GoodBackup("a", NOW.isoformat(), "0.1.0", "0012", 5, "A", 3, "", 0, (), 1.0, "age1")
    monkeypatch.setattr(backups, "good_backups", lambda folder: [old])
    note(bench.config.home, "good", NOW, folder="/disk", ledger_size=5, code="A")
    assert "backups_before_erasure" not in codes(bench)
    with bench.engine.begin() as link:
        values = f"(999, '2026-01-01', 'a', 'auditor', 'erase_values', 'S', '{{}}', x'{'00' * 32}')"
        link.execute(text(f"INSERT INTO ledger_entry VALUES {values}"))

    assert "backups_before_erasure" in codes(bench)


def test_a_backup_that_lies_in_the_future_is_told_and_one_of_another_workbench_is_not(bench, monkeypatch):
    late = GoodBackup(
        "a", (NOW + timedelta(hours=8)).isoformat(), "0.1.0", "0012", 5, "A", 3, "", 0, (), 1.0, "age1", "O"
    )
    monkeypatch.setattr(backups, "good_backups", lambda folder: [late])
    note(bench.config.home, "good", NOW, folder="/disk", ledger_size=5, code="A", origin="another")
    assert "backup_in_future" not in codes(bench)

    note(bench.config.home, "good", NOW, folder="/disk", ledger_size=5, code="A", origin="O")

    assert "backup_in_future" in codes(bench) and "backup_late" not in codes(bench)
    ahead = NOW + timedelta(days=700)  # as long as that it would have counted as made just now
    note(bench.config.home, "good", ahead, folder="/disk", ledger_size=5, code="A", origin="O")
    assert "backup_late" in codes(bench)


def test_backups_kept_on_the_same_disk_for_a_reason_are_a_note_with_it_and_no_warning(
    bench, tmp_path, monkeypatch, capsys
):
    kept_in(bench, tmp_path / "disk")
    assert codes(bench) == {"backup_same_disk"}
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    monkeypatch.setenv("WORKBENCH_SAME_DISK", "每晚由机房的磁带机取走")
    given = Workbench(replace(bench.config, same_disk="每晚由机房的磁带机取走"), clock=lambda: NOW)

    assert codes(given) == set()
    (note_,) = [one for one in examine(given) if one.code == "backup_same_disk_known"]
    assert "每晚由机房的磁带机取走" in note_.told and "同一块磁盘" in note_.told
    main(["doctor"])
    assert "〔说明〕备份与数据在同一块磁盘" in capsys.readouterr().out
    given.close()


def test_a_backup_that_is_where_it_was_made_is_told_with_the_room_that_is_left(bench, tmp_path, monkeypatch):
    kept_in(bench, tmp_path / "disk")

    (place,) = [one for one in examine(bench) if one.code == "backup_place"]
    assert dict(place.measure)["bytes"] == 6 and dict(place.measure)["free"] > 0

    monkeypatch.setattr(backups, "SPARE", 10**18)
    assert codes(bench) == {"backup_disk_low", "backup_same_disk"}


def test_backups_on_the_disk_of_the_data_are_told_and_on_another_one_not(bench, tmp_path, monkeypatch):
    kept_in(bench, tmp_path / "disk")
    assert codes(bench) == {"backup_same_disk"}

    monkeypatch.setattr(backups, "is_apart", lambda folder, home: True)
    assert codes(bench) == set()


def test_a_backup_that_is_gone_is_a_fault_whatever_the_diary_says(bench, tmp_path):
    kept_in(bench, tmp_path / "disk")
    shutil.rmtree(tmp_path / "disk")

    assert codes(bench) == {"backup_gone"}


def test_a_disk_of_backups_that_is_not_there_is_told_as_such(bench, tmp_path):
    kept_in(bench, tmp_path / "disk", apart=True)
    (tmp_path / "disk" / "a.tar.gz.age").unlink()  # its folder is one of the system's disk now

    assert codes(bench) == {"backup_away"}


def test_a_place_that_cannot_be_looked_into_is_told(bench, tmp_path, monkeypatch):
    kept_in(bench, tmp_path / "disk")
    (tmp_path / "disk" / "a.tar.gz.age").unlink()
    (tmp_path / "disk").rmdir()
    (tmp_path / "disk").write_bytes(b"a file in the place of a folder")

    assert codes(bench) == {"backup_unseen"}


@pytest.mark.parametrize("name", ["备份私钥.txt", "backups/key", "templates/readme.md"])
def test_a_private_key_in_the_folder_of_the_data_is_told_and_never_shown(bench, name):
    private = new_pair()[1]
    path = bench.config.home / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"# 备份私钥\n{private.lower()}\n")
    (path.parent / "large").write_bytes(bytes(10**6) + private.encode())

    (told,) = look_at_private_key(bench)
    assert (told.code, told.health) == ("private_key_here", Health.WATCH)
    assert str(path) in told.told and "large" not in told.told
    assert private.lower() not in (told.told + told.todo).lower() and "--replace" in told.todo
    path.write_text(new_pair()[0])
    assert list(look_at_private_key(bench)) == []


def test_a_copy_left_by_a_killed_backup_is_told(bench):
    (bench.config.home / "backup-work").mkdir()

    assert "backup_work_left" in codes(bench)


def test_the_newest_backup_is_named_where_the_database_is_damaged_or_gone(tmp_path):
    sealed = tmp_path / "disk" / "b.tar.gz.age"
    sealed.parent.mkdir()
    sealed.touch()
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    note(home, "good", NOW, folder=str(sealed.parent), file=sealed.name, ledger_size=1, code="A")
    bench = Workbench(Config(f"sqlite:///{home / 'workbench.sqlite'}", home), clock=lambda: NOW)

    def todo(code):
        return next(one.todo for one in examine(bench) if one.code == code)

    assert str(sealed) in todo("database_missing")
    (home / "workbench.sqlite").write_bytes(b"")
    assert f"workbench restore {sealed} --into" in todo("database")


def test_that_there_is_no_backup_is_told_also_where_the_database_is_damaged(tmp_path):
    (tmp_path / "w.sqlite").write_bytes(b"no database at all" * 300)
    bench = Workbench(Config(f"sqlite:///{tmp_path / 'w.sqlite'}", tmp_path), clock=lambda: NOW)

    found = {one.code: one for one in examine(bench)}
    assert found["backup_missing"].health is Health.FAULT
    assert "核对数据库地址" in found["database"].todo and "workbench restore" in found["database"].todo


def test_lines_of_the_diary_that_are_none_are_passed_over(bench):
    well(bench)
    with (bench.config.home / "backups.jsonl").open("a", encoding="utf-8") as file:
        file.write('[]\nnull\n{"event": "good"}\n{"at": "then", "event": "good"}\n{"at": "2026-01-01", "ev')

    assert codes(bench) == set()
