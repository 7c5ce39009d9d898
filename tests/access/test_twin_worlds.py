"""Twin worlds: two databases that differ only in what a viewer may not see look the same to him, to the byte.

In the twin everything that the viewer may not see was deleted or written anew at random, behind the back of
the acts. Every screen that he may open is told whole: lists, counts, figures, sentences, values that nothing
shows, and the files it offers. A pair for each viewer runs always, ``TWIN_WALKS=5`` runs five for each of
them; ``test_twin_tables`` compares thousands, without pages.
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

from tests.interfaced import tell_interface
from tests.proceedings import NUMBER
from tests.screens import OPENERS, tell_screen
from tests.twins import (
    CASES,
    COUNTING,
    MINE,
    NO_PROCEEDING,
    OPEN,
    VIEWERS,
    alter_proceedings,
    make_world,
    opened,
    resting_on,
    say_else_in,
    take_off_brakes,
)
from workbench.access.gate import allow
from workbench.access.viewer import Viewer

LONG = int(os.environ.get("TWIN_WALKS", "0"))
PAIRS = LONG or 1
ADDRESSES: dict[str, tuple[dict[str, str], ...]] = {
    "case_review": ({"case": "A"}, {"case": "M"}, {"text": "路灯"}),
    "supervision": ({"tab": "proposals"}, {"order": "督〔2026〕1号"}, {"proposal": "信建〔2026〕1号"}),
    "accountability": (
        {"tab": "counters"},
        {"tab": "trends"},
        {"id": NUMBER},
        {"id": OPEN[0]},
    ),
    "ownership": ({"no": "BA-A-1"}, {"case": "A"}),
    "meeting": ({"no": "2026-02"}, {"tab": "items"}, {"item": "2026-02-01"}),
    "look_back": ({"tab": "repeats"}, {"tab": "signals"}),
}


@pytest.fixture(scope="module")
def home(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world that the twins are made of."""
    return make_world(Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("twins") / "home")))


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
        take_off_brakes(link)
        for case_no in sorted(hidden):
            found = resting_on(link, case_no)
            gone = dice.random() < 0.5 and case_no != "AA"  # AA is linked with what may be left
            for table, ids in found.items():
                if gone:
                    link.executemany(f"DELETE FROM {table} WHERE _rowid_ = ?", [(one,) for one in ids])
                else:
                    say_else_in(link, table, ids, dice)
        link.commit()
    return twin


def proceeding_else(home: Path, there: Path, dice: random.Random) -> Path:
    """Make a copy in which every proceeding that is not decided is another, or none."""
    twin = Path(shutil.copytree(home, there, ignore=shutil.ignore_patterns("snapshots")))
    with closing(sqlite3.connect(twin / "workbench.sqlite")) as link:
        take_off_brakes(link)
        alter_proceedings(link, dice)
        link.commit()
    return twin


def say_else(home: Path, there: Path, tables: tuple[str, ...], dice: random.Random) -> Path:
    """Make a copy in which every text of these tables is another."""
    twin = Path(shutil.copytree(home, there, ignore=shutil.ignore_patterns("snapshots")))
    with closing(sqlite3.connect(twin / "workbench.sqlite")) as link:
        take_off_brakes(link)
        for table in tables:
            say_else_in(link, table, [one for (one,) in link.execute(f"SELECT _rowid_ FROM {table}")], dice)
        link.commit()
    return twin


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


@pytest.mark.parametrize("who", sorted({*NO_PROCEEDING, *COUNTING}) if LONG else ["other handler"])
def test_what_goes_on_in_a_proceeding_that_is_not_decided_changes_no_page(
    home: Path, tmp_path: Path, usual: Callable[[Viewer], dict[str, str]], who: str
):
    """Facts, clause, recommendation, statement, stage, and whether there is one at all (HR8)."""
    viewer = VIEWERS[who][0] if who in VIEWERS else COUNTING[who]
    before = usual(viewer)

    for pair in range(PAIRS):
        twin = proceeding_else(home, tmp_path / f"twin{pair}", random.Random(f"{who} {pair}"))
        for screen, told in look(twin, viewer):
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
