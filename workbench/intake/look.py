"""The way from cells to a preview: sheet, headings, mapping, firewall, columns, rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from workbench.intake.check import Checker
from workbench.intake.choose import choose_hidden, choose_mapping, choose_sheet, known_headings
from workbench.intake.columns import shipped_vocabulary
from workbench.intake.findings import Findings
from workbench.intake.firewall import shipped_firewall
from workbench.intake.layout import Table, find_table
from workbench.intake.limits import Limits
from workbench.intake.mapping import ColumnMapping
from workbench.intake.match import (
    REQUIRED,
    Matched,
    firewall_headings,
    firewall_values,
    match_headings,
)
from workbench.intake.merged import refuse_shared_counts
from workbench.intake.preview import Preview, SheetChoice
from workbench.intake.reading.cells import Reading, Sheet
from workbench.intake.reading.original import Original
from workbench.intake.reading.parent import Cancel, Progress
from workbench.intake.text import shown
from workbench.intake.unit_names import UnitNames, shipped_units

if TYPE_CHECKING:
    from workbench.app import Workbench

SAMPLES = 8  # rows shown


def look(
    original: Original,
    reading: Reading,
    answers: Mapping[str, str],
    today: date,
    limits: Limits,
    bench: Workbench | None,
    *,
    progress: Progress | None,
    cancel: Cancel | None,
) -> Preview:
    """Return the preview of a file that has been read; see ``inspect``."""
    findings = Findings(original.name, notes=list(reading.notes))
    if reading.encoding is not None:
        findings.notes.append(f"文字编码：{reading.encoding}")
    batch = f"{today:%Y%m%d}-{original.sha256[:12]}"
    preview = Preview(original, reading, answers, today, batch=batch, limits=limits, source=bench)
    if bench is not None:
        from workbench.intake.known import imported_batch

        already = imported_batch(bench, original.sha256)
        if already is not None:
            return replace(preview, already=already, notes=(f"该文件已导入（批次 {already}）",))
    sheet = choose_sheet(reading, answers, findings)
    choices = tuple(
        SheetChoice(one.name, len(one.rows), one.is_hidden, one is sheet) for one in reading.sheets
    )
    preview = replace(preview, sheets=choices)
    if sheet is None:
        return _closed(preview, findings)
    findings.sheet = sheet.name
    table = find_table(_copied(sheet), known_headings(answers), findings)
    if table is None:
        return _closed(preview, findings)
    refused = firewall_headings(table, sheet.name, shipped_firewall())
    mapping = choose_mapping(table, answers, findings)
    if mapping is None or refused:
        return _closed(replace(preview, refused=tuple(refused), samples=_samples(table)), findings)
    choose_hidden(sheet, table, answers, findings)
    matched = match_headings(table, mapping, shipped_vocabulary(), findings, answers)
    refuse_shared_counts(table, matched.columns, findings)
    refused = firewall_values(table, matched, sheet.name, shipped_firewall())
    preview = replace(
        preview,
        mapping=mapping,
        headings=matched.headings,
        samples=_samples(table),
        rows_read=len(table.rows),
        refused=tuple(refused),
    )
    if refused or _lacks(matched, table, findings) or findings.questions or findings.faults:
        return _closed(preview, findings)
    if not table.rows:
        findings.fault(table.heading_row, "", "", "标题行以下没有数据", "请核对导出的内容")
        return _closed(preview, findings)
    preview = _check_rows(preview, table, matched, mapping, findings, progress=progress, cancel=cancel)
    return _closed(preview, findings)


def _check_rows(
    preview: Preview,
    table: Table,
    matched: Matched,
    mapping: ColumnMapping,
    findings: Findings,
    *,
    progress: Progress | None,
    cancel: Cancel | None,
) -> Preview:
    bench = preview.source
    checker = Checker(
        table,
        matched,
        mapping,
        _units(bench),
        findings,
        preview.limits,
        preview.today,
        preview.batch,
        preview.answers,
        is_text_file=preview.reading.encoding is not None,
        from_1904=preview.reading.from_1904,
    )
    drafts = checker.drafts(progress, cancel)
    known = 0
    if bench is not None and not findings.faults and not findings.questions:
        from workbench.intake.alike_numbers import without_alike
        from workbench.intake.known import without_known

        count, column = len(drafts), table.column(matched.columns["external_no"][0])
        drafts = without_known(bench, drafts, findings, column)
        drafts = without_alike(bench, drafts, findings, column, preview.answers)
        known = count - len(drafts)
    return replace(preview, drafts=tuple(drafts), existing=known)


def _closed(preview: Preview, findings: Findings) -> Preview:
    return replace(
        preview,
        faults=tuple(findings.faults),
        corrections=tuple(findings.corrections),
        assumptions=findings.assumptions,
        questions=tuple(findings.questions.values()),
        notes=tuple(findings.notes),
        fault_count=findings.fault_count,
        correction_count=findings.correction_count,
        left_out=tuple(findings.left_out),
    )


def _lacks(matched: Matched, table: Table, findings: Findings) -> bool:
    """Return whether a column is missing without which no row can be registered."""
    fields = shipped_vocabulary().fields
    missing = [fact for fact in REQUIRED if fact not in matched.columns]
    if not {"received", "registered"} & set(matched.columns):
        missing.append("registered")
    if not {"title", "narrative"} & set(matched.columns):
        missing.append("narrative")
    if findings.questions:
        return True  # an answer may supply them
    for fact in missing:
        label = fields[fact].label
        known = "、".join(fields[fact].headings[:4])
        findings.fault(
            table.heading_row,
            "",
            "",
            f"缺少栏目“{label}”",
            f"请补上该栏（可叫：{known}），或指定栏目对应",
        )
    return bool(missing)


def _copied(sheet: Sheet) -> Sheet:
    """Return the sheet with rows of its own where merged cells will be filled: it may be looked at again."""
    return (
        replace(sheet, rows=[(number, list(cells)) for number, cells in sheet.rows])
        if sheet.merges
        else sheet
    )


def _samples(table: Table) -> tuple[tuple[str, ...], ...]:
    width = len(table.headings)
    return tuple(
        tuple(shown(cell, 40) for cell in (list(cells) + [None] * width)[:width])
        for _, cells in table.rows[:SAMPLES]
    )


def _units(bench: Workbench | None) -> UnitNames:
    if bench is None:
        return shipped_units()
    from workbench.intake.known import unit_names

    return unit_names(bench)
