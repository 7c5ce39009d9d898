"""Any sequence of entries: nothing is overwritten, nobody is decided upon unheard, nothing follows by itself.

Short by default; ``WORKBENCH_LONG_STEPS=100000`` walks so many steps.
"""

from __future__ import annotations

import os
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.law.accountability_log import (
    BODY,
    CONFERENCE,
    GIVEN,
    KINDS,
    ON,
    PAPER,
    S,
    decided,
    entry,
    heard,
    make_proceeding,
    recommended,
    with_person,
)
from workbench.law.accountability import AccountabilityError, Proceeding
from workbench.law.accountability_data import NOT_PURSUED
from workbench.law.accountability_turns import was_heard
from workbench.law.evidence import EvidenceError
from workbench.terms import ProceedingState, ReexaminationResult

LONG = int(os.environ.get("WORKBENCH_LONG_STEPS", "0"))
FORMS = ("none", "circular", "admonition", "warning", "demerit", "talk")
MONTHS = {"warning": 6, "demerit": 12}
CONCLUDED = (ProceedingState.DECIDED, ProceedingState.EXPIRED)
forward = st.integers(-1, 6)
back = st.integers(0, 6)
numbers = st.integers(1, 15)
subjects = st.sampled_from([None, None, 5, 5, 6, 7, 8])


class LogMachine(RuleBasedStateMachine):
    """One proceeding, whatever is entered; refusals change nothing."""

    @initialize(start=st.sampled_from([make_proceeding, recommended, heard, decided, with_person]))
    def open(self, start) -> None:
        self.proceeding: Proceeding = start()
        self.today = self.proceeding.entries[-1].on

    def attempt(self, step, days, ago, **facts) -> None:
        on = self.today + timedelta(days)
        happened = on - timedelta(ago)
        before = self.proceeding
        if "due_on" in GIVEN.get(step, {}):
            facts.setdefault("due_on", happened + timedelta(5))
        if "dated_on" in {**GIVEN.get(step, {}), **facts}:
            facts["dated_on"] = happened
        try:
            self.proceeding = before.entered(
                entry(step, on, **{"happened_on": happened, **facts}), KINDS.__getitem__
            )
        except (AccountabilityError, EvidenceError):
            assert self.proceeding is before
            return
        self.today = max(self.today, on)
        assert self.proceeding.entries[:-1] == before.entries  # nothing is overwritten
        assert before.until(date.max) == before

    @rule(step=st.sampled_from([S.FACT, S.CLAUSE, S.RECOMMEND, S.FEEDBACK, S.PERSON]), days=forward, ago=back)
    def investigate(self, step, days, ago) -> None:
        self.attempt(step, days, ago)

    @rule(step=st.sampled_from([S.INVITE, S.DEFENCE, S.WAIVER]), days=forward, ago=back, subject=subjects)
    def hear(self, step, days, ago, subject) -> None:
        self.attempt(step, days, ago, subject=subject)

    @rule(
        unit=st.sampled_from([BODY, CONFERENCE]),
        step=st.sampled_from([S.RECOMMEND, S.FEEDBACK]),
        days=forward,
    )
    def turn_to(self, unit, step, days) -> None:
        self.attempt(step, days, 0, unit=unit)

    @rule(
        form=st.sampled_from(FORMS), days=forward, ago=back, subject=subjects,
        unit=st.sampled_from([BODY, BODY, CONFERENCE]),
    )  # fmt: skip
    def decide(self, form, days, ago, subject, unit) -> None:
        months = MONTHS.get(form)
        self.attempt(S.DECISION, days, ago, subject=subject, form=form, months=months, unit=unit)

    @rule(days=forward, subject=subjects, form=st.sampled_from([None, None, *FORMS]))
    def object(self, days, subject, form) -> None:
        self.attempt(S.OBJECTION, days, 0, subject=subject, form=form)

    @rule(result=st.sampled_from(list(ReexaminationResult)), days=forward, subject=subjects)
    def re_examine(self, result, days, subject) -> None:
        changed = {"form": "circular"} if result is ReexaminationResult.CHANGED else {}
        self.attempt(S.REEXAMINATION, days, 0, subject=subject, result=result, **changed)

    @rule(step=st.sampled_from([S.RECTIFICATION, S.PUBLICATION, S.END]), days=forward)
    def follow(self, step, days) -> None:
        if step is not S.END or len(self.proceeding.entries) > 12:
            self.attempt(step, days, 0)

    @rule(number=numbers, days=forward)
    def make_void(self, number, days) -> None:
        self.attempt(S.VOID, days, 0, corrects=number, why="误记")

    @precondition(lambda self: len(self.proceeding.entries) > 1)
    @rule(data=st.data(), days=forward, ago=st.integers(0, 30))
    def correct(self, data, days, ago) -> None:
        number = data.draw(st.integers(1, len(self.proceeding.entries)))
        old = self.proceeding.entries[number - 1]
        facts = {"corrects": number, "why": "更正", "subject": old.subject}
        if old.kind is S.DECISION:
            facts |= {"form": old.form, "months": old.months}
        if old.kind is not S.LEAD:
            self.attempt(old.kind, days, ago, **facts)

    @invariant()
    def nobody_is_decided_upon_unheard(self) -> None:
        standing = self.proceeding.standing
        for _, one in standing:
            if one.kind is S.DECISION:
                assert was_heard(standing, one.subject, one.happened_on)
                assert one.document_no and one.sha256 == PAPER["sha256"]
                assert one.unit in {asked.unit for _, asked in standing if asked.kind is S.RECOMMEND}

    @invariant()
    def a_subject_has_each_form_once_and_a_body_is_asked_and_answers_once(self) -> None:
        standing = self.proceeding.standing
        decided = [(one.subject, one.form) for _, one in standing if one.kind is S.DECISION]
        asked = [one.unit for _, one in standing if one.kind is S.RECOMMEND]
        answers = [one for _, one in standing if one.kind is S.FEEDBACK]
        assert len(decided) == len(set(decided)) and len(asked) == len(set(asked))
        assert len(answers) <= len(asked)

    @invariant()
    def a_person_stands_on_a_finding_and_a_recommendation(self) -> None:
        standing = dict(self.proceeding.standing)
        kinds = [one.kind for one in standing.values()]
        for one in standing.values():
            if one.subject is not None:
                assert standing[one.subject].kind is S.PERSON
        assert S.PERSON not in kinds or S.RECOMMEND in kinds

    @invariant()
    def what_is_concluded_has_a_decision_and_no_open_objection(self) -> None:
        state = self.proceeding.state(self.today)
        effects = self.proceeding.effects(self.today)
        assert state not in CONCLUDED or effects
        for effect in effects:
            if effect.last_day is not None:
                assert effect.last_day > effect.decided_on
            assert effect.form != NOT_PURSUED or not effect.counts

    @invariant()
    def a_past_day_says_what_it_said(self) -> None:
        for as_of in (ON, self.today):
            assert self.proceeding.state(as_of) is self.proceeding.until(as_of).state(as_of)


TestLog = LogMachine.TestCase
TestLog.settings = settings(
    max_examples=max(60, LONG // 50),
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
