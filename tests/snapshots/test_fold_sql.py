"""Both folds by SQL, in SQLite and in DuckDB, say of every matter what the Python fold says."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from unittest import mock

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from tests.snapshots.random_records import FIRST_DAY, LAST_DAY, write_records
from workbench.access.masking import scrub
from workbench.snapshots import fold_parts
from workbench.snapshots.engines import files_in
from workbench.snapshots.fold import fold
from workbench.snapshots.fold_duck import MAY_CHANGE
from workbench.snapshots.fold_file import fold_records, open_beside
from workbench.snapshots.linked import linked_matters
from workbench.snapshots.parquet import PARTED, ParquetWriter, table_order
from workbench.snapshots.record_rows import FileRecords, LedgerMovedOnError
from workbench.snapshots.schema import TABLES as COLUMNS
from workbench.snapshots.schema import create_statements
from workbench.snapshots.sources import case_ids, read_sources, unit_rows

# 100,000 and more: WORKBENCH_RANDOM_CASES=100000 pytest tests/snapshots/test_fold_sql.py
CASES = int(os.environ.get("WORKBENCH_RANDOM_CASES", "1500"))
MATTERS = 100  # in one example
TABLES = ("case_fact", "petition_fact", "deadline_fact")


@settings(
    max_examples=max(CASES // MATTERS, 1),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(seed=st.integers(0, 2**40), as_of=st.dates(FIRST_DAY, LAST_DAY))
def test_all_folds_give_the_same_rows(tmp_path_factory, seed, as_of):
    path = tmp_path_factory.mktemp("dice") / "records.sqlite"
    write_records(path, MATTERS, seed)

    expected = by_python(path, as_of)
    assert by_sql(path, as_of) == expected
    assert by_duckdb(path, as_of) == expected


def test_rows_lie_in_the_order_of_their_keys_in_memory_and_by_way_of_files(tmp_path):
    found = []
    for place, small in (("held", 10_000), ("written", 0)):
        path = tmp_path / place / "records.sqlite"
        path.parent.mkdir()
        write_records(path, 300, 7)
        with mock.patch.object(fold_parts, "SMALL", small), duckdb.connect() as link:
            files = freeze_parts(path, LAST_DAY)
            found.append({table: link.execute(f"from '{files[table]}'").fetchall() for table in PARTED})
            for table in PARTED:
                keys = link.execute(f"select {table_order(table)} from '{files[table]}'").fetchall()
                assert len(keys) > 200
                assert keys == sorted(keys)
        assert not list(path.parent.glob("*.part"))
    assert found[0] == found[1]


@pytest.mark.parametrize("few_later", [fold_parts.FEW_LATER, 0], ids=["scanned", "sought"])
def test_the_order_of_rows_is_asked_for_not_left_to_the_way_records_are_found(tmp_path, few_later):
    found = []
    for place, backwards in (("one", 0), ("other", 1)):
        path = tmp_path / place / "records.sqlite"
        path.parent.mkdir()
        write_records(path, 200, 7)

        class Reversed(FileRecords):
            def __init__(self, *told, way=backwards):
                super().__init__(*told)
                self._tell(f"PRAGMA reverse_unordered_selects = {way}")

        with (
            mock.patch.object(fold_parts, "FileRecords", Reversed),
            mock.patch.object(fold_parts, "FEW_LATER", few_later),
        ):
            files = freeze_parts(path, LAST_DAY)
        found.append({table: files[table].read_bytes() for table in PARTED})
    assert found[0] == found[1]


def test_a_fold_in_a_new_process_loads_no_numpy_for_its_titles(tmp_path):
    write_records(tmp_path / "records.sqlite", 100, 7)
    code = """
