"""包案台账 as a workbook: the columns of the office's form (rules.md section 5), one ownership a line.

The form's 归档号 stays empty: no fact of the workbench holds it, and it is written in by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from workbench.law.commitments import Commitment
from workbench.law.ownership_parts import Plan
from workbench.law.settings import settings
from workbench.queries.matter_facts import Units, unit_map
from workbench.queries.ownerships import Owned
from workbench.records.petitions import PetitionCase
from workbench.records.steps import Document, StepRow
from workbench.snapshots.read import Snapshot
from workbench.terms import CommitmentState, DocumentKind, Outcome, ProgressKind, Step, TeamRole
from workbench.workbook import Heading, Proof, write_table

HEADINGS: Final = (
    Heading("序号", 6),
    Heading("事项编号", 20),
    Heading("事项（问题）名称", 30),
    Heading("诉求要点", 30),
    Heading("来源批次", 12),
    Heading("一个问题", 30),
    Heading("一名领导（姓名、职务）", 24),
    Heading("一套班子（牵头单位、配合单位、责任人）", 36),
    Heading("一个方案（方案文号、措施、政策依据）", 44),
    Heading("一抓到底（时限、节点、延期审批人）", 44),
    Heading("接访/下访日期与次数", 26),
    Heading("调度记录", 34),
    Heading("进展", 34),
    Heading("处理意见文号与日期", 24),
    Heading("支持意见执行情况", 20),
    Heading("结果", 24),
    Heading("归档号", 12),
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """The latest opinion of a matter, and when a supporting one was executed."""

    number: str | None
    on: date
    outcome: Outcome | None
    executed_on: date | None


def ownership_ledger(
    connection: Connection,
    snapshot: Snapshot,
    found: Sequence[Owned],
    *,
    filter_words: str = "",
    proof: Proof | None = None,
) -> bytes:
    """Return 包案台账 (.xlsx) of these ownerships, as of the snapshot's day and masked."""
    units = unit_map(snapshot)
    opinions = read_opinions(connection, [one.ownership.case_no for one in found], snapshot.as_of)
    rows = [
        _row(number, one, units, opinions.get(one.ownership.case_no), snapshot.as_of)
        for number, one in enumerate(found, 1)
    ]
    local = settings()
    notes = [
        f"共 {len(found)} 个包案。筛选条件：{filter_words or '无'}",
        "逾期按期限当天有效的方案认定，之后改期或取消都不抹去；接访、下访、调度只作记录，不算成绩。",
        f"本地设定（非条例规定）：交办后 {local.ownership_team_days} 天内组建班子，"
        f"{local.ownership_plan_days} 天内签订方案，报结果后 {local.ownership_check_days} 天内核验。",
        snapshot.code,
    ]
    return write_table(HEADINGS, rows, title="包案台账", notes=notes, proof=proof)


def _row(number: int, one: Owned, units: Units, opinion: Opinion | None, as_of: date) -> list[Any]:
    ownership = one.ownership
    log = ownership.log
    return [
        number,
        ownership.case_no,
        one.matter.title,
        ownership.asked,
        ownership.source.label,
        f"化解标准：{ownership.settles}",
        _leaders(one),
        _team(one, units, as_of),
        _plan(ownership.signed),
        _through(one, as_of),
        _visits(one),
        _lines(f"{line.on} {line.words}" for line in log if line.sort is ProgressKind.DISPATCH),
        _lines(f"{line.on} {line.words}" for line in log if line.sort is ProgressKind.PROGRESS),
        f"{opinion.number or '无文号'}，{opinion.on}" if opinion else "",
        _execution(opinion),
        _result(one),
        "",
    ]


def _leaders(one: Owned) -> str:
    told = []
    for leader in one.ownership.leaders:
        until = f"{leader.until}交接，未完成事项：{leader.left_open}" if leader.until else "现任"
        told.append(f"{leader.name}（{leader.post}），{leader.since}起，{until}")
    return _lines(told)


