"""What earlier meetings left open, and what an agenda may say of a matter."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select

from workbench.acts.book import Book
from workbench.acts.dossier import Shape, read_dossiers
from workbench.law.agreed_item import AgreedItem
from workbench.law.meeting import ACCUSATION_SENTENCE, AgendaItem
from workbench.records.agreed_items import (
    AgreedItemRow,
    DueAmendmentRow,
    ItemReportRow,
    SupportingUnitRow,
)
from workbench.records.tables import table_of
from workbench.terms import AgendaReason, AgreedItemState, PetitionClass, ReportDecision

AGREED_ITEM: Final = Shape(
    "议定事项",
    AgreedItem,
    "item_no",
    AgreedItemRow,
    {"supporting": SupportingUnitRow, "amendments": DueAmendmentRow, "reports": ItemReportRow},
)


def left_open(book: Book, on: date) -> list[AgendaItem]:
    """Return the agreed items that are not confirmed on ``on``, as items of an agenda: longest due first."""
    book.flush()  # items that were agreed in this very transaction count, too
    head = table_of(AgreedItemRow)
    confirmed = select(ItemReportRow.item_id).where(ItemReportRow.decision == ReportDecision.CONFIRMED.value)
    found = read_dossiers(book.connection, AGREED_ITEM, select(head).where(head.c.id.not_in(confirmed)))
    owed = [one for one in found if one.agreed_on <= on and one.state(on) is not AgreedItemState.CONFIRMED]
    owed.sort(key=lambda one: (one.binding_due(on), one.item_no))
    return [_taken_up(book, item, on) for item in owed]


def _taken_up(book: Book, item: AgreedItem, on: date) -> AgendaItem:
    hidden = item.case_no is not None and is_withheld(book, item.case_no)
    subject = item.item_no if hidden else item.text
    lead_name = book.units.name_on(item.lead_unit, on)
    facts = ACCUSATION_SENTENCE if hidden else open_item_facts(item, lead_name, on)
    return AgendaItem(AgendaReason.OPEN_ITEM, subject, facts, 1, on, item.case_no, item.item_no)


def open_item_facts(item: AgreedItem, lead_name: str, on: date) -> str:
    """Return what an agenda says of an agreed item that is open on ``on``; days are calendar days."""
    days = item.days_late(on)
    late = f"，超期 {days} 日" if days else ""
    waits = "，已报告待核实" if item.state(on) is AgreedItemState.REPORTED else ""
    return f"议定事项 {item.item_no}，{lead_name}牵头，期限 {item.binding_due(on)}{late}{waits}"


def matter_is_accusation(book: Book, case_no: str) -> bool:
    """Return whether a matter is, or ever was, an accusation; ``UnknownCaseError`` if there is none."""
    matter = book.matter(case_no)
    told = any(step.petition_class is PetitionClass.ACCUSATION for step in matter.file.steps)
    return told or bool(matter.accused)


def is_withheld(book: Book, case_no: str) -> bool:
    """Return whether what a matter says is withheld: of an accusation, and of what may be one."""
    return book.matter(case_no).held is not None or matter_is_accusation(book, case_no)
