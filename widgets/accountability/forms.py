"""The forms of the accountability log, from the questions to the ledger. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from widgets.accountability.questions import Questions, answer
from widgets.accountability.state import AccountabilityState
from widgets.judging import judged
from widgets.parts.form_values import Blocker, FormField, FormValues
from workbench.access.gate import require
from workbench.law.accountability_data import form
from workbench.law.accountability_entry import NEEDS, fields_of
from workbench.queries.accountability import ProceedingLine
from workbench.terms import (
    ActKind,
    ProceedingStep,
)

if TYPE_CHECKING:
    from workbench.acts.accountability import EnterProceeding

S = ProceedingStep
QUESTION: Final = "记入后不能改动，有误的只能更正并写明理由。确定记入？"


class StepClosedError(ValueError):
    """The entry cannot be made here and now."""


class EntryForm:
    """One entry of the open proceeding, or the correction of one."""

    def __init__(self, state: AccountabilityState, step: ProceedingStep, corrects: int = 0) -> None:
        """``NotPermittedError`` by role, ``StepClosedError`` with the reason where it cannot be made now."""
        require(state.viewer, f"act:{ActKind.ENTER_PROCEEDING.value}")
        self.state, self.step, self.corrects = state, step, corrects
        self._look()
        closed = state.closed()
        if not closed and not corrects and step not in self.line.steps:
            closed = f"还轮不到“{step.label}”，或者您不能在本件中记入：请先记载前面的各步"
        if not closed and corrects and all(one.number != corrects for one in self.line.standing):
            closed = f"第{corrects}条没有记载，或者已被更正、作废：请更正现行的那一条"
        if closed:
            raise StepClosedError(closed)

    @property
    def title(self) -> str:
        """Return what the form does, in words."""
        return f"更正第{self.corrects}条：{self.step.label}" if self.corrects else self.step.label

    @property
    def key(self) -> str:
        """Return what the draft of this form is kept under."""
        return f"{self.number}/{self.step.value}/{self.corrects}"

    @property
    def asks_paper(self) -> bool:
        """Return whether the form has a place for an original."""
        return any("paper" in words.split() for words in NEEDS[self.step])

    @property
    def needs_paper(self) -> bool:
        """Return whether there must be one."""
        return "paper" in NEEDS[self.step][0].split()

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions of this kind of entry, those of the paper left out."""
        return Questions(self.state, self.line, self.step, self.corrects).all()

    def act(self, values: FormValues) -> EnterProceeding:
        """Return the act that the answers make."""
        from workbench.acts.accountability import EnterProceeding

        today = self.state.today
        given: dict[str, Any] = {}
        for name in fields_of(" ".join(NEEDS[self.step])):
            given[name] = answer(name, values)
        if self.step in (S.DECISION, S.REEXAMINATION) and given.get("form"):
            given["months"] = given["months"] or form(given["form"]).months
        corrects = values.text("corrects") if self.step is S.VOID else str(self.corrects or "")
        return EnterProceeding(
            self.number,
            self.step,
            today,
            values.day("happened_on") or today,
            corrects=int(corrects) if corrects else None,
            why=values.text("why") or None,
            **given,
        )

    def judge(self, values: FormValues) -> list[Blocker]:
        """Return what stands against it."""
        return judged(values, lambda: self.state.refusal(self.act(values)))

    def perform(self, values: FormValues) -> int:
        """Record the entry; return its ledger position. If somebody was quicker, look anew and say so."""
        require(self.state.viewer, f"act:{ActKind.ENTER_PROCEEDING.value}")
        try:
            return self.state.bench.perform(
                self.act(values), actor=self.state.viewer.actor, seen=self.version
            )[0]
        except ValueError:
            self._look()
            raise

    def _look(self) -> None:
        self.line: ProceedingLine = self.state.page().line
        self.number, self.version = self.line.proceeding.proceeding_no, self.line.proceeding.version
