"""Eight writers want the same thing at the same moment: one gets it, seven are told, nothing is lost.

Each writer is a process of its own. Where all eight may have what they want, all eight must be there. Beside
it a naive control that reads first and writes then: it must fail, or the test sees nothing.

``python -m tests.faults.contended ADDRESS HOME ROUNDS`` prints the outcome as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from tests.conftest import NOW
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.faults.deeds import number
from tests.faults.forked import Child, Outcome, fork
from tests.faults.growth import Growth
from workbench.acts.book import CaseNumberTakenError
from workbench.acts.handling import RegisterRepeat
from workbench.app import Workbench
from workbench.config import Config
from workbench.law.facts import StepTaken
from workbench.law.lifecycle import NotAllowedError
from workbench.records.base import StaleError
from workbench.records.engine import open_engine
from workbench.terms import Channel, Step
from workbench.terms import Outcome as Opinion

WRITERS = 8
PORTION = 100  # rounds between two looks at everything
FORMS = 10  # matters that lie before all eight at the same time
ENOUGH = 20  # rounds from which a share of the control says something
LOOK = 0.03  # seconds for which an officer looks at his form, very much shortened
PATIENCE = 600.0
REPEAT = StepTaken(
    Step.REPEAT, date(2026, 2, 2), received_on=date(2026, 2, 2), channel=Channel.VISIT, people=2, unit=OFFICE
)
# What they want, how those are told who come too late (None: nobody does), and the entries that come of it.
STAGES: tuple[tuple[str, type[Exception] | None], ...] = (
    ("register", CaseNumberTakenError),
    ("transfer", StaleError),
    ("accept", NotAllowedError),
    ("register_repeat", None),
    ("issue_opinion", NotAllowedError),
)
STEPS = {"register": 1, "transfer": 1, "accept": 1, "repeat": WRITERS, "issue_opinion": 1}


def main(address: str, home: Path, rounds: int, tick: Callable[[int], None] | None = None) -> Outcome:
    """Let the writers contend; each round is one matter, wanted by all eight five times."""
    outcome, began = Outcome(f"{WRITERS} writers at once"), time.monotonic()
    bench = Workbench(Config(address, home), clock=lambda: NOW)
    naive = open_engine(address)
    with naive.begin() as link:
        link.execute(text("CREATE TABLE naive_closing (matter INTEGER, writer INTEGER)"))
    first = number()
    for stage in range(len(STAGES)):  # so that the children need not learn what the parent can know
        _want(bench, stage, first, 0)
    growth = Growth(bench)
    while outcome.rounds < rounds:
        case_nos = [number() for _ in range(min(PORTION, rounds - outcome.rounds))]
        for engine in (bench.engine, naive):
            engine.dispose()
        outcome.faults += _contend(bench, naive, outcome.rounds, case_nos, outcome)
        outcome.faults += growth.look(bench) + _lost(bench, case_nos)
        if tick is not None:
            tick(outcome.rounds)
    with naive.connect() as link:
        closed = text("SELECT matter FROM naive_closing GROUP BY matter HAVING count(*) > 1")
        controls = len(link.execute(closed).all())
    if rounds >= ENOUGH and controls < 0.95 * rounds:
        outcome.faults.append(f"the control failed in {controls} of {rounds} rounds only")
    outcome.struck = controls
    with naive.begin() as link:
        link.execute(text("DROP TABLE naive_closing"))
    naive.dispose()
    found = bench.verify_ledger()
    outcome.faults += [] if found.is_sound else [found.differences[0].message]
    bench.close()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _contend(bench: Workbench, naive: Engine, first: int, case_nos: list[str], outcome: Outcome) -> list[str]:
    gate = multiprocessing.get_context("fork").Barrier(WRITERS)

    def writer(place: int) -> Child:
        def job(say: Callable[[Any], None]) -> None:
            said: dict[str, list[str]] = {case_no: [] for case_no in case_nos}
            for start in range(0, len(case_nos), FORMS):
                lying = case_nos[start : start + FORMS]
                for stage in range(len(STAGES)):
                    gate.wait(PATIENCE)
                    for case_no in lying:
                        said[case_no].append(_want(bench, stage, case_no, place))
                gate.wait(PATIENCE)
                _close_naively(naive, range(first + start, first + start + len(lying)), place)
            say([answer for case_no in case_nos for answer in said[case_no]])

        return fork(job)

    children = [writer(place) for place in range(WRITERS)]
    for child in children:
        child.start()
    said = [child.end(PATIENCE) for child in children]
    outcome.rounds += len(case_nos)
    if any(len(words) != 1 or isinstance(words[0], dict) for words in said):
        return [f"a writer ended: {[words for words in said if not words or isinstance(words[0], dict)]}"]
    faults = []
    for at in range(len(STAGES) * len(case_nos)):
        kind, refusal = STAGES[at % len(STAGES)]
        answers = Counter(words[0][at] for words in said)
        outcome.tried += WRITERS
        outcome.acts += answers["done"]
        wanted = Counter({"done": 1, refusal.__name__: WRITERS - 1} if refusal else {"done": WRITERS})
        if answers != wanted:
            faults.append(f"{case_nos[at // len(STAGES)]}, {kind}: {dict(answers)}")
    return faults


def _want(bench: Workbench, stage: int, case_no: str, writer: int) -> str:
    """Try one act; return "done", or the name of the error."""
    kind = STAGES[stage][0]
    unit = (TOWN, OTHER_TOWN)[writer % 2]
    try:
        if kind == "register":
            bench.perform(make_register(case_no=case_no), actor=CLERK)
        elif kind == "register_repeat":
            bench.perform(RegisterRepeat(case_no, f"第{writer}人又来反映", REPEAT), actor=CLERK)
        elif kind == "transfer":
            transfer = make_take(case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=unit)
            bench.perform(transfer, actor=CLERK, seen=1)
        else:
            told: dict[str, Any] = {"outcome": Opinion.EXPLAIN} if kind == "issue_opinion" else {}
            on = date(2026, 3, 2) if told else date(2026, 1, 20)
            take = make_take(case_no, Step(kind), on, unit=_answers(bench, case_no), **told)
            bench.perform(take, actor=CLERK)
    except Exception as error:
        return type(error).__name__
    return "done"


@lru_cache(maxsize=FORMS)
def _answers(bench: Workbench, case_no: str) -> str:
    """Return the unit that the transfer went to."""
    asked = text(
        "SELECT to_unit FROM step s JOIN petition_case c ON c.id = s.case_id "
        "WHERE c.case_no = :no AND s.kind = 'transfer'"
    )
    with bench.reading() as session:
        return str(session.scalar(asked, {"no": case_no}))


def _lost(bench: Workbench, case_nos: list[str]) -> list[str]:
    """Everything that was said to be done is there, once."""
    asked = text(
        "SELECT c.case_no, s.kind, count(*) FROM step s JOIN petition_case c ON c.id = s.case_id "
        "WHERE c.case_no = :no GROUP BY c.case_no, s.kind"
    )
    faults = []
    with bench.reading() as session:
        for case_no in case_nos:
            there = {kind: count for _, kind, count in session.execute(asked, {"no": case_no})}
            faults += [] if there == STEPS else [f"{case_no}: {there}"]
    return faults


def _close_naively(engine: Engine, matters: range, writer: int) -> None:
    """Close matters as a program without rules would."""
    asked = text("SELECT count(*) FROM naive_closing WHERE matter = :matter")
    with engine.connect() as link:
        still_open = [matter for matter in matters if not link.scalar(asked, {"matter": matter})]
    time.sleep(LOOK)
    close = text("INSERT INTO naive_closing VALUES (:matter, :writer)")
    for matter in still_open:
        with engine.connect().execution_options(writes=True) as link, link.begin():
            link.execute(close, {"matter": matter, "writer": writer})


if __name__ == "__main__":
    made = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
