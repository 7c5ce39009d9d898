"""The steps that are named as deciding a column are those that the fold makes it of."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from tests.snapshots.random_records import LAST_DAY, write_records
from workbench.indicators import catalogue as definitions
from workbench.records.look_backs import MatterLinkRow
from workbench.snapshots.deciding_steps import deciding_steps
from workbench.snapshots.fold import fold
from workbench.snapshots.schema import CASE_COLUMNS, PETITION_COLUMNS
from workbench.snapshots.sources import case_ids, read_sources, unit_rows
from workbench.terms import Step

MATTERS, SEED = 80, 11
COLUMNS = (*CASE_COLUMNS, *PETITION_COLUMNS)


def folded(path):
    """Return the columns of all matters, and of all petitions, by their names."""
    today = LAST_DAY.isoformat()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as link:
        names = {code: name for code, name, *_ in unit_rows(link, today)}
        found = fold(read_sources(link, case_ids(link, today), today), as_of=LAST_DAY, unit_names=names)
    engine.dispose()
    columns = {}
    for told, rows in ((CASE_COLUMNS, found.cases), (PETITION_COLUMNS, found.petitions)):
        columns |= dict(zip(told, zip(*sorted(rows, key=repr), strict=True), strict=True))
    return columns


def decided_by(column):
    """Return the kinds of steps named for a figure that reads one column; ``None`` for any."""
    return deciding_steps(replace(definitions.catalogue()["received"], of=f"{column} is not null", that=None))


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    path = tmp_path_factory.mktemp("dice") / "records.sqlite"
    write_records(path, MATTERS, SEED)
    # What becomes of another matter that is the same is a reason of its own, and no step of this one.
    with closing(sqlite3.connect(path)) as link, link:
        link.execute(f"delete from {MatterLinkRow.__tablename__}")
    return path


def test_no_column_hangs_on_a_step_that_is_not_named_for_it(records, tmp_path):
    whole = folded(records)
    named = {column: decided_by(column) for column in COLUMNS}
    moved = set()
    for kinds in {kinds for kinds in named.values() if kinds is not None}:
        fewer = tmp_path / "fewer.sqlite"
        shutil.copy(records, fewer)
        kept = ", ".join(f"'{kind.value}'" for kind in sorted(kinds))
        with closing(sqlite3.connect(fewer)) as link, link:
            link.execute(f"delete from step where kind not in ({kept})")
        left = folded(fewer)
        moved |= {column for column in COLUMNS if left[column] != whole[column]}
        wrong = [column for column in COLUMNS if named[column] == kinds and left[column] != whole[column]]
        assert not wrong, (wrong, kinds)
    assert {"satisfaction", "served_on", "closed_on", "batches"} <= moved  # the dice do show what is missing
    assert named["unit"] is None and Step.RATE in named["satisfaction"]
