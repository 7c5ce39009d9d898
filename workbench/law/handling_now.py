"""The limit that a paper to the petitioner tells of: that of who has the matter now, not of who had it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import obligations
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.obligation import Obligation
from workbench.terms import Step

HANDLING: Final = "R-HANDLE60"
SIMPLE: Final = "R-SIMPLE-HANDLE10"
_SENDS: Final = (Step.TRANSFER, Step.ASSIGN, Step.GRANT_OBJECTION)


@dataclass(frozen=True, slots=True)
class Extended:
    """An extension (art. 34) as it stands once the petitioner has been told of it.

    ``due_on`` is the last day with it, rolled over holidays; where those of its year are not known yet it is
    the day before rolling and ``is_rolled`` says so. ``void_why`` says in Chinese why it has no effect.
    """

    on: date
    days: int | None
    due_on: date | None
    is_rolled: bool
    void_why: str | None


def since_it_was_sent(file: CaseFile) -> CaseFile:
    """Return the file from the step with which it last came to a unit, or was returned; else all of it."""
    places = [place for place, step in enumerate(file.steps) if step.kind in _SENDS]
    return CaseFile(file.case_no, file.steps[places[-1] :] if places else file.steps)


def last_round(found: Iterable[Obligation], rule_id: str, as_of: date) -> Obligation | None:
    """Return the last duty of this rule that has arisen by ``as_of`` and has not fallen away by then."""
    rounds = [
        one
        for one in found
        if one.rule_id == rule_id
        and one.at(as_of) is not None
        and (one.ended_on is None or one.ended_on > as_of)
    ]
    return rounds[-1] if rounds else None


def simple_handling(
    file: CaseFile, calendars: CalendarHistory, *, office: str, on: date, unit: str | None
) -> Obligation | None:
    """Return the duty to answer in the simple procedure; ``None`` where it does not bind, or no more.

    A matter that ``unit`` has not accepted yet is taken as accepted on ``on``, the day of the notice.
    """
    if since_it_was_sent(file).last(Step.ACCEPT) is None:
        file = file.with_step(StepTaken(Step.ACCEPT, on, unit=unit))
    return last_round(obligations(file, calendars, office=office), SIMPLE, on)


def extended(file: CaseFile, calendars: CalendarHistory, *, office: str, told_on: date) -> Extended | None:
    """Return the extension of the handling of now, told of on ``told_on`` at the latest; ``None`` without.

    The notice is what brings an approved extension into effect: before it, the records know only the day
    that the notice moves. So the notice is taken as given, and the law asked what it makes of it.
    """
    handling = last_round(obligations(file, calendars, office=office), HANDLING, told_on)
    if handling is None or not handling.extensions:
        return None
    waiting = [one.step for one in handling.extensions if one.told_on is None]
    steps = (replace(step, told_on=told_on) if step.number in waiting else step for step in file.steps)
    told = CaseFile(file.case_no, tuple(steps))
    handling = last_round(obligations(told, calendars, office=office), HANDLING, told_on) or handling
    in_effect = [one for one in handling.extensions if one.effective_on is not None]
    one, version = (in_effect or handling.extensions)[-1], handling.at(told_on)
    rolled, strict = (version.due_rolled, version.due_strict) if version else (None, None)
    return Extended(one.on, one.days, rolled or strict, rolled is not None, one.void_why)
