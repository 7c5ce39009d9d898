"""SIGKILL at any moment while acts and imports run: nothing acknowledged is lost, nothing is half there.

Four officers at a time write through processes forked from one that has performed every deed already, so each
is at work within milliseconds; each is killed at a moment of its own. Then the ledger's growth is verified
entry by entry and officer by officer, and at the end the whole of it is replayed.

``python -m tests.faults.killed ADDRESS HOME KILLS SEED`` prints the outcome as JSON.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK
from tests.faults.deeds import keep_paper, look_at_file, register, register_three, take_in
from tests.faults.forked import Outcome, fork
from tests.faults.growth import Growth
from tests.faults.readers import warm_readers
from workbench.acts.base import Actor
from workbench.app import Workbench
from workbench.config import Config
from workbench.intake.preview import Preview

OFFICERS = 4
LONGEST = 0.025  # seconds between two kills
ROWS = 8
LARGEST = 1 + ROWS  # entries of one deed
PAGES_EVERY = 100
IMPORT_EVERY = 5


def main(
    address: str, home: Path, kills: int, seed: int, tick: Callable[[int], None] | None = None
) -> Outcome:
    """Kill ``kills`` children that write; look after every four."""
    chance, outcome, began = random.Random(seed), Outcome("SIGKILL"), time.monotonic()
    bench = Workbench(Config(address, home), clock=lambda: NOW)
    for deed in (register, register_three, keep_paper):
        deed(bench)
    growth = Growth(bench)
    with warm_readers():
        looked = look_at_file(bench, ROWS)
        gc.collect()
        gc.freeze()
        for turn in range((kills + OFFICERS - 1) // OFFICERS):
            imports = turn % IMPORT_EVERY == 0
            found, taken_in = _turn(bench, growth, looked if imports else None, chance, outcome)
            if taken_in:
                looked = look_at_file(bench, ROWS)
            if (turn + 1) % PAGES_EVERY == 0:
                found += _pages(bench)
            outcome.faults += [f"turn {turn}: {fault}" for fault in found]
            if tick is not None:
                tick(outcome.rounds)
    sound = bench.verify_ledger()
    outcome.faults += [] if sound.is_sound else [sound.differences[0].message]
    bench.close()
    gc.unfreeze()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _turn(
    bench: Workbench, growth: Growth, first: Preview | None, chance: random.Random, outcome: Outcome
) -> tuple[list[str], bool]:
    """Let four write, kill each, look; return the faults, and whether the file was taken in."""
    officers = [replace(CLERK, id=f"clerk{place}") for place in range(OFFICERS)]
    children = [
        fork(_work(bench, officer, None if place else first, anew=place == 1, seed=chance.random()))
        for place, officer in enumerate(officers)
    ]
    for child in children:
        child.start()
    if chance.random() < 0.7:  # else some die on the way to their first deed
        children[chance.randrange(2, OFFICERS)].wait_for_word()
    for child in chance.sample(children, OFFICERS):
        time.sleep(chance.random() * LONGEST)
        child.kill()
    said = [child.end() for child in children]
    outcome.rounds += OFFICERS
    outcome.struck += OFFICERS
    found = growth.look(bench)
    for officer, words in zip(officers, said, strict=True):
        promised = sum(word for word in words if isinstance(word, int))
        outcome.acts += promised
        found += [f"error while alive: {word}" for word in words if isinstance(word, dict)]
        there = growth.by[officer.id]
        if not promised <= there <= promised + LARGEST:
            found.append(f"{officer.id}: {promised} acknowledged, {there} there")
    return found, first is not None and growth.by[officers[0].id] >= LARGEST


def _work(
    warm: Workbench, officer: Actor, first: Preview | None, *, anew: bool, seed: float
) -> Callable[[Callable[[Any], None]], None]:
    """The job of one child: the file first, if there is one, then one deed after another until it is dead.

    ``anew`` opens the database as a starting process does.
    """

    def job(say: Callable[[Any], None]) -> None:
        warm.engine.dispose(close=False)  # connections of the parent are the parent's
        mine = Workbench(warm.config, clock=lambda: NOW) if anew else warm
        chance = random.Random(seed)
        if first is not None:
            say(take_in(first)(mine, officer))
        while True:
            say(chance.choice((register, register_three, keep_paper))(mine, officer))

    return job


def _pages(bench: Workbench) -> list[str]:
    if bench.engine.name != "sqlite":
        return []
    with bench.reading() as session:
        sound = session.connection().scalar(text("PRAGMA quick_check")) == "ok"
    return [] if sound else ["the file is damaged"]


if __name__ == "__main__":
    made = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
