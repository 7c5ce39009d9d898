"""The long runs of what the tests prove in short: alterations of the ledger, lawful histories, twin worlds.

``python tools/long_proofs.py --share 0.1`` runs a tenth of each. Every run says how many, how long, and
whether all held; the status is 1 if one did not. ``make soak`` calls ``run_all``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.ledger.made_ledger import made_lines, paper_of  # noqa: E402
from workbench.ledger import standalone_verify  # noqa: E402

ATTACKS = "tests/ledger/attacks/test_attacks.py"
VERIFIED_WITHIN = 2.0  # seconds for 100,000 entries


@dataclass(frozen=True, slots=True)
class Result:
    """What one run found: how many, whether all held, seconds of the clock and of the processor."""

    what: str
    many: int
    held: bool
    seconds: float
    processor: float
    said: str = ""

    def line(self) -> str:
        """Return the result as a row of a table."""
        held = "全部通过" if self.held else "没有通过"
        return f"| {self.what} | {self.many:,} | {held} | {self.seconds:,.1f} | {self.processor:,.1f} |"


@dataclass(frozen=True, slots=True)
class Run:
    """One long run: what it is, the variable that says how many, how many are asked for, and the tests.

    ``slices`` cuts it into portions that each begin at another seed, so that it says how far it has come.
    """

    what: str
    variable: str
    many: int
    tests: tuple[str, ...]
    slices: int = 1

    def do(self, many: int) -> Result:
        """Run so many, slice by slice; stop at the first that does not hold."""
        each = max(1, many // self.slices)
        done, seconds, processor = 0, 0.0, 0.0
        while done < many:
            now = min(each, many - done)
            given = {self.variable: str(now), "FIRST_HISTORY": str(1_000 + done)}
            one = _tested(self.what, self.tests, given, now)
            done, seconds, processor = done + now, seconds + one.seconds, processor + one.processor
            if not one.held:
                return Result(self.what, done, False, seconds, processor, one.said)
            if done < many:
                sys.stderr.write(f"{self.what} {done:,}／{many:,}，{seconds:,.0f} 秒\n")
        return Result(self.what, done, True, seconds, processor)


RUNS = (
    Run(
        "伪造的证明，没有一个被接受",
        "FORGED_PROOFS",
        100_000,
        ("tests/ledger/test_proofs.py", "-k", "forged"),
    ),
    Run("每种改法各改这么多份历史，份份被发现", "ATTACKED_HISTORIES", 20, (ATTACKS, "-k", "not lawful")),
    Run("合法的历史，没有一次误报", "LAWFUL_HISTORIES", 10_000, (ATTACKS, "-k", "lawful"), slices=10),
    Run(
        "双世界，十一种查看人各这么多对，每张表逐行相同（每五十对另比接口和导出）",
        "TWIN_WORLDS",
        1_000,
        ("tests/access/test_twin_tables.py",),
        slices=20,
    ),
    Run(
        "双世界，十一种查看人各这么多对，全部页面和文件逐字节相同",
        "TWIN_WALKS",
        5,
        ("tests/access/test_twin_worlds.py",),
    ),
)
VERIFYING = "VERIFIED_ENTRIES"


def run_all(share: float = 1.0, only: Callable[[str], bool] = lambda variable: True) -> Iterator[Result]:
    """Run what is asked for, one after the other, and give each result as it is there."""
    if only(VERIFYING):
        yield verified(max(1_000, round(100_000 * share)))
    for run in RUNS:
        if only(run.variable):
            yield run.do(max(1, round(run.many * share)))


def verified(many: int) -> Result:
    """Let the independent verifier read an export of so many entries, with the code on paper."""
    with tempfile.TemporaryDirectory(prefix="proofs-") as folder:
        path = Path(folder) / "ledger.jsonl"
        lines = made_lines(many)
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
        code = paper_of(lines)
        command = [sys.executable, "-I", "-S", standalone_verify.__file__, str(path)]
        tried = [_timed([*command, "--code", code, "--size", str(many)]) for _ in range(3)]
    done, seconds, processor = min(tried, key=lambda one: one[2])
    is_quick = processor < VERIFIED_WITHIN * max(1.0, many / 100_000)
    what = f"独立核验程序核验的条数（要求每十万条 {VERIFIED_WITHIN:g} 秒以内）"
    return Result(what, many, done.returncode == 0 and is_quick, seconds, processor, done.stdout)


def _tested(what: str, tests: tuple[str, ...], given: Mapping[str, str], many: int) -> Result:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    done, seconds, processor = _timed(command, {**os.environ, **given})
    return Result(what, many, done.returncode == 0, seconds, processor, done.stdout[-4_000:])


def _timed(
    command: list[str], environment: Mapping[str, str] | None = None
) -> tuple[subprocess.CompletedProcess[str], float, float]:
    began, before = time.monotonic(), os.times()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return done, time.monotonic() - began, used


def main() -> int:
    """Run what is asked for; return 1 if something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the numbers that are asked for")
    names = [VERIFYING, *(run.variable for run in RUNS)]
    parser.add_argument("--only", choices=names, action="append")
    options = parser.parse_args()
    sys.stdout.write("| 试验 | 数量 | 结果 | 秒 | 处理器秒 |\n|---|---|---|---|---|\n")
    all_held = True
    for result in run_all(options.share, lambda variable: not options.only or variable in options.only):
        sys.stdout.write(f"{result.line()}\n{'' if result.held else result.said}")
        sys.stdout.flush()
        all_held = all_held and result.held
    return int(not all_held)


if __name__ == "__main__":
    sys.exit(main())
