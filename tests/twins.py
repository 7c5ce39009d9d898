"""Twin worlds: a world in which something is hidden from each viewer, and what rests on a hidden matter."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tests.access.sights import accuse
from tests.conftest import NOW
from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.lived_in import live_in
from tests.proceedings import PAPER, entered, heard, known, recommended
from tests.proceedings import opened as led
from workbench.access.sight_rules import RESTS_ON
from workbench.access.viewer import Viewer
from workbench.acts.base import Act
from workbench.acts.handling import Person
from workbench.app import Workbench
from workbench.config import Config
from workbench.records.tables import metadata
from workbench.terms import ProceedingStep, Responsibility, Role, Step

ACCUSED = "430682105"
CASES = frozenset(
    {"A", "AA", "B", "H", "M", "O"}
)  # A is in every room, B accuses TOWN, H is held, O elsewhere
MINE = "M"
VIEWERS = {  # viewer: the matters that he may see
    "supervisor": (Viewer("x.s", "某", Role.SUPERVISOR, ACCUSED), CASES - {"A", "H"}),
    "clerk": (Viewer("x.c", "某", Role.CLERK, ACCUSED), CASES - {"A", "H"}),
    "auditor": (Viewer("x.a", "某", Role.AUDITOR, ACCUSED), CASES - {"A", "H"}),
    "handler": (Viewer("x.h", "某", Role.HANDLER, ACCUSED), {MINE}),
    "leader": (Viewer("x.l", "某", Role.LEADER, ACCUSED), {MINE}),
    "reviewer": (Viewer("x.r", "某", Role.REVIEWER, ACCUSED), frozenset()),
    "other handler": (Viewer("x.o", "某", Role.HANDLER, OTHER_TOWN), {"O"}),
    "accused handler": (Viewer("x.t", "某", Role.HANDLER, TOWN), {"A"}),
}
OPEN = (
    "责〔2026〕2号",
    "责〔2026〕3号",
    "责〔2026〕4号",
)  # proceedings, undecided
NO_PROCEEDING = sorted(set(VIEWERS) - {"supervisor", "auditor"})  # who may know of none that is open
COUNTING = {  # who only counts: titles, texts and people are not his
    "display": Viewer("x.d", "某", Role.DISPLAY),
    "analyst": Viewer("x.n", "某", Role.ANALYST),
    "administrator": Viewer("x.m", "某", Role.ADMINISTRATOR),
}


def make_world(folder: Path) -> Path:
    """Fill a folder with rows in every table; A accuses a unit, M is in that unit's hands, O elsewhere."""
    bench = opened(folder)
    live_in(bench)
    person = Person(name="孙大海", phone="13911112222")
    for case_no, unit in ((MINE, ACCUSED), ("O", OTHER_TOWN)):
        on = NOW.date().replace(day=2)
        bench.perform(
            make_register(case_no=case_no, on=on, title="反映水渠堵塞", persons=(person,)),
            make_take(case_no, Step.TRANSFER, on.replace(day=3), unit=OFFICE, to_unit=unit),
            actor=CLERK,
        )
    known(bench, "x.l")
    bench.perform(PAPER, *_undecided(), actor=CLERK)
    accuse(bench, "A", ACCUSED)
    bench.close()
    return folder


def _undecided() -> Iterator[Act]:
    """Open a proceeding on each unit that has a viewer, on matters that he sees, and take it some way."""
    for number, unit, case_no in zip(OPEN, (ACCUSED, OTHER_TOWN, TOWN), (MINE, "O", "A"), strict=True):
        yield led(number, unit=unit, case_no=case_no)
        yield from recommended(number)  # entries 2 to 5
        yield entered(
            ProceedingStep.PERSON, NOW.date().replace(day=4), number=number, name="周正", post="所长",
            responsibility=Responsibility.DIRECT, author="第一监督检查室", person_account="x.l",
        )  # fmt: skip
        yield from heard(number)
        yield from heard(number, subject=6, on=NOW.date().replace(day=10))


def alter_proceedings(link: sqlite3.Connection, dice: random.Random) -> None:
    """Do to each open proceeding one of six things, behind the back of the acts; none of them decides it."""
    for number in OPEN:
        asked = "SELECT id FROM proceeding WHERE proceeding_no = ?"
        (row,) = link.execute(asked, (number,)).fetchone()
        mine = "FROM proceeding_entry WHERE proceeding_id = ?"
        ids = [one for (one,) in link.execute(f"SELECT _rowid_ {mine}", (row,))]
        way = dice.choice(("gone", "words", "days", "stage", "facts", "whom"))
        if way == "gone":
            link.execute(f"DELETE {mine}", (row,))
            link.execute("DELETE FROM proceeding WHERE id = ?", (row,))
            _forget_entries(link, number, 0)
        elif way == "words":
            say_else_in(link, "proceeding_entry", ids, dice)
        elif way == "days":
            day = f"2026-03-{dice.randint(1, 28):02}"
            link.execute(
                'UPDATE proceeding_entry SET "on" = ?, due_on = ? WHERE proceeding_id = ?', (day, day, row)
            )
            link.execute("UPDATE proceeding SET opened_on = ? WHERE id = ?", (day, row))
        elif way == "stage":  # not so far yet
            left = dice.randint(1, 8)
            link.execute(f"DELETE {mine} AND number > ?", (row, left))
            _forget_entries(link, number, left)
        elif way == "facts":
            told = (
                f"XF4{dice.randint(2, 6)}-{dice.randint(1, 3)}",
                dice.choice((DEPARTMENT, OFFICE, OTHER_TOWN)),
                row,
            )
            link.execute("UPDATE proceeding_entry SET clause = ?, unit = ? WHERE proceeding_id = ?", told)
        else:
            whom = dice.choice(("x.h", "x.l", "x.o", "x.c", None))
            link.execute(
                "UPDATE proceeding_entry SET person_account = ? WHERE proceeding_id = ?", (whom, row)
            )
            unit = dice.choice((ACCUSED, OTHER_TOWN, TOWN))
            link.execute("UPDATE proceeding SET unit = ?, source = ? WHERE id = ?", (unit, "review", row))


