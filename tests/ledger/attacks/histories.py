"""Lawful histories made of dice: matters, steps, corrections, deletions, checkpoints, a restored backup."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.access.actor import Actor
from workbench.acts.amending import Correct
from workbench.acts.erasing import (
    DeclineErasure,
    EraseValues,
    RequestErasure,
    RestrictValues,
    values_to_erase,
)
from workbench.acts.handling import Person
from workbench.app import Workbench
from workbench.config import Config
from workbench.records.store import Store
from workbench.terms import ErasureBasis, RetentionGround, Role, Step

AUDITOR = Actor("auditor", Role.AUDITOR, OFFICE)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
ON = date(2026, 3, 31)
FAMILY = "赵钱孙李周吴郑王"


@dataclass(frozen=True)
class Paper:
    """What is out of reach of whoever alters: size and code in the minutes, the file at another office."""

    size: int
    code: str
    witness: str


class OpenStore(Store):
    """The database at one place, whatever file lies there: its engine, with what it compiled, is kept."""

    def close(self) -> None:
        """Keep the engine: it holds no connection, and the next history lies at the same place."""


def open_at(home: Path, *, days: int = 0, store: Store | None = None) -> Workbench:
    """The workbench in ``home``; its clock stands ``days`` after the tests' day."""
    config = Config(address_in(home), home)
    return Workbench(config, clock=lambda: NOW + timedelta(days=days), store=store)


def address_in(home: Path) -> str:
    """The address of the database in a home."""
    return f"sqlite:///{home / 'workbench.sqlite'}"


def live(bench: Workbench, chance: random.Random, *, matters: int, prefix: str = "M") -> None:
    """Let officers work for a while."""
    for number in range(matters):
        case_no = f"{prefix}{number}"
        name = f"{chance.choice(FAMILY)}某{number}"
        day = date(2026, 1, 5) + timedelta(chance.randrange(40))
        register = make_register(case_no=case_no, persons=(Person(name=name, phone="13800001111"),))
        bench.perform(register, actor=CLERK)
        if chance.random() < 0.6:
            sent = make_take(
                case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN, note=f"附{day}"
            )
            bench.perform(sent, actor=CLERK)
        if chance.random() < 0.4:
            bench.perform(Correct(case_no, 1, "narrative", f"补充说明{day}", "录入有误"), actor=SUPERVISOR)
        if chance.random() < 0.3:
            bench.anchors.checkpoint()


def erase_something(bench: Workbench, chance: random.Random, number: str) -> None:
    """Ask for a deletion, and let another decide."""
    with bench.reading() as session:
        places = [
            tuple(row)
            for row in session.execute(text("SELECT seq, field FROM ledger_payload ORDER BY seq, field"))
            if row.field in ("narrative", "note", "person.1.name", "person.1.phone")
        ]
        taken = {tuple(row) for row in session.execute(text("SELECT entry, field FROM erasure_value"))}
        free = [place for place in places if place not in taken]
        if not free:
            return
        values = values_to_erase(session.connection(), chance.sample(free, min(2, len(free))))
    basis = chance.choice(list(ErasureBasis))
    bench.perform(RequestErasure(number, values, basis, ON, "申请"), actor=CLERK)
    if chance.random() < 0.4:
        bench.perform(RestrictValues(number, RetentionGround.TECHNICAL, ON), actor=AUDITOR)
    if chance.random() < 0.7:
        bench.perform(EraseValues(number, values, basis, ON), actor=AUDITOR)
    elif chance.random() < 0.5:
        bench.perform(DeclineErasure(number, ON, "仍在办理"), actor=AUDITOR)


def restore_older(bench: Workbench, chance: random.Random) -> None:
    """Go back to a copy, and let two people say so."""
    database, aside = bench.config.home / "workbench.sqlite", bench.config.home / "aside"
    bench.close()
    shutil.copyfile(database, aside)
    live(bench, chance, matters=1, prefix="L")
    bench.anchors.checkpoint()
    bench.close()
    for leftover in bench.config.home.glob("workbench.sqlite*"):
        leftover.unlink()
    aside.rename(database)
    with bench.desk(SUPERVISOR, restoring=True) as desk:
        desk.perform(bench.anchors.acknowledgement(desk.connection, "supervisor", "auditor", "磁盘损坏"))


def make_history(home: Path, seed: int) -> Paper:
    """Make one history in a prepared home; return what was printed and given away at its end."""
    chance, bench = random.Random(seed), open_at(home)
    live(bench, chance, matters=chance.randint(2, 5))
    if chance.random() < 0.7:
        erase_something(bench, chance, "S-1")
    if chance.random() < 0.3:
        restore_older(bench, chance)
    live(bench, chance, matters=2, prefix="N")
    made = bench.anchors.checkpoint().checkpoint
    paper = Paper(made.size, made.code, bench.anchors.witness().write())
    bench.close()
    return paper
