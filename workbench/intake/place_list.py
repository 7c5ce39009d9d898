"""Read the office's list of villages, communities and compounds from a workbook: every fault with its row."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from workbench.intake.limits import shipped_limits
from workbench.intake.reading.original import take_original
from workbench.intake.reading.parent import read_cells
from workbench.queries.places import HEADINGS
from workbench.repeats.places import Place
from workbench.repeats.words import plain

_NAME, _TOWN, _ALSO = HEADINGS
_ASIDE: Final = re.compile(r"[、，,；;\s/]+")
_SHORTEST, _LONGEST = 2, 30  # characters of a name
_MOST_SHOWN: Final = 20


class PlaceListError(ValueError):
    """A list that cannot be taken; nothing of it is kept."""

    def __init__(self, faults: Sequence[str]) -> None:
        shown = "\n".join(faults[:_MOST_SHOWN])
        more = f"\n……共 {len(faults)} 处" if len(faults) > _MOST_SHOWN else ""
        super().__init__(f"地名名录没有采用，原来的名录不变：\n{shown}{more}")


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The places of a file, in its order; ``doubled`` rows said the same again and were left out."""

    places: tuple[Place, ...]
    doubled: int


def read_place_list(source: Path, towns: Collection[str]) -> PlaceList:
    """Return the places of a workbook (.xlsx, .xls, .csv); ``PlaceListError`` names every row at fault.

    The first sheet with the heading 名称 counts; 镇街 must be one of ``towns`` or empty. Files that cannot be
    read at all raise ``RefusedFileError``.
    """
    limits = shipped_limits()
    reading = read_cells(take_original(source, None, limits), limits)
    for sheet in reading.sheets:
        for at, (_, cells) in enumerate(sheet.rows):
            head = [_text(cell) for cell in cells]
            if _NAME in head:
                return _read(sheet.rows[at + 1 :], head, towns)
    raise PlaceListError([f"没有找到表头“{_NAME}”：第一行请写“{'、'.join(HEADINGS)}”，后两栏可以没有"])


def _read(rows: Sequence[tuple[int, list[Any]]], head: list[str], towns: Collection[str]) -> PlaceList:
    found: dict[tuple[str, str], Place] = {}
    faults: list[str] = []
    doubled = 0
    for number, cells in rows:
        told = dict(zip(head, map(_text, cells), strict=False))
        name, town = told.get(_NAME, ""), told.get(_TOWN, "")
        if not any(told.values()):
            continue
        also = tuple(dict.fromkeys(one for one in _ASIDE.split(told.get(_ALSO, "")) if one and one != name))
        why = _fault(name, town, also, towns)
        if why:
            faults.append(f"第 {number} 行：{why}")
        elif (name, town) in found:
            doubled += 1
            before = found[name, town]
            found[name, town] = Place(name, town, tuple(dict.fromkeys((*before.also, *also))))
        else:
            found[name, town] = Place(name, town, also)
    if not found and not faults:
        faults.append("名录里一个地名也没有：请在表头下面逐行填写")
    if faults:
        raise PlaceListError(faults)
    return PlaceList(tuple(found.values()), doubled)


def _fault(name: str, town: str, also: Sequence[str], towns: Collection[str]) -> str:
    if not name:
        return f"没有“{_NAME}”，请填写村、社区或小区的名称"
    for one in (name, *also):
        if not _SHORTEST <= len(plain(one)) or len(one) > _LONGEST:
            return f"“{one[:_LONGEST]}”应为 {_SHORTEST} 至 {_LONGEST} 个字，请写地名全称"
    if town and town not in towns:
        return f"没有名为“{town}”的镇街，请照单位名录填写，不清楚的留空"
    return ""


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()
