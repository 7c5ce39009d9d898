"""Fold the records for a frozen snapshot: a chunk of matters at a time in DuckDB, on all cores.

Where one chunk ends and the next begins depends on the matters alone, and chunks are put together in their
order: the bytes do not depend on how many threads there were.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import date
from queue import SimpleQueue
from typing import Final

from sqlalchemy import Connection, text

from workbench.snapshots.fold_duck import ChunkFold, add_masking
from workbench.snapshots.fold_file import records_file
from workbench.snapshots.linked import linked_matters
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


def fold_parts(
    link: Connection,
    writer: ParquetWriter,
    *,
    as_of: date,
    ledger_size: int,
    unit_names: Mapping[str, str],
    threads: int = 0,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Fold every matter into parts of ``writer``; return false if ``cancelled`` answered true between two.

    ``threads`` of zero takes what the machine has. Raises ``LedgerMovedOnError`` if the file of an SQLite
    database, which is read beside ``link``, has grown meanwhile.
    """
    file = records_file(link)
    linked = linked_matters(link, as_of.isoformat())
    parts = list(chunks(link, as_of))
    total, done = sum(count for *_, count in parts), 0
    writer.is_small = total <= SMALL
    free: SimpleQueue[ChunkFold] = SimpleQueue()

    def fold(number: int) -> None:
        folding = free.get()
        try:
            folding.fold(number, *parts[number][:2])
        finally:
            free.put(folding)

    with ExitStack() as stack:
        workers = min(threads or cores(), max(len(parts), 1))
        beside = stack.enter_context(closing(writer.connect()))
        add_masking(beside)
        opened = [file] * workers if file else []
        files = [stack.enter_context(closing(FileRecords(one, ledger_size, beside))) for one in opened]
        for number in range(workers):
            records = files[number] if file else ServerRecords(link, writer.folder)
            free.put(stack.enter_context(closing(ChunkFold(writer, records, as_of, unit_names, linked))))
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        stack.callback(pool.shutdown, cancel_futures=True)
        if file and _known_at_all(link) <= total * FEW_LATER:
            _scan(pool, files, writer, as_of)
        waiting = [pool.submit(fold, number) for number in range(len(parts))]
        for one, (*_, count) in zip(waiting, parts, strict=True):
            if cancelled():
                return False
            one.result()
            done += count
            if progress is not None:
                progress(done, total)
    return not cancelled()


def _scan(pool: ThreadPoolExecutor, files: Sequence[FileRecords], writer: ParquetWriter, as_of: date) -> None:
    """Go once through what was not written in the order of matters, each of ``files`` through its part."""
    with ExitStack() as stack:
        links = [stack.enter_context(closing(writer.connect())) for _ in files]
        parts = [
            pool.submit(file.scan, links[part], as_of, part, len(files)) for part, file in enumerate(files)
        ]
        for one in parts:
            one.result()
    for file in files:
        file.use(len(files))


def _known_at_all(link: Connection) -> int:
    """Return how many matters the records hold, whenever registered."""
    return int(link.scalar(text("select count(*) from petition_case")) or 0)
