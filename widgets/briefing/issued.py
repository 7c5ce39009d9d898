"""Briefings under a number: issued from the screen, listed, opened, printed again. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from widgets.parts.values import FileToSave
from workbench.access.gate import allow, require
from workbench.briefings.files import MEDIA, printed
from workbench.briefings.spans import KINDS, BriefingError
from workbench.terms import ActKind, IssuedSubject

if TYPE_CHECKING:
    from widgets.briefing.state import BriefingState
    from widgets.parts.progress import Step
    from workbench.documents.content import Document
    from workbench.issuing import Issued
    from workbench.queries.issued_documents import IssuedLine, IssuedPage

PRINTED: Final = ("docx", "pdf", "html", "xlsx")  # what a paper is issued in


def next_number(state: BriefingState) -> str:
    """Return the number under which the briefing on the screen would be issued now."""
    from workbench.queries.issued_documents import next_number as asked

    unit = state.viewer.unit or ""
    return state.bench.ask(asked, state.made.kind, unit=unit, on=state.today).document_no


def issue(state: BriefingState, step: Step) -> Issued:
    """Issue the briefing of today under the next number, with its passages; others see it from now on."""
    from workbench.issuing import issue as issue_paper

    require(state.viewer, f"act:{ActKind.ISSUE_DOCUMENT.value}")
    briefing = state.made
    if state.viewer.unit is None:
        raise BriefingError("您的账号没有所属单位，不能印发：请管理员在账号中填写单位")

    def render(document: Document) -> dict[str, bytes]:
        files = {}
        for number, form in enumerate(PRINTED):
            step(number / len(PRINTED), f"正在生成 {form}")
            files[form] = printed(document, form)
        step(None, "正在记入台账")
        return files

    return issue_paper(
        state.bench,
        briefing.document(issued_on=state.today),
        render,
        actor=state.viewer.actor,
        unit=state.viewer.unit,
        subject_kind=IssuedSubject.PERIOD,
        subject=briefing.span.code,
        texts={passage.value: text for passage, text in briefing.texts},
    )


def history(state: BriefingState) -> tuple[IssuedLine, ...]:
    """Return the briefings that were issued, the latest first."""
    from workbench.queries.issued_documents import issued_documents

    found = state.bench.ask(issued_documents, state.viewer, as_of=state.today)
    return tuple(one for one in found if one.paper.issued_kind in KINDS)


def paper(state: BriefingState) -> IssuedPage:
    """Return the issued briefing that is open; ``PaperNotFoundError`` for none that the viewer may see."""
    from workbench.queries.issued_documents import issued_document

    return state.bench.ask(issued_document, state.viewer, state.shown.number, as_of=state.today)


def may_withdraw(state: BriefingState, page: IssuedPage) -> bool:
    """Return whether the viewer may withdraw this briefing; his unit is checked by the act itself."""
    return page.line.stands and allow(state.viewer, f"act:{ActKind.WITHDRAW_DOCUMENT.value}")


def withdraw(state: BriefingState, why: str) -> int:
    """Withdraw the issued briefing that is open; it stays on record, its number is not given again."""
    from workbench.acts.issuing import WithdrawDocument

    act = WithdrawDocument(state.shown.number, state.today, why)
    return state.bench.perform(act, actor=state.viewer.actor)[0]


def reprint(document: Document, form: str) -> FileToSave:
    """Return an issued briefing printed again, from its text in the ledger."""
    name = f"{document.kind.label}-{document.number}.{form}"
    return FileToSave(name, printed(document, form), MEDIA[form])
