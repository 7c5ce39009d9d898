"""Twin worlds: two databases that differ only in what a viewer may not see look the same to him, to the byte.

In the twin everything that the viewer may not see was deleted or written anew at random, behind the back of
the acts. Every screen that he may open is told whole: lists, counts, figures, sentences, values that nothing
shows, and the files it offers. A pair for each viewer runs always, ``TWIN_WORLDS=1000`` runs a thousand.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.access.test_sight import accuse
from tests.acts.test_tampering import live_in
from tests.conftest import NOW
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.interfaced import tell_interface
from tests.proceedings import NUMBER
from tests.screens import OPENERS, tell_screen
from workbench.access.gate import allow
from workbench.access.sight_rules import RESTS_ON
from workbench.access.viewer import Viewer
from workbench.acts.handling import Person
from workbench.app import Workbench
from workbench.config import Config
from workbench.records.tables import metadata
from workbench.terms import Role, Step

ACCUSED = "430682105"
LONG = int(os.environ.get("TWIN_WORLDS", "0"))
PAIRS = LONG or 1
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
COUNTING = {  # who only counts: titles, texts and people are not his
    "display": Viewer("x.d", "某", Role.DISPLAY),
    "analyst": Viewer("x.n", "某", Role.ANALYST),
    "administrator": Viewer("x.m", "某", Role.ADMINISTRATOR),
}
ADDRESSES: dict[str, tuple[dict[str, str], ...]] = {
    "case_review": ({"case": "A"}, {"case": "M"}, {"text": "路灯"}),
    "supervision": ({"tab": "proposals"}, {"order": "督〔2026〕1号"}, {"proposal": "信建〔2026〕1号"}),
    "accountability": ({"tab": "counters"}, {"tab": "trends"}, {"id": NUMBER}),
    "ownership": ({"no": "BA-A-1"}, {"case": "A"}),
    "meeting": ({"no": "2026-02"}, {"tab": "items"}, {"item": "2026-02-01"}),
    "look_back": ({"tab": "repeats"}, {"tab": "signals"}),
}


@pytest.fixture(scope="module")
def home(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with rows in every table; A accuses a unit, M is in that unit's hands, O in another's."""
    folder = Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("twins") / "home"))
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
    accuse(bench, "A", ACCUSED)
    bench.close()
    return folder


def opened(folder: Path) -> Workbench:
    address = f"sqlite:///{(folder / 'workbench.sqlite').as_posix()}"
    return Workbench(Config(address, folder), clock=lambda: NOW)


def look(folder: Path, viewer: Viewer) -> Iterator[tuple[str, str]]:
    """Give every screen with its address, told whole."""
    with closing(opened(folder)) as bench:
        for app in OPENERS:
            if allow(viewer, f"open:{app}"):
                for address in ({}, *ADDRESSES.get(app, ())):
                    yield f"{app} {address}", tell_screen(bench, viewer, app, address)
        yield from tell_interface(bench, viewer, "A", MINE)


def twin_of(home: Path, there: Path, hidden: frozenset[str], dice: random.Random) -> Path:
    """Make a copy in which what rests on the hidden matters is gone or says something else."""
    twin = Path(shutil.copytree(home, there, ignore=shutil.ignore_patterns("snapshots")))
    with closing(sqlite3.connect(twin / "workbench.sqlite")) as link:
        _take_off_brakes(link)
        for case_no in sorted(hidden):
            found = _resting_on(link, case_no)
            gone = dice.random() < 0.5 and case_no != "AA"  # AA is linked with what may be left
            for table, ids in found.items():
                if gone:
                    link.executemany(f"DELETE FROM {table} WHERE _rowid_ = ?", [(one,) for one in ids])
                else:
                    _say_else(link, table, ids, dice)
        link.commit()
    return twin


def say_else(home: Path, there: Path, tables: tuple[str, ...], dice: random.Random) -> Path:
    """Make a copy in which every text of these tables is another."""
    twin = Path(shutil.copytree(home, there, ignore=shutil.ignore_patterns("snapshots")))
    with closing(sqlite3.connect(twin / "workbench.sqlite")) as link:
        _take_off_brakes(link)
        for table in tables:
            _say_else(link, table, [one for (one,) in link.execute(f"SELECT _rowid_ FROM {table}")], dice)
        link.commit()
    return twin


def _take_off_brakes(link: sqlite3.Connection) -> None:
    link.execute("PRAGMA foreign_keys = OFF")
    link.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        link.execute(f"DROP TRIGGER {name}")


def _resting_on(link: sqlite3.Connection, case_no: str) -> dict[str, list[int]]:
    """Return the rows of every table that are about a matter, or about what is about it, row by row."""
    known: dict[tuple[str, str], set[object]] = {("petition_case", "case_no"): {case_no}}
    found: dict[str, list[int]] = {}
    while True:
        before = sum(map(len, found.values()))
        for table in metadata.sorted_tables:
            if table.name in _WITHOUT_ROWID or table.name.startswith("ledger"):
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


