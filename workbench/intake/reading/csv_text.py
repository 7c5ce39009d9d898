"""Text files: which encoding they are in, decided strictly, and their cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from workbench.intake.reading.container import RefusedFileError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LABELS = {"utf-8-sig": "UTF-8（带BOM）", "utf-8": "UTF-8", "gb18030": "GB18030"}
_LABELS |= dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be"), "UTF-16")
_SEPARATORS = ",\t;，|"
_SEARCHED = 20  # lines in which the headings may lie
_AS_FORMULA = re.compile(r'="([^"]*)"')  # how some systems keep zeros in front of a number
_SURE = 10  # characters of several bytes that are no chance: then the file is in UTF-8, and damaged


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
    except UnicodeDecodeError as error:
        begins = data[: error.start].decode("utf-8")
        is_utf8 = sum(sign > "\x7f" for sign in begins) >= _SURE
        return "utf-8" if is_utf8 else "gb18030"


def _separator(text: str) -> str:
    """Return the separator that stands most often in the first line with several, outside quotation marks."""
    lines = islice((line for line in text.splitlines() if line.strip()), _SEARCHED)
    counted = [{mark: bare.count(mark) for mark in _SEPARATORS} for bare in map(_bare, lines)]
    first = next((one for one in counted if max(one.values()) > 1), counted[0] if counted else {",": 0})
    return max(first, key=lambda mark: (first[mark], -_SEPARATORS.index(mark)))


def _bare(line: str) -> str:
    return "".join(line.split('"')[::2])


def rows_of(plain: PlainText, tell: Callable[[str], None]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row that holds something, as a table program numbers it, and its cells.

    ``tell`` hears what must be said of the file. ``RefusedFileError`` if it ends within a row.
    """
    csv.field_size_limit(max(len(plain.text), 1))
    reader = csv.reader(io.StringIO(plain.text, newline=""), delimiter=plain.separator, strict=True)
    is_ended, widest, waiting = plain.text.endswith(("\n", "\r")), 0, None
    has_formulas = False
    try:
        for number, cells in enumerate(reader, 1):
            if waiting is not None:
                yield waiting
            waiting = None
            if any(cell.strip() for cell in cells):
                for at, cell in enumerate(cells):
                    if cell.startswith("=") and (found := _AS_FORMULA.fullmatch(cell)):
                        cells[at], has_formulas = found[1], True
                waiting = (number, cells)
                is_short, widest = len(cells) < widest, max(widest, len(cells))
    except csv.Error:
        raise RefusedFileError(
            f"文件第 {reader.line_num} 行附近的双引号不成对，无法分栏：请核对该处的双引号，或另存为 .xlsx"
        ) from None
    if waiting is not None:
        number, cells = waiting
        if is_short and not is_ended:
            raise RefusedFileError(
                f"末行（第 {number} 行）只有 {len(cells)} 栏，前面有 {widest} 栏，文件可能没有下载完整："
                "请重新导出；确实完整的，在末行后面加一个换行"
            )
        yield waiting
    if has_formulas:
        tell('有的内容写作 ="…"（防止丢零的写法）：按其中的文字读取')
