"""Corrections are acts: with a reason, judged by the law, and the ledger keeps what stood before."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.acts.amending import Correct
from workbench.acts.corrections import CorrectionError
from workbench.acts.guards import AccusedUnitError
from workbench.acts.handling import Person
from workbench.law.lifecycle import NotAllowedError
from workbench.records.deadlines import DueVersionRow, ObligationRow
from workbench.records.journal import LedgerPayload
from workbench.records.people import Petitioner
from workbench.records.petitions import Petition, PetitionCase, PetitionText
from workbench.records.steps import StepRow
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import PetitionClass, Step


@pytest.fixture
def registered(either_bench):
    either_bench.perform(
        make_register(case_no="A", persons=(Person(name="王某某"),)),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    return either_bench


def correct(bench, step_number, field, value, *, person=None, reason="录入有误"):
    return bench.perform(Correct("A", step_number, field, value, reason, person), actor=CLERK)


def one(bench, query):
    with bench.reading() as session:
        return session.scalars(query).one()


def test_a_corrected_date_moves_the_deadlines(registered):
    rule = (ObligationRow.rule_id == "R-UNIT-NOTICE15-FWD") & (DueVersionRow.rule_id == ObligationRow.rule_id)
    query = select(DueVersionRow.due_strict).join(ObligationRow, rule)
    before = one(registered, query)

    (seq,) = correct(registered, 2, "on", "2026-01-12")

    assert one(registered, select(StepRow).where(StepRow.number == 2)).corrected == seq
    assert (one(registered, query) - before).days == 4
    assert registered.verify_ledger().is_sound


def test_a_corrected_registration_moves_the_petition_too(registered):
    correct(registered, 1, "people", "12")
    correct(registered, 1, "channel", "visit")

    petition = one(registered, select(Petition))
    assert (petition.people, petition.channel) == (12, "visit")
    assert one(registered, select(PetitionCase.channel)) == "visit"


def test_text_and_person_can_be_corrected_and_the_ledger_keeps_the_old_value(registered):
    correct(registered, 1, "title", "更正后的标题")
    correct(registered, 1, "name", "李某某", person=1)
    correct(registered, 1, "id_number", "11010519491231002X", person=1)

    assert one(registered, select(PetitionText.title)) == "更正后的标题"
    person = one(registered, select(Petitioner))
    assert (person.name, person.id_last_two) == ("李某某", "2X")
    with registered.reading() as session:
        kept = set(session.scalars(select(LedgerPayload.value)))
    assert {"王某某", "李某某"} <= kept
    assert not [value for value in kept if "11010519491231002" in value]
    assert registered.verify_ledger().is_sound


def test_facts_of_the_matter_can_be_corrected(registered):
    correct(registered, None, "purpose", "claim")
    correct(registered, None, "cause_unit", TOWN)

    case = one(registered, select(PetitionCase))
    assert (case.purpose, case.cause_unit, case.version) == ("claim", TOWN, 4)


@pytest.mark.parametrize(
    ("step_number", "field", "value", "person", "error"),
    [
        (1, "on", "2026-02-30", None, CorrectionError),
        (1, "on", None, None, CorrectionError),
        (1, "people", "约50人", None, CorrectionError),
        (1, "channel", "pigeon", None, CorrectionError),
        (1, "kind", "conclude", None, CorrectionError),
        (1, "id", "7", None, CorrectionError),
        (2, "narrative", "x", None, CorrectionError),
        (1, "narrative", None, None, CorrectionError),
        (1, "name", "x", 2, CorrectionError),
        (1, "id_hash", "x", 1, CorrectionError),
        (9, "on", "2026-01-05", None, CorrectionError),
        (None, "state", "concluded", None, CorrectionError),
        (None, "level", "planet", None, CorrectionError),
        (None, "cause_unit", "没有", None, UnknownUnitError),
        (2, "to_unit", "没有", None, UnknownUnitError),
        (2, "on", "2026-01-01", None, NotAllowedError),
    ],
)
def test_what_cannot_stand_there_is_refused(registered, step_number, field, value, person, error):
    before = registered.ledger_size()
    with pytest.raises(error):
        correct(registered, step_number, field, value, person=person)
    assert registered.ledger_size() == before
    assert registered.verify_ledger().is_sound


def test_a_reason_is_needed(registered):
    with pytest.raises(CorrectionError, match="理由"):
        correct(registered, 1, "people", "2", reason=" ")


def test_a_correction_cannot_bring_an_accusation_to_the_accused(bench):
    bench.perform(
        make_register(case_no="A", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit="430682D01"),
        actor=CLERK,
    )
    with pytest.raises(AccusedUnitError):
        correct(bench, 2, "to_unit", TOWN)
