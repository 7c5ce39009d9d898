"""The lists of hearings and of a yearly assessment as workbooks: every row, with the day and its proof."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from tests.factories import CLERK, TOWN
from tests.letters.conftest import studies
from tests.year_assessed import NUMBER, RECORD, two_months
from workbench.access.viewer import Viewer
from workbench.acts.work_studies import StrikeStudy
from workbench.queries.work_studies import study_lines
from workbench.queries.work_study_workbook import study_workbook
from workbench.queries.year_assessments import year_lines
from workbench.queries.year_workbook import year_workbook
from workbench.terms import Role, StudyBody

TODAY = date(2026, 3, 31)
OWN = Viewer("town", "李经办", Role.HANDLER, TOWN)
BOSS = Viewer("boss", "陈督查", Role.SUPERVISOR, None)


def told(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[str(cell) for cell in row if cell is not None] for row in book.worksheets[0].values], book


@pytest.fixture
def office(bench):
    for act, actor in (*two_months(), (RECORD, CLERK), *((act, CLERK) for act in studies())):
        bench.perform(act, actor=actor)
    return bench


def test_the_list_of_hearings_has_every_session_also_what_was_struck(office):
    office.perform(StrikeStudy(StudyBody.GOVERNMENT, 1, TODAY, "登记错了会议"), actor=CLERK)
    lines = office.ask(study_lines, as_of=TODAY)
    rows, book = told(study_workbook(lines, TODAY, "台账第 9 条", proof=office.proof()))

    committee = next(row for row in rows if "市委常委会会议" in row)
    assert {"市委常委会", "2026-03-10 00:00:00", "纪要〔2026〕3号", "按月调度"} <= set(committee)
    struck = next(row for row in rows if "市政府常务会议" in row and "纪要〔2026〕1号" in row)
    assert any("登记错了会议" in cell for cell in struck)
    words = "".join(cell for row in rows for cell in row)
    assert "第九条第二款" in words and "3个月" in words and "2026-06-10" in words and f"{TODAY}" in words
    assert len(book.worksheets) == 2


def test_the_list_of_a_year_has_a_row_for_each_unit_item_and_month(office):
    (line,) = office.ask(year_lines, BOSS, as_of=TODAY)
    rows, _ = told(year_workbook(line, TODAY, "台账第 9 条", proof=office.proof()))

    of_town = [row for row in rows if row[:1] == ["忠防镇"]]
    assert [row[2:] for row in of_town] == [["2025-01", "4", "4"], ["2025-02", "1", "2"], ["全年", "5", "6"]]
    words = "".join(cell for row in rows for cell in row)
    assert NUMBER in words and "不排名次" in words and "第三十九条第一款" in words
