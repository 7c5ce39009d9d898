"""The machine: Python, libraries, font, clock, where the files lie and who can read them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.disk import log_folder_fault
from workbench.doctor.finding import Finding, fault, fine, watch
from workbench.doctor.libraries import look_at_libraries
from workbench.law.calendar import shipped_calendars

if TYPE_CHECKING:
    from workbench.app import Workbench

OLDEST_PYTHON: Final = (3, 11)
OLDEST_SQLITE: Final = (3, 37, 0)
LITTLE_SPACE, NO_SPACE = 5_000_000_000, 500_000_000  # bytes; the regulation says nothing about it
_USE: Final = {True: os.R_OK | os.W_OK | os.X_OK, False: os.R_OK | os.W_OK}  # of a folder, of a file
LOGS: Final = "请让运行本软件的用户能读写它（chown、chmod u+rwX）；占了它的位置的文件，请移走"
OVER_THE_NETWORK: Final = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"}


def look_at_machine(bench: Workbench, *, deeply: bool = False) -> Iterator[Finding]:
    """Yield what is found without opening the database; ``deeply`` also reads what is installed."""
    yield from look_at_libraries(deeply=deeply)
    yield _versions()
    yield from _fonts(bench.config.fonts)
    yield _clock(bench.now())
    yield from _folder(bench.config.home)
    if told := log_folder_fault(bench.config.logs):
        yield fault("logs_unwritable", f"{told}：网站不能启动，出错时没有记录", LOGS)


def _versions() -> Finding:
    told = {
        "software": version("petition-workbench"),
        "python": ".".join(map(str, sys.version_info[:3])),
        "sqlite": sqlite3.sqlite_version,
    }
    if sys.version_info < OLDEST_PYTHON:
        return fault("python_old", f"Python {told['python']} 太旧", "请安装 Python 3.11 或更高版本", **told)
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return fault("sqlite_old", f"SQLite {told['sqlite']} 太旧", "请换用较新的 Python 或升级系统", **told)
    told_all = f"信访工作台 {told['software']}，Python {told['python']}，SQLite {told['sqlite']}"
    return fine("versions", told_all, **told)


def _fonts(folder: Path | None) -> Iterator[Finding]:
    from workbench import fonts

    if broken := fonts.broken():
        told = f"自带的中文字体不完整（{'、'.join(broken)}）：图表、页面和公文会显示方框，或者做不出来"
        yield fault("font_missing", told, "请重新安装本软件")
    else:
        yield fine("font", "自带的中文字体齐全", bytes=fonts.ttf_path().stat().st_size)
    if folder is not None and not folder.is_dir():
        todo = "请改正设置 WORKBENCH_FONTS；没有自己的字体的，删去这个设置，用自带的字体"
        yield fault("font_folder_missing", f"字体文件夹 {folder} 不存在：公文印不出来", todo)


def _clock(now: datetime) -> Finding:
    known = max(notice.announced_on for notice in shipped_calendars().notices)
    if now.date() < known:
        return fault(
            "clock_back",
            f"本机时钟（{now:%Y-%m-%d}）早于本软件已知的日子（{known:%Y-%m-%d}）",
            "请校准系统时间，再继续办理：时限都从日期算起",
        )
    return fine("clock", f"本机时钟 {now:%Y-%m-%d %H:%M}（世界时）")


def _folder(home: Path) -> Iterator[Finding]:
    if not home.is_dir():
        told = "不是文件夹" if os.path.lexists(home) else "不存在"
        todo = "请核对设置 WORKBENCH_HOME；第一次安装的，请先运行 workbench init"
        yield fault("home_missing", f"数据文件夹 {home} {told}", todo)
        return
    free = shutil.disk_usage(home).free
    told = (
        f"数据文件夹所在磁盘还剩 {free / 1e9:.1f} GB"
        if free >= 1e9
        else (f"数据文件夹所在磁盘还剩 {free / 1e6:.0f} MB")
    )
    if free < NO_SPACE:
        yield fault("disk_full", told, "请马上清理磁盘：写满后不能登记和办理", free=free)
    elif free < LITTLE_SPACE:
        yield watch("disk_low", told, "请清理磁盘，或把备份放到另一块磁盘", free=free)
    else:
        yield fine("disk", told, free=free)
    closed = [path for path in (home, *home.glob("*.sqlite")) if not os.access(path, _USE[path.is_dir()])]
    if closed:
        yield fault(
            "home_unwritable",
            f"{'数据文件夹' if closed[0] == home else '数据库'} {closed[0]} 不能写",
            "请让运行本软件的用户能读写它（chown、chmod u+rwX），或检查存储介质是否只读；不要恢复备份",
        )
    if home in closed:
        return
    if os.name == "posix":
        yield _privacy(home)
    kind = file_system(home)
    if kind in OVER_THE_NETWORK:
        yield fault(
            "network_disk",
            f"数据文件夹在网络磁盘（{kind}）上：SQLite 的锁在网络磁盘上不可靠",
            "请把 WORKBENCH_HOME 移到本机磁盘；多人共用请改用 PostgreSQL",
        )


def _privacy(home: Path) -> Finding:
    open_to_others = [
        path.name
        for path in (home, *home.glob("*.sqlite"), *home.glob("*.key"), *home.glob("backup.*"))
        if path.stat().st_mode & 0o077
    ]
    if open_to_others:
        names = "、".join(open_to_others[:3])
        return fault(
            "open_to_others",
            f"本机其他用户可以读到：{names}",
            f"请执行 chmod -R go= {home}",
            count=len(open_to_others),
        )
    return fine("private", "数据文件只有本用户能读")


def file_system(path: Path) -> str:
    """Return the kind of file system that holds ``path``, "" where the system does not tell."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    where, best, kind = path.resolve(), "", ""
    for line in lines:
        _, point, found, *_ = line.split(" ")
        inside = where == Path(point) or where.is_relative_to(point)
        if inside and len(point) >= len(best):
            best, kind = point, found
    return kind
