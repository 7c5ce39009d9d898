"""Acts on urgent matters (Regulation 2022, article 25): note one with its report, end it with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.law.urgency import Urgency, UrgencyError, noted, urgency_number
from workbench.records.urgencies import UrgencyRow
from workbench.terms import UrgencyReason

URGENCY: Final = Shape("重大紧急", Urgency, "urgency_no", UrgencyRow, {})


@dataclass(frozen=True, slots=True)
class NoteUrgency(DeclaredAct):
    """登记重大紧急: ``urgency_no`` is ``JJ-<case_no>-<n>``, the matter's next one; reported on ``on``."""

    kind: ClassVar[str] = "note_urgency"
    about: ClassVar[str] = "urgency_no"
    shape: ClassVar = URGENCY
    urgency_no: str
    case_no: str
    reason: UrgencyReason
    known_on: date
    on: date
    facts: str = secret("")
    reported_to: str = secret("")


@dataclass(frozen=True, slots=True)
class EndUrgency(DeclaredAct):
    """解除重大紧急, with what was done and why it is urgent no more."""

    kind: ClassVar[str] = "end_urgency"
    about: ClassVar[str] = "urgency_no"
    shape: ClassVar = URGENCY
    urgency_no: str
    on: date
    why: str = secret("")


def _note(book: Book, act: NoteUrgency, seq: int, by: Actor) -> None:
    matter = book.matter(act.case_no)
    turn, last = 0, None
    while (found := book.dossiers.find(URGENCY, urgency_number(act.case_no, turn + 1))) is not None:
        turn, last = turn + 1, found
    if last is not None and last.ended_on is None:
        raise UrgencyError(f"本事项已登记为重大紧急（{last.urgency_no}）：解除以后才能再次登记")
    if last is not None and last.ended_on is not None and act.on < last.ended_on:
        raise UrgencyError(f"报告日期早于上一次解除之日（{last.ended_on}）：请核对")
    expected = urgency_number(act.case_no, turn + 1)
    if act.urgency_no != expected:
        raise UrgencyError(f"重大紧急编号应为“{expected}”")
    if act.on < matter.file.steps[0].on:
        raise UrgencyError("报告日期早于登记日期：请核对")
    new = Urgency(
        seq, act.urgency_no, act.case_no, act.reason, act.known_on, act.on, act.facts, act.reported_to
    )
    book.dossiers.open(URGENCY, noted(new))


def _end(book: Book, act: EndUrgency, seq: int, by: Actor) -> None:
    found = book.dossiers.get(URGENCY, act.urgency_no)
    book.dossiers.keep(URGENCY, found.ended(act.on, act.why))


APPLY: CarriedOut = {NoteUrgency: _note, EndUrgency: _end}
