"""SIGKILL right before any statement of an upgrade, revision by revision: it is as it was, or not begun.

``python -m tests.faults.upgraded ADDRESS HOME STRIDE`` prints the outcome as JSON; the workbench there must
be new, and is filled first.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.conftest import NOW
from tests.faults.forked import Outcome
from tests.lived_in import live_in
from tests.records import upgrading
from workbench.app import Workbench
from workbench.config import Config


def main(
    address: str, home: Path, stride: int, _: int = 0, tick: Callable[[int], None] | None = None
) -> Outcome:
    """Kill upgrades of a full database before every ``stride``-th statement of each revision."""
    outcome, began = Outcome("an upgrade is killed"), time.monotonic()
    bench = Workbench(Config(address, home), clock=lambda: NOW)
    live_in(bench)
    size = bench.ledger_size()
    bench.close()
    told = upgrading.main(address, stride, tick)
    outcome.rounds, outcome.struck, outcome.faults = told.tried, told.deaths, told.faults
    with_all = Workbench(Config(address, home), clock=lambda: NOW)
    with_all.initialise()  # all the way up, with the data of the oldest
    if with_all.ledger_size() != size:
        outcome.faults.append(f"{size} entries before, {with_all.ledger_size()} after")
    with_all.close()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


if __name__ == "__main__":
    made = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