import sys
from datetime import date
from pathlib import Path
from sqlalchemy import create_engine
from workbench.snapshots.fold_parts import fold_parts, plan_fold
from workbench.snapshots.parquet import ParquetWriter
home = Path(sys.argv[1])
engine = create_engine(f"sqlite:///{home / 'records.sqlite'}")
with engine.connect() as link, ParquetWriter(home) as writer:
    fold_parts(plan_fold(link, date.fromisoformat(sys.argv[2]), 0), writer, {})
    writer.finish()
print({"numpy", "pandas", "pyarrow"} & set(sys.modules))
"""
    told = subprocess.check_output([sys.executable, "-c", code, str(tmp_path), str(LAST_DAY)], text=True)

    assert told == "set()\n"


def test_a_ledger_that_grew_meanwhile_is_told(tmp_path):
    path = tmp_path / "records.sqlite"
    write_records(path, 3, 7)

    with pytest.raises(LedgerMovedOnError):
        freeze_parts(path, LAST_DAY, ledger_size=1)


@settings(max_examples=500, deadline=None, database=None)
@given(
    title=st.text(st.sampled_from("1٣３೩- a路(（〇㈠９0") | st.characters(codec="utf-8"), max_size=30),
    names=st.lists(st.text(min_size=1, max_size=3), max_size=3),
)
def test_a_title_that_is_not_shown_to_the_mask_would_not_change(title, names):
    named = "list_contains(list_transform($names, lambda n: contains($title, n)), true)"
    asked = f"select {MAY_CHANGE.format(title='$title')} or {named}"
    title, names = title.replace("\0", ""), [name for name in names if "\0" not in name]

    ((may_change,),) = LINK.execute(asked, {"title": title, "names": names or ["\ufdd0"]}).fetchall()

    assert may_change or scrub(title, names) == title


def test_every_digit_of_every_script_is_shown_to_the_mask():
    digits = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isdecimal()]
    asked = f"select list(x) from (select unnest($titles) as x) where not {MAY_CHANGE.format(title='x')}"

    assert LINK.execute(asked, {"titles": [f"路{digit * 7}" for digit in digits]}).fetchall() == [(None,)]
    assert len(digits) > 600


LINK = duckdb.connect()


def freeze_parts(path, as_of: date, ledger_size: int = 0):
    """Fold into Parquet in chunks of a few matters, by two threads; return the files."""
    engine = create_engine(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as link:
        names = dict(link.execute("select unit_code, name from unit_version").fetchall())
    with (
        engine.connect() as link,
        ParquetWriter(path.parent, threads=2) as writer,
        mock.patch.object(fold_parts, "FEWEST", 30),
        mock.patch.object(fold_parts, "MOST", 40),
    ):
        fold_parts.fold_parts(fold_parts.plan_fold(link, as_of, ledger_size), writer, names)
        writer.finish()
    engine.dispose()
    return files_in(path.parent)


def by_duckdb(path, as_of: date):
    files = freeze_parts(path, as_of)
    with duckdb.connect() as link:
        return {
            table: sorted(
                link.execute(
                    f"select {', '.join(COLUMNS[table])} from read_parquet('{files[table]}')"
                ).fetchall(),
                key=repr,
            )
            for table in TABLES
        }


def by_sql(path, as_of: date):
    with closing(open_beside(":memory:", path)) as link:
        for statement in create_statements():
            link.execute(statement)
        names = {code: name for code, name in link.execute("select unit_code, name from unit_version")}
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as records:
            linked = linked_matters(records, as_of.isoformat())
        engine.dispose()
        fold_records(link, as_of=as_of, unit_names=names, linked=linked)
        return {table: sorted(link.execute(f"select * from main.{table}"), key=repr) for table in TABLES}


def by_python(path, as_of: date):
    today = as_of.isoformat()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as link:
        names = {code: name for code, name, *_ in unit_rows(link, today)}
        found = fold(read_sources(link, case_ids(link, today), today), as_of=as_of, unit_names=names)
    engine.dispose()
    rows = (found.cases, found.petitions, found.deadlines)
    return {table: sorted(rows, key=repr) for table, rows in zip(TABLES, rows, strict=True)}
