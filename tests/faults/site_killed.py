"""SIGKILL of the whole site while somebody works: it starts again, and everything confirmed is there.

``python -m tests.faults.site_killed HOME ROUNDS SEED`` prints the outcome as JSON.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.factories import CLERK
from tests.faults.deeds import keep_paper, look_at_file, register, register_three, take_in
from tests.faults.forked import Outcome, fork
from tests.faults.growth import Growth
from tests.faults.readers import warm_readers
from tests.faults.sites import Sites, warm_sites
from workbench.app import Workbench
from workbench.config import Config
from workbench.intake.preview import Preview

PORT = 19_240
ROWS = 8
LONGEST = 0.15  # seconds between the site's first answer and its end
IMPORT_EVERY = 10
LOOK_EVERY = 5
REST = 0.05  # seconds between two acts of somebody


def main(home: Path, rounds: int, seed: int, tick: Callable[[int], None] | None = None) -> Outcome:
    """Start the site, let somebody work, kill both; ``rounds`` times."""
    chance, outcome, began = random.Random(seed), Outcome("SIGKILL of the site"), time.monotonic()
    address = f"sqlite:///{home / 'workbench.sqlite'}"
    bench = Workbench(Config(address, home))  # the clock of the site, whose checkpoints are of today
    for deed in (register, register_three, keep_paper):
        deed(bench)
    bench.snapshot()
    growth = Growth(bench)
    with warm_readers(), warm_sites() as sites:
        looked = look_at_file(bench, ROWS)
        gc.collect()
        gc.freeze()
        for place in range(rounds):
            first = looked if place % IMPORT_EVERY == 0 else None
            found = _round(bench, growth, sites, first, chance, outcome)
            outcome.faults += [f"round {place}: {fault}" for fault in found]
            if first is not None:
                looked = look_at_file(bench, ROWS)
            if tick is not None:
                tick(outcome.rounds)
        again = sites.start(home, address, PORT)
        outcome.faults += _answers(again.address, thoroughly=True)
        again.kill()
    sound = bench.verify_ledger()
    outcome.faults += [] if sound.is_sound else [sound.differences[0].message]
    bench.close()
    gc.unfreeze()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _round(
    bench: Workbench,
    growth: Growth,
    sites: Sites,
    first: Preview | None,
    chance: random.Random,
    outcome: Outcome,
) -> list[str]:
    seed = chance.random()

    def work(say: Callable[[Any], None]) -> None:
        dice = random.Random(seed)
        if first is not None:
            say(take_in(first)(bench))
        while True:
            say(dice.choice((register, register_three, keep_paper))(bench))
            time.sleep(REST)

    child = fork(work)
    child.start()  # it works while the site starts, and while it serves
    try:
        site = sites.start(bench.config.home, bench.config.database, PORT)
        found = _answers(site.address, thoroughly=outcome.rounds % LOOK_EVERY == 0)
        time.sleep(chance.random() * LONGEST)
        site.kill()
    finally:
        child.kill()
        said = child.end()
    outcome.rounds += 1
    outcome.struck += 1
    found += [f"error while alive: {one}" for one in said if isinstance(one, dict)]
    promised = sum(one for one in said if isinstance(one, int))
    outcome.acts += promised
    found += growth.look(bench)
    there = growth.by[CLERK.id]
    if not promised <= there <= promised + 1 + ROWS:
        found.append(f"{promised} acknowledged, {there} there")
    return found


def _answers(address: str, *, thoroughly: bool) -> list[str]:
    """The site serves; asked thoroughly it finds nothing wrong with its records (no backup is no matter)."""
    with urllib.request.urlopen(f"{address}site/alive") as answer:
        faults = [] if answer.status == 200 else ["the site does not answer"]
    if not thoroughly:
        return faults
    try:
        with urllib.request.urlopen(f"{address}site/health") as answer:
            found = json.load(answer)["findings"]
    except urllib.error.HTTPError as error:  # what it says if anything is wrong
        found = json.load(error)["findings"]
    wrong = [one for one in found if one.startswith(("database", "ledger", "records"))]
    return [*faults, *(f"the site says of itself: {one}" for one in wrong)]


if __name__ == "__main__":
    made = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
