"""Issued papers (文书印发): what is kept of one, how a sequence of numbers moves on, when one is withdrawn.

A number is given once: numbers of a sequence follow each other from 1 without a gap, and the number of a
paper that was withdrawn is not given again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.terms import IssuedKind, IssuedSubject

SHA256: Final = re.compile(r"[0-9a-f]{64}")


class IssuingError(ValueError):
    """A paper that may not be issued or withdrawn so; the message says what to do."""


class NumberTakenError(IssuingError):
    """Somebody else has issued a paper meanwhile: the next number is another one."""

    def __init__(self, document_no: str) -> None:
        super().__init__(f"编号“{document_no}”刚被另一份文书使用，请重新取号后再印发")


@dataclass(frozen=True, slots=True)
class NumberSequence:
    """发文编号序列: the last number given in one series, year and (where each counts for itself) unit."""

    id: int
    key: str
    last: int
    version: int = 1

    def following(self, number: int, document_no: str) -> NumberSequence:
        """Return the sequence after this number was given; ``NumberTakenError`` unless it is the next."""
        if number != self.last + 1:
            raise NumberTakenError(document_no)
        return replace(self, last=number)


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """One file of a paper: its format and the SHA-256 of its bytes."""

    file_format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """文书: one issued paper. ``content`` is its text as canonical JSON, from which it can be printed again.

    ``number`` is 0 where the paper carries the number of the order or proposal that it prints. ``texts`` are
    the passages that somebody wrote for it, as JSON by name. ``case_no``, ``order_no`` and ``proposal_no``
    repeat the subject where it is one of these, so that who may not see that does not see the paper.
    """

    id: int
    document_no: str
    issued_kind: IssuedKind
    sequence: str
    number: int
    unit: str
    by_account: str
    subject_kind: IssuedSubject
    subject: str
    case_no: str | None
    order_no: str | None
    proposal_no: str | None
    title: str
    content: str
    content_sha256: str
    texts: str
    issued_on: date
    as_of: date
    ledger_size: int
    snapshot: str | None = None
    withdrawn_on: date | None = None
    withdrawn_why: str | None = None
    withdrawn_by: str | None = None
    files: tuple[IssuedFile, ...] = ()
    version: int = 1

    def stands(self, as_of: date) -> bool:
        """Return whether the paper is not withdrawn at the end of ``as_of``."""
        return self.withdrawn_on is None or self.withdrawn_on > as_of

    def withdrawn(self, on: date, why: str, account: str) -> IssuedDocument:
        """Return the paper as withdrawn; its number stays its own."""
        if self.withdrawn_on is not None:
            raise IssuingError(f"“{self.document_no}”已于{self.withdrawn_on}撤回，不再重复办理")
        if on < self.issued_on:
            raise IssuingError(f"撤回日期早于印发日期（{self.issued_on}）：请核对")
        if not why.strip():
            raise IssuingError("请写明撤回的理由")
        return replace(self, withdrawn_on=on, withdrawn_why=why.strip(), withdrawn_by=account)


def issued(document: IssuedDocument) -> IssuedDocument:
    """Return the paper as it is issued; ``IssuingError`` says what it lacks."""
    if not document.title.strip():
        raise IssuingError("文书没有标题，请先拟定标题")
    if document.ledger_size < 0 or document.as_of > document.issued_on:
        raise IssuingError(f"数据截至日（{document.as_of}）晚于印发日期（{document.issued_on}）：请核对")
    if not document.files:
        raise IssuingError("请至少附一种格式的文件，再印发")
    formats = [one.file_format for one in document.files]
    if len(set(formats)) < len(formats):
        raise IssuingError("同一格式的文件重复列出：请核对")
    digests = [one.sha256 for one in document.files]
    for digest in (document.content_sha256, *digests):
        if SHA256.fullmatch(digest) is None:
            raise IssuingError("文件校验值不完整：请重新生成文件后再印发")
    return document
