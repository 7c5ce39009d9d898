"""Another reader of workbooks, for comparison only: the markup as it stands, with the standard library."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

Cells = dict[tuple[int, int], str | float]  # row and column from 1


class UnreadableError(Exception):
    """This reader cannot make anything of the file; another may."""


def read_cells(content: bytes, sheet: str) -> tuple[Cells, bool]:
    """Return the filled cells of a sheet by row and column, and whether cells are merged in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = _part_of(archive, sheet)
            shared = _shared(archive)
            return _cells(fromstring(archive.read(part)), shared)
    except Exception as error:
        raise UnreadableError(str(error)) from error


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for element in fromstring(archive.read("xl/workbook.xml")).iter():
        if _plain_tag(element) == "sheet" and element.get("name") == sheet:
            key = next(value for name, value in element.items() if name.endswith("}id"))
            target = targets[key]
            return target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    raise KeyError(sheet)


def _shared(archive: zipfile.ZipFile) -> list[str]:
    try:
        table = archive.read("xl/sharedStrings.xml")
    except KeyError:
        return []
    return [_text(item) for item in fromstring(table) if _plain_tag(item) == "si"]


def _cells(root: Element, shared: list[str]) -> tuple[Cells, bool]:
    found: Cells = {}
    row = 0
    for element in root.iter():
        if _plain_tag(element) != "row":
            continue
        row, column = int(element.get("r", row + 1)), 0
        for cell in element:
            if _plain_tag(cell) != "c":
                continue
            named = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", ""))
            column = _number(named[1]) if named else column + 1
            value = _value(cell, shared)
            if value not in (None, ""):
                found[int(named[2]) if named else row, column] = value
    return found, any(_plain_tag(element) == "mergeCell" for element in root.iter())


def _value(cell: Element, shared: list[str]) -> str | float | None:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(part) for part in cell if _plain_tag(part) == "is")
    told = next((part.text or "" for part in cell if _plain_tag(part) == "v"), "")
    if not told:
        return None
    if kind == "s":
        return shared[int(told)]
    return float(told) if kind == "n" else _decoded(told)


def _text(item: Element) -> str:
    return _decoded("".join(_pieces(item)))


def _pieces(item: Element) -> Iterator[str]:
    for part in item:
        if _plain_tag(part) == "t":
            yield part.text or ""
        elif _plain_tag(part) == "r":  # a run; what says how it is spoken is none
            yield from _pieces(part)


def _decoded(said: str) -> str:
    """As the format writes control characters."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), said)


def _plain_tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
