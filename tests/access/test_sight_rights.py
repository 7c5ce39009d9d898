"""Whose a matter is: the rules of each role, what a proceeding brings, who may ask for an original."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.access.sights import own_of, rows, said, seen
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.proceedings import PAPER, entered, known, to_the_end
from workbench.access.policy import policy
from workbench.access.viewer import Viewer
from workbench.acts.book import UnknownCaseError
from workbench.app import Workbench
from workbench.terms import ProceedingStep, Responsibility, Role, Step

OWN = {  # what the policy says makes a matter one's own, written down a second time
    Role.HANDLER: "responsible handled team order item instruction review proposal proceeding".split(),
    Role.LEADER: (
        "responsible handled team order item instruction review proposal proceeding reception owner".split()
    ),
    Role.REVIEWER: "sheet check claimed".split(),
}


def test_a_proceeding_brings_the_matter_to_nobody_before_it_is_decided_on_him(bench: Workbench):
    """HR8: a finding, or an invitation, that is open or void betrays nothing."""
    acts = list(to_the_end())
    him = Viewer("li.ming", "李明", Role.HANDLER, OTHER_TOWN)
    unit = Viewer("x", "某", Role.HANDLER, TOWN)
    known(bench, "li.ming", "wang.qiang")
    bench.perform(make_register(case_no="A"), PAPER, *acts[:6], actor=CLERK)  # to the finding on him

    assert own_of(bench, him, "proceeding") == own_of(bench, unit, "proceeding") == set()
    for viewer in (him, unit):
        assert (
            rows(bench.seen_by(viewer), "proceeding") == rows(bench.seen_by(viewer), "proceeding_entry") == 0
        )

    bench.perform(*acts[6:12], actor=CLERK)  # heard, and decided
    assert own_of(bench, him, "proceeding") == own_of(bench, unit, "proceeding") == {"A"}
    assert rows(bench.seen_by(unit), "proceeding") == 1

    right = entered(
        ProceedingStep.PERSON, date(2026, 3, 30), name="王强", post="所长", author="第一监督检查室",
        responsibility=Responsibility.DIRECT, person_account="wang.qiang", corrects=6, why="认定错人",
    )  # fmt: skip
    bench.perform(right, actor=CLERK)
    assert own_of(bench, him, "proceeding") == set()
    assert own_of(bench, replace(him, account="wang.qiang"), "proceeding") == {"A"}


def test_only_who_is_charged_with_it_now_asks_for_an_original(bench: Workbench):
    """Handed over yesterday, still read, and no longer unmasked."""
    from workbench.acts.unmasking import UnmaskValue
    from workbench.eyes import NotChargedError
    from workbench.terms import UnmaskField, UnmaskReason

    day = bench.today()
    bench.perform(
        make_register(case_no="A", title="路灯不亮"),
        make_take("A", Step.TRANSFER, day, unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    town, other = (Viewer(one, "某", Role.HANDLER, one) for one in (TOWN, OTHER_TOWN))
    act = UnmaskValue("A", 1, UnmaskField.TITLE, UnmaskReason.CONTACT, None, "联系")
    bench.seen_by(town).perform(act, actor=town.actor)
    bench.perform(make_take("A", Step.TRANSFER, day, unit=OFFICE, to_unit=OTHER_TOWN), actor=CLERK)

    assert seen(bench, town) == ["A"]
    with pytest.raises(NotChargedError):
        bench.seen_by(town).perform(act, actor=town.actor)
    bench.seen_by(other).perform(act, actor=other.actor)
    never = replace(act, case_no="Z")
    assert said(bench, town, never)[0] is UnknownCaseError


def test_the_rules_of_each_role_are_those_of_the_office():
    assert {role: list(rules) for role, rules in policy().own.items()} == OWN
