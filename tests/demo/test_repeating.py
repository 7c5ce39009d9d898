"""Repeat matters in the demo: each planted pair is proposed with its reason, a clean county has none.

Planted are (``workbench.demo.repeat_pairs.PLANS``): near copies after a reply, submissions sent twice within
minutes, a joint letter among whose writers is somebody who wrote alone before, one person with two matters.
Of these some are confirmed, rejected, split, and some wait.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from workbench.access.viewer import Viewer
from workbench.acts.handling import Register
from workbench.acts.repeats import DecideRepeat
from workbench.app import Workbench
from workbench.demo import repeating
from workbench.demo.county import recorded_acts
from workbench.demo.places import county_places
from workbench.demo.plan import LAST_DAY
from workbench.demo.repeat_pairs import PLANS, Likeness
from workbench.demo.story import SEVERAL
from workbench.law.repeat import repeat_settings
from workbench.queries.places import kept_places
from workbench.queries.repeats import RepeatProposal, waiting_repeats
from workbench.terms import RepeatRelation, RepeatVerdict, Role

CLERK = Viewer("clerk", "王登记", Role.CLERK, "430682XF")


def kind_of(one: RepeatProposal) -> Likeness:
    """Return what a pair is, told by the reasons on the screen alone."""
    if one.grounds.relation is RepeatRelation.DUPLICATE and one.minutes is not None:
        return Likeness.TWICE
    if one.later.people >= SEVERAL:
        return Likeness.JOINT
    is_copy = one.grounds.relation is RepeatRelation.AFTER_REPLY and "上次答复以后" in one.later.text
    return Likeness.COPY if is_copy else Likeness.OTHER


@pytest.fixture(scope="module")
def waiting(county: Workbench) -> tuple[RepeatProposal, ...]:
    return county.ask(waiting_repeats, CLERK, county.config.home, as_of=LAST_DAY)


@pytest.fixture(scope="module")
def decided(county: Workbench) -> tuple[RepeatProposal, ...]:
    return county.ask(waiting_repeats, CLERK, county.config.home, as_of=LAST_DAY, is_decided=True)


def test_what_is_planted_is_proposed_and_nothing_else(waiting, decided):
    assert Counter(map(kind_of, waiting)) == Counter(one.likeness for one in PLANS if not one.decided)
    told = Counter((kind_of(one), one.verdict) for one in decided)
    assert told == Counter((one.likeness, one.decided[-1]) for one in PLANS if one.decided)


def test_confirmed_rejected_split_and_undecided_pairs_and_every_kind_occur():
    assert {one.decided[-1] if one.decided else None for one in PLANS} == {*RepeatVerdict, None}
    assert {one.likeness for one in PLANS} == set(Likeness)


def test_each_proposal_stands_with_its_reasons(waiting, decided):
    for one in (*waiting, *decided):
        grounds = one.grounds
        assert grounds.same_unit and grounds.same_topic
        assert grounds.likeness >= repeat_settings().with_agreement * 100
        assert one.passages and one.rule.words
        assert one.earlier.case_no != one.later.case_no
        assert one.earlier.raised.on <= one.later.raised.on
    by_kind = {kind_of(one): one for one in waiting}
    assert by_kind[Likeness.TWICE].minutes == 7 and by_kind[Likeness.TWICE].grounds.likeness == 100
    copy = by_kind[Likeness.COPY]
    assert copy.earlier.raised.replied_on < copy.later.raised.on and "上次答复以后" in copy.later.text
    joint = by_kind[Likeness.JOINT]
    assert (joint.earlier.people, joint.later.people >= SEVERAL) == (1, True)


def test_two_matters_of_one_person_were_rejected_with_a_reason(every_act):
    acts = [one.act for one in every_act if isinstance(one.act, DecideRepeat)]

    assert Counter(act.verdict for act in acts) == Counter(said for one in PLANS for said in one.decided)
    for act in acts:
        assert (act.why is None) is (act.verdict is RepeatVerdict.CONFIRMED)


def test_the_reasons_that_were_recorded_are_those_of_the_screen(every_act, decided):
    recorded = {one.act.link_no: one.act.grounds for one in every_act if isinstance(one.act, DecideRepeat)}

    assert set(recorded) == {one.link_no for one in decided}
    for one in decided:
        then = recorded[one.link_no]
        assert abs(then.likeness - one.grounds.likeness) <= 10  # weighed among the matters of its time
        for name in ("relation", "days_between", "same_unit", "same_topic", "same_place"):
            assert getattr(then, name) == getattr(one.grounds, name), (one.link_no, name)


def test_the_demo_keeps_a_list_of_its_villages_and_compounds(county):
    assert kept_places(county.config.home) == county_places()
    assert len(county_places()) > 200


def _people(recorded):
    found = defaultdict(set)
    for one in recorded:
        if isinstance(one.act, Register):
            for person in one.act.persons:
                found[person.name, person.phone or person.id_number].add(one.act.object)
    return {who: matters for who, matters in found.items() if who[1] and len(matters) > 1}


def test_planting_pairs_moves_nothing_else_and_a_clean_county_has_none(monkeypatch):
    def told(recorded):
        return [
            (one.now, one.act.kind, one.act.object)
            for one in recorded
            if not isinstance(one.act, DecideRepeat)
        ]

    planted = list(recorded_acts(1_200))
    monkeypatch.setattr(repeating, "PLANS", ())
    clean = list(recorded_acts(1_200))

    assert told(planted) == told(clean)
    assert _people(planted) and not _people(clean)
    assert not any(isinstance(one.act, DecideRepeat) for one in recorded_acts(400, is_planted=False))
