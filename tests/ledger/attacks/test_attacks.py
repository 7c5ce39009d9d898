"""Every way to alter anchored entries is found; lawful histories raise no alarm.

``ATTACKED_HISTORIES`` and ``LAWFUL_HISTORIES`` make the long runs (20 and 10,000). What is no alteration of
one copy (two histories, the clock, the verifier) is tried on ``SEVERAL`` histories also in the short one.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from datetime import timedelta
from functools import cache

import pytest

from tests.conftest import NOW
from tests.factories import CLERK, make_register
from tests.ledger.attacks.forger import Forger
from tests.ledger.attacks.histories import (
    OpenStore,
    address_in,
    erase_something,
    live,
    make_history,
    open_at,
    restore_older,
)
from tests.ledger.attacks.ways import ATTACKS
from workbench.acts.exporting import ledger_lines
from workbench.acts.restoring import RestoreError
from workbench.ledger import standalone_verify
from workbench.ledger.checkpoint import CheckpointError
from workbench.ledger.signing import LedgerKey
from workbench.ledger.witness import Witness, contradictions, read_witness

ATTACKED = int(os.environ.get("ATTACKED_HISTORIES", "1"))
SEVERAL = range(max(ATTACKED, 3))
LAWFUL = int(os.environ.get("LAWFUL_HISTORIES", "6"))
FIRST = int(os.environ.get("FIRST_HISTORY", "1000"))  # the seed that the lawful ones begin with


@pytest.fixture(scope="session")
def history(prepared_home, tmp_path_factory):
    """A function that gives a home with the history of a seed, and its paper; each is made once."""

    @cache
    def made(seed):
        home = shutil.copytree(prepared_home, tmp_path_factory.mktemp("history") / "home")
        return home, make_history(home, seed)

    return made


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """Where one victim after the other lies, and its store: what was compiled for one serves all."""
    home = tmp_path_factory.mktemp("victim") / "home"
    return home, OpenStore(address_in(home))


@pytest.fixture
def victim(history, place):
    """A function that copies a history to be altered."""

    def take(seed):
        home, paper = history(seed)
        shutil.rmtree(place[0], ignore_errors=True)
        return Forger(shutil.copytree(home, place[0])), paper

    return take


@pytest.fixture
def finders(place):
    """A function that tells who notices: the code on paper, the other office's file, the workbench itself."""

    def find(home, paper):
        bench, found = open_at(home, store=place[1]), set()
        if bench.anchors.code_at(paper.size) != paper.code:
            found.add("paper")
        if bench.anchors.against(read_witness(paper.witness).checkpoints()):
            found.add("witness")
        if not bench.verify_ledger().is_sound:
            found.add("workbench")
        return found

    return find


def test_there_are_sixty_ways_and_more():
    assert len(ATTACKS) >= 60


def test_an_unaltered_copy_is_found_sound(victim, finders):
    for seed in range(ATTACKED):
        forger, paper = victim(seed)
        assert finders(forger.home, paper) == set()


@pytest.mark.parametrize("way", ATTACKS)
def test_every_alteration_is_found(victim, finders, way):
    for seed in range(ATTACKED):
        forger, paper = victim(seed)
        ATTACKS[way](forger, random.Random(f"{way} {seed}"))
        found = finders(forger.home, paper)
        assert found, (way, seed)
        if "power: key" not in way and "power: records" not in way:
            assert "workbench" in found, (way, seed)


def test_an_older_backup_is_refused_and_found_even_without_the_notes(victim, finders, prepared_home):
    forger, paper = victim(0)
    shutil.copyfile(prepared_home / "workbench.sqlite", forger.database)
    for leftover in forger.home.glob("workbench.sqlite-*"):
        leftover.unlink()
    bench = open_at(forger.home)
    with pytest.raises(RestoreError):
        bench.perform(make_register(case_no="Q"), actor=CLERK)
    bench.close()
    forger.drop_notes()
    assert finders(forger.home, paper) >= {"paper"}


@pytest.mark.parametrize("seed", SEVERAL)
def test_two_histories_shown_to_two_offices_contradict_each_other(victim, tmp_path, seed):
    forger, paper = victim(seed)
    other = shutil.copytree(forger.home, tmp_path / "other")
    for home, name in ((forger.home, "P"), (other, "Q")):
        chance, bench = random.Random(f"{name} {seed}"), open_at(home)
        live(bench, chance, matters=chance.randint(1, 3), prefix=name)
        bench.anchors.checkpoint()
        bench.close()
    one, two = (open_at(home).anchors.witness() for home in (forger.home, other))
    assert contradictions(one, two)
    assert open_at(other).anchors.against(one.checkpoints())
    assert not contradictions(read_witness(paper.witness), one)


