"""A backup is restored by its maker before it counts; what fails or is called off leaves nothing."""

import errno
import json
import os
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK, make_register
from workbench.app import Workbench
from workbench.backup import archive, databases, failures, kept, make, server, space, unfinished
from workbench.backup import retention as kept_for
from workbench.backup.archive import never, silent
from workbench.backup.kept import diary, good_backups
from workbench.backup.lock import only_one
from workbench.backup.make import make_backup
from workbench.backup.manifest import BackupCancelledError, BackupError
from workbench.backup.restore import restore_backup
from workbench.backup.sealed import new_pair
from workbench.config import Config
from workbench.records.failures import ConnectionLostError


def test_people_work_while_a_backup_is_made(either_bench, private, target, reopen, monkeypatch):
    monkeypatch.setattr(databases, "PAGES", 20)
    other, stop, done = reopen(either_bench), threading.Event(), []

    def work():
        while not stop.is_set():
            done.append(other.perform(make_register(), actor=CLERK))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        started = either_bench.ledger_size()
        size = make_backup(either_bench, target).ledger_size
    finally:
        stop.set()
        worker.join()

    assert started <= size <= either_bench.ledger_size()
    assert len(done) > 2
    assert either_bench.verify_ledger().is_sound


def spoil_rows(copy):
    with copy.transaction() as session:
        session.execute(text("DELETE FROM unit_version WHERE unit_code = '430682101'"))


def spoil_ledger(copy):
    with copy.transaction() as session:
        session.execute(text("UPDATE ledger_head SET size = size - 1"))


def spoil_key(copy):
    (copy.config.home / "identity.key").write_bytes(bytes(32))


def must_fail(bench, target, monkeypatch, spoil, sentence):
    honest = make.check_restored

    def spoiled(copy, manifest, **options):
        spoil(copy)
        return honest(copy, manifest, **options)

    monkeypatch.setattr(make, "check_restored", spoiled)

    with pytest.raises(BackupError, match=sentence):
        make_backup(bench, target)
    assert list(target.iterdir()) == []
    assert diary(bench.config.home)[0]["event"] == "failed"


def test_a_backup_whose_rows_are_not_those_of_its_database_is_not_kept(
    either_bench, private, target, monkeypatch
):
    must_fail(either_bench, target, monkeypatch, spoil_rows, "各表行数")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [(spoil_ledger, "台账根散列"), (spoil_key, "身份证件密钥")],
    ids=["ledger", "key"],
)
def test_a_backup_that_does_not_stand_its_test_is_not_kept(
    bench, private, target, monkeypatch, spoil, sentence
):
    must_fail(bench, target, monkeypatch, spoil, sentence)


def call_off(bench, target, at):
    looks = iter(range(1_000))
    with pytest.raises(BackupCancelledError, match="没有留下"):
        make_backup(bench, target, cancelled=lambda: next(looks) >= at)
    assert list(target.iterdir()) == []
    assert not (bench.config.home / "backup-work").exists()


def test_a_backup_that_is_called_off_while_the_server_gives_its_copy_leaves_nothing(
    either_bench, private, target
):
    call_off(either_bench, target, 3)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("pg_dump: error: aborting because of server version mismatch", "版本比服务器旧"),
        ("pg_dump: error: could not write to file: No space left on device", "磁盘已满"),
        ("pg_restore: error: unsupported version (1.16) in file header", "更新版本的 pg_dump"),
        ("ERROR: unrecognized configuration parameter transaction_timeout", "比服务器新"),
        ("pg_dump: error: query failed: server closed the connection unexpectedly", "连接中断"),
    ],
)
def test_the_server_s_programs_are_understood_on_a_system_that_speaks_chinese(
    tmp_path, monkeypatch, said, told
):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\ntest "$LC_ALL" = C && echo "{said}" >&2 || echo "错误" >&2\nexit 1\n')
    program.chmod(0o700)

    with pytest.raises(BackupError, match=told):
        server._run([str(program)], None, silent, never)
    monkeypatch.setattr(server, "_program", lambda _: str(program))
    with pytest.raises(BackupError, match=told), server._without_rules(tmp_path / "dump"):
        pass


def test_after_one_that_was_called_off_another_can_be_made(bench, private, target):
    for at in (1, 7):
        call_off(bench, target, at)
    make_backup(bench, target)


