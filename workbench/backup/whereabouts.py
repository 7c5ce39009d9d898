"""Is the place of the backups the one it was? A disk that is not mounted leaves an empty folder there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from workbench.backup.kept import diary
from workbench.backup.manifest import BackupError

WORK: Final = "backup-work"  # in the user's folder: unsealed copies never lie where the backups go
# Folders of the user's folder that this software empties, or takes as a whole into every backup.
OURS: Final = (WORK, "checkpoints", "frozen", "logs", "scratch", "snapshots", "templates")


def require_folder(folder: Path) -> None:
    """Raise ``BackupError`` for what can be no folder: a slip of who asks, not a backup that failed."""
    there = next((one for one in (folder, *folder.parents) if os.path.lexists(one)), folder)
    if os.path.isfile(there):
        raise BackupError(f"“{there}”是文件，不是文件夹：请用 --to 给出放备份的文件夹")
    if not os.path.exists(there):
        raise BackupError(f"“{there}”是链接，指向的地方不在：请接好磁盘，或用 --to 给出放备份的文件夹")
    if not os.path.isdir(there):
        raise BackupError(f"“{there}”不是文件夹：请用 --to 给出放备份的文件夹")


def require_not_ours(folder: Path, home: Path, todo: str) -> None:
    """Raise ``BackupError`` for the user's folder itself, and where this software empties its folders.

    ``todo`` says what to give instead.
    """
    place, ours = folder.resolve(), home.resolve()
    if place == ours:
        raise BackupError(f"“{folder}”就是工作台的数据文件夹，里面只放工作台自己的数据：{todo}")
    if any(place.is_relative_to(ours / name) for name in OURS):
        raise BackupError(f"“{folder}”是工作台自己用的文件夹，放在里面的会被清掉或混进每份备份：{todo}")


def require_place(home: Path, folder: Path) -> None:
    """Raise ``BackupError`` if backups were made in ``folder`` and none of them is there.

    A folder made anew there would lie on the system's disk, and nobody would notice until it is needed.
    """
    noted = noted_files(diary(home), folder)
    if noted and not any((folder / name).is_file() for name in noted):
        raise BackupError(
            f"“{folder}”里没有以前在那里做的任何一份备份：备份磁盘可能没有接上。"
            "请接好磁盘再试；确实换了磁盘或清空过的，请加 --new-place"
        )


def noted_files(lines: list[dict[str, Any]], folder: Path) -> list[str]:
    """Return the backups that should be in ``folder``, by the lines of the diary, the newest first."""
    here = [line for line in lines if "file" in line and _is_same(line.get("folder"), folder)]
    dropped = {line["file"] for line in here if line.get("event") == "dropped"}
    return [line["file"] for line in here if line.get("event") == "good" and line["file"] not in dropped]


def _is_same(noted: object, folder: Path) -> bool:
    """Whether both lead to one place: by a link, or by way of another folder, too."""
    if not isinstance(noted, str):
        return False
    return noted == str(folder) or Path(noted).resolve() == folder.resolve()


def is_apart(folder: Path, home: Path) -> bool:
    """Return whether a folder lies on another disk than ``home``; ``False`` where it is not there."""
    try:
        return folder.stat().st_dev != home.stat().st_dev
    except OSError:
        return False
