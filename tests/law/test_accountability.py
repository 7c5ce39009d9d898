"""The accountability log on paper: what each entry needs and when its turn is, corrections, the data file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.law.accountability_log import (
    GIVEN,
    OFFICE,
    ON,
    OTHER,
    TOWN,
    S,
    after,
    day,
    decided,
    entry,
    heard,
    make_proceeding,
    recommended,
)
from workbench.law.accountability import AccountabilityError
from workbench.law.accountability_data import (
    UnknownFormError,
    accountability_data,
    form,
    forms_for,
    offered_clauses,
)
from workbench.law.accountability_entry import NEEDS, ProceedingEntry, fields_of
from workbench.law.evidence import EvidenceError
from workbench.law.tables import LawDataError
from workbench.terms import (
    LeadSource,
    ProceedingState,
    ProceedingStep,
    UnitKind,
)


def test_every_kind_of_entry_has_its_fields_and_each_field_is_one():
    assert set(NEEDS) == set(ProceedingStep)
    known = set(ProceedingEntry.__dataclass_fields__)
    for needed, also in NEEDS.values():
        assert {*fields_of(needed), *fields_of(also)} <= known


@pytest.mark.parametrize(
    ("step", "name"), [(step, name) for step, given in GIVEN.items() for name in fields_of(NEEDS[step][0])]
)
def test_an_entry_without_what_it_needs_is_refused(step, name):
    with pytest.raises((AccountabilityError, EvidenceError)):
        after(make_proceeding(), entry(step, **{name: None}))


@pytest.mark.parametrize("step", [step for step in GIVEN if "months" not in NEEDS[step][1]])
def test_an_entry_says_nothing_that_its_kind_does_not_say(step):
    with pytest.raises(AccountabilityError, match="不记载"):
        after(make_proceeding(), entry(step, months=6))


@pytest.mark.parametrize(
    ("step", "before"),
    [
        (S.LEAD, make_proceeding),
        (S.RECOMMEND, make_proceeding),
        (S.PERSON, make_proceeding),
        (S.INVITE, make_proceeding),
        (S.DECISION, make_proceeding),
        (S.FEEDBACK, make_proceeding),
        (S.OBJECTION, heard),
        (S.REEXAMINATION, decided),
        (S.PUBLICATION, heard),
        (S.RECOMMEND, recommended),
        (S.INVITE, decided),
        (S.DEFENCE, decided),
        (S.DECISION, decided),
        (S.END, decided),
    ],
)
def test_an_entry_out_of_turn_is_refused(step, before):
    facts = {"text": "又一条线索"} if step is S.LEAD else {}

    with pytest.raises(AccountabilityError):
        after(before(), entry(step, day(20), **facts))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"unit": TOWN}, "责任单位自己"),
        ({"unit": OTHER}, "有管理权限"),
        ({"unit": OFFICE}, "有管理权限"),
        ({"text": "建议给予记过"}, "记过"),
        ({"due_on": ON}, "期限"),
    ],
)
def test_a_recommendation_states_facts_to_a_body_with_authority(facts, sentence):
    with pytest.raises(AccountabilityError, match=sentence):
        recommended(**facts)


def test_a_correction_takes_the_place_and_leaves_the_first_writing():
    before = decided()
    fixed = after(before, entry(S.FACT, day(20), happened_on=ON, text="超期21日", corrects=2, why="误算"))

    assert fixed.entries[:-1] == before.entries
    assert dict(fixed.standing)[2].text == "超期21日"
    assert dict(fixed.until(day(19)).standing)[2].text == "超期20日"
    with pytest.raises(AccountabilityError, match="已被更正"):
        after(fixed, entry(S.FACT, day(21), corrects=2, why="又改"))
    assert len(after(fixed, entry(S.FACT, day(21), corrects=8, why="又改")).entries) == 9


@pytest.mark.parametrize(
    "correction",
    [
        entry(S.FACT, day(20), corrects=2),  # no reason
        entry(S.FACT, day(20), corrects=3, why="x"),  # of another kind
        entry(S.FACT, day(20), corrects=99, why="x"),
        entry(S.VOID, day(20), corrects=1, why="x"),  # the lead
        entry(S.VOID, day(20), corrects=2, why="x"),  # the only fact under a recommendation
        entry(S.VOID, day(20), corrects=5, why="x"),  # the invitation under a decision
        entry(S.INVITE, day(20), due_on=day(30), corrects=5, why="x"),  # the same by another day
        entry(S.VOID, day(20)),
    ],
)
def test_a_correction_may_not_pull_the_ground_from_what_stands(correction):
    with pytest.raises(AccountabilityError):
        after(decided(), correction)


def test_a_decision_entered_by_mistake_is_made_void_and_stays_written():
    void = after(decided(), entry(S.VOID, day(20), corrects=7, why="记错了案件"))

    assert void.state(day(20)) is ProceedingState.RECOMMENDED
    assert [one.kind for one in void.entries].count(S.DECISION) == 1
    assert after(void, entry(S.DECISION, day(21))).is_concluded(day(21))


def test_what_ended_takes_nothing_more():
    ended = after(make_proceeding(), entry(S.END, day(1)))

    assert ended.state(day(1)) is ProceedingState.ENDED
    with pytest.raises(AccountabilityError, match="已终止"):
        after(ended, entry(S.FACT, day(2)))


@pytest.mark.parametrize(
    "facts",
    [
        {"case_no": None},
        {"source": LeadSource.ORDER_IGNORED},
        {"opened_on": day(1)},
    ],
)
def test_a_lead_goes_back_to_something(facts):
    with pytest.raises(AccountabilityError):
        make_proceeding(**facts)


def test_days_of_entry_never_run_backwards_nor_tell_of_tomorrow():
    one = after(make_proceeding(), entry(S.FACT, day(5)))

    with pytest.raises(AccountabilityError, match="早于上一条"):
        after(one, entry(S.FACT, day(4)))
    with pytest.raises(AccountabilityError, match="尚未发生"):
        after(one, replace(entry(S.FACT, day(5)), happened_on=day(6)))


def test_clauses_are_offered_the_usual_first_and_article_43_to_the_office_alone():
    to_town = [one.code for one in offered_clauses(LeadSource.LATE, UnitKind.TOWN)]
    to_office = [one.code for one in offered_clauses(LeadSource.LATE, UnitKind.PETITION_OFFICE)]

    assert to_town[:2] == ["XF45-1", "XF44-3"]
    assert not any(code.startswith("XF43") for code in to_town)
    assert {"XF43-1", "XF43-2", "XF42-1", "XF46-7", "ZRZ11-6"} <= set(to_office)
    assert len(to_office) == len(set(to_office))


def test_the_ladder_names_its_source_for_every_form():
    forms = accountability_data().forms
    assert {one.level for one in forms.values()} == set(range(7))
    assert all(one.source and one.confidence for one in forms.values())
    assert [forms[code].months for code in ("warning", "demerit", "major_demerit", "removal")] == [
        6,
        12,
        18,
        24,
    ]
    of_a_leader = {one.code for one in forms_for("joint_conference", is_person=True)}
    assert of_a_leader == {"none", "talk", "conference_circular", "listed", "mend_by"}  # article 39(3)
    with pytest.raises(UnknownFormError):
        form("x")
    with pytest.raises(LawDataError):
        after(make_proceeding(), entry(S.CLAUSE, clause="XF99-1"))
