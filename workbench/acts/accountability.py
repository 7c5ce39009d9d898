"""Acts on the accountability log: open a proceeding with its lead, enter what happened in it.

The shortest full course: ``OpenProceeding``, then ``EnterProceeding`` of a fact (its paper kept before by
``acts.evidence``), a clause, the recommendation, the invitation to be heard, the decision. The number
comes from ``queries.accountability.next_proceeding_no``. A correction is an ``EnterProceeding`` with
``corrects`` and ``why``. Whoever is of the unit held to account enters nothing; of the office itself
(art. 43) the joint conference keeps the log.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar, Final

from sqlalchemy import select

from workbench.access.account import tidy
from workbench.acts.accountability_origins import check_origins, matters_of
from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.evidence import require_kept
from workbench.acts.guards import AccusedUnitError
from workbench.acts.office import check_has_come, check_office
from workbench.acts.proposals import PROPOSAL
from workbench.acts.supervision import check_issuer
from workbench.law.accountability import Proceeding, opened
from workbench.law.accountability_data import accountability_data
from workbench.law.accountability_entry import AccountabilityError, ProceedingEntry
from workbench.law.orders_data import check_number
from workbench.law.reply_days import check_day_off
from workbench.records.accountability import ProceedingEntryRow, ProceedingRow
from workbench.records.accounts import AccountRow
from workbench.terms import (
    ActKind,
    Adoption,
    LeadSource,
    ProceedingStep,
    ProposalKind,
    PublicationScope,
    ReexaminationResult,
    Responsibility,
)

PROCEEDING: Final = Shape(
    "责任追究", Proceeding, "proceeding_no", ProceedingRow, {"entries": ProceedingEntryRow}
)


class OwnProceedingError(ValueError):
    """Somebody of the unit held to account would keep its log."""

    def __init__(self) -> None:
        super().__init__(
            "责任单位的人员不能记入对本单位的责任追究："
            "由信访部门记入；追究信访部门自身责任的（第四十三条），由联席会议记入"
        )


class UnknownPersonError(ValueError):
    """A person on the log is named by an account that nobody has."""

    def __init__(self, account: str) -> None:
        super().__init__(
            f"没有账号“{account}”：请核对责任人账号，写错的，办结后本人看不到对自己的记录；没有账号的不填"
        )


@dataclass(frozen=True, slots=True)
class OpenProceeding(DeclaredAct):
    """登记追责线索: where it came from, and what it goes back to; ``text`` says what is to be looked into.

    ``sheet_no`` is a locked review sheet and ``check_no`` a locked look-back of the same matter and unit,
    ``paper_no`` the number of what a superior sent.
    """

    kind: ClassVar[str] = "open_proceeding"
    about: ClassVar[str] = "proceeding_no"
    shape: ClassVar = PROCEEDING
    proceeding_no: str
    unit: str
    source: LeadSource
    by_unit: str
    on: date
    text: str = secret()
    case_no: str | None = None
    order_no: str | None = None
    item_no: str | None = None
    title: str | None = secret(None)
    dated_on: date | None = None
    sha256: str | None = None
    sheet_no: str | None = None
    check_no: str | None = None
    paper_no: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class EnterProceeding(DeclaredAct):
    """记入责任追究台账: one entry, fields as in ``law.accountability_entry`` (``NEEDS`` says which)."""

    kind: ClassVar[str] = "enter_proceeding"
    about: ClassVar[str] = "proceeding_no"
    shape: ClassVar = PROCEEDING
    proceeding_no: str
    step: ProceedingStep
    on: date
    happened_on: date
    text: str | None = secret(None)
    unit: str | None = None
    clause: str | None = None
    subject: int | None = None
    name: str | None = secret(None)
    post: str | None = secret(None)
    person_account: str | None = secret(None)
    responsibility: Responsibility | None = None
    author: str | None = secret(None)
    form: str | None = None
    document_no: str | None = secret(None)
    months: int | None = None
    is_grave: bool | None = None
    adoption: Adoption | None = None
    result: ReexaminationResult | None = None
    scope: PublicationScope | None = None
    proposal_no: str | None = None
    due_on: date | None = None
    title: str | None = secret(None)
    dated_on: date | None = None
    sha256: str | None = None
    corrects: int | None = None
    why: str | None = secret(None)
    answers: int | None = None


_OF_ACT: Final = {one.name for one in fields(EnterProceeding)}
_SHARED: Final = tuple(one.name for one in fields(ProceedingEntry) if one.name in _OF_ACT)


def _open(book: Book, act: OpenProceeding, seq: int, by: Actor) -> None:
    check_number(accountability_data().number, act.proceeding_no, act.on)
    book.units.check_acting(act.unit, act.on)
    check_issuer(book, act.by_unit, by, act.on, ActKind.OPEN_PROCEEDING.label)
    if not book.is_replay:
        _check_opening(book, act)
    check_origins(book, act)
    proceeding = Proceeding(
        id=seq,
        proceeding_no=act.proceeding_no,
        unit=act.unit,
        source=act.source,
        opened_on=act.on,
        by_unit=act.by_unit,
        by_account=by.id,
        case_no=act.case_no,
        order_no=act.order_no,
        item_no=act.item_no,
        sheet_no=act.sheet_no,
        check_no=act.check_no,
        paper_no=act.paper_no,
    )
    _check_reach(book, proceeding, by, act.unit)
    if act.sha256 is not None:
        require_kept(book, act.sha256)
    lead = ProceedingEntry(
        ProceedingStep.LEAD,
        act.on,
        act.on,
        by.id,
        text=act.text,
        title=act.title,
        dated_on=act.dated_on,
        sha256=act.sha256,
    )
    book.dossiers.open(PROCEEDING, opened(proceeding, lead, book.units.kinds.__getitem__))


def _enter(book: Book, act: EnterProceeding, seq: int, by: Actor) -> None:
    proceeding = book.dossiers.get(PROCEEDING, act.proceeding_no)
    check_office(book, by, ActKind.ENTER_PROCEEDING.label, AccountabilityError)
    is_end = act.step in (ProceedingStep.END, ProceedingStep.VOID)
    _check_reach(book, proceeding, by, *(() if is_end else (proceeding.unit, act.unit)))
    if not book.is_replay:
        _check_account(book, act.person_account)
    if act.unit is not None:
        book.units.check_acting(act.unit, act.happened_on)
    if act.step is ProceedingStep.RECOMMEND:
        _check_recommendation(book, act, proceeding)
    if act.sha256 is not None:
        require_kept(book, act.sha256)
    facts = {name: getattr(act, name) for name in _SHARED}
    entry = ProceedingEntry(kind=act.step, account=by.id, **facts)
    kinds = book.units.kinds.__getitem__
    book.dossiers.keep(PROCEEDING, proceeding.entered(entry, kinds, is_replay=book.is_replay))


def _check_account(book: Book, told: str | None) -> None:
    """Refuse what an older ledger may hold: an account that is not there, told as accounts are kept."""
    account = tidy(told or "")
    if account and book.connection.scalar(select(AccountRow.name).where(AccountRow.name == account)) is None:
        raise UnknownPersonError(account)


def _check_opening(book: Book, act: OpenProceeding) -> None:
    """Refuse what older ledgers may hold: in the name of the unit itself, of a day that is yet to come."""
    if act.by_unit == act.unit:
        raise OwnProceedingError
    check_has_come(book, "登记线索日期", act.on, AccountabilityError)


def _check_recommendation(book: Book, act: EnterProceeding, proceeding: Proceeding) -> None:
    if act.due_on is not None:
        check_day_off(book.calendars.on(act.happened_on), act.due_on)
    if act.proposal_no is None:
        return
    proposal = book.dossiers.get(PROPOSAL, act.proposal_no)
    if proposal.proposal_kind is not ProposalKind.ACCOUNTABILITY:
        raise AccountabilityError(f"“{act.proposal_no}”不是追究责任的建议：请核对建议编号")
    if (proposal.about_unit, proposal.to_unit) != (proceeding.unit, act.unit):
        raise AccountabilityError(f"“{act.proposal_no}”的责任单位或收件机关与本件不同：请核对建议编号")


def _check_reach(book: Book, proceeding: Proceeding, by: Actor, *units: str | None) -> None:
    """Refuse an accused unit, and whoever is of it, a proceeding on the matter (art. 30(3))."""
    for case_no in matters_of(book, proceeding):
        for accused in book.matter(case_no).accused:
            related = book.units.relatives(accused)
            if any(unit in related for unit in (by.unit, *units) if unit is not None):
                raise AccusedUnitError
    if by.unit == proceeding.unit:
        raise OwnProceedingError


APPLY: CarriedOut = {OpenProceeding: _open, EnterProceeding: _enter}
