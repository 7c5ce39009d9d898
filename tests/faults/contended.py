"""Eight writers want the same thing at the same moment: one gets it, seven are told, nothing is lost.

Beside it a naive control that reads first and writes then: it must fail, or the test sees nothing.
``python -m tests.faults.contended ADDRESS HOME ROUNDS`` prints the outcome as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from tests.conftest import NOW
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.faults.deeds import number
from tests.faults.forked import Outcome
from workbench.app import Workbench
from workbench.config import Config
from workbench.law.lifecycle import NotAllowedError
from workbench.records.base import StaleError
from workbench.records.engine import open_engine
from workbench.terms import Step

WRITERS = 8
LOOK = 0.2  # seconds for which an officer looks at his form, very much shortened


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Run the jobs at the same moment; return what each returned or raised."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def main(address: str, home: Path, rounds: int, tick: Callable[[int], None] | None = None) -> Outcome:
    """Let the writers contend; each round is one matter, twice."""
    outcome, began = Outcome(f"{WRITERS} writers at once"), time.monotonic()
    benches = [Workbench(Config(address, home), clock=lambda: NOW) for _ in range(WRITERS)]
    naive = open_engine(address)
    with naive.begin() as link:
        link.execute(text("CREATE TABLE naive_closing (matter INTEGER, writer INTEGER)"))
    controls = 0
    for place in range(rounds):
        case_no = number()
        benches[0].perform(make_register(case_no=case_no), actor=CLERK)
        transfers = [
            make_take(case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=unit)
            for unit in (TOWN, OTHER_TOWN) * (WRITERS // 2)
        ]
        pairs = zip(benches, transfers, strict=True)
        first = [lambda b=b, t=t: b.perform(t, actor=CLERK, seen=1) for b, t in pairs]
        _judge(outcome, StaleError, at_once(first))
        with benches[0].reading() as session:
            unit = session.scalar(
                text("SELECT to_unit FROM step s JOIN petition_case c ON c.id = s.case_id "
                     "WHERE c.case_no = :no AND s.kind = 'transfer'"), {"no": case_no}
            )  # fmt: skip
        accept = make_take(case_no, Step.ACCEPT, date(2026, 1, 20), unit=unit)
        again = [lambda b=b, a=accept: b.perform(a, actor=CLERK) for b in benches]
        _judge(outcome, NotAllowedError, at_once(again))
        controls += _control(naive, place)
        outcome.rounds = place + 1
        if tick is not None:
            tick(place + 1)
    found = benches[0].verify_ledger()
    outcome.faults += [] if found.is_sound else [found.differences[0].message]
    outcome.struck = controls
    if controls < 0.95 * rounds:
        outcome.faults.append(f"the control failed in {controls} of {rounds} rounds only")
    for bench in benches:
        bench.close()
    with naive.begin() as link:
        link.execute(text("DROP TABLE naive_closing"))
    naive.dispose()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _judge(outcome: Outcome, refusal: type[Exception], results: list[Any]) -> None:
    done = sum(isinstance(result, tuple) for result in results)
    told = sum(isinstance(result, refusal) for result in results)
    outcome.acts += done
    if done != 1 or told != WRITERS - 1:
        others = {type(result).__name__ for result in results if not isinstance(result, tuple | refusal)}
        outcome.faults.append(f"{done} done, {told} told, others: {others}")


def _control(engine: Engine, matter: int) -> bool:
    """Close a matter as a program without rules would; return whether it was closed twice."""

    def close(writer: int) -> None:
        with engine.connect() as link:
            asked = text("SELECT count(*) FROM naive_closing WHERE matter = :matter")
            is_open = not link.scalar(asked, {"matter": matter})
        if is_open:
            time.sleep(LOOK)
            with engine.begin() as link:
                link.execute(
                    text("INSERT INTO naive_closing VALUES (:matter, :writer)"),
                    {"matter": matter, "writer": writer},
                )

    at_once([lambda writer=writer: close(writer) for writer in range(WRITERS)])
    with engine.connect() as link:
        closed = link.scalar(text("SELECT count(*) FROM naive_closing WHERE matter = :m"), {"m": matter})
    return (closed or 0) > 1


if __name__ == "__main__":
    made = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
