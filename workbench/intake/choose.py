"""What of a file is taken in: which sheet, by which mapping, with or without what it hides."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.intake.columns import plain_heading, shipped_vocabulary
from workbench.intake.findings import Choice, Findings, Question
from workbench.intake.layout import Table
from workbench.intake.mapping import ColumnMapping, find_mapping, recognised, shipped_mappings
from workbench.intake.reading.cells import Reading, Sheet
from workbench.intake.template import GUIDE
from workbench.workbook import PROOF_SHEET

_BESIDE = (GUIDE, PROOF_SHEET)  # explains the form, or proves an export: never data


def choose_sheet(reading: Reading, answers: Mapping[str, str], findings: Findings) -> Sheet | None:
    filled = [sheet for sheet in reading.sheets if sheet.rows and sheet.name not in _BESIDE]
    if not filled:
        findings.fault(None, "", "", "文件中没有任何内容", "请核对导出的内容")
        return None
    chosen = next((sheet for sheet in filled if sheet.name == answers.get("sheet")), None)
    if chosen is not None:
        return chosen
    if len(filled) == 1 and not filled[0].is_hidden:
        return filled[0]
    choices = tuple(
        Choice(sheet.name, f"{sheet.name}（{len(sheet.rows):,} 行{'，隐藏' if sheet.is_hidden else ''}）")
        for sheet in filled
    )
    findings.ask(Question("sheet", f"文件有 {len(filled)} 张有内容的工作表，导入哪一张？", choices))
    return None


def choose_mapping(table: Table, answers: Mapping[str, str], findings: Findings) -> ColumnMapping | None:
    if "mapping" in answers:
        return find_mapping(answers["mapping"])
    found = recognised({plain_heading(heading) for heading in table.headings})
    if len(found) == 1:
        return found[0]
    if not found:
        return next(mapping for mapping in shipped_mappings() if mapping.is_general)
    choices = tuple(Choice(mapping.id, mapping.name) for mapping in found)
    findings.ask(Question("mapping", "栏目符合几个对应表，用哪一个？", choices))
    return None


def choose_hidden(sheet: Sheet, table: Table, answers: Mapping[str, str], findings: Findings) -> None:
    """Ask whether rows and columns that the sheet hides, by hand or by a filter, belong to the data."""
    rows = [number for number, _ in table.rows if number in sheet.hidden_rows]
    columns = [at for at in sorted(sheet.hidden_columns) if at < len(table.headings)]
    if not rows and not columns:
        return
    answer = answers.get("hidden")
    told = "、".join(
        text
        for text in (
            f"{len(rows):,} 行{'（自动筛选）' if sheet.has_filter else ''}" if rows else "",
            f"{len(columns)} 栏（{'、'.join(table.column(at) for at in columns[:5])}）" if columns else "",
        )
        if text
    )
    if answer == "include":
        findings.correct(None, "", f"隐藏的 {told}", "照常导入", "隐藏的行列按所答处理")
    elif answer == "exclude":
        findings.correct(None, "", f"隐藏的 {told}", "（不导入）", "隐藏的行列按所答处理")
        hidden = set(rows)
        table.rows = [row for row in table.rows if row[0] not in hidden]
        for at in columns:
            table.headings[at] = ""
    else:
        choices = (Choice("include", "照常导入"), Choice("exclude", "不导入"))
        findings.ask(Question("hidden", f"工作表中有隐藏的 {told}，是否导入？", choices))


def known_headings(answers: Mapping[str, str]) -> Callable[[str], bool]:
    known = set(shipped_vocabulary().by_heading) | set(shipped_vocabulary().ambiguous)
    mappings = list(shipped_mappings())
    if "mapping" in answers:
        mappings.append(find_mapping(answers["mapping"]))
    for mapping in mappings:
        known.update(mapping.recognise, mapping.leave_out)
        for headings in mapping.columns.values():
            known.update(headings)
    return lambda heading: plain_heading(heading) in known
