"""Look-backs and repeats as law: kinds of repeat, lists that come out again, what a check allows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.law.evidence import Evidence
from workbench.law.look_back import LookBack
from workbench.law.look_back_answers import CheckAnswer
from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import Candidate, LookBackError, chosen
from workbench.law.repeat import Raised, is_same_matter, relation, repeat_settings
from workbench.terms import LookBackAnswer, LookBackFinding, LookBackRule, LookBackState, RepeatRelation

DAY = date(2026, 3, 2)
PAPER = Evidence("照片", DAY, "a" * 64)
CHECK = LookBack(1, "R:A", "R", "A", "town", "one", "office", DAY)


def answers(*failed):
    return tuple(
        CheckAnswer(one.id, LookBackAnswer.NO if one.id in failed else LookBackAnswer.YES, "见材料")
        for one in look_back_data().items
    )


@pytest.mark.parametrize(
    ("earlier", "later", "kind"),
    [
        (Raised(DAY), Raised(DAY), RepeatRelation.DUPLICATE),
        (Raised(DAY), Raised(DAY + timedelta(1)), RepeatRelation.WHILE_HANDLING),
        (Raised(DAY, replied_on=DAY), Raised(DAY), RepeatRelation.DUPLICATE),
        (Raised(DAY, replied_on=DAY), Raised(DAY + timedelta(1)), RepeatRelation.AFTER_REPLY),
        (
            Raised(DAY, replied_on=DAY + timedelta(9)),
            Raised(DAY + timedelta(5)),
            RepeatRelation.WHILE_HANDLING,
        ),
        (
            Raised(DAY, replied_on=DAY, replied_at=datetime(2026, 3, 2, 10, tzinfo=UTC)),
            Raised(DAY, at=datetime(2026, 3, 2, 11, tzinfo=UTC)),
            RepeatRelation.AFTER_REPLY,
        ),
        (
            Raised(DAY, replied_on=DAY, replied_at=datetime(2026, 3, 2, 10, tzinfo=UTC)),
            Raised(DAY, at=datetime(2026, 3, 2, 9, tzinfo=UTC)),
            RepeatRelation.DUPLICATE,
        ),
    ],
)
def test_sent_twice_raised_while_handled_and_after_a_reply_are_told_apart(earlier, later, kind):
    assert relation(earlier, later) is kind


def test_every_kind_of_repeat_has_its_rule_and_article():
    assert set(repeat_settings().rules) == set(RepeatRelation)
    assert is_same_matter(0.3, 0) and is_same_matter(0.15, 2)
    assert not is_same_matter(0.29, 1) and not is_same_matter(0.14, 3)


MATTERS = st.builds(
    Candidate,
    case_no=st.text("ABCDEFGH", min_size=1, max_size=3),
    unit=st.sampled_from(["town", "other", "third"]),
    registered_on=st.dates(date(2025, 1, 1), date(2026, 1, 1)),
    closed_on=st.none() | st.dates(date(2026, 1, 2), date(2026, 5, 1)),
    back_on=st.none() | st.dates(date(2026, 1, 2), date(2026, 6, 1)),
)


@given(
    st.lists(MATTERS, unique_by=lambda one: one.case_no, max_size=30),
    st.sampled_from(LookBackRule),
    st.integers(0, 99),
    st.randoms(),
)
def test_a_list_comes_out_again_from_seed_and_day_whatever_the_order(matters, rule, seed, dice):
    told = {"as_of": DAY, "seed": seed, "start": date(2026, 1, 1), "end": DAY, "per_unit": 2}
    first = chosen(matters, rule, **told)
    dice.shuffle(matters)

    assert chosen(matters, rule, **told) == first
    by_no = {one.case_no: one for one in matters}
    for entry in first:
        one = by_no[entry.case_no]
        closed = one.closed_on is not None and one.closed_on <= DAY
        assert entry.unit == one.unit
        assert closed is not (rule is LookBackRule.LONG_OPEN)
        if rule is LookBackRule.ENDED_AND_BACK:
            assert one.closed_on < one.back_on <= DAY and (DAY - one.back_on).days <= 365
    if rule is LookBackRule.RANDOM:
        drawn = [entry.unit for entry in first]
        for unit in ("town", "other", "third"):
            there = sum(
                one.unit == unit and one.closed_on is not None and one.closed_on <= DAY for one in matters
            )
            assert drawn.count(unit) == min(2, there)


def test_a_random_sample_takes_matters_about_which_nobody_came_back():
    quiet = [Candidate(f"A{n}", "town", date(2026, 1, 1), date(2026, 2, 1)) for n in range(9)]

    assert len(chosen(quiet, LookBackRule.RANDOM, as_of=DAY, seed=3)) == 2
    seeds = {chosen(quiet, LookBackRule.RANDOM, as_of=DAY, seed=seed) for seed in range(20)}
    assert len(seeds) > 5


def test_a_check_is_reworked_until_the_reviewer_confirms_and_each_day_is_known_later():
    found = CHECK.answered(answers("promises"), "one", DAY)
    found = found.viewed(answers(), "handler", "town", DAY)
    assert found.differences() == ()
    found = found.locked(LookBackFinding.FAILED, "one", DAY, "town", "没有兑现")
    assert found.differences() == ("promises",)
    found = found.reworked("修好", "钱某", DAY + timedelta(10), "one", DAY)
    late = DAY + timedelta(11)
    assert found.state(late) is LookBackState.LATE
    found = found.reported("修了", PAPER, "handler", "town", late)
    assert found.state(late) is LookBackState.REPORTED
    found = found.decided(True, "看过", "one", late + timedelta(1))

    assert found.state(late + timedelta(1)) is LookBackState.MENDED
    assert found.state(late) is LookBackState.REPORTED
    assert found.state(DAY) is LookBackState.IN_REWORK
    assert found.state(DAY - timedelta(1)) is LookBackState.OPEN


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: one.answered(answers()[:1], "two", DAY), "分派给本人"),
        (lambda one: one.answered((CheckAnswer("facts", LookBackAnswer.NO),), "one", DAY), "写明依据"),
        (lambda one: one.answered((CheckAnswer("x", LookBackAnswer.YES),), "one", DAY), "没有“x”"),
        (lambda one: one.locked(LookBackFinding.HELD, "one", DAY), "还有检查项没有填写"),
        (
            lambda one: one.answered(answers("aid"), "one", DAY).locked(LookBackFinding.HELD, "one", DAY),
            "不能是“落实到位”",
        ),
        (
            lambda one: one.answered(answers(), "one", DAY).locked(
                LookBackFinding.FAILED, "one", DAY, "town", "x"
            ),
            "没有一项未做到",
        ),
        (
            lambda one: one.answered(answers("aid"), "one", DAY).locked(LookBackFinding.FAILED, "one", DAY),
            "归因到单位",
        ),
        (lambda one: one.viewed(answers(), "x", "other", DAY), "只有被检查单位"),
        (lambda one: one.viewed(answers(), "x", "town", DAY).viewed(answers(), "x", "town", DAY), "不能再改"),
        (lambda one: one.reworked("修", "钱", DAY + timedelta(1), "one", DAY), "认定没有落实之后"),
        (lambda one: one.reported("修", PAPER, "x", "town", DAY), "没有下达"),
        (lambda one: one.decided(True, "好", "one", DAY), "没有等待核实"),
        (lambda one: one.viewed(answers(), "x", "town", DAY - timedelta(1)), "早于上一步"),
    ],
)
def test_what_a_check_does_not_allow_is_said_in_a_sentence(change, words):
    with pytest.raises(LookBackError, match=words):
        change(CHECK)


def test_the_own_view_is_closed_once_rework_is_ordered_for_the_unit_has_seen_the_finding():
    failed = CHECK.answered(answers("aid"), "one", DAY).locked(
        LookBackFinding.FAILED, "one", DAY, "town", "没有告知救助"
    )
    ordered = failed.reworked("告知", "钱某", DAY + timedelta(5), "one", DAY)

    with pytest.raises(LookBackError, match="不再填写自查"):
        ordered.viewed(answers(), "x", "town", DAY)
    assert replace(failed).viewed(answers(), "x", "town", DAY).differences() == ("aid",)
