"""Issued papers as of a day: the next number, the history with its hashes, one paper to print again.

Who is narrowed to his unit sees what his unit issued. Nobody sees a paper on an accusation against his own
unit, or one above or below it (art. 30(3)); on the list the title of a paper on an accusation is not shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from workbench.access.gate import allow, require
from workbench.access.masking import scrub
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.issuing import ISSUED_DOCUMENT, NextNumber
from workbench.documents.canonical import from_json
from workbench.documents.content import Document
from workbench.law.issued_document import IssuedDocument, IssuingError
from workbench.law.issuing import issuing_data
from workbench.queries.officials import people
from workbench.queries.supervision import Around
from workbench.records.issued_documents import IssuedDocumentRow, NumberSequenceRow
from workbench.records.proposals import ProposalCaseRow, ProposalRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.terms import IssuedKind, Role

ADDRESSEE: Final = "信访人"  # the passage of a notice that says to whom it goes
TO_PETITIONERS: Final = frozenset(
    {IssuedKind.ACCEPTANCE_NOTICE, IssuedKind.EXTENSION_NOTICE, IssuedKind.HANDLING_OPINION}
)
OF_A_UNIT = frozenset({Role.HANDLER, Role.LEADER})


class PaperNotFoundError(ValueError):
    """There is no such paper by that day, or not for this viewer."""

    def __init__(self, document_no: str, as_of: date) -> None:
        super().__init__(f"截至 {as_of:%Y-%m-%d} 没有您可以查看的文书“{document_no}”：请核对编号或截至日")


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """One paper in the history; its content is left out, ``title`` is masked."""

    paper: IssuedDocument
    title: str
    unit_name: str
    by_name: str
    is_accusation: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class IssuedPage:
    """One paper with its content, from which it is printed again, and the passages written for it.

    ``is_masked``: for one who may not ask to see names it is told without those of the people of the matter.
    """

    line: IssuedLine
    document: Document
    texts: dict[str, str]
    is_masked: bool = False


def next_number(
    connection: Connection, kind: IssuedKind, *, unit: str, on: date, subject: str = ""
) -> NextNumber:
    """Return the number that the next paper of this kind gets, issued by ``unit`` on ``on``.

    A paper that prints an order or a proposal (``subject``) carries the number of that.
    """
    data = issuing_data()
    pattern = data.patterns.get(kind)
    if pattern is None:
        if not subject:
            raise IssuingError(f"{kind.label}沿用督办单或建议自己的编号：请先发出督办单或建议")
        return NextNumber("", 0, subject)
    key = pattern.key(unit, on.year)
    last = connection.scalar(select(NumberSequenceRow.last).where(NumberSequenceRow.key == key)) or 0
    sign = data.sign(unit, UnitTree.read(connection).name_on(unit, on)) if pattern.by_unit else ""
    return NextNumber(key, last + 1, pattern.written(sign, on.year, last + 1))


def issued_documents(
    connection: Connection, viewer: Viewer, *, as_of: date, kind: IssuedKind | None = None
) -> tuple[IssuedLine, ...]:
    """Return the papers that the viewer may see, issued by ``as_of``, the latest first."""
    head = table_of(IssuedDocumentRow)
    wanted = select(head).where(head.c.issued_on <= as_of).order_by(head.c.id.desc())
    if kind is not None:
        wanted = wanted.where(head.c.issued_kind == kind.value)
    found = read_dossiers(connection, ISSUED_DOCUMENT, wanted)
    return tuple(line for _, line in _seen(connection, viewer, found, as_of, in_list=True))


def issued_document(connection: Connection, viewer: Viewer, document_no: str, *, as_of: date) -> IssuedPage:
    """Return one paper; ``PaperNotFoundError`` also for one that the viewer may not see.

    ``ContentError`` where its content was deleted as the law demands: then it cannot be printed again.
    """
    head = table_of(IssuedDocumentRow)
    wanted = select(head).where(head.c.document_no == document_no, head.c.issued_on <= as_of)
    found = read_dossiers(connection, ISSUED_DOCUMENT, wanted)
    for paper, line in _seen(connection, viewer, found, as_of, in_list=False):
        try:
            texts = {str(name): str(text) for name, text in json.loads(paper.texts).items()}
        except ValueError:
            texts = {}
        document = from_json(paper.content)
        of = _cases(connection, [paper]).get(paper.id, ())
        if not of or allow(viewer, "act:unmask_value"):
            return IssuedPage(line, document, texts)
        known = {name for names in Around.read(connection, of).names.values() for name in names}
        if paper.issued_kind in TO_PETITIONERS:
            known |= {texts.get(ADDRESSEE, ""), document.addressee}
        names = sorted(known, key=len, reverse=True)
        told = {name: scrub(text, names) for name, text in texts.items()}
        return IssuedPage(line, _masked(document, names), told, is_masked=True)
    raise PaperNotFoundError(document_no, as_of)


def _masked(document: Document, names: Sequence[str]) -> Document:
    """Return the paper with people by their surname and without numbers; by what it was made stays."""

    def told(value: Any) -> Any:
        if isinstance(value, str):
            return scrub(value, names)
        if isinstance(value, tuple):
            return tuple(map(told, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: told(getattr(value, one.name)) for one in fields(value)})
        return value

    blocks = told(document.blocks)
    return replace(document, title=told(document.title), addressee=told(document.addressee), blocks=blocks)


def _seen(
    connection: Connection,
    viewer: Viewer,
    found: Iterable[IssuedDocument],
    as_of: date,
    *,
    in_list: bool,
) -> list[tuple[IssuedDocument, IssuedLine]]:
    require(viewer, "read:issued_documents")
    papers = [one for one in found if viewer.role not in OF_A_UNIT or one.unit == viewer.unit]
    cases = _cases(connection, papers)
    around = Around.read(connection, (case_no for one in cases.values() for case_no in one))
    names = people(connection, [one.by_account for one in papers])
    seen = []
    for paper in papers:
        of = cases.get(paper.id, ())
        if any(around.hides(viewer, case_no) for case_no in of):
            continue
        why = around.masked(paper.withdrawn_why, of, in_list=in_list)
        line = IssuedLine(
            paper=replace(paper, content="", texts="", title="", withdrawn_why=why),
            title=around.masked(paper.title, of, in_list=in_list) or "",
            unit_name=around.units.name_on(paper.unit, paper.issued_on),
            by_name=names[paper.by_account],
            is_accusation=any(case_no in around.secret for case_no in of),
            stands=paper.stands(as_of),
        )
        seen.append((paper, line))
    return seen


def _cases(connection: Connection, papers: Iterable[IssuedDocument]) -> dict[int, tuple[str, ...]]:
    """Return the matters that each paper rests on: its own, or those of its proposal."""
    found: dict[int, tuple[str, ...]] = {}
    for paper in papers:
        if paper.case_no is not None:
            found[paper.id] = (paper.case_no,)
        elif paper.proposal_no is not None:
            asked = (
                select(ProposalCaseRow.case_no)
                .join(ProposalRow, ProposalRow.id == ProposalCaseRow.proposal_id)
                .where(ProposalRow.proposal_no == paper.proposal_no)
                .order_by(ProposalCaseRow.number)
            )
            found[paper.id] = tuple(connection.scalars(asked))
    return found
