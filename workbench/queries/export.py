"""Lists as workbooks: what is shown; below it the figure it is of, the filter, the day and the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import DEFAULT_SORT, Sort, counts, late_words, page
from workbench.queries.columns import COLUMNS, CaseColumn
from workbench.queries.figure_notes import figure_notes
from workbench.queries.figure_rows import figure_rows, rows_by_case
from workbench.queries.promises import HEADINGS, Promise
from workbench.snapshots.asked import Asked
from workbench.workbook import Heading, Proof, write_table

WIDTHS = {"title": 42, "unit_name": 18, "path": 24, "case_no": 18}


def export_cases(
    snapshot: Asked,
    wanted: CaseFilter,
    *,
    columns: Sequence[CaseColumn] | None = None,
    sort: Sort = DEFAULT_SORT,
    filter_words: str = "",
    proof: Proof | None = None,
) -> bytes:
    """Return an .xlsx of every case that passes the filter, in the order and with the columns shown."""
    shown = tuple(columns or (column for column in COLUMNS if column.shown))
    rows = page(snapshot, wanted, columns=shown, sort=sort, limit=None)
    found, counted = counts(snapshot, wanted), figure_rows(snapshot, wanted)
    notes = [
        f"共 {found.cases} 件，{found.batches} 批次，{found.person_times} 人次；"
        f"在办 {found.open_cases} 件，{late_words(found)}。",
        *figure_notes(snapshot, wanted),
        f"筛选条件：{filter_words or '无'}",
        f"{snapshot.code}。超期按遇节假日顺延后的到期日认定。",
    ]
    headings = [Heading(column.label, WIDTHS.get(column.key, 13)) for column in shown]
    often: Mapping[str, int] = {}
    if counted and not counted.counts_matters:
        headings.append(Heading(f"计入本指标（{counted.unit}）", 18))
        often = rows_by_case(snapshot, wanted)
    return write_table(
        headings,
        (
            [
                *(cell_value(column, value) for column, value in zip(shown, row.values, strict=True)),
                *([often.get(row.case_no)] if often else []),
            ]
            for row in rows
        ),
        title="信访事项清单",
        notes=notes,
        proof=proof,
    )


def export_promises(
    snapshot: Asked,
    found: Sequence[Promise],
    wanted: CaseFilter,
    *,
    filter_words: str = "",
    proof: Proof | None = None,
) -> bytes:
    """Return an .xlsx of promises: those that the figure of ``wanted`` counts and the viewer may take."""
    kept = sum(one.is_passed for one in found)
    notes = [
        f"共 {len(found):,} 项，其中达到 {kept:,} 项。",
        *figure_notes(snapshot, wanted),
        f"筛选条件：{filter_words or '无'}",
        f"{snapshot.code}。按承诺逐项列出，不都对应信访事项。",
    ]
    return write_table(HEADINGS, (one.cells for one in found), title="承诺清单", notes=notes, proof=proof)


def cell_value(column: CaseColumn, value: Any) -> Any:
    """Return a value of the list as a workbook holds it: a day, a number, or words; ``None`` if missing."""
    if value is None:
        return None
    if column.kind == "date":
        return date.fromisoformat(value)
    return value if column.kind == "number" else column.say(value)
