"""A figure of promises that somebody clicks opens its promises, whatever they are about."""

from __future__ import annotations

import io
from datetime import date
from unittest.mock import patch

import openpyxl
import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register
from tests.received import received_and_instructed
from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.promise_list import promise_list
from widgets.overview.links import Links
from workbench.access import viewer as viewers
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.supervision import IssueOrder
from workbench.indicators.evaluate import Period
from workbench.queries.figures import figure
from workbench.terms import Role, SupervisionReason

DAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), DAY)


@pytest.fixture
def promised(bench):
    """An order to a whole unit, and receptions: about no matter."""
    days = (date(2026, 2, 2), date(2026, 2, 27))
    order = IssueOrder(
        "督〔2026〕2号", TOWN, OFFICE, SupervisionReason.LATE, *days, "超期", "第四十条", "办结"
    )
    bench.perform(make_register(case_no="N1"), *received_and_instructed("N1", TOWN), actor=CLERK)
    bench.perform(order, actor=Actor("supervisor", Role.SUPERVISOR, OFFICE))
    return bench


def state_of(bench, name, part="all", **also):
    """Return the page to which a tile of the overview or a briefing leads."""
    found = figure(bench.snapshot(DAY), name, period=YEAR)
    address = Links(DAY).figure(found, part).partition("?")[2]
    asked = dict(pair.split("=") for pair in address.split("&"))
    return CaseReviewState(bench, asked | also)


def told(bench, name, part="all"):
    return str(promise_list(state_of(bench, name, part)))


def exported(bench, name, part="all", **also):
    """Return the name of the file that the list exports there, and its rows."""
    view = CaseReview(state_of(bench, name, part, **also))
    file = view._export(view.grid.query)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    return file.name, [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_what_is_about_no_matter_stands_on_the_page_to_which_the_figure_leads(promised):
    order = told(promised, "orders_answered", "failed")
    assert "督〔2026〕2号" in order and "忠防镇" in order and "未按期反馈" in order

    held = told(promised, "receptions_held", "passed")
    assert "JF-1" in held and "JF-3" not in held
    assert told(promised, "received") == "None"


def test_who_may_not_list_assignments_is_told_so(promised):
    with patch.object(viewers, "_known", [Viewer("x", "某", Role.REVIEWER, OFFICE)]):
        said = told(promised, "receptions_held")
    assert "JF-1" not in said and "没有可以向您逐项列出的承诺" in said


def test_the_list_of_a_figure_of_promises_exports_the_promises(promised):
    name, rows = exported(promised, "orders_answered", "failed")

    assert name == "承诺清单（督办反馈率，截至2026-03-31）.xlsx"
    assert rows[0][:7] == ["承诺", "编号", "承担单位", "提出日期", "期限", "完成日期", "结果"]
    raised, due = (f"2026-02-{day}" for day in ("02", "27"))
    assert rows[1][:3] == ["督办反馈", "督〔2026〕2号", "忠防镇"]
    assert [str(cell)[:10] for cell in rows[1][3:5]] == [raised, due] and rows[1][6] == "未按期反馈"

    _, held = exported(promised, "receptions_held", "passed")
    assert held[1][0] == "接访安排" and not held[1][7]  # about no matter, and there all the same


def test_the_list_of_a_figure_of_matters_exports_matters(promised):
    name, rows = exported(promised, "received")

    assert name == "信访事项清单（登记件数，截至2026-03-31）.xlsx" and "N1" in rows[1]


def test_an_export_of_promises_says_what_of_the_filter_promises_do_not_follow(promised):
    _, rows = exported(promised, "orders_answered", "failed", channel="visit")

    foot = next(row[0] for row in rows if str(row[0]).startswith("筛选条件"))
    assert "信访渠道的筛选未用于本指标" in foot and rows[1][1] == "督〔2026〕2号"


def test_who_may_not_export_assignments_exports_none_of_them(promised):
    with patch.object(viewers, "_known", [Viewer("x", "某", Role.REVIEWER, OFFICE)]):
        _, rows = exported(promised, "receptions_held")
    assert not any("JF-1" in map(str, row) for row in rows)
