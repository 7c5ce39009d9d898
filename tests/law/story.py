"""Tell the steps of a matter in a few words, for tests."""

from __future__ import annotations

from datetime import date

from workbench.law.calendar import CalendarHistory, shipped_calendars
from workbench.law.deadlines import Obligation, obligations
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.lifecycle import advance
from workbench.terms import CaseState, DeadlineState, PetitionClass, StatutoryChannel, Step

OFFICE = "430682XF"
TOWN = "430682001"
OTHER = "430682D01"
CALENDARS = shipped_calendars()
HANDLING = StatutoryChannel.PETITION_HANDLING
RUNNING, MET, MET_LATE, LATE, ENDED, ENDED_LATE = (
    DeadlineState.RUNNING, DeadlineState.MET, DeadlineState.MET_LATE, DeadlineState.LATE, DeadlineState.ENDED,
    DeadlineState.ENDED_LATE,
)  # fmt: skip


def step(kind: Step, on: str, **facts: object) -> StepTaken:
    """A step on an ISO day; facts that end in ``_on`` may be ISO text too."""
    read = {
        name: date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value
        for name, value in facts.items()
    }
    return StepTaken(kind, date.fromisoformat(on), **read)  # type: ignore[arg-type]


def register(on: str, **facts: object) -> StepTaken:
    """A claim on path 31(6), registered at the office on the day of receipt."""
    given = {"unit": OFFICE, "received_on": on, "petition_class": PetitionClass.CLAIM, "path": HANDLING}
    return step(Step.REGISTER, on, **{**given, **facts})


def register_at_town(on: str, **facts: object) -> StepTaken:
    """The same, registered by the unit that answers for it."""
    return register(on, **{"unit": TOWN, **facts})


def story(*steps: StepTaken) -> CaseFile:
    """A file of these steps, allowed or not."""
    file = CaseFile("例")
    for one in steps:
        file = file.with_step(one)
    return file


def play(*steps: StepTaken, calendars: CalendarHistory = CALENDARS) -> tuple[CaseFile, CaseState]:
    """A file of these steps, each of which must be allowed, and where it stands."""
    file, state = CaseFile("例"), None
    for one in steps:
        state = advance(state, file, one, calendars=calendars)
        file = file.with_step(one)
    assert state is not None
    return file, state


def owed(
    file: CaseFile, rule_id: str, round: int = 1, *, calendars: CalendarHistory = CALENDARS
) -> Obligation:
    """The obligation of this rule; fails if the matter has none."""
    found = obligations(file, calendars, office=OFFICE)
    return next(one for one in found if (one.rule_id, one.round) == (rule_id, round))


def rules(file: CaseFile) -> list[tuple[str, int]]:
    """The rules of the obligations of a matter."""
    return [(one.rule_id, one.round) for one in obligations(file, CALENDARS, office=OFFICE)]


def day(text: str) -> date:
    return date.fromisoformat(text)
