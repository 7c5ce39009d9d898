"""A backup is restored by its maker before it counts; it has everything; nothing is overwritten."""

import io
import json
import os
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import make_url, text

from tests.conftest import NOW
from tests.factories import CLERK, make_register
from tests.records.upgrading import lead
from workbench.acts.handling import Person
from workbench.acts.restoring import RestoreError
from workbench.app import Workbench
from workbench.backup import archive, databases, make, space
from workbench.backup.again import check_again
from workbench.backup.kept import diary, good_backups
from workbench.backup.lock import only_one
from workbench.backup.make import make_backup
from workbench.backup.manifest import BackupCancelledError, BackupError, is_known_name
from workbench.backup.restore import restore_backup
from workbench.backup.sealed import SealedError, new_pair, read_private, unseal
from workbench.config import Config
from workbench.records.base import REVISIONS

MARK = "住在三和街的王小二"


@pytest.fixture
def private(either_bench):
    public, told = new_pair()
    (either_bench.config.home / "backup.pub").write_text(f"{public}\n")
    return read_private(told)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "disk"


def beside(bench, tmp_path):
    """Where a restored copy may go: for PostgreSQL the address of a database that does not exist yet."""
    if bench.config.database.startswith("sqlite"):
        return None
    url = make_url(bench.config.database)
    return url.set(database=f"{url.database}_restored").render_as_string(hide_password=False)


def restored(bench, file, private, tmp_path, **options):
    address = beside(bench, tmp_path)
    return restore_backup(file, private, tmp_path / "new", now=bench.now, database=address, **options)


def opened(done):
    return Workbench(Config(done.database, done.home), clock=lambda: NOW)


def drop(done):
    if done.database.startswith("postgresql"):
        from workbench.backup.server import drop_database

        drop_database(done.database)


def test_a_backup_made_and_restored_has_everything(either_bench, private, target, tmp_path):
    either_bench.perform(
        make_register(narrative=MARK, persons=(Person(name="王小二", id_number="11010519491231002X"),)),
        actor=CLERK,
    )
    either_bench.anchors.checkpoint()
    frozen = either_bench.shelf.create(either_bench.today())

    good = make_backup(either_bench, target)
    done = restored(either_bench, target / good.file, private, tmp_path)

    try:
        assert good_backups(target) == [good]
        assert (good.cases, good.ledger_size) == (1, either_bench.ledger_size())
        copy = opened(done)
        assert copy.ledger_root(good.ledger_size) == either_bench.ledger_root(good.ledger_size) != ""
        assert copy.verify_ledger().is_sound
        assert copy.anchors.notes.newest_size() == either_bench.anchors.notes.newest_size()
        assert copy.shelf.verify(copy.shelf.find(frozen.hash)) == []
        copy.perform(make_register(), actor=CLERK)  # nothing newer is known: work goes on
        copy.close()
        assert (done.home / "identity.key").read_bytes() == (
            either_bench.config.home / "identity.key"
        ).read_bytes()
        files = [path for path in done.home.rglob("*") if path.is_file()]
        assert {path.stat().st_mode & 0o077 for path in (done.home, *files)} == {0}
    finally:
        drop(done)


def test_what_is_in_a_backup_cannot_be_read_without_the_private_key(either_bench, private, target):
    either_bench.perform(make_register(narrative=MARK, title="路灯不亮"), actor=CLERK)

    good = make_backup(either_bench, target)

    told = b"".join(path.read_bytes() for path in target.iterdir())
    assert MARK.encode() not in told and "路灯".encode() not in told
    with pytest.raises(SealedError, match="私钥打不开"):
        check_again(either_bench, target / good.file, read_private(new_pair()[1]))
    assert not (either_bench.config.home / "backup-work").exists()


