"""``make soak``: the attacks of ``tests/faults`` for as long as one likes, with a progress line and a report.

``python tools/soak.py --minutes 60`` shares the time among them; each goes on in portions until its share is
spent. ``--piece NAME --count N`` does one portion of one attack and ends, for a machine that others use too.
Every portion leaves its outcome, with the commit, in the folder ``--tally`` (a new one in ``build/``); the
report adds them up, also after Ctrl+C or where an attack broke. It is written into ``build/``; ``--keep``
puts it before the others in ``benchmarks/SOAK.md``, where long runs stand.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults import (  # noqa: E402
    backed_up,
    contended,
    cut,
    failing,
    killed,
    mutated,
    power_cut,
    prepared,
    site_killed,
    small_disk,
    upgraded,
)
from tests.faults.forked import Outcome  # noqa: E402
from tests.postgres import Server, find_programs, start_server  # noqa: E402
from workbench.app import Workbench  # noqa: E402
from workbench.config import Config  # noqa: E402

INTERRUPTED = 130
KEPT = ROOT / "benchmarks" / "SOAK.md"
BUILD = ROOT / "build"
TITLE = "# 故障试验报告"
REAL_FILES = ROOT.parent / "shared" / "data" / "messages"
MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000
EACH = "n = 1, 2, 3 … 直到通过"
Tick = Callable[[int], None]
# Does one portion: how much, the how-manyeth it is, whom to tell how far it is.
Portion = Callable[[int, int, Tick], Outcome]


@dataclass(frozen=True)
class Attack:
    """One attack: its name for commands, in the report, what is wanted, and how one portion is done."""

    key: str
    name: str
    goal: str
    share: float
    usual: int  # size of a portion
    portion: Portion


@dataclass(frozen=True)
class Done:
    """How a portion went: whether every promise was kept, and whether the attack itself broke."""

    kept: bool
    broke: bool = False


@dataclass
class Places:
    """Where an attack may work: copies of a prepared folder, databases of a server started when wanted."""

    folder: Path
    stack: ExitStack
    _server: Server | None = None
    _home: Path | None = None
    files: list[Path] = field(default_factory=list)

    def fresh(self) -> tuple[str, Path]:
        """Give address and folder of a new workbench on SQLite; the last one is gone."""
        if self._home is None:
            self._home = self.folder / "prepared"
            _initialise(f"sqlite:///{self._home / 'workbench.sqlite'}", self._home)
        copy = self.folder / "work" / "home"
        shutil.rmtree(copy.parent, ignore_errors=True)
        shutil.copytree(self._home, copy)
        return f"sqlite:///{copy / 'workbench.sqlite'}", copy

    def on_server(self, attack: Callable[[str, Path], Outcome]) -> Outcome:
        """Return what an attack does to a new workbench on PostgreSQL."""
        if self._server is None:
            programs = find_programs()
            if programs is None:
                raise SystemExit("没有 PostgreSQL 的服务端程序（initdb、pg_ctl）")
            self._server = self.stack.enter_context(start_server(programs))
        home = self.folder / "server-home"
        shutil.rmtree(home, ignore_errors=True)
        with self._server.database() as address:
            _initialise(address, home)
            return attack(address, home)


def attacks(at: Places) -> list[Attack]:
    """Return every attack that this machine allows."""

    def fail(way: str, count: int, number: int, tick: Tick) -> Outcome:
        deeds = prepared.names()
        return failing.main(at.fresh()[1], way, max(1, count), deeds[number % len(deeds)], "1", tick)

    def crowd(count: int, number: int, tick: Tick) -> Outcome:
        deeds = prepared.names()
        outcome = small_disk.main(at.fresh()[1], deeds[number % len(deeds)], str(max(1, count)))
        tick(outcome.rounds)
        return outcome

    made = [
        Attack("killed", "杀写库进程（SIGKILL），SQLite", "10,000 次", 3, 200,
               lambda count, seed, tick: killed.main(*at.fresh(), count, seed, tick)),
        Attack("site_killed", "杀整个网站（SIGKILL）", "1,000 次", 2, 20,
               lambda count, seed, tick: site_killed.main(at.fresh()[1], count, seed, tick)),
        Attack("limit", "写满磁盘到任一字节", "每一处", 1, 2, partial(fail, "limit")),
        Attack("contended", "八人争抢，SQLite", "100,000 次", 2, 100,
               lambda count, seed, tick: contended.main(*at.fresh(), count, tick)),
        Attack("mutated", "改坏的工作簿", "10,000 份", 2, 200,
               lambda count, seed, tick: mutated.main(at.fresh()[1], count, seed, at.files, tick)),
        Attack("backed_up", "办理中备份并恢复，SQLite", "100 份", 1, 10,
               lambda count, seed, tick: backed_up.main(*at.fresh(), count, seed, tick)),
    ]  # fmt: skip
    made.append(
        Attack("statements", "升级在任一语句之前被杀，SQLite", "每一条语句", 1, 1,
               lambda count, number, tick: upgraded.main(*at.fresh(), max(1, count), number, tick))
    )  # fmt: skip
    if small_disk.namespace():
        made.append(Attack("small_disk", "小磁盘：快满、全满、只读", "每种写入", 1, 1, crowd))
    if power_cut.has_lazyfs():
        made.append(
            Attack("power_cut", "断电：没有落盘的都丢（LazyFS）", "", 1, 50,
                   lambda count, seed, tick: power_cut.main(at.fresh()[1], count, seed, tick))
        )  # fmt: skip
    if failing.has_fiu():
        made.append(Attack("fiu", "任一系统调用出错（libfiu）", EACH, 2, 1, partial(fail, "fiu")))
    if shutil.which("strace"):
        made.append(Attack("calls", "任一系统调用出错（strace）", EACH, 1, 3, partial(fail, "calls")))
    if find_programs() is None:
        return made

    def server(attack: Callable[..., Outcome], count: int, number: int, tick: Tick) -> Outcome:
        return at.on_server(lambda address, home: attack(address, home, count, number, tick))

    def contend(address: str, home: Path, count: int, _: int, tick: Tick) -> Outcome:
        return contended.main(address, home, count, tick)

    on_server: list[tuple[str, str, str, float, int, Callable[..., Outcome]]] = [
        ("contended_pg", "八人争抢，PostgreSQL", "100,000 次", 2, 100, contend),
        ("cut", "连接在任一处断开，PostgreSQL", "每一个字节", 1, 301, cut.main),
        ("stalled", "连接停住不断，PostgreSQL", "", 0.5, 3_001, partial(cut.main, stalls=True)),
        ("killed_pg", "杀写库进程（SIGKILL），PostgreSQL", "", 1, 100, killed.main),
        ("statements_pg", "升级在任一语句之前被杀，PostgreSQL", "每一条语句", 1, 1, upgraded.main),
        ("backed_up_pg", "办理中备份并恢复，PostgreSQL", "", 0.5, 3, backed_up.main),
    ]
    return [*made, *(Attack(*one[:5], partial(server, one[5])) for one in on_server)]


def do(attack: Attack, count: int, number: int, tally: Path) -> Done:
    """Do one portion and keep its outcome; return how it went."""

    told_at = [0.0]

    def tell(done: int) -> None:
        if time.monotonic() - told_at[0] > 1:
            told_at[0] = time.monotonic()
            sys.stderr.write(f"\r{attack.name}：第{number}段 {done:,} ")
            sys.stderr.flush()

    broke, began = False, time.monotonic()
    try:
        outcome = attack.portion(count, number, tell)
    except Exception as error:  # the attack is wrong, or met what it does not know: told, and others go on
        traceback.print_exc()
        why = f"试验自己中断，没有做完：{type(error).__name__}: {error}"
        outcome, broke = Outcome(attack.name, seconds=time.monotonic() - began, faults=[why]), True
    sys.stderr.write(f"用时{outcome.seconds:,.0f}秒，失信{len(outcome.faults)}处\n")
    told = json.dumps(outcome.told() | {"commit": _commit(), "broke": broke}, ensure_ascii=False)
    (tally / f"{attack.key}-{number}.json").write_text(f"{told}\n", "utf-8")
    return Done(not outcome.faults, broke)


def report(known: list[Attack], tally: Path, minutes: float | None, *, is_cut: bool = False) -> str:
    """Return what all portions in ``tally`` came to, as a table; ``is_cut`` where somebody stopped them."""
    how = f"`make soak MINUTES={minutes:g}`" if minutes else "`python tools/soak.py --piece …`，分段"
    lines = [
        TITLE,
        "",
        f"{how}，{datetime.now(UTC):%Y-%m-%d}，{os.cpu_count()} 核，Python "
        f"{platform.python_version()}，SQLite {sqlite3.sqlite_version}。"
        "“失信”指：确认过的丢了、只存了一半、出错却没有中文的一句话、对照没有失败。",
        "",
        "| 试验 | 目标 | 次数 | 真正出了故障的 | 成功的写入 | 失信 | 秒 |",
        "|---|---|---|---|---|---|---|",
    ]
    broken, walked, commits = [], list[str](), set[str]()
    for attack in known:
        parts = [json.loads(path.read_text("utf-8")) for path in sorted(tally.glob(f"{attack.key}-*.json"))]
        if not parts:
            continue
        commits |= {part["commit"] for part in parts if "commit" in part}
        sums: dict[str, Any] = {
            name: sum(part.get(name, 0) for part in parts)
            for name in ("rounds", "tried", "struck", "acts", "fault_count", "seconds")
        }
        lines.append(
            f"| {attack.name} | {attack.goal} | {sums['tried'] or sums['rounds']:,} | {sums['struck']:,} | "
            f"{sums['acts']:,} | {sums['fault_count']} | {sums['seconds']:,.0f} |"
        )
        walked += [line for part in parts for line in _walked(part.get("reached", {}))]
        broken += [f"- {attack.name}：{fault}" for part in parts for fault in part["faults"][:10]]
    if walked:
        lines += ["", "每一次调用都出过错的写入，各种调用的次数：", "", *walked]
    lines += ["", *(["失信之处：", "", *broken] if broken else [_whole(tally)])]
    if is_cut:
        lines += ["", "中断（Ctrl+C）：只有到那时为止做完的各段，后面的试验没有做。"]
    if len(commits) > 1:
        lines += ["", f"各段出自不同的版本：{'、'.join(sorted(commits))}。"]
    by = next(iter(commits)) if len(commits) == 1 else _commit()
    lines += ["", f"结束时负载 {os.getloadavg()[0]:.1f}，版本 {by}。"]
    return "\n".join(lines) + "\n"


def _whole(tally: Path) -> str:
    return "没有失信之处。" if any(tally.glob("*.json")) else "一段也没有做完。"


def _walked(reached: dict[str, int]) -> list[str]:
    """Return a line for each deed: how often it makes each kind of call, every one of which was failed."""
    counts: dict[str, list[str]] = {}
    for key, first_not_made in reached.items():
        deed, _, call = key.partition(" ")
        counts.setdefault(deed, []).append(f"{call} {first_not_made - 1:,}")
    return [f"- {deed}：{'、'.join(calls)}" for deed, calls in counts.items()]


def keep(told: str, kept: Path) -> None:
    """Put a report before those that are kept; nothing of them is lost, for people wrote into them."""
    before = kept.read_text("utf-8") if kept.is_file() else f"{TITLE}\n"
    rest = before.removeprefix(TITLE).lstrip("\n")
    new = told.removeprefix(TITLE).strip("\n")
    kept.write_text(f"{TITLE}\n\n## {datetime.now(UTC):%Y-%m-%d %H:%M}\n\n{new}\n\n{rest}", "utf-8")


def _working_place() -> str | None:
    """Return the disk in memory, where there is one with room: SIGKILL and a failed call need no real one."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


