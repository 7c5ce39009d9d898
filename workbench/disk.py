"""Putting on the disk what a power cut shall leave; what a disk says when it fails, as a sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

_FULL: Final = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_REASONS: Final = {
    errno.ENOENT: "没有这个文件",
    errno.ENOTDIR: "没有这个文件",
    errno.EISDIR: "是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "存储介质只读",
    errno.EIO: "磁盘读写出错",
}
_CLOSED: Final = {errno.EROFS, errno.EACCES, errno.EPERM}


def in_words(error: OSError) -> str:
    """Return what happened and what to do, naming no file; "" where it was no failure of a disk."""
    if error.errno in _FULL:
        return "磁盘已满，没有保存：请清理磁盘后重试"
    if error.errno in _CLOSED:
        return "文件或文件夹不能写入，没有保存：请检查权限或存储介质"
    if error.errno == errno.EIO:
        return "磁盘读写出错，没有保存：请检查存储介质，必要时从备份恢复"
    return ""


def reason(error: OSError) -> str:
    """Return in a few words why a file could not be opened or written: the system says it in English."""
    if error.errno in _FULL:
        return "磁盘已满"
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno or type(error).__name__}")


def log_folder_fault(logs: Path) -> str:
    """Return in words, with the path, why no log can be written in the folder ``logs``; "" where it can.

    A folder that is not there yet is made when it is needed.
    """
    if not os.path.lexists(logs):
        return ""
    if not logs.is_dir():
        return f"日志文件夹 {logs} 不是文件夹"
    if not os.access(logs, os.R_OK | os.W_OK | os.X_OK):
        return f"日志文件夹 {logs} 不能写入"
    closed = (
        path for path in sorted(logs.glob("*.log")) if not path.is_file() or not os.access(path, os.W_OK)
    )
    return next((f"日志文件 {path} 不能写入" for path in closed), "")


def put_on_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, lie on the disk; without it a power cut may take them.

    ``OSError`` where the disk fails. Windows keeps names by itself.
    """
    if path.is_dir():
        if os.name != "posix":
            return
        handle = os.open(path, os.O_RDONLY)
    else:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))  # Windows flushes none opened to read
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
