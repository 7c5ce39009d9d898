"""Acts on the three proposals: issue one, record the written feedback.

The shortest full course: ``keep`` (acts.evidence) the paper, ``IssueProposal`` by an account of the petition
office or the joint conference, ``RecordFeedback`` for the unit that received it. ``proposal_no`` comes from
``law.orders_data.next_number``, ``feedback_due_on`` from ``law.reply_days.proposal_due``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.supervision import check_issuer, check_own_unit, check_reach, told_evidence
from workbench.law.orders_data import check_number, orders_data
from workbench.law.proposal import Proposal, ProposalCase, ProposalClause, proposed
from workbench.law.reply_days import check_day_off
from workbench.records.proposals import ProposalCaseRow, ProposalClauseRow, ProposalRow
from workbench.terms import Adoption, ProposalKind

PROPOSAL: Final = Shape(
    "建议", Proposal, "proposal_no", ProposalRow, {"cases": ProposalCaseRow, "clauses": ProposalClauseRow}
)


@dataclass(frozen=True, slots=True)
class IssueProposal(DeclaredAct):
    """发出建议: one of the three, on matters; ``clauses`` and ``about_unit`` only for accountability."""

    kind: ClassVar[str] = "issue_proposal"
    about: ClassVar[str] = "proposal_no"
    shape: ClassVar = PROPOSAL
    proposal_no: str
    proposal_kind: ProposalKind
    to_unit: str
    by_unit: str
    case_nos: tuple[str, ...]
    on: date
    feedback_due_on: date
    text: str = secret()
    about_unit: str | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordFeedback(DeclaredAct):
    """记录建议反馈: in writing, with the paper's SHA-256; ``refusal`` is why not, or not wholly, adopted."""

    kind: ClassVar[str] = "record_feedback"
    about: ClassVar[str] = "proposal_no"
    shape: ClassVar = PROPOSAL
    proposal_no: str
    on: date
    unit: str
    adoption: Adoption
    dated_on: date
    sha256: str
    text: str = secret()
    title: str = secret()
    refusal: str | None = secret(None)


def _issue(book: Book, act: IssueProposal, seq: int, by: Actor) -> None:
    check_number(orders_data().proposal, act.proposal_no, act.on)
    check_issuer(book, act.by_unit, by, act.on, "提建议")
    book.units.check_acting(act.to_unit, act.on)
    if act.about_unit is not None:
        book.units.check_acting(act.about_unit, act.on)
    for case_no in act.case_nos:
        check_reach(book, case_no, act.to_unit)
    check_day_off(book.calendars.on(act.on), act.feedback_due_on)
    proposal = Proposal(
        id=seq,
        proposal_no=act.proposal_no,
        proposal_kind=act.proposal_kind,
        to_unit=act.to_unit,
        by_unit=act.by_unit,
        by_account=by.id,
        about_unit=act.about_unit,
        text=act.text,
        issued_on=act.on,
        feedback_due_on=act.feedback_due_on,
        cases=tuple(map(ProposalCase, act.case_nos)),
        clauses=tuple(map(ProposalClause, act.clauses)),
    )
    book.dossiers.open(PROPOSAL, proposed(proposal, book.units.kinds[act.to_unit]))


def _record(book: Book, act: RecordFeedback, seq: int, by: Actor) -> None:
    proposal = book.dossiers.get(PROPOSAL, act.proposal_no)
    check_own_unit(by, act.unit, "反馈建议")
    for case_no in proposal.case_nos:
        check_reach(book, case_no, proposal.to_unit)
    evidence = told_evidence(book, act.title, act.dated_on, act.sha256, act.on)
    book.dossiers.keep(
        PROPOSAL,
        proposal.answered(
            act.on, act.adoption, act.text, act.refusal or "", evidence, unit=act.unit, account=by.id
        ),
    )


APPLY: CarriedOut = {IssueProposal: _issue, RecordFeedback: _record}
