"""A list of a figure says how much the figure counts, beside how many matters it shows."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from workbench.briefings.figures import measure
from workbench.briefings.tables import definition_table
from workbench.indicators.catalogue import DefinitionError, catalogue
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter, ColumnTest, FigureCases
from workbench.queries.caseload import counts, page
from workbench.queries.export import export_cases
from workbench.queries.figure_notes import figure_notes
from workbench.queries.figure_rows import figure_rows, rows_by_case
from workbench.queries.figures import breakdown, figure, not_applied, review_figures
from workbench.queries.filter_words import filter_words
from workbench.queries.left_out import left_out_of_list
from workbench.queries.told_figures import remarks_on, told_figures

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def facts(maker):
    """Three matters: one came three times by letter, one once online; one came last year."""
    maker.case(channel="letter", batches=3, person_times=2)
    maker.deadline("R-XF-FWD15", due="2026-10-10", met_on="2026-10-09")
    maker.deadline("R-XF-FWD15", round=2, due="2026-10-20", met_on="2026-10-25")
    maker.case(channel="online")
    maker.deadline("R-XF-FWD15", due="2026-10-10", met_on="2026-10-10")
    maker.case(channel="online", registered_on="2025-03-01")
    return maker.write()


def listed(name: str, part: str = "all", **more: object) -> CaseFilter:
    return CaseFilter(figure=FigureCases(name, YEAR, part, **more))


def test_a_list_of_petitions_says_batches_and_matters(facts):
    found = figure_rows(facts, listed("received"))

    assert found is not None
    assert found.words.startswith("本指标 4 批次，涉及 2 件（清单所列批次")
    assert counts(facts, listed("received")).cases == 2
    assert rows_by_case(facts, listed("received")) == {"XF-0001": 3, "XF-0002": 1}


def test_each_side_of_a_share_says_its_rows_and_matters_and_that_some_stand_on_both(facts):
    found = figure_rows(facts, listed("forwarded_on_time", "passed"))

    assert found is not None
    assert [(side.part, side.rows, side.cases) for side in found.sides] == [
        ("all", 3, 2),
        ("passed", 2, 2),
        ("failed", 1, 1),
    ]
    assert found.words == (
        "本指标 3 项，涉及 2 件：按期 2 项，涉及 2 件；未按期 1 项，涉及 1 件（有的事项两部分都有）"
    )
    assert rows_by_case(facts, listed("forwarded_on_time", "failed")) == {"XF-0001": 1}


def test_a_cell_and_the_other_conditions_of_a_list_narrow_what_is_counted(facts):
    cell = listed("received", by="channel", group="letter")
    rest = listed("received", by="channel", besides=("letter",))
    head = CaseFilter(
        figure=FigureCases("received", YEAR), columns=(ColumnTest("case_no", contains="XF-0001"),)
    )

    for wanted, said in (
        (cell, "本指标 3 批次，涉及 1 件"),
        (rest, "本指标 1 批次"),
        (head, "本指标 3 批次"),
    ):
        found = figure_rows(facts, wanted)
        assert found is not None and found.words.startswith(said)


@pytest.mark.parametrize(
    "name", ["received", "person_times", "online_share", "repeat_share", "concluded_on_time"]
)
def test_a_list_counts_what_the_figure_counts(facts, name):
    found, told = figure_rows(facts, listed(name)), figure(facts, name, period=YEAR)

    assert found is not None
    assert found.sides[0].rows == told.count
    if told.indicator.is_share:
        assert found.sides[1].rows == told.numerator


def test_where_a_matter_counts_once_nothing_more_is_said(facts):
    found = figure_rows(facts, listed("concluded_on_time"))

    assert found is not None and found.counts_matters and found.remark == ""
    assert "涉及" not in found.words
    assert figure_rows(facts, CaseFilter()) is figure_rows(facts, listed("promises_kept")) is None
    assert rows_by_case(facts, CaseFilter()) == {}


def test_the_workbook_of_such_a_list_says_both_numbers_and_how_often_each_matter_counts(facts):
    book = openpyxl.load_workbook(io.BytesIO(export_cases(facts, listed("received"))))
    rows = list(book.worksheets[0].values)

    assert "计入本指标（批次）" in rows[0]
    at = rows[0].index("计入本指标（批次）")
    assert sorted(row[at] for row in rows[1:3]) == [1, 3]
    assert any("本指标 4 批次，涉及 2 件" in str(row[0]) for row in rows)
    plain = openpyxl.load_workbook(io.BytesIO(export_cases(facts, listed("concluded_on_time"))))
    assert not any("计入" in str(cell) for cell in next(plain.worksheets[0].values))


def test_below_the_list_of_a_figure_stands_what_it_is_by_whatever_door_it_came(maker):
    """Silence is no answer: of the satisfied the ends are told; texts stay texts, days are days."""
    maker.case(satisfaction="satisfied", rated_on="2026-10-09", replied_on="2026-10-05", title="=1+1")
    maker.case(replied_on="2026-10-05")
    snapshot, wanted = maker.write(), listed("satisfied", "passed", by="unit", group=OFFICE)
    sheet = openpyxl.load_workbook(io.BytesIO(export_cases(snapshot, wanted))).active
    said = [str(row[0]) for row in sheet.iter_rows(values_only=True)]

    assert said[-6:-3] == [
        "指标：群众满意率，满意或基本满意，某局（2026年1月1日至2026年12月31日，按登记日期）。",
        "本指标 1 件：满意或基本满意 1 件；不满意 0 件；群众满意率（系统口径） 100.0%（1/1，样本过小）。",
        "未评价 1 件：全部不满意时 50.0%，全部满意或基本满意时 100.0%。",
    ]
    assert said[-3].startswith("定义：群众满意率（满意或基本满意／不满意）：") and "定义版本 " in said[-3]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["F2"].is_date) == ("=1+1", "s", True)
    (days,) = [note for note in figure_notes(snapshot, listed("answer_days")) if "日内" in note]
    assert days.startswith("50% 在 4 日内")


def test_who_said_nothing_is_listed_beside_a_share_and_in_no_side_of_it(maker):
    maker.case(satisfaction="satisfied", rated_on="2026-10-09", replied_on="2026-10-05")
    maker.case(replied_on="2026-10-05")
    maker.case(closed_on="2026-10-05", closed_days=40)
    maker.case(closed_on="2026-08-05", closed_days=101)
    maker.case(replied_on="2026-10-06")  # other counts of the silent than of those who spoke
    maker.case(closed_on="2026-10-06", closed_days=39)
    snapshot = maker.write()

    for name, said, numbers in (
        ("satisfied", "未评价 2 件", ["XF-0002", "XF-0005"]),
        ("closure_held", "观察期未满 2 件", ["XF-0003", "XF-0006"]),
    ):
        wanted = listed(name, "silent")
        found = figure_rows(snapshot, wanted)
        assert found is not None and found.silent is not None
        assert f"{found.silent.name} {found.told(found.silent)}" == said
        assert found.sides[0].rows == 1 and "未" not in found.words.split("：")[0]
        assert sorted(case.case_no for case in page(snapshot, wanted, limit=None)) == numbers
        assert rows_by_case(snapshot, wanted) == dict.fromkeys(numbers, 1)
        assert said.split()[0] in filter_words(snapshot, wanted)[0]
    counted = figure_rows(snapshot, listed("received"))
    assert counted is not None and counted.silent is None
    with pytest.raises(DefinitionError, match="没有名为“silent”的案件清单"):
        page(snapshot, listed("received", "silent"), limit=None)


TOWN = "430682104"
STATION = "430682104A"
OFFICE = "430682D01"


@pytest.fixture
def elsewhere(maker):
    """Three matters, of which a duty, a closure or a later petition is not where the matter is now."""
    maker.case(channel="letter", unit=OFFICE)
    maker.came_back("visit", people=5)
    maker.deadline("R-XF-FWD15", unit=STATION, due="2026-10-10", met_on="2026-10-09")
    maker.case(channel="visit", unit=TOWN, closed_on="2026-10-09", closed_by=OFFICE, batches_until_closed=1)
    maker.deadline("R-XF-FWD15", unit=OFFICE, due="2026-10-10")
    maker.case(channel="online", unit=TOWN, closed_on="2026-10-09", closed_by=STATION, batches_until_closed=1)
    return maker.write()


@pytest.mark.parametrize(
    ("name", "by", "wanted", "groups", "cases"),
    [
        ("received", "channel", {"channels": ("visit",)}, {"visit"}, {"XF-0001", "XF-0002"}),
        (
            "received",
            "channel",
            {"channels": ("letter", "online")},
            {"letter", "online"},
            {"XF-0001", "XF-0003"},
        ),
        ("visits", None, {"channels": ("visit",)}, None, {"XF-0001", "XF-0002"}),
        ("visits", None, {"channels": ("letter",)}, None, set()),
        ("group_visits", None, {"channels": ("visit",)}, None, {"XF-0001"}),
        ("person_times", "channel", {"channels": ("visit",)}, {"visit"}, {"XF-0001", "XF-0002"}),
        ("forwarded_on_time", "unit", {"units": (OFFICE,)}, {OFFICE}, {"XF-0002"}),
        ("forwarded_on_time", "unit", {"units": (TOWN,)}, {TOWN, STATION}, {"XF-0001"}),
        ("returned_after_first", "unit", {"units": (OFFICE,)}, {OFFICE}, {"XF-0002"}),
        ("returned_after_first", "unit", {"units": (TOWN,)}, {TOWN, STATION}, {"XF-0003"}),
    ],
)
def test_a_filter_and_a_breakdown_are_one_number_and_so_is_the_list(
    maker, elsewhere, name, by, wanted, groups, cases
):
    narrowed = CaseFilter(**wanted)
    found = figure(elsewhere, name, period=YEAR, wanted=narrowed)
    of_cases = CaseFilter(figure=FigureCases(name, YEAR), **wanted)

    if by is not None:
        bars = breakdown(elsewhere, name, period=YEAR, by=by)
        assert found.count == sum(bar.count for bar in bars if bar.group in groups) > 0
    assert {row.case_no for row in page(elsewhere, of_cases)} == cases
    rows = figure_rows(elsewhere, of_cases)
    assert rows is not None and (rows.sides[0].rows, rows.sides[0].cases) == (found.count, len(cases))
    assert sum(rows_by_case(elsewhere, of_cases).values()) == found.count


def test_the_figures_of_the_review_are_narrowed_each_by_its_own_rows(elsewhere):
    received, *_ = review_figures(elsewhere, period=YEAR, wanted=CaseFilter(channels=("visit",)))

    assert received.count == 2
    assert not_applied(received.indicator, CaseFilter(channels=("visit",))) == ()


def test_a_list_of_matters_is_narrowed_by_the_matter(elsewhere):
    by_letter = page(elsewhere, CaseFilter(channels=("letter",)))
    of_town = page(elsewhere, CaseFilter(units=(TOWN,), figure=FigureCases("handled", YEAR)))

    assert [row.case_no for row in by_letter] == ["XF-0001"]
    assert {row.case_no for row in of_town} == {"XF-0002", "XF-0003"}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("support_executed", "R-SUPPORT-EXECUTE"),
        ("forwarded_on_time", "R-XF-FWD15"),
        ("reported_back_on_time", "R-ASSIGN-REPORT"),
        ("reexamined_on_time", "R-REVIEW-DECIDE30"),
        ("reviewed_on_time", "R-RECHECK-DECIDE30"),
    ],
)
def test_a_duty_that_ended_late_stays_missed_and_one_that_the_law_forgives_does_not_count(maker, name, rule):
    for number, ended in enumerate(
        (
            {"ended_on": "2026-10-20", "state": "ended_late", "days_late": 10},
            {"ended_on": "2026-10-20", "state": "ended"},  # returned on an objection, say
            {"ended_on": "2026-10-05", "state": "ended"},
            {"met_on": "2026-10-08", "state": "met"},
        )
    ):
        maker.case()
        maker.deadline(rule, round=number + 1, due="2026-10-10", **ended)
    found = figure(maker.write(), name, period=YEAR)

    assert (found.numerator, found.denominator) == (1, 2)


def test_what_a_figure_leaves_out_is_said_with_its_number(maker):
    maker.case(replied_on="2026-10-05")
    maker.case(is_open=0)
    maker.case(is_open=0, unit=TOWN, notice_due="2026-10-20", notice_on="2026-10-19")
    maker.deadline(
        "R-UNIT-NOTICE15-DIRECT", unit=OFFICE, due="2026-10-10", ended_on="2026-10-12", days_late=2
    )
    snapshot = maker.write()

    def remarks(name, wanted):
        definition = catalogue()[name]
        told = told_figures(snapshot, definition, period=YEAR, wanted=wanted)
        return remarks_on(snapshot, definition, wanted, told, (), period=YEAR)

    assert "未经答复即办结、不在以上天数之内的事项（件）：2" in remarks("answer_days", CaseFilter())
    assert "未经答复即办结、不在以上天数之内的事项（件）：1" in remarks(
        "answer_days", CaseFilter(units=(TOWN,))
    )
    passed_on = "超期未告知即转给别的单位、不在分母里的告知义务（项）：1"
    assert passed_on in remarks("accepted_on_time", CaseFilter())
    assert passed_on in remarks("accepted_on_time", CaseFilter(units=(OFFICE,)))
    assert passed_on not in remarks("accepted_on_time", CaseFilter(units=(TOWN,)))

    assert left_out_of_list(snapshot, listed("accepted_on_time")) == passed_on
    for by, group, said in (("unit", OFFICE, passed_on), ("unit", TOWN, ""), ("month", "2026-10", passed_on)):
        wanted = listed("accepted_on_time", by=by, group=group)
        assert left_out_of_list(snapshot, wanted) == said
        sheet = openpyxl.load_workbook(io.BytesIO(export_cases(snapshot, wanted))).active
        assert (f"{passed_on}。" in {row[0] for row in sheet.iter_rows(values_only=True)}) is bool(said)
    (told,) = measure(
        snapshot, [catalogue()["accepted_on_time"]], (YEAR, YEAR, YEAR), as_of=snapshot.as_of, law={}
    )
    assert told.left_out == passed_on and passed_on in definition_table("指标口径", [told]).rows[0][1]
