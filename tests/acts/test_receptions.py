"""Receptions and instructions through the desk: kept, replayed, refused; two officers at once."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register
from workbench.acts import evidence, instructions, receiving
from workbench.acts.base import Actor, read_act, type_of_kind
from workbench.acts.book import UnknownCaseError
from workbench.acts.dossier import DossierTakenError, UnknownDossierError, read_dossiers
from workbench.acts.guards import AccusedUnitError
from workbench.acts.instructions import (
    INSTRUCTION,
    ConfirmInstruction,
    GiveInstruction,
    NotYourInstructionError,
    ReportInstruction,
    ReturnInstruction,
)
from workbench.acts.receiving import SamePlanError
from workbench.acts.receptions import (
    RECEPTION,
    HoldReception,
    MissReception,
    MoveReception,
    PlannedReception,
    PlanReceptions,
    Promise,
    PublishReceptions,
    ReceiveMatter,
)
from workbench.law.evidence import EvidenceError
from workbench.law.instruction import OwnVerdictError
from workbench.law.reception import ReceptionError
from workbench.records.base import StaleError
from workbench.records.receptions import InstructionRow, ReceptionRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import Channel, NotHeldReason, PetitionClass, ReceptionKind, Role

DAY = date(2026, 3, 12)
CITY = "430682"
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
HANDLER = Actor("handler", Role.HANDLER, TOWN)
PROOF = evidence.keep("回执.pdf", b"%PDF-1.7 mended")


def row(number, **facts):
    given = {
        "reception_no": f"JF-{number}",
        "unit": CITY,
        "kind": ReceptionKind.RECEIVE,
        "planned_on": DAY,
        "leader": f"领导{number}",
        "post": "副市长",
        "place": "市信访局接访大厅",
        "charge": "城建",
        **facts,
    }
    return PlannedReception(**given)


PLAN = PlanReceptions(
    "2026-03",
    (
        row(1, is_main_leader=True, planned_from=time(9), planned_until=time(11, 30)),
        row(2, planned_on=date(2026, 3, 20)),
        row(3, kind=ReceptionKind.GOING_DOWN, unit=TOWN, place="桃林镇", charge=None, account="leader3"),
    ),
)
HOLD = HoldReception("JF-1", DAY, time(9, 5), time(11))
PROMISE = Promise("PS-1", TOWN, "一周内修好路灯", date(2026, 3, 19))
RECEIVE = ReceiveMatter("JF-1", "A", PROMISE)
GIVE = GiveInstruction("PS-2", "A", date(2026, 3, 2), TOWN, "刘书记", "市委书记", "请阅处", date(2026, 3, 9))
REPORT = ReportInstruction("PS-1", date(2026, 3, 18), date(2026, 3, 17), PROOF.sha256, "回执", "已修好")
CONFIRM = ConfirmInstruction("PS-1", date(2026, 3, 19))
MOVE = MoveReception(
    "JF-2", "JF-2b", date(2026, 3, 25), date(2026, 3, 18), NotHeldReason.OFFICIAL_BUSINESS, "赴省开会"
)
MISS = MissReception("JF-3", NotHeldReason.EMERGENCY, "赴现场处置")


@pytest.fixture
def month(either_bench):
    """The schedule of March, and one matter."""
    either_bench.perform(make_register(case_no="A", channel=Channel.VISIT), PLAN, PROOF, actor=CLERK)
    return either_bench


def read(bench, shape=RECEPTION, head=ReceptionRow):
    with bench.reading() as session:
        found = read_dossiers(session.connection(), shape, select(table_of(head)))
    return {getattr(one, shape.key): one for one in found}


def read_instructions(bench):
    return read(bench, INSTRUCTION, InstructionRow)


def test_a_month_is_planned_published_and_held_and_replays(month):
    month.perform(PublishReceptions("2026-03", ("JF-1", "JF-3"), date(2026, 3, 1)), actor=CLERK)
    month.perform(HOLD, RECEIVE, MOVE, MISS, actor=CLERK)
    month.perform(make_register(case_no="B"), ReceiveMatter("JF-1", "B"), actor=CLERK)

    found = read(month)
    assert found["JF-1"].planned_from == time(9) and found["JF-1"].is_main_leader
    assert [(one.case_no, one.instruction_no) for one in found["JF-1"].matters] == [
        ("A", "PS-1"),
        ("B", None),
    ]
    assert (found["JF-2"].moved_to, found["JF-2b"].moved_from) == ("JF-2b", "JF-2")
    assert (found["JF-3"].not_held_why, found["JF-3"].account) == ("赴现场处置", "leader3")
    promised = read_instructions(month)["PS-1"]
    assert (promised.leader, promised.given_on, promised.reception_no) == ("领导1", DAY, "JF-1")
    assert month.verify_ledger().is_sound


def test_an_outcome_set_right_replays(month):
    month.perform(HOLD, replace(MISS, reception_no="JF-1", why="误记"), actor=CLERK)
    month.perform(replace(HOLD, nobody_came=True, why="核实"), actor=CLERK)

    assert read(month)["JF-1"].nobody_came is True
    assert month.verify_ledger().is_sound


def test_an_instruction_is_kept_only_with_evidence_and_anothers_word(month):
    month.perform(HOLD, RECEIVE, GIVE, REPORT, actor=SUPERVISOR)
    month.perform(ReturnInstruction("PS-1", date(2026, 3, 18), "照片不是现场"), actor=SUPERVISOR)
    month.perform(REPORT, actor=HANDLER)
    with pytest.raises(OwnVerdictError):
        month.perform(CONFIRM, actor=HANDLER)
    month.perform(CONFIRM, actor=SUPERVISOR)

    found = read_instructions(month)
    assert [one.returned_why for one in found["PS-1"].reports] == ["照片不是现场", None]
    assert (found["PS-1"].confirmed_on, found["PS-2"].confirmed_on) == (date(2026, 3, 19), None)
    assert month.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (PlanReceptions("2026-03", ()), ReceptionError),
        (PlanReceptions("2026-04", (row(9),)), ReceptionError),
        (PlanReceptions("2026-03", (row(9, unit="nowhere"),)), UnknownUnitError),
        (PlanReceptions("2026-03", (row(9), row(9, kind=ReceptionKind.APPOINTMENT))), DossierTakenError),
        (PlanReceptions("2026-03", (row(9), row(8, leader="领导9"))), SamePlanError),
        (PlanReceptions("2026-03", (row(9, leader="领导1"),)), SamePlanError),
        (PlanReceptions("2026-03", (row(9, place=""),)), ReceptionError),
        (PublishReceptions("2026-03", (), DAY), ReceptionError),
        (PublishReceptions("2026-03", ("JF-1",), date(2026, 3, 13)), ReceptionError),
        (replace(MOVE, to_no="JF-1"), DossierTakenError),
        (replace(HOLD, reception_no="JF-7"), UnknownDossierError),
        (RECEIVE, ReceptionError),
        (replace(GIVE, case_no="Z"), UnknownCaseError),
        (replace(GIVE, to_unit="nowhere"), UnknownUnitError),
        (CONFIRM, UnknownDossierError),
    ],
)
def test_what_is_refused_leaves_nothing(month, act, error):
    before = read(month), read_instructions(month), month.ledger_size()

    with pytest.raises(error):
        month.perform(act, actor=CLERK)
    assert (read(month), read_instructions(month), month.ledger_size()) == before


def test_a_move_to_a_day_that_the_leader_has_already_is_refused(month):
    month.perform(
        PlanReceptions("2026-03", (row(4, leader="领导2", planned_on=date(2026, 3, 25)),)), actor=CLERK
    )

    with pytest.raises(SamePlanError, match="改用改期"):
        month.perform(MOVE, actor=CLERK)


def test_a_report_without_a_kept_original_is_none(month):
    month.perform(HOLD, RECEIVE, actor=CLERK)

    with pytest.raises(EvidenceError, match="原件没有保存"):
        month.perform(replace(REPORT, evidence_sha256="b" * 64), actor=CLERK)
    with pytest.raises(EvidenceError, match="晚于"):
        month.perform(replace(REPORT, evidence_dated_on=date(2026, 3, 30)), actor=CLERK)


def test_a_handler_reports_for_no_other_unit(month):
    month.perform(HOLD, RECEIVE, actor=CLERK)

    with pytest.raises(NotYourInstructionError):
        month.perform(REPORT, actor=Actor("other", Role.HANDLER, OTHER_TOWN))


ACCUSATION = make_register(
    case_no="X", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN, title="举报"
)


@pytest.mark.parametrize("to_unit", [TOWN, CITY])
def test_an_instruction_never_reaches_the_accused_unit_or_those_above_it(month, to_unit):
    month.perform(ACCUSATION, HoldReception("JF-3", DAY), HOLD, actor=CLERK)

    with pytest.raises(AccusedUnitError):
        month.perform(replace(GIVE, case_no="X", to_unit=to_unit), actor=CLERK)
    with pytest.raises(AccusedUnitError):
        month.perform(ReceiveMatter("JF-3", "X"), actor=CLERK)  # received by the accused town's own leader
    month.perform(replace(GIVE, case_no="X", to_unit=DEPARTMENT), actor=CLERK)


def test_a_promise_to_the_accused_unit_is_refused_with_the_matter(month):
    month.perform(
        ACCUSATION,
        PlanReceptions("2026-03", (row(5, unit=OTHER_TOWN),)),
        HoldReception("JF-5", DAY),
        actor=CLERK,
    )

    with pytest.raises(AccusedUnitError):
        month.perform(ReceiveMatter("JF-5", "X", PROMISE), actor=CLERK)
    assert read(month)["JF-5"].matters == () and not read_instructions(month)


def test_the_second_of_two_officers_is_told_what_changed_and_by_whom(month, reopen):
    seen = read(month)["JF-1"].version
    month.perform(HOLD, actor=SUPERVISOR, seen=seen)

    with pytest.raises(StaleError, match=r"领导接访“JF-1”.*supervisor于3月31日09:00办理“记录接访”"):
        reopen(month).perform(replace(MISS, reception_no="JF-1"), actor=CLERK, seen=seen)
    month.perform(GIVE, actor=CLERK)
    month.perform(replace(REPORT, instruction_no="PS-2"), actor=HANDLER, seen=1)
    with pytest.raises(StaleError, match=r"领导批示“PS-2”.*handler于.*“反馈批示落实”"):
        reopen(month).perform(replace(REPORT, instruction_no="PS-2"), actor=CLERK, seen=1)


def test_of_two_that_plan_the_same_number_at_once_one_is_told(month, reopen):
    other = reopen(month)
    with month.desk(CLERK) as desk:
        desk.perform(HOLD)
    with other.desk(SUPERVISOR) as desk, pytest.raises(ReceptionError, match="更正理由"):
        desk.perform(HOLD)
    with pytest.raises(DossierTakenError, match="JF-1"):
        other.perform(PlanReceptions("2026-03", (row(1, leader="另一位"),)), actor=SUPERVISOR)


def test_names_places_and_texts_stand_in_no_entry(month):
    month.perform(HOLD, RECEIVE, GIVE, MISS, MOVE, REPORT, actor=CLERK)

    from workbench.records.journal import LedgerEntryRow

    with month.reading() as session:
        bodies = "".join(session.scalars(select(LedgerEntryRow.body)))
    for text in (
        "领导1",
        "副市长",
        "接访大厅",
        "一周内修好",
        "请阅处",
        "刘书记",
        "赴省开会",
        "现场",
        "已修好",
        "回执",
    ):
        assert text not in bodies


@pytest.mark.parametrize(
    "act",
    [
        PLAN,
        PublishReceptions("2026-03", ("JF-1",), DAY),
        MOVE,
        HOLD,
        MISS,
        RECEIVE,
        ReceiveMatter("JF-1", "A"),
        GIVE,
        REPORT,
        ReturnInstruction("PS-1", DAY, "不实"),
        CONFIRM,
    ],
)
def test_an_act_is_read_back_from_its_entry(act):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act


def test_every_act_of_this_room_is_carried_out():
    assert {*receiving.APPLY, *instructions.APPLY} <= set(type_of_kind.values())