def test_what_is_not_sealed_yet_has_no_name_and_is_not_where_the_backups_go(bench, target, monkeypatch):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    honest, seen = archive.seal, []

    def watched(plain, sealed, to, look):
        honest(plain, sealed, to, look)
        seen.extend(path for place in (bench.config.home, target) for path in place.rglob("*"))
        assert plain.tell() > 0 and os.fstat(plain.fileno()).st_mode & 0o077 == 0
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(archive, "seal", watched)
    with pytest.raises(BackupError, match="读写备份时出错，没有留下备份"):
        make_backup(bench, target)

    assert [path.suffix for path in seen if path.parent == target] == [".part"]
    packed = [path for path in seen if path.is_file() and path.read_bytes()[:2] == b"\x1f\x8b"]
    assert packed == [] and len(seen) > 3
    assert list(target.iterdir()) == [] and not (bench.config.home / "backup-work").exists()


def test_a_medium_that_gives_back_something_else_is_told_of_and_noted(bench, target, monkeypatch):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    honest = make.write_archive

    def rotten(path, *arguments, **options):
        made = honest(path, *arguments, **options)
        content = path.read_bytes()
        path.write_bytes(content[:-100] + bytes(100))
        return made

    monkeypatch.setattr(make, "write_archive", rotten)
    with pytest.raises(BackupError, match="读回时有损坏，已删除"):
        make_backup(bench, target)
    assert list(target.iterdir()) == []
    assert "存储介质" in diary(bench.config.home)[0]["why"]


def test_a_snapshot_that_is_just_being_frozen_is_left_out(bench, private, target, monkeypatch):
    bench.perform(make_register(case_no="N1"), actor=CLERK)
    frozen = bench.shelf.create(bench.today())
    draft = frozen.folder.with_name("4711-ab12.part")
    draft.mkdir()
    (draft / "case_fact.parquet").write_bytes(b"half")
    grown, copy = [], databases.copy_database

    def grow(*given, **more):
        (draft / "case_fact.parquet").unlink()  # it has its name by now
        grown.append(True)
        return copy(*given, **more)

    monkeypatch.setattr("workbench.backup.gathered.copy_database", grow)

    made = make_backup(bench, target)

    assert grown and restore_backup(target / made.file, private, bench.config.home / "again", now=bench.now)
    assert [path.name for path in (bench.config.home / "again" / "frozen").iterdir()] == [frozen.hash]


def test_without_a_key_the_sentence_says_how_to_make_one(bench, target):
    with pytest.raises(BackupError, match="workbench backup key"):
        make_backup(bench, target)


def test_a_full_disk_is_told_before_the_work_begins(bench, target, monkeypatch):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    monkeypatch.setattr(space, "SPARE", 10**18)

    with pytest.raises(BackupError, match="空间不够"):
        make_backup(bench, target)


def test_room_is_asked_for_the_copy_for_it_packed_and_for_it_sealed(bench, target, monkeypatch):
    target.mkdir()
    asked = {}
    monkeypatch.setattr(space, "_require", asked.__setitem__)

    space.require_space(bench, target, bench.config.home)
    assert asked == {bench.config.home: 3 * space.database_bytes(bench)}

    asked.clear()
    monkeypatch.setattr(space, "_same_disk", lambda *_: False)
    space.require_space(bench, target, bench.config.home)
    whole = space.database_bytes(bench)
    assert asked == {bench.config.home: 2 * whole, target: whole}


def test_a_disk_that_fills_up_meanwhile_leaves_no_part_of_a_backup(bench, target, monkeypatch):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "write_archive", full)

    with pytest.raises(BackupError, match="磁盘已满"):
        make_backup(bench, target)
    assert list(target.iterdir()) == []


def test_what_may_not_be_read_in_the_user_s_folder_is_not_called_the_place_of_backups():
    home, place = Path("/home/office"), Path("/home/office/backups")
    for name, told in ((home / "frozen" / "a", "“/home/office/frozen/a”不能读写"), (place / "x", "备份位置")):
        assert failures.in_words(PermissionError(errno.EACCES, "", str(name)), home, place).startswith(told)
    assert "没有留下备份" in failures.in_words(ConnectionLostError("可能已经保存"), home, place)


@pytest.mark.parametrize("step", ["mark_good", "put_on_disk"])
def test_a_backup_that_gets_no_name_or_no_paper_is_not_left_without(bench, target, monkeypatch, step):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])

    def fail(*_):
        raise OSError(errno.EIO, "the paper")

    monkeypatch.setattr(kept, step, fail)
    with pytest.raises(BackupError, match="没有留下备份"):
        make_backup(bench, target)

    assert list(target.iterdir()) == []
    assert diary(bench.config.home)[0]["event"] == "failed"


