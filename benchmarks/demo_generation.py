"""How long the demo county takes, at several sizes, and what part of it each stage takes.

    python benchmarks/demo_generation.py [--cases 0 20000 100000] [--database ADDRESS]

0 is the county as it ships. "Acts" is the time to invent the acts alone; "all" everything: invention, law,
ledger, records, obligations, written to a fresh database (default: SQLite in a temporary folder). Seconds of
the wall and of the processor; on a busy machine only the second says something. Writes a Markdown table.
"""

from __future__ import annotations

import argparse
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from workbench.app import Workbench
from workbench.config import Config
from workbench.demo.county import recorded_acts
from workbench.demo.generate import ensure_demo


def main() -> None:
    options = _options()
    if options.single is not None:
        _measure(options.single or None, options.database)
        return
    _say(f"{platform.machine()}，{platform.system()}，Python {platform.python_version()}\n")
    columns = (
        *("信访事项", "台账条数", "只生成（处理器秒）", "每条（微秒）", "全部（秒）", "全部（处理器秒）"),
        *("每秒条数", "内存峰值（MB）", "数据库（MB）"),
    )
    _say(f"| {' | '.join(columns)} |")
    _say("|---" * len(columns) + "|")
    for cases in options.cases:
        # A process of its own for each size, so that the peak of memory belongs to it.
        command = [sys.executable, __file__, "--single", str(cases)]
        if options.database:
            command += ["--database", options.database]
        subprocess.run(command, check=True)


def _measure(matters: int | None, database: str | None) -> None:
    began = time.process_time()
    acts = sum(1 for _ in recorded_acts(matters))
    invented = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        file = home / "workbench.sqlite"
        bench = Workbench(Config(database=database or f"sqlite:///{file.as_posix()}", home=home))
        wall, processor = time.perf_counter(), time.process_time()
        summary = ensure_demo(bench, matters=matters)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        bench.close()
        size = file.stat().st_size / 1e6 if file.is_file() else 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(
        f"| {summary.matters:,} | {acts:,} | {invented:.1f} | {invented / acts * 1e6:.0f} | {wall:.1f} "
        f"| {processor:.1f} | {acts / wall:,.0f} | {peak:,.0f} | {size:,.0f} |"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[0, 20_000, 100_000])
    parser.add_argument("--database", help="address of an empty database; only with one size")
    parser.add_argument("--single", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
