"""Frozen snapshots made again from the ledger: to the byte, or what differs and why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import duckdb

from tests.factories import CLERK, TOWN, make_register, make_take
from tests.snapshots.few_matters import DAY, content
from workbench.acts.amending import Correct
from workbench.cli import main
from workbench.snapshots.manifest import MANIFEST
from workbench.snapshots.schema import VERSION
from workbench.terms import Step


def printed(frozen, capsys):
    """Return what the command line prints of every figure of a frozen snapshot, to the byte."""
    assert main(["figures", "--snapshot", frozen.hash, "--json"]) == 0
    return capsys.readouterr().out


def test_files_and_figures_are_the_same_bytes_after_a_thousand_more_acts_and_made_anew(
    worked, capsys, monkeypatch
):
    monkeypatch.setenv("WORKBENCH_HOME", str(worked.config.home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    frozen = worked.shelf.create(DAY)
    kept, figures = content(frozen), printed(frozen, capsys)
    worked.perform(*(make_register(case_no=f"M{number}") for number in range(1_000)), actor=CLERK)
    worked.perform(
        Correct("N1", 1, "title", "另一个标题", "登记有误"),
        make_take("N1", Step.SERVE, date(2026, 3, 12), unit=TOWN),
        actor=CLERK,
    )
    other = worked.shelf.create(DAY)
    assert other.hash != frozen.hash
    assert printed(other, capsys) != figures

    remade = worked.shelf.rebuild(frozen)

    assert (remade.is_same, remade.made) == (True, frozen.hash)
    assert content(frozen) == kept
    assert not [path for path in worked.config.frozen.iterdir() if path.name.endswith(".part")]
    assert printed(frozen, capsys) == figures

    for path in frozen.folder.glob("*.parquet"):
        path.unlink()
    worked.shelf.rebuild(frozen, restore=True)

    assert content(frozen) == kept
    assert printed(frozen, capsys) == figures
    assert json.loads(figures)["snapshot"] == frozen.hash


def test_a_snapshot_that_does_not_come_from_this_ledger_is_told_what_differs(worked):

    frozen = worked.shelf.create(DAY)
    other = worked.shelf.create(date(2026, 2, 1))
    (frozen.folder / "case_fact.parquet").write_bytes((other.folder / "case_fact.parquet").read_bytes())
    forged = replace(frozen.manifest, calendar_version="别的日历")
    (frozen.folder / MANIFEST).write_bytes(forged.to_bytes())

    remade = worked.shelf.rebuild(worked.shelf.find(frozen.hash))

    assert not remade.has_same_facts
    assert any("日历版本" in text for text in remade.differences)
    assert any("case_fact.parquet" in text for text in remade.differences)


def test_a_damaged_file_is_put_back_from_the_ledger(worked):
    frozen = worked.shelf.create(DAY)
    kept = content(frozen)
    (frozen.folder / "case_fact.parquet").write_bytes(b"damaged")
    (frozen.folder / "petition_fact.parquet").unlink()

    worked.shelf.rebuild(frozen, restore=True)

    assert content(frozen) == kept
    assert worked.shelf.verify(frozen) == []


def test_a_snapshot_of_an_older_layout_is_compared_by_what_both_tell(worked):
    """Its rows are the same: that the layout grew by columns is said, and no row is called another."""
    from workbench.snapshots.schema import TABLES

    frozen = worked.shelf.create(DAY)
    path = frozen.path("petition_fact")
    columns = ", ".join(TABLES["petition_fact"])
    with duckdb.connect() as link:
        link.execute(f"create table older as select {columns} from '{path}'")
        link.execute(f"copy older to '{path}' (format parquet)")

    remade = worked.shelf.rebuild(frozen)

    assert (remade.differences, remade.is_same) == ((), False)
    assert remade.remarks == ("petition_fact.parquet 的各行相同，字节不同",)


def test_what_an_older_layout_folded_otherwise_is_no_fault_of_the_ledger(worked, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(worked.config.home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    with monkeypatch.context() as older:
        older.setattr("workbench.snapshots.freeze.VERSION", VERSION - 1)
        frozen = worked.shelf.create(DAY)
    same = worked.shelf.rebuild(frozen)
    assert (same.has_same_facts, same.layouts) == (True, (VERSION - 1, VERSION))
    with duckdb.connect() as link:
        path = frozen.path("case_fact")
        link.execute(f"create table older as select * replace (0 as is_open) from '{path}'")
        link.execute(f"copy older to '{path}' (format parquet)")

    assert main(["snapshot", "rebuild", frozen.hash]) == 1

    said = capsys.readouterr().out
    assert f"表的格式版本不同：快照为 {VERSION - 1}，现在为 {VERSION}" in said
    assert "汇总办法此后改变" in said and "台账没有改动" in said
    assert f"workbench snapshot verify {frozen.hash[:12]}" in said and "ledger verify" not in said
