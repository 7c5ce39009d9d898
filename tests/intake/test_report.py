"""The saved tables of findings: each row can be found in the file, and nobody in it can be read."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.factories import CLERK
from tests.intake.files import HEADINGS, csv, look, only_fault, row, with_column, xlsx
from workbench.acts.units import MergeUnit
from workbench.app import Workbench
from workbench.intake.preview import Preview, inspect
from workbench.intake.report import corrections_workbook, faults_workbook

SECRET = "他们威胁我家人"


def cells(content: bytes) -> str:
    """Everything that stands in a saved workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return "\n".join(
        str(cell)
        for sheet in book.worksheets
        for line in sheet.iter_rows(values_only=True)
        for cell in line
        if cell
    )


def saved(preview: Preview) -> str:
    return cells(faults_workbook(preview)) + cells(corrections_workbook(preview))


@pytest.mark.parametrize(
    "changed",
    [
        {"信访内容": f"{SECRET}_xD800_还有"},  # cannot be kept
        {"信访内容": f"{SECRET}\x07还有"},  # a control falls away
        {"责任单位": f"{SECRET}，要求调查此事并追究有关人员的责任，请领导出面主持公道，谢谢各位领导了"},
        {"信访形式": f"{SECRET}，要求调查此事并追究有关人员的责任，请领导出面主持公道，谢谢各位领导了"},
        {"人数": SECRET + "，要求调查此事并追究有关人员的责任，请领导出面主持公道，谢谢各位领导了"},
    ],
    ids=["fault", "correction", "unit", "code", "count"],
)
def test_no_narrative_stands_in_a_saved_table_wherever_it_was_typed(changed: dict[str, Any]):
    preview = look(csv(row(**changed)).encode(), "台账.csv")

    assert SECRET not in saved(preview)
    assert SECRET not in "".join(question.text + question.id for question in preview.questions)
    assert preview.faults or preview.corrections


def test_the_row_and_column_of_a_hidden_value_are_told():
    fault = only_fault(look(csv(row(信访内容=f"{SECRET}_xD800_还有")).encode(), "台账.csv"))

    assert (fault.row, fault.column, fault.value) == (2, "F 信访内容", "（文字，见原件）")


def test_the_first_row_of_a_sheet_without_headings_is_not_told():
    preview = look(xlsx(row(), headings=("张小明", "13912345678", SECRET, "4", "5", "6", "7", "8")))

    fault = only_fault(preview)
    assert fault.row == 1
    assert "张小明" not in saved(preview)
    assert SECRET not in saved(preview)


def test_what_stands_above_or_below_a_table_is_counted_and_not_told():
    book = xlsx(("制表人：张小明 13912345678",), headings=HEADINGS)

    preview = look(book)

    assert "张小明" not in saved(preview)
    assert "（1 格，见原件）" in [one.before for one in preview.corrections]


def test_a_phone_number_in_a_column_of_codes_is_masked():
    preview = look(with_column("处理结果", *("13912345678" for _ in range(1))))

    assert "13912345678" not in saved(preview)


def test_a_saved_table_does_not_speak_of_the_command_line():
    without_heading = look(xlsx(row(), headings=[str(at) for at in range(len(HEADINGS))]))
    without_column = look(xlsx(row()[1:], headings=HEADINGS[1:]))
    with_question = look(xlsx(row(信访形式="飞鸽传书")))

    told = "".join(saved(preview) for preview in (without_heading, without_column, with_question))

    assert "--" not in told
    assert "命令行" not in told
    assert "可选：来信、来访、来电、网上" in told


def test_a_unit_merged_within_a_row_is_a_fault_at_its_place(bench: Workbench):
    bench.perform(MergeUnit("430682101", "430682103", date(2026, 2, 1)), actor=CLERK)
    headings = (*HEADINGS, "转送日期", "受理告知日期")
    file = xlsx((*row(), "2026-01-08", "2026-02-03"), headings=headings)

    fault = only_fault(inspect(file, "台账.xlsx", bench=bench))

    assert (fault.file, fault.sheet, fault.row) == ("台账.xlsx", "台账", 2)
    assert (fault.column, fault.value) == ("G 责任单位", "忠防镇")
    assert "2026-02-01起已撤并" in fault.reason
    assert "受理告知日期 2026-02-03" in fault.reason
    assert "聂市镇" in fault.remedy


def left_out(preview: Preview) -> dict[str, str]:
    return {f"{one.column} {one.heading}": one.why for one in preview.left_out}


def test_columns_that_are_not_imported_are_listed_with_the_reason():
    headings = (*HEADINGS, "问题属地", "办理状态", "天气")
    preview = look(xlsx((*row(), "聂市镇", "未办结", "晴"), headings=headings))

    assert left_out(preview) == {
        "I 问题属地": "1 行已有责任单位，不登记属地",
        "J 办理状态": "只用于核对，不登记",
        "K 天气": "不认识的栏目",
    }


def test_a_locality_that_stands_in_for_a_missing_unit_is_imported():
    preview = look(xlsx((*row(责任单位=None), "聂市镇"), headings=(*HEADINGS, "问题属地")))

    assert left_out(preview) == {}


def test_values_that_no_step_takes_are_counted_and_have_to_be_confirmed():
    headings = (*HEADINGS, "处理意见日期", "处理意见书文号", "延长天数")
    preview = look(xlsx((*row(), None, "临信〔2026〕1号", 30), headings=headings))

    told = {one.column: (one.before, one.after, one.reason) for one in preview.corrections}
    assert told["J 处理意见书文号"] == (
        "1 行有内容",
        "（不登记）",
        "没有“处理意见日期”，处理意见书文号不登记",
    )
    assert told["K 延长天数"][2] == "没有“延期批准日期”，延长天数不登记"
