"""A body heard of petition work (听取信访工作汇报记录): the record, from what the office entered of it."""

from __future__ import annotations

from datetime import date
from typing import Final

from workbench.documents.content import Block, Document, Heading, Labelled, Paragraph, Provenance, chinese_day
from workbench.law.work_study import StudySession
from workbench.letters.passages import COPIES, ISSUER, TITLE, Passage, Texts, copies, said
from workbench.queries.work_studies import StudyLine, interval_words
from workbench.terms import IssuedKind

REMARK: Final = Passage("说明", "会议情况以外的说明，可不填")
PASSAGES: Final = (TITLE, REMARK, ISSUER, COPIES)


def study_record(
    line: StudyLine,
    session: StudySession,
    texts: Texts,
    *,
    issuer: str,
    issued_on: date | None,
    origin: Provenance,
) -> Document:
    """Return the record of one session of a body; ``line`` says what asks it to hear, and how often."""
    blocks: list[Block] = [
        Labelled("会议", session.session),
        Labelled("会议日期", chinese_day(session.on)),
        Labelled("纪要或者记录文号", session.paper),
        Labelled("依据", line.basis),
        Labelled("听取间隔", interval_words(line)),
        Heading("一、听取、研究的内容"),
        Paragraph(session.heard),
        Heading("二、议定内容"),
        Paragraph(session.decided or "会议没有议定事项。"),
    ]
    if said(texts, REMARK.name):
        blocks += [Heading("三、说明"), Paragraph(said(texts, REMARK.name))]
    return Document(
        kind=IssuedKind.STUDY_RECORD,
        title=said(texts, TITLE.name) or f"{line.body.label}{IssuedKind.STUDY_RECORD.label}",
        blocks=tuple(blocks),
        issuer=said(texts, ISSUER.name) or issuer,
        issued_on=issued_on,
        copies_to=copies(texts),
        provenance=origin,
    )