def test_a_witness_file_with_a_forged_note_is_refused(victim):
    _, paper = victim(0)
    known = read_witness(paper.witness)
    forged = LedgerKey(bytes(32)).sign(known.checkpoints()[-1])
    with pytest.raises(CheckpointError):
        read_witness(Witness(known.verifier, (*known.notes, (NOW, forged))).write())


def test_a_note_of_another_ledger_is_refused(victim, prepared_home, tmp_path):
    forger, _ = victim(0)
    home = shutil.copytree(prepared_home, tmp_path / "foreign")
    Forger(home).do("UPDATE ledger_entry SET utc = utc")  # brakes off: it is made anew
    bench = open_at(home)
    bench.perform(make_register(case_no="Q"), actor=CLERK)
    foreign = bench.anchors.checkpoint().checkpoint
    bench.close()
    assert open_at(forger.home).anchors.against([foreign])


@pytest.mark.parametrize("seed", SEVERAL)
def test_a_replaced_verifier_does_not_help_where_another_reads_the_export(victim, tmp_path, seed):
    """Whatever ours says: the one file elsewhere, the export and the code on paper."""
    forger, paper = victim(seed)
    assert read_elsewhere(forger, paper, tmp_path).returncode == 0
    way = random.Random(seed).choice([one for one in sorted(ATTACKS) if "power: records" in one])
    ATTACKS[way](forger, random.Random(f"{way} {seed}"))
    assert read_elsewhere(forger, paper, tmp_path).returncode == 1, way


def read_elsewhere(forger, paper, folder):
    """Export the ledger and let the independent verifier hold it against the code on paper."""
    bench = open_at(forger.home)
    with bench.reading() as session:
        lines = list(ledger_lines(session.connection(), with_values=True))
    bench.close()
    (folder / "ledger.jsonl").write_text("".join(lines), "utf-8")
    command = [sys.executable, standalone_verify.__file__, str(folder / "ledger.jsonl")]
    told = ("--code", paper.code, "--size", str(paper.size))
    return subprocess.run([*command, *told], capture_output=True, text=True, check=False)


def test_the_independent_verifier_says_what_does_not_agree(victim, tmp_path):
    forger, paper = victim(0)
    forger.do("UPDATE ledger_entry SET body = replace(body, '\"clerk\"', '\"other\"')")
    done = read_elsewhere(forger, paper, tmp_path)
    assert done.returncode == 1 and "不符" in done.stdout


@pytest.mark.parametrize("seed", SEVERAL)
def test_a_clock_set_back_is_found(victim, seed):
    forger, _ = victim(seed)
    bench = open_at(forger.home, days=-random.Random(seed).randint(2, 90))  # a day and less is mending
    bench.perform(make_register(case_no="Q"), actor=CLERK)
    found = bench.verify_ledger()
    bench.close()
    assert any("时钟" in one.message for one in found.differences)


def test_lawful_histories_raise_no_alarm(prepared_home, tmp_path):
    """One workbench after the other: work, deletions, checkpoints, a restored backup, two people."""
    home = tmp_path / "home"
    store = OpenStore(address_in(home))
    for seed in range(FIRST, FIRST + LAWFUL):
        chance = random.Random(seed)
        shutil.copytree(prepared_home, home)
        bench = open_at(home, store=store)
        live(bench, chance, matters=chance.randint(1, 3))
        if chance.random() < 0.4:
            erase_something(bench, chance, "S-1")
        if chance.random() < 0.2:
            restore_older(bench, chance)
            live(bench, chance, matters=1, prefix="R")
        bench.anchors.checkpoint()
        later = open_at(home, days=chance.randint(0, 9), store=store)
        live(later, chance, matters=1, prefix="T")
        found = later.verify_ledger()
        assert found.is_sound, (
            seed,
            json.dumps([one.message for one in found.differences], ensure_ascii=False),
        )
        shutil.rmtree(home)


def test_the_clock_may_be_mended_by_an_hour(victim):
    forger, _ = victim(0)
    bench = open_at(forger.home)
    with bench.desk(CLERK) as desk:
        desk.perform(make_register(case_no="Q"), now=NOW - timedelta(hours=1))
    assert bench.verify_ledger().is_sound
    bench.close()
