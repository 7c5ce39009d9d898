"""What comes after the opinion: re-examination, final review with its hearings, execution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from workbench.law.duty import Duty
from workbench.law.facts import StepTaken
from workbench.terms import Outcome, Step

REPLACED: Final = "后作出的意见已取代原支持意见"


class Review:
    """The duties of the bodies above, and of whoever supported the petitioner."""

    __slots__ = ("duties", "execution", "final_review", "reexamination")

    def __init__(self, duties: list[Duty]) -> None:
        self.duties = duties
        self.reexamination: Duty | None = None
        self.final_review: Duty | None = None
        self.execution: Duty | None = None

    def take(self, step: StepTaken) -> None:
        action = _ACTIONS.get(step.kind)
        if action is not None:
            action(self, step)

    def request_reexamination(self, step: StepTaken) -> None:
        if self.reexamination is None or not self.reexamination.is_open:
            unit = step.to_unit or step.unit
            self.reexamination = self._add("R-REVIEW-DECIDE30", unit, step)

    def decide_reexamination(self, step: StepTaken) -> None:
        _meet(self.reexamination, step)
        self.support(step, step.unit)

    def request_final_review(self, step: StepTaken) -> None:
        if self.final_review is None or not self.final_review.is_open:
            unit = step.to_unit or step.unit
            self.final_review = self._add("R-RECHECK-DECIDE30", unit, step)

    def hear(self, step: StepTaken) -> None:
        if self.final_review is not None and self.final_review.is_open:
            self.final_review.exclude(step.number, step.on, max(step.days or 1, 1))

    def decide_final_review(self, step: StepTaken) -> None:
        _meet(self.final_review, step)
        self.support(step, step.unit)

    def execute(self, step: StepTaken) -> None:
        _meet(self.execution, step)

    def support(self, step: StepTaken, unit: str | None) -> None:
        if step.outcome is None:
            return
        upheld = step.outcome is Outcome.SUPPORT
        execution = self.execution
        if execution is not None and execution.is_open:
            if upheld and step.due_on is None:
                return  # it confirms the support and names no other day: the one that stands goes on
            execution.end(step.on, REPLACED, is_missed=upheld)
        if upheld:
            self.execution = self._add("R-SUPPORT-EXECUTE", unit, step, due_on=step.due_on)

    def _add(self, rule_id: str, unit: str | None, step: StepTaken, due_on: date | None = None) -> Duty:
        duty = Duty(rule_id, unit, step.number, start=step.on, arises=step.on, due_on=due_on)
        self.duties.append(duty)
        return duty


def _meet(duty: Duty | None, step: StepTaken) -> None:
    if duty is not None:
        duty.meet(step.on, step.number)


_ACTIONS: Final[Mapping[Step, Callable[[Review, StepTaken], None]]] = {
    Step.REQUEST_REEXAMINATION: Review.request_reexamination,
    Step.DECIDE_REEXAMINATION: Review.decide_reexamination,
    Step.REQUEST_FINAL_REVIEW: Review.request_final_review,
    Step.HOLD_HEARING: Review.hear,
    Step.DECIDE_FINAL_REVIEW: Review.decide_final_review,
    Step.EXECUTE: Review.execute,
}
