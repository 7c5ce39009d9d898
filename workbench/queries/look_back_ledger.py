"""回头看台账 as a workbook: the columns of the office's form (rules.md section 5), with the day and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.law.look_back import LookBack
from workbench.law.look_back_data import look_back_data
from workbench.queries.look_backs import CheckLine, rounds, worklist
from workbench.queries.officials import people
from workbench.records.petitions import PetitionCase
from workbench.records.proposals import ProposalCaseRow, ProposalRow
from workbench.records.steps import StepRow
from workbench.records.supervision import SupervisionOrderRow
from workbench.terms import LookBackFinding, LookBackRule, Outcome, ProposalKind, Step
from workbench.workbook import Heading, Proof, write_table

_OPINIONS: Final = (
    Step.ISSUE_OPINION.value,
    Step.REPLY_DIRECTLY.value,
    Step.DECIDE_REEXAMINATION.value,
    Step.DECIDE_FINAL_REVIEW.value,
)


def headings() -> tuple[Heading, ...]:
    """Return the columns: those of the form, the check items one by one."""
    return (
        Heading("事项编号", 20),
        Heading("责任单位", 20),
        Heading("类型", 18),
        Heading("原处理、复查、复核结论与日期", 30),
        *(Heading(one.title, 11) for one in look_back_data().items),
        Heading("证据", 40),
        Heading("问题（归因到单位）", 34),
        Heading("是否重办", 10),
        Heading("整改措施", 34),
        Heading("责任人", 12),
        Heading("时限", 13),
        Heading("复核人", 12),
        Heading("复核日期", 13),
        Heading("结论", 16),
        Heading("督办单号", 18),
        Heading("追责建议号", 18),
    )


def look_back_ledger(
    connection: Connection,
    viewer: Viewer,
    round_no: str,
    *,
    as_of: date,
    code: str,
    proof: Proof | None = None,
) -> bytes:
    """Return 回头看台账 (.xlsx) of what the viewer may see; ``code`` says by what it is made again."""
    lines = worklist(connection, viewer, round_no, as_of=as_of)
    found = next(one for one in rounds(connection, as_of=as_of) if one.round_no == round_no)
    numbers = [one.case_no for one in lines]
    opinions = _opinions(connection, numbers, as_of)
    orders, proposals = _orders(connection, numbers, as_of), _proposals(connection, numbers, as_of)
    names = people(connection, (one.check.reviewer for one in lines if one.check))
    rows = [
        _row(line, found.rule, opinions[line.case_no], orders[line.case_no], proposals[line.case_no], names)
        for line in lines
    ]
    rule = look_back_data().rules[found.rule]
    return write_table(
        headings(),
        rows,
        title="回头看台账",
        notes=(
            f"{found.name}，共 {len(rows)} 件。截至 {as_of:%Y-%m-%d}。",
            f"纳入规则：{rule.said(found.days, found.per_unit)}（{rule.article}）。",
            f"名单截至 {found.as_of}，抽签种子 {found.seed}。",
            "只检查单位做了什么，不评价信访人；件数不作排名。",
            f"数据依据：{code}。",
        ),
        proof=proof,
    )


def _row(
    line: CheckLine,
    rule: LookBackRule,
    opinions: Sequence[str],
    orders: Sequence[str],
    proposals: Sequence[str],
    names: dict[str, str],
) -> list[Any]:
    check = line.check
    head = [
        line.case_no,
        line.unit_name,
        rule.label,
        ACCUSATION_NOTICE if line.is_accusation else "\n".join(opinions),
    ]
    items = look_back_data().items
    if check is None:
        blank = [""] * (len(items) + 8)
        return [*head, *blank, "尚未分派", *_joined(orders, proposals)]
    given = {one.item: one for one in check.answers}
    return [
        *head,
        *(given[one.id].answer.label if one.id in given else "" for one in items),
        _evidence(check, {one.id: one.title for one in items}),
        f"{check.cause}（归因：{line.cause_name}）" if check.cause else "",
        "" if check.finding is None else check.finding is LookBackFinding.FAILED,
        check.measures or "",
        check.person or "",
        check.rework_due,
        names.get(check.reviewer, check.reviewer),
        check.reports[-1].decided_on if check.reports else check.locked_on,
        line.state.label if line.state else "",
        *_joined(orders, proposals),
    ]


def _joined(orders: Sequence[str], proposals: Sequence[str]) -> tuple[str, str]:
    return "\n".join(orders), "\n".join(proposals)


def _evidence(check: LookBack, titles: dict[str, str]) -> str:
    told = [f"{titles[one.item]}：{one.note}" for one in check.answers if one.note]
    told += [f"{titles[one.item]}：{one.title}（{one.dated_on}）" for one in check.answers if one.title]
    return "\n".join([*told, *(f"整改：{one.title}（{one.dated_on}）" for one in check.reports)])


def _opinions(connection: Connection, numbers: Sequence[str], as_of: date) -> dict[str, list[str]]:
    asked = (
        select(PetitionCase.case_no, StepRow.kind, StepRow.happened_on, StepRow.outcome)
        .join(StepRow, StepRow.case_id == PetitionCase.id)
        .where(StepRow.kind.in_(_OPINIONS), StepRow.happened_on <= as_of, PetitionCase.case_no.in_(numbers))
        .order_by(PetitionCase.case_no, StepRow.number)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for case_no, kind, on, outcome in connection.execute(asked):
        result = f"，{Outcome.coded(outcome).label}" if outcome else ""
        found[case_no].append(f"{on} {Step.coded(kind).label}{result}")
    return found


def _orders(connection: Connection, numbers: Sequence[str], as_of: date) -> dict[str, list[str]]:
    asked = (
        select(SupervisionOrderRow.case_no, SupervisionOrderRow.order_no)
        .where(SupervisionOrderRow.case_no.in_(numbers), SupervisionOrderRow.issued_on <= as_of)
        .order_by(SupervisionOrderRow.id)
    )
    return _grouped((row[0], row[1]) for row in connection.execute(asked))


def _proposals(connection: Connection, numbers: Sequence[str], as_of: date) -> dict[str, list[str]]:
    asked = (
        select(ProposalCaseRow.case_no, ProposalRow.proposal_no)
        .join(ProposalRow, ProposalRow.id == ProposalCaseRow.proposal_id)
        .where(
            ProposalCaseRow.case_no.in_(numbers),
            ProposalRow.issued_on <= as_of,
            ProposalRow.proposal_kind == ProposalKind.ACCOUNTABILITY.value,
        )
        .order_by(ProposalRow.id)
    )
    return _grouped((row[0], row[1]) for row in connection.execute(asked))


def _grouped(pairs: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for case_no, number in pairs:
        found[case_no].append(number)
    return found
