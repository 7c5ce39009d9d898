"""The records as they were when the ledger held so many acts: replayed into a file of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, insert, select

from workbench.acts.apply import apply
from workbench.acts.base import Actor, read_act
from workbench.acts.book import Book
from workbench.acts.desk import BUFFER
from workbench.acts.hidden import read_hidden, shown
from workbench.ledger.entries import read_body
from workbench.ledger.tree import Frontier, leaf_hash
from workbench.office import OFFICE
from workbench.records.engine import create_file, open_engine
from workbench.records.journal import LedgerEntryRow, LedgerHead, LedgerPayload
from workbench.records.tables import metadata, table_of
from workbench.terms import Role

CHUNK = 5_000  # entries read at a time


class PastError(ValueError):
    """The ledger cannot be replayed to that position."""


class ReplayCancelledError(ValueError):
    """The user stopped the replay."""

    def __init__(self) -> None:
        super().__init__("已取消重放台账，没有留下任何文件")


@contextmanager
def records_at(
    connection: Connection,
    size: int,
    path: Path,
    *,
    office: str = OFFICE,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Connection]:
    """Give the records made of the first ``size`` acts of the ledger behind ``connection``.

    They lie in the new SQLite file ``path``, with a ledger head of that size and no entries. ``PastError`` if
    the ledger is shorter, has a gap, or an act in it cannot be performed anew.
    """
    create_file(path)
    engine = open_engine(f"sqlite:///{path.as_posix()}", synchronous="OFF")
    try:
        with engine.connect() as scratch:
            metadata.create_all(scratch)
            frontier = _replay(connection, scratch, size, office, progress, cancelled)
            head = {"id": 1, "size": size, "frontier": frontier.pack()}
            scratch.execute(insert(LedgerHead), head)
            scratch.commit()
            yield scratch
    finally:
        engine.dispose()


def _replay(
    connection: Connection,
    scratch: Connection,
    size: int,
    office: str,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> Frontier:
    """Perform the first ``size`` acts in ``scratch``; return the right edge of the ledger's tree there."""
    book, frontier = Book(scratch, office=office, is_replay=True), Frontier()
    hidden = read_hidden(connection, size=size)
    table = table_of(LedgerEntryRow)
    while frontier.size < size:
        if cancelled():
            raise ReplayCancelledError
        until = min(frontier.size + CHUNK, size)
        page = connection.execute(
            select(table.c.seq, table.c.body)
            .where(table.c.seq.between(frontier.size + 1, until))
            .order_by(table.c.seq)
        ).all()
        payloads = _payloads(connection, frontier.size + 1, until)
        for expected, (seq, body) in enumerate(page, frontier.size + 1):
            if seq != expected:
                break
            frontier.append(leaf_hash(body.encode()))
            _perform(book, seq, body, shown(payloads[seq], hidden.get(seq, {})))
            if seq % BUFFER == 0:
                book.flush()
        if frontier.size < until:
            raise PastError(f"台账缺第{frontier.size + 1}条，不能重放：请用 workbench ledger verify 核验")
        if progress is not None:
            progress(frontier.size, size)
    book.flush()
    return frontier


def _perform(book: Book, seq: int, body: str, payload: dict[str, str]) -> None:
    try:
        entry = read_body(body)
        act = read_act(entry.kind, entry.object, entry.public, payload)
        apply(book, act, seq, Actor(entry.actor, Role.coded(entry.role), entry.unit))
    except (ValueError, KeyError, TypeError) as error:
        raise PastError(f"台账第{seq}条不能重放：请用 workbench ledger verify 核验") from error


def _payloads(connection: Connection, first: int, last: int) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    table = table_of(LedgerPayload)
    wanted = select(table.c.seq, table.c.field, table.c.value).where(table.c.seq.between(first, last))
    for seq, field, value in connection.execute(wanted):
        found[seq][field] = value
    return found
