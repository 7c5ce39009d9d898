"""A file for analysts holds no name, number, text or day, and nobody stands alone in it."""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace

import pytest

from tests.markers import found_in
from tests.snapshot_maker import SnapshotMaker
from workbench.access.policy import policy
from workbench.snapshots.deidentified import FACTS, LABELS, QUASI, SMALLEST, TooFewError, write_extract
from workbench.terms import Holding, Operation, Reach, Role

SECRETS = ("欧阳墨痕", "13800001111", "430682199001011234", "羊吃了稻子", "XF-0", "外部编号七")


@pytest.fixture
def made(tmp_path):
    """A function that writes so many matters made of dice, with what must not come out."""

    def make(many=120, accusations=7, seed=1):
        chance, maker = random.Random(seed), SnapshotMaker(tmp_path / "facts.sqlite")
        for _ in range(many):
            day = f"2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}"
            maker.case(
                title=f"关于{SECRETS[0]}的{SECRETS[3]}", body=" ".join(SECRETS), external_no=SECRETS[5],
                registered_on=day, channel=chance.choice(["visit", "online"]),
                person_times=chance.randint(1, 12),
                topic_group=chance.choice(["land", "pay"]), unit=chance.choice(["430682104", "430682D01"]),
                petition_class=chance.choice(["claim", "suggestion", None]), notice_on="2026-11-02",
            )  # fmt: skip
        for _ in range(accusations):
            maker.case(
                petition_class="accusation", registered_on="2026-05-05", unit="430682104", topic="bribe"
            )
        return maker.write()

    return make


def rows(path, question):
    with closing(sqlite3.connect(path)) as link:
        return link.execute(question).fetchall()


@pytest.mark.parametrize("seed", range(5))
def test_in_no_cell_does_a_matter_stand_alone(made, tmp_path, seed):
    told = write_extract(made(seed=seed), tmp_path / "out.sqlite")

    alike = Counter(rows(tmp_path / "out.sqlite", f"select {', '.join(QUASI)} from matter"))
    assert min(alike.values()) >= SMALLEST
    assert sum(alike.values()) == told.rows and told.rows + told.left_out == 120


def test_no_marker_of_a_person_or_a_matter_is_in_the_file(made, tmp_path):
    snapshot = made()
    assert found_in(snapshot.path.read_bytes(), SECRETS) >= {
        SECRETS[0],
        SECRETS[3],
    }  # the scan would find them
    write_extract(snapshot, tmp_path / "out.sqlite")

    assert found_in((tmp_path / "out.sqlite").read_bytes(), SECRETS) == set()
    columns = {
        name for (name,) in rows(tmp_path / "out.sqlite", "select name from pragma_table_info('matter')")
    }
    assert columns == {*QUASI, *FACTS} == set(LABELS)
    for value in {value for row in rows(tmp_path / "out.sqlite", "select * from matter") for value in row}:
        assert not (isinstance(value, str) and value.count("-") == 2), value  # no day


def test_of_accusations_there_are_totals_of_years_and_no_row(made, tmp_path):
    write_extract(made(), tmp_path / "out.sqlite")
    assert rows(tmp_path / "out.sqlite", "select * from accusation_year") == [("2026", 7)]
    assert rows(
        tmp_path / "out.sqlite", "select count(*) from matter where petition_class = 'accusation'"
    ) == [(0,)]
    assert rows(tmp_path / "out.sqlite", "select count(*) from matter where topic = 'bribe'") == [(0,)]

    write_extract(made(accusations=4), tmp_path / "few.sqlite")
    assert rows(tmp_path / "few.sqlite", "select * from accusation_year") == [("2026", None)]


def test_where_the_policy_lets_analysts_count_no_accusation_there_is_none(made, tmp_path):
    cell = (Role.ANALYST, Holding.ACCUSATION, Operation.COUNT)
    shut = replace(policy(), cells={**policy().cells, cell: Reach.NONE})
    write_extract(made(), tmp_path / "out.sqlite", rules=shut)
    assert rows(tmp_path / "out.sqlite", "select * from accusation_year") == []


def test_the_same_facts_give_the_same_bytes_for_the_user_alone(made, tmp_path):
    snapshot = made()
    for name in ("one", "other"):
        write_extract(snapshot, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0


def test_fewer_than_five_give_no_file(made, tmp_path):
    with pytest.raises(TooFewError, match="4 件"):
        write_extract(made(many=4), tmp_path / "out.sqlite")
    assert not (tmp_path / "out.sqlite").exists()