def test_the_next_backup_takes_away_what_a_killed_one_left_where_the_backups_go(bench, target):
    home, path = bench.config.home, target / "workbench-20260330T010000Z.tar.gz.age"
    (home / "backup.pub").write_text(new_pair()[0])
    target.mkdir()
    (target / "workbench-20260330T000000Z.tar.gz.age.part").write_bytes(b"of another workbench")
    there = set(target.iterdir())
    unfinished.begin(home, path)
    for left in (unfinished.part_of(path), path, path.with_name(f"{path.name}.json.new")):
        left.write_bytes(b"x")

    good = make_backup(bench, target)

    assert set(target.iterdir()) - there == {target / good.file, target / f"{good.file}.json"}
    assert not (home / unfinished.FILE).exists()
    unfinished.begin(home, target / good.file)  # killed after it was called good
    unfinished.tidy(home)
    assert [one.file for one in good_backups(target)] == [good.file]
    unfinished.begin(home, target / "away" / good.file)  # the disk is not there
    unfinished.tidy(home)
    assert (home / unfinished.FILE).exists()


def test_two_backups_at_once_are_one_too_many(bench, target):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    with only_one(bench.config.home), pytest.raises(BackupError, match="另一个备份"):
        make_backup(bench, target)


def at_night(bench, moment):
    return Workbench(bench.config, clock=lambda: moment)


def test_old_backups_go_once_a_new_one_is_good(bench, target, monkeypatch):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    rule = replace(kept_for.retention(), daily=1, weekly=1, monthly=1, always=1)
    monkeypatch.setattr(kept_for, "retention", lambda: rule)
    aged = at_night(bench, NOW - timedelta(days=500))
    first = make_backup(aged, target)
    aged.close()

    second = make_backup(bench, target)

    assert good_backups(target) == [second]
    assert not (target / first.file).exists()
    lines = diary(bench.config.home)
    assert [line["event"] for line in lines] == ["dropped", "good", "good"]
    assert lines[1]["origin"] == second.origin != ""


def test_a_clock_put_right_drops_nothing_least_of_all_the_backup_just_made(bench, target):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    ahead = at_night(bench, NOW + timedelta(hours=8))
    late = [make_backup(ahead, target)]
    ahead.close()
    for hours in range(5):
        early = at_night(bench, NOW - timedelta(hours=hours))
        late.append(make_backup(early, target))
        early.close()

    assert set(good_backups(target)) == set(late)
    assert (diary(bench.config.home)[0]["event"], diary(bench.config.home)[0]["count"]) == ("held", 5)


def test_of_two_workbenches_with_one_place_none_drops_a_backup_of_the_other(
    bench, home, target, tmp_path, monkeypatch
):
    rule = replace(kept_for.retention(), daily=1, weekly=1, monthly=1, always=1)
    monkeypatch.setattr(kept_for, "retention", lambda: rule)
    (home / "backup.pub").write_text(new_pair()[0])
    restored = tmp_path / "restored"
    copytree(home, restored)  # the same first entries, then others
    other = Workbench(Config(f"sqlite:///{restored / 'workbench.sqlite'}", restored), clock=bench.now)
    bench.perform(make_register(case_no="A"), actor=CLERK)
    other.perform(make_register(case_no="B"), actor=CLERK)
    ours = at_night(bench, NOW - timedelta(days=1))
    one = make_backup(ours, target)
    ours.close()
    forget_origin(target, one)

    two = make_backup(other, target)
    assert set(good_backups(target)) == {one_without := replace(one, origin=""), two}
    later = at_night(bench, NOW + timedelta(days=1))
    three = make_backup(later, target)

    assert one_without not in good_backups(target)  # its own, by what its paper says of the ledger
    assert set(good_backups(target)) == {two, three}
    later.close()
    other.close()


def test_a_place_where_no_backup_is_any_more_is_not_made_anew_unless_somebody_says_so(bench, target):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    make_backup(bench, target)
    rmtree(target)  # the disk is not mounted
    later = at_night(bench, NOW + timedelta(days=1))

    with pytest.raises(BackupError, match="--new-place"):
        make_backup(later, target)
    assert not target.exists()
    assert "没有接上" in diary(bench.config.home)[0]["why"]
    target.mkdir()  # nor into the empty folder on which it would be mounted
    with pytest.raises(BackupError, match="--new-place"):
        make_backup(later, target)

    make_backup(later, target, new_place=True)
    later.close()
    after = at_night(bench, NOW + timedelta(days=2))
    assert len(good_backups(target)) == 1 and make_backup(after, target)  # from now on it is known
    after.close()


def test_a_backup_stays_good_where_old_ones_cannot_be_looked_at(bench, target, monkeypatch):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])

    def failing(*_):
        raise OSError(errno.EIO, "the disk")

    monkeypatch.setattr(make, "drop_old", failing)

    assert [make_backup(bench, target)] == good_backups(target)
    assert diary(bench.config.home)[0]["event"] == "good"


def forget_origin(folder, backup):
    """As a version before wrote it."""
    paper = folder / f"{backup.file}.json"
    told = json.loads(paper.read_text())
    del told["origin"]
    paper.write_text(json.dumps(told))