def test_people_work_while_a_backup_is_made(either_bench, private, target, reopen, monkeypatch):
    monkeypatch.setattr(databases, "PAGES", 20)
    other, stop, done = reopen(either_bench), threading.Event(), []

    def work():
        while not stop.is_set():
            done.append(other.perform(make_register(), actor=CLERK))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        sizes = [make_backup(either_bench, target / str(number)).ledger_size for number in range(2)]
    finally:
        stop.set()
        worker.join()

    assert sizes[0] < sizes[1] <= either_bench.ledger_size()
    assert len(done) > 2
    assert either_bench.verify_ledger().is_sound


def test_an_older_copy_says_so_and_writes_nothing_until_two_people_know(
    either_bench, private, target, tmp_path
):
    good = make_backup(either_bench, target)
    either_bench.perform(make_register(), make_register(), actor=CLERK)
    either_bench.anchors.checkpoint()

    done = restored(
        either_bench, target / good.file, private, tmp_path, known=either_bench.anchors.notes, replay=False
    )

    try:
        assert (done.missing, done.known_size) == (2, either_bench.ledger_size())
        copy = opened(done)
        with pytest.raises(RestoreError, match="两个人"):
            copy.perform(make_register(), actor=CLERK)
        copy.close()
    finally:
        drop(done)


def test_a_code_on_paper_that_the_backup_contradicts_leaves_nothing(either_bench, private, target, tmp_path):
    good = make_backup(either_bench, target)

    with pytest.raises(BackupError, match="纸面校验码"):
        restored(either_bench, target / good.file, private, tmp_path, paper=(good.ledger_size + 1, good.code))
    assert not (tmp_path / "new").exists() and not (tmp_path / "new.restoring").exists()
    done = restored(
        either_bench, target / good.file, private, tmp_path, paper=(good.ledger_size, good.code), replay=False
    )
    drop(done)


def test_nothing_that_is_there_is_overwritten(either_bench, private, target, tmp_path):
    good = make_backup(either_bench, target)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "thesis.docx").write_text("months of work")

    with pytest.raises(BackupError, match="不覆盖"):
        restored(either_bench, target / good.file, private, tmp_path)
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


def spoil_rows(copy):
    with copy.transaction() as session:
        session.execute(text("DELETE FROM unit_version WHERE unit_code = '430682101'"))


def spoil_ledger(copy):
    with copy.transaction() as session:
        session.execute(text("UPDATE ledger_head SET size = size - 1"))


def spoil_key(copy):
    (copy.config.home / "identity.key").write_bytes(bytes(32))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [(spoil_rows, "各表行数"), (spoil_ledger, "台账根散列"), (spoil_key, "身份证件密钥")],
    ids=["rows", "ledger", "key"],
)
def test_a_backup_that_does_not_stand_its_test_is_not_kept(
    either_bench, private, target, monkeypatch, spoil, sentence
):
    honest = make.check_restored

    def spoiled(copy, manifest, **options):
        spoil(copy)
        return honest(copy, manifest, **options)

    monkeypatch.setattr(make, "check_restored", spoiled)

    with pytest.raises(BackupError, match=sentence):
        make_backup(either_bench, target)
    assert list(target.iterdir()) == []
    assert diary(either_bench.config.home)[0]["event"] == "failed"


@pytest.mark.parametrize("at", [1, 3, 7])
def test_a_cancelled_backup_leaves_nothing(either_bench, private, target, at):
    looks = iter(range(1_000))

    with pytest.raises(BackupCancelledError, match="没有留下"):
        make_backup(either_bench, target, cancelled=lambda: next(looks) >= at)
    assert list(target.iterdir()) == []
    assert not (either_bench.config.home / "backup-work").exists()
    make_backup(either_bench, target)


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


def test_two_backups_at_once_are_one_too_many(bench, target):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    with only_one(bench.config.home), pytest.raises(BackupError, match="另一个备份"):
        make_backup(bench, target)


