"""Measure the fold: records of many matters, made by copying those of a demo county, folded and frozen.

    WORKBENCH_HOME=… workbench demo --cases 100000
    WORKBENCH_HOME=… python -m benchmarks.figures.fold --folder … --times 10

Only the records are copied, not the ledger: the fold reads nothing else.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sqlite3
import sys
import time
from datetime import date
from pathlib import Path

from sqlalchemy import create_engine

from workbench.config import read_config
from workbench.records.sqlite_file import sqlite_path
from workbench.records.tables import metadata
from workbench.snapshots.freeze import freeze
from workbench.snapshots.keep import freshen

STEP = 10_000_000  # between the ids of two copies
WHOLE = ("unit", "unit_version", "holiday_notice", "holiday_day", "ledger_head")
# Which columns of a table are ledger positions of a matter or of something in it.
MOVED = {
    "petition_case": ("id",),
    "petition": ("id", "case_id"),
    "petition_text": ("petition_id",),
    "petitioner": ("petition_id",),
    "step": ("id", "case_id"),
    "standing": ("case_id",),
    "obligation": ("case_id",),
    "due_version": ("case_id",),
}


def make_records(source: Path, target: Path, times: int) -> None:
    """Write the records of ``source`` ``times`` over into ``target``; leave it if it is there."""
    if target.exists():
        return
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{draft}")
    metadata.create_all(engine)
    engine.dispose()
    link = sqlite3.connect(draft, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -500000"):
        link.execute(f"PRAGMA {pragma}")
    link.execute("ATTACH ? AS one", (str(source),))
    link.execute("BEGIN")
    for table in WHOLE:
        names = ", ".join(row[1] for row in link.execute(f"pragma one.table_info({table})"))
        link.execute(f"insert into main.{table} ({names}) select {names} from one.{table}")
    for copy in range(times):
        for table, moved in MOVED.items():
            names = [row[1] for row in link.execute(f"pragma one.table_info({table})")]
            told = ", ".join(_column(name, moved, copy) for name in names)
            # By name: an upgraded database keeps its newer columns at the end.
            link.execute(f"insert into main.{table} ({', '.join(names)}) select {told} from one.{table}")
    link.execute("COMMIT")
    link.close()
    draft.rename(target)


def _column(name: str, moved: tuple[str, ...], copy: int) -> str:
    if name in moved:
        return f"{name} + {copy * STEP}"
    return f"{name} || '-{copy}'" if name == "case_no" else "null" if name == "batch_id" else name


def main() -> None:
    """Print seconds of the live fold and of the frozen one, by the clock and of processors, and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 20))
    parser.add_argument("--live", action="store_true", help="also the live snapshot, with texts and indexes")
    options = parser.parse_args()
    source = sqlite_path(read_config().database)
    assert source is not None
    target = options.folder / f"records-{options.times}.sqlite"
    options.folder.mkdir(parents=True, exist_ok=True)
    make_records(source, target, options.times)
    engine = create_engine(f"sqlite:///{target}")
    work = options.folder / "fold"
    with engine.connect() as link:
        if options.live:
            began = time.perf_counter()
            told = freshen(link, work / "live.sqlite", as_of=options.as_of, calendar_version="-")
            cases = told.value("select count(*) from case_fact")
            sys.stdout.write(f"live: {cases:,} matters, {time.perf_counter() - began:.1f} s\n")
        began, used = time.perf_counter(), time.process_time()
        frozen = freeze(link, work, as_of=options.as_of, calendar_version="-")
        seconds, used = time.perf_counter() - began, time.process_time() - used
    cases = frozen.manifest.file("case_fact.parquet").rows
    size = sum(path.stat().st_size for path in frozen.folder.iterdir()) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"frozen: {cases:,} matters, {seconds:.2f} s, of processors {used:.2f} s, {size:,.1f} MB, "
        f"memory {memory:,.0f} MB\n"
    )
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
