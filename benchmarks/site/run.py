"""Our site beside the same page in Streamlit and in Panel: many viewers in the same instant, and one person.

    python3 -m venv ~/rivals
    ~/rivals/bin/pip install -r benchmarks/site/requirements.txt
    WORKBENCH_HOME=~/measured .venv/bin/workbench init
    WORKBENCH_HOME=~/measured .venv/bin/workbench demo --cases 100000
    ~/rivals/bin/python benchmarks/site/run.py --workbench .venv/bin/workbench --home ~/measured

The rivals' packages stay in their own environment, outside the project. Every server with all its processes
runs on core 1, clients and Chromium on core 0. Prints a Markdown table; the best of ``--runs`` quiet runs
stands in ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import person
from servers import Server, start_ours, start_rival
from viewers import VIEWERS, Viewer

CLIENTS, SERVERS = 0, 1  # cores
SETTLED = 3.0  # seconds after which a server has nothing left to do of the last step
CLICKS = 3
HEADS = (
    "网站", "起动", "可用 p50 / p95", "点击 p50 / p95", "打开 CPU", "点击 CPU", "内存/人", "失败",
    "一个人：首次 / 再次 / 点击",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds of many viewers in the same instant; processor seconds and MB are per viewer."""

    opened: list[float]
    clicked: list[float]
    cpu_open: float
    cpu_click: float
    memory: float
    failures: list[BaseException]


def main() -> None:
    """Measure and print."""
    options = _options()
    os.sched_setaffinity(0, {CLIENTS})
    started: dict[str, Callable[[], Server]] = {
        "ours": lambda: start_ours(options.workbench, options.home, SERVERS),
        "streamlit": lambda: start_rival("streamlit", _snapshot(options.home), SERVERS),
        "panel": lambda: start_rival("panel", _snapshot(options.home), SERVERS),
    }
    start_ours(options.workbench, options.home, None).end()  # folds the day
    _say(f"{options.viewers} 人同时；{os.cpu_count()} 核；负载 {os.getloadavg()[0]:.1f}（开始时，1 分钟）\n")
    _say(f"| {' | '.join(HEADS)} |")
    _say("|---|---|---|---|---|---|---|---|---|")
    for _ in range(options.runs):
        for name in options.sites:
            server = started[name]()
            try:
                load = asyncio.run(_load(server, options.viewers))
                waits = None if options.no_person else person.measure(server, 3)
            finally:
                server.end()
            _say(_row(server, load, waits))
            for failure in load.failures[:3]:
                sys.stderr.write(f"{server.name}: {failure!r}\n")


async def _load(server: Server, count: int) -> Load:
    make = VIEWERS[server.name]
    first = make(server.address, server.cookie)
    await first.open()
    for number in range(CLICKS):
        await first.click(number)
    await first.leave()
    await asyncio.sleep(SETTLED)
    viewers: list[Viewer] = [make(server.address, server.cookie) for _ in range(count)]
    memory, cpu = server.memory(), server.cpu()
    opened, failures = await _together([viewer.open for viewer in viewers])
    await asyncio.sleep(SETTLED)
    cpu_opened, memory_opened = server.cpu(), server.memory()
    clicked: list[float] = []
    for number in range(CLICKS):
        came, failed = await _together([partial(viewer.click, number) for viewer in viewers])
        clicked += came
        failures += failed
        await asyncio.sleep(1)
    cpu_clicked = server.cpu()
    await asyncio.gather(*(viewer.leave() for viewer in viewers), return_exceptions=True)
    return Load(
        opened,
        clicked,
        (cpu_opened - cpu) / count,
        (cpu_clicked - cpu_opened) / count / CLICKS,
        (memory_opened - memory) / count,
        failures,
    )


async def _together(acts: list[Callable[[], Awaitable[None]]]) -> tuple[list[float], list[BaseException]]:
    """Do all in the same instant; return the seconds of what succeeded, and the failures."""

    async def timed(act: Callable[[], Awaitable[None]]) -> float:
        began = time.perf_counter()
        await act()
        return time.perf_counter() - began

    done = await asyncio.gather(*map(timed, acts), return_exceptions=True)
    failures = [one for one in done if isinstance(one, BaseException)]
    return sorted(one for one in done if isinstance(one, float)), failures


def _row(server: Server, load: Load, waits: person.Waits | None) -> str:
    alone = f"{waits.first:.2f} / {waits.again:.2f} / {waits.click:.3f}" if waits else "–"
    return (
        f"| {server.name} | {server.seconds_to_serve:.1f} | {_spread(load.opened)} | {_spread(load.clicked)} "
        f"| {load.cpu_open:.2f} | {load.cpu_click:.3f} | {load.memory:.1f} | {len(load.failures)} | {alone} |"
    )


def _spread(seconds: list[float]) -> str:
    seconds = sorted(seconds)
    if not seconds:
        return "–"
    return f"{seconds[len(seconds) // 2]:.2f} / {seconds[int(len(seconds) * 0.95)]:.2f}"


def _snapshot(home: Path) -> Path:
    return max((home / "snapshots").glob("*.sqlite"), key=lambda path: path.stat().st_mtime)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workbench", type=Path, required=True, help="the command of the project")
    parser.add_argument("--home", type=Path, required=True, help="the folder with the demo county")
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--sites", nargs="+", default=["ours", "streamlit", "panel"])
    parser.add_argument("--no-person", action="store_true", help="only the load")
    return parser.parse_args()


if __name__ == "__main__":
    main()
