"""Figures of promises: narrowed by the unit that is bound, and opened to every promise that they count."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.received import received_and_instructed
from workbench import figures
from workbench.acts.base import Actor
from workbench.acts.supervision import IssueOrder
from workbench.indicators.catalogue import GRAINS, catalogue, indicator
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter, ColumnTest
from workbench.queries.figures import breakdown, cells, figure, not_applied, review_figures
from workbench.queries.told_figures import told_figures
from workbench.snapshots.asked import FrozenFacts
from workbench.terms import Channel, Role, Step, SupervisionReason

DAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), DAY)
COUNTY = "430682"
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)


def order(number, case_no=None):
    words = ("超期", "第四十条", "办结")
    days = (date(2026, 2, 2), date(2026, 2, 27))
    late = SupervisionReason.LATE
    return IssueOrder(f"督〔2026〕{number}号", TOWN, OFFICE, late, *days, *words, case_no=case_no)


@pytest.fixture
def promised(bench):
    """Two orders to a town, one about a matter that another town handles now; receptions of the city."""
    bench.perform(
        make_register(case_no="N1", channel=Channel.VISIT),
        make_take("N1", Step.TRANSFER, date(2026, 1, 7), unit=OFFICE, to_unit=OTHER_TOWN),
        *received_and_instructed("N1", OTHER_TOWN),
        actor=CLERK,
    )
    bench.perform(order(1, "N1"), order(2), actor=SUPERVISOR)
    return bench


def parts(found):
    return found.numerator, found.denominator


@pytest.mark.parametrize(
    ("units", "orders", "receptions"),
    [((TOWN,), 2, 0), ((OTHER_TOWN,), 0, 0), ((COUNTY,), 2, 3), ((TOWN, OTHER_TOWN), 2, 0), ((), 2, 3)],
)
def test_promises_are_narrowed_by_the_unit_that_is_bound_and_those_below(promised, units, orders, receptions):
    snapshot, wanted = promised.snapshot(DAY), CaseFilter(units=units)
    names = ("orders_answered", "receptions_held")

    assert [figure(snapshot, one, period=YEAR, wanted=wanted).denominator for one in names] == [
        orders,
        receptions,
    ]
    for name in names:
        whole = figure(snapshot, name, period=YEAR, wanted=wanted)
        for by in ("unit", "month"):
            groups = breakdown(snapshot, name, period=YEAR, by=by, wanted=wanted)
            assert sum(one.denominator for one in groups) == whole.denominator
        (cell,) = cells(snapshot, name, period=YEAR, by=(), wanted=wanted)
        (told,) = told_figures(snapshot, indicator(name), period=YEAR, wanted=wanted)
        assert parts(cell.figure) == parts(told.figure) == parts(whole)


def test_a_frozen_snapshot_narrows_promises_alike(promised):
    frozen = promised.shelf.create(DAY)
    wanted = CaseFilter(units=(COUNTY,), channels=("call",))
    with promised.shelf.facts(frozen) as engine:
        kept = FrozenFacts(frozen, engine)
        for name in ("orders_answered", "receptions_held", "screening_on_time"):
            live = figure(promised.snapshot(DAY), name, period=YEAR, wanted=wanted)
            assert parts(figure(kept, name, period=YEAR, wanted=wanted)) == parts(live)


def test_what_a_promise_cannot_be_narrowed_by_is_said_and_narrows_nothing(promised):
    """A promise need not be about a matter: what is asked of matters would drop it silently."""
    snapshot = promised.snapshot(DAY)
    wanted = CaseFilter(
        units=(TOWN,),
        channels=("call",),
        topics=("城乡建设",),
        late_only=True,
        text="没有的文字",
        columns=(ColumnTest("title", contains="路灯"),),
    )

    found = figure(snapshot, "orders_answered", period=YEAR, wanted=wanted)
    (said,) = not_applied(found.indicator, wanted)

    assert parts(found) == (0, 2)
    for word in ("信访渠道", "内容分类", "超期", "文字", "表头"):
        assert word in said
    assert "单位" not in said
    assert not_applied(found.indicator, CaseFilter(units=(TOWN,))) == ()
    assert figure(snapshot, "received", period=YEAR, wanted=wanted).denominator == 0
    assert review_figures(snapshot, period=YEAR, wanted=CaseFilter(units=(OTHER_TOWN,)))[0].denominator == 1


@pytest.mark.parametrize("name", [one.id for one in catalogue().values() if one.grain == "commitment"])
def test_every_figure_of_promises_knows_the_unit_that_is_bound(promised, name):
    assert "bound_unit" in GRAINS[indicator(name).grain][0]
    unheeded = not_applied(indicator(name), CaseFilter(paths=("31-6",), open_only=True))
    assert len(unheeded) == 1 and "法定途径" in unheeded[0] and "在办" in unheeded[0]


def test_a_figure_of_promises_opens_every_promise_that_it_counts(promised):
    """Also an order about no matter, and receptions, which never are about one."""
    orders = figures.ask("orders_answered", by="unit", period="2026", bench=promised)
    receptions = figures.ask("receptions_held", period="2026", bench=promised)

    assert list(orders.failed()["编号"]) == ["督〔2026〕1号", "督〔2026〕2号"]
    assert list(orders.cases(unit=TOWN)["信访件编号"]) == ["N1", ""]
    assert orders.cases(unit=OTHER_TOWN).empty and orders.passed().empty
    assert list(receptions.cases()["编号"]) == ["JF-3", "JF-4", "JF-1"]
    assert list(receptions.passed()["结果"]) == ["如期接访"]
    row = orders.failed().iloc[1]
    assert list(row[:7]) == [
        "督办反馈", "督〔2026〕2号", "忠防镇", date(2026, 2, 2), date(2026, 2, 27), None, "未按期反馈",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [one.id for one in catalogue().values() if one.grain == "commitment"])
def test_the_parts_of_every_figure_of_promises_are_as_long_as_their_numbers(promised, name):
    for wanted in (CaseFilter(), CaseFilter(units=(COUNTY,), channels=("call",)), CaseFilter(units=(TOWN,))):
        answer = figures.ask(name, period="2026", wanted=wanted, bench=promised)
        found = answer.cells[0].figure
        told = [len(answer.cases()), len(answer.passed()), len(answer.failed())]
        assert told == [found.denominator, found.numerator, found.denominator - found.numerator]


def test_the_promises_of_a_figure_are_a_workbook(promised):
    answer = figures.ask("receptions_held", period="2026", bench=promised)

    sheet = openpyxl.load_workbook(io.BytesIO(answer.workbook())).active
    told = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]

    assert {"JF-1", "JF-3", "JF-4"} <= set(told)
    assert any("第十八条" in text for text in told)
