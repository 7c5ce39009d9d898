"""The findings of a file as workbooks that can be saved and worked through; every cell is text."""

from __future__ import annotations

import zipfile
from pathlib import Path

from workbench.intake.findings import Correction, Fault, Question
from workbench.intake.preview import Preview
from workbench.workbook import Heading, write_table

FAULTS, CORRECTIONS = "导入错误", "更正和设定"
FAULT_HEADINGS = (
    Heading("文件", 24),
    Heading("工作表", 14),
    Heading("行", 8),
    Heading("栏目", 20),
    Heading("值", 30),
    Heading("原因", 40),
    Heading("怎样改正", 40),
)
CORRECTION_HEADINGS = (
    Heading("文件", 24),
    Heading("工作表", 14),
    Heading("行", 8),
    Heading("栏目", 20),
    Heading("原值", 30),
    Heading("改为", 30),
    Heading("理由", 40),
)


def fault_rows(preview: Preview) -> list[tuple[str | int, ...]]:
    """Return the refused columns, open questions and faults, one line each, in the order of the headings."""
    name = preview.original.name
    rows: list[tuple[str | int, ...]] = [
        (name, one.sheet, "", f"{one.column} {one.heading}", "", one.sentence, "删去该栏或取值后重新导入")
        for one in preview.refused
    ]
    rows += [
        (name, "", "", "", "", question.text, f"请回答。可选：{_choices(question)}")
        for question in preview.questions
    ]
    rows += [_fault_row(fault) for fault in preview.faults]
    return rows


def faults_workbook(preview: Preview) -> bytes:
    """Return the faults as an .xlsx."""
    notes = [f"共 {preview.fault_count:,} 处错误。文字不列出，个人信息已遮蔽，请按行、栏在原文件中查找。"]
    return write_table(FAULT_HEADINGS, fault_rows(preview), title=FAULTS, notes=notes)


def refusal_workbook(name: str, sentence: str) -> bytes:
    """Return the fault table of a file that could not be read at all."""
    reason, _, remedy = sentence.partition("：")
    return write_table(FAULT_HEADINGS, [(name, "", "", "", "", reason, remedy)], title=FAULTS)


def corrections_workbook(preview: Preview) -> bytes:
    """Return the corrections and assumptions as an .xlsx."""
    rows: list[tuple[str | int, ...]] = [
        (preview.original.name, "", "", one.label, "（文件没有）", one.value, f"{one.rows:,} 行按对应表设定")
        for one in preview.assumptions
    ]
    rows += [_correction_row(correction) for correction in preview.corrections]
    rows += [
        (preview.original.name, "", "", f"{one.column} {one.heading}", "", "（不导入）", one.why)
        for one in preview.left_out
    ]
    notes = [f"共 {preview.corrected:,} 项，确认后才会导入。文字和个人信息不列出，请按行、栏在原文件中查找。"]
    return write_table(CORRECTION_HEADINGS, rows, title=CORRECTIONS, notes=notes)


def is_findings_workbook(path: Path) -> bool:
    """Return whether a file is one of these tables, as its only sheet says."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = archive.read("xl/workbook.xml").decode()
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return False
    return book.count("<sheet ") == 1 and any(
        f'<sheet name="{title}"' in book for title in (FAULTS, CORRECTIONS)
    )


def _choices(question: Question) -> str:
    return "、".join(choice.label for choice in question.choices)


def _fault_row(fault: Fault) -> tuple[str | int, ...]:
    row = "" if fault.row is None else fault.row
    return (fault.file, fault.sheet, row, fault.column, fault.value, fault.reason, fault.remedy)


def _correction_row(one: Correction) -> tuple[str | int, ...]:
    row = "" if one.row is None else one.row
    return (one.file, one.sheet, row, one.column, one.before, one.after, one.reason)
