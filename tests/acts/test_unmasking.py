"""Original texts: every one with a reason and an entry; of an accusation only where somebody else agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register
from workbench.acts.base import Actor, read_act
from workbench.acts.book import UnknownCaseError
from workbench.acts.handling import Person
from workbench.acts.unmasking import (
    ApproveUnmasking,
    AskUnmasking,
    DeclineUnmasking,
    UnmaskingError,
    UnmaskValue,
)
from workbench.app import Workbench
from workbench.records.journal import LedgerEntryRow
from workbench.terms import PetitionClass, Role, UnmaskField, UnmaskReason

OTHER = Actor("supervisor", Role.SUPERVISOR, OFFICE)
SEE = UnmaskValue("C", 1, UnmaskField.PHONE, UnmaskReason.CONTACT, 1, "电话核实路灯位置")
ASK = AskUnmasking("J", 1, UnmaskField.NARRATIVE, UnmaskReason.INVESTIGATE, None, "核对线索归属")


@pytest.fixture
def registered(bench: Workbench) -> Workbench:
    person = Person(name="王小明", phone="13812345678")
    accusation = make_register(
        case_no="J", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN
    )
    bench.perform(make_register(case_no="C", persons=(person,)), accusation, actor=CLERK)
    return bench


def refused(bench: Workbench, *acts, actor=CLERK) -> str:
    before = bench.ledger_size()
    with pytest.raises(UnmaskingError) as caught:
        bench.perform(*acts, actor=actor)
    assert bench.ledger_size() == before
    return str(caught.value)


def test_it_leaves_an_entry_that_tells_all_but_the_reason_openly(registered: Workbench):
    (position,) = registered.perform(SEE, actor=CLERK)

    with registered.reading() as session:
        body = session.get(LedgerEntryRow, position).body
    for told in ('"unmask_value"', '"phone"', '"contact"', '"clerk"', '"C"'):
        assert told in body
    assert "核实" not in body and "13812345678" not in body
    assert registered.verify_ledger().is_sound


@pytest.mark.parametrize("why", ["", "  \n"])
def test_without_a_reason_nothing_is_shown(registered: Workbench, why: str):
    assert "为什么" in refused(registered, replace(SEE, why=why))
    assert "为什么" in refused(registered, replace(ASK, why=why))


@pytest.mark.parametrize(
    "act",
    [
        replace(SEE, petition=2),
        replace(SEE, petition=0),
        replace(SEE, person=None),
        replace(SEE, field=UnmaskField.TITLE),
    ],
)
def test_what_is_not_there_cannot_be_shown(registered: Workbench, act: UnmaskValue):
    assert "请" in refused(registered, act)


def test_of_an_accusation_nobody_sees_anything_alone(registered: Workbench):
    assert "另一人同意" in refused(
        registered, replace(SEE, case_no="J", person=None, field=UnmaskField.TITLE)
    )

    (asked,) = registered.perform(ASK, actor=CLERK)

    assert "不能自己同意" in refused(registered, ApproveUnmasking("J", asked, CLERK.id))
    assert registered.perform(ApproveUnmasking("J", asked, CLERK.id), actor=OTHER)


def test_what_needs_no_agreement_is_not_asked_for(registered: Workbench):
    assert "不需要申请" in refused(registered, replace(ASK, case_no="C"))


def test_a_refusal_says_why(registered: Workbench):
    (asked,) = registered.perform(ASK, actor=CLERK)

    assert "理由" in refused(registered, DeclineUnmasking("J", asked, CLERK.id, " "), actor=OTHER)
    assert registered.perform(DeclineUnmasking("J", asked, CLERK.id, "线索已转交"), actor=OTHER)


def test_of_an_unknown_matter_there_is_nothing_to_see(registered: Workbench):
    with pytest.raises(UnknownCaseError):
        registered.perform(replace(SEE, case_no="Z"), actor=CLERK)


@pytest.mark.parametrize(
    "act",
    [SEE, ASK, ApproveUnmasking("J", 7, "clerk"), DeclineUnmasking("J", 7, "clerk", "线索已转交")],
    ids=lambda act: act.kind,
)
def test_each_reads_back_from_its_entry(act):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act


def test_a_snapshot_is_not_folded_anew_for_it(registered: Workbench):
    before = registered.snapshot(date(2026, 3, 31))
    registered.perform(SEE, actor=CLERK)

    after = registered.snapshot(date(2026, 3, 31))

    assert after.ledger_size == before.ledger_size + 1
    assert after.rows("select * from case_fact") == before.rows("select * from case_fact")
