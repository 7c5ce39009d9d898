"""Is there a backup, is it young enough, is its key there, and what is in old ones that should be gone?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.backup.before_erasure import copies_before_erasure, last_erasure
from workbench.backup.kept import ENDING, GoodBackup, diary, good_backups
from workbench.backup.manifest import PUBLIC_KEY
from workbench.backup.retention import later_than, retention
from workbench.backup.space import SPARE
from workbench.backup.whereabouts import is_apart
from workbench.doctor.finding import Finding, fault, fine, noted, watch
from workbench.records.sqlite_file import DatabaseError, sqlite_path

if TYPE_CHECKING:
    from workbench.app import Workbench

HOW: Final = "请运行 workbench backup，并安排每天自动运行（见 data/service）"
KEY: Final = "请运行 workbench backup key 私钥文件"
ROOM_FOR: Final = 3  # backups as large as the last one
SLACK: Final = timedelta(minutes=10)  # between two clocks


def look_at_backups(bench: Workbench) -> Iterator[Finding]:
    """Yield how it stands with the backups, as the diary in the user's folder tells it."""
    home, now = bench.config.home, bench.now()
    lines = diary(home)
    last = next((line for line in lines if _is_good(line)), None)
    if last is None and not lines and _is_invented(bench):
        yield watch("demo_only", "库中只有虚构的演示县，不必备份", f"录入真实数据之前，{KEY}，并每天备份")
        return
    if not (home / PUBLIC_KEY).is_file():
        yield watch("backup_key_missing", "还没有备份密钥，不能备份", KEY)
    if last is None:
        yield fault("backup_missing", "还没有试恢复过的备份", HOW)
    else:
        age = now - datetime.fromisoformat(last["at"])
        hours = max(0, int(age.total_seconds() // 3600))
        told = (
            f"最近一次好的备份在 {hours} 小时前（台账{last.get('ledger_size')}条，校验码 {last.get('code')}）"
        )
        if age < -SLACK:  # nobody would hear for as long that there are no more
            told = f"最近一次好的备份记着比现在还晚的时刻（{last['at'][:16]}，世界时）：不知道它有多旧"
            yield fault("backup_late", told, f"请校准系统时间；{HOW}", hours=hours)
        elif age > retention().late_after:
            yield fault("backup_late", told, HOW, hours=hours)
        else:
            yield fine("backup", told, hours=hours)
    if lines and lines[0].get("event") == "failed":
        yield fault("backup_failed", f"最近一次备份没有成功：{lines[0].get('why', '')}", HOW)
    if last is not None:
        yield from _place(bench, last)
        known = ("", last.get("origin", ""))  # another workbench may keep its backups there, too
        there = [one for one in good_backups(Path(last["folder"])) if one.origin in known]
        yield from _from_the_future(there, now)
        yield from _erased_since(bench, there)
    yield from _copies(bench)


def _is_invented(bench: Workbench) -> bool:
    from workbench.demo.generate import holds_nothing_else

    try:
        return holds_nothing_else(bench)
    except DatabaseError:
        return False  # told by who looks at the database; whether there is a backup matters all the more


def _is_good(line: dict[str, Any]) -> bool:
    """Return whether a line tells of a good backup, when and where; somebody may have written into it."""
    try:
        datetime.fromisoformat(line["at"])
        return line["event"] == "good" and isinstance(line["folder"], str)
    except (ValueError, TypeError, KeyError):
        return False


def newest_backup(bench: Workbench) -> Path | None:
    """Return the newest good backup that lies where the diary says, if there is one."""
    for line in diary(bench.config.home):
        if _is_good(line) and "file" in line:
            path = Path(line["folder"], str(line["file"]))
            if os.path.isfile(path):
                return path
    return None


def _place(bench: Workbench, last: dict[str, Any]) -> Iterator[Finding]:
    """Is the last good backup where the diary says, and how much room is there?"""
    if "file" not in last:
        return
    home, folder = bench.config.home, Path(last["folder"])
    try:
        kept = (folder / last["file"]).stat().st_size
    except FileNotFoundError:
        if last.get("apart") and not is_apart(folder, home):
            told = f"备份所在的磁盘没有接上：{folder}"
            yield watch("backup_away", told, "请在下一次备份之前接好磁盘；取走保管的，请确认它在手边")
        else:
            told = f"最近一次好的备份已不在 {folder}：{last['file']}"
            yield fault("backup_gone", told, f"请找出是谁、为什么移走的；{HOW}")
        return
    except OSError:
        told = f"备份位置 {folder} 读不到，不知道备份还在不在"
        yield watch("backup_unseen", told, "请检查磁盘和文件夹权限，或用做备份的用户运行 workbench doctor")
        return
    size = sum(path.stat().st_size for path in folder.glob(f"*{ENDING}*"))
    free = shutil.disk_usage(folder).free
    told = f"备份位置 {folder} 共 {size / 1e6:,.1f} MB，所在磁盘还剩 {free / 1e9:,.1f} GB"
    if free < ROOM_FOR * kept + SPARE:
        todo = "请清理备份磁盘，或换一个更大的：写满后就没有新的备份"
        yield watch("backup_disk_low", told, todo, bytes=size, free=free)
    else:
        yield fine("backup_place", told, bytes=size, free=free)
    if sqlite_path(bench.config.database) is not None and not is_apart(folder, home):
        told = f"备份与数据在同一块磁盘（{folder}）：磁盘坏了，两样都没有了"
        if why := bench.config.same_disk:
            yield noted("backup_same_disk_known", f"{told}。已说明（WORKBENCH_SAME_DISK）：{why}")
            return
        todo = (
            "请用 --to 把备份放到另一块磁盘、U 盘或别的机器上的文件夹；"
            "有意这样放的，在 WORKBENCH_SAME_DISK 写明原因"
        )
        yield watch("backup_same_disk", told, todo)


def _from_the_future(there: list[GoodBackup], now: datetime) -> Iterator[Finding]:
    if ahead := later_than(there, now + SLACK):
        yield watch(
            "backup_in_future",
            f"有{len(ahead)}份备份的时刻比现在还晚：本机时钟被拨回过，或拨快过；在此期间不删旧备份",
            "请校准系统时间；时钟没有错的，请从备份位置删去那几份",
            count=len(ahead),
        )


def _erased_since(bench: Workbench, there: list[GoodBackup]) -> Iterator[Finding]:
    """Backups made before the last deletion of personal values still hold them."""
    erased = _last_erasure(bench)
    if erased is None:
        return
    old = [one for one in there if one.ledger_size < erased[0]]
    if old:
        yield watch(
            "backups_before_erasure",
            f"有{len(old)}份备份做于最近一次删除个人信息之前，里面仍有被删除的内容",
            "新的备份做好之后，请删去旧的备份文件；带离本机的副本也要处理",
            count=len(old),
        )


def _copies(bench: Workbench) -> Iterator[Finding]:
    """Copies of upgrades made before the last deletion hold it too, and are not sealed."""
    if old := copies_before_erasure(bench.config, _last_erasure(bench)):
        yield watch(
            "copies_before_erasure",
            f"升级前的副本（{'、'.join(one.name for one in old[:3])}）做于最近一次删除个人信息之前，"
            "未加密，里面仍有被删除的内容",
            "请运行 workbench backup：有了新的好备份，这些副本随即删去",
            count=len(old),
        )


def _last_erasure(bench: Workbench) -> tuple[int, datetime] | None:
    try:
        with bench.reading() as session:
            return last_erasure(session.connection())
    except ValueError:
        return None  # what is wrong with the database is said elsewhere