def _forget_entries(link: sqlite3.Connection, number: str, kept: int) -> None:
    """Take away the entries of the ledger on a proceeding, but for the first ones."""
    asked = "SELECT seq FROM ledger_entry WHERE object = ? ORDER BY seq"
    for (seq,) in link.execute(asked, (number,)).fetchall()[kept:]:
        link.execute("DELETE FROM ledger_payload WHERE seq = ?", (seq,))
        link.execute("DELETE FROM ledger_entry WHERE seq = ?", (seq,))


def opened(folder: Path) -> Workbench:
    """Open the workbench of a folder."""
    address = f"sqlite:///{(folder / 'workbench.sqlite').as_posix()}"
    return Workbench(Config(address, folder), clock=lambda: NOW)


def take_off_brakes(link: sqlite3.Connection) -> None:
    link.execute("PRAGMA foreign_keys = OFF")
    link.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        link.execute(f"DROP TRIGGER {name}")


def resting_on(link: sqlite3.Connection, case_no: str) -> dict[str, list[int]]:
    """Return the rows of every table that are about a matter, or about what is about it, row by row."""
    known: dict[tuple[str, str], set[object]] = {("petition_case", "case_no"): {case_no}}
    found: dict[str, list[int]] = {}
    while True:
        before = sum(map(len, found.values()))
        for table in metadata.sorted_tables:
            if table.name in WITHOUT_ROWID or table.name.startswith("ledger"):
                continue
            found[table.name] = _rows_on(link, table.name, known)
            marks = ",".join("?" * len(found[table.name]))
            for column in table.columns:
                if column.primary_key or column.unique or column.name.endswith(("_no", "proposal_id")):
                    asked = f'SELECT "{column.name}" FROM {table.name} WHERE _rowid_ IN ({marks})'
                    values = {value for (value,) in link.execute(asked, found[table.name])}
                    known.setdefault((table.name, column.name), set()).update(values - {None})
        if sum(map(len, found.values())) == before:
            return found


def _rows_on(link: sqlite3.Connection, name: str, known: dict[tuple[str, str], set[object]]) -> list[int]:
    table, tests, values = metadata.tables[name], [], []
    for column in table.columns:
        above = {(key.column.table.name, key.column.name) for key in column.foreign_keys}
        above |= {("petition_case", "id")} if column.name == "case_id" else set()
        other = RESTS_ON.get((name, column.name))
        above |= {(other, column.name)} if other else set()
        above |= {(name, "case_no")} if (name, column.name) == ("petition_case", "case_no") else set()
        above |= {("proposal_case", "proposal_id")} if (name, column.name) == ("proposal", "id") else set()
        for place in above & _OF_MATTERS:
            told = [one for one in known.get(place, set()) if one is not None]
            tests.append(f'"{column.name}" IN ({",".join("?" * len(told))})')
            values += told
    if not tests:
        return []
    return [one for (one,) in link.execute(f"SELECT _rowid_ FROM {name} WHERE {' OR '.join(tests)}", values)]


WITHOUT_ROWID = {
    table.name
    for table in metadata.sorted_tables
    if not table.dialect_options["sqlite"].get("with_rowid", True)
}
_OF_MATTERS = {  # what may be about a matter, and may be referred to
    (table.name, column.name)
    for table in metadata.sorted_tables
    for column in table.columns
    if table.name in {"petition_case", "petition", "step", "ownership", "supervision_order", "agreed_item",
                      "instruction", "look_back", "matter_link", "review_sheet", "proceeding", "proposal",
                      "urgency", "proposal_case"}
}  # fmt: skip


_WORDS = re.compile(r"[\u4e00-\u9fff]|\d{7}")  # what people write; a code has neither


def say_else_in(link: sqlite3.Connection, table: str, ids: list[int], dice: random.Random) -> None:
    """Write other words wherever people wrote words; codes, numbers and days stay."""
    texts = [
        column.name
        for column in metadata.tables[table].columns
        if column.type.python_type is str
        and not (column.primary_key or column.unique or column.foreign_keys)
        and (table, column.name) not in RESTS_ON  # a number of another row
    ]
    for row in ids:
        for column in texts:
            (said,) = link.execute(f'SELECT "{column}" FROM {table} WHERE _rowid_ = ?', (row,)).fetchone()
            if said and _WORDS.search(said):
                words = "".join(dice.choice("山河湖海日月星辰") for _ in range(dice.randint(2, 9)))
                link.execute(f'UPDATE {table} SET "{column}" = ? WHERE _rowid_ = ?', (words, row))
