"""The database, with what lies in it: the ledger, and the holidays it knows."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Final

from workbench.doctor.backups import newest_backup
from workbench.doctor.finding import Finding, fault, fine, watch
from workbench.doctor.ledger import look_at_ledger
from workbench.records.sqlite_file import (
    AddressError,
    DamagedDatabaseError,
    DatabaseError,
    DatabaseMissingError,
    ForeignDatabaseError,
    OlderDatabaseError,
    check_file,
    sqlite_path,
)

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.app import Workbench

NEEDED: Final = 1_000_000  # bytes; SQLite shares 32 kB between its readers in a file
WRITING: Final = "，没有保存"
NEXT_YEAR_FROM: Final = 12  # month: the State Council announces the next year's holidays in November


def look_at_database(bench: Workbench, *, deeply: bool) -> Iterator[Finding]:
    """Yield what is found in the database; ``deeply`` also reads every page (seconds to minutes)."""
    try:
        path = sqlite_path(bench.config.database)
        if path is not None:
            check_file(path)  # a site that runs has opened it long ago
        _ = bench.engine
        yield from _opened(bench, path, deeply)
    except DatabaseError as error:
        yield _failed(bench, error)


def _failed(bench: Workbench, error: DatabaseError) -> Finding:
    match error:
        case DatabaseMissingError():
            from workbench.opening import lost_database

            if lost := lost_database(bench):
                newest = newest_backup(bench)
                todo = f"请先找备份{f'，最近一次好的是 {newest}' if newest else ''}"
                return fault("database_missing", str(lost), todo)
            todo = "请运行 workbench init；原来有数据的，请先找备份"
            return fault("database_missing", str(error), todo)
        case OlderDatabaseError():
            return fault("database_old", str(error), "请运行 workbench backup，再运行 workbench init")
        case DamagedDatabaseError():
            todo = "请核对数据库地址（WORKBENCH_DATABASE）；地址没有错的，" if "核对" in str(error) else ""
            return fault("database", str(error), f"{todo}{_restore(bench)}")
        case AddressError() | ForeignDatabaseError():
            todo = "请改正数据库地址；不要恢复备份，数据库没有坏"
            return fault("database_address", str(error), todo)
    # A closed folder, a full disk, a server that is down: what lies there may be whole.
    path = sqlite_path(bench.config.database)
    if path is not None and _free(path) < NEEDED:
        todo = "请清理磁盘，再运行 workbench doctor；不要恢复备份，数据库多半没有坏"
        return fault("database_unreachable", f"磁盘已满，数据库 {path} 打不开", todo)
    told, todo = str(error), "请照这一句检查，再运行 workbench doctor；查明之前不要恢复备份"
    if WRITING in told:  # a sentence for who was writing, who may think of a restore
        told = told.partition(WRITING)[0]
        todo = f"请检查存储介质和剩余空间，{todo.partition('，')[2]}"
    return fault("database_unreachable", told, todo)


def _restore(bench: Workbench) -> str:
    """Return how to restore, from the newest good backup if it is within reach."""
    newest = newest_backup(bench)
    which = (
        f"{newest} --into 新文件夹 --key 私钥文件" if newest else "备份文件 --into 新文件夹 --key 私钥文件"
    )
    return f"请从备份恢复：workbench restore {which}"


def _free(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return NEEDED


def _opened(bench: Workbench, path: Path | None, deeply: bool) -> Iterator[Finding]:
    if bench.is_read_only:
        from workbench.records.engine import NEWER

        yield fault("database_new", NEWER, "请安装更新版本的软件")
    else:
        yield fine("database", f"数据库可以打开，版本 {_revision(bench)}")
    if deeply and path is not None:
        yield _pages(bench, path)
    if path is None:
        from workbench.doctor.server import look_at_server

        yield from look_at_server(bench, deeply=deeply)
    yield from look_at_ledger(bench, deeply=deeply)
    yield from _holidays(bench)


def _revision(bench: Workbench) -> str:
    from workbench.records.engine import read_revision

    with bench.reading() as session:
        return read_revision(session.connection()) or ""


def _pages(bench: Workbench, path: Path) -> Finding:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as link:
        try:
            said = [row[0] for row in link.execute("PRAGMA integrity_check(3)")]
            broken = link.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError:
            said, broken = ["malformed"], []
    if said != ["ok"] or broken:
        return fault("database_damaged", "数据库文件有损坏", f"请停止办理，{_restore(bench)[1:]}")
    return fine("pages", "数据库文件逐页完好，外键一致")


def _holidays(bench: Workbench) -> Iterator[Finding]:
    today = bench.today()
    with bench.reading() as session:
        years = bench.calendars(session.connection()).latest.years
    until = today.year + (1 if today.month >= NEXT_YEAR_FROM else 0)
    missing = [
        year
        for year in range(min(max(years, default=today.year) + 1, today.year), until + 1)
        if year not in years
    ]
    if missing:
        named = "、".join(f"{year}年" for year in missing)
        if len(missing) > 2 and missing[-1] - missing[0] == len(missing) - 1:
            named = f"{missing[0]}年至{missing[-1]}年"
        yield watch(
            "holidays_missing",
            f"没有{named}的放假安排：跨到那{'一年' if len(missing) == 1 else '几年'}的时限答“尚不可知”",
            "请升级到含有这些放假安排的版本，再运行 workbench init",
            year=missing[0],
        )
    else:
        yield fine("holidays", f"放假安排已录到{max(years)}年", year=max(years))
