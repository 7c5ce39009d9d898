"""Decisions of the accountability log: who is heard before, what stands after, who objects to which."""

from __future__ import annotations

from datetime import date

import pytest

from tests.law.accountability_log import (
    BODY,
    CONFERENCE,
    KINDS,
    S,
    after,
    day,
    decided,
    entry,
    heard,
    recommended,
    with_person,
    with_two_forms,
)
from workbench.law.accountability import AccountabilityError, DueProcessError, Proceeding
from workbench.law.accountability_data import (
    last_day,
)
from workbench.law.accountability_due import awaited, next_steps
from workbench.terms import (
    ProceedingDue,
    ProceedingState,
    ReexaminationResult,
)


@pytest.mark.parametrize(
    ("entries", "is_heard"),
    [
        ((), False),
        ((entry(S.INVITE, day(1), due_on=day(8)),), True),  # the day has passed by day 10
        ((entry(S.INVITE, day(1), due_on=day(10)),), False),
        ((entry(S.INVITE, day(1), due_on=day(10)), entry(S.DEFENCE, day(9))), True),
        ((entry(S.DEFENCE, day(1)),), False),  # never told of the right
        ((entry(S.WAIVER, day(1)),), True),
    ],
)
def test_a_decision_needs_that_the_unit_was_heard(entries, is_heard):
    before = after(recommended(), *entries)

    if is_heard:
        assert after(before, entry(S.DECISION, day(10))).is_concluded(day(10))
    else:
        with pytest.raises(DueProcessError):
            after(before, entry(S.DECISION, day(10)))


def test_that_the_unit_was_heard_does_not_serve_for_a_person():
    before = after(heard(), entry(S.PERSON, day(4)))

    with pytest.raises(DueProcessError):
        after(before, entry(S.DECISION, day(10), subject=7, form="admonition"))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"form": "nothing"}, "没有代码"),
        ({"form": "warning", "months": 6}, "不是对单位"),
        ({"form": "talk"}, "不能作出"),  # the joint conference's, not the discipline body's
        ({"unit": CONFERENCE, "form": "talk"}, "与收到建议的机关不同"),
        ({"form": "none", "is_grave": True}, "不予追究"),
        ({"subject": 9}, "责任人"),
        ({"months": 0}, "影响期"),
    ],
)
def test_a_decision_follows_the_ladder(facts, sentence):
    with pytest.raises(ValueError, match=sentence):
        decided(**facts)


@pytest.mark.parametrize("months", [None, 5, 13])
def test_the_period_is_that_of_the_law(months):
    with pytest.raises(AccountabilityError, match="12个月"):
        with_person(months=months)


def test_the_joint_conference_decides_its_own_forms():
    before = after(recommended(unit=CONFERENCE), entry(S.WAIVER, day(1)))

    assert after(before, entry(S.DECISION, day(3), unit=CONFERENCE, form="talk")).is_concluded(day(3))


@pytest.mark.parametrize(
    ("number", "state"),
    [(0, ProceedingState.RECOMMENDED), (10, ProceedingState.DECIDED), (500, ProceedingState.EXPIRED)],
)
def test_the_state_is_that_of_the_day_asked(number, state):
    assert with_person().state(day(number)) is state


def test_of_two_only_both_decided_conclude():
    before = after(heard(), entry(S.PERSON, day(4)))
    half = after(before, entry(S.DECISION, day(10)))

    assert half.state(day(10)) is ProceedingState.RECOMMENDED
    assert not half.is_concluded(day(10))


def test_each_on_whom_is_decided_objects_for_himself():
    """政务处分法 art. 55: whoever does not accept what was decided on him, whatever another does."""
    both = after(with_person(), entry(S.WAIVER, day(11)), entry(S.DECISION, day(12)))
    one = after(both, entry(S.OBJECTION, day(20), subject=5))
    assert {S.OBJECTION, S.REEXAMINATION} <= set(next_steps(one, day(20)))
    with pytest.raises(AccountabilityError, match="等待答复"):
        after(one, entry(S.OBJECTION, day(21), subject=5))

    two = after(one, entry(S.OBJECTION, day(21)))
    assert S.OBJECTION not in next_steps(two, day(21)) and S.REEXAMINATION in next_steps(two, day(21))
    waiting = [told for told in awaited(two, day(21)) if told.what is ProceedingDue.REEXAMINATION]
    assert {told.subject for told in waiting} == {None, 5}
    upheld = entry(S.REEXAMINATION, day(30), subject=5, result=ReexaminationResult.UPHELD)
    answered = after(two, upheld)
    assert answered.concluded(day(30)) == {5} and answered.state(day(30)) is ProceedingState.OBJECTED
    assert {S.OBJECTION, S.REEXAMINATION} <= set(next_steps(answered, day(30)))


