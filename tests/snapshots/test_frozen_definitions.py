"""Definitions that a frozen snapshot keeps, or does not know yet, or that are refused by now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.snapshots.few_matters import DAY
from workbench.cli import main
from workbench.indicators.catalogue import DefinitionError, catalogue
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figures import defined, figure
from workbench.queries.told_figures import remarks_on, told_figures
from workbench.snapshots.asked import FrozenFacts


def test_a_figure_that_the_snapshot_does_not_define_says_by_what_it_is_counted(worked, monkeypatch):
    fewer = {name: one for name, one in catalogue().items() if name != "received"}
    with monkeypatch.context() as earlier:
        earlier.setattr("workbench.snapshots.definitions.catalogue", lambda: fewer)
        frozen = worked.shelf.create(DAY)

    with worked.shelf.facts(frozen) as facts:
        asked = FrozenFacts(frozen, facts)
        said = {}
        for name in ("received", "visits"):
            definition = defined(asked, name)
            period = Period(date(2026, 1, 5), DAY)  # the first record
            told = told_figures(asked, definition, period=period)
            said[name] = remarks_on(asked, definition, CaseFilter(), told, (), period=period)

    assert said == {"received": ("本快照固定时还没有这一指标，按现行定义计算",), "visits": ()}


def test_a_kept_definition_that_is_refused_by_now_hinders_no_other(worked, monkeypatch, capsys):
    """Of before the charter was read so strictly: the others are told, this one with its reason."""
    monkeypatch.setenv("WORKBENCH_HOME", str(worked.config.home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    of_one = replace(catalogue()["received"], of="title like '%张%' and petition_on between :start and :end")
    with monkeypatch.context() as earlier:
        looser = {**catalogue(), "received": of_one}
        earlier.setattr("workbench.snapshots.definitions.catalogue", lambda: looser)
        frozen = worked.shelf.create(DAY)
    why = "不再计算，其他指标不受影响。原因：指标“登记件数”的 of 用了 title，等于按某一件、某一个人挑选"

    with worked.shelf.facts(frozen) as facts:
        asked = FrozenFacts(frozen, facts)
        assert figure(asked, "person_times", period=Period(date(2026, 1, 5), DAY)).count == 3
        with pytest.raises(DefinitionError, match=f"快照 {frozen.hash[:12]} 所存的指标“登记件数”{why}"):
            defined(asked, "received")
    assert main(["figures", "--snapshot", frozen.hash]) == 0
    said = capsys.readouterr().out
    assert why in said and "登记人次" in said
    assert main(["snapshot", "compare", frozen.hash, worked.shelf.create(DAY).hash]) == 0
    assert "不比较“登记件数”：指标“登记件数”的 of 用了 title" in capsys.readouterr().out
    assert main(["snapshot", "rebuild", frozen.hash]) == 0
    assert "逐字节相同" in capsys.readouterr().out
