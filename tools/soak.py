"""``make soak``: the attacks of ``tests/faults`` for as long as one likes, with a progress line and a report.

``python tools/soak.py --minutes 60`` shares the time among them; each goes on in portions until its share is
spent. The report of the last long run stands in ``benchmarks/SOAK.md``.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults import contended, cut, failing, killed, mutated, site_killed  # noqa: E402
from tests.faults.forked import Outcome  # noqa: E402
from tests.postgres import find_programs, start_server  # noqa: E402
from workbench.app import Workbench  # noqa: E402
from workbench.config import Config  # noqa: E402

REPORT = ROOT / "benchmarks" / "SOAK.md"
REAL_FILES = ROOT.parent / "shared" / "data" / "messages"
Portion = Callable[[int], Outcome]  # does the portion of that number


@dataclass
class Attack:
    """One attack: what it is called in the report, its share of the time, and how it is done."""

    name: str
    goal: str
    share: float
    portion: Portion
    total: Outcome = field(default_factory=lambda: Outcome(""))

    def run(self, seconds: float) -> None:
        """Go on, portion by portion, until the time is spent; at least one portion is done."""
        ends, number = time.monotonic() + seconds, 0
        while number == 0 or time.monotonic() < ends:
            made = self.portion(number)
            number += 1
            self.total.rounds += made.rounds
            self.total.struck += made.struck
            self.total.acts += made.acts
            self.total.seconds += made.seconds
            self.total.faults += made.faults
            self.total.name = made.name
            self._tell()
        sys.stderr.write("\n")

    def _tell(self) -> None:
        total = self.total
        sys.stderr.write(
            f"\r{self.name}：{total.rounds:,}轮，成功{total.acts:,}次，"
            f"失信{len(total.faults)}处，{total.seconds:,.0f}秒 "
        )
        sys.stderr.flush()


def attacks(folder: Path, stack: ExitStack) -> Iterator[Attack]:
    """Yield every attack that this machine allows."""
    home = _home(folder / "prepared")
    example = ROOT / "data" / "examples" / "台账示例.xlsx"
    files = sorted(REAL_FILES.glob("附件3_示例_*.xlsx")) or [example]
    yield Attack(
        "杀写库进程（SIGKILL），SQLite", "10,000 次", 3, lambda n: killed.main(*_fresh(home, n), 100, n)
    )
    yield Attack(
        "杀整个网站（SIGKILL）", "1,000 次", 1.5, lambda n: site_killed.main(_fresh(home, n)[1], 2, n)
    )
    yield Attack("写满磁盘到任一字节", "直到通过", 1.5, _by_deed(home, "limit", 2))
    if shutil.which("strace"):
        yield Attack("任一系统调用出错", "n = 1, 2, 3 … 直到通过", 2, _by_deed(home, "calls", 3))
    yield Attack("八人争抢，SQLite", "100,000 次", 1, lambda n: contended.main(*_fresh(home, n), 20))
    yield Attack("改坏的工作簿", "10,000 份", 3, lambda n: mutated.main(_fresh(home, n)[1], 30, n, files))
    programs = find_programs()
    if programs is None:
        return
    server = stack.enter_context(start_server(programs))

    def on_server(attack: Callable[[str, Path], Outcome]) -> Portion:
        def portion(number: int) -> Outcome:
            target = folder / "server-home"
            shutil.rmtree(target, ignore_errors=True)
            with server.database() as address:
                bench = Workbench(Config(address, target))
                bench.initialise()
                bench.close()
                return attack(address, target)

        return portion

    yield Attack("八人争抢，PostgreSQL", "100,000 次", 1, on_server(lambda a, h: contended.main(a, h, 20)))
    yield Attack("连接在任一处断开，PostgreSQL", "每一处", 1, on_server(lambda a, h: cut.main(a, h, 301)))
    yield Attack("杀写库进程（SIGKILL），PostgreSQL", "", 1, on_server(lambda a, h: killed.main(a, h, 30, 1)))


def _by_deed(home: Path, way: str, stride: int) -> Portion:
    deeds = ("register", "register_three", "keep_paper", "sign", "fold", "import", "back_up")

    def portion(number: int) -> Outcome:
        return failing.main(_fresh(home, number)[1], way, stride, deeds[number % len(deeds)])

    return portion


def _home(folder: Path) -> Path:
    bench = Workbench(Config(f"sqlite:///{folder / 'workbench.sqlite'}", folder))
    bench.initialise()
    bench.close()
    return folder


def _fresh(home: Path, number: int) -> tuple[str, Path]:
    copy = home.parent / "work" / "home"
    shutil.rmtree(copy.parent, ignore_errors=True)
    shutil.copytree(home, copy)
    return f"sqlite:///{copy / 'workbench.sqlite'}", copy


def report(done: list[Attack], minutes: float) -> str:
    """Return the report as a table."""
    lines = [
        "# 故障试验报告",
        "",
        f"`make soak MINUTES={minutes:g}`，{datetime.now(UTC):%Y-%m-%d}，{os.cpu_count()} 核，Python "
        f"{platform.python_version()}，SQLite {sqlite3.sqlite_version}。"
        "“失信”指：确认过的丢了、只存了一半、出错却没有中文的一句话、对照没有失败。",
        "",
        "| 试验 | 目标 | 轮数 | 真正出了故障的 | 成功的写入 | 失信 | 秒 |",
        "|---|---|---|---|---|---|---|",
    ]
    for attack in done:
        total = attack.total
        lines.append(
            f"| {attack.name} | {attack.goal} | {total.rounds:,} | {total.struck:,} | {total.acts:,} | "
            f"{len(total.faults)} | {total.seconds:,.0f} |"
        )
    faults = [f"- {attack.name}：{fault}" for attack in done for fault in attack.total.faults[:10]]
    lines += ["", *(["失信之处：", "", *faults] if faults else ["没有失信之处。"])]
    lines += ["", f"结束时负载 {os.getloadavg()[0]:.1f}，版本 {_commit()}。"]
    return "\n".join(lines) + "\n"


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "（不在版本库中）"


@contextmanager
def _work_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        yield Path(folder)


def main() -> int:
    """Run all attacks; status 1 if any promise was broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--report", type=Path, default=REPORT)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(_work_folder())
        waiting = list(attacks(folder, stack))
        shares = sum(attack.share for attack in waiting)
        for attack in waiting:
            attack.run(options.minutes * 60 * attack.share / shares)
    options.report.write_text(report(waiting, options.minutes), "utf-8")
    sys.stderr.write(f"报告：{options.report}\n")
    return 1 if any(attack.total.faults for attack in waiting) else 0


if __name__ == "__main__":
    sys.exit(main())
