"""督办台账 and 建议台账 as workbooks: the columns of the office's form, with the day and the notes below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from workbench.access.masking import ACCUSATION_NOTICE
from workbench.law.clauses import clause_text
from workbench.law.explain import JUDGED_BY
from workbench.law.reply_days import ORDER_NOTE, PROPOSAL_NOTE
from workbench.law.supervision import ESCALATION
from workbench.queries.proposals import ProposalLine
from workbench.queries.supervision import OrderLine
from workbench.workbook import Heading, Proof, write_table

ORDERS = (
    Heading("编号", 17),
    Heading("事项编号", 20),
    Heading("被督办单位", 20),
    Heading("触发情形", 20),
    Heading("事实（超期天数）", 48),
    Heading("依据", 28),
    Heading("督办要求", 34),
    Heading("反馈期限", 13),
    Heading("反馈内容/日期", 40),
    Heading("状态", 22),
)
PROPOSALS = (
    Heading("编号", 17),
    Heading("建议种类", 11),
    Heading("收到建议的单位", 22),
    Heading("责任单位", 18),
    Heading("所依据的事项", 22),
    Heading("建议内容", 44),
    Heading("可能适用的条款", 40),
    Heading("提出日期", 13),
    Heading("反馈期限", 13),
    Heading("书面反馈日期", 13),
    Heading("采纳情况", 11),
    Heading("反馈内容和理由", 40),
    Heading("状态", 16),
)


def order_ledger(
    lines: Sequence[OrderLine], as_of: date, code: str, *, filter_words: str = "", proof: Proof | None = None
) -> bytes:
    """Return 督办台账 (.xlsx) of these orders; ``code`` says by what the day can be made again."""
    return write_table(
        ORDERS,
        [_order_row(line) for line in lines],
        title="督办台账",
        notes=_notes(len(lines), "份督办单", filter_words, as_of, code, f"反馈期限：{ORDER_NOTE}。"),
        proof=proof,
    )


def proposal_ledger(
    lines: Sequence[ProposalLine],
    as_of: date,
    code: str,
    *,
    filter_words: str = "",
    proof: Proof | None = None,
) -> bytes:
    """Return 建议台账 (.xlsx) of these proposals."""
    note = f"反馈期限：{PROPOSAL_NOTE}。条款{JUDGED_BY}；本台账不载处分方式。"
    return write_table(
        PROPOSALS,
        [_proposal_row(line) for line in lines],
        title="三项建议台账",
        notes=_notes(len(lines), "份建议", filter_words, as_of, code, note),
        proof=proof,
    )


def state_words(line: OrderLine) -> str:
    """Return the state of an order with its days, and where it goes from there."""
    if line.goes_to_conference:
        return f"{line.state.label}{line.days_late}日，{ESCALATION}"
    return line.state.label


def ground_words(line: OrderLine) -> str:
    """Return what an order rests on: a matter, an agreed item, or the unit's work as a whole."""
    order = line.order
    return order.case_no or (f"议定事项 {order.item_no}" if order.item_no else "（单位整体工作）")


def _order_row(line: OrderLine) -> list[Any]:
    order = line.order
    replies = "\n".join(
        f"{one.on:%Y-%m-%d} {one.text}{'（附佐证材料）' if one.sha256 else ''}" for one in order.replies
    )
    if line.is_accusation and replies:
        replies = "\n".join(f"{one.on:%Y-%m-%d} {ACCUSATION_NOTICE}" for one in order.replies)
    return [
        order.order_no,
        ground_words(line),
        line.unit_name,
        order.reason.label,
        order.facts,
        order.basis,
        order.demand,
        line.due_on,
        replies,
        state_words(line),
    ]


def _proposal_row(line: ProposalLine) -> list[Any]:
    one = line.proposal
    told = [one.feedback_text or "", f"理由：{one.refusal_reason}" if one.refusal_reason else ""]
    return [
        one.proposal_no,
        one.proposal_kind.label,
        line.unit_name,
        line.about_name,
        "、".join(one.case_nos),
        one.text,
        "\n".join(clause_text(clause.code) for clause in one.clauses),
        one.issued_on,
        one.feedback_due_on,
        one.feedback_on,
        one.adoption.label if one.adoption else "",
        "\n".join(filter(None, told)),
        f"{line.state.label}{f'{line.days_late}日' if line.days_late else ''}",
    ]


def _notes(count: int, what: str, filter_words: str, as_of: date, code: str, last: str) -> tuple[str, ...]:
    return (
        f"共 {count} {what}。截至 {as_of:%Y-%m-%d}。",
        f"筛选条件：{filter_words or '无'}",
        last,
        f"数据依据：{code}。",
    )
