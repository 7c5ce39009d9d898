"""Make a backup: copy, seal, restore what was sealed into a fresh place, ask it, only then call it good."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.backup.archive import (
    Cancelled,
    Progress,
    never,
    open_archive,
    silent,
    write_archive,
)
from workbench.backup.before_erasure import drop_copies_before_erasure
from workbench.backup.checks import CHECKPOINTS, LEDGER, REPLAYED, ROOT, Check, check_restored
from workbench.backup.databases import drop_left_copies
from workbench.backup.failures import in_words
from workbench.backup.gathered import gather
from workbench.backup.kept import GoodBackup, file_name, give_name, note
from workbench.backup.lock import only_one
from workbench.backup.manifest import PUBLIC_KEY, BackupCancelledError, BackupError
from workbench.backup.place import fresh_place
from workbench.backup.retention import drop_old
from workbench.backup.sealed import SealedError, read_public
from workbench.backup.space import require_space
from workbench.backup.unfinished import begin, end, part_of, tidy
from workbench.backup.whereabouts import WORK, is_apart, require_folder, require_not_ours, require_place
from workbench.ledger.outcomes import Reach, note_look
from workbench.records.engine import NEWER
from workbench.records.naming import name_within
from workbench.records.sqlite_file import DatabaseError, NewerDatabaseError, OlderDatabaseError

if TYPE_CHECKING:
    from workbench.app import Workbench


def public_key(home: Path) -> str:
    """Return the public key of this workbench; ``BackupError`` with what to do if there is none."""
    try:
        told = (home / PUBLIC_KEY).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise BackupError(
            "还没有备份公钥：请先运行 workbench backup key 私钥文件，并把私钥文件带离本机"
        ) from None
    read_public(told)
    return told


def make_backup(
    bench: Workbench,
    folder: Path,
    *,
    replay: bool = False,
    new_place: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> GoodBackup:
    """Return a backup in ``folder`` that has been restored and found whole.

    ``BackupError`` if it could not be made, or did not stand its test: then no file of it is left. What the
    retention lets go is removed after a good one only. ``new_place`` says that none of the backups made in
    ``folder`` need be there.
    """
    home, began, moment = bench.config.home, time.monotonic(), bench.now()
    public = public_key(home)
    require_folder(folder)
    require_not_ours(folder, home, "请用 --to 给出另一个放备份的文件夹")
    with only_one(home):
        try:
            if _is_newer(bench):  # its test would not know the newer tables, and call the copy bad
                raise NewerDatabaseError(f"{NEWER}，用写成它的版本备份")
            if not new_place:
                require_place(home, folder)
            drop_left_copies(bench)
            tidy(home)
            good = _made(bench, folder, public, moment, began, replay, progress, cancelled)
        except BackupCancelledError:
            raise
        except (BackupError, SealedError, DatabaseError, OSError) as error:
            told = in_words(error, home, folder)
            note(home, "failed", moment, folder=str(folder), why=told)
            raise BackupError(told) from None
        note(
            home,
            "good",
            moment,
            folder=str(folder),
            file=good.file,
            ledger_size=good.ledger_size,
            code=good.code,
            origin=good.origin,
            apart=is_apart(folder, home),
        )
        with suppress(DatabaseError, OSError):  # it is good all the same: the next one tidies up
            drop_old(bench, folder, good)
            drop_copies_before_erasure(bench, moment)
    return good


def _is_newer(bench: Workbench) -> bool:
    with suppress(OlderDatabaseError):  # backed up as it is, and brought up to date where it is restored
        return bench.is_read_only
    return False


def _made(
    bench: Workbench,
    folder: Path,
    public: str,
    moment: datetime,
    began: float,
    replay: bool,
    progress: Progress,
    cancelled: Cancelled,
) -> GoodBackup:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / file_name(moment)
    part = part_of(path)
    if path.exists():
        raise BackupError(f"备份“{path.name}”已经存在：请过一秒再试")
    with _work_folder(bench.config.home) as work:
        require_space(bench, folder, work)
        try:
            bench.keep_note()  # it goes with the backup
            manifest, sources, cases = gather(bench, work, moment, progress, cancelled)
            begin(bench.config.home, path)
            key, digest = write_archive(
                part, public, manifest, sources, work, progress=progress, cancelled=cancelled
            )
            shutil.rmtree(work / "copy")  # the space is needed for the test
            # Read from the medium, with the key made for this one file: the private key is not here.
            with (
                open_archive(part, key, work, progress=progress, cancelled=cancelled) as (listed, tar),
                fresh_place(
                    bench, work / "restored", listed, tar, progress=progress, cancelled=cancelled
                ) as copy,
            ):
                checks = check_restored(copy, manifest, replay=replay, progress=progress, cancelled=cancelled)
            _note_ledger(bench, moment, manifest.ledger_size, checks)
            wrong = [f"{check.name}：{check.fault}" for check in checks if check.fault]
            if [check.name for check in checks if check.fault] == [CHECKPOINTS] and bench.anchors.restored():
                raise BackupError(
                    f"没有备份。{wrong[0]}。恢复了较早的备份的，"
                    "先由两个人共同运行 workbench ledger acknowledge；"
                    "没有恢复过的，台账可能被改动，请运行 workbench doctor"
                )
            if wrong:
                raise BackupError(f"备份没有通过试恢复，已删除。{'；'.join(wrong)}。请运行 workbench doctor")
            good = GoodBackup(
                file=path.name,
                made=manifest.made,
                software=manifest.software,
                schema=manifest.schema,
                ledger_size=manifest.ledger_size,
                code=manifest.code,
                bytes=part.stat().st_size,
                sha256=digest,
                cases=cases,
                checks=tuple(check.name for check in checks),
                seconds=round(time.monotonic() - began, 2),
                key=public,
                origin=manifest.origin,
            )
            give_name(part, path, good)
            return good
        finally:
            end(bench.config.home, path)


def _note_ledger(bench: Workbench, moment: datetime, size: int, checks: tuple[Check, ...]) -> None:
    """Keep what the test found in the ledger: the copy has it from the database."""
    home, asked = bench.config.home, {check.name: check.fault for check in checks if check.name in LEDGER}
    if {ROOT, CHECKPOINTS} <= asked.keys():
        faults = [f"{name}：{told}" for name, told in asked.items() if told]
        reach = Reach.REPLAY if REPLAYED in asked else Reach.ROOT
        note_look(home, name_within(bench.config.database, home), moment, reach, size, faults)


@contextmanager
def _work_folder(home: Path) -> Iterator[Path]:
    """Give an empty private folder; what a killed backup left in it is taken away first."""
    work = home / WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
