"""What a proceeding waits for on a day, how far it has come, and which entries may come next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from workbench.law.accountability import Proceeding
from workbench.law.accountability_data import accountability_data
from workbench.law.accountability_standing import (
    answered_by,
    asked_bodies,
    by_subject,
    open_objections,
    undecided_bodies,
    waits_on,
)
from workbench.terms import ProceedingDue, ProceedingState, ProceedingStep

S = ProceedingStep
# The way from the lead to the end, as the log shows it; each is reached by one of these entries.
STAGES: Final = (
    ("线索", (S.LEAD,)),
    ("事实", (S.FACT,)),
    ("建议", (S.RECOMMEND,)),
    ("申辩", (S.DEFENCE, S.WAIVER)),
    ("决定", (S.DECISION,)),
    ("反馈", (S.FEEDBACK,)),
    ("整改", (S.RECTIFICATION,)),
    ("通报", (S.PUBLICATION,)),
)
_INVESTIGATED: Final = (S.TRACE, S.FACT, S.CLAUSE)


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing awaited by ``due_on``; ``subject`` as in an entry; ``days_late`` from the day after."""

    what: ProceedingDue
    due_on: date
    subject: int | None
    days_late: int


def awaited(proceeding: Proceeding, as_of: date) -> tuple[Awaited, ...]:
    """Return what is awaited at the end of ``as_of``, the earliest first.

    The end of an effect is told ``ahead`` days before (accountability.toml).
    """
    at = proceeding.until(as_of)
    standing = at.standing
    if at.state(as_of) is ProceedingState.ENDED:
        return ()
    found: list[tuple[ProceedingDue, date | None, int | None]] = []
    answered = answered_by(standing)
    found += [
        (ProceedingDue.FEEDBACK, one.due_on, None)
        for body, one in asked_bodies(standing).items()
        if body not in answered
    ]
    for subject in at.subjects():
        invited = by_subject(standing, S.INVITE, subject)
        ends = (S.DEFENCE, S.WAIVER, S.DECISION)
        if invited and not any(by_subject(standing, kind, subject) for kind in ends):
            given = max(one.due_on or one.happened_on for one in invited)  # the day as last extended
            found.append((ProceedingDue.DEFENCE, given, subject))
        found += [
            (ProceedingDue.REEXAMINATION, objection.due_on, subject)
            for objection in open_objections(standing, subject).values()
        ]
    ahead = as_of + timedelta(accountability_data().ahead_days)
    found += [
        (ProceedingDue.EXPIRY, one.last_day, one.subject)
        for one in at.effects(as_of)
        if one.is_running(as_of) and one.last_day is not None and one.last_day <= ahead
    ]
    told = [
        Awaited(what, due, subject, max(0, (as_of - due).days))
        for what, due, subject in found
        if due is not None
    ]
    return tuple(sorted(told, key=lambda one: (one.due_on, one.what.value, one.subject or 0)))


def progress(proceeding: Proceeding, as_of: date) -> tuple[tuple[str, bool], ...]:
    """Return the stages from lead to publication, each with whether it was reached by ``as_of``."""
    kinds = {one.kind for _, one in proceeding.until(as_of).standing}
    return tuple((name, any(kind in kinds for kind in reached)) for name, reached in STAGES)


def next_steps(proceeding: Proceeding, as_of: date) -> tuple[ProceedingStep, ...]:
    """Return the kinds of entry whose turn it can be, in the order of the procedure."""
    standing = proceeding.until(as_of).standing
    kinds = {one.kind for _, one in standing}
    if S.END in kinds:
        return (S.VOID,)
    steps: list[ProceedingStep] = [*_INVESTIGATED]
    if S.RECOMMEND not in kinds:
        if {S.FACT, S.CLAUSE} <= kinds:
            steps.append(S.RECOMMEND)
        return (*steps, S.END, *_void(kinds))
    steps += [S.RECOMMEND, S.PERSON]  # another body may be asked too
    subjects = [None, *(number for number, one in standing if one.kind is S.PERSON)]
    if any(undecided_bodies(standing, who) for who in subjects):
        steps += [S.INVITE, S.DEFENCE, S.WAIVER]
    if kinds & {S.INVITE, S.WAIVER}:
        steps.append(S.DECISION)  # one more form may be decided on who was decided upon
    if set(asked_bodies(standing)) - answered_by(standing):
        steps.append(S.FEEDBACK)
    waits = {number for who in subjects for number in waits_on(standing, who)}
    if waits:
        steps.append(S.REEXAMINATION)
    if any(one.counts and one.decision not in waits for one in proceeding.effects(as_of)):
        steps.append(S.OBJECTION)  # to each decision by itself (政务处分法 art. 55)
    steps.append(S.RECTIFICATION)
    if S.DECISION in kinds:
        steps.append(S.PUBLICATION)
    else:
        steps.append(S.END)
    return (*steps, *_void(kinds))


def _void(kinds: set[ProceedingStep]) -> tuple[ProceedingStep, ...]:
    return (S.VOID,) if len(kinds) > 1 else ()
