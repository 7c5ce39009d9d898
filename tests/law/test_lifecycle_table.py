"""The table of the lifecycle: every pair of state and step, what is possible, what the file itself says."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from importlib.resources import files as resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.courses import SENT, SERVED
from tests.law.histories import CALENDARS, files, lawful_files
from tests.law.story import OTHER, TOWN, day, play, step, story
from workbench.law import lifecycle_table
from workbench.law.facts import CaseFile
from workbench.law.lifecycle import NotAllowedError, advance, check_by_hand, possibilities, standings
from workbench.law.lifecycle_table import table
from workbench.law.tables import LawDataError
from workbench.terms import (
    CaseState,
    Outcome,
    PetitionClass,
    Satisfaction,
    Step,
)

ARTICLE = re.compile(r"第[一二三四五六七八九十]+条")
CHINESE = re.compile(r"[一-鿿]")


def every_step(kind: Step, on: date):
    """A step of this kind with everything a step can say."""
    return step(
        kind, on.isoformat(), unit=TOWN, to_unit=OTHER, received_on=on, outcome=Outcome.EXPLAIN, days=10,
        satisfaction=Satisfaction.SATISFIED, petition_class=PetitionClass.CLAIM, approved_by_head=True,
    )  # fmt: skip


@pytest.mark.parametrize("kind", Step)
@pytest.mark.parametrize("state", [None, *CaseState])
def test_every_pair_advances_or_says_why_not_in_chinese_with_an_article(state, kind):
    file = CaseFile("例") if state is None else story(*SENT)

    try:
        after = advance(state, file, every_step(kind, date(2026, 3, 9)))
    except NotAllowedError as error:
        assert CHINESE.search(str(error))
        assert ARTICLE.search(str(error))
        assert ARTICLE.search(error.article)
    else:
        assert after in CaseState


@settings(max_examples=80, deadline=None)
@given(files())
def test_only_pairs_of_the_table_change_the_state(file):
    state = None
    ordered = {one.number: one for one in file.steps}
    for standing in standings(file):
        row = table().rows[state][ordered[standing.step].kind]
        assert row.to in (None, standing.state)
        assert standing.since == ordered[standing.step].on
        state = standing.state


@settings(max_examples=60, deadline=None)
@given(lawful_files(), st.integers(0, 60))
def test_what_is_said_to_be_possible_is_not_refused_by_the_procedure(file, gap):
    on = file.steps[-1].on + timedelta(gap)
    state = standings(file)[-1].state
    for one in possibilities(file, on, calendars=CALENDARS):
        assert ARTICLE.search(one.article) and one.who and one.evidence
        if not one.allowed:
            assert CHINESE.search(one.why)
            with pytest.raises(NotAllowedError):
                check_by_hand(state, file, every_step(one.step, on), calendars=CALENDARS)
                advance(state, file, every_step(one.step, on), calendars=CALENDARS)
        else:
            assert one.step in table().rows[state]


@settings(max_examples=60, deadline=None)
@given(lawful_files())
def test_the_standing_of_a_lawful_file_is_where_its_steps_led(file):
    state, known = None, CaseFile(file.case_no)
    for one in file.steps:
        state = advance(state, known, one, calendars=CALENDARS)
        known = known.with_step(one)

    assert standings(file)[-1].state is state


def test_the_page_of_a_matter_says_what_may_be_done_and_until_when():
    file, _ = play(*SERVED)

    said = {one.step: one for one in possibilities(file, day("2026-04-10"))}

    assert said[Step.CONCLUDE].allowed
    assert "2026-05-06" in said[Step.REQUEST_REEXAMINATION].why  # 05-03 is a holiday, 05-06 the next day
    assert "信访人的权利" in said[Step.REQUEST_REEXAMINATION].why
    assert not said[Step.ACCEPT].allowed and said[Step.ACCEPT].why
    assert set(said) == set(Step)


def test_the_possibilities_of_the_past_are_those_of_the_past():
    file, _ = play(*SERVED)

    said = {one.step: one.allowed for one in possibilities(file, day("2026-03-05"))}

    assert said[Step.OBJECT] and said[Step.ACCEPT] and not said[Step.CONCLUDE]


def test_the_table_knows_every_step_and_state_and_where_it_comes_from():
    reached = {row.to for rows in table().rows.values() for row in rows.values() if row.to}

    assert set(table().rules) == set(Step)
    assert reached | {
        CaseState.SERVED, CaseState.EXTENDED, CaseState.EXECUTING, CaseState.REEXAMINED, CaseState.FINALIZED,
    } >= set(CaseState)  # fmt: skip
    assert table().source and table().date == date(2022, 5, 1)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('to = "declined"', 'to = "elsewhere"', "没有名为“elsewhere”的状态"),
        ('from = ["objected"]', 'from = ["nowhere"]', "没有名为“nowhere”的状态"),
        ('step = "handle_directly"', 'step = "handel_directly"', "没有名为“handel_directly”的步骤"),
        (
            'guards = ["receipt", "class_and_path", "simple"]',
            'guards = ["reciept"]',
            "没有名为“reciept”的检查",
        ),
        ("[step.rate]", "[step.rate]\nsurplus = 1", "核对拼写"),
    ],
)
def test_a_wrong_entry_of_the_table_is_named(monkeypatch, old, new, what):
    text = resources("workbench.law").joinpath("lifecycle.toml").read_text("utf-8")
    assert old in text
    monkeypatch.setattr(lifecycle_table, "read_table", lambda _name: tomllib.loads(text.replace(old, new, 1)))

    with pytest.raises(LawDataError, match=what):
        table.__wrapped__()
