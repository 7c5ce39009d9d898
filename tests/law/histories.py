"""Random matters for the property tests: lawful ones, and any sequence of steps at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from workbench.law.calendar import HolidayNotice, shipped_calendars
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.lifecycle import NotAllowedError, advance, possibilities
from workbench.terms import (
    Outcome,
    PetitionClass,
    Procedure,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Step,
)

OFFICE = "430682XF"
UNITS = (OFFICE, "430682001", "430682D01", "43", None)
# The shipped calendars, and two invented notices in the midst of things: a correction and a new year.
CORRECTED = HolidayNotice(
    2026, ((date(2026, 10, 1), True), (date(2026, 10, 12), True)), "虚构", date(2026, 9, 18)
)
ANNOUNCED = HolidayNotice(
    2027, ((date(2027, 1, 1), True), (date(2026, 12, 31), True)), "虚构", date(2026, 11, 9)
)
CALENDARS = shipped_calendars().with_notice(CORRECTED).with_notice(ANNOUNCED)


def maybe(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | values


@st.composite
def steps(draw: st.DrawFn, days: st.SearchStrategy[date], kinds: st.SearchStrategy[Step]) -> StepTaken:
    """Any step with any fields: what a careless import could hand over."""
    on = draw(days)
    return StepTaken(
        kind=draw(kinds),
        on=on,
        unit=draw(st.sampled_from(UNITS)),
        to_unit=draw(st.sampled_from(UNITS)),
        received_on=draw(maybe(st.integers(-20, 20).map(lambda gap: on + timedelta(gap)))),
        petition_class=draw(maybe(st.sampled_from(PetitionClass))),
        path=draw(maybe(st.sampled_from(StatutoryChannel))),
        procedure=draw(maybe(st.sampled_from(Procedure))),
        outcome=draw(maybe(st.sampled_from(Outcome))),
        satisfaction=draw(maybe(st.sampled_from(Satisfaction))),
        asked_by=draw(maybe(st.sampled_from(RatingAsker))),
        due_on=draw(maybe(st.integers(-5, 60).map(lambda gap: on + timedelta(gap)))),
        days=draw(maybe(st.integers(-1, 40))),
        approved_by_head=draw(maybe(st.booleans())),
        told_on=draw(maybe(st.integers(-3, 40).map(lambda gap: on + timedelta(gap)))),
        contact_known=draw(maybe(st.booleans())),
    )


DAYS = st.dates(date(2024, 10, 1), date(2025, 3, 31)) | st.dates(date(2026, 8, 1), date(2027, 2, 28))


@st.composite
def any_files(draw: st.DrawFn) -> CaseFile:
    """A file of any steps in any order of days, most of it unlawful."""
    first = draw(st.booleans())
    listed = draw(st.lists(steps(DAYS, st.sampled_from(Step)), max_size=12))
    if first:
        listed.insert(0, draw(steps(DAYS, st.just(Step.REGISTER))))
    file = CaseFile("任意")
    for step in listed:
        file = file.with_step(step)
    return file


DATED = frozenset({Step.ASSIGN, Step.ISSUE_OPINION})
SIDE = frozenset({Step.REPEAT, Step.CLASSIFY, Step.RESOLVE, Step.RATE, Step.DECLINE, Step.DECLINE_FURTHER})


@st.composite
def lawful_files(draw: st.DrawFn, *, start: date = date(2025, 7, 1)) -> CaseFile:
    """A file of steps that the procedure allowed one after another, most of them leading on."""
    on = start + timedelta(draw(st.integers(0, 500)))
    file = CaseFile("依法").with_step(draw(registrations(on)))
    state = advance(None, CaseFile("依法"), file.steps[0], calendars=CALENDARS)
    for _ in range(draw(st.integers(0, 12))):
        on += timedelta(draw(st.sampled_from((0, 1, 4, 7, 12, 20, 35))))
        open_kinds = [one.step for one in possibilities(file, on, calendars=CALENDARS) if one.allowed]
        main = [kind for kind in open_kinds if kind not in SIDE]
        kind = draw(st.sampled_from(main if main and draw(st.integers(0, 4)) else open_kinds))
        step = draw(sensible_steps(on, kind))
        try:
            state = advance(state, file, step, calendars=CALENDARS)
        except NotAllowedError:
            continue
        file = file.with_step(step)
    return file


@st.composite
def registrations(draw: st.DrawFn, on: date) -> StepTaken:
    """A registration as offices make it, mostly of a claim on the path with the limit."""
    path = draw(st.sampled_from([StatutoryChannel.PETITION_HANDLING] * 4 + [None, *StatutoryChannel]))
    simple = path in (None, StatutoryChannel.PETITION_HANDLING) and draw(st.integers(0, 5)) == 0
    return StepTaken(
        kind=Step.REGISTER,
        on=on,
        unit=draw(st.sampled_from(UNITS)),
        received_on=on - timedelta(draw(st.integers(0, 3))),
        petition_class=PetitionClass.CLAIM if path else draw(maybe(st.sampled_from(PetitionClass))),
        path=path,
        procedure=Procedure.SIMPLE if simple else Procedure.ORDINARY,
        contact_known=draw(st.sampled_from((True, True, True, False))),
    )


@st.composite
def sensible_steps(draw: st.DrawFn, on: date, kind: Step) -> StepTaken:
    """A later step with the fields that its kind needs."""
    sent = kind in (Step.TRANSFER, Step.ASSIGN)
    approved = draw(st.sampled_from((True, True, False))) if kind is Step.EXTEND else None
    return StepTaken(
        kind=kind,
        on=on,
        unit=draw(st.sampled_from(UNITS[1:3])),
        to_unit=draw(st.sampled_from(UNITS[:3])) if sent else None,
        received_on=on + timedelta(draw(st.integers(0, 4))) if sent else None,
        path=draw(st.sampled_from(StatutoryChannel)) if kind is Step.CLASSIFY else None,
        outcome=draw(st.sampled_from(Outcome))
        if kind.value.startswith(("issue", "decide", "reply"))
        else None,
        satisfaction=draw(st.sampled_from(Satisfaction)) if kind is Step.RATE else None,
        due_on=on + timedelta(draw(st.integers(0, 60)))
        if kind in (Step.ASSIGN, Step.ISSUE_OPINION)
        else None,
        days=draw(st.integers(1, 30)) if kind in (Step.EXTEND, Step.HOLD_HEARING) else None,
        approved_by_head=approved,
        told_on=draw(maybe(st.integers(0, 20).map(lambda gap: on + timedelta(gap)))) if approved else None,
    )


LATER = (Step.EXTEND, Step.EXTEND, Step.TELL_EXTENSION, Step.CLASSIFY, Step.CONVERT_TO_ORDINARY)
LAST = (Step.ISSUE_OPINION, Step.LEAD_TO_PATH, Step.DECIDE_FINAL_REVIEW, Step.CONCLUDE)


@st.composite
def clock_files(draw: st.DrawFn) -> CaseFile:
    """Accepted claims whose clock is pushed about: extensions, late notices, other paths, hearings."""
    on = date(2025, 7, 1) + timedelta(draw(st.integers(0, 500)))
    to_review = draw(st.booleans())
    kinds = [Step.REQUEST_FINAL_REVIEW] if to_review else [Step.TRANSFER, Step.ACCEPT]
    middle = st.sampled_from((Step.HOLD_HEARING,) if to_review else LATER)
    kinds += [*draw(st.lists(middle, max_size=5)), draw(st.sampled_from(LAST))]
    file = CaseFile("期限").with_step(draw(registrations(on)))
    for kind in kinds:
        on += timedelta(draw(st.sampled_from((0, 3, 10, 16, 25, 40))))
        step = draw(sensible_steps(on, kind))
        file = file.with_step(replace(step, days=draw(st.integers(1, 32)) if step.days else None))
    return file


def files() -> st.SearchStrategy[CaseFile]:
    return any_files() | lawful_files() | clock_files()
