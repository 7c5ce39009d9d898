"""What the workbench keeps: how large each part is and how old its newest file is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.backup.before_erasure import copies_of_upgrades
from workbench.doctor.finding import Finding, fault, fine, watch
from workbench.records.sqlite_file import SCRUB_OWED, DatabaseError

if TYPE_CHECKING:
    from workbench.app import Workbench

LARGE_WAL = 500_000_000  # bytes; a log that nobody empties


def look_at_holdings(bench: Workbench) -> Iterator[Finding]:
    """Yield the size and age of everything in the user's folder."""
    home, now = bench.config.home, bench.now()
    if not home.is_dir():
        return
    parts = {
        "数据库": [*home.glob("*.sqlite"), *home.glob("*.sqlite-wal")],
        "供屏幕的快照": _files(bench.config.snapshots),
        "固定快照": _files(bench.config.frozen),
        "校验点": _files(home / "checkpoints"),
        "日志": [*_files(bench.config.logs), *home.glob("*.jsonl*"), *home.glob("*.log*")],
        "备份": _files(home / "backups"),
        "升级前的副本": copies_of_upgrades(bench.config),
    }
    for name, files in parts.items():
        if found := list(_sizes(files)):
            yield _told(name, found, now)
    wal = sum(path.stat().st_size for path in home.glob("*.sqlite-wal"))
    if wal > LARGE_WAL:
        yield watch(
            "wal_large", f"数据库的写前日志有 {wal / 1e6:,.0f} MB", "请重启网站：它会合并日志", bytes=wal
        )
    if (home / "backup-work").exists():
        yield watch(
            "backup_work_left", "有一次没有做完的备份留下的临时副本（未加密）", "请再做一次备份：它会先清掉"
        )
    if (home / SCRUB_OWED).exists():
        yield fault(
            "erased_remains",
            "有已删除的个人信息，磁盘上的残留还没有清除",
            "请先处理磁盘（已满、只读或读写出错），再运行 workbench init",
        )
    yield from _deleted_titles(bench)
    yield from _identity_key(bench)


def _identity_key(bench: Workbench) -> Iterator[Finding]:
    """Imports and backups stop where the key is not the one that left its mark in the database."""
    from workbench.records.identity import KEY_FILE, IdentityKey

    path = bench.config.home / KEY_FILE
    put_back = "请从备份放回原来的文件，不要新建"
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        yield fault("identity_key_missing", f"找不到身份证件密钥文件 {KEY_FILE}", put_back)
        return
    except OSError:
        told = f"身份证件密钥文件 {path} 读不出来：不能导入，不能备份"
        yield fault("identity_key_unreadable", told, f"请让运行本软件的用户能读它；文件坏了的，{put_back}")
        return
    if len(secret) != 32:
        told = f"身份证件密钥文件 {path} 已损坏（{len(secret)} 字节，应为 32）：不能导入，不能备份"
        yield fault("identity_key_wrong", told, put_back)
    elif _mark(bench) not in (None, IdentityKey(secret).mark()):
        told = f"身份证件密钥文件 {path} 不是本数据库的密钥：不能导入，不能备份"
        yield fault("identity_key_wrong", told, put_back)


def _mark(bench: Workbench) -> str | None:
    from sqlalchemy import select

    from workbench.records.people import IdentityKeyMark

    try:
        with bench.reading() as session:
            return session.scalar(select(IdentityKeyMark.mark))
    except DatabaseError:
        return None  # told by who looks at the database


def _deleted_titles(bench: Workbench) -> Iterator[Finding]:
    """Frozen snapshots that came back from elsewhere may hold titles that were deleted meanwhile."""
    try:
        found = bench.shelf.with_deleted_titles()
    except (ValueError, OSError):
        return  # what is wrong with the database or the disk is said elsewhere
    if found:
        yield fault(
            "erased_in_frozen",
            f"有{len(found)}个固定快照里还有已依法删除的标题",
            "请运行 workbench init：它会从这些快照中去掉，快照编号和各项数字不变",
            count=len(found),
        )


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []


def _sizes(files: list[Path]) -> Iterator[os.stat_result]:
    for path in files:
        with suppress(FileNotFoundError):  # set aside, or dropped, by another process meanwhile
            yield path.stat()


def _told(name: str, files: list[os.stat_result], now: datetime) -> Finding:
    size = sum(one.st_size for one in files)
    newest = datetime.fromtimestamp(max(one.st_mtime for one in files), UTC)
    age = max(0, (now - newest).days)
    told = f"{name}：{len(files)}个文件，{size / 1e6:,.1f} MB，最近一次改动在 {age} 天前"
    return fine("size", told, bytes=size, files=len(files), days=age)
