"""The fold by SQL says of every matter what the Python fold says; so does the due state of the law."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from tests.snapshots.random_records import FIRST_DAY, LAST_DAY, write_records
from workbench.snapshots.fold import fold
from workbench.snapshots.fold_file import fold_records, open_beside
from workbench.snapshots.schema import create_statements
from workbench.snapshots.sources import case_ids, read_sources, unit_rows

# 100,000 and more: WORKBENCH_RANDOM_CASES=100000 pytest tests/snapshots/test_fold_sql.py
CASES = int(os.environ.get("WORKBENCH_RANDOM_CASES", "3000"))
MATTERS = 100  # in one example
TABLES = ("case_fact", "petition_fact", "deadline_fact")


@settings(
    max_examples=max(CASES // MATTERS, 1),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(seed=st.integers(0, 2**40), as_of=st.dates(FIRST_DAY, LAST_DAY))
def test_both_folds_give_the_same_rows(tmp_path_factory, seed, as_of):
    path = tmp_path_factory.mktemp("dice") / "records.sqlite"
    write_records(path, MATTERS, seed)

    assert by_sql(path, as_of) == by_python(path, as_of)


def by_sql(path, as_of: date):
    with closing(open_beside(":memory:", path)) as link:
        for statement in create_statements():
            link.execute(statement)
        names = {code: name for code, name in link.execute("select unit_code, name from unit_version")}
        fold_records(link, as_of=as_of, unit_names=names)
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
