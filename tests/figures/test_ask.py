"""What an analyst asks in JupyterLab: one line, a table and a chart, and the cases behind every number."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import openpyxl

from tests.factories import CLERK, OTHER_TOWN, TOWN, make_register
from workbench import figures
from workbench.indicators.catalogue import catalogue
from workbench.terms import (
    Channel,
)

if TYPE_CHECKING:
    from workbench.app import Workbench


def test_a_figure_by_unit_is_a_frame_with_its_parts(county: Workbench) -> None:
    frame = figures.ask("accepted_on_time", by=["unit"], period="2026", bench=county).frame()

    assert list(frame["责任单位"]) == ["忠防镇", "聂市镇"]
    assert list(frame["按期"]) == [1, 0]
    assert list(frame["共"]) == [3, 1]
    assert frame["样本过小"].all()


def test_passed_and_failed_are_lists_of_cases_of_all_or_of_one_unit(county: Workbench) -> None:
    answer = figures.ask("accepted_on_time", by=["unit"], period="2026", bench=county)

    assert list(answer.passed()["信访件编号"]) == ["XF-0"]
    assert len(answer.failed()) == 3
    assert list(answer.failed(unit=OTHER_TOWN)["信访件编号"]) == ["XF-2"]
    assert len(answer.cases()) == 4


def test_two_dimensions_cross_and_a_cell_opens_its_cases(county: Workbench) -> None:
    answer = figures.ask("received", by=["unit", "channel"], period="2026-01", bench=county)

    assert len(answer.frame()) == 4
    assert list(answer.cases(unit=TOWN, channel="online")["信访件编号"]) == ["XF-1"]


def test_an_answer_shows_definition_chart_table_and_what_fixes_it(county: Workbench) -> None:
    page = figures.ask("accepted_on_time", by="unit", period="2026", bench=county)._repr_html_()

    for part in ("第二十三条", "<svg", "<table", "台账第", "样本过小", "定义 "):
        assert part in page


def test_bars_of_person_times_are_as_long_as_their_numbers(bench: Workbench) -> None:
    group = make_register(case_no="A", channel=Channel.VISIT, people=30)
    alone = [make_register(case_no=f"C{number}", channel=Channel.ONLINE, people=1) for number in range(3)]
    bench.perform(group, *alone, actor=CLERK)

    page = figures.ask("person_times", by="channel", period="2026", bench=bench)._repr_html_()

    lengths = [float(one) for one in re.findall(r"<rect [^>]*width='([\d.]+)'[^>]*fill='#2f69ad'", page)]
    numbers = [int(one) for one in re.findall(r"fill='#1d2733'>(\d+)<", page)]
    assert sorted(zip(numbers, lengths, strict=True)) == [(3, 42.0), (30, 420.0)]


def test_each_group_has_the_two_ends_that_its_silence_leaves_open(answered: Workbench) -> None:
    by_channel = figures.ask("satisfied", by="channel", period="2026", bench=answered)
    by_unit = figures.ask("satisfied", by="unit", period="2026", bench=answered)

    frame = by_channel.frame()
    assert list(frame["信访渠道"]) == ["网上", "来访"]
    assert list(frame["未评价"]) == [1, 0]
    assert list(frame["全部不满意时"]) == [0.0, 1.0]
    assert list(frame["全部满意或基本满意时"]) == [1.0, 1.0]
    assert list(by_unit.frame()[["未评价", "全部不满意时", "全部满意或基本满意时"]].iloc[0]) == [1, 0.5, 1.0]
    assert any("两端" in one for one in by_unit.remarks)
    assert "50.0%" in by_unit._repr_html_()


def test_silence_belongs_to_nobody_who_asked_for_ratings(answered: Workbench) -> None:
    answer = figures.ask("satisfied", by="asked_by", period="2026", bench=answered)

    assert "未评价" not in answer.frame()
    words = "未评价 1 件，不属于任何一组：全体全部不满意时 50.0%，全部满意或基本满意时 100.0%"
    assert words in answer.remarks


def test_a_period_that_nobody_asked_for_is_named(county: Workbench) -> None:
    assert "统计期（近十二个月）2025年4月1日至2026年3月31日" in figures.ask("received", bench=county).basis
    assert "统计期 2026年1月1日" in figures.ask("received", period="2026", bench=county).basis


def test_what_fixes_a_live_figure_names_the_root_code_of_the_ledger(county: Workbench) -> None:
    answer = figures.ask("received", period="2026", bench=county)

    assert answer.hash is None
    assert f"台账根码 {county.ledger_code(county.ledger_size())}" in answer.basis


DRAWN = (
    (
        "satisfied",
        (),
        ("100.0%（1/1），样本过小，95% 区间 21%–100%", "50.0%–100.0%，未评价 1 件", "<path"),
    ),
    ("received", (), ("4 批次，95% 区间 1–10", "<path")),
    ("person_times", (), ("4 人次",)),
    ("received", ("unit", "channel"), (">忠防镇<", ">聂市镇<", ">来访<", "font-weight='600'")),
    ("answer_days", (), ("50% 56 日 · 75% 尚不可知", "还在等 2 件")),
    ("answer_days", "unit", ("尚不可知", ">忠防镇<", "还在等 1 件，样本过小")),
)


def test_waiting_times_of_few_matters_are_marked(answered: Workbench) -> None:
    assert figures.ask("answer_days", by="unit", period="2026", bench=answered).frame()["样本过小"].all()


def test_an_answer_of_any_shape_is_drawn(answered: Workbench) -> None:
    for name, by, parts in DRAWN:
        page = figures.ask(name, by=by, period="2026", bench=answered)._repr_html_()

        picture = page[page.index("<svg") : page.index("</svg>")]
        assert [part for part in parts if part not in picture] == [], (name, by)


def test_every_figure_of_the_catalogue_can_be_asked_and_shown(county: Workbench) -> None:
    for name, one in catalogue().items():
        assert one.name in figures.ask(name, bench=county)._repr_html_()
        assert one.name in figures.ask(name, by=one.dimensions[0], bench=county)._repr_html_()


def test_a_workbook_says_which_part_of_the_figure_it_lists(county: Workbench) -> None:
    answer = figures.ask("accepted_on_time", period="2026", bench=county)

    assert any("按期告知率，未按期（" in text for text in texts(answer.workbook("failed")))
    assert any("按期告知率，按期（" in text for text in texts(answer.workbook("passed")))


def texts(content: bytes) -> list[str]:
    """Return the texts of the first sheet of a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def test_the_cases_of_a_figure_are_a_workbook_with_its_definition(county: Workbench) -> None:
    told = texts(figures.ask("accepted_on_time", period="2026", bench=county).workbook("failed", unit=TOWN))

    assert {"XF-1", "XF-3"} <= set(told)
    assert any(text.startswith("指标：按期告知率，未按期，忠防镇（") for text in told)
    assert any(text.startswith("定义：按期告知率") and "第二十三条" in text for text in told)


