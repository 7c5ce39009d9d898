"""Papers as tests issue them: one on a matter, one that prints an order, one withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from workbench.acts.issuing import IssueDocument, NextNumber, WithdrawDocument, issue_act
from workbench.documents.content import Document, Paragraph, Provenance
from workbench.terms import IssuedKind, IssuedSubject

DAY = date(2026, 2, 12)
FILES = {"pdf": b"%PDF", "docx": b"PK"}


def make_draft(kind: IssuedKind = IssuedKind.ACCEPTANCE_NOTICE, **more: object) -> Document:
    """A short document without number."""
    given: dict[str, object] = {
        "addressee": "王小明",
        "issuer": "临湘市信访局",
        "issued_on": DAY,
        "provenance": Provenance(date(2026, 2, 11), ledger_size=7, code="AB12"),
        **more,
    }
    return Document(kind, kind.label, (Paragraph("已经收到。"),), **given)  # type: ignore[arg-type]


def make_issue(
    number: int,
    *,
    subject: str,
    unit: str = "430682XF",
    kind: IssuedKind = IssuedKind.ACCEPTANCE_NOTICE,
    subject_kind: IssuedSubject = IssuedSubject.MATTER,
    series: str = "acceptance:430682XF:2026",
    pattern: str = "临信受〔2026〕{}号",
    **more: object,
) -> IssueDocument:
    """The act that issues a short document under this number of the series."""
    given = NextNumber(series, number, pattern.format(number)) if series else NextNumber("", 0, subject)
    document = replace(make_draft(kind, **more), number=given.document_no)
    return issue_act(
        document, FILES, given, unit=unit, subject_kind=subject_kind, subject=subject, ledger_size=9,
        texts={"联系人": "张三"},
    )  # fmt: skip


def papers_of(case_no: str, order_no: str, proposal_no: str) -> tuple[IssueDocument | WithdrawDocument, ...]:
    """Papers on a matter, on an order of supervision and on a proposal; the second is withdrawn."""
    order = {"kind": IssuedKind.SUPERVISION_ORDER, "subject_kind": IssuedSubject.ORDER, "series": ""}
    proposal = {"kind": IssuedKind.IMPROVE_WORK, "subject_kind": IssuedSubject.PROPOSAL, "series": ""}
    return (
        make_issue(1, subject=case_no),
        make_issue(2, subject=case_no),
        WithdrawDocument("临信受〔2026〕2号", date(2026, 2, 13), "收件人写错"),
        make_issue(0, subject=order_no, **order),  # type: ignore[arg-type]
        make_issue(0, subject=proposal_no, **proposal),  # type: ignore[arg-type]
    )
