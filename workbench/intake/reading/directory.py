"""Read what an .xlsx says of itself: its worksheets, from which year days count, what is beside the cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from workbench.intake.reading.container import RefusedFileError, refuse_document_type

_DIRECTORY_BYTES = 10_000_000  # of the list of sheets


def sheet_parts(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """Return the name of each worksheet with the part that holds it; and whether days count from 1904."""
    try:
        book = _markup(archive, "xl/workbook.xml")
        links = _markup(archive, "xl/_rels/workbook.xml.rels")
    except (KeyError, ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise RefusedFileError("不是有效的 xlsx：工作簿目录缺失或已损坏。请用表格软件另存为新文件") from None
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in links
        if link.get("Type", "").endswith("/worksheet") and link.get("TargetMode") != "External"
    }
    parts, from_1904 = {}, False
    for element in book.iter():
        if element.tag.rpartition("}")[2] == "workbookPr":
            from_1904 = element.get("date1904") in {"1", "true"}
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        key = next((value for name, value in element.items() if name.endswith("}id")), None)
        target = targets.get(key)
        if target:
            joined = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            parts[element.get("name", "")] = posixpath.normpath(joined)
    return parts, from_1904


def _markup(archive: zipfile.ZipFile, part: str) -> Element:
    """Return the elements of a small part; document types are refused before anything is parsed."""
    if archive.getinfo(part).file_size > _DIRECTORY_BYTES:
        raise RefusedFileError("工作簿目录过大，内容不可信：请用表格软件另存为新文件")
    with archive.open(part) as stream:
        text = stream.read(_DIRECTORY_BYTES)
    refuse_document_type(text)
    return fromstring(text)


def notes(names: list[str]) -> Iterator[str]:
    """Yield a sentence for each thing beside the cells that is not read; ``names`` are those of the parts."""
    if any(name.endswith("vbaProject.bin") for name in names):
        yield "文件带有宏：宏没有读取，也没有运行"
    if any(name.startswith("xl/externalLinks/") or name == "xl/connections.xml" for name in names):
        yield "文件带有外部链接或数据连接：没有读取，也没有联网"
    if any(re.match(r"xl/(comments|threadedComments)", name) for name in names):
        yield "文件带有批注：只读单元格文字，批注没有导入（原件已保存）"
    if any(name.startswith("xl/media/") for name in names):
        yield "文件带有图片：只读单元格文字，图片没有导入（原件已保存）"
