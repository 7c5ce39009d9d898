"""What a leader wrote on a letter (阅批), or promised at a reception: who owes it, by when, what shows it.

Kept only with evidence, and only when somebody who is not of the unit that owes it has looked and agreed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from workbench.law.evidence import Evidence
from workbench.terms import InstructionKind, InstructionState


class InstructionError(ValueError):
    """A change that the instruction does not allow."""


class OwnVerdictError(InstructionError):
    """The unit that owes something would judge itself."""

    def __init__(self) -> None:
        super().__init__("承办单位不能自行认定或退回：请由信访部门或其他单位核实后办理")


@dataclass(frozen=True, slots=True)
class InstructionReport:
    """One report of the unit with its evidence; ``returned_on``, with the reason, if it did not suffice."""

    reported_on: date
    text: str
    evidence_title: str
    evidence_dated_on: date
    evidence_sha256: str
    returned_on: date | None = None
    returned_why: str | None = None


@dataclass(frozen=True, slots=True)
class Instruction:
    """领导批示 on one matter; ``due_on`` is the day the leader set, if he set one.

    ``reception_no`` names the reception at which it was promised. ``confirmed_on``: the last report was
    found to be true.
    """

    id: int
    instruction_no: str
    kind: InstructionKind
    case_no: str
    leader: str
    post: str
    given_on: date
    text: str
    to_unit: str
    due_on: date | None = None
    reception_no: str | None = None
    confirmed_on: date | None = None
    reports: tuple[InstructionReport, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse an instruction that asks nothing, or whose days contradict each other."""
        for words, value in (("领导姓名", self.leader), ("职务", self.post), ("批示内容", self.text)):
            if not value.strip():
                raise InstructionError(f"缺少{words}：请填写后再记录批示")
        if self.due_on is not None and self.due_on < self.given_on:
            raise InstructionError("限办日期早于批示日期：请核对两个日期")

    @property
    def waiting(self) -> InstructionReport | None:
        """Return the report that nobody has judged yet."""
        last = self.reports[-1] if self.reports else None
        is_judged = last is None or last.returned_on is not None or self.confirmed_on is not None
        return None if is_judged else last

    def until(self, as_of: date) -> Instruction | None:
        """Return what was true at the end of ``as_of``, ``None`` before it was given."""
        if self.given_on > as_of:
            return None
        reports = tuple(
            replace(one, returned_on=None, returned_why=None)
            if one.returned_on is not None and one.returned_on > as_of
            else one
            for one in self.reports
            if one.reported_on <= as_of
        )
        is_confirmed = self.confirmed_on is not None and self.confirmed_on <= as_of
        return replace(self, reports=reports, confirmed_on=self.confirmed_on if is_confirmed else None)

    def state(self, as_of: date) -> InstructionState:
        """Return what can be said of it at the end of ``as_of``."""
        then = self.until(as_of) or self
        late = then.days_late(as_of) > 0
        if then.confirmed_on is not None:
            return InstructionState.DONE_LATE if late else InstructionState.DONE
        if then.waiting is not None:
            return InstructionState.REPORTED
        return InstructionState.LATE if late else InstructionState.OPEN

    def days_late(self, as_of: date) -> int:
        """Return calendar days after ``due_on`` until the report that holds, else until ``as_of``; else 0."""
        then = self.until(as_of)
        if then is None or then.due_on is None:
            return 0
        holds = then.confirmed_on is not None or then.waiting is not None
        end = then.reports[-1].reported_on if holds else as_of
        return max(0, (end - then.due_on).days)

    def reported(self, on: date, text: str, evidence: Evidence) -> Instruction:
        """Return it with a report of what was done; one report waits at a time."""
        self._check_not_done()
        if self.waiting is not None:
            raise InstructionError(f"{self.waiting.reported_on}的反馈还没有认定：请等认定或退回后再报")
        if not text.strip():
            raise InstructionError("缺少落实情况：请写明做了什么、结果怎样")
        if on < self._last_day():
            raise InstructionError(f"反馈日期早于{self._last_day()}：请核对日期")
        report = InstructionReport(on, text.strip(), evidence.title, evidence.dated_on, evidence.sha256)
        return replace(self, reports=(*self.reports, report))

    def returned(self, on: date, why: str, *, by_unit: str | None, owing: Collection[str]) -> Instruction:
        """Return it with the waiting report sent back; it is owed as before."""
        waiting = self._check_verdict(on, by_unit, owing)
        if not why.strip():
            raise InstructionError("退回须写明理由")
        back = replace(waiting, returned_on=on, returned_why=why.strip())
        return replace(self, reports=(*self.reports[:-1], back))

    def confirmed(self, on: date, *, by_unit: str | None, owing: Collection[str]) -> Instruction:
        """Return it as carried out; ``owing`` are the unit that owes it and those below it."""
        self._check_verdict(on, by_unit, owing)
        return replace(self, confirmed_on=on)

    def _check_verdict(self, on: date, by_unit: str | None, owing: Collection[str]) -> InstructionReport:
        self._check_not_done()
        if by_unit in owing:
            raise OwnVerdictError
        if self.waiting is None:
            raise InstructionError("没有待认定的反馈：请先由承办单位反馈并附佐证材料")
        if on < self.waiting.reported_on:
            raise InstructionError("认定或退回的日期早于反馈日期：请核对")
        return self.waiting

    def _check_not_done(self) -> None:
        if self.confirmed_on is not None:
            raise InstructionError(f"批示“{self.instruction_no}”已于{self.confirmed_on}认定落实，不再变动")

    def _last_day(self) -> date:
        last = self.reports[-1] if self.reports else None
        return self.given_on if last is None or last.returned_on is None else last.returned_on
