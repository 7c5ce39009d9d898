"""Twin worlds at the root: every table, as a viewer's session has it, is the same whatever is hidden.

All that he can get is made of these rows: one place opens sessions, and it lays these views. A pair costs
some hundredths of a second here and many seconds as pages, so that thousands can be compared; each fiftieth
is also asked through the interface and exported. ``test_twin_worlds`` walks the pages. ``TWIN_WORLDS=1000``
runs a thousand pairs for each viewer, ``FIRST_HISTORY`` says with which number they begin.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.access.test_twin_worlds import twin_of
from tests.conftest import NOW
from tests.interfaced import tell_interface
from tests.twins import (
    CASES,
    COUNTING,
    MINE,
    NO_PROCEEDING,
    VIEWERS,
    WITHOUT_ROWID,
    alter_proceedings,
    make_world,
    opened,
    resting_on,
    say_else_in,
    take_off_brakes,
)
from workbench.access.sight import read_sight
from workbench.access.sight_conditions import numbered
from workbench.access.sight_tables import narrow_session
from workbench.access.viewer import Viewer
from workbench.intake.exchange import exchanged
from workbench.records.tables import metadata

LONG = "TWIN_WORLDS" in os.environ
PAIRS = int(os.environ.get("TWIN_WORLDS", "4"))
FIRST = int(os.environ.get("FIRST_HISTORY", "0"))
ASKED_EACH = 50  # pairs, of which one is asked through the interface and exported too
TEXTS = ("petition_text", "petitioner", "step_note", "document")
# The columns by name: a table that was altered once has them in another order than its view.
ASKED = {
    name: "SELECT {} FROM {}".format(", ".join(f'"{key}"' for key in table.columns.keys()), name)
    for name, table in sorted(metadata.tables.items())
}
World = dict[str, list[tuple[Any, ...]]]


class Link:
    """A database in memory, spoken to as the workbench speaks to its connections."""

    dialect = SimpleNamespace(name="sqlite")

    def __init__(self, content: bytes) -> None:
        self.raw = sqlite3.connect(":memory:", isolation_level=None)
        self.raw.deserialize(content)
        self.raw.execute("PRAGMA ignore_check_constraints = ON")

    def exec_driver_sql(self, sql: str) -> sqlite3.Cursor:
        return self.raw.execute(sql)


@pytest.fixture(scope="module")
def world(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the world as it is."""
    return make_world(Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("roots") / "home")))