def test_an_objection_opens_it_again_and_re_examination_leaves_its_mark():
    one = after(with_person(), entry(S.OBJECTION, day(20), subject=5))
    assert one.state(day(20)) is ProceedingState.OBJECTED
    assert one.state(day(19)) is ProceedingState.DECIDED

    revoked = entry(S.REEXAMINATION, day(30), subject=5, result=ReexaminationResult.REVOKED)
    (effect,) = after(one, revoked).effects(day(30))
    assert not effect.counts and not effect.is_running(day(31))
    (before,) = after(one, revoked).effects(day(29))
    assert before.is_running(day(29))

    changed = entry(
        S.REEXAMINATION, day(30), subject=5, result=ReexaminationResult.CHANGED, form="warning", months=6
    )
    (effect,) = after(one, changed).effects(day(30))
    assert (effect.form, effect.last_day) == ("warning", last_day(day(10), 6))


def test_several_forms_may_be_decided_on_one_person_each_once():
    one = with_two_forms()

    assert [(effect.subject, effect.form) for effect in one.effects(day(10))] == [
        (5, "demerit"),
        (5, "party_warning"),
    ]
    assert one.state(day(10)) is ProceedingState.DECIDED
    for form_code, months in (("demerit", 12), ("party_warning", None), ("none", None)):
        with pytest.raises(AccountabilityError, match=r"已记载“有权机关决定”|不予追究与其他处理方式不能并存"):
            after(one, entry(S.DECISION, day(11), subject=5, form=form_code, months=months))


def test_an_objection_names_the_decision_and_its_result_touches_that_alone():
    one = with_two_forms()
    with pytest.raises(AccountabilityError, match="请写明对哪一项不服"):
        after(one, entry(S.OBJECTION, day(20), subject=5))
    with pytest.raises(AccountabilityError, match="没有对其作出这一处理方式的决定"):
        after(one, entry(S.OBJECTION, day(20), subject=5, form="warning"))

    asked = after(one, entry(S.OBJECTION, day(20), subject=5, form="party_warning"))
    gone = after(asked, entry(S.REEXAMINATION, day(30), subject=5, result=ReexaminationResult.REVOKED))
    assert [effect.is_revoked for effect in gone.effects(day(30))] == [False, True]
    changed = {"result": ReexaminationResult.CHANGED, "form": "warning", "months": 6}
    both = after(
        gone,
        entry(S.OBJECTION, day(31), subject=5, form="demerit"),
        entry(S.REEXAMINATION, day(40), subject=5, **changed),
    )
    assert [(effect.form, effect.is_revoked) for effect in both.effects(day(40))] == [
        ("warning", False),
        ("party_warning", True),
    ]


def test_two_decisions_on_one_person_do_not_wait_for_each_others_objection():
    """政务处分法 art. 55 gives one month from each decision: what is objected to elsewhere stops no clock."""
    one = after(with_two_forms(), entry(S.OBJECTION, day(20), subject=5, form="party_warning"))
    assert S.OBJECTION in next_steps(one, day(20))
    with pytest.raises(AccountabilityError, match="等待答复"):
        after(one, entry(S.OBJECTION, day(21), subject=5, form="party_warning"))

    two = after(one, entry(S.OBJECTION, day(21), subject=5, form="demerit", due_on=date(2027, 6, 1)))
    assert S.OBJECTION not in next_steps(two, day(21))
    waiting = [told.due_on for told in awaited(two, day(21)) if told.what is ProceedingDue.REEXAMINATION]
    assert waiting == [date(2027, 5, 1), date(2027, 6, 1)]
    assert two.concluded(day(21)) == frozenset()

    revoked = {"subject": 5, "result": ReexaminationResult.REVOKED}
    with pytest.raises(AccountabilityError, match="请写明答复的是哪一次"):
        after(two, entry(S.REEXAMINATION, day(30), **revoked))
    for number in (1, 99):  # the lead, and nothing
        with pytest.raises(AccountabilityError, match="没有这一次申请"):
            after(two, entry(S.REEXAMINATION, day(30), answers=number, **revoked))
    later = after(two, entry(S.REEXAMINATION, day(30), answers=10, **revoked))
    assert [(effect.form, effect.is_revoked) for effect in later.effects(day(30))] == [
        ("demerit", True),
        ("party_warning", False),
    ]
    assert later.state(day(30)) is ProceedingState.OBJECTED
    with pytest.raises(AccountabilityError, match="没有这一次申请"):
        after(later, entry(S.REEXAMINATION, day(31), answers=10, **revoked))
    both = after(later, entry(S.REEXAMINATION, day(31), subject=5))  # one is left, and needs no number
    assert [effect.is_revoked for effect in both.effects(day(31))] == [True, False]
    assert both.concluded(day(31)) == {5, None}


