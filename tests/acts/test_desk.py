"""Acts are checked, entered and applied together, on both engines; refused ones leave nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.acts.accused import AlreadyNamedError
from workbench.acts.amending import NameAccused
from workbench.acts.book import CaseNumberTakenError, UnknownCaseError
from workbench.acts.guards import AccusedUnitError, InconsistentStepError
from workbench.acts.handling import DocumentDraft, Person
from workbench.law.calendar import shipped_calendars
from workbench.law.lifecycle import NotAllowedError
from workbench.ledger.entries import UnwritableTextError
from workbench.queries.act_refusal import refusal
from workbench.records.base import Base, StaleError
from workbench.records.people import Petitioner
from workbench.records.petitions import AccusedLink, Petition, PetitionCase, PetitionText
from workbench.records.steps import Document, StepNote, StepRow
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import CaseState, DocumentKind, Outcome, PetitionClass, Step


def test_one_registration_fills_matter_petition_text_person_and_step(either_bench):
    person = Person(name="王某某", phone="13800001111", id_number="11010519491231002x", address="忠防镇")
    (seq,) = either_bench.perform(make_register(case_no="A", persons=(person,)), actor=CLERK)

    with either_bench.reading() as session:
        case = session.scalars(select(PetitionCase)).one()
        petition = session.scalars(select(Petition)).one()
        petitioner = session.scalars(select(Petitioner)).one()
        step = session.scalars(select(StepRow)).one()
        text = session.scalars(select(PetitionText)).one()
    assert case.id == petition.id == step.id == text.petition_id == petitioner.petition_id == seq
    assert (case.case_no, case.state, case.version) == ("A", CaseState.REGISTERED.value, 1)
    assert (case.received_on, case.registered_on) == (date(2026, 1, 5), date(2026, 1, 5))
    assert (petition.number, petition.people, step.number) == (1, 1, 1)
    assert (petitioner.name, petitioner.id_last_two) == ("王某某", "2X")


def test_more_is_asked_by_hand_than_of_an_import_or_of_a_replay(bench):
    unserved = [
        make_take("A", Step.HANDLE_DIRECTLY, date(2026, 1, 6), unit=TOWN),
        make_take("A", Step.ISSUE_OPINION, date(2026, 1, 20), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_take("A", Step.SERVE, date(2026, 1, 21), unit=TOWN),
        make_take("A", Step.REQUEST_REEXAMINATION, date(2026, 2, 2), unit="430682"),
        make_take("A", Step.DECIDE_REEXAMINATION, date(2026, 2, 20), unit="430682", outcome=Outcome.EXPLAIN),
    ]
    closing = make_take("A", Step.CONCLUDE, date(2026, 2, 24), unit=TOWN)
    bench.perform(make_register(case_no="A"), *unserved, actor=CLERK)

    with bench.reading() as session:
        told = refusal(session.connection(), closing, by=CLERK, calendars=shipped_calendars())
    assert "复查意见书尚未送达" in told
    with pytest.raises(NotAllowedError, match="复查意见书尚未送达"):
        bench.perform(closing, actor=CLERK)
    with bench.desk(CLERK) as desk:  # as an import writes, and as an older version let it be written
        desk.perform(closing)
    assert bench.verify_ledger().is_sound


def test_the_identity_number_is_nowhere(bench):
    person = Person(name="王某某", id_number="11010519491231002X")
    bench.perform(make_register(persons=(person,)), actor=CLERK)
    with bench.engine.connect() as link:
        rows = [repr(link.execute(table.select()).all()) for table in Base.metadata.sorted_tables]
    bench.close()

    files = [path.read_bytes() for path in bench.config.home.rglob("*") if path.is_file()]
    assert any("王某某" in one for one in rows)
    assert not any("11010519491231002" in one for one in rows)
    assert not any(b"11010519491231002" in one for one in files)


def test_the_numbers_of_both_generations_are_kept_as_one_hash(bench):
    first, second = Person(id_number="430682800101001"), Person(id_number="430682198001010010")
    bench.perform(make_register(case_no="A", persons=(first,)), actor=CLERK)
    bench.perform(make_register(case_no="B", persons=(second,)), actor=CLERK)

    with bench.reading() as session:
        hashes = list(session.scalars(select(Petitioner.id_hash)))
    assert len(hashes) == 2 and len(set(hashes)) == 1


def test_steps_move_the_matter_and_its_summary(either_bench):
    reply = DocumentDraft(DocumentKind.TRANSFER_LETTER, "转送函", "临信转〔2026〕1号", date(2026, 1, 8))
    either_bench.perform(
        make_register(case_no="A"),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN, documents=(reply,)),
        make_take("A", Step.ACCEPT, date(2026, 1, 12), unit=TOWN, note="已上门核实"),
        actor=CLERK,
    )

    with either_bench.reading() as session:
        case = session.scalars(select(PetitionCase)).one()
        assert (case.responsible_unit, case.version) == (TOWN, 3)
        assert session.scalars(select(Document.document_no)).one() == "临信转〔2026〕1号"
        assert session.scalars(select(StepNote.note)).one() == "已上门核实"
        assert session.scalars(select(StepRow.kind).order_by(StepRow.number)).all() == [
            "register",
            "transfer",
            "accept",
        ]


def test_an_act_the_law_refuses_leaves_no_trace(bench):
    bench.perform(make_register(case_no="A"), actor=CLERK)
    before = bench.ledger_size()

    with pytest.raises(NotAllowedError):
        bench.perform(
            make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
            make_take("A", Step.DECIDE_FINAL_REVIEW, date(2026, 1, 9), unit=TOWN),
            actor=CLERK,
        )

    assert bench.ledger_size() == before
    with bench.reading() as session:
        assert session.scalar(select(func.count()).select_from(StepRow)) == 1


def test_a_refused_act_does_not_spoil_the_desk(bench):
    with bench.desk(CLERK) as desk:
        desk.perform(make_register(case_no="A"))
        with pytest.raises(UnknownUnitError, match="没有代码"):
            desk.perform(make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit="999"))
        desk.perform(make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN))

    assert bench.verify_ledger().is_sound


def test_a_number_is_given_once(bench):
    bench.perform(make_register(case_no="A"), actor=CLERK)

    with pytest.raises(CaseNumberTakenError, match="已登记过"):
        bench.perform(make_register(case_no="A"), actor=CLERK)
    with pytest.raises(CaseNumberTakenError), bench.desk(CLERK) as desk:
        desk.perform(make_register(case_no="B"))
        desk.perform(make_register(case_no="B"))


def test_an_unknown_matter_is_named(bench):
    with pytest.raises(UnknownCaseError, match="“没有的”"):
        bench.perform(make_take("没有的", Step.ACCEPT, date(2026, 1, 8), unit=TOWN), actor=CLERK)


def test_what_was_seen_must_still_hold(bench):
    bench.perform(make_register(case_no="A"), actor=CLERK)
    transfer = make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN)
    bench.perform(transfer, actor=CLERK, seen=1)

    with pytest.raises(StaleError, match="已被他人更新"):
        bench.perform(make_take("A", Step.ACCEPT, date(2026, 1, 9), unit=TOWN), actor=CLERK, seen=1)


@pytest.mark.parametrize("text", ["夹着\x00空字符", "半个\ud83d表情"])
def test_text_that_cannot_be_kept_is_refused(bench, text):
    with pytest.raises(UnwritableTextError, match="不能保存"):
        bench.perform(make_register(narrative=text), actor=CLERK)
    with pytest.raises(UnwritableTextError):
        bench.perform(make_register(external_no=text), actor=CLERK)


def test_receipt_after_registration_is_refused(bench):
    with pytest.raises(NotAllowedError, match="晚于登记日期"):
        bench.perform(make_register(received_on=date(2026, 1, 6)), actor=CLERK)


class TestAccusations:
    def register(self, accused, **facts):
        facts = {"path": None, "petition_class": PetitionClass.ACCUSATION, **facts}
        return make_register(case_no="A", accused_unit=accused, **facts)

    def test_the_accused_unit_is_kept_apart(self, either_bench):
        either_bench.perform(self.register(TOWN), actor=CLERK)

        with either_bench.reading() as session:
            assert session.scalars(select(AccusedLink.unit_code)).one() == TOWN
        assert either_bench.verify_ledger().is_sound

    @pytest.mark.parametrize("to_unit", [TOWN, "430682"], ids=["itself", "above"])
    def test_it_never_receives_the_matter(self, bench, to_unit):
        with pytest.raises(AccusedUnitError, match="第三十条第三款"):
            bench.perform(self.register(TOWN, to_unit=to_unit), actor=CLERK)

        bench.perform(self.register(TOWN), actor=CLERK)
        for kind in (Step.TRANSFER, Step.ASSIGN):
            step = make_take(
                "A", kind, date(2026, 1, 8), unit=OFFICE, to_unit=to_unit, due_on=date(2026, 3, 8)
            )
            with pytest.raises((AccusedUnitError, NotAllowedError)):
                bench.perform(step, actor=CLERK)
        with bench.reading() as session:
            assert session.scalar(select(func.count()).select_from(StepRow)) == 1

    def test_units_below_the_accused_are_out_too(self, bench):
        bench.perform(self.register("430682"), actor=CLERK)

        with pytest.raises(AccusedUnitError):
            bench.perform(
                make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=OTHER_TOWN), actor=CLERK
            )
        bench.perform(
            make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit="4306"), actor=CLERK
        )

    def test_an_unrelated_unit_may_receive_it(self, bench):
        bench.perform(
            self.register(TOWN),
            make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=DEPARTMENT),
            actor=CLERK,
        )

    def test_it_can_be_named_later_but_not_while_the_matter_lies_with_it(self, either_bench):
        either_bench.perform(
            make_register(case_no="A", petition_class=PetitionClass.ACCUSATION, path=None),
            make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
            actor=CLERK,
        )
        with pytest.raises(AccusedUnitError):
            either_bench.perform(NameAccused("A", TOWN), actor=CLERK)

        either_bench.perform(NameAccused("A", OTHER_TOWN), actor=CLERK)

        with pytest.raises(AlreadyNamedError):
            either_bench.perform(NameAccused("A", OTHER_TOWN), actor=CLERK)
        assert either_bench.verify_ledger().is_sound

    def test_only_an_accusation_names_one(self, bench):
        with pytest.raises(InconsistentStepError, match="检举控告类"):
            bench.perform(make_register(accused_unit=TOWN), actor=CLERK)
