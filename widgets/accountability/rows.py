"""The lists of accountability as rows for the grid: a few dozen lines, sorted and tested in memory."""

from __future__ import annotations

from widgets.accountability.markup import STATE_TONES
from widgets.accountability.state import AccountabilityState
from widgets.parts.grid_query import Cell, Column
from widgets.parts.listed import Listed
from widgets.parts.values import Choice, Tag
from workbench.law.accountability_data import form
from workbench.law.clauses import clause
from workbench.queries.accountability import ProceedingLine
from workbench.queries.accountability_figures import DueLine
from workbench.terms import LeadSource, ProceedingState, ProceedingStep, Term

SEPARATOR = "|"
REGULATION = "信访工作条例"


def _choices(terms: type[Term]) -> tuple[Choice, ...]:
    return tuple(Choice(one.value, one.label) for one in terms)


LOG_COLUMNS = (  # together as wide as a page of 1366 pixels has room for
    Column("number", "编号", "link", 112, filter="text"),
    Column("unit", "责任单位", width=152, filter="text"),
    Column("source", "线索来源", width=88, filter="choice", choices=_choices(LeadSource)),
    Column("state", "状态", "tag", 130, filter="choice", choices=_choices(ProceedingState)),
    Column("progress", "进度", width=132, hint="线索、事实、建议、申辩、决定、反馈、整改、通报"),
    Column("next", "下一项到期", width=158, filter="text"),
    Column("forms", "处理方式", width=152, filter="text", hint="有权机关决定的；复审复核后的为准"),
    Column("clauses", "条款", width=128, filter="text", hint="可能适用，由有权机关判断"),
    Column("case_no", "事项编号", width=142, filter="text"),
    Column("opened_on", "登记日期", "date", 98, filter="date"),
)
DUE_COLUMNS = (
    Column("number", "编号", "link", 140, filter="text"),
    Column("unit", "责任单位", width=200, filter="text"),
    Column("what", "到期事项", width=170, filter="text"),
    Column("subject", "对象", width=90, filter="text"),
    Column("due_on", "日期", "date", 120, filter="date"),
    Column("days", "逾期天数", "number", 100, filter="number"),
)


def log_rows(state: AccountabilityState) -> list[Listed]:
    """Return the proceedings that pass the filter, the last opened first."""
    return [_line(line) for line in state.shown_lines]


def due_rows(state: AccountabilityState) -> list[Listed]:
    """Return what is awaited, the earliest day first."""
    return [_due(number, one) for number, one in enumerate(state.lists.due)]


def _line(line: ProceedingLine) -> Listed:
    one = line.proceeding
    done = sum(done for _, done in line.progress)
    codes = [entry.clause for entry in line.of(ProceedingStep.CLAUSE) if entry.clause]
    cells: dict[str, Cell] = {
        "number": one.proceeding_no,
        "unit": line.unit_name,
        "source": one.source.label,
        "state": Tag(line.state.label, STATE_TONES[line.state]),
        "progress": f"{'●' * done}{'○' * (len(line.progress) - done)}",
        "next": f"{line.awaited[0].due_on:%Y-%m-%d} {line.awaited[0].what.label}" if line.awaited else "",
        "forms": "、".join(form(effect.form).name for effect in line.effects if not effect.is_revoked),
        "clauses": "、".join(dict.fromkeys(cited(code) for code in codes)),
        "case_no": one.case_no or "",
        "opened_on": one.opened_on,
    }
    is_late = any(due.days_late for due in line.awaited)
    told = {"source": one.source.value, "state": line.state.value}
    return Listed(one.proceeding_no, cells, told, "late" if is_late else "")


def cited(code: str) -> str:
    """Return the article of a clause as a reader cites it: of the regulation itself without its name."""
    found = clause(code)
    return found.article if found.instrument == REGULATION else found.basis


def _due(number: int, one: DueLine) -> Listed:
    awaited = one.awaited
    cells: dict[str, Cell] = {
        "number": one.proceeding_no,
        "unit": one.unit_name,
        "what": awaited.what.label,
        "subject": "单位" if awaited.subject is None else "责任人",
        "due_on": awaited.due_on,
        "days": awaited.days_late or None,
    }
    key = f"{one.proceeding_no}{SEPARATOR}{number}"
    return Listed(key, cells, {}, "late" if awaited.days_late else "")
