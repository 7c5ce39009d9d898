"""Dossiers: what is kept whole beside the matters (a campaign, an ownership, a meeting, an order).

A dossier is a frozen dataclass of the law, which also holds its rules: it refuses or returns what it becomes.
Its table has the columns of its plain fields; each tuple of parts has a table of its own, whose first two
columns are the dossier and a serial number. ``Shape`` says which; reading and writing follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Generic, TypeVar, cast, get_args, get_type_hints

from sqlalchemy import Connection, Select, Table, select

from workbench.records.base import Base, StaleError
from workbench.records.tables import table_of
from workbench.records.writing import Rows, deletion, execute_many, guarded_update
from workbench.terms import Term

D = TypeVar("D")


@dataclass(frozen=True, slots=True, eq=False)
class Shape(Generic[D]):
    """How a dossier lies in the tables.

    ``what`` is its Chinese name; ``key`` the field by which acts name it, unique in ``head``. The dossier has
    the fields ``id`` (ledger position of its opening) and ``version`` (starts at 1) beside its own.
    """

    what: str
    kind: type[D]
    key: str
    head: type[Base]
    parts: Mapping[str, type[Base]]


class UnknownDossierError(ValueError):
    """There is no such campaign, ownership, meeting or order."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"没有编号为“{key}”的{what}：请核对编号")


class DossierTakenError(ValueError):
    """The number already belongs to another one."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"已有编号为“{key}”的{what}：请换一个编号")


class Dossiers:
    """The dossiers that one transaction has before it; changes wait for ``write``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[Shape[Any], str], Any] = {}
        self._read_version: dict[tuple[Shape[Any], str], int] = {}
        self._changed: dict[tuple[Shape[Any], str], Any] = {}

    def get(self, shape: Shape[D], key: str) -> D:
        """Return a dossier by its number; ``UnknownDossierError`` if there is none."""
        found = self.find(shape, key)
        if found is None:
            raise UnknownDossierError(shape.what, key)
        return found

    def find(self, shape: Shape[D], key: str) -> D | None:
        """Return a dossier by its number, ``None`` if there is none."""
        place = (shape, key)
        if place not in self._known:
            head = table_of(shape.head)
            for dossier in read_dossiers(
                self._connection, shape, select(head).where(head.c[shape.key] == key)
            ):
                self._known[place] = dossier
                self._read_version[place] = cast(Any, dossier).version
        return cast("D | None", self._known.get(place))

    def open(self, shape: Shape[D], dossier: D) -> None:
        """Take in a new dossier; ``DossierTakenError`` if its number is used."""
        key = cast(str, getattr(dossier, shape.key))
        if self.find(shape, key) is not None:
            raise DossierTakenError(shape.what, key)
        self._known[shape, key] = self._changed[shape, key] = dossier

    def keep(self, shape: Shape[D], dossier: D) -> None:
        """Note what a dossier has become: one more version."""
        changed = replace(cast(Any, dossier), version=cast(Any, dossier).version + 1)
        place = (shape, cast(str, getattr(dossier, shape.key)))
        self._known[place] = self._changed[place] = changed

    def gather(self, rows: Rows) -> None:
        """Put the rows of what changed among those to be written; old parts are deleted first."""
        for (shape, key), dossier in self._changed.items():
            if (shape, key) in self._read_version:
                for model in shape.parts.values():
                    statement = deletion(model, _parent(model), self._connection.dialect.paramstyle)
                    execute_many(self._connection, statement, [(dossier.id,)])
            else:
                rows.add(shape.head, _values(table_of(shape.head), dossier))
            for field, model in shape.parts.items():
                for number, part in enumerate(getattr(dossier, field), 1):
                    rows.add(model, (dossier.id, number, *_values(table_of(model), part, skip=2)))

    def update(self) -> None:
        """Write the heads of what changed; ``StaleError`` if another transaction was quicker."""
        for (shape, key), dossier in self._changed.items():
            read_version = self._read_version.get((shape, key))
            if read_version is not None:
                statement = guarded_update(shape.head, "id", self._connection.dialect.paramstyle)
                row = (*_values(table_of(shape.head), dossier, skip=1), dossier.id, read_version)
                if execute_many(self._connection, statement, [row]) != 1:
                    raise StaleError(f"{shape.what}“{key}”")
            self._read_version[shape, key] = dossier.version
        self._changed.clear()


def read_dossiers(connection: Connection, shape: Shape[D], wanted: Select[Any]) -> list[D]:
    """Return the dossiers whose heads ``wanted`` selects (all columns of the head, in any order)."""
    found = connection.execute(wanted)
    names = tuple(found.keys())
    heads, at = found.all(), names.index("id")
    parts: dict[int, list[list[Any]]] = {head[at]: [[] for _ in shape.parts] for head in heads}
    ids = list(parts)
    for place, (field, model) in enumerate(shape.parts.items()):
        table, kind = table_of(model), _kind_of_part(cast(Any, shape.kind), field)
        make = _maker(cast(Any, kind), tuple(column.name for column in table.columns)[2:])
        parent = table.c[_parent(model)]
        for start in range(0, len(ids), 500):
            asked = select(table).where(parent.in_(ids[start : start + 500]))
            for row in connection.execute(asked.order_by(parent, table.c.number)):
                parts[row[0]][place].append(make(row[2:]))
    make = _maker(cast(Any, shape.kind), (*names, *shape.parts))
    return [make((*head, *map(tuple, parts[head[at]]))) for head in heads]


@cache
def _maker(kind: Any, names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    """Return what makes one of ``kind`` from the values of these fields, in their order.

    A snapshot reads tens of thousands of parts: which of their fields are codes is asked once.
    """
    terms = _codes(kind)
    codes = [(place, terms[name]) for place, name in enumerate(names) if name in terms]

    def make(values: Sequence[Any]) -> Any:
        told = list(values)
        for place, term in codes:
            if told[place] is not None:
                told[place] = term.coded(told[place])
        return kind(**dict(zip(names, told, strict=True)))

    return make


def _values(table: Table, record: Any, *, skip: int = 0) -> tuple[Any, ...]:
    values = [getattr(record, column.name) for column in list(table.columns)[skip:]]
    return tuple(value.value if isinstance(value, Term) else value for value in values)


def _parent(model: type[Base]) -> str:
    return next(iter(table_of(model).columns)).name


@cache
def _codes(kind: Any) -> dict[str, type[Term]]:
    found = {}
    for name, hint in get_type_hints(kind).items():
        for part in (hint, *get_args(hint)):
            if isinstance(part, type) and issubclass(part, Term):
                found[name] = part
    return found


@cache
def _kind_of_part(kind: Any, field: str) -> type[Any]:
    return cast("type[Any]", get_args(get_type_hints(kind)[field])[0])
