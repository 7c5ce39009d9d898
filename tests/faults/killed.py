"""SIGKILL at any moment while acts and imports run: nothing acknowledged is lost, nothing is half there.

``python -m tests.faults.killed ADDRESS HOME ROUNDS SEED`` prints the outcome as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.conftest import NOW
from tests.faults.deeds import keep_paper, look_at_file, register, register_three, take_in
from tests.faults.forked import Outcome, fork
from workbench.app import Workbench
from workbench.config import Config
from workbench.intake.preview import Preview

LONGEST = 0.12  # seconds that a child may work before it is killed
VERIFY_EVERY = 500
TWO_OF_THREE = "SELECT case_id FROM step GROUP BY case_id HAVING count(*) = 2"
BATCHES = (
    "SELECT b.rows_imported, (SELECT count(*) FROM petition_case c WHERE c.batch_id = b.id) "
    "FROM import_batch b"
)


def main(
    address: str, home: Path, rounds: int, seed: int, tick: Callable[[int], None] | None = None
) -> Outcome:
    """Kill ``rounds`` children that write; look after each."""
    chance, outcome, began = random.Random(seed), Outcome("SIGKILL"), time.monotonic()
    bench = Workbench(Config(address, home), clock=lambda: NOW)
    looked = look_at_file(bench)
    size = bench.ledger_size()
    bench.close()
    for number in range(rounds):
        start = size
        first = looked if number % 10 == 0 else None

        def job(say: Callable[[Any], None], *, start: int = start, first: Preview | None = first) -> None:
            mine, known = Workbench(Config(address, home), clock=lambda: NOW), start
            if first is not None:
                take_in(first)(mine)
                known = mine.ledger_size()
                say(known)
            for deed in iter(lambda: chance.choice((register, register_three, keep_paper)), None):
                known += deed(mine)
                say(known)

        child = fork(job)
        child.start()
        if number % 5:  # else it is killed on its way to the first
            child.wait_for_word()
        time.sleep(chance.random() * LONGEST)
        child.kill()
        said = child.end()
        outcome.rounds, outcome.struck = number + 1, outcome.struck + 1
        size = _look(bench, outcome, start, said)
        bench.close()
        if (number + 1) % VERIFY_EVERY == 0 or number + 1 == rounds:
            found = bench.verify_ledger()
            outcome.faults += [] if found.is_sound else [f"round {number}: {found.differences[0].message}"]
            looked = look_at_file(bench)
            bench.close()
        if tick is not None:
            tick(number + 1)
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _look(bench: Workbench, outcome: Outcome, start: int, said: list[Any]) -> int:
    size = bench.ledger_size()
    promised = max((one for one in said if isinstance(one, int)), default=start)
    outcome.acts += promised - start
    outcome.faults += [f"error while alive: {one}" for one in said if isinstance(one, dict)]
    if size < promised:
        outcome.faults.append(f"lost: {promised} acknowledged, {size} there")
    with bench.reading() as session:
        link = session.connection()
        kept = link.scalar(text("SELECT count(*) FROM ledger_entry"))
        half = link.scalar(text(f"SELECT count(*) FROM ({TWO_OF_THREE}) t"))
        rows = link.execute(text(BATCHES)).all()
    if kept != size:
        outcome.faults.append(f"head says {size}, entries are {kept}")
    if half:
        outcome.faults.append(f"{half} matters have two of three acts")
    outcome.faults += [f"batch of {told} has {there}" for told, there in rows if told != there]
    return size


if __name__ == "__main__":
    made = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
