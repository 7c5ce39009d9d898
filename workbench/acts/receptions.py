"""Acts on receptions by leaders: plan a month, publish it, move one, record what came of it, add matters.

The shortest course, for whoever makes examples: ``PlanReceptions`` (a month, many rows) and
``PublishReceptions``; then for each reception ``HoldReception``, ``MissReception`` or
``MoveReception``; for a held one ``Register`` (channel 来访) and ``ReceiveMatter``, with a ``Promise`` or
without. A promise is an instruction from then on: see ``acts.instructions``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar, Final

from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.law.reception import Reception
from workbench.records.receptions import ReceivedMatterRow, ReceptionRow
from workbench.terms import NotHeldReason, ReceptionKind

RECEPTION: Final = Shape("领导接访", Reception, "reception_no", ReceptionRow, {"matters": ReceivedMatterRow})


@dataclass(frozen=True, slots=True)
class PlannedReception:
    """One row of a schedule."""

    reception_no: str
    unit: str
    kind: ReceptionKind
    planned_on: date
    leader: str = secret()
    post: str = secret()
    place: str = secret()
    charge: str | None = secret(None)
    is_main_leader: bool = False
    planned_from: time | None = None
    planned_until: time | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class PlanReceptions(DeclaredAct):
    """安排领导接访: the schedule of ``month`` (``2026-04``) or a part of it; all rows or none."""

    kind: ClassVar[str] = "plan_receptions"
    about: ClassVar[str] = "month"
    month: str
    rows: tuple[PlannedReception, ...]


@dataclass(frozen=True, slots=True)
class PublishReceptions(DeclaredAct):
    """公示接访安排: who, post, in charge of what, when and where (Opinion of 2009)."""

    kind: ClassVar[str] = "publish_receptions"
    about: ClassVar[str] = "month"
    month: str
    reception_nos: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class MoveReception(DeclaredAct):
    """接访改期: the old day stays on record with the reason; ``to_no`` is the number of the new one."""

    kind: ClassVar[str] = "move_reception"
    about: ClassVar[str] = "reception_no"
    shape: ClassVar = RECEPTION
    reception_no: str
    to_no: str
    to_day: date
    on: date
    reason: NotHeldReason
    text: str = secret()
    place: str | None = secret(None)
    planned_from: time | None = None
    planned_until: time | None = None


@dataclass(frozen=True, slots=True)
class HoldReception(DeclaredAct):
    """记录接访: it was held, even if nobody came; ``why`` sets an earlier record right."""

    kind: ClassVar[str] = "hold_reception"
    about: ClassVar[str] = "reception_no"
    shape: ClassVar = RECEPTION
    reception_no: str
    on: date
    held_from: time | None = None
    held_until: time | None = None
    nobody_came: bool = False
    why: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class MissReception(DeclaredAct):
    """记录未接访: with the reason; ``why`` sets an earlier record right."""

    kind: ClassVar[str] = "miss_reception"
    about: ClassVar[str] = "reception_no"
    shape: ClassVar = RECEPTION
    reception_no: str
    reason: NotHeldReason
    text: str = secret()
    why: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised on the spot: an instruction of the leader to the unit that has to keep it."""

    instruction_no: str
    to_unit: str
    text: str = secret()
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReceiveMatter(DeclaredAct):
    """登记接访事项: a registered matter was raised at the reception; never who came, only its number."""

    kind: ClassVar[str] = "receive_matter"
    about: ClassVar[str] = "reception_no"
    shape: ClassVar = RECEPTION
    reception_no: str
    case_no: str
    promise: Promise | None = None
