"""听取信访工作汇报台账 as a workbook: every session of both bodies, also what was entered by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from workbench.law.work_study import StudySession
from workbench.queries.work_studies import StudyLine, interval_words
from workbench.workbook import Heading, Proof, write_table

HEADINGS: Final = (
    Heading("听取汇报的会议", 18),
    Heading("会议日期", 13),
    Heading("会议名称", 30),
    Heading("纪要或者记录文号", 20),
    Heading("听取、研究的内容", 44),
    Heading("议定内容", 44),
    Heading("登记情况", 36),
)


def study_workbook(
    lines: Sequence[StudyLine], as_of: date, code: str, *, proof: Proof | None = None
) -> bytes:
    """Return the list (.xlsx) as of a day, the latest first; ``code`` says by what it is made again."""
    rows = [
        _row(line, one) for line in lines for _, one in sorted((*line.sessions, *line.struck), key=_latest)
    ]
    notes = [f"截至 {as_of} · {code}", *(_owed(line) for line in lines)]
    return write_table(HEADINGS, rows, title="听取信访工作汇报台账", notes=notes, proof=proof)


def _latest(numbered: tuple[int, StudySession]) -> tuple[int, int]:
    number, one = numbered
    return (-one.on.toordinal(), -number)


def _row(line: StudyLine, one: StudySession) -> list[Any]:
    state = "有效" if one.struck_on is None else f"{one.struck_on} 撤销登记：{one.struck_why}"
    return [line.body.label, one.on, one.session, one.paper, one.heard, one.decided, state]


def _owed(line: StudyLine) -> str:
    late = f"，已逾期{line.days_late}日" if line.days_late else ""
    due = f"；下一次应在 {line.due_on} 以前{late}" if line.due_on is not None else ""
    return f"{line.body.label}（{line.basis}）：{interval_words(line)}{due}"
