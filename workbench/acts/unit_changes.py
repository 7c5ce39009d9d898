"""How the acts on units change the tree: one version ends, the next begins on the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import insert, update

from workbench.acts.base import Actor
from workbench.acts.book import Book
from workbench.acts.units import EstablishUnit, MergeUnit, MoveUnit, RenameUnit
from workbench.records.base import StaleError
from workbench.records.unit_tree import UnitName
from workbench.records.units import Unit, UnitVersion


class UnitChangeError(ValueError):
    """The change does not fit the history of the unit."""


def establish(book: Book, act: EstablishUnit, seq: int, by: Actor) -> None:
    """Add a unit with its first name."""
    if act.code in book.units.names:
        raise UnitChangeError(f"代码“{act.code}”已有单位：更名请用“单位更名”，新单位请换代码")
    if not act.code.strip() or not act.name.strip():
        raise UnitChangeError("单位代码和名称不能为空")
    if act.parent is not None:
        book.units.relatives(act.parent)
    unit = {"code": act.code, "kind": act.unit_kind.value, "is_editable": act.is_editable, "version": 1}
    book.connection.execute(insert(Unit), unit)
    first = UnitName(act.name, act.parent, act.valid_from)
    book.units.put(act.code, [first], act.unit_kind)
    _insert(book, act.code, 1, first, seq)


def rename(book: Book, act: RenameUnit, seq: int, by: Actor) -> None:
    """From ``on`` the unit bears another name."""
    if not act.name.strip():
        raise UnitChangeError("单位名称不能为空")
    last = _last(book, act.code, act.on)
    _succeed(book, act.code, replace(last, name=act.name, valid_from=act.on), seq)


def move(book: Book, act: MoveUnit, seq: int, by: Actor) -> None:
    """From ``on`` the unit belongs to another."""
    last = _last(book, act.code, act.on)
    above = act.parent
    while above is not None:
        if above == act.code:
            raise UnitChangeError("单位不能隶属于自己的下级单位")
        book.units.check_acting(above, act.on)
        above = book.units.names[above][-1].parent
    _succeed(book, act.code, replace(last, parent=act.parent, valid_from=act.on), seq)


def merge(book: Book, act: MergeUnit, seq: int, by: Actor) -> None:
    """From ``on`` the unit is part of its successor."""
    last = _last(book, act.code, act.on)
    if act.successor == act.code:
        raise UnitChangeError("单位不能并入自己")
    book.units.check_acting(act.successor, act.on)
    ended = replace(last, valid_until=act.on, successor=act.successor)
    _end(book, act.code, ended)
    _keep(book, act.code, [*book.units.names[act.code][:-1], ended])


def _last(book: Book, code: str, on: date) -> UnitName:
    book.units.check_acting(code, on)
    last = book.units.names[code][-1]
    if last.valid_from is not None and on <= last.valid_from:
        raise UnitChangeError(f"“{last.name}”现有记录始于{last.valid_from:%Y-%m-%d}：变更日期应在其后")
    return last


def _succeed(book: Book, code: str, following: UnitName, seq: int) -> None:
    names = book.units.names[code]
    ended = replace(names[-1], valid_until=following.valid_from)
    _end(book, code, ended)
    _insert(book, code, len(names) + 1, following, seq)
    _keep(book, code, [*names[:-1], ended, following])


def _end(book: Book, code: str, ended: UnitName) -> None:
    changed = (
        update(UnitVersion)
        .where(UnitVersion.unit_code == code, UnitVersion.number == len(book.units.names[code]))
        .values(valid_until=ended.valid_until, successor_code=ended.successor)
    )
    book.connection.execute(changed)


def _insert(book: Book, code: str, number: int, name: UnitName, seq: int) -> None:
    row = {
        "unit_code": code,
        "number": number,
        "name": name.name,
        "parent_code": name.parent,
        "valid_from": name.valid_from,
        "valid_until": None,
        "successor_code": None,
        "recorded": seq,
    }
    book.connection.execute(insert(UnitVersion), row)


def _keep(book: Book, code: str, names: list[UnitName]) -> None:
    version = book.units.versions[code]
    guarded = update(Unit).where(Unit.code == code, Unit.version == version).values(version=version + 1)
    if book.connection.execute(guarded).rowcount != 1:
        raise StaleError(f"单位“{names[-1].name}”")
    book.units.put(code, names)
