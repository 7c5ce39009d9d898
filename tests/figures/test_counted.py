"""What those read who only count: totals without small cells, and the file made for analysts."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.factories import CLERK, make_register
from workbench.app import open_workbench
from workbench.cli import main
from workbench.config import Config, read_config
from workbench.figures import extract, totals
from workbench.figures.questions import QuestionError
from workbench.terms import Channel, Outcome, PetitionClass


@pytest.fixture
def kept(home, monkeypatch):
    """A workbench of this user with five alike matters, one of another unit, six accusations."""
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    accusation = {"petition_class": PetitionClass.ACCUSATION, "path": None}
    bench = open_workbench()
    bench.perform(
        *(make_register() for _ in range(5)), make_register(channel=Channel.VISIT),
        *(make_register(**accusation) for _ in range(6)), actor=CLERK,
    )  # fmt: skip
    bench.close()
    return home


def test_totals_count_no_accusations(kept):
    found = totals()

    assert list(found.columns) == ["登记月份", "责任单位", "办理状态", "件数"]
    assert found["件数"].sum() == 6 and (found["件数"] >= 5).all()
    assert not found["办理状态"].str.isascii().any()


def test_the_file_for_analysts_is_read_in_words(kept, monkeypatch):
    file = kept / "分析.sqlite"
    assert main(["extract", str(file), "--as-of", "2026-03-31"]) == 0
    with closing(sqlite3.connect(file)) as link:  # of the others nothing is known
        link.execute("UPDATE matter SET outcome = 'support' WHERE rowid = 1")
        link.commit()
    monkeypatch.setenv("WORKBENCH_EXTRACT", str(file))

    found = extract()

    assert read_config().extract == file
    assert len(found) == 5 and {"责任单位", "信访渠道", "办理状态"} <= set(found.columns)
    assert set(found["办理结果"]) == {Outcome.SUPPORT.label, ""}
    assert not found["办理状态"].str.isascii().any() and not found["责任单位"].str.isdecimal().any()


def test_a_file_that_is_none_is_refused_in_words(kept, monkeypatch):
    monkeypatch.delenv("WORKBENCH_EXTRACT", raising=False)
    with pytest.raises(QuestionError, match="WORKBENCH_EXTRACT"):
        extract()
    for wrong in (kept / "没有", kept / "workbench.sqlite"):
        with pytest.raises(QuestionError, match="不是 workbench extract 另存的文件"):
            extract(wrong)
    assert not (kept / "没有").exists()


def test_nothing_is_laid_out_where_nothing_is_said(tmp_path):
    assert Config("sqlite://", tmp_path).extract is None
