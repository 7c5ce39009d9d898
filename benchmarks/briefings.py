"""How long briefings take: ``python -m benchmarks.briefings`` (demo county), ``… 1000000`` (of so many).

The county is the demo, made once in a folder of its own, the million matters are facts made by SQL. Every
measure runs in a process of its own; time of the clock and of the processor, and the most memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures.facts import AS_OF, make_facts
from workbench.app import Workbench
from workbench.briefings.files import FORMATS, files_of
from workbench.briefings.make import Asked, make_briefing
from workbench.briefings.spans import KINDS, Span
from workbench.config import Config
from workbench.snapshots.definitions import write_definitions
from workbench.snapshots.engines import connect
from workbench.snapshots.manifest import MANIFEST, FileFact, Manifest, digest
from workbench.snapshots.parquet import FROZEN, WRITER
from workbench.snapshots.schema import VERSION

NOW = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
TIMES = 3
MONTH, YEAR = Span(KINDS[0], 2026, 10), Span(KINDS[2], 2025, 1)


def opened(home: Path) -> Workbench:
    """Return the workbench of a folder, its clock stopped."""
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    return Workbench(Config(database=database, home=home), clock=lambda: NOW)


def freeze_made_up(home: Path, cases: int) -> str:
    """Put a frozen snapshot of so many made-up matters on the shelf; return its hash."""
    bench = opened(home)
    bench.initialise()
    folder = bench.config.frozen / "draft"
    make_facts(folder, cases)
    with connect() as link:
        rows = {
            table: link.execute(f"select count(*) from read_parquet('{folder / table}.parquet')").fetchall()
            for table in FROZEN
        }
    defined = write_definitions(folder)
    files = tuple(
        FileFact(f"{table}.parquet", digest(folder / f"{table}.parquet"), rows[table][0][0])
        for table in FROZEN
    )
    size = bench.ledger_size()
    manifest = Manifest(
        layout=VERSION,
        as_of=date.fromisoformat(AS_OF),
        ledger_size=size,
        ledger_root=bench.ledger_root(size),
        calendar_version="measured",
        definitions=defined.sha256,
        software=version("petition-workbench"),
        writer=WRITER,
        files=(*files, defined),
    )
    (folder / MANIFEST).write_bytes(manifest.to_bytes())
    folder.rename(bench.config.frozen / manifest.hash())
    bench.close()
    return manifest.hash()


def measured(home: str, kind: str, snapshot: str) -> None:
    """Make one briefing in all formats and print what it took; run in a process of its own."""
    began, spent = time.perf_counter(), time.process_time()
    bench = opened(Path(home))
    made = make_briefing(bench, Asked(MONTH if kind == "month" else YEAR, snapshot))
    counted, used = time.perf_counter() - began, time.process_time() - spent
    files_of(made, FORMATS)
    clock, processor = time.perf_counter() - began, time.process_time() - spent
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{made.title}: counted {counted:.2f} s (processor {used:.2f}), with {len(FORMATS)} formats "
        f"{clock:.2f} s (processor {processor:.2f}), {most} MB\n"
    )


def main(arguments: list[str]) -> None:
    """Measure the demo county, or as many made-up matters as are asked for."""
    if len(arguments) == 3:
        measured(*arguments)
        return
    with tempfile.TemporaryDirectory() as folder:
        if arguments:
            jobs = [("year", freeze_made_up(Path(folder), int(arguments[0])))]
        else:
            from workbench.demo.generate import ensure_demo

            bench = opened(Path(folder))
            ensure_demo(bench)
            bench.close()
            jobs = [("month", ""), ("year", "")]
        for kind, snapshot in jobs:
            for _ in range(TIMES):
                command = [sys.executable, "-m", "benchmarks.briefings", folder, kind, snapshot]
                subprocess.run(command, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
