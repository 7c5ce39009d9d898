"""SIGKILL of the whole site while somebody works: it starts again, and everything confirmed is there.

``python -m tests.faults.site_killed HOME ROUNDS SEED`` prints the outcome as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import NOW
from tests.faults.deeds import register, register_three
from tests.faults.forked import Outcome, fork
from workbench.app import Workbench
from workbench.config import Config

PORT = 19_240


def main(home: Path, rounds: int, seed: int, tick: Callable[[int], None] | None = None) -> Outcome:
    """Start the site, let somebody work, kill both; ``rounds`` times."""
    chance, outcome, began = random.Random(seed), Outcome("SIGKILL of the site"), time.monotonic()
    address = f"sqlite:///{home / 'workbench.sqlite'}"
    bench = Workbench(Config(address, home), clock=lambda: NOW)
    for _ in range(rounds):
        start = bench.ledger_size()
        bench.close()

        def work(say: Callable[[Any], None], *, start: int = start) -> None:
            mine, known = Workbench(Config(address, home), clock=lambda: NOW), start
            while True:
                known += chance.choice((register, register_three))(mine)
                say(known)

        child = fork(work)
        site = _site(home, address)
        child.start()
        with urllib.request.urlopen(f"{site.address}site/alive") as answer:
            outcome.faults += [] if answer.status == 200 else ["the site does not answer"]
        child.wait_for_word()
        time.sleep(chance.random())
        os.killpg(site.process.pid, signal.SIGKILL)
        child.kill()
        said = child.end()
        site.process.wait()
        outcome.rounds += 1
        outcome.struck += 1
        promised = max((one for one in said if isinstance(one, int)), default=start)
        outcome.acts += promised - start
        if bench.ledger_size() < promised:
            outcome.faults.append(f"lost: {promised} acknowledged, {bench.ledger_size()} there")
        outcome.faults += [f"error while alive: {one}" for one in said if isinstance(one, dict)]
        if tick is not None:
            tick(outcome.rounds)
    found = bench.verify_ledger()
    outcome.faults += [] if found.is_sound else [found.differences[0].message]
    bench.close()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


class _Running:
    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address


def _site(home: Path, address: str) -> _Running:
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench", "serve", "--port", str(PORT), "--json"],
        env={**os.environ, "WORKBENCH_HOME": str(home), "WORKBENCH_DATABASE": address},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    return _Running(process, json.loads(process.stdout.readline())["address"])


if __name__ == "__main__":
    made = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