def test_old_backups_go_once_a_new_one_is_good(bench, target):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    clock = [NOW - timedelta(days=500)]
    aged = Workbench(bench.config, clock=lambda: clock[0])
    first = make_backup(aged, target)
    clock[0] = NOW

    second = make_backup(aged, target)
    aged.close()

    assert good_backups(target) == [second]
    assert not (target / first.file).exists()
    assert [line["event"] for line in diary(bench.config.home)] == ["dropped", "good", "good"]


def test_an_old_backup_can_be_tested_again_and_a_rotten_one_is_told(either_bench, private, target):
    good = make_backup(either_bench, target)

    manifest, checks = check_again(either_bench, target / good.file, private)

    assert manifest.code == good.code
    assert [check for check in checks if check.fault] == []
    assert checks[-1].name.startswith("重放")
    rotten = bytearray((target / good.file).read_bytes())
    rotten[len(rotten) // 2] ^= 1
    (target / good.file).write_bytes(rotten)
    with pytest.raises(SealedError, match="改动"):
        check_again(either_bench, target / good.file, private)


def test_the_archive_opens_with_nothing_but_tar(bench, target, tmp_path):
    public, told = new_pair()
    (bench.config.home / "backup.pub").write_text(public)
    good = make_backup(bench, target)

    plain = io.BytesIO()
    with (target / good.file).open("rb") as file:
        unseal(file, plain, read_private(told), lambda _: None)
    plain.seek(0)
    with tarfile.open(fileobj=plain, mode="r:gz") as tar:
        tar.extractall(tmp_path / "by hand", filter="data")
    with closing(sqlite3.connect(tmp_path / "by hand" / "database.sqlite")) as link:
        assert link.execute("SELECT size FROM ledger_head").fetchone() == (good.ledger_size,)
    assert (tmp_path / "by hand" / "manifest.json").is_file()


@pytest.mark.parametrize(
    "name",
    [
        "../identity.key",
        "/etc/passwd",
        "frozen/../../x",
        "checkpoints",
        "frozen/..\\x",
        "C:/x",
        "workbench.sqlite",
        "frozen//x",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_not_unpacked(name):
    assert not is_known_name(name)


def test_a_member_that_the_manifest_does_not_list_is_refused(bench, target, monkeypatch):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    honest: Callable[..., None] = archive._add

    def smuggled(tar: tarfile.TarFile, name: str, content, size: int) -> None:
        honest(tar, "identity.key.bak" if name == "identity.key" else name, content, size)

    monkeypatch.setattr(archive, "_add", smuggled)
    with pytest.raises(BackupError, match="与清单不符"):
        make_backup(bench, target)
    assert list(target.iterdir()) == []


def test_the_paper_of_a_backup_holds_no_text_of_a_matter(bench, target):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    bench.perform(make_register(narrative=MARK, persons=(Person(name="王小二"),)), actor=CLERK)

    good = make_backup(bench, target)

    said = (target / f"{good.file}.json").read_text() + (bench.config.home / "backups.jsonl").read_text()
    assert "王小二" not in said and json.loads((target / f"{good.file}.json").read_text())["cases"] == 1


def test_a_backup_is_given_to_nobody_else(bench, target):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])

    make_backup(bench, target)

    assert {path.stat().st_mode & 0o777 for path in target.iterdir()} == {0o600}


def test_an_older_database_is_backed_up_as_it_is_and_restored_into_this_version(
    either_bench, private, target, tmp_path
):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    known = either_bench.ledger_root(either_bench.ledger_size())
    lead(either_bench.engine, REVISIONS[-2])
    either_bench.close()

    good = make_backup(either_bench, target)
    done = restored(either_bench, target / good.file, private, tmp_path)

    try:
        assert good.schema == done.manifest.schema == REVISIONS[-2]
        assert "升级到现在的版本" in {check.name for check in done.checks}
        copy = opened(done)
        assert copy.ledger_root(good.ledger_size) == known
        copy.perform(make_register(), actor=CLERK)
        assert copy.verify_ledger().is_sound
        assert list(done.home.glob("*.before-*")) == []
        copy.close()
    finally:
        drop(done)