def test_several_bodies_are_asked_each_once_and_each_answers_once():
    both = after(recommended(), entry(S.RECOMMEND, day(2), unit=CONFERENCE, due_on=day(20)))

    with pytest.raises(AccountabilityError, match="已记载“提出建议”"):
        after(both, entry(S.RECOMMEND, day(3)))
    assert [one.due_on for one in awaited(both, day(3))] == [day(20), date(2027, 4, 2)]
    with pytest.raises(AccountabilityError, match="请写明是哪个机关的反馈"):
        after(both, entry(S.FEEDBACK, day(5)))
    answered = after(both, entry(S.FEEDBACK, day(5), unit=CONFERENCE))
    assert [one.due_on for one in awaited(answered, day(6))] == [date(2027, 4, 2)]
    with pytest.raises(AccountabilityError, match="已记载“"):
        after(answered, entry(S.FEEDBACK, day(6), unit=CONFERENCE))
    assert awaited(after(answered, entry(S.FEEDBACK, day(6), unit=BODY)), day(7)) == ()


def test_each_body_decides_what_it_may_and_hears_as_long_as_it_has_not():
    one = after(decided(), entry(S.RECOMMEND, day(11), unit=CONFERENCE))

    assert S.INVITE in next_steps(one, day(11))
    talked = after(
        one,
        entry(S.DEFENCE, day(12), text="补充"),
        entry(S.DECISION, day(13), unit=CONFERENCE, form="talk"),
    )
    assert [effect.form for effect in talked.effects(day(13))] == ["circular", "talk"]
    assert S.INVITE not in next_steps(talked, day(13)) and S.DECISION in next_steps(talked, day(13))
    with pytest.raises(AccountabilityError, match="已有处理决定"):
        after(talked, entry(S.DEFENCE, day(14)))


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        (date(2026, 3, 2), 6, date(2026, 9, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 18, date(2028, 6, 30)),
        (date(2026, 12, 1), 24, date(2028, 12, 1)),
    ],
)
def test_the_effect_lasts_to_the_same_day_of_the_month(on, months, until):
    assert last_day(on, months) == until


def extended() -> Proceeding:
    """Invited until day 8; until day 26 at the unit's request."""
    return after(
        recommended(), entry(S.INVITE, day(1), due_on=day(8)), entry(S.INVITE, day(7), due_on=day(26))
    )


def test_a_term_that_was_extended_is_waited_for():
    with pytest.raises(DueProcessError):
        after(extended(), entry(S.DECISION, day(18)))
    assert after(extended(), entry(S.DECISION, day(27))).is_concluded(day(27))
    assert after(extended(), entry(S.DEFENCE, day(10)), entry(S.DECISION, day(18))).is_concluded(day(18))
    (waits, *_) = awaited(extended(), day(18))
    assert (waits.what, waits.due_on) == (ProceedingDue.DEFENCE, day(26))


def test_no_correction_of_a_day_makes_a_decision_one_on_the_unheard():
    late = after(extended(), entry(S.DECISION, day(27)))

    with pytest.raises(DueProcessError):
        after(late, entry(S.DECISION, day(28), happened_on=day(18), corrects=7, why="误记"))


def test_what_an_older_rule_took_is_replayed_and_can_still_be_corrected():
    """A decision within an extended term stands in ledgers of before."""
    decision = entry(S.DECISION, day(18))
    replayed = extended().entered(decision, KINDS.__getitem__, is_replay=True)

    assert replayed.is_concluded(day(18))
    assert after(replayed, entry(S.FACT, day(20), corrects=2, why="误算")).entries[-1].corrects == 2
