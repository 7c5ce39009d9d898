"""Where a step leads when the next state depends on what is in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from workbench.law.facts import CaseFile, StepTaken
from workbench.terms import CaseState, Outcome, Step

DECISIONS: Final = frozenset(
    {Step.ISSUE_OPINION, Step.REPLY_DIRECTLY, Step.DECIDE_REEXAMINATION, Step.DECIDE_FINAL_REVIEW}
)


def awaits_execution(file: CaseFile, step: StepTaken | None = None) -> bool:
    """Return whether the outcome that stands supports the petitioner and is not yet executed.

    A decision without an outcome leaves the earlier one standing. ``step`` is one more step, not yet in
    the file.
    """
    if step is not None and step.kind in DECISIONS and step.outcome is not None:
        return step.outcome is Outcome.SUPPORT
    for taken in reversed(file.steps):
        if taken.kind is Step.EXECUTE:
            return False
        if taken.outcome is not None and taken.kind in DECISIONS:
            return taken.outcome is Outcome.SUPPORT
    return False


def _same(state: CaseState, _file: CaseFile, _step: StepTaken) -> CaseState:
    return state


def _decided(_state: CaseState, file: CaseFile, step: StepTaken) -> CaseState:
    if step.kind is Step.DECIDE_FINAL_REVIEW:
        return CaseState.FINALIZED
    if step.kind is Step.DECIDE_REEXAMINATION:
        return CaseState.REEXAMINED
    for taken in reversed(file.steps):
        if taken.kind is Step.DECIDE_FINAL_REVIEW:
            return CaseState.FINALIZED
        if taken.kind is Step.DECIDE_REEXAMINATION:
            return CaseState.REEXAMINED
        if taken.kind is Step.ISSUE_OPINION or taken.kind is Step.REPLY_DIRECTLY:
            break
    return CaseState.SERVED


def _decided_or_executing(state: CaseState, file: CaseFile, step: StepTaken) -> CaseState:
    return CaseState.EXECUTING if awaits_execution(file, step) else _decided(state, file, step)


def _before_objection(_state: CaseState, file: CaseFile, _step: StepTaken) -> CaseState:
    sent = file.last(Step.TRANSFER, Step.ASSIGN)
    assigned = sent is not None and sent.kind is Step.ASSIGN
    return CaseState.ASSIGNED if assigned else CaseState.TRANSFERRED


def _extended_if_approved(state: CaseState, _file: CaseFile, step: StepTaken) -> CaseState:
    return CaseState.EXTENDED if step.approved_by_head else state


TARGETS: Final[Mapping[str, Callable[[CaseState, CaseFile, StepTaken], CaseState]]] = {
    "same": _same,
    "decided": _decided,
    "decided_or_executing": _decided_or_executing,
    "before_objection": _before_objection,
    "extended_if_approved": _extended_if_approved,
}
