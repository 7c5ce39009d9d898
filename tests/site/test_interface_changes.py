"""What the feed of changes must not tell a unit: that something was done which it may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, make_take
from tests.proceedings import PAPER, known, opened, recommended, to_the_end
from tests.site.test_interface_answers import BOSS, ask, fill, numbers
from workbench.acts.amending import NameAccused
from workbench.acts.base import Act
from workbench.acts.holding import HoldMatter
from workbench.acts.proposals import IssueProposal
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.app import Workbench
from workbench.terms import ProposalKind, RepeatRelation, RepeatVerdict, Step

ON = date(2026, 3, 2)
NUMBER = "责〔2026〕1号"


def proposed(*case_nos: str) -> IssueProposal:
    """A proposal on several matters, to the town."""
    kind, due = ProposalKind.IMPROVE_WORK, date(2026, 4, 1)
    return IssueProposal("信建〔2026〕1号", kind, DEPARTMENT, OFFICE, case_nos, ON, due, "改进巡查")


def linked(earlier: str, later: str) -> DecideRepeat:
    grounds = LinkGrounds(RepeatRelation.WHILE_HANDLING, 62, 1, True, True, True)
    verdict = RepeatVerdict.CONFIRMED
    return DecideRepeat(f"{earlier}~{later}", earlier, later, ON, verdict, grounds, "同一件事")


@pytest.fixture
def filled(bench: Workbench) -> Workbench:
    return fill(bench)


# "A1" is the town's, "Y" accuses it, "X" is an accusation in its hands.
UNSEEN: dict[str, tuple[Act, ...]] = {
    "a proceeding on the unit is opened": (opened(case_no="A1"),),
    "it goes on to the recommendation": (opened(case_no="A1"), PAPER, *recommended()),
    "a proposal names its matter beside what accuses it": (proposed("A1", "Y"),),
    "its matter is linked with what accuses it": (linked("A1", "Y"),),
    "its matter is linked with an accusation": (linked("A1", "X"),),
    "something is done with what accuses it": (make_take("Y", Step.ACCEPT, date(2026, 1, 12), unit=OFFICE),),
    "one more is named in what accuses it": (NameAccused("Y", DEPARTMENT),),
}


@pytest.mark.parametrize("what", sorted(UNSEEN))
def test_since_gives_nothing_again_for_what_the_unit_may_not_see(filled: Workbench, what: str) -> None:
    before = ask(filled, "matters.json")
    filled.perform(*UNSEEN[what], actor=BOSS)
    after = ask(filled, f"matters.json?since={before['标记']}")

    assert after["事项"] == [] and after["件数"] == before["件数"], what


def test_a_matter_that_is_held_leaves_the_list_and_the_others_stay_as_they_were(filled: Workbench) -> None:
    before = ask(filled, "matters.json")
    filled.perform(HoldMatter("A1", why="可能是检举"), actor=CLERK)
    told = ask(filled, f"matters.json?since={before['标记']}")

    assert told["事项"] == [] and told["件数"] == before["件数"] - 1


def test_a_proceeding_gives_its_matter_again_once_it_is_decided_on_the_unit(filled: Workbench) -> None:
    acts = [one for one in to_the_end() if one is not None]
    acts[0] = replace(acts[0], case_no="B")  # of another town: it comes before the unit's eyes
    known(filled)
    filled.perform(PAPER, *acts[:10], actor=BOSS)
    before = ask(filled, "matters.json")
    assert "B" not in numbers(before)
    filled.perform(*acts[10:12], actor=BOSS)

    assert numbers(ask(filled, f"matters.json?since={before['标记']}")) == ["B"]
