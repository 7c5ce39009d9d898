"""Figures on a Spark cluster of two workers are those of DuckDB; without Spark the reason is said."""

from __future__ import annotations

import os
import shutil
from datetime import date
from importlib.util import find_spec

import duckdb
import pytest

from benchmarks.figures.facts import make_facts
from tests.snapshot_maker import SnapshotMaker
from workbench.indicators.catalogue import catalogue
from workbench.indicators.evaluate import Period, evaluate
from workbench.queries.case_filter import CaseFilter, condition, units_below
from workbench.snapshots.engines import DuckFacts, files_in
from workbench.snapshots.schema import frozen_columns
from workbench.snapshots.spark import SparkFacts, SparkMissingError, in_spark

# A million as the issue asks: WORKBENCH_SPARK_CASES=1000000 pytest -m spark tests/snapshots/test_spark.py
CASES = int(os.environ.get("WORKBENCH_SPARK_CASES", "3000"))
CLUSTER = "local-cluster[2,1,1024]"  # two workers of one core, each a process of its own
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
AS_OF = date(2025, 12, 31)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(find_spec("py4j") is None, reason="没有安装 Spark（petition-workbench[spark]）")
@pytest.mark.skipif(shutil.which("java") is None, reason="没有安装 Java")
def test_every_figure_on_the_cluster_is_that_of_duckdb(tmp_path, monkeypatch):
    from pyspark.find_spark_home import _find_spark_home

    monkeypatch.setenv("SPARK_HOME", _find_spark_home())  # the workers are started from there
    make_facts(tmp_path, CASES)
    wanted = (
        (CaseFilter(), None),
        (CaseFilter(channels=("visit", "online"), classes=("claim",)), "unit"),
        (CaseFilter(units=("U00001", "U00007")), None),
    )
    with (
        SparkFacts(files_in(tmp_path), master=CLUSTER, memory="1g") as cluster,
        DuckFacts(files_in(tmp_path)) as one,
    ):
        for narrowed, by in wanted:
            where, values = condition(narrowed, AS_OF, below=units_below(cluster, narrowed.units))
            asked = {"period": YEAR, "as_of": AS_OF, "where": where, "parameters": values, "by": by}
            for definition in catalogue().values():
                assert evaluate(cluster, definition, **asked) == evaluate(one, definition, **asked)


def test_the_facts_that_are_made_to_measure_with_are_those_of_a_snapshot(tmp_path):
    make_facts(tmp_path, 50)

    for table, file in files_in(tmp_path).items():
        told = duckdb.execute(f"describe select * from '{file}'").fetchall()
        assert [name for name, *_ in told] == list(frozen_columns(table)), table


def test_no_figure_is_measured_where_there_is_nothing_to_count(tmp_path):
    make_facts(tmp_path, 3_000)

    with DuckFacts(files_in(tmp_path)) as facts:
        empty = [
            name
            for name, definition in catalogue().items()
            if not evaluate(facts, definition, period=YEAR, as_of=AS_OF)[0].denominator
        ]

    assert empty == []


def test_a_filter_by_units_asks_no_recursion_of_spark(tmp_path):
    """Spark 4.0 knows none, and 4.1 refuses one whose steps are told apart (``union``)."""
    wanted = CaseFilter(units=("430682104",))
    below = units_below(SnapshotMaker(tmp_path / "snapshot.sqlite").write(), wanted.units)
    where, _ = condition(wanted, AS_OF, below=below)

    asked, names = in_spark(f"select count(*) from case_fact where {where}")

    assert "recursive" not in asked
    assert asked.endswith("where unit in (:p0, :p1)")
    assert names == ["p0", "p1"]


def test_without_java_the_remedy_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)

    with pytest.raises(SparkMissingError, match="apt install"):
        SparkFacts({}, master="local[2]")


def test_a_question_keeps_the_marks_of_its_values():
    assert in_spark("a like :p0 and b = ':no'") == ("a ilike :p0 and b = ':no'", ["p0"])
