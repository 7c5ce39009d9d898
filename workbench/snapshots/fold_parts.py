"""Fold the records for a frozen snapshot: a chunk of matters at a time in DuckDB, on all cores.

Where one chunk ends and the next begins depends on the matters alone, and chunks are put together in their
order: the bytes do not depend on how many threads there were.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from sqlalchemy import Connection, text

from workbench.snapshots.fold_duck import ChunkFold
from workbench.snapshots.fold_file import records_file
from workbench.snapshots.linked import Linked, linked_matters
from workbench.snapshots.parquet import ParquetWriter
from workbench.snapshots.record_rows import FileRecords, ServerRecords

MOST: Final = 50_000  # matters of a chunk: bounds memory, lets progress and cancel in between
FEWEST: Final = 10_000  # planning what is asked of a chunk takes as long as folding a thousand matters
SMALL: Final = 2_000_000  # matters whose facts are held in memory, 2.5 kB each; of more they lie in files
FEW_LATER: Final = 2  # scanned whole are records of which at least every second matter was there on the day
PARTS: Final = 4  # chunks at least, if they are not too small


def cores() -> int:
    """Return how many threads may fold at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunks(link: Connection, as_of: date) -> Iterator[tuple[int, int, int]]:
    """Yield the first and the last id of each chunk of matters registered by the day, and how many it has."""
    today = as_of.isoformat()
    counted = text("select count(*) from petition_case where registered_on <= :today")
    total = int(link.scalar(counted, {"today": today}) or 0)
    parts = max(1, min(PARTS, total // FEWEST))
    size = min(MOST, max(FEWEST, -(-total // parts)))
    asked = text(
        "select min(id), max(id), count(*) from (select id from petition_case where id > :last "
        "and registered_on <= :today order by id limit :size) as part"
    )
    last = 0
    while True:
        first, last, count = link.execute(asked, {"last": last, "today": today, "size": size}).one()
        if not count:
            return
        yield first, last, count


@dataclass(frozen=True)
class FoldPlan:
    """What the records say before they are read: where they lie, the chunks, which matters are linked.

    ``file`` is that of an SQLite database, ``None`` for a server; ``is_scanned`` tells whether it is quicker
    to go through everything once than to seek what is known of each matter.
    """

    file: Path | None
    as_of: date
    ledger_size: int
    parts: tuple[tuple[int, int, int], ...]
    linked: Linked
    is_scanned: bool

    @property
    def matters(self) -> int:
        """How many matters were registered by the day."""
        return sum(count for *_, count in self.parts)


def plan_fold(link: Connection, as_of: date, ledger_size: int) -> FoldPlan:
    """Return what is to be folded of the records as they are at ``ledger_size`` entries."""
    file, parts = records_file(link), tuple(chunks(link, as_of))
    is_scanned = file is not None and _known_at_all(link) <= sum(count for *_, count in parts) * FEW_LATER
    return FoldPlan(file, as_of, ledger_size, parts, linked_matters(link, as_of.isoformat()), is_scanned)


def fold_parts(
    plan: FoldPlan,
    writer: ParquetWriter,
    unit_names: Mapping[str, str],
    *,
    link: Connection | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Fold every matter into parts of ``writer``; return false if ``cancelled`` answered true between two.

    ``link`` reads what lies on a server. Raises ``LedgerMovedOnError`` if the file of an SQLite database has
    grown since the plan.
    """
    parts, done = plan.parts, 0
    writer.is_small = plan.matters <= SMALL
    free: SimpleQueue[ChunkFold] = SimpleQueue()

    def fold(number: int) -> None:
        folding = free.get()
        try:
            folding.fold(number, *parts[number][:2])
        finally:
            free.put(folding)

    with ExitStack() as stack:
        workers = min(writer.threads, max(len(parts), 1))
        beside = stack.enter_context(closing(writer.connect()))
        opened = [plan.file] * workers if plan.file else []
        files = [stack.enter_context(closing(FileRecords(one, plan.ledger_size, beside))) for one in opened]
        for number in range(workers):
            records = files[number] if files else _of_server(link, writer)
            folding = ChunkFold(writer, records, plan.as_of, unit_names, plan.linked)
            free.put(stack.enter_context(closing(folding)))
        if plan.is_scanned:
            _scan(files, writer, plan.as_of)
        waiting = [writer.pool.submit(fold, number) for number in range(len(parts))]
        stack.callback(_stop, waiting)
        for one, (*_, count) in zip(waiting, parts, strict=True):
            if cancelled():
                return False
            one.result()
            done += count
            if progress is not None:
                progress(done, plan.matters)
    return not cancelled()


def _of_server(link: Connection | None, writer: ParquetWriter) -> ServerRecords:
    assert link is not None
    return ServerRecords(link, writer.folder)


def _stop(waiting: Sequence[Future[None]]) -> None:
    """Begin no more of what waits, and wait for what has begun: it uses what is closed afterwards."""
    for one in waiting:
        one.cancel()
    wait(waiting)


def _scan(files: Sequence[FileRecords], writer: ParquetWriter, as_of: date) -> None:
    """Go once through what was not written in the order of matters, each of ``files`` through its part."""
    with ExitStack() as stack:
        links = [stack.enter_context(closing(writer.connect())) for _ in files]
        parts = [
            writer.pool.submit(file.scan, links[part], as_of, part, len(files))
            for part, file in enumerate(files)
        ]
        stack.callback(_stop, parts)
        for one in parts:
            one.result()
    for file in files:
        file.use(len(files))


def _known_at_all(link: Connection) -> int:
    """Return how many matters the records hold, whenever registered."""
    return int(link.scalar(text("select count(*) from petition_case")) or 0)
