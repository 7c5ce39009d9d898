"""Corrections are acts: with a reason, judged by the law, and the ledger keeps what stood before."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.acts.amending import Correct
from workbench.acts.corrections import CorrectionError
from workbench.acts.guards import AccusedUnitError
from workbench.acts.handling import DocumentDraft, Person, Take
from workbench.law.facts import StepTaken
from workbench.law.lifecycle import NotAllowedError
from workbench.records.deadlines import DueVersionRow, ObligationRow
from workbench.records.journal import LedgerPayload
from workbench.records.people import Petitioner
from workbench.records.petitions import Petition, PetitionCase, PetitionText
from workbench.records.steps import Document, StepRow
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import DocumentKind, PetitionClass, Step


@pytest.fixture
def registered(either_bench):
    either_bench.perform(
        make_register(case_no="A", persons=(Person(name="王某某"),)),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    return either_bench


def correct(bench, step_number, field, value, *, person=None, document=None, reason="录入有误"):
    return bench.perform(Correct("A", step_number, field, value, reason, person, document), actor=CLERK)


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


@pytest.fixture
def noticed(registered):
    """The same matter with an acceptance notice and its annex."""
    papers = (
        DocumentDraft(
            DocumentKind.ACCEPTANCE_NOTICE,
            "受理告知书",
            document_no="临信〔2026〕1号",
            issued_on=date(2026, 1, 12),
        ),
        DocumentDraft(DocumentKind.ACCEPTANCE_NOTICE, "附件"),
    )
    step = StepTaken(Step.ACCEPT, date(2026, 1, 12), unit=TOWN, document_no="临信〔2026〕1号")
    registered.perform(Take("A", step, papers), actor=CLERK)
    return registered


def test_title_number_and_day_of_a_document_can_be_corrected(noticed):
    correct(noticed, 3, "title", "信访事项受理告知书", document=1)
    correct(noticed, 3, "document_no", "临信〔2026〕7号", document=1)
    correct(noticed, 3, "issued_on", "2026-01-13", document=1)
    correct(noticed, 3, "issued_on", "2026-01-14", document=2)

    first, annex = every(noticed, select(Document).order_by(Document.number))
    assert (first.title, first.document_no, first.issued_on) == (
        "信访事项受理告知书",
        "临信〔2026〕7号",
        date(2026, 1, 13),
    )
    assert (annex.title, annex.document_no, annex.issued_on) == ("附件", None, date(2026, 1, 14))
    assert noticed.verify_ledger().is_sound


def test_the_number_of_the_paper_is_the_number_of_its_step(noticed):
    (seq,) = correct(noticed, 3, "document_no", "临信〔2026〕7号", document=1)

    step = one(noticed, select(StepRow).where(StepRow.number == 3))
    assert (step.document_no, step.corrected) == ("临信〔2026〕7号", seq)
    assert noticed.verify_ledger().is_sound


def test_a_number_can_be_taken_back_and_given_anew(noticed):
    correct(noticed, 3, "document_no", None, document=1)
    correct(noticed, 3, "document_no", "临信〔2026〕8号", document=2)

    first, annex = every(noticed, select(Document).order_by(Document.number))
    assert (first.document_no, annex.document_no) == (None, "临信〔2026〕8号")
    assert one(noticed, select(StepRow.document_no).where(StepRow.number == 3)) is None
    assert noticed.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("field", "value", "document", "words"),
    [
        ("title", None, 1, "标题不能删空"),
        ("title", "　", 1, "标题不能删空"),
        ("issued_on", "2026-02-30", 1, "不是这一栏的可选值"),
        ("text", "另一份正文", 1, "不是可以更正的文书栏目"),
        ("sha256", "0" * 64, 1, "不是可以更正的文书栏目"),
        ("title", "附件", 3, "没有第3份文书"),
    ],
)
def test_what_cannot_stand_on_a_document_is_refused(noticed, field, value, document, words):
    before = noticed.ledger_size()

    with pytest.raises(CorrectionError, match=words):
        correct(noticed, 3, field, value, document=document)

    assert noticed.ledger_size() == before


def test_facts_of_the_matter_can_be_corrected(registered):
    correct(registered, None, "purpose", "claim")
    correct(registered, None, "cause_unit", TOWN)

    case = one(registered, select(PetitionCase))
    assert (case.purpose, case.cause_unit, case.version) == ("claim", TOWN, 4)


def every(bench, query):
    with bench.reading() as session:
        return session.scalars(query).all()


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
