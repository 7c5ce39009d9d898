"""Once a matter is held, no live snapshot of any day has its words, whether anybody opens that day or not."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register
from workbench.access.masking import HELD_TITLE
from workbench.acts.base import Actor
from workbench.acts.holding import DecideHold, HoldMatter
from workbench.app import Workbench
from workbench.snapshots import fold_file, held
from workbench.terms import HoldFinding, Role

BOSS = Actor("boss", Role.SUPERVISOR, OFFICE)
DAYS = (date(2026, 2, 10), date(2026, 3, 1), date(2026, 3, 31))
WORDS = ("征地补偿", "三个月没有发")
TITLE = "select title from case_fact where case_no = 'H'"


@pytest.fixture
def looked_at(bench, monkeypatch):
    """Three days were looked at, with answers kept beside them."""
    monkeypatch.setattr("workbench.snapshots.answers.SLOW", 0.0)
    story = "补偿款三个月没有发" * 40
    bench.perform(
        replace(make_register(case_no="H", title="反映征地补偿", narrative=story), cause_unit=TOWN),
        *(make_register(case_no=f"P{number}", narrative="路灯" * 300) for number in range(5)),
        actor=CLERK,
    )
    for day in DAYS:
        bench.snapshot(day).rows("select title, body from case_fact join case_text using (case_id)")
    assert all(word in contents(bench) for word in WORDS)
    return bench


def contents(bench):
    files = (path for path in bench.config.snapshots.rglob("*") if path.is_file())
    return "".join(path.read_bytes().decode("utf-8", "ignore") for path in files)


def is_silent(bench):
    return not any(word in contents(bench) for word in WORDS)


def hold(bench):
    bench.perform(HoldMatter("H", why="可能是检举"), actor=BOSS)


def test_no_file_has_the_words_of_a_held_matter_although_nobody_opens_its_days(looked_at):
    sizes = [looked_at.snapshot(day).ledger_size for day in DAYS]
    hold(looked_at)

    assert is_silent(looked_at)
    for file in looked_at.config.snapshots.glob("*.sqlite"):
        with closing(sqlite3.connect(file)) as link:
            assert link.execute("select cause_unit from case_fact where case_no = 'H'").fetchall() == [
                (None,)
            ]
    assert len(list(looked_at.config.snapshots.glob("*.sqlite"))) == len(DAYS) == len(sizes)
    for day in DAYS:
        assert looked_at.snapshot(day).value(TITLE) == HELD_TITLE
        assert looked_at.snapshot(day).value("select count(*) from case_fact") == 6

    looked_at.perform(DecideHold("H", HoldFinding.NONE, None, "已核对原信"), actor=BOSS)
    assert [looked_at.snapshot(day).value(TITLE) for day in DAYS] == ["反映征地补偿"] * len(DAYS)


def test_a_file_of_an_older_layout_or_one_that_cannot_be_changed_goes_altogether(looked_at):
    older, busy, _ = (looked_at.snapshot(day).path for day in DAYS)
    with closing(sqlite3.connect(older)) as link:
        link.execute("update meta set value = '1' where key = 'layout'")
        link.commit()
    abandoned = busy.with_name(f"{busy.name}.999999999.part")
    abandoned.write_bytes(busy.read_bytes())
    with closing(sqlite3.connect(busy)) as reader, patch.object(held, "PATIENCE", 0.05):
        reader.execute("begin")
        reader.execute("select count(*) from case_fact").fetchone()
        hold(looked_at)

    assert is_silent(looked_at)
    assert not older.exists() and not busy.exists() and not abandoned.exists()


def test_snapshots_of_another_database_in_the_folder_stay_as_they_are(looked_at):
    path = looked_at.snapshot(DAYS[0]).path
    other = path.with_name(f"{'0' * 10}-2026-02-10.sqlite")
    other.write_bytes(path.read_bytes())
    hold(looked_at)

    assert "征地补偿" in other.read_bytes().decode("utf-8", "ignore")


def test_a_fold_that_began_before_the_matter_was_held_leaves_no_words(looked_at):
    """Its draft is put in place after the holding has looked through the folder."""
    day, fold = date(2026, 3, 20), fold_file.fold_records

    def held_meanwhile(link, **told):
        done = fold(link, **told)
        hold(looked_at)
        return done

    with patch("workbench.snapshots.write.fold_records", held_meanwhile):
        looked_at.snapshot(day)

    assert is_silent(looked_at)


def test_another_folder_hears_of_it_with_the_first_day_that_is_opened_there(looked_at, tmp_path):
    """On a server each officer has his own folder: what lies there goes when he opens any day."""
    config = replace(looked_at.config, home=tmp_path / "other", database=looked_at.config.database)
    other = Workbench(config, clock=looked_at.now)
    for day in DAYS:
        other.snapshot(day)
    hold(looked_at)
    assert not is_silent(other)

    other.snapshot(DAYS[2])
    assert is_silent(other)
    other.close()


def test_drafts_of_those_who_still_fold_stay(looked_at):
    path = looked_at.snapshot(DAYS[0]).path
    mine = path.with_name(f"{path.name}.{os.getpid()}.part")
    mine.write_bytes(b"")
    hold(looked_at)

    assert mine.exists()
