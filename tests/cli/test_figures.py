"""``workbench figures`` from the command line: live, frozen, broken down, refused."""

import json
from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.app import open_workbench
from workbench.cli import main
from workbench.snapshots.engines import DuckFacts
from workbench.terms import Channel, Step

COUNTY = "430682"
MARCH = ("--as-of", "2026-03-31")


@pytest.fixture
def here(home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    bench = open_workbench()
    bench.perform(
        make_register(case_no="N1"),
        make_take("N1", Step.TRANSFER, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN),
        make_take("N1", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_register(case_no="N2", on=date(2026, 2, 3), channel=Channel.VISIT),
        actor=CLERK,
    )
    bench.close()
    return home


def ask(capsys, *arguments):
    status = main(["figures", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_figure_is_the_same_from_the_live_snapshot_and_a_frozen_one(here, capsys):
    status, live = ask(capsys, "received", "accepted_on_time", *MARCH)
    main(["snapshot", "create", *MARCH, "--json"])
    frozen_hash = json.loads(capsys.readouterr().out)["hash"]

    _, frozen = ask(capsys, "received", "accepted_on_time", "--snapshot", frozen_hash[:10])

    assert status == 0
    assert [figure["denominator"] for figure in live["figures"]] == [2, 1]
    assert frozen["figures"] == live["figures"]
    assert frozen_hash[:12] in frozen["code"]


def test_without_names_the_whole_catalogue_is_counted_in_words(here, capsys):
    assert main(["figures", *MARCH]) == 0

    said = capsys.readouterr().out
    assert "登记件数" in said
    assert "按期告知率：" in said


def test_a_figure_can_be_broken_down_and_narrowed(here, capsys):
    _, by_channel = ask(capsys, "received", *MARCH, "--by", "channel")
    _, visits = ask(capsys, "received", *MARCH, "--channel", "visit", "--engine", "duckdb")

    groups = {figure["group"]: figure["denominator"] for figure in by_channel["figures"]}
    assert groups == {"letter": 1, "visit": 1}
    assert [figure["denominator"] for figure in visits["figures"]] == [1]


class NoRecursion(DuckFacts):
    """Stands for Spark, which is an extra: refuses what Spark refuses, and counts with DuckDB."""

    def __init__(self, files, *, master):
        super().__init__(files, threads=1)

    def execute(self, sql, parameters=None, /):
        assert "recursive" not in sql
        return super().execute(sql, parameters)


def test_the_cases_of_a_unit_are_the_same_whoever_counts_them(here, capsys, monkeypatch):
    monkeypatch.setattr("workbench.snapshots.spark.SparkFacts", NoRecursion)
    found = {
        engine: ask(capsys, "received", "accepted_on_time", *MARCH, "--unit", COUNTY, "--engine", engine)[1]
        for engine in ("sqlite", "duckdb", "spark")
    }

    assert [figure["denominator"] for figure in found["sqlite"]["figures"]] == [1, 1]
    assert found["sqlite"]["figures"] == found["duckdb"]["figures"] == found["spark"]["figures"]


def test_another_day_than_that_of_the_snapshot_is_refused(here, capsys):
    main(["snapshot", "create", *MARCH, "--json"])
    frozen_hash = json.loads(capsys.readouterr().out)["hash"]

    status, told = ask(capsys, "--snapshot", frozen_hash, "--as-of", "2026-01-01")

    assert (status, "去掉 --as-of" in told["error"]) == (1, True)


def test_an_unknown_figure_is_refused(here, capsys):
    status, told = ask(capsys, "made_up")

    assert (status, "没有编号" in told["error"]) == (1, True)
