"""Backups while two people work: each is restored into a fresh place, with the root that it had.

``python -m tests.faults.backed_up ADDRESS HOME ROUNDS SEED`` prints the outcome as JSON.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.conftest import NOW
from tests.faults.deeds import keep_paper, number, register, register_three
from tests.faults.forked import Outcome, fork
from tests.faults.growth import Growth
from workbench.app import Workbench
from workbench.backup.make import make_backup
from workbench.backup.restore import restore_backup
from workbench.backup.sealed import new_pair, read_private
from workbench.config import Config

WORKERS = 2
REST = 0.02  # seconds between two acts of somebody
REPLAY_EVERY = 10


def main(
    address: str, home: Path, rounds: int, seed: int, tick: Callable[[int], None] | None = None
) -> Outcome:
    """Make ``rounds`` backups under load and restore each; every tenth restore replays the whole ledger."""
    outcome, began = Outcome("backups under load"), time.monotonic()
    minutes = [0]  # a backup bears its second in its name; one place for all, as in an office
    bench = Workbench(Config(address, home), clock=lambda: NOW + timedelta(minutes=minutes[0]))
    public, private = new_pair()
    (home / "backup.pub").write_text(f"{public}\n")
    for deed in (register, register_three, keep_paper):
        deed(bench)
    bench.close()

    def work(say: Callable[[Any], None]) -> None:
        chance = random.Random(f"{seed}{number()}")
        own = Workbench(bench.config, clock=bench.now)  # a line to a server is nothing to share with a child
        while True:
            say(chance.choice((register, register, register_three, keep_paper))(own))
            time.sleep(REST)

    for place in range(rounds):
        minutes[0] = place
        workers = [fork(work) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        workers[0].wait_for_word()
        disk, into = home / "disk", home / "restored"
        target = {} if address.startswith("sqlite") else {"database": _another(address)}
        try:
            good = make_backup(bench, disk)
        except Exception as error:
            outcome.faults.append(f"round {place}: no backup: {type(error).__name__}: {error}")
            continue
        finally:
            for worker in workers:
                worker.kill()
            said = [word for worker in workers for word in worker.end()]
        outcome.faults += [f"error while a backup is made: {one}" for one in said if isinstance(one, dict)]
        outcome.acts += sum(one for one in said if isinstance(one, int))
        outcome.struck += 1
        try:
            done = restore_backup(
                disk / good.file, read_private(private), into, now=bench.now, **target,
                paper=(good.ledger_size, good.code), replay=place % REPLAY_EVERY == 0,
            )  # fmt: skip
            outcome.faults += [f"round {place}: {fault}" for fault in _differs(done.database, into, good)]
        except Exception as error:
            outcome.faults.append(f"round {place}: not restored: {type(error).__name__}: {error}")
        finally:
            if target:
                from workbench.backup.server import drop_database

                drop_database(target["database"])
            shutil.rmtree(into, ignore_errors=True)
        outcome.rounds = place + 1
        if tick is not None:
            tick(place + 1)
    found = bench.verify_ledger()
    outcome.faults += [] if found.is_sound else [found.differences[0].message]
    bench.close()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _differs(database: str, home: Path, good: Any) -> list[str]:
    """Ask the restored copy once more, by other means than the restore has asked it."""
    copy = Workbench(Config(database, home), clock=lambda: NOW + timedelta(days=1))
    try:
        growth = Growth(copy)
        root = copy.ledger_root(good.ledger_size)
    finally:
        copy.close()
    faults = growth.faults
    if growth.size != good.ledger_size or growth.frontier.root().hex() != root:
        faults.append(f"the copy has {growth.size} entries, the backup {good.ledger_size}, or another root")
    return faults


def _another(address: str) -> str:
    url = make_url(address)
    return url.set(database=f"restored_{number()}").render_as_string(hide_password=False)


if __name__ == "__main__":
    made = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
