"""Acts on leaders' instructions: written on a letter, reported with evidence, sent back or confirmed.

The shortest course: ``GiveInstruction``, ``KeepEvidence``, ``ReportInstruction``, then ``ConfirmInstruction``
or ``ReturnInstruction`` by somebody who is not of the unit that owes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.evidence import require_kept
from workbench.acts.guards import AccusedUnitError
from workbench.law.evidence import check_evidence
from workbench.law.instruction import Instruction, InstructionError
from workbench.records.receptions import InstructionReportRow, InstructionRow
from workbench.terms import InstructionKind, Role

INSTRUCTION: Final = Shape(
    "领导批示", Instruction, "instruction_no", InstructionRow, {"reports": InstructionReportRow}
)


class NotYourInstructionError(InstructionError):
    """A handler would report for another unit."""

    def __init__(self) -> None:
        super().__init__("只能反馈交给本单位承办的批示：请核对批示编号")


@dataclass(frozen=True, slots=True)
class GiveInstruction(DeclaredAct):
    """记录领导批示: what a leader wrote on a letter about one matter, and which unit owes it."""

    kind: ClassVar[str] = "give_instruction"
    about: ClassVar[str] = "instruction_no"
    shape: ClassVar = INSTRUCTION
    instruction_no: str
    case_no: str
    on: date
    to_unit: str
    leader: str = secret()
    post: str = secret()
    text: str = secret()
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReportInstruction(DeclaredAct):
    """反馈批示落实: what was done, with the document that shows it."""

    kind: ClassVar[str] = "report_instruction"
    about: ClassVar[str] = "instruction_no"
    shape: ClassVar = INSTRUCTION
    instruction_no: str
    on: date
    evidence_dated_on: date
    evidence_sha256: str
    evidence_title: str = secret()
    text: str = secret()


@dataclass(frozen=True, slots=True)
class ReturnInstruction(DeclaredAct):
    """退回批示反馈: the report does not show it; with the reason."""

    kind: ClassVar[str] = "return_instruction"
    about: ClassVar[str] = "instruction_no"
    shape: ClassVar = INSTRUCTION
    instruction_no: str
    on: date
    why: str = secret()


@dataclass(frozen=True, slots=True)
class ConfirmInstruction(DeclaredAct):
    """认定批示落实: somebody who is not of the unit that owes it has looked and agreed."""

    kind: ClassVar[str] = "confirm_instruction"
    about: ClassVar[str] = "instruction_no"
    shape: ClassVar = INSTRUCTION
    instruction_no: str
    on: date


def open_instruction(book: Book, given: Instruction) -> None:
    """Take in a new instruction; it never goes to the accused unit, or one above or below it (art. 30(3))."""
    book.units.check_acting(given.to_unit, given.given_on)
    for accused in book.matter(given.case_no).accused:
        if given.to_unit in book.units.relatives(accused):
            raise AccusedUnitError
    book.dossiers.open(INSTRUCTION, given)


def _give(book: Book, act: GiveInstruction, seq: int, by: Actor) -> None:
    given = Instruction(
        id=seq,
        instruction_no=act.instruction_no,
        kind=InstructionKind.LETTER,
        case_no=act.case_no,
        leader=act.leader.strip(),
        post=act.post.strip(),
        given_on=act.on,
        text=act.text.strip(),
        to_unit=act.to_unit,
        due_on=act.due_on,
    )
    open_instruction(book, given)


def _report(book: Book, act: ReportInstruction, seq: int, by: Actor) -> None:
    found = book.dossiers.get(INSTRUCTION, act.instruction_no)
    if by.role is Role.HANDLER and by.unit not in _owing(book, found.to_unit, by.unit):
        raise NotYourInstructionError
    evidence = check_evidence(act.evidence_title, act.evidence_dated_on, act.evidence_sha256, act.on)
    require_kept(book, evidence.sha256)
    book.dossiers.keep(INSTRUCTION, found.reported(act.on, act.text, evidence))


def _return(book: Book, act: ReturnInstruction, seq: int, by: Actor) -> None:
    found = book.dossiers.get(INSTRUCTION, act.instruction_no)
    owing = _owing(book, found.to_unit, by.unit)
    book.dossiers.keep(INSTRUCTION, found.returned(act.on, act.why, by_unit=by.unit, owing=owing))


def _confirm(book: Book, act: ConfirmInstruction, seq: int, by: Actor) -> None:
    found = book.dossiers.get(INSTRUCTION, act.instruction_no)
    owing = _owing(book, found.to_unit, by.unit)
    book.dossiers.keep(INSTRUCTION, found.confirmed(act.on, by_unit=by.unit, owing=owing))


def _owing(book: Book, to_unit: str, by_unit: str | None) -> frozenset[str]:
    """Return the unit that owes, and the unit of whoever acts if it lies below it."""
    at, climbed = by_unit, set[str]()
    while at is not None and at not in climbed:
        if at == to_unit and by_unit is not None:
            return frozenset({to_unit, by_unit})
        climbed.add(at)
        names = book.units.names.get(at)
        at = names[-1].parent if names else None
    return frozenset({to_unit})


APPLY: CarriedOut = {
    GiveInstruction: _give,
    ReportInstruction: _report,
    ReturnInstruction: _return,
    ConfirmInstruction: _confirm,
}
