"""Any sequence of acts on a look-back check: blind till both have locked, nothing mended without a document.

Short by default; ``WORKBENCH_LONG_STEPS=100000`` lets it take that many steps.
"""

import os
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.law.test_look_back import DAY
from workbench.law.evidence import EvidenceError, check_evidence
from workbench.law.look_back import LookBack, check_number, check_reviewer
from workbench.law.look_back_answers import CheckAnswer
from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import LookBackError
from workbench.terms import LookBackAnswer, LookBackFinding, LookBackState

LONG = int(os.environ.get("WORKBENCH_LONG_STEPS", "0"))
STEPS = 50
UNIT, OTHER = "town", "other"
PEOPLE = st.sampled_from(["reviewer", "reviewer", "handler", "stranger"])
UNITS = st.sampled_from([UNIT, OTHER, None])
SOME_DAYS = st.sampled_from([0, 0, 0, 1, 3, 20, -1, -9])
DIGESTS = st.sampled_from(["a" * 64, "b" * 64, "no hash", None])
ITEMS = [one.id for one in look_back_data().items]
ANSWERS = st.lists(
    st.builds(
        CheckAnswer,
        item=st.sampled_from([*ITEMS, "nothing"]),
        answer=st.sampled_from([LookBackAnswer.YES, LookBackAnswer.YES, *LookBackAnswer]),
        note=st.sampled_from(["见材料", None]),
    ),
    max_size=6,
)


class Course(RuleBasedStateMachine):
    """One check that anybody may try anything on."""

    @initialize()
    def begin(self):
        self.it = LookBack(1, check_number("R", "A"), "R", "A", UNIT, "reviewer", "office", DAY)
        self.today = DAY
        self.seen: dict[object, LookBackState] = {}

    def on(self, days):
        return self.today + timedelta(days)

    def attempt(self, act):
        try:
            self.it = act()
        except (LookBackError, EvidenceError) as error:
            assert any("\u4e00" <= sign for sign in str(error))
            return False
        return True

    @rule(days=st.integers(1, 15))
    def time_passes(self, days):
        self.today += timedelta(days)

    @rule(answers=ANSWERS, by=PEOPLE, days=SOME_DAYS)
    def answer_some(self, answers, by, days):
        was_locked = self.it.locked_on is not None
        done = self.attempt(lambda: self.it.answered(answers, by, self.on(days)))
        assert not (done and (was_locked or by != "reviewer"))

    @rule(failed=st.sampled_from([None, *ITEMS]), by=PEOPLE)
    def answer_all(self, failed, by):
        given = [
            CheckAnswer(one, LookBackAnswer.NO if one == failed else LookBackAnswer.YES, "见材料")
            for one in ITEMS
        ]
        self.attempt(lambda: self.it.answered(given, by, self.today))

    @rule(
        finding=st.sampled_from(list(LookBackFinding)),
        by=PEOPLE,
        days=SOME_DAYS,
        cause=st.sampled_from([(UNIT, "没有兑现"), (OTHER, "材料没有移交"), (None, None), (UNIT, " ")]),
    )
    def lock(self, finding, by, days, cause):
        self.attempt(lambda: self.it.locked(finding, by, self.on(days), *cause))

    @rule(failed=st.sampled_from([None, *ITEMS]), unit=UNITS, days=SOME_DAYS)
    def view(self, failed, unit, days):
        given = [
            CheckAnswer(one, LookBackAnswer.NO if one == failed else LookBackAnswer.YES, "见材料")
            for one in ITEMS
        ]
        was_ordered = self.it.rework_on is not None
        done = self.attempt(lambda: self.it.viewed(given, "handler", unit, self.on(days)))
        assert not (done and (was_ordered or unit != UNIT))

    @rule(by=PEOPLE, days=SOME_DAYS, span=st.integers(-2, 25), measures=st.sampled_from(["限期执行", " "]))
    def order(self, by, days, span, measures):
        on = self.on(days)
        self.attempt(lambda: self.it.reworked(measures, "钱某", on + timedelta(span), by, on))

    @rule(unit=UNITS, by=PEOPLE, days=SOME_DAYS, digest=DIGESTS)
    def report(self, unit, by, days, digest):
        on = self.on(days)
        self.attempt(lambda: self.it.reported("已整改", check_evidence("照片", on, digest, on), by, unit, on))

    @rule(by=PEOPLE, days=SOME_DAYS, confirmed=st.booleans())
    def decide(self, by, days, confirmed):
        self.attempt(lambda: self.it.decided(confirmed, "到现场看过", by, self.on(days)))

    @invariant()
    def nobody_sees_a_difference_before_both_have_locked(self):
        if self.it.locked_on is None or self.it.viewed_on is None:
            assert self.it.differences() == ()

    @invariant()
    def a_finding_follows_from_whole_answers_and_has_its_cause(self):
        if self.it.locked_on is None:
            assert self.it.finding is None and self.it.rework_on is None and not self.it.reports
            return
        assert [one.item for one in self.it.answers] == ITEMS
        failed = any(one.answer is LookBackAnswer.NO for one in self.it.answers)
        assert (self.it.finding is LookBackFinding.FAILED) == failed
        assert (self.it.cause_unit is not None) == failed and bool(self.it.cause) == failed

    @invariant()
    def nothing_is_mended_without_a_document_that_somebody_else_confirmed(self):
        for one in self.it.reports:
            assert len(one.sha256) == 64
            assert one.decided_by is None or (one.decided_by == "reviewer" and one.decided_by != one.account)
        confirmed = [one for one in self.it.reports if one.is_confirmed]
        assert len(confirmed) <= 1
        if self.it.state(self.it.last_day) is LookBackState.MENDED:
            assert confirmed

    @invariant()
    def days_go_forward_and_a_past_day_stays_what_it_was(self):
        it = self.it
        days = [
            it.assigned_on,
            it.rework_on,
            *(day for one in it.reports for day in (one.on, one.decided_on)),
        ]
        told = [day for day in days if day is not None]
        assert told == sorted(told)
        for day, state in self.seen.items():
            assert it.state(day) is state
        past = min(it.last_day, self.today) - timedelta(10)  # acts are dated back nine days at most
        self.seen[past] = it.state(past)


Course.TestCase.settings = settings(
    max_examples=LONG // STEPS if LONG else 40,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnySequenceOfActs = Course.TestCase


def test_who_handled_leads_or_belongs_to_the_unit_is_never_let_in_as_reviewer():
    new = LookBack(1, "R:A", "R", "A", UNIT, "one", "office", DAY)
    told = {"related": {UNIT}, "handlers": {"handler"}, "leaders": {"leader"}}

    check_reviewer(new, **told)
    for changed in ({"reviewer": "handler"}, {"reviewer": "leader"}, {"reviewer_unit": UNIT}):
        one = LookBack(1, "R:A", "R", "A", UNIT, **{"reviewer": "one", "reviewer_unit": "office", **changed},
                       assigned_on=DAY)  # fmt: skip
        try:
            check_reviewer(one, **told)
        except LookBackError:
            continue
        raise AssertionError(changed)