def _initialise(address: str, home: Path) -> None:
    bench = Workbench(Config(address, home))
    bench.initialise()
    bench.close()


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "（不在版本库中）"


def _share(known: list[Attack], minutes: float, tally: Path) -> bool:
    """Share the time among all attacks; each does at least one portion."""
    shares, kept = sum(attack.share for attack in known), True
    for attack in known:
        ends, number = time.monotonic() + minutes * 60 * attack.share / shares, 0
        while number == 0 or time.monotonic() < ends:
            done = do(attack, attack.usual, number, tally)
            kept, number = kept and done.kept, number + 1
            if done.broke:  # it would again, until its time is over
                break
    return kept


def main() -> int:
    """Run what is asked for; status 1 if any promise was broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--piece", default="", help="one portion of this attack only")
    parser.add_argument("--count", type=int, default=0, help="how large the portion is")
    parser.add_argument("--number", type=int, default=0, help="the how-manyeth portion: seed and file name")
    parser.add_argument("--tally", type=Path, help="folder for the outcomes of the portions")
    parser.add_argument("--work", type=Path, help="folder to work in (default: in memory)")
    parser.add_argument("--only-report", action="store_true", help="add up what is in the tally")
    parser.add_argument("--report", type=Path, help="file of the report (default: a new one in build/)")
    parser.add_argument("--keep", action="store_true", help="put it before the others in benchmarks/SOAK.md")
    parser.add_argument("--files", type=Path, default=REAL_FILES, help="folder of workbooks to alter")
    options = parser.parse_args()
    with ExitStack() as stack:
        where = options.work or _working_place()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-", dir=where)))
        example = ROOT / "data" / "examples" / "台账示例.xlsx"
        at = Places(folder, stack, files=sorted(options.files.glob("*.xlsx")) or [example])
        tally = options.tally or BUILD / f"soak-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        tally.mkdir(parents=True, exist_ok=True)
        known = attacks(at)
        if options.piece:
            attack = next(one for one in known if one.key == options.piece)
            return 0 if do(attack, options.count or attack.usual, options.number, tally).kept else 1
        kept = is_cut = False
        try:
            kept = options.only_report or _share(known, options.minutes, tally)
        except KeyboardInterrupt:
            is_cut = True
        finally:
            told = report(known, tally, None if options.only_report else options.minutes, is_cut=is_cut)
            _put(told, options)
    if is_cut:
        return INTERRUPTED
    return 0 if kept else 1


def _put(told: str, options: argparse.Namespace) -> None:
    """Write a report where it is wanted, and say where that is."""
    target = options.report or BUILD / f"soak-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(told, "utf-8")
    if options.keep:
        keep(told, KEPT)
    sys.stderr.write(f"报告：{target}{f'，并记入 {KEPT}' if options.keep else ''}\n")


if __name__ == "__main__":
    sys.exit(main())
