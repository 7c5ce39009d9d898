"""The lists of supervision as rows for the grid: a few hundred lines, sorted and tested in memory."""

from __future__ import annotations

from widgets.parts.grid_query import Cell, Column
from widgets.parts.listed import Listed
from widgets.parts.values import Choice, Tag, Tone
from widgets.supervision.state import SupervisionState
from workbench.law.reply_days import PROPOSAL_NOTE
from workbench.queries.office_duties import OfficeDuty
from workbench.queries.proposals import ProposalLine
from workbench.queries.supervision import OrderLine
from workbench.queries.supervision_due import Suggestion
from workbench.queries.supervision_ledger import ground_words
from workbench.terms import DeadlineState, FeedbackState, OrderState, ProposalKind, SupervisionReason, Term

STATE_TONES: dict[OrderState, Tone] = {
    OrderState.OPEN: "accent",
    OrderState.LATE: "late",
    OrderState.ANSWERED: "soon",
    OrderState.RETURNED: "soon",
    OrderState.CLOSED: "done",
    OrderState.WITHDRAWN: "quiet",
}
FEEDBACK_TONES: dict[FeedbackState, Tone] = {
    FeedbackState.WAITING: "accent",
    FeedbackState.MISSING: "late",
    FeedbackState.IN_TIME: "done",
    FeedbackState.LATE: "soon",
}
DUTY_TONES: dict[DeadlineState, Tone] = {
    DeadlineState.LATE: "late",
    DeadlineState.MET_LATE: "soon",
    DeadlineState.ENDED_LATE: "soon",
    DeadlineState.RUNNING: "accent",
}
SEPARATOR = "|"  # between case and unit in the key of a suggestion; stands in neither


def order_columns(*, with_unit: bool) -> tuple[Column, ...]:
    """Return the columns of the board; a unit's official needs no column for his own unit."""
    return (
        Column("order_no", "编号", "link", 130, filter="text"),
        Column("ground", "事项编号", width=148, filter="text"),
        Column("title", "事项名称", width=230, filter="text"),
        Column("unit", "被督办单位", width=136, filter="text", shown=with_unit),
        Column("state", "状态", "tag", 118, filter="choice", choices=_choices(OrderState)),
        Column("days_late", "逾期天数", "number", 84, filter="number", hint="反馈期限次日起，按日历日计"),
        Column("due_on", "反馈期限", "date", 104, filter="date", hint="条例未规定期限，按本地设定"),
        Column("issued_on", "发出日期", "date", 104, filter="date", at_desk=True),
        Column("reason", "触发情形", width=158, filter="choice", choices=_choices(SupervisionReason)),
        Column("replied_on", "最近反馈", "date", 104, filter="date", at_desk=True),
        Column("reminders", "催办次数", "number", 86, filter="number", at_desk=True),
        Column("by_unit", "发出单位", width=150, filter="text", shown=False),
        Column("facts", "事实", width=320, filter="text", shown=False, sortable=False),
    )


def order_rows(state: SupervisionState) -> list[Listed]:
    """Return the orders that pass the filter, what is late longest first."""
    titles = state.lists.titles
    return [_order(line, titles.get(line.order.case_no or "", "")) for line in state.shown_orders]


def _order(line: OrderLine, title: str) -> Listed:
    order = line.order
    cells: dict[str, Cell] = {
        "order_no": order.order_no,
        "ground": ground_words(line),
        "title": title,
        "unit": line.unit_name,
        "state": Tag(line.state.label, STATE_TONES[line.state]),
        "days_late": line.days_late or None,
        "due_on": line.due_on,
        "issued_on": order.issued_on,
        "reason": order.reason.label,
        "replied_on": order.replies[-1].on if order.replies else None,
        "reminders": len(order.reminders) or None,
        "by_unit": line.by_name,
        "facts": order.facts,
    }
    codes = {"state": line.state.value, "reason": order.reason.value}
    return Listed(order.order_no, cells, codes, "late" if line.goes_to_conference else "")


