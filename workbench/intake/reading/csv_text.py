"""Text files: which encoding they are in, decided strictly, and their cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.intake.reading.container import RefusedFileError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LABELS = {"utf-8-sig": "UTF-8（带BOM）", "utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030"}
_SEPARATORS = ",\t;，"


@dataclass(frozen=True, slots=True)
class PlainText:
    """A decoded text with the label of its encoding and the character between its cells."""

    text: str
    encoding: str
    separator: str


def decode(data: bytes) -> PlainText:
    """Return the text; ``RefusedFileError`` names the place of the first byte that fits no encoding.

    Nothing is replaced: a lost byte may be half a name.
    """
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RefusedFileError(
            f"第 {line} 行（第 {error.start + 1} 字节）不能按 {_LABELS.get(encoding, encoding)} 解读，"
            "可能已损坏：请重新导出，或用表格软件另存为“CSV UTF-8”"
        ) from None
    at = text.find("\x00")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise RefusedFileError(f"第 {line} 行含有空字符（NUL），文件可能已损坏：请重新导出")
    return PlainText(text, _LABELS.get(encoding, encoding), _separator(text))


def _encoding(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    head = data[:4096]
    if head.count(b"\x00") > len(head) // 8:  # half of the bytes of Western characters
        return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "gb18030"


def _separator(text: str) -> str:
    """Return the separator that stands most often in the first line, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=lambda mark: (bare.count(mark), -_SEPARATORS.index(mark)))


def rows_of(plain: PlainText) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row that holds something, as a table program numbers it, and its cells."""
    csv.field_size_limit(max(len(plain.text), 1))
    reader = csv.reader(io.StringIO(plain.text, newline=""), delimiter=plain.separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise RefusedFileError(
            f"文件第 {reader.line_num} 行附近的双引号不成对，无法分栏：请核对该处的双引号，或另存为 .xlsx"
        ) from None
