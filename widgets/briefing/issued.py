"""Papers under a number: issued from the screen, listed, opened, printed again. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from widgets.parts.values import FileToSave
from workbench.access.gate import allow, require
from workbench.briefings.files import MEDIA
from workbench.briefings.spans import BriefingError
from workbench.terms import ActKind, IssuedSubject

if TYPE_CHECKING:
    from widgets.briefing.state import BriefingState
    from widgets.parts.progress import Step
    from workbench.documents.content import Document
    from workbench.issuing import Issued
    from workbench.queries.issued_documents import IssuedLine, IssuedPage

PRINTED: Final = ("docx", "pdf", "html", "xlsx")  # what a paper is issued in


def formats_of(document: Document) -> tuple[str, ...]:
    """Return the formats a paper is printed in: as a workbook only where it has a table."""
    from workbench.documents.content import Table

    has_table = any(isinstance(block, Table) for block in document.blocks)
    return tuple(form for form in PRINTED if form != "xlsx" or has_table)


def rendered(state: BriefingState, document: Document, form: str) -> bytes:
    """Return a paper in one format, with the office's own templates and fonts where it has any."""
    from workbench.documents.rendering import render

    config = state.bench.config
    return render(document, [form], templates=config.templates, font_folder=config.fonts)[form]


def next_number(state: BriefingState) -> str:
    """Return the number under which the briefing on the screen would be issued now."""
    from workbench.queries.issued_documents import next_number as asked

    unit = state.viewer.unit or ""
    return state.bench.ask(asked, state.made.kind, unit=unit, on=state.today).document_no


def issue(state: BriefingState, step: Step) -> Issued:
    """Issue the briefing of today under the next number, with its passages; others see it from now on."""
    require(state.viewer, f"act:{ActKind.ISSUE_DOCUMENT.value}")
    briefing = state.made
    if state.viewer.unit is None:
        raise BriefingError("您的账号没有所属单位，不能印发：请管理员在账号中填写单位")

    return put_out(
        state,
        briefing.document(issued_on=state.today),
        step,
        unit=state.viewer.unit,
        subject_kind=IssuedSubject.PERIOD,
        subject=briefing.span.code,
        texts={passage.value: text for passage, text in briefing.texts},
    )


def put_out(
    state: BriefingState,
    draft: Document,
    step: Step,
    *,
    unit: str,
    subject_kind: IssuedSubject,
    subject: str,
    texts: Mapping[str, str],
) -> Issued:
    """Issue a paper under the next number, printed in sight of the reader."""
    from workbench.issuing import issue as issue_paper

    def render(document: Document) -> dict[str, bytes]:
        files, forms = {}, formats_of(document)
        for number, form in enumerate(forms):
            step(number / len(forms), f"正在生成 {form}")
            files[form] = rendered(state, document, form)
        step(None, "正在记入台账")
        return files

    return issue_paper(
        state.bench,
        draft,
        render,
        actor=state.viewer.actor,
        unit=unit,
        subject_kind=subject_kind,
        subject=subject,
        texts=texts,
    )


def history(state: BriefingState) -> tuple[IssuedLine, ...]:
    """Return the papers that were issued and that the viewer may see, the latest first."""
    from workbench.queries.issued_documents import issued_documents

    if not state.may_read_issued:
        return ()
    return state.bench.ask(issued_documents, state.viewer, as_of=state.today)


def paper(state: BriefingState) -> IssuedPage:
    """Return the issued paper that is open; ``PaperNotFoundError`` for none that the viewer may see."""
    from workbench.queries.issued_documents import issued_document

    return state.bench.ask(issued_document, state.viewer, state.shown.number, as_of=state.today)


def may_withdraw(state: BriefingState, page: IssuedPage) -> bool:
    """Return whether the viewer may withdraw this paper; his unit is checked by the act itself."""
    return page.line.stands and allow(state.viewer, f"act:{ActKind.WITHDRAW_DOCUMENT.value}")


def withdraw(state: BriefingState, why: str) -> int:
    """Withdraw the issued paper that is open; it stays on record, its number is not given again."""
    from workbench.acts.issuing import WithdrawDocument

    act = WithdrawDocument(state.shown.number, state.today, why)
    return state.bench.perform(act, actor=state.viewer.actor)[0]


def reprint(state: BriefingState, document: Document, form: str) -> FileToSave:
    """Return an issued paper printed again, from its text in the ledger."""
    return file_of(state, document, form)


def file_of(state: BriefingState, document: Document, form: str) -> FileToSave:
    """Return a paper as a file to be saved."""
    from workbench.documents.rendering import file_name

    name = file_name(document, form) if document.number else f"{document.kind.label}（草稿）.{form}"
    return FileToSave(name, rendered(state, document, form), MEDIA[form])
