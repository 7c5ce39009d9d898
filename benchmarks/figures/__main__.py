"""Compare the engines on the same facts and print one table per size, as in benchmarks/README.md.

    python -m benchmarks.figures --folder … --cases 20000 1000000 10000000

Every engine answers every indicator of the catalogue whole, broken down, and filtered and broken down; where
two engines say different numbers the run stops.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.figures.facts import make_facts

ENGINES = ("parquet", "resident", "pandas", "postgres")
NAMES = {
    "parquet": "DuckDB，直接读 Parquet",
    "resident": "DuckDB，事实在内存",
    "pandas": "pandas，事实在内存",
    "postgres": "PostgreSQL 15，有索引",
}


def main() -> None:
    """Measure every size and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the facts are made, and kept")
    parser.add_argument("--cases", type=int, nargs="+", default=[20_000, 1_000_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    for cases in options.cases:
        folder = options.folder / str(cases)
        make_facts(folder, cases)
        found = {engine: measured(engine, folder, options.runs) for engine in options.engines}
        check_equal(found)
        show(cases, found)


def measured(engine: str, folder: Path, runs: int) -> dict[str, Any]:
    """Return what ``measure`` found in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.figures.measure", engine, str(folder), "--runs", str(runs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check_equal(found: dict[str, dict[str, Any]]) -> None:
    """Stop where an engine says another number than the first."""
    (first, expected), *others = found.items()
    for engine, one in others:
        for question, answer in one["answers"].items():
            if answer != expected["answers"].get(question, answer):
                raise SystemExit(f"{engine} and {first} differ: {question}")


def show(cases: int, found: dict[str, dict[str, Any]]) -> None:
    """Print one line per engine: median and worst of all questions, time to open, memory."""
    out = sys.stdout.write
    out(
        f"\n{cases:,} 件\n\n| 引擎（一个核） | 中位数 毫秒 | 最慢 毫秒 | 打开 秒 | 内存 MB |\n"
        "|---|---|---|---|---|\n"
    )
    for engine, one in found.items():
        times = sorted(one["times"].values())
        middle, worst = statistics.median(times), times[-1]
        memory = "服务端另计" if engine == "postgres" else f"{one['memory']:,.0f}"
        out(f"| {NAMES[engine]} | {middle:,.1f} | {worst:,.1f} | {one['open']:,.1f} | {memory} |\n")
    if "parquet" in found:
        for engine in found.keys() - {"parquet"}:
            ratios = told_ratios(found["parquet"], found[engine])
            out(f"\n{NAMES[engine]} ÷ {NAMES['parquet']}，逐个问题：{ratios}\n")
    asked = set().union(*(one["times"] for one in found.values()))
    for engine, one in found.items():
        if missing := sorted(asked - one["times"].keys()):
            out(f"\n{NAMES[engine]}：没有回答 {len(missing)} 个问题：{'；'.join(missing)}\n")
    sys.stdout.flush()


def told_ratios(ours: dict[str, Any], other: dict[str, Any]) -> str:
    """Return how many times longer the other takes: median, quartile, least, how many are under 10 and 1."""
    asked = ours["times"].keys() & other["times"].keys()
    ratios = sorted((other["times"][one] / ours["times"][one], one) for one in asked)
    times = [ratio for ratio, _ in ratios]
    least, where = ratios[0]
    under = {bound: sum(ratio < bound for ratio in times) for bound in (1, 10)}
    return (
        f"中位数 {statistics.median(times):.1f}，四分之三在 {times[len(times) // 4]:.1f} 以上，"
        f"最少 {least:.2f}（{where}）；{len(times)} 个中 {under[10]} 个不到 10，{under[1]} 个不到 1"
    )


if __name__ == "__main__":
    main()
