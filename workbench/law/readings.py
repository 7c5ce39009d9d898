"""What the steps of a matter say now: its class, its path, its procedure, its windows."""

from __future__ import annotations

from datetime import date, timedelta

from workbench.law.calendar import CalendarHistory
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.limits import find_limit
from workbench.law.targets import DECISIONS
from workbench.terms import PetitionClass, Procedure, StatutoryChannel, Step


def current_class(file: CaseFile) -> PetitionClass | None:
    """Return the last word on the class of the matter; a repeated petition does not change it."""
    for step in reversed(file.steps):
        if step.petition_class is not None and step.kind is not Step.REPEAT:
            return step.petition_class
    return None


def current_path(file: CaseFile) -> StatutoryChannel | None:
    """Return the last word on the statutory path of the matter."""
    for step in reversed(file.steps):
        if step.path is not None and step.kind is not Step.REPEAT:
            return step.path
    return None


def is_simple(file: CaseFile) -> bool:
    """Return whether the matter now runs by the simple procedure."""
    for step in reversed(file.steps):
        if step.kind is Step.CONVERT_TO_ORDINARY:
            return False
        if step.procedure is not None and step.kind is not Step.REPEAT:
            return step.procedure is Procedure.SIMPLE
    return False


def objection_ends(file: CaseFile, calendars: CalendarHistory, as_of: date) -> date | None:
    """Return the last day on which the receiving unit may object; ``None`` if not limited or not known."""
    sent = file.last(Step.TRANSFER, Step.ASSIGN)
    if sent is None:
        return None
    received = sent.received_on or sent.on
    limit = find_limit("R-UNIT-OBJECT5", received)
    if limit is None or limit.length is None:
        return None
    return calendars.on(as_of).try_add(received, limit.length)


def application_ends(
    rule_id: str, file: CaseFile, calendars: CalendarHistory, as_of: date
) -> tuple[date | None, date | None] | None:
    """Return the day the petitioner had the written answer and the last day to apply (35, 36(1)).

    The window opens with receipt, not with the decision: after a decision that was never served both are
    ``None``, and it does not end. The last day is rolled over days off, and ``None`` where it is not known.
    ``None`` where nothing was answered yet.
    """
    answers = (
        frozenset({Step.ISSUE_OPINION, Step.REPLY_DIRECTLY})
        if rule_id == "R-REVIEW-APPLY30"
        else frozenset({Step.DECIDE_REEXAMINATION})
    )
    answer, served = answer_and_service(file, answers)
    if answer is None:
        return None
    if served is None:
        return None, None
    limit = find_limit(rule_id, served.on)
    if limit is None or limit.length is None:
        return served.on, None
    return served.on, calendars.on(as_of).try_roll(served.on + timedelta(limit.length))


def answer_and_service(
    file: CaseFile, answers: frozenset[Step] = DECISIONS
) -> tuple[StepTaken | None, StepTaken | None]:
    """Return the last of these answers and the step by which the petitioner had it; ``None`` if not there.

    Everything is had with the last service after it, a direct reply at once with its giving.
    """
    served: StepTaken | None = None
    for step in reversed(file.steps):
        if step.kind is Step.SERVE:
            served = served or step
        elif step.kind in answers:
            return step, served or (step if step.kind is Step.REPLY_DIRECTLY else None)
    return None, None
