"""What whoever records a step himself must say more, and what he may not record."""

from __future__ import annotations

import pytest

from tests.law.courses import ACCEPTED, ANSWERED, FINALIZED, REEXAMINED, SUPPORTED
from tests.law.story import HANDLING, play, register_at_town, step
from workbench.law.lifecycle import NotAllowedError, advance, check_by_hand, possibilities
from workbench.terms import (
    CaseState,
    Outcome,
    PetitionClass,
    Procedure,
    StatutoryChannel,
    Step,
)


@pytest.mark.parametrize(
    ("petition_class", "path", "given", "why"),
    [
        (None, None, {}, "诉求类别"),
        (PetitionClass.CLAIM, None, {}, "法定途径"),
        (None, None, {"petition_class": PetitionClass.CLAIM}, "法定途径"),
        (None, None, {"petition_class": PetitionClass.CLAIM, "path": HANDLING}, None),
        (PetitionClass.CLAIM, StatutoryChannel.ARBITRATION, {}, None),
        (None, None, {"petition_class": PetitionClass.SUGGESTION}, None),
        (PetitionClass.ACCUSATION, None, {}, None),
    ],
)
def test_by_hand_nothing_is_accepted_without_class_and_path(petition_class, path, given, why):
    file, state = play(register_at_town("2026-03-02", petition_class=petition_class, path=path))
    acceptance = step(Step.ACCEPT, "2026-03-04", **given)

    assert advance(state, file, acceptance) is CaseState.HANDLING  # as an import tells it
    if why is None:
        check_by_hand(state, file, acceptance)
    else:
        with pytest.raises(NotAllowedError, match=why):
            check_by_hand(state, file, acceptance)


def test_by_hand_only_what_came_for_the_first_time_goes_by_the_simple_procedure():
    repeated = [register_at_town("2026-03-02"), step(Step.REPEAT, "2026-03-03")]
    for before, is_allowed in ((repeated[:1], True), (repeated, False)):
        file, state = play(*before)
        for kind in (Step.CLASSIFY, Step.ACCEPT):
            simple = step(kind, "2026-03-04", procedure=Procedure.SIMPLE)
            advance(state, file, simple)
            if is_allowed:
                check_by_hand(state, file, simple)
            else:
                with pytest.raises(NotAllowedError, match="只适用于初次信访"):
                    check_by_hand(state, file, simple)


@pytest.mark.parametrize(
    ("facts", "is_allowed"),
    [
        ({}, False),
        ({"procedure": Procedure.ORDINARY}, False),
        ({"procedure": Procedure.SIMPLE}, True),
        ({"path": StatutoryChannel.ADMINISTRATIVE}, True),
        ({"petition_class": PetitionClass.SUGGESTION, "path": None}, True),
        ({"petition_class": None, "path": None}, False),
        ({"path": None}, False),
    ],
)
def test_by_hand_a_direct_reply_does_not_stand_for_an_opinion_that_is_due(facts, is_allowed):
    file, state = play(register_at_town("2026-03-02", **facts), step(Step.ACCEPT, "2026-03-04"))
    reply = step(Step.REPLY_DIRECTLY, "2026-03-10")

    assert advance(state, file, reply) is CaseState.SERVED  # as an import tells it
    said = {one.step: one.allowed for one in possibilities(file, reply.on)}
    assert said[Step.REPLY_DIRECTLY] is is_allowed
    if is_allowed:
        check_by_hand(state, file, reply)
    else:
        with pytest.raises(NotAllowedError, match=r"应当出具信访处理意见书|尚未甄别"):
            check_by_hand(state, file, reply)


SUPPORTED_BY = [
    *ACCEPTED,
    step(Step.ISSUE_OPINION, "2026-04-01", outcome=Outcome.SUPPORT, due_on="2026-06-30"),
]
ASKED_AGAIN = [step(Step.SERVE, "2026-04-03"), step(Step.REQUEST_REEXAMINATION, "2026-04-20", to_unit="4306")]


@pytest.mark.parametrize(
    ("before", "kind", "due_on", "why"),
    [
        (ACCEPTED, Step.ISSUE_OPINION, None, "须写明执行期限"),
        (ACCEPTED, Step.ISSUE_OPINION, "2026-04-19", "早于"),
        (ACCEPTED, Step.ISSUE_OPINION, "2026-04-20", None),
        (
            [register_at_town("2026-03-02", procedure=Procedure.SIMPLE), step(Step.ACCEPT, "2026-03-04")],
            Step.REPLY_DIRECTLY,
            None,
            "须写明执行期限",
        ),
        ([*ANSWERED, *ASKED_AGAIN], Step.DECIDE_REEXAMINATION, None, "须写明执行期限"),
        ([*ANSWERED, *ASKED_AGAIN], Step.DECIDE_REEXAMINATION, "2026-07-31", None),
        ([*SUPPORTED_BY, *ASKED_AGAIN], Step.DECIDE_REEXAMINATION, None, None),  # the day that stands
        ([*SUPPORTED, *ASKED_AGAIN[1:]], Step.DECIDE_REEXAMINATION, None, "须写明执行期限"),
    ],
)
def test_by_hand_an_opinion_that_supports_names_the_day_of_its_execution(before, kind, due_on, why):
    file, state = play(*before)
    facts = {} if due_on is None else {"due_on": due_on}
    decision = step(kind, "2026-04-20", outcome=Outcome.SUPPORT, **facts)

    advance(state, file, decision)  # as an import tells it
    if why is None:
        check_by_hand(state, file, decision)
    else:
        with pytest.raises(NotAllowedError, match=why):
            check_by_hand(state, file, decision)


@pytest.mark.parametrize("steps", [REEXAMINED, FINALIZED])
def test_by_hand_a_decision_that_was_not_served_concludes_nothing(steps):
    file, state = play(*steps)
    closing = step(Step.CONCLUDE, "2026-06-12")

    with pytest.raises(NotAllowedError, match=r"尚未送达信访人.*第三十六条第一款"):
        check_by_hand(state, file, closing)
    assert not {one.step: one.allowed for one in possibilities(file, closing.on)}[Step.CONCLUDE]
    assert advance(state, file, closing) is CaseState.CONCLUDED  # as an import tells it, or an older ledger

    served, state = play(*steps, step(Step.SERVE, "2026-06-12"))
    check_by_hand(state, served, closing)
