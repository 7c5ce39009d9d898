"""Whatever officers do in whatever order: the ledger verifies, and every act reads back from its entry."""

import tempfile
from datetime import date, time, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, a_bench_on
from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN
from workbench.acts.amending import Correct, NameAccused
from workbench.acts.base import read_act
from workbench.acts.handling import (
    DocumentDraft,
    Person,
    Register,
    RegisterRepeat,
    Take,
)
from workbench.acts.units import MergeUnit, MoveUnit, RenameUnit
from workbench.law.facts import StepTaken
from workbench.terms import (
    Channel,
    DocumentKind,
    IdentityDocument,
    Level,
    Outcome,
    PetitionClass,
    Procedure,
    Purpose,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Step,
)

DAYS = st.dates(date(2025, 1, 1), date(2026, 3, 31))
UNITS = st.sampled_from([OFFICE, TOWN, OTHER_TOWN, DEPARTMENT])
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
LATER_STEPS = st.sampled_from([kind for kind in Step if kind not in (Step.REGISTER, Step.REPEAT)])


def optional(strategy):
    return st.none() | strategy


persons = st.lists(
    st.builds(
        Person,
        name=optional(TEXT),
        phone=optional(TEXT),
        address=optional(TEXT),
        id_kind=st.sampled_from(IdentityDocument),
    ),
    max_size=3,
).map(tuple)
CODES = {"accused_unit"}
documents = st.lists(
    st.builds(
        DocumentDraft,
        kind=st.sampled_from(DocumentKind),
        title=TEXT,
        document_no=optional(TEXT),
        issued_on=optional(DAYS),
        text=optional(TEXT),
        sha256=optional(st.just("0" * 64)),
    ),
    max_size=2,
).map(tuple)


@st.composite
def receiving_steps(draw, kind):
    on = draw(DAYS)
    return StepTaken(
        kind,
        on,
        received_on=draw(optional(st.integers(0, 20).map(lambda days: on - timedelta(days)))),
        received_at=draw(optional(st.times())),
        unit=draw(UNITS),
        to_unit=draw(optional(UNITS)),
        channel=draw(st.sampled_from(Channel)),
        people=draw(optional(st.integers(1, 200))),
        petition_class=draw(optional(st.sampled_from(PetitionClass))),
        path=draw(optional(st.sampled_from(StatutoryChannel))),
        procedure=draw(optional(st.sampled_from(Procedure))),
        contact_known=draw(optional(st.booleans())),
    )


later_steps = st.builds(
    StepTaken,
    kind=LATER_STEPS,
    on=DAYS,
    at=optional(st.times()),
    unit=UNITS,
    to_unit=optional(UNITS),
    petition_class=optional(st.sampled_from(PetitionClass)),
    path=optional(st.sampled_from(StatutoryChannel)),
    outcome=optional(st.sampled_from(Outcome)),
    satisfaction=optional(st.sampled_from(Satisfaction)),
    asked_by=optional(st.sampled_from(RatingAsker)),
    due_on=optional(DAYS),
    days=optional(st.integers(0, 30)),
    approved_by_head=optional(st.booleans()),
    told_on=optional(DAYS),
    sender_agreed=optional(st.booleans()),
    document_no=optional(TEXT),
)
case_numbers = st.sampled_from(["A", "B", "C"])
registrations = st.builds(
    Register,
    case_no=case_numbers,
    title=TEXT,
    narrative=TEXT,
    step=receiving_steps(Step.REGISTER),
    topic=optional(st.just("0101")),
    purpose=optional(st.sampled_from(Purpose)),
    level=optional(st.sampled_from(Level)),
    persons=persons,
    documents=documents,
    external_no=optional(TEXT),
    assumed=st.lists(st.sampled_from(["path", "channel"]), unique=True).map(tuple),
    accused_unit=optional(UNITS),
    cause_unit=optional(UNITS),
)
repeats = st.builds(
    RegisterRepeat,
    case_no=case_numbers,
    narrative=TEXT,
    step=receiving_steps(Step.REPEAT),
    title=optional(TEXT),
    persons=persons,
    documents=documents,
)
takes = st.builds(Take, case_no=case_numbers, step=later_steps, documents=documents, note=optional(TEXT))
corrections = st.one_of(
    st.builds(
        Correct,
        case_no=case_numbers,
        step_number=st.integers(1, 3),
        field=st.sampled_from(["on", "received_on", "told_on"]),
        value=DAYS.map(date.isoformat),
        reason=st.just("登记有误"),
    ),
    st.builds(
        Correct,
        case_no=case_numbers,
        step_number=st.just(1),
        field=st.sampled_from(["title", "narrative"]),
        value=TEXT,
        reason=st.just("录入有误"),
    ),
    st.builds(
        Correct,
        case_no=case_numbers,
        step_number=st.just(1),
        field=st.sampled_from(["name", "phone"]),
        value=optional(TEXT),
        reason=st.just("录入有误"),
        person=st.integers(1, 2),
    ),
    st.builds(
        Correct,
        case_no=case_numbers,
        step_number=st.none(),
        field=st.just("purpose"),
        value=st.sampled_from(Purpose).map(lambda purpose: purpose.value),
        reason=st.just("甄别"),
    ),
)
accusations = st.builds(NameAccused, case_no=case_numbers, accused_unit=UNITS)
unit_acts = st.one_of(
    st.builds(RenameUnit, code=UNITS, name=st.just("更名后的单位"), on=DAYS),
    st.builds(MoveUnit, code=UNITS, parent=optional(UNITS), on=DAYS),
    st.builds(MergeUnit, code=UNITS, successor=UNITS, on=DAYS),
)
acts = st.one_of(
    registrations, registrations, repeats, takes, takes, takes, corrections, unit_acts, accusations
)


@settings(max_examples=30, deadline=None)
@given(st.lists(acts, min_size=4, max_size=25), st.integers(1, 6))
def test_any_history_verifies(engine, request, history, flush_every):
    with (
        tempfile.TemporaryDirectory() as folder,
        a_bench_on(engine, request, Path(folder) / "home") as bench,
    ):
        with bench.desk(CLERK, buffer=flush_every) as desk:
            for act in history:
                try:
                    desk.perform(act, now=NOW)
                except ValueError:
                    continue  # refused by the law, or by what is known of units and matters
        found = bench.verify_ledger()
    assert found.is_sound, found.differences


@settings(max_examples=200, deadline=None)
@given(acts)
def test_every_act_reads_back_from_its_entry(act):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act


@settings(max_examples=50, deadline=None)
@given(acts)
def test_no_personal_value_stands_in_the_public_part(act):
    private = {field: value for field, value in act.private().items() if field != "value"}
    marked = {field: f"甲乙{field}丙丁" for field in private if field not in CODES}
    again = read_act(act.kind, act.object, act.public(), {**act.private(), **marked})
    assert again.private() == {**act.private(), **marked}
    assert "甲乙" not in repr(again.public())


def test_a_time_of_day_survives():
    act = Take(
        "A", StepTaken(Step.RATE, date(2026, 1, 5), at=time(9, 30), satisfaction=Satisfaction.SATISFIED)
    )
    assert read_act(act.kind, act.object, act.public(), act.private()) == act
