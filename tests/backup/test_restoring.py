"""Restoring goes into a new place or nowhere, and an older copy does not pass for the present one."""

import pytest

from tests.backup.places import drop, opened, restored
from tests.factories import CLERK, make_register
from workbench.acts.restoring import RestoreError
from workbench.backup import space
from workbench.backup.make import make_backup
from workbench.backup.manifest import BackupCancelledError, BackupError
from workbench.backup.restore import restore_backup
from workbench.backup.sealed import new_pair, read_private


def test_an_older_copy_says_so_and_writes_nothing_until_two_people_know(bench, private, target, tmp_path):
    good = make_backup(bench, target)
    bench.perform(make_register(), make_register(), actor=CLERK)
    bench.anchors.checkpoint()

    done = restored(bench, target / good.file, private, tmp_path, known=bench.anchors.notes, replay=False)

    try:
        assert (done.missing, done.known_size) == (2, bench.ledger_size())
        copy = opened(done)
        with pytest.raises(RestoreError, match="两个人"):
            copy.perform(make_register(), actor=CLERK)
        with pytest.raises(BackupError, match=r"^没有备份.*两个人共同运行 workbench ledger acknowledge"):
            make_backup(copy, tmp_path / "other")
        assert not done.is_other
        copy.close()
    finally:
        drop(done)


def test_a_code_on_paper_that_the_backup_contradicts_leaves_nothing(either_bench, private, target, tmp_path):
    good = make_backup(either_bench, target)

    with pytest.raises(BackupError, match="纸面校验码"):
        restored(either_bench, target / good.file, private, tmp_path, paper=(good.ledger_size - 1, good.code))
    assert not (tmp_path / "new").exists() and not (tmp_path / "new.restoring").exists()
    if either_bench.engine.name == "sqlite":  # what stands on the paper is asked of the ledger alone
        paper = (good.ledger_size, good.code)
        drop(restored(either_bench, target / good.file, private, tmp_path, paper=paper, replay=False))


def test_nothing_that_is_there_is_overwritten(bench, private, target, tmp_path):
    good = make_backup(bench, target)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "thesis.docx").write_text("months of work")

    with pytest.raises(BackupError, match="不覆盖"):
        restored(bench, target / good.file, private, tmp_path)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["thesis.docx"]


def test_a_database_that_exists_is_not_restored_into(either_bench, private, target, tmp_path):
    good = make_backup(either_bench, target)
    sentence = "不用给出" if either_bench.engine.name == "sqlite" else "已经存在"

    with pytest.raises(BackupError, match=sentence):
        restore_backup(
            target / good.file, private, tmp_path / "new", now=either_bench.now,
            database=either_bench.config.database,
        )  # fmt: skip
    assert not (tmp_path / "new").exists()
    assert either_bench.verify_ledger().is_sound


def test_a_restore_stopped_while_it_is_unsealed_leaves_nothing(bench, target, tmp_path):
    public, told = new_pair()
    (bench.config.home / "backup.pub").write_text(public)
    good, place = make_backup(bench, target), tmp_path / "place"
    stages = []

    with pytest.raises(BackupCancelledError, match="没有留下"):
        restore_backup(
            target / good.file, read_private(told), place / "new", now=bench.now,
            progress=lambda what, *_: stages.append(what), cancelled=lambda: len(stages) > 3,
        )  # fmt: skip
    assert set(stages) == {"解密"}
    assert list(place.iterdir()) == []


def test_a_restore_without_room_for_what_is_unsealed_says_so(bench, target, tmp_path, monkeypatch):
    public, told = new_pair()
    (bench.config.home / "backup.pub").write_text(public)
    good = make_backup(bench, target)
    monkeypatch.setattr(space, "SPARE", 10**18)

    with pytest.raises(BackupError, match="空间不够"):
        restore_backup(target / good.file, read_private(told), tmp_path / "new", now=bench.now)
