"""A file as it was handed in: taken whole, with its SHA-256 and a name that is safe to show."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass, field
from pathlib import Path

from workbench.intake.limits import Limits
from workbench.intake.reading.container import RefusedFileError


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was handed in: its bytes, their SHA-256, and a name that is safe to show and store."""

    name: str
    content: bytes = field(repr=False)
    sha256: str


def take_original(source: Path | str | bytes, name: str | None, limits: Limits) -> Original:
    """Return the bytes of a file; ``RefusedFileError`` if missing, too large, or changed while being read."""
    if isinstance(source, bytes):
        content = source
    else:
        path = source if isinstance(source, Path) else Path(source)
        name = name or path.name
        try:
            before = path.stat()
            if not stat.S_ISREG(before.st_mode):
                raise RefusedFileError(f"“{safe_name(path.name)}”不是普通文件：请选一个表格文件")
            if before.st_size > limits.file_bytes:
                raise RefusedFileError(
                    f"文件有 {before.st_size / 1e6:.1f} MB，超过上限 {limits.file_bytes / 1e6:.0f} MB："
                    "请分成几个文件导入"
                )
            content = path.read_bytes()
            after = path.stat()
        except OSError:
            raise RefusedFileError(
                f"无法读取文件“{safe_name(str(source))}”：请检查路径和权限；正在别处打开的请先关闭"
            ) from None
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or after.st_size != len(
            content
        ):
            raise RefusedFileError("文件在读取过程中被改动：请关闭正在编辑它的程序后重试")
    told = safe_name(name or "未命名")
    if told.startswith("~$"):
        raise RefusedFileError(f"“{told}”是表格软件打开文件时的临时文件：请选没有“~$”的那个文件")
    return Original(told, content, hashlib.sha256(content).hexdigest())


def safe_name(name: str) -> str:
    """Return the last part of a file name, without control and direction characters, at most 200 long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(character for character in last if character.isprintable())
    if len(shown) > 200:
        stem, dot, extension = shown.rpartition(".")
        shown = f"{stem[: 190 - len(extension)]}…{dot}{extension}" if len(extension) < 10 else shown[:200]
    return shown.strip(". ") or "未命名"