def _team(one: Owned, units: Units, as_of: date) -> str:
    team = one.ownership.team_on(one.ownership.ended_on or as_of)
    told = []
    for role in TeamRole:
        for member in team:
            if member.role is role:
                person = f"：{member.person}" if member.person else ""
                post = f"（{member.post}）" if member.person and member.post else ""
                told.append(f"{role.label} {units.name(member.unit)}{person}{post}")
    return _lines(told)


def _plan(signed: tuple[Plan, ...]) -> str:
    if not signed:
        return "未签订"
    plan = signed[-1]
    return _lines(
        [
            f"第{len(signed)}版，{plan.document_no or '无文号'}，{plan.signed_on}签订",
            f"措施：{plan.measures}",
            f"政策依据：{plan.policy}",
        ]
    )


def _through(one: Owned, as_of: date) -> str:
    told = [_promise(commitment, as_of) for commitment in one.commitments]
    for number, plan in enumerate(one.ownership.signed[1:], 2):
        told.append(f"第{number}版变更审批：{plan.signer}，{plan.signed_on}，理由：{plan.why}")
    return _lines(told)


def _promise(one: Commitment, as_of: date) -> str:
    moved = f"，改期{one.moved}次" if one.moved else ""
    late = f"{one.days_late(as_of)}天" if one.state is CommitmentState.LATE else ""
    kept = f"（{one.kept.on}，{one.kept.title}）" if one.kept else ""
    return f"{one.due_on} {one.words}：{one.state.label}{late}{kept}{moved}"


def _visits(one: Owned) -> str:
    told = []
    for sort in (ProgressKind.RECEPTION, ProgressKind.VISIT):
        days = [str(line.on) for line in one.ownership.log if line.sort is sort]
        if days:
            told.append(f"{sort.label}{len(days)}次：{'、'.join(days)}")
    return _lines(told)


def _execution(opinion: Opinion | None) -> str:
    if opinion is None or opinion.outcome is not Outcome.SUPPORT:
        return ""
    return f"{opinion.executed_on}执行完毕" if opinion.executed_on else "未执行完毕"


def _result(one: Owned) -> str:
    claims = one.ownership.claims
    if one.ownership.withdrawals:
        taken_back = one.ownership.withdrawals[-1]
        return f"交办于{taken_back.on}撤回：{taken_back.why}"
    if not claims:
        return "未完成"
    ended = one.ownership.ended_on
    return (
        f"{claims[-1].result.label}（{claims[-1].on}报，{f'{ended}核验确认' if ended else one.state.label}）"
    )


def _lines(told: Iterable[str]) -> str:
    return "\n".join(told)


def read_opinions(connection: Connection, case_nos: Sequence[str], as_of: date) -> dict[str, Opinion]:
    """Return the latest opinion of each matter by the day, by case number."""
    found: dict[str, Opinion] = {}
    wanted = (Step.ISSUE_OPINION.value, Step.EXECUTE.value)
    for start in range(0, len(case_nos), 500):
        asked = (
            select(
                PetitionCase.case_no,
                StepRow.kind,
                StepRow.happened_on,
                StepRow.outcome,
                StepRow.document_no,
                Document.document_no,
            )
            .join(StepRow, StepRow.case_id == PetitionCase.id)
            .outerjoin(
                Document,
                (Document.step_id == StepRow.id) & (Document.kind == DocumentKind.OPINION.value),
            )
            .where(
                PetitionCase.case_no.in_(case_nos[start : start + 500]),
                StepRow.kind.in_(wanted),
                StepRow.happened_on <= as_of,
            )
            .order_by(StepRow.case_id, StepRow.number)
        )
        for case_no, kind, on, outcome, number, of_document in connection.execute(asked):
            before = found.get(case_no)
            if kind == Step.ISSUE_OPINION:
                word = Outcome.coded(outcome) if outcome else None
                found[case_no] = Opinion(number or of_document, on, word, None)
            elif before is not None:
                found[case_no] = Opinion(before.number, before.on, before.outcome, on)
    return found
