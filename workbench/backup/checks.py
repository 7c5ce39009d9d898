"""Is a restored copy whole? Asked of the copy itself, never of the database that it was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, select, text

from workbench.acts.deriving import make_ready
from workbench.acts.leaves import edges_at, first_leaf, head_of
from workbench.backup.archive import Cancelled, Progress, never, silent
from workbench.backup.databases import count_rows, one_moment
from workbench.backup.manifest import BackupCancelledError, Manifest
from workbench.ledger.checkpoint import Checkpoint, origin_of
from workbench.records.base import HEAD
from workbench.records.engine import read_revision
from workbench.records.identity import IdentityKey
from workbench.records.people import IdentityKeyMark
from workbench.records.sqlite_file import sqlite_path
from workbench.records.tables import metadata

if TYPE_CHECKING:
    from workbench.app import Workbench


ROOT, CHECKPOINTS, REPLAYED = "台账根散列", "校验点", "重放台账与记录比对"
LEDGER: Final = (ROOT, CHECKPOINTS, REPLAYED)  # what is wrong there is wrong in what was copied


@dataclass(frozen=True, slots=True)
class Check:
    """恢复核对: one question asked of a restored copy; ``fault`` is "" or a sentence."""

    name: str
    fault: str = ""


def check_restored(
    copy: Workbench,
    manifest: Manifest,
    *,
    replay: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Check, ...]:
    """Return what was asked of a restored copy and how it answered.

    A copy of an older version is upgraded, and asked again. ``replay`` also performs the whole ledger anew
    and compares the records row by row (minutes, not seconds).
    """
    made: list[Check] = []
    with one_moment(copy) as link:
        asked: list[tuple[str, Callable[[], str]]] = [
            ("数据库完整性", lambda: _integrity(link)),
            ("外键", lambda: _foreign_keys(link)),
            ("数据库版本", lambda: _schema(link, manifest)),
            ("各表行数", lambda: _counts(link, manifest)),
            (ROOT, lambda: _ledger(link, manifest)),
            ("身份证件密钥", lambda: _identity(copy, link)),
        ]
        for number, (name, ask) in enumerate(asked):
            if cancelled():
                raise BackupCancelledError("已取消，没有留下任何文件")
            progress(f"核对{name}", number, len(asked))
            try:
                made.append(Check(name, ask()))
            except ValueError as error:
                made.append(Check(name, str(error)))
    if manifest.schema != HEAD:
        made.append(Check("升级到现在的版本", _upgraded(copy, manifest)))
        if made[-1].fault:
            return tuple(made)
    progress(f"核对{CHECKPOINTS}", len(asked), len(asked))
    made.append(Check(CHECKPOINTS, "；".join(fault.message for fault in copy.anchors.faults()[:3])))
    if replay:
        made.append(Check(REPLAYED, _replayed(copy, progress, cancelled)))
    return tuple(made)


def _integrity(link: Connection) -> str:
    if link.engine.name != "sqlite":
        return ""  # the server checks each page it reads, and every constraint while restoring
    said = link.execute(text("PRAGMA integrity_check(3)")).scalars().all()
    return "" if said == ["ok"] else f"数据库文件有损坏（{len(said)}处以上）"


def _foreign_keys(link: Connection) -> str:
    if link.engine.name != "sqlite":
        return ""  # PostgreSQL makes no foreign key that its rows break
    broken = link.execute(text("PRAGMA foreign_key_check")).all()
    return f"有{len(broken)}行指向不存在的行" if broken else ""


def _schema(link: Connection, manifest: Manifest) -> str:
    found = read_revision(link)
    return "" if found == manifest.schema else f"版本为 {found}，清单写的是 {manifest.schema}"


def _counts(link: Connection, manifest: Manifest) -> str:
    found = count_rows(link)
    names = metadata.tables.keys() & manifest.counts.keys()
    wrong = sorted(name for name in names if found[name] != manifest.counts[name])
    return f"{len(wrong)}张表的行数与备份时不同（{wrong[0]}）" if wrong else ""


def _ledger(link: Connection, manifest: Manifest) -> str:
    head, first = head_of(link), first_leaf(link)
    edge = edges_at(link, [head.size]).get(head.size)
    if first is None or edge is None or edge.pack() != head.pack() or head.size != manifest.ledger_size:
        return f"条目与首部不符（首部{head.size}条，清单{manifest.ledger_size}条）"
    found = Checkpoint(origin_of(first), head.size, edge.root())
    return "" if (found.code, found.root.hex()) == (manifest.code, manifest.root) else "根散列与备份时不同"


def _upgraded(copy: Workbench, manifest: Manifest) -> str:
    try:
        make_ready(copy.config.database)
    except ValueError as error:
        return str(error)
    path = sqlite_path(copy.config.database)
    if path is not None:
        Path(f"{path}.before-{HEAD}").unlink(missing_ok=True)  # the backup itself is that copy
    with one_moment(copy) as link:
        return _ledger(link, manifest)


def _identity(copy: Workbench, link: Connection) -> str:
    mark = link.scalar(select(IdentityKeyMark.mark))
    if mark is None:
        return ""
    try:
        key = IdentityKey.read_for(copy.config.home, mark)
    except ValueError as error:
        return str(error)
    return "" if key is not None else "备份中没有 identity.key：恢复后不能再认出同一证件"


def _replayed(copy: Workbench, progress: Progress, cancelled: Cancelled) -> str:
    from workbench.acts.verification import verify

    def told(done: int, of: int) -> None:
        if cancelled():
            raise BackupCancelledError("已取消，没有留下任何文件")
        progress("重放台账", done, of)

    with one_moment(copy) as link:
        found = verify(link, progress=told)
    return "" if found.is_sound else f"{found.count}处不符：{found.differences[0].message}"
