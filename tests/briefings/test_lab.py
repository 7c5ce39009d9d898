"""Briefings in JupyterLab: made in one line, opened to their cases, saved, run without anybody looking."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.briefings.conftest import MONTH
from workbench.access.viewer import Viewer
from workbench.briefings import lab
from workbench.briefings.notebook import run_notebook
from workbench.briefings.spans import BriefingError
from workbench.cli import main
from workbench.terms import IssuedKind, Role


@pytest.fixture(scope="module")
def october(read_only):
    return lab.monthly("2026-10", bench=read_only)


def test_a_figure_opens_its_cases_in_the_notebook(october):
    figure = october.briefing.figure("accepted_on_time")

    assert len(october.cases("accepted_on_time")) == figure.now.denominator > 0
    assert len(october.cases("accepted_on_time", "failed")) == figure.failed
    with pytest.raises(BriefingError, match="没有编号为“nobody”的指标"):
        october.cases("nobody")


def test_who_may_see_totals_only_reads_no_title(october, read_only):
    analyst = Viewer("analyst", "分析员", Role.ANALYST, None)
    seen = lab.monthly("2026-10", bench=read_only.seen_by(analyst))

    assert seen.briefing == october.briefing
    assert set(seen.cases("accepted_on_time")["事项名称"]) == {"（按权限查阅）"}
    assert "（按权限查阅）" not in set(october.cases("accepted_on_time")["事项名称"])


def test_the_figures_are_a_table_with_their_parts(october):
    table = october.figures().set_index("编号")

    one = october.briefing.figure("accepted_on_time")
    row = table.loc["accepted_on_time"]
    assert (row["本期"], row["分子"], row["分母"]) == (one.value, one.now.numerator, one.now.denominator)
    assert table.loc["received", "法律要求"] == ""
    assert {"上月", "去年同月"} <= set(table.columns)


def test_it_is_shown_as_it_is_printed_and_runs_nothing(october):
    shown = october._repr_html_()

    assert "2026年10月信访工作情况" in shown and october.briefing.snapshot in shown
    assert "<script" not in shown and "<html" not in shown


def test_it_is_saved_under_its_names(october, tmp_path, capsys):
    names = october.save(tmp_path, "html,json")

    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(names)
    assert "已生成" in capsys.readouterr().out


def test_without_a_period_it_is_the_last_whole_one(read_only):
    assert lab.yearly(bench=read_only).briefing.span.label == "2025年"
    assert lab.quarterly(bench=read_only).briefing.span.label == "2026年第三季度"
    with pytest.raises(BriefingError, match="不是日期"):
        lab.monthly("2026-10", as_of="十月底", bench=read_only)


def test_the_notebook_runs_with_parameters_and_becomes_a_page_that_asks_nobody(
    county, read_only, tmp_path, monkeypatch, capsys
):
    frozen = lab.monthly("2026-10", bench=read_only).briefing.snapshot
    monkeypatch.setenv("WORKBENCH_HOME", str(county))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    asked = ["briefing", "notebook", "monthly", MONTH.code, "--snapshot", frozen, "--out", str(tmp_path)]

    assert main([*asked, "--json"]) == 0
    source, page = json.loads(capsys.readouterr().out.splitlines()[-1])["files"]

    shown = Path(page).read_text("utf-8")
    assert frozen in shown and Path(source).is_file()
    assert "<script" not in shown
    assert re.findall(r'(?:src|href|action)="(?!data:|#)[^"]*"', shown) == []
    assert "default-src 'none'" in shown


def test_why_a_notebook_stopped_is_told_in_a_sentence(county, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(county))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))

    with pytest.raises(BriefingError, match="统计期“十月”看不懂"):
        run_notebook(IssuedKind.MONTHLY_BRIEFING, tmp_path / "十月.ipynb", {"period": "十月"})
