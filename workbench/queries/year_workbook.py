"""A yearly assessment as a workbook: every unit, item and month with what was owed and done in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from workbench.law.limits import limit_on
from workbench.law.year_assessment import RULE
from workbench.queries.year_assessments import YearLine, YearUnit
from workbench.workbook import Heading, Proof, write_table

HEADINGS: Final = (
    Heading("单位", 20),
    Heading("考核项目", 24),
    Heading("月份", 10),
    Heading("做到数", 9),
    Heading("应办数", 9),
)
WHOLE_YEAR: Final = "全年"


def year_workbook(line: YearLine, as_of: date, code: str, *, proof: Proof | None = None) -> bytes:
    """Return the assessment (.xlsx) of the units that the viewer may see, in the order of the directory."""
    told = line.assessment
    basis = limit_on(RULE, date(told.year, 12, 31)).basis
    notes = [
        f"{told.assessment_no}（第{told.edition}版） · {told.assessed_on}考核 · {told.paper}",
        f"截至 {as_of} · {code}",
        f"依据{basis}；取自{len(line.sheets)}个月定稿的月考核，不折算分数，不排名次，不看来信来访的数量。",
    ]
    if told.missing_why:
        notes.append(f"缺少月份的原因：{told.missing_why}")
    if told.why:
        notes.append(f"更正理由：{told.why}")
    if line.replaced_by:
        notes.append(f"已由 {line.replaced_by} 取代")
    rows = (row for unit in line.units for row in _rows(line, unit))
    return write_table(HEADINGS, rows, title=f"{told.year}年年度考核", notes=notes, proof=proof)


def _rows(line: YearLine, unit: YearUnit) -> Iterator[list[Any]]:
    for figure, title in line.items:
        for number, month in line.sheets:
            if (counts := unit.months.get(number, {}).get(figure)) is not None:
                yield [unit.name, title, f"{month:%Y-%m}", *counts]
        if (counts := unit.sums.get(figure)) is not None:
            yield [unit.name, title, WHOLE_YEAR, *counts]
