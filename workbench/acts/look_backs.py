"""Acts on look-backs (回头看). What they may do is said by ``law.look_back``.

The shortest full course: ``OpenLookBack`` (entries from ``law.look_back_round.chosen``), ``AssignLookBack``,
``AnswerLookBack`` and ``LockLookBack`` by the reviewer, ``ViewOwnWork`` by the unit; where something was not
done ``OrderRework``, ``keep`` the paper, ``ReportRework``, ``DecideRework``; ``CloseLookBack``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.law.look_back import LookBack
from workbench.law.look_back_round import LookBackRound
from workbench.records.look_backs import (
    CheckAnswerRow,
    LookBackRoundRow,
    LookBackRow,
    OwnViewRow,
    ReworkReportRow,
    RoundEntryRow,
)
from workbench.terms import LookBackAnswer, LookBackFinding, LookBackRule

LOOK_BACK_ROUND: Final = Shape(
    "回头看批次", LookBackRound, "round_no", LookBackRoundRow, {"entries": RoundEntryRow}
)
LOOK_BACK: Final = Shape(
    "回头看检查",
    LookBack,
    "check_no",
    LookBackRow,
    {"answers": CheckAnswerRow, "own_view": OwnViewRow, "reports": ReworkReportRow},
)


@dataclass(frozen=True, slots=True)
class ListedMatter:
    """One matter of the list, and the unit whose work is looked at."""

    case_no: str
    unit: str


@dataclass(frozen=True, slots=True)
class GivenCheck:
    """The answer to one item of the check list, and what shows it; the original of a paper must be kept."""

    item: str
    answer: LookBackAnswer
    note: str | None = secret(None)
    title: str | None = secret(None)
    dated_on: date | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class OpenLookBack(DeclaredAct):
    """开展回头看: the list stands in the entry, with what computes it again."""

    kind: ClassVar[str] = "open_look_back"
    about: ClassVar[str] = "round_no"
    shape: ClassVar = LOOK_BACK_ROUND
    round_no: str
    name: str
    rule: LookBackRule
    on: date
    as_of: date
    seed: int
    entries: tuple[ListedMatter, ...]
    days: int | None = None
    per_unit: int | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class CloseLookBack(DeclaredAct):
    """结束回头看: nothing more is assigned; open rework goes on."""

    kind: ClassVar[str] = "close_look_back"
    about: ClassVar[str] = "round_no"
    shape: ClassVar = LOOK_BACK_ROUND
    round_no: str
    on: date


@dataclass(frozen=True, slots=True)
class AssignLookBack(DeclaredAct):
    """分派回头看检查: never to a handler, to the unit's own people or to an owning leader."""

    kind: ClassVar[str] = "assign_look_back"
    about: ClassVar[str] = "check_no"
    shape: ClassVar = LOOK_BACK
    check_no: str
    round_no: str
    case_no: str
    on: date
    reviewer: str
    reviewer_unit: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerLookBack(DeclaredAct):
    """填写回头看检查: some items or all, until it is locked."""

    kind: ClassVar[str] = "answer_look_back"
    about: ClassVar[str] = "check_no"
    shape: ClassVar = LOOK_BACK
    check_no: str
    on: date
    answers: tuple[GivenCheck, ...]


@dataclass(frozen=True, slots=True)
class LockLookBack(DeclaredAct):
    """锁定回头看检查 with the finding; where something was not done, the cause and the unit it lies with."""

    kind: ClassVar[str] = "lock_look_back"
    about: ClassVar[str] = "check_no"
    shape: ClassVar = LOOK_BACK
    check_no: str
    on: date
    finding: LookBackFinding
    cause_unit: str | None = None
    cause: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class ViewOwnWork(DeclaredAct):
    """提交自查意见: the unit's own answers, all at once."""

    kind: ClassVar[str] = "view_own_work"
    about: ClassVar[str] = "check_no"
    shape: ClassVar = LOOK_BACK
    check_no: str
    on: date
    answers: tuple[GivenCheck, ...]


@dataclass(frozen=True, slots=True)
class OrderRework(DeclaredAct):
    """下达整改: what, by whom at the unit, until when."""

    kind: ClassVar[str] = "order_rework"
    about: ClassVar[str] = "check_no"
    shape: ClassVar = LOOK_BACK
    check_no: str
    on: date
    due_on: date
    measures: str = secret()
    person: str = secret()


@dataclass(frozen=True, slots=True)
class ReportRework(DeclaredAct):
    """报告整改, with the document that shows it; its original must be kept."""

    kind: ClassVar[str] = "report_rework"
    about: ClassVar[str] = "check_no"
    shape: ClassVar = LOOK_BACK
    check_no: str
    on: date
    dated_on: date
    sha256: str
    words: str = secret()
    title: str = secret()


@dataclass(frozen=True, slots=True)
class DecideRework(DeclaredAct):
    """核实整改: confirmed, or sent back."""

    kind: ClassVar[str] = "decide_rework"
    about: ClassVar[str] = "check_no"
    shape: ClassVar = LOOK_BACK
    check_no: str
    on: date
    is_confirmed: bool
    why: str = secret()
