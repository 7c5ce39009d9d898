"""Whom a text may accuse stays without the matter after a decision, unless he is struck (art. 30(3))."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import NOW
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.access.accounts import AccountBook
from workbench.access.viewer import Viewer
from workbench.acts.amending import NameAccused
from workbench.acts.base import read_act
from workbench.acts.guards import AccusedUnitError
from workbench.acts.handling import RegisterRepeat
from workbench.acts.holding import DecideHold, HoldError, HoldMatter, Struck
from workbench.acts.unmasking import AskUnmasking
from workbench.app import Workbench
from workbench.law.facts import StepTaken
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import page
from workbench.terms import Channel, HoldFinding, PetitionClass, Role, Step, UnmaskField, UnmaskReason

ABOUT = "聂市镇的干部收受好处费，补偿款没有发下来。"  # names OTHER_TOWN
DISCIPLINE = "430682D01"
ON = date(2026, 1, 8)
BOSS = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
NAMED = Viewer("other", "王督查", Role.SUPERVISOR, OTHER_TOWN)
HIM = Viewer("zhang.san", "张三丰", Role.SUPERVISOR, OFFICE)
ACCUSATION = {"petition_class": PetitionClass.ACCUSATION, "path": None}


def sees(bench: Workbench, viewer: Viewer) -> bool:
    return "A" in [row.case_no for row in page(bench.seen_by(viewer).snapshot(), CaseFilter())]


def decided(bench: Workbench, *struck: Struck, to_unit: str | None = None) -> None:
    """Somebody finds the held matter to be an accusation."""
    acts = [make_take("A", Step.CLASSIFY, NOW.date(), unit=OFFICE, petition_class=PetitionClass.ACCUSATION)]
    if to_unit is not None:
        acts.append(make_take("A", Step.TRANSFER, NOW.date(), unit=OFFICE, to_unit=to_unit))
    decision = DecideHold("A", HoldFinding.ACCUSATION, None, "已核对原信", struck)
    bench.perform(*acts, decision, actor=BOSS.actor)


@pytest.fixture
def held(bench: Workbench) -> Workbench:
    """A, which names a unit and the holder of an account."""
    AccountBook(bench).add("zhang.san", "张三丰", Role.SUPERVISOR, OFFICE, by="test")
    bench.perform(make_register(case_no="A", narrative=f"{ABOUT}张三丰也在内。"), actor=CLERK)
    return bench


def test_whom_the_text_names_is_accused_after_the_decision(held):
    assert not sees(held, NAMED) and not sees(held, HIM)

    decided(held)

    assert sees(held, BOSS) and not sees(held, NAMED) and not sees(held, HIM)
    with pytest.raises(AccusedUnitError):
        to_them = make_take("A", Step.TRANSFER, NOW.date(), unit=OFFICE, to_unit=OTHER_TOWN)
        held.perform(to_them, actor=BOSS.actor)
    assert held.verify_ledger().is_sound


def test_each_can_be_struck_with_a_reason_and_only_so(held):
    with pytest.raises(HoldError, match="理由"):
        decided(held, Struck(OTHER_TOWN, " "))
    with pytest.raises(HoldError, match="没有提到"):
        decided(held, Struck(TOWN, "只是地址"))

    decided(held, Struck(OTHER_TOWN, "只是来信人的地址"))

    assert sees(held, NAMED) and not sees(held, HIM)
    act = DecideHold("A", HoldFinding.ACCUSATION, None, "理由", (Struck(OTHER_TOWN, "地址"),))
    assert read_act(act.kind, act.object, act.public(), act.private()) == act
    assert OTHER_TOWN not in str(act.public())


def test_what_is_struck_does_not_stop_the_matter_later(held):
    decided(held, Struck(OTHER_TOWN, "只是地址"), Struck("zhang.san", "同名的另一人"))
    held.perform(make_take("A", Step.TRANSFER, NOW.date(), unit=OFFICE, to_unit=DISCIPLINE), actor=BOSS.actor)
    assert sees(held, HIM)


def test_while_it_is_held_it_is_not_sent_to_whom_it_names(held):
    with pytest.raises(AccusedUnitError):
        decided(held, to_unit=OTHER_TOWN)
    decided(held, to_unit=DISCIPLINE)


def test_whoever_is_named_in_a_later_letter_is_kept_out_as_well(held):
    step = StepTaken(Step.REPEAT, ON, received_on=ON, unit=OFFICE, channel=Channel.LETTER, people=1)
    town = Viewer("town", "李督查", Role.SUPERVISOR, TOWN)
    assert sees(held, town)

    name = held.snapshot().value("select name from unit_fact where code = ?", (TOWN,))
    held.perform(RegisterRepeat("A", f"{name}的干部也收受了好处费", step), actor=CLERK)
    assert not sees(held, town) and not sees(held, HIM) and not sees(held, NAMED)

    decided(held)
    assert not sees(held, town) and not sees(held, HIM) and not sees(held, NAMED)
    assert held.verify_ledger().is_sound


def test_what_is_registered_as_an_accusation_and_names_nobody_beside_is_held(bench):
    bench.perform(make_register(case_no="A", narrative=ABOUT, **ACCUSATION), actor=CLERK)
    assert not sees(bench, NAMED) and sees(bench, BOSS)

    bench.perform(DecideHold("A", HoldFinding.ACCUSATION, None, "已核对原信"), actor=BOSS.actor)
    assert not sees(bench, NAMED)


def test_what_names_its_accused_goes_its_way(bench):
    bench.perform(
        make_register(case_no="A", narrative=ABOUT, accused_unit=OTHER_TOWN, **ACCUSATION),
        make_register(case_no="B", narrative="外县某局的局长收受好处费", **ACCUSATION),
        actor=CLERK,
    )
    for case_no in "AB":
        step = make_take(case_no, Step.TRANSFER, ON, unit=OFFICE, to_unit=DISCIPLINE)
        bench.perform(step, actor=BOSS.actor)


def test_a_matter_that_is_found_to_be_an_accusation_later_is_looked_at_again(held):
    held.perform(DecideHold("A", HoldFinding.NONE, None, "只是求决"), actor=BOSS.actor)
    assert sees(held, NAMED)
    told = make_take("A", Step.CLASSIFY, NOW.date(), unit=OFFICE, petition_class=PetitionClass.ACCUSATION)
    held.perform(told, actor=BOSS.actor)
    assert not sees(held, NAMED)


def test_an_older_accusation_goes_nowhere_before_its_accused_are_named(bench, monkeypatch):
    monkeypatch.setattr("workbench.acts.watching.Watch.see", lambda *told: None)  # as in an older version
    bench.perform(make_register(case_no="A", narrative=ABOUT, **ACCUSATION), actor=CLERK)
    monkeypatch.undo()
    sent = make_take("A", Step.TRANSFER, NOW.date(), unit=OFFICE, to_unit=DISCIPLINE)
    with pytest.raises(HoldError, match="登记被检举控告"):
        bench.perform(sent, actor=BOSS.actor)
    with pytest.raises(HoldError, match="登记被检举控告"):
        asked = AskUnmasking("A", 1, UnmaskField.NARRATIVE, UnmaskReason.INVESTIGATE, why="核对")
        bench.perform(asked, actor=NAMED.actor)

    bench.perform(HoldMatter("A", why="补办认定"), actor=BOSS.actor)
    assert not sees(bench, NAMED)
    bench.perform(sent, DecideHold("A", HoldFinding.ACCUSATION, None, "已核对"), actor=BOSS.actor)
    assert not sees(bench, NAMED)
    assert bench.verify_ledger().is_sound


def test_a_person_can_be_named_without_a_unit(bench):
    bench.perform(make_register(case_no="A", **ACCUSATION), actor=CLERK)
    bench.perform(NameAccused("A", None, "zhang.san"), actor=BOSS.actor)
    assert not sees(bench, HIM) and sees(bench, BOSS)


def test_an_account_is_entered_as_accounts_are_kept(bench):
    """Sight is told by it to the letter: spaces, capitals and wide letters let him see what accuses him."""
    bench.perform(make_register(case_no="A", **ACCUSATION), actor=CLERK)
    bench.perform(NameAccused("A", None, "Ｚhang.San "), actor=BOSS.actor)
    assert not sees(bench, HIM)


def test_an_older_ledger_replays_with_what_was_decided_then(held, monkeypatch):
    monkeypatch.setattr("workbench.acts.watching.Watch.before", lambda watch, act, by: (act,))
    decided(held)  # as an earlier version entered it: nobody carried over
    monkeypatch.undo()
    assert sees(held, NAMED)
    assert held.verify_ledger().is_sound
