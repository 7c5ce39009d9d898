"""The three proposals (三项建议): improve work, improve policy, hold accountable; and their written feedback.

Article 40(4) asks for feedback in writing and names no day: the day is the office's own setting. A proposal
to hold somebody accountable goes to the body with authority and states facts and clauses, never a sanction
(art. 40(3)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.law.clauses import clause
from workbench.law.evidence import Evidence
from workbench.law.later import without_later
from workbench.law.orders_data import orders_data
from workbench.terms import Adoption, FeedbackState, ProposalKind, UnitKind

ARTICLES: Final = {
    ProposalKind.IMPROVE_WORK: "《信访工作条例》第四十条第一款",
    ProposalKind.IMPROVE_POLICY: "《信访工作条例》第四十条第二款",
    ProposalKind.ACCOUNTABILITY: "《信访工作条例》第四十条第三款",
}


class ProposalError(ValueError):
    """A proposal that may not be made so, or feedback that is none."""


@dataclass(frozen=True, slots=True)
class ProposalCase:
    """One matter that a proposal rests on."""

    case_no: str


@dataclass(frozen=True, slots=True)
class ProposalClause:
    """One clause (clauses.toml) that may apply; the body with authority judges."""

    code: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """建议. ``about_unit`` is the unit whose accountability is proposed; it must not be who receives it."""

    id: int
    proposal_no: str
    proposal_kind: ProposalKind
    to_unit: str
    by_unit: str
    by_account: str
    about_unit: str | None
    text: str
    issued_on: date
    feedback_due_on: date
    feedback_on: date | None = None
    adoption: Adoption | None = None
    feedback_text: str | None = None
    refusal_reason: str | None = None
    title: str | None = None
    dated_on: date | None = None
    sha256: str | None = None
    feedback_account: str | None = None
    cases: tuple[ProposalCase, ...] = ()
    clauses: tuple[ProposalClause, ...] = ()
    version: int = 1

    @property
    def case_nos(self) -> tuple[str, ...]:
        """Return the numbers of the matters it rests on."""
        return tuple(one.case_no for one in self.cases)

    def state(self, as_of: date) -> FeedbackState:
        """Return what can be said of the feedback at the end of ``as_of``."""
        given = self.feedback_on
        if given is None or given > as_of:
            return FeedbackState.WAITING if as_of <= self.feedback_due_on else FeedbackState.MISSING
        return FeedbackState.IN_TIME if given <= self.feedback_due_on else FeedbackState.LATE

    def days_late(self, as_of: date) -> int:
        """Return the calendar days past due, up to the feedback or to ``as_of``."""
        given = self.feedback_on
        until = given if given is not None and given <= as_of else as_of
        return max(0, (until - self.feedback_due_on).days)

    def until(self, as_of: date) -> Proposal:
        """Return the proposal as it stood at the end of ``as_of``."""
        told = (
            "adoption",
            "feedback_text",
            "refusal_reason",
            "title",
            "dated_on",
            "sha256",
            "feedback_account",
        )
        return without_later(self, as_of, "feedback_on", *told)

    def answered(
        self, on: date, adoption: Adoption, text: str, refusal: str, evidence: Evidence, *,
        unit: str, account: str,
    ) -> Proposal:  # fmt: skip
        """Return the proposal with the unit's written feedback; what is not adopted needs its reason."""
        if self.feedback_on is not None:
            raise ProposalError(f"“{self.proposal_no}”已于{self.feedback_on}反馈，不再重复记录")
        if unit != self.to_unit:
            raise ProposalError("只有收到建议的单位才能反馈采纳情况：请核对反馈单位")
        if on < self.issued_on:
            raise ProposalError(f"反馈日期早于建议发出之日（{self.issued_on}）：请核对")
        if not text.strip():
            raise ProposalError("请填写采纳情况")
        if adoption is not Adoption.ADOPTED and not refusal.strip():
            raise ProposalError(f"{adoption.label}的，请写明理由")
        return replace(
            self,
            feedback_on=on,
            adoption=adoption,
            feedback_text=text.strip(),
            refusal_reason=refusal.strip() or None,
            title=evidence.title,
            dated_on=evidence.dated_on,
            sha256=evidence.sha256,
            feedback_account=account,
        )


def proposed(proposal: Proposal, kind_of_receiver: UnitKind) -> Proposal:
    """Return the proposal as it is issued; ``ProposalError`` says what it lacks or must not say."""
    if not proposal.text.strip():
        raise ProposalError("请填写建议内容")
    if not proposal.cases:
        raise ProposalError("请注明建议所依据的信访事项")
    if len(set(proposal.case_nos)) < len(proposal.cases):
        raise ProposalError("同一信访事项重复列出：请核对")
    if proposal.to_unit == proposal.by_unit:
        raise ProposalError("不能向本单位提出建议：请核对收件单位")
    if proposal.feedback_due_on <= proposal.issued_on:
        raise ProposalError("反馈期限须晚于发出之日：请核对")
    if proposal.proposal_kind is ProposalKind.ACCOUNTABILITY:
        _check_accountability(proposal, kind_of_receiver)
    elif proposal.clauses or proposal.about_unit is not None:
        raise ProposalError("只有追究责任的建议才列责任单位和责任条款")
    return replace(proposal, text=proposal.text.strip())


def named_sanction(text: str) -> str | None:
    """Return the form of sanction that a text names, ``None`` where it names none."""
    return next((word for word in orders_data().sanctions if word in text), None)


def may_receive_accountability(unit: str, kind: UnitKind) -> bool:
    """Return whether the unit is a body with authority over officials (supervision.toml)."""
    data = orders_data()
    return unit in data.bodies or kind in data.kinds_above


def _check_accountability(proposal: Proposal, kind_of_receiver: UnitKind) -> None:
    if proposal.about_unit is None:
        raise ProposalError("追究责任的建议须写明责任单位")
    if proposal.to_unit == proposal.about_unit:
        raise ProposalError("追究责任的建议不能发给责任单位自己：请发给有管理权限的机关")
    if not may_receive_accountability(proposal.to_unit, kind_of_receiver):
        raise ProposalError("追究责任的建议只能发给有管理权限的机关（第四十条第三款）：请改选纪检监察等机关")
    if not proposal.clauses:
        raise ProposalError("追究责任的建议须列明可能适用的条款（第四十二条至第四十六条）")
    for one in proposal.clauses:
        clause(one.code)
    found = named_sanction(proposal.text)
    if found is not None:
        raise ProposalError(
            f"建议中不写处分方式（“{found}”）：只写事实和条款，处理由有管理权限的机关决定（第四十条第三款）"
        )
