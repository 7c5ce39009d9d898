"""What the law looks at: the steps taken in one matter, in the order they were recorded.

Facts are dates, never flags. Nothing here knows a database, a clock or a screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time

from workbench.terms import (
    Channel,
    Outcome,
    PetitionClass,
    Procedure,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Step,
)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step: what was done, on which day, by which unit.

    ``on`` is the day it happened, ``recorded`` the ledger position at which it was recorded
    (0 while not yet recorded). Fields that a kind of step does not use stay ``None``.
    """

    kind: Step
    on: date
    number: int = 0  # 1, 2, … within the matter, in the order of recording
    recorded: int = 0
    at: time | None = None  # time of day, where the source gives one
    unit: str | None = None  # code of the unit that acted
    to_unit: str | None = None  # code of the unit that received (transfer, assignment)
    received_on: date | None = None  # REGISTER/REPEAT: receipt from the petitioner;
    # TRANSFER/ASSIGN: receipt by ``to_unit`` where it differs from ``on``
    received_at: time | None = None
    channel: Channel | None = None
    people: int | None = None  # person-times of a petition
    petition_class: PetitionClass | None = None
    path: StatutoryChannel | None = None
    procedure: Procedure | None = None
    outcome: Outcome | None = None
    satisfaction: Satisfaction | None = None
    asked_by: RatingAsker | None = None  # RATE: who asked for the rating, where it is known
    due_on: date | None = None  # report date of an assignment; execution date of an opinion
    days: int | None = None  # days of an extension; days of a hearing
    approved_by_head: bool | None = None  # extension: by the head of the organ (art. 34)
    told_on: date | None = None  # extension: day the petitioner was told, if told at once
    contact_known: bool | None = None  # REGISTER: False where name or address is unclear
    sender_agreed: bool | None = None  # objection: consent of the sender
    document_no: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One matter as the law sees it: its number and its steps, oldest record first."""

    case_no: str
    steps: tuple[StepTaken, ...] = field(default=())

    def until(self, as_of: date) -> CaseFile:
        """Return the file with only what had happened by the end of ``as_of``."""
        return CaseFile(self.case_no, tuple(step for step in self.steps if step.on <= as_of))

    def with_step(self, step: StepTaken) -> CaseFile:
        """Return a new file with ``step`` appended and numbered."""
        number = len(self.steps) + 1
        numbered = step if step.number == number else replace(step, number=number)
        return CaseFile(self.case_no, (*self.steps, numbered))

    def last(self, *kinds: Step) -> StepTaken | None:
        """Return the step of these kinds that was recorded last, or ``None``."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)

    def first(self, *kinds: Step) -> StepTaken | None:
        """Return the step of these kinds that was recorded first, or ``None``."""
        return next((step for step in self.steps if step.kind in kinds), None)