@pytest.fixture(scope="module")
def content(world: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Its database, without what keeps hands off it."""
    copy = tmp_path_factory.mktemp("content") / "copy.sqlite"
    with closing(sqlite3.connect(world / "workbench.sqlite")) as link, closing(sqlite3.connect(copy)) as to:
        link.backup(to)
        take_off_brakes(to)
        to.commit()
        to.execute("PRAGMA journal_mode = DELETE")
        return to.serialize()


def seen_by(link: Link, viewer: Viewer) -> World:
    """Return every row of every table as the viewer's session has it."""
    sight = read_sight(lambda sql: link.raw.execute(sql).fetchall(), viewer, NOW.date())
    narrow_session(link, sight)  # type: ignore[arg-type]
    return {name: link.raw.execute(asked).fetchall() for name, asked in ASKED.items()}


def alter(link: sqlite3.Connection, hidden: frozenset[str], dice: random.Random) -> None:
    """Do to what rests on each hidden matter one of five things, behind the back of the acts."""
    left_in: set[str] = {"AA"}  # linked with what may be left
    for case_no in sorted(hidden):
        found = resting_on(link, case_no)
        ways = ("gone", "other words", "other days", "other state", "other entries")
        way = dice.choice(ways[1:] if case_no in left_in else ways)
        if way == "gone":
            _take_away(link, case_no, found)
            left_in.add("H")  # so that something is hidden still
        elif way == "other words":
            for table, ids in found.items():
                say_else_in(link, table, ids, dice)
        elif way == "other days":
            for table, ids in found.items():
                _shift_days(link, table, ids, dice)
        elif way == "other state":
            state = dice.choice(("registered", "accepted", "concluded", "transferred"))
            people = dice.randint(1, 90)
            for table, column, value in (("petition_case", "state", state), ("petition", "people", people)):
                asked = f"UPDATE {table} SET {column} = ? WHERE _rowid_ = ?"
                link.executemany(asked, [(value, one) for one in found.get(table, ())])
        else:  # who unmasked it, corrected it, and when
            doer = f"x.{dice.randint(1, 9_999)}"
            told = (doer, f"2026-03-{dice.randint(1, 28):02}T00:00:00.000+00:00", case_no)
            link.execute("UPDATE ledger_entry SET actor = ?, utc = ? WHERE object = ?", told)


def _take_away(link: sqlite3.Connection, case_no: str, found: dict[str, list[int]]) -> None:
    """Leave nothing of the matter: its rows, those kept by their key alone, and the entries on all of it."""
    objects = {case_no}
    for table, key in numbered().items():
        asked = f'SELECT "{key}" FROM {table} WHERE _rowid_ = ?'
        objects |= {link.execute(asked, (one,)).fetchone()[0] for one in found.get(table, ())}
    for number in objects:
        link.execute(
            "DELETE FROM ledger_payload WHERE seq IN (SELECT seq FROM ledger_entry WHERE object = ?)",
            (number,),
        )
        link.execute("DELETE FROM ledger_entry WHERE object = ?", (number,))
    of_it = "SELECT id FROM petition_case WHERE case_no = ?"
    for table in WITHOUT_ROWID:
        if "case_id" in metadata.tables[table].columns:
            link.execute(f"DELETE FROM {table} WHERE case_id IN ({of_it})", (case_no,))
    for table, ids in found.items():
        link.executemany(f"DELETE FROM {table} WHERE _rowid_ = ?", [(one,) for one in ids])


def _shift_days(link: sqlite3.Connection, table: str, ids: list[int], dice: random.Random) -> None:
    days = timedelta(dice.randint(-300, 300))
    for column in metadata.tables[table].columns:
        if column.type.python_type is not date or column.primary_key or column.unique:
            continue
        for row in ids:
            asked = f'SELECT "{column.name}" FROM {table} WHERE _rowid_ = ?'
            (day,) = link.execute(asked, (row,)).fetchone()
            if day is not None:
                moved = (date.fromisoformat(day) + days).isoformat()
                link.execute(f'UPDATE {table} SET "{column.name}" = ? WHERE _rowid_ = ?', (moved, row))


def differing(before: World, after: World) -> Iterator[str]:
    """Give the names of the tables that differ."""
    yield from (name for name in ASKED if before[name] != after[name])


@pytest.mark.parametrize("who", sorted(VIEWERS))
def test_every_table_is_the_same_whatever_is_hidden(world: Path, content: bytes, tmp_path: Path, who: str):
    viewer, mine = VIEWERS[who]
    hidden = frozenset(CASES - mine)
    before = seen_by(Link(content), viewer)
    asked = dict(_asked(world, viewer)) if LONG else {}

    for pair in range(FIRST, FIRST + PAIRS):
        dice = random.Random(f"{who} {pair}")
        twin = Link(content)
        alter(twin.raw, hidden, dice)
        assert list(differing(before, seen_by(twin, viewer))) == [], f"pair {pair}"
        twin.raw.close()
        if LONG and pair % ASKED_EACH == 0:
            there = twin_of(world, tmp_path / f"twin{pair}", hidden, dice)
            assert dict(_asked(there, viewer)) == asked, f"pair {pair}"
            shutil.rmtree(there)


@pytest.mark.parametrize("who", sorted(COUNTING))
def test_who_only_counts_has_the_same_rows_whatever_was_written(content: bytes, who: str):
    viewer = COUNTING[who]
    before = seen_by(Link(content), viewer)

    for pair in range(FIRST, FIRST + PAIRS):
        twin, dice = Link(content), random.Random(f"{who} {pair}")
        for table in TEXTS:
            ids = [one for (one,) in twin.raw.execute(f"SELECT _rowid_ FROM {table}")]
            say_else_in(twin.raw, table, ids, dice)
        assert list(differing(before, seen_by(twin, viewer))) == [], f"pair {pair}"
        twin.raw.close()


@pytest.mark.parametrize("who", sorted({*NO_PROCEEDING, *COUNTING}))
def test_every_table_is_the_same_whatever_goes_on_in_a_proceeding_that_is_not_decided(
    content: bytes, who: str
):
    viewer = VIEWERS[who][0] if who in VIEWERS else COUNTING[who]
    before = seen_by(Link(content), viewer)

    for pair in range(FIRST, FIRST + PAIRS):
        twin = Link(content)
        alter_proceedings(twin.raw, random.Random(f"{who} {pair}"))
        assert list(differing(before, seen_by(twin, viewer))) == [], f"pair {pair}"
        twin.raw.close()


def test_a_difference_in_a_proceeding_is_found_by_who_reads_the_log(content: bytes):
    viewer, _ = VIEWERS["auditor"]
    before, twin = seen_by(Link(content), viewer), Link(content)
    alter_proceedings(twin.raw, random.Random(2))
    assert {"proceeding", "proceeding_entry", "ledger_entry"} <= set(differing(before, seen_by(twin, viewer)))


def test_a_difference_that_he_may_see_is_found(content: bytes):
    """The control: were the comparison blind, it would prove nothing."""
    viewer, _ = VIEWERS["supervisor"]
    before = seen_by(Link(content), viewer)
    found = set()
    for pair in range(12):
        twin = Link(content)
        alter(twin.raw, frozenset({MINE}), random.Random(pair))
        found |= set(differing(before, seen_by(twin, viewer)))
    assert {"petition_case", "petition_text", "ledger_entry", "step"} <= found


def _asked(folder: Path, viewer: Viewer) -> Iterator[tuple[str, str]]:
    with closing(opened(folder)) as bench:
        yield from tell_interface(bench, viewer, "A", "H", MINE)
        theirs = bench.seen_by(viewer)
        told = exchanged(theirs, theirs.snapshot())
        yield "exchange", repr((told.rows, told.simplified, told.accusations))
