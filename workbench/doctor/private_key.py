"""The private key of the backups must not lie where the data lies: is there a copy in the user's folder?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.doctor.finding import Finding, watch

if TYPE_CHECKING:
    from workbench.app import Workbench

SIGN: Final = b"AGE-SECRET-KEY-"
LARGEST, READ = 65_536, 4_096  # bytes: of a file with one key and remarks, and how much of it is read
OURS: Final = ("snapshots", "frozen", "checkpoints", "scratch", "logs", "backup-work")  # written by us only


def look_at_private_key(bench: Workbench) -> Iterator[Finding]:
    """Yield the files of the user's folder in which a private key of age stands; never the key."""
    if found := [path for path in _small_files(bench.config.home) if _holds_key(path)]:
        names = "、".join(str(path) for path in found[:3])
        yield watch(
            "private_key_here",
            f"数据文件夹里有备份的私钥（{names}）：拿到本机的人打得开全部备份，包括已删除的个人信息",
            "请先确认 U 盘、保险柜里有同样的一份，再从本机删去；别人可能读到过的，"
            "用 workbench backup key --replace 换一把（旧私钥还要保管，旧备份要用）",
            count=len(found),
        )


def _small_files(home: Path) -> Iterator[Path]:
    """Yield the small files of the folder and of folders in it that somebody may have put something into."""
    try:
        there = sorted(home.iterdir())
        inner = [path for path in there if path.is_dir() and path.name not in OURS]
        there += [path for folder in inner for path in sorted(folder.iterdir())]
    except OSError:
        return  # told by who looks at the folder
    yield from (path for path in there if path.is_file() and path.stat().st_size <= LARGEST)


def _holds_key(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return SIGN in file.read(READ).replace(b"\0", b"").upper()  # an editor may write UTF-16
    except OSError:
        return False
