"""Fold a great many matters on all cores: each process folds a range of them and writes its lines.

Ranges are put together in their order, so that the bytes do not depend on how many processes there were.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from workbench.snapshots.dialect import Sqlite
from workbench.snapshots.fold_file import chunks, fold_chunk, make_helpers, open_beside
from workbench.snapshots.fold_sql import FoldSql
from workbench.snapshots.parquet import FROZEN, ParquetWriter, table_order, write_lines
from workbench.snapshots.schema import create_statements

PART: Final = 50_000  # matters folded by one call of a process
WORTH_IT: Final = 200_000  # matters; below, starting processes costs more than they save


def cores() -> int:
    """Return how many processes may fold at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fold_parts(
    writer: ParquetWriter,
    records: Path,
    *,
    as_of: date,
    ledger_size: int,
    unit_names: Mapping[str, str],
    processes: int,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool | None:
    """Fold every matter; return false if ``cancelled`` answered true, ``None`` if the ledger has grown."""
    with closing(open_beside(":memory:", records)) as link:
        parts = list(chunks(link, as_of, PART))
    total, done = sum(count for *_, count in parts), 0
    # Spawned, not forked: a process with threads of its own must not be copied.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = [
            pool.submit(
                _fold_part, writer.folder, number, records, as_of, ledger_size, dict(unit_names), first, last
            )
            for number, (first, last, _) in enumerate(parts)
        ]
        try:
            for number, (one, (_, _, count)) in enumerate(zip(waiting, parts, strict=True)):
                if not one.result():
                    return None
                for table in FROZEN:
                    writer.append(table, _lines(writer.folder, number, table))
                done += count
                if progress is not None:
                    progress(done, total)
                if cancelled():
                    return False
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return True


def _fold_part(
    folder: Path,
    number: int,
    records: Path,
    as_of: date,
    ledger_size: int,
    unit_names: dict[str, str],
    first: int,
    last: int,
) -> bool:
    """Fold the matters ``first`` to ``last`` in a process of its own; false if the ledger has grown."""
    with closing(open_beside(":memory:", records)) as facts:
        for statement in create_statements():
            facts.execute(statement)
        facts.execute("begin")
        if facts.execute("select size from ledger_head").fetchone() != (ledger_size,):
            return False
        sql = FoldSql(Sqlite(), as_of, unit_names)
        make_helpers(facts, sql)
        fold_chunk(facts, sql, first, last)
        for table in FROZEN:
            with _lines(folder, number, table).open("w", encoding="utf-8", newline="\n") as stream:
                write_lines(facts, table, table_order(table), stream)
    return True


def _lines(folder: Path, number: int, table: str) -> Path:
    return folder / f"{table}.{number}.csv"
