"""The long runs of what the tests prove in short: alterations of the ledger, lawful histories, twin worlds.

``python tools/long_proofs.py --share 0.1`` runs a tenth of each. Every run says how many, how long, and
whether all held; the status is 1 if one did not.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """One long run: what it is, the variable that says how many, how many are asked for, and the tests."""

    what: str
    variable: str
    many: int
    tests: tuple[str, ...]


ATTACKS = "tests/ledger/attacks/test_attacks.py"
RUNS = (
    Run("伪造的证明", "FORGED_PROOFS", 100_000, ("tests/ledger/test_proofs.py", "-k", "forged")),
    Run("被改动的历史", "ATTACKED_HISTORIES", 20, (ATTACKS, "-k", "not lawful")),
    Run("合法的历史", "LAWFUL_HISTORIES", 10_000, (ATTACKS, "-k", "lawful")),
    Run("双世界（每个角色）", "TWIN_WORLDS", 1_000, ("tests/access/test_twin_worlds.py",)),
)


def main() -> int:
    """Run what is asked for, one after the other; return 1 if something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the numbers that are asked for")
    parser.add_argument("--only", choices=[run.variable for run in RUNS], action="append")
    options = parser.parse_args()
    chosen = [run for run in RUNS if not options.only or run.variable in options.only]
    return max([_run(run, max(1, round(run.many * options.share))) for run in chosen], default=0)


def _run(run: Run, many: int) -> int:
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *run.tests]
    environment = {**os.environ, run.variable: str(many)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    held = "全部通过" if done.returncode == 0 else "没有通过"
    sys.stdout.write(f"{run.what} {many:,}：{held}，{time.monotonic() - began:.0f} 秒\n")
    if done.returncode:
        sys.stdout.write(done.stdout[-4000:])
    sys.stdout.flush()
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
