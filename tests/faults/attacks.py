"""Every attack that a long run may make: how one portion of it is done, and how much is wanted of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults import (
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
from tests.faults.forked import Outcome
from tests.postgres import Server, find_programs, start_server
from workbench.app import Workbench
from workbench.config import Config

EACH = "n = 1, 2, 3 … 直到通过"
CUTS = 31  # portions in which the line is cut behind every byte, each beginning one byte later
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
    wanted: int = 0  # rounds that reach the goal, where they are counted
    portions: int = 1  # or portions, where each walks other places

    def is_reached(self, parts: list[dict[str, Any]]) -> bool:
        """Return whether these outcomes are what is wanted of it."""
        done = sum(made_rounds(part) for part in parts)
        return done >= self.wanted if self.wanted else len(parts) >= self.portions


def made_rounds(part: dict[str, Any]) -> int:
    """Return how much an outcome counts for: acts where those are counted, else rounds."""
    return int(part.get("tried") or part.get("rounds", 0))


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
    deeds = prepared.names()

    def fail(way: str, calls: str, count: int, number: int, tick: Tick) -> Outcome:
        return failing.main(at.fresh()[1], way, max(1, count), deeds[number % len(deeds)], calls, tick)

    def crowd(count: int, number: int, tick: Tick) -> Outcome:
        outcome = small_disk.main(at.fresh()[1], deeds[number % len(deeds)], str(max(1, count)))
        tick(outcome.rounds)
        return outcome

    every_deed = len(deeds)
    made = [
        Attack("killed", "杀写库进程（SIGKILL），SQLite", "10,000 次", 3, 500,
               lambda count, seed, tick: killed.main(*at.fresh(), count, seed, tick), 10_000),
        Attack("site_killed", "杀整个网站（SIGKILL）", "1,000 次", 2, 20,
               lambda count, seed, tick: site_killed.main(at.fresh()[1], count, seed, tick), 1_000),
        Attack("limit", "写满磁盘到任一字节", "每一处", 1, 1, partial(fail, "limit", "1"),
               portions=every_deed),
        Attack("contended", "八人争抢，SQLite", "100,000 次", 2, 100,
               lambda count, seed, tick: contended.main(*at.fresh(), count, tick), 100_000),
        Attack("mutated", "改坏的工作簿", "10,000 份", 2, 250,
               lambda count, seed, tick: mutated.main(at.fresh()[1], count, seed, at.files, tick), 10_000),
        Attack("backed_up", "办理中备份并恢复，SQLite", "100 份", 1, 10,
               lambda count, seed, tick: backed_up.main(*at.fresh(), count, seed, tick), 100),
        Attack("statements", "升级在任一语句之前被杀，SQLite", "每一条语句", 1, 1,
               lambda count, number, tick: upgraded.main(*at.fresh(), max(1, count), number, tick)),
    ]  # fmt: skip
    if small_disk.namespace():
        made.append(
            Attack("small_disk", "小磁盘：快满、全满、只读", "每种写入", 1, 1, crowd, portions=every_deed)
        )
    if power_cut.has_lazyfs():
        made.append(
            Attack("power_cut", "断电：没有落盘的都丢（LazyFS）", "", 1, 50,
                   lambda count, seed, tick: power_cut.main(at.fresh()[1], count, seed, tick))
        )  # fmt: skip
    if failing.has_fiu():
        made.append(
            Attack("fiu", "任一系统调用出错（libfiu）", EACH, 2, 1, partial(fail, "fiu", "1"),
                   portions=every_deed)
        )  # fmt: skip
    if shutil.which("strace"):
        rest = failing.WITHOUT_FIU if failing.has_fiu() else "1"
        made.append(
            Attack("calls", "任一系统调用出错（strace）", EACH, 1, 3, partial(fail, "calls", rest),
                   portions=every_deed)
        )  # fmt: skip
    return made if find_programs() is None else [*made, *_on_server(at)]


def _on_server(at: Places) -> list[Attack]:
    def server(attack: Callable[..., Outcome], count: int, number: int, tick: Tick) -> Outcome:
        return at.on_server(lambda address, home: attack(address, home, count, number, tick))

    def contend(address: str, home: Path, count: int, _: int, tick: Tick) -> Outcome:
        return contended.main(address, home, count, tick)

    made: list[tuple[str, str, str, float, int, Callable[..., Outcome], int, int]] = [
        ("contended_pg", "八人争抢，PostgreSQL", "100,000 次", 2, 100, contend, 100_000, 1),
        ("cut", "连接在任一处断开，PostgreSQL", "每一个字节", 1, CUTS, cut.main, 0, CUTS),
        ("stalled", "连接停住不断，PostgreSQL", "", 0.5, 3_001, partial(cut.main, stalls=True), 0, 1),
        ("killed_pg", "杀写库进程（SIGKILL），PostgreSQL", "", 1, 100, killed.main, 0, 1),
        ("statements_pg", "升级在任一语句之前被杀，PostgreSQL", "每一条语句", 1, 1, upgraded.main, 0, 1),
        ("backed_up_pg", "办理中备份并恢复，PostgreSQL", "", 0.5, 3, backed_up.main, 0, 1),
    ]
    return [Attack(*one[:5], partial(server, one[5]), *one[6:]) for one in made]


def _initialise(address: str, home: Path) -> None:
    bench = Workbench(Config(address, home))
    bench.initialise()
    bench.close()