_WITHOUT_ROWID = {
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


def _say_else(link: sqlite3.Connection, table: str, ids: list[int], dice: random.Random) -> None:
    """Write other words wherever people wrote words; codes, numbers and days stay."""
    texts = [
        column.name
        for column in metadata.tables[table].columns
        if column.type.python_type is str and not (column.primary_key or column.unique or column.foreign_keys)
    ]
    for row in ids:
        for column in texts:
            (said,) = link.execute(f'SELECT "{column}" FROM {table} WHERE _rowid_ = ?', (row,)).fetchone()
            if said and _WORDS.search(said):
                words = "".join(dice.choice("山河湖海日月星辰") for _ in range(dice.randint(2, 9)))
                link.execute(f'UPDATE {table} SET "{column}" = ? WHERE _rowid_ = ?', (words, row))


# Each kind of narrowing once; the long run has every role.
SHORT = ("other handler", "reviewer", "supervisor")


@pytest.fixture(scope="module")
def usual(home: Path) -> Callable[[Viewer], dict[str, str]]:
    """The screens of a viewer in the world as it is, told once."""
    return cache(lambda viewer: dict(look(home, viewer)))


@pytest.mark.parametrize("who", sorted(VIEWERS) if LONG else SHORT)
def test_two_worlds_that_differ_in_what_he_may_not_see_look_the_same(
    home: Path, tmp_path: Path, usual: Callable[[Viewer], dict[str, str]], who: str
):
    viewer, mine = VIEWERS[who]
    before = usual(viewer)
    assert any("反映" in told for told in before.values()) or not mine

    for pair in range(PAIRS):
        dice = random.Random(f"{who} {pair}")
        twin = twin_of(home, tmp_path / f"twin{pair}", frozenset(CASES - mine), dice)
        for screen, told in look(twin, viewer):
            assert told == before[screen], f"{screen}, pair {pair}"
        shutil.rmtree(twin)


@pytest.mark.parametrize("who", sorted(COUNTING) if LONG else ["display"])
def test_who_only_counts_sees_the_same_whatever_was_written_and_by_whom(
    home: Path, tmp_path: Path, usual: Callable[[Viewer], dict[str, str]], who: str
):
    before = usual(COUNTING[who])

    for pair in range(PAIRS):
        tables = ("petition_text", "petitioner", "step_note", "document")
        twin = say_else(home, tmp_path / f"twin{pair}", tables, random.Random(f"{who} {pair}"))
        for screen, told in look(twin, COUNTING[who]):
            assert told == before[screen], f"{screen}, pair {pair}"
        shutil.rmtree(twin)


def test_a_difference_that_he_may_see_is_seen(
    home: Path, tmp_path: Path, usual: Callable[[Viewer], dict[str, str]]
):
    """The control: were the comparison blind, it would prove nothing."""
    viewer, _ = VIEWERS["supervisor"]

    twin = twin_of(home, tmp_path / "twin", frozenset({MINE}), random.Random(1))

    screen, told = next(one for one in look(twin, viewer) if one[0].startswith("case_review"))
    assert told != usual(viewer)[screen]


def test_what_is_hidden_and_what_does_not_exist_look_the_same(home: Path):
    """The page, the order, the ownership of a hidden matter: the sentence is that of a number never used."""
    viewer, _ = VIEWERS["supervisor"]
    pairs = [
        ("case_review", {"case": "A"}, {"case": "Z"}),
        ("supervision", {"order": "督〔2026〕1号"}, {"order": "督〔2026〕8号"}),
        ("supervision", {"proposal": "信建〔2026〕1号"}, {"proposal": "信建〔2026〕8号"}),
        ("ownership", {"no": "BA-A-1"}, {"no": "BA-Z-1"}),
        ("meeting", {"item": "2026-02-01"}, {"item": "2026-02-09"}),
        ("reception", {"instruction": "PS-1"}, {"instruction": "PS-8"}),
        ("look_back", {"check": "HF-1/A"}, {"check": "HF-1/Z"}),
        ("file_review", {"sheet": "PC-1/A/1"}, {"sheet": "PC-1/Z/1"}),
        ("accountability", {"id": NUMBER}, {"id": NUMBER.replace("1", "8")}),
    ]
    with closing(opened(home)) as bench:
        for app, hidden, never in pairs:
            asked, other = *hidden.values(), *never.values()
            told = _without(asked, tell_screen(bench, viewer, app, hidden))
            assert told == _without(other, tell_screen(bench, viewer, app, never)), app


def _without(number: str, told: str) -> str:
    quoted = re.escape(quote(number, safe=""))
    return re.sub(rf"(?<![A-Za-z0-9_])({re.escape(number)}|{quoted})(?![A-Za-z0-9_])", "…", told)
