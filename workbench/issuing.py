"""Issue a paper: take the next number, print under it, enter both; begin anew if somebody was quicker.

Two who issue at the same moment get two numbers that follow each other: the number is part of the act, and an
act whose number is not the next one is refused and leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.acts.issuing import issue_act
from workbench.documents.content import Document
from workbench.law.issued_document import IssuingError, NumberTakenError
from workbench.queries.issued_documents import next_number
from workbench.records.base import StaleError
from workbench.terms import IssuedSubject

if TYPE_CHECKING:
    from workbench.acts.base import Actor
    from workbench.app import Workbench

TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued: the document with its number, its files by format, its position in the ledger."""

    document: Document
    files: Mapping[str, bytes]
    position: int


def issue(
    bench: Workbench,
    draft: Document,
    render: Callable[[Document], Mapping[str, bytes]],
    *,
    actor: Actor,
    unit: str,
    subject_kind: IssuedSubject,
    subject: str,
    texts: Mapping[str, str] | None = None,
) -> Issued:
    """Return the issued paper; ``draft`` has its day and no number, ``render`` makes the files by format.

    ``IssuingError`` if the draft lacks something, or if others were quicker twenty times in a row.
    """
    if draft.issued_on is None:
        raise IssuingError("文书没有成文日期，请先填写")
    for _ in range(TRIES):
        given = bench.ask(next_number, draft.kind, unit=unit, on=draft.issued_on, subject=subject)
        document = replace(draft, number=given.document_no)
        files = render(document)
        act = issue_act(
            document,
            files,
            given,
            unit=unit,
            subject_kind=subject_kind,
            subject=subject,
            ledger_size=bench.ledger_size(),
            texts=texts,
        )
        try:
            (position,) = bench.perform(act, actor=actor)
        except (NumberTakenError, StaleError):
            continue
        bench.keep_note()
        return Issued(document, files, position)
    raise IssuingError("正在印发文书的人较多，请稍后再试；编号没有被占用")
