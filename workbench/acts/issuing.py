"""Acts on papers: issue one under the next number of its series, withdraw one.

The shortest full course: ``queries.issued_documents.next_number``, the document printed under that number,
``issue_act`` of it, ``WithdrawDocument`` if it was wrong. ``workbench.issuing.issue`` does the first three
and begins anew where somebody else was quicker.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import ClassVar, Final

from workbench.acts.appraisals import APPRAISAL
from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.file_reviews import ROUND
from workbench.acts.look_backs import LOOK_BACK_ROUND
from workbench.acts.meetings import MEETING
from workbench.acts.proposals import PROPOSAL
from workbench.acts.supervision import ORDER, check_own_unit
from workbench.acts.work_studies import WORK_STUDY
from workbench.acts.year_assessments import YEAR_ASSESSMENT
from workbench.documents.canonical import to_json
from workbench.documents.content import Document
from workbench.law.issued_document import (
    IssuedDocument,
    IssuedFile,
    IssuingError,
    NumberSequence,
    issued,
)
from workbench.law.work_study import read_session, session_on
from workbench.records.issued_documents import IssuedDocumentRow, IssuedFileRow, NumberSequenceRow
from workbench.terms import IssuedKind, IssuedSubject

ISSUED_DOCUMENT: Final = Shape(
    "印发文书", IssuedDocument, "document_no", IssuedDocumentRow, {"files": IssuedFileRow}
)
NUMBER_SEQUENCE: Final = Shape("发文编号序列", NumberSequence, "key", NumberSequenceRow, {})
_DOSSIERS: Final[Mapping[IssuedSubject, Shape]] = {  # type: ignore[type-arg]
    IssuedSubject.MEETING: MEETING,
    IssuedSubject.ORDER: ORDER,
    IssuedSubject.PROPOSAL: PROPOSAL,
    IssuedSubject.LOOK_BACK_ROUND: LOOK_BACK_ROUND,
    IssuedSubject.REVIEW_ROUND: ROUND,
    IssuedSubject.YEAR_ASSESSMENT: YEAR_ASSESSMENT,
}


@dataclass(frozen=True, slots=True)
class IssueDocument(DeclaredAct):
    """印发文书: one paper under its number; ``sequence`` is empty where it is that of its order or proposal.

    ``content`` is the paper as canonical JSON, ``files`` the SHA-256 of what was given out, ``as_of`` to
    ``snapshot`` from what it was made.
    """

    kind: ClassVar[str] = "issue_document"
    about: ClassVar[str] = "document_no"
    shape: ClassVar = ISSUED_DOCUMENT
    document_no: str
    issued_kind: IssuedKind
    sequence: str
    number: int
    unit: str
    on: date
    subject_kind: IssuedSubject
    subject: str
    as_of: date
    ledger_size: int
    content_sha256: str
    files: tuple[IssuedFile, ...]
    title: str = secret()
    content: str = secret()
    snapshot: str | None = None
    texts: str = secret("{}")


@dataclass(frozen=True, slots=True)
class WithdrawDocument(DeclaredAct):
    """撤回文书, with the reason; the paper stays on record and its number is not given again."""

    kind: ClassVar[str] = "withdraw_document"
    about: ClassVar[str] = "document_no"
    shape: ClassVar = ISSUED_DOCUMENT
    document_no: str
    on: date
    why: str = secret()


@dataclass(frozen=True, slots=True)
class NextNumber:
    """The next number: its sequence (empty where the paper carries its record's), the number, as printed."""

    sequence: str
    number: int
    document_no: str


def issue_act(
    document: Document,
    files: Mapping[str, bytes],
    given: NextNumber,
    *,
    unit: str,
    subject_kind: IssuedSubject,
    subject: str,
    ledger_size: int,
    texts: Mapping[str, str] | None = None,
) -> IssueDocument:
    """Return the act that issues this document with these files (bytes by format).

    ``IssuingError`` if the document carries another number, or no day.
    """
    if document.number != given.document_no:
        raise IssuingError(f"文书上的编号“{document.number}”与所取编号“{given.document_no}”不符：请重新制作")
    if document.issued_on is None:
        raise IssuingError("文书没有成文日期，请先填写")
    content, origin = to_json(document), document.provenance
    return IssueDocument(
        document_no=given.document_no,
        issued_kind=document.kind,
        sequence=given.sequence,
        number=given.number,
        unit=unit,
        on=document.issued_on,
        subject_kind=subject_kind,
        subject=subject,
        as_of=origin.as_of if origin else document.issued_on,
        ledger_size=(origin.ledger_size if origin else 0) or ledger_size,
        content_sha256=sha256(content.encode()).hexdigest(),
        files=tuple(IssuedFile(name, sha256(one).hexdigest()) for name, one in sorted(files.items())),
        snapshot=(origin.snapshot if origin else "") or None,
        title=document.title,
        content=content,
        texts=json.dumps(dict(texts or {}), ensure_ascii=False, sort_keys=True),
    )


def _issue(book: Book, act: IssueDocument, seq: int, by: Actor) -> None:
    check_own_unit(by, act.unit, "印发文书")
    book.units.check_acting(act.unit, act.on)
    case_no = _checked_subject(book, act)
    _count(book, act, seq)
    if book.dossiers.find(ISSUED_DOCUMENT, act.document_no) is not None:
        raise IssuingError(f"“{act.document_no}”已印发过文书：如需更正，请撤回后另行发出")
    paper = IssuedDocument(
        id=seq,
        document_no=act.document_no,
        issued_kind=act.issued_kind,
        sequence=act.sequence,
        number=act.number,
        unit=act.unit,
        by_account=by.id,
        subject_kind=act.subject_kind,
        subject=act.subject,
        case_no=case_no,
        order_no=act.subject if act.subject_kind is IssuedSubject.ORDER else None,
        proposal_no=act.subject if act.subject_kind is IssuedSubject.PROPOSAL else None,
        title=act.title,
        content=act.content,
        content_sha256=act.content_sha256,
        texts=act.texts,
        issued_on=act.on,
        as_of=act.as_of,
        ledger_size=act.ledger_size,
        snapshot=act.snapshot,
        files=act.files,
    )
    book.dossiers.open(ISSUED_DOCUMENT, issued(paper))


def _checked_subject(book: Book, act: IssueDocument) -> str | None:
    """Return the matter that the paper is about, if any; refuse a subject that is not on record."""
    if act.subject_kind is IssuedSubject.MATTER:
        return book.matter(act.subject).file.case_no
    if act.subject_kind is IssuedSubject.WORK_STUDY:
        body, on = read_session(act.subject)
        session_on(body, book.dossiers.get(WORK_STUDY, body.value).standing(act.on), on)
        return None
    if act.subject_kind is IssuedSubject.APPRAISAL:  # named with the unit whose sheet it is
        book.dossiers.get(APPRAISAL, act.subject.partition(" ")[0])
        return None
    shape = _DOSSIERS.get(act.subject_kind)
    found = book.dossiers.get(shape, act.subject) if shape is not None else None
    return found.case_no if act.subject_kind is IssuedSubject.ORDER and found is not None else None


def _count(book: Book, act: IssueDocument, seq: int) -> None:
    """Move the sequence on to this number; refuse any but the next."""
    if not act.sequence:
        if (
            act.subject_kind not in (IssuedSubject.ORDER, IssuedSubject.PROPOSAL)
            or act.document_no != act.subject
        ):
            raise IssuingError(f"“{act.document_no}”没有编号序列：只有督办单和建议沿用自己的编号")
        return
    if not act.sequence.endswith(f":{act.on.year}"):
        raise IssuingError(f"编号序列“{act.sequence}”不是{act.on.year}年的：请按印发日期重新取号")
    known = book.dossiers.find(NUMBER_SEQUENCE, act.sequence)
    before = known or NumberSequence(id=seq, key=act.sequence, last=0)
    after = before.following(act.number, act.document_no)
    if known is None:
        book.dossiers.open(NUMBER_SEQUENCE, after)
    else:
        book.dossiers.keep(NUMBER_SEQUENCE, after)


def _withdraw(book: Book, act: WithdrawDocument, seq: int, by: Actor) -> None:
    paper = book.dossiers.get(ISSUED_DOCUMENT, act.document_no)
    check_own_unit(by, paper.unit, "撤回文书")
    book.dossiers.keep(ISSUED_DOCUMENT, paper.withdrawn(act.on, act.why, by.id))


APPLY: CarriedOut = {IssueDocument: _issue, WithdrawDocument: _withdraw}
