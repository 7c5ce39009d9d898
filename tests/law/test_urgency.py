"""Urgent matters as law: what a record needs, on which days it holds, what its end needs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.architecture.test_charter import LABELS
from workbench.law.urgency import Urgency, UrgencyError, noted
from workbench.terms import UrgencyReason

DAY = date(2026, 3, 2)
URGENT = Urgency(1, "JJ-A-1", "A", UrgencyReason.SAFETY, DAY, DAY, " 山体裂缝扩大 ", " 市政府、应急管理局 ")


def test_an_urgency_is_noted_with_its_facts_and_its_report():
    found = noted(URGENT)

    assert (found.facts, found.reported_to, found.days_to_report) == ("山体裂缝扩大", "市政府、应急管理局", 0)
    assert noted(replace(URGENT, known_on=DAY - timedelta(3))).days_to_report == 3


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"facts": "  "}, "写明紧急的事实"),
        ({"reported_to": ""}, "第二十五条"),
        ({"known_on": DAY + timedelta(1)}, "早于知悉日期"),
    ],
)
def test_what_a_record_lacks_is_said(changed, words):
    with pytest.raises(UrgencyError, match=words):
        noted(replace(URGENT, **changed))


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda one: one.ended(DAY - timedelta(1), "已撤离"), "早于报告之日"),
        (lambda one: one.ended(DAY, " "), "采取了什么措施"),
        (lambda one: one.ended(DAY, "已撤离").ended(DAY, "再次"), "不必再次解除"),
    ],
)
def test_an_end_that_cannot_be_is_refused_in_a_sentence(act, words):
    with pytest.raises(UrgencyError, match=words):
        act(noted(URGENT))


@given(lasts=st.integers(0, 40), asked=st.integers(-5, 60))
def test_a_matter_is_urgent_from_its_report_to_the_day_before_its_end(lasts, asked):
    ended, day = noted(URGENT).ended(DAY + timedelta(lasts), "已撤离"), DAY + timedelta(asked)

    assert ended.holds_on(day) == (0 <= asked < lasts)
    assert (ended.until(day).ended_on is None) == (asked < lasts)
    assert ended.until(day).holds_on(day) == ended.holds_on(day)


def test_the_reasons_are_about_the_matter_and_label_nobody():
    told = "".join(one.label for one in UrgencyReason)

    assert not [label for label in LABELS if label in told]
    assert not any(word in told for word in ("信访人", "人员", "上访", "群体", "舆情"))
