"""What kind of file the bytes are, whatever its name says, and whether its container is safe to open."""

from __future__ import annotations

import re
import zipfile
import zlib
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from workbench.intake.limits import Limits

CHUNK = 1 << 20
TEXTS = frozenset({".csv", ".txt", ".tsv"})
_PAGES = (
    b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<div", b"<style", b"<body", b"mime-version"
)  # fmt: skip
_PACKED = (b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class RefusedFileError(ValueError):
    """The file cannot be read as a workbook; the sentence says why and what to do."""


class FileKind(StrEnum):
    """Kinds of file that are read."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


def kind_of(path: Path, name: str, limits: Limits) -> FileKind:
    """Return the kind by content; ``RefusedFileError`` for every kind that is not read."""
    size = path.stat().st_size
    if size == 0:
        raise RefusedFileError("文件是空的（0 字节）：请重新导出后再试")
    if size > limits.file_bytes:
        raise RefusedFileError(
            f"文件有 {size / 1e6:.1f} MB，超过上限 {limits.file_bytes / 1e6:.0f} MB：请分成几个文件导入"
        )
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE):
        return _ole_kind(path, extension)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return FileKind.XLSX
    return _text_kind(head, extension)


def _ole_kind(path: Path, extension: str) -> FileKind:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedFileError("文件已加密（设有打开密码）：请在表格软件中取消密码，另存为 .xlsx 后再导入")
    if extension in {".et", ".ett"}:
        raise RefusedFileError("这是 WPS 表格（.et）：请用 WPS 打开后另存为 .xlsx")
    workbook = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    if not any(stream in data for stream in workbook):
        raise RefusedFileError(
            "这不是表格文件（可能是 Word 文档），或文件不完整：请用表格软件打开核对，另存为 .xlsx 后再导入"
        )
    return FileKind.XLS


def _text_kind(head: bytes, extension: str) -> FileKind:
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:512].replace(b"\x00", b"").lower()
    if start.startswith(_PAGES) or (start.startswith(b"<!--") and b"<html" in start):
        raise RefusedFileError(
            "不是有效的 xlsx：内容是网页（HTML），只是改了扩展名。请用表格软件打开后另存为 .xlsx"
        )
    if start.startswith(b"<?xml"):
        raise RefusedFileError("不是有效的 xlsx：内容是 XML 文本。请用表格软件打开后另存为 .xlsx")
    if start.startswith(b"%pdf"):
        raise RefusedFileError("这是 PDF 文件：请从来源系统导出 .xlsx 或 .csv")
    if head.startswith(_PACKED):
        raise RefusedFileError("这是压缩包：请先解压，再导入其中的表格文件")
    if extension in TEXTS:
        return FileKind.CSV
    if extension in {".xlsx", ".xlsm", ".xls"}:
        if _is_text(head):
            return FileKind.CSV
        raise RefusedFileError("不是有效的 xlsx：文件内容与扩展名不符或已损坏。请重新导出，文本请存为 .csv")
    raise RefusedFileError(f"不支持的文件类型“{extension or '无扩展名'}”：请使用 .xlsx、.xls 或 .csv")


def _is_text(head: bytes) -> bool:
    """Return whether these first bytes are several cells of text, in one of the encodings that are read."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) & ~1].decode("utf-16", "ignore")
    else:
        for encoding in ("utf-8", "gb18030"):
            try:
                text = getincrementaldecoder(encoding)().decode(head)
                break
            except UnicodeDecodeError:
                continue
        else:
            return False
    is_shown = all(sign.isprintable() or sign in "\t\r\n\u3000\ufeff" for sign in text)
    first = next((line for line in text.splitlines() if line.strip()), "")
    return is_shown and max(map(text.count, "\t,;")) >= 2 and len(first) < len(head)


def open_container(path: Path, limits: Limits) -> zipfile.ZipFile:
    """Return the opened zip of an .xlsx after checking its directory; nothing is unpacked yet."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise RefusedFileError("不是有效的 xlsx：文件不完整或已损坏。请重新下载或重新导出") from None
    parts = archive.infolist()
    names = [part.filename for part in parts]
    _check_kind(names)
    if any(part.flag_bits & 0x1 for part in parts):
        raise RefusedFileError("文件已加密：请取消密码，另存为 .xlsx 后再导入")
    if len(parts) > limits.parts:
        raise RefusedFileError(f"文件内有 {len(parts):,} 个部件，超过上限 {limits.parts:,}：请另存为新文件")
    doubled = [name for name, times in Counter(names).items() if times > 1]
    if doubled:
        raise RefusedFileError(f"文件内有重名部件“{doubled[0]}”，内容不可信：请用表格软件另存为新文件")
    if any(_leads_outside(name) for name in names):
        raise RefusedFileError("文件内有指向外部路径的部件，内容不可信：请用表格软件另存为新文件")
    _check_size(sum(part.file_size for part in parts), path.stat().st_size, limits)
    return archive


def _check_kind(names: list[str]) -> None:
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise RefusedFileError("这是 Word 文档或演示文稿，不是表格：请把其中的表格复制到表格软件，存为 .xlsx")
    if "xl/workbook.bin" in names:
        raise RefusedFileError("这是二进制工作簿（.xlsb）：请另存为 .xlsx 后再导入")
    if "mimetype" in names and "content.xml" in names:
        raise RefusedFileError("这是 OpenDocument 表格（.ods）：请另存为 .xlsx 后再导入")
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise RefusedFileError("不是有效的 xlsx：压缩包里没有工作簿。请先解压，再导入其中的表格文件")


def _leads_outside(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or bool(re.match(r"[A-Za-z]:", path))


def _check_size(unzipped: int, zipped: int, limits: Limits) -> None:
    if unzipped > limits.unzipped_bytes:
        raise RefusedFileError(
            f"解压后有 {unzipped / 1e6:,.0f} MB，超过上限 {limits.unzipped_bytes / 1e6:,.0f} MB，"
            "疑为压缩炸弹：请核对文件来源，或分成几个文件"
        )
    if unzipped > limits.ratio_from and unzipped > zipped * limits.ratio:
        raise RefusedFileError(
            f"解压后是原来的 {unzipped // max(zipped, 1)} 倍（上限 {limits.ratio} 倍），"
            "疑为压缩炸弹：请核对文件来源，或用表格软件另存为新文件"
        )


def chunks(part: IO[bytes]) -> Iterator[bytes]:
    """Yield the unpacked bytes of a part in pieces of 1 MB."""
    while piece := part.read(CHUNK):
        yield piece


def check_parts(archive: zipfile.ZipFile, zipped: int, limits: Limits, keep: frozenset[str]) -> None:
    """Unpack every part but ``keep`` once, counting what really comes out, and refuse document types.

    The directory of a zip can lie about sizes; the counted bytes cannot. ``keep`` are the sheets, which the
    survey counts itself while it looks at them.
    """
    counted = 0
    for part in archive.infolist():
        if part.filename in keep or part.is_dir():
            continue
        is_markup = part.filename.endswith((".xml", ".rels", ".vml"))
        try:
            with archive.open(part) as stream:
                for number, piece in enumerate(chunks(stream)):
                    counted += len(piece)
                    _check_size(counted, zipped, limits)
                    if is_markup and number == 0:
                        refuse_document_type(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise RefusedFileError("不是有效的 xlsx：文件不完整或已损坏。请重新下载或重新导出") from None


def refuse_document_type(beginning: bytes) -> None:
    """Refuse a part that declares entities (billion laughs, external entities) or is not in UTF-8."""
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in beginning[:64]:
        raise RefusedFileError("文件的内部编码不是 UTF-8，内容不可信：请用表格软件另存为新文件")
    if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
        raise RefusedFileError("文件内含实体声明（DOCTYPE），内容不可信，未予读取：请用表格软件另存为新文件")
