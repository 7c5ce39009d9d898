"""``make soak``: the attacks of ``tests/faults`` until each has reached its goal, with a progress line.

``--jobs 2`` does two portions at once, each in a process of its own. ``--minutes 60`` shares an hour among
all attacks instead. ``--piece NAME --count N`` does one portion of one attack and ends, for a machine that
others use too. Every portion leaves its outcome, with the commit, in the folder ``--tally`` (a new one in
``build/``; one that is there already is gone on with); the report adds them up, also after Ctrl+C or where an
attack broke. It is written into ``build/``; ``--keep`` puts it before the others in ``benchmarks/SOAK.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults.at_once import until_reached  # noqa: E402
from tests.faults.attacks import Attack, Places, attacks  # noqa: E402
from tests.faults.forked import Outcome  # noqa: E402
from tests.faults.report import commit, keep, report  # noqa: E402

INTERRUPTED = 130
KEPT = ROOT / "benchmarks" / "SOAK.md"
BUILD = ROOT / "build"
REAL_FILES = ROOT.parent / "shared" / "data" / "messages"
stopped: list[int] = []  # by which signals
MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000


@dataclass(frozen=True)
class Done:
    """How a portion went: whether every promise was kept, and whether the attack itself broke."""

    kept: bool
    broke: bool = False


def do(attack: Attack, count: int, number: int, tally: Path) -> Done:
    """Do one portion and keep its outcome; return how it went."""

    told_at = [0.0]

    def tell(done: int) -> None:
        if stopped:  # where what the signal raised was swallowed
            raise KeyboardInterrupt
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
    told = json.dumps(outcome.told() | {"commit": commit(), "broke": broke}, ensure_ascii=False)
    (tally / f"{attack.key}-{number}.json").write_text(f"{told}\n", "utf-8")
    return Done(not outcome.faults, broke)


def _working_place() -> str | None:
    """Return the disk in memory, where there is one with room: SIGKILL and a failed call need no real one."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


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
    parser.add_argument("--minutes", type=float, help="share so much (default: go on to the goals)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="portions at once")
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
            if options.only_report:
                kept = True
            elif options.minutes is not None:
                kept = _share(known, options.minutes, tally)
            else:
                kept = until_reached(known, tally, options.jobs, _alone(options, tally))
        except KeyboardInterrupt:
            is_cut = True
        finally:
            goals = options.minutes is None and not options.only_report
            _put(report(known, tally, _how(options), goals=goals, is_cut=is_cut), options)
    if is_cut:
        return INTERRUPTED
    return 0 if kept else 1


def _alone(options: argparse.Namespace, tally: Path) -> list[str]:
    """Return the command that does one portion in a process of its own; its name and number are added."""
    command = [sys.executable, str(Path(__file__)), "--tally", str(tally), "--files", str(options.files)]
    return [*command, *(["--work", str(options.work)] if options.work else [])]


def _how(options: argparse.Namespace) -> str:
    if options.only_report:
        return "`python tools/soak.py --piece …`，分段"
    if options.minutes is not None:
        return f"`make soak MINUTES={options.minutes:g}`"
    return f"`make soak`，同时 {options.jobs} 段"


def _put(told: str, options: argparse.Namespace) -> None:
    """Write a report where it is wanted, and say where that is."""
    target = options.report or BUILD / f"soak-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(told, "utf-8")
    if options.keep:
        keep(told, KEPT)
    sys.stderr.write(f"报告：{target}{f'，并记入 {KEPT}' if options.keep else ''}\n")


def _stop(number: int, frame: FrameType | None) -> None:
    """However it is stopped, it puts away its folders and servers, and tells how far it was.

    What is raised while a process forks is swallowed by Python: the next round looks again.
    """
    stopped.append(number)
    raise KeyboardInterrupt


if __name__ == "__main__":
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, _stop)
    sys.exit(main())
