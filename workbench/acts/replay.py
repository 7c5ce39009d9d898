"""The records rebuilt from the ledger, in a database in memory, and their comparison with the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Row, Select, String, Table, collate, select

from workbench.acts.apply import apply
from workbench.acts.base import Act, Actor
from workbench.acts.blank import blank_tables
from workbench.acts.book import Book
from workbench.acts.desk import BUFFER
from workbench.records.batches import ImportFile
from workbench.records.evidence import EvidenceFile
from workbench.records.tables import RECORDS, table_of

Report = Callable[[str, str, str | None, str], None]
# Bytes stored beside the ledger, checked by their hash.
_UNCOMPARED = {(ImportFile.__tablename__, "content"), (EvidenceFile.__tablename__, "content")}


class Rebuilt:
    """An empty database in memory on which acts are performed anew. It never touches a disk."""

    def __init__(self, office: str) -> None:
        self._office = office
        self._waiting = 0

    def __enter__(self) -> Self:
        self.connection = blank_tables()
        self._book = Book(self.connection, office=self._office, is_replay=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def perform(self, act: Act, seq: int, by: Actor) -> None:
        """Apply one act of the ledger."""
        apply(self._book, act, seq, by)
        self._waiting += 1
        if self._waiting >= BUFFER:
            self.finish()

    def finish(self) -> None:
        """Write what waits."""
        self._book.flush()
        self._waiting = 0


@dataclass(frozen=True, slots=True)
class Differing:
    """One row that only one side has (``column`` is ``None``), or one value that differs."""

    table: Table
    key: tuple[Any, ...]
    column: str | None
    expected: Any
    found: Any


def compare(real: Connection, rebuilt: Connection, report: Report) -> None:
    """Report every row that only one side has, and every value that differs."""
    for one in differences(real, rebuilt):
        name, key = one.table.name, _told(one.key)
        if one.column is not None:
            where = f"{name} {key} 的“{one.table.c[one.column].comment}”（{one.column}）"
            report(name, key, one.column, f"记录与台账不符：{where}")
        elif one.found is None:
            report(name, key, None, f"记录缺失：{name} {key}")
        else:
            report(name, key, None, f"台账中没有的记录：{name} {key}")


def differences(real: Connection, rebuilt: Connection) -> Iterator[Differing]:
    """Yield what differs between the real records and the rebuilt ones, table by table, in order of keys."""
    for model in RECORDS:
        yield from _differences(table_of(model), real, rebuilt)


def _differences(table: Table, real: Connection, rebuilt: Connection) -> Iterator[Differing]:
    names = _compared(table)
    places = [names.index(column.name) for column in table.primary_key.columns]
    ours, theirs = _stream(table, rebuilt), _stream(table, real)
    expected, found = next(ours, None), next(theirs, None)
    while expected is not None or found is not None:
        if expected is not None and found is not None and expected == found:  # nearly always
            expected, found = next(ours, None), next(theirs, None)
            continue
        expected_key = expected and tuple(expected[place] for place in places)
        found_key = found and tuple(found[place] for place in places)
        if found_key is None or (expected_key is not None and expected_key < found_key):
            yield Differing(table, expected_key or (), None, expected, None)
            expected = next(ours, None)
        elif expected_key is None or found_key < expected_key:
            yield Differing(table, found_key, None, None, found)
            found = next(theirs, None)
        else:
            for name, expected_value, found_value in zip(names, expected or (), found or (), strict=True):
                if expected_value != found_value:
                    yield Differing(table, found_key, name, expected_value, found_value)
            expected, found = next(ours, None), next(theirs, None)


def _stream(table: Table, connection: Connection) -> Iterator[Row[Any]]:
    # Text keys must come in the same order from both engines, whatever the language of the server.
    binary = "C" if connection.dialect.name == "postgresql" else "BINARY"
    return iter(connection.execute(_in_order(table, binary)))


@lru_cache(maxsize=512)
def _in_order(table: Table, binary: str) -> Select[Any]:
    order = [
        collate(key, binary) if isinstance(key.type, String) else key for key in table.primary_key.columns
    ]
    columns = [table.c[name] for name in _compared(table)]
    return select(*columns).order_by(*order).execution_options(yield_per=2_000)


def _compared(table: Table) -> list[str]:
    return [column.name for column in table.columns if (table.name, column.name) not in _UNCOMPARED]


def _told(key: Sequence[Any] | None) -> str:
    return "·".join(str(part) for part in key or ())
