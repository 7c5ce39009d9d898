"""A backup has everything, opens with plain tools, and tells nobody else anything."""

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.backup.places import MARK, drop, opened, restored
from tests.factories import CLERK, make_register
from tests.records.upgrading import lead
from workbench.acts.handling import Person
from workbench.backup import archive
from workbench.backup.again import check_again
from workbench.backup.kept import good_backups
from workbench.backup.make import make_backup, public_key
from workbench.backup.manifest import BackupError, is_known_name
from workbench.backup.sealed import SealedError, new_pair, read_private, unseal
from workbench.queries.places import keep_places, kept_places
from workbench.records.base import REVISIONS
from workbench.repeats.places import Place


def test_a_backup_made_and_restored_has_everything(either_bench, private, target, tmp_path):
    either_bench.perform(
        make_register(narrative=MARK, persons=(Person(name="王小二", id_number="11010519491231002X"),)),
        actor=CLERK,
    )
    either_bench.anchors.checkpoint()
    frozen = either_bench.shelf.create(either_bench.today())
    keep_places(either_bench.config.home, [Place("渔潭村", "忠防镇")])
    own_templates(either_bench.config.templates)

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
        assert kept_places(done.home) == (Place("渔潭村", "忠防镇"),)
        assert [path.name for path in copy.config.templates.iterdir()] == ["受理告知书.docx"]
        assert (copy.config.templates / "受理告知书.docx").read_bytes() == b"our own heading"
        assert public_key(done.home) == public_key(either_bench.config.home)  # the nightly backup goes on
        files = [path for path in done.home.rglob("*") if path.is_file()]
        assert {path.stat().st_mode & 0o077 for path in (done.home, *files)} == {0}
    finally:
        drop(done)


def own_templates(folder):
    """One template, and what Word and others leave beside it while it is open."""
    folder.mkdir()
    for name in ("受理告知书.docx", "~$理告知书.docx", ".hidden.docx", "notes.txt"):
        (folder / name).write_bytes(b"our own heading")


def test_what_is_in_a_backup_cannot_be_read_without_the_private_key(bench, private, target):
    bench.perform(make_register(narrative=MARK, title="路灯不亮"), actor=CLERK)

    good = make_backup(bench, target)

    told = b"".join(path.read_bytes() for path in target.iterdir())
    assert MARK.encode() not in told and "路灯".encode() not in told
    with pytest.raises(SealedError, match="私钥打不开"):
        check_again(bench, target / good.file, read_private(new_pair()[1]))
    assert not (bench.config.home / "backup-work").exists()


def test_an_old_backup_can_be_tested_again_and_a_rotten_one_is_told(bench, private, target):
    good = make_backup(bench, target)

    manifest, checks = check_again(bench, target / good.file, private)

    assert manifest.code == good.code
    assert [check for check in checks if check.fault] == []
    assert checks[-1].name.startswith("重放")
    rotten = bytearray((target / good.file).read_bytes())
    rotten[len(rotten) // 2] ^= 1
    (target / good.file).write_bytes(rotten)
    with pytest.raises(SealedError, match="改动"):
        check_again(bench, target / good.file, private)


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