def test_the_catalogue_is_a_table(county: Workbench) -> None:
    table = figures.names()

    assert set(table["编号"]) == set(catalogue())
    page = table._repr_html_()
    assert all(one.words in page and f"{one.dimensions[-1]}（" in page for one in catalogue().values())


def test_the_interval_of_person_times_stands_beside_its_batches(bench: Workbench) -> None:
    bench.perform(make_register(case_no="A", channel=Channel.VISIT, people=30), actor=CLERK)

    frame = figures.ask("person_times", period="2026", bench=bench).frame()

    told = frame.iloc[0]
    assert (told["登记人次"], told["批次"]) == (30, 1)
    assert told["批次区间下限"] < told["批次"] < told["批次区间上限"]


def test_the_cases_of_a_figure_are_days_numbers_and_words(county: Workbench) -> None:
    frame = figures.ask("received", period="2026", bench=county).cases()

    told = frame[frame["信访件编号"] == "XF-0"].iloc[0]
    assert (told["登记日期"], told["人次"], told["信访渠道"]) == (date(2026, 1, 5), 1, "来访")


def test_a_figure_tells_how_it_differs_from_the_year_before(county: Workbench) -> None:
    then = [make_register(case_no=f"A-{number}", on=date(2025, 1, 9)) for number in range(80)]
    county.perform(make_register(case_no="B", on=date(2024, 12, 30)), *then, actor=CLERK)

    answer = figures.ask("received", period="2026-01", bench=county)

    assert answer.year_on_year is not None
    assert answer.year_on_year.words == "−95.0%"
    assert "同比 −95.0%（2025年1月1日至2025年1月31日 80 批次）" in answer._repr_html_()
    assert figures.ask("received", period="2026-01", by="unit", bench=county).year_on_year is not None
    few = figures.ask("visits", period="2026", bench=county)
    assert few.year_on_year is not None and few.year_on_year.words == "案件太少，不作比较"
    assert figures.ask("answer_days", period="2026", bench=county).year_on_year is None
    assert "须按当时的截至日比较" in figures.ask("handled", period="2026", bench=county)._repr_html_()