SUGGESTED_COLUMNS = (
    Column("case_no", "事项编号", "link", 148, filter="text"),
    Column("title", "事项名称", width=200, filter="text"),
    Column("unit", "超期单位", width=130, filter="text"),
    Column("days", "超期天数", "number", 84, filter="number", hint="最长的一项，按遇放假顺延后的到期日计"),
    Column("reason", "建议的触发情形", width=146, filter="text"),
    Column("facts", "超期事实：规则、条文、应完成日", width=400, filter="text", sortable=False),
    Column("before", "此前督办", width=130, filter="text", hint="对同一单位就同一事项已闭环的督办单"),
)


def suggested_rows(state: SupervisionState) -> list[Listed]:
    """Return what deserves an order, longest late first."""
    return [_suggested(one) for one in state.shown_suggestions]


def _suggested(one: Suggestion) -> Listed:
    cells: dict[str, Cell] = {
        "case_no": one.case_no,
        "title": one.title,
        "unit": one.unit_name,
        "days": one.days,
        "reason": one.reason.label,
        "facts": one.facts,
        "before": "、".join(one.closed_before),
    }
    return Listed(f"{one.case_no}{SEPARATOR}{one.unit}", cells, {}, "late" if one.closed_before else "")


def proposal_columns(*, with_unit: bool) -> tuple[Column, ...]:
    """Return the columns of the list of proposals."""
    return (
        Column("proposal_no", "编号", "link", 140, filter="text"),
        Column("kind", "种类", width=96, filter="choice", choices=_choices(ProposalKind)),
        Column("unit", "收到建议的单位", width=168, filter="text", shown=with_unit),
        Column("text", "建议内容", width=300, filter="text", sortable=False),
        Column("cases", "所依据的事项", width=160, filter="text"),
        Column("state", "反馈", "tag", 108, filter="choice", choices=_choices(FeedbackState)),
        Column("days_late", "逾期天数", "number", 84, filter="number"),
        Column("due_on", "反馈期限", "date", 104, filter="date", hint=PROPOSAL_NOTE),
        Column("adoption", "采纳情况", width=92, filter="text"),
        Column("issued_on", "提出日期", "date", 104, filter="date"),
        Column("feedback_on", "反馈日期", "date", 104, filter="date"),
    )


def proposal_rows(state: SupervisionState) -> list[Listed]:
    """Return the proposals that pass the filter."""
    return [_proposal(line) for line in state.shown_proposals]


def _proposal(line: ProposalLine) -> Listed:
    one = line.proposal
    cells: dict[str, Cell] = {
        "proposal_no": one.proposal_no,
        "kind": one.proposal_kind.label,
        "unit": line.unit_name,
        "text": one.text,
        "cases": "、".join(one.case_nos),
        "state": Tag(line.state.label, FEEDBACK_TONES[line.state]),
        "days_late": line.days_late or None,
        "due_on": one.feedback_due_on,
        "adoption": one.adoption.label if one.adoption else None,
        "issued_on": one.issued_on,
        "feedback_on": one.feedback_on,
    }
    codes = {"kind": one.proposal_kind.value, "state": line.state.value}
    return Listed(one.proposal_no, cells, codes, "late" if line.state is FeedbackState.MISSING else "")


OFFICE_COLUMNS = (
    Column("case_no", "事项编号", "link", 148, filter="text"),
    Column("title", "事项名称", width=320, filter="text"),
    Column("due", "应转送、交办之日", "date", 140, filter="date"),
    Column("met_on", "实际办理", "date", 110, filter="date"),
    Column("state", "状态", "tag", 120, filter="text"),
    Column("days_late", "超期天数", "number", 90, filter="number"),
)


def office_rows(state: SupervisionState) -> list[Listed]:
    """Return the petition office's own duties that are late, run, or were met late."""
    return [_office(one) for one in state.lists.office.rows]


def _office(one: OfficeDuty) -> Listed:
    cells: dict[str, Cell] = {
        "case_no": one.case_no,
        "title": one.title,
        "due": one.due,
        "met_on": one.met_on,
        "state": Tag(one.state.label, DUTY_TONES.get(one.state, "quiet")),
        "days_late": one.days_late or None,
    }
    return Listed(one.case_no, cells, {}, "late" if one.state is DeadlineState.LATE else "")


def _choices(terms: type[Term]) -> tuple[Choice, ...]:
    return tuple(Choice(one.value, one.label) for one in terms)
