"""Leaders' instructions: owed until shown and confirmed by others; late by the day the leader set.

``WORKBENCH_LONG_STEPS=100000`` lets the machine at the end take that many steps.
"""

import os
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from workbench.law.evidence import Evidence
from workbench.law.instruction import Instruction, InstructionError, OwnVerdictError
from workbench.terms import InstructionKind, InstructionState

GIVEN = date(2026, 3, 2)
DUE = date(2026, 3, 12)
PROOF = Evidence("照片", date(2026, 3, 4), "a" * 64)
OWES, OTHER = "TOWN", "OFFICE"
OWING = frozenset({OWES, "VILLAGE"})


def make(**facts):
    given = {
        "id": 1,
        "instruction_no": "PS-1",
        "kind": InstructionKind.LETTER,
        "case_no": "A",
        "leader": "刘书记",
        "post": "市委书记",
        "given_on": GIVEN,
        "text": "请桃林镇阅处，十日内报结果。",
        "to_unit": OWES,
        "due_on": DUE,
        **facts,
    }
    return Instruction(**given)


def confirm(instruction, on):
    return instruction.confirmed(on, by_unit=OTHER, owing=OWING)


@pytest.mark.parametrize("field", ["leader", "post", "text"])
def test_an_instruction_says_who_asked_for_what(field):
    with pytest.raises(InstructionError, match="缺少"):
        make(**{field: ""})


def test_the_day_it_is_due_does_not_lie_before_it_was_given():
    with pytest.raises(InstructionError, match="限办日期早于批示日期"):
        make(due_on=GIVEN - timedelta(1))


@pytest.mark.parametrize("by_unit", [OWES, "VILLAGE"])
def test_the_unit_that_owes_it_judges_nothing(by_unit):
    reported = make().reported(DUE, "已修复", PROOF)

    with pytest.raises(OwnVerdictError, match="不能自行认定"):
        reported.confirmed(DUE, by_unit=by_unit, owing=OWING)
    with pytest.raises(OwnVerdictError):
        reported.returned(DUE, "不实", by_unit=by_unit, owing=OWING)


def test_a_report_waits_until_it_is_judged():
    reported = make().reported(DUE, "已修复", PROOF)

    with pytest.raises(InstructionError, match="还没有认定"):
        reported.reported(DUE, "又报", PROOF)
    back = reported.returned(date(2026, 3, 13), "照片不是现场", by_unit=None, owing=OWING)
    assert back.waiting is None
    with pytest.raises(InstructionError, match="反馈日期早于2026-03-13"):
        back.reported(DUE, "再报", PROOF)
    again = back.reported(date(2026, 3, 15), "补拍现场", PROOF)
    assert [one.returned_why for one in again.reports] == ["照片不是现场", None]


def test_what_was_confirmed_is_not_changed_any_more():
    done = confirm(make().reported(DUE, "已修复", PROOF), DUE)

    for act in (
        lambda: done.reported(DUE, "又报", PROOF),
        lambda: confirm(done, DUE),
        lambda: done.returned(DUE, "错", by_unit=OTHER, owing=OWING),
    ):
        with pytest.raises(InstructionError, match="不再变动"):
            act()


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: make().reported(GIVEN, " ", PROOF), "缺少落实情况"),
        (lambda: make().reported(GIVEN - timedelta(1), "早", PROOF), "反馈日期早于"),
        (lambda: confirm(make(), DUE), "没有待认定的反馈"),
        (lambda: confirm(make().reported(DUE, "已修", PROOF), GIVEN), "早于反馈日期"),
        (
            lambda: make().reported(DUE, "已修", PROOF).returned(DUE, "", by_unit=OTHER, owing=OWING),
            "退回须写明理由",
        ),
    ],
)
def test_what_is_incomplete_or_out_of_order_is_refused(act, sentence):
    with pytest.raises(InstructionError, match=sentence):
        act()


REPORTED = make().reported(date(2026, 3, 10), "已修复", PROOF)
RETURNED = REPORTED.returned(date(2026, 3, 14), "不实", by_unit=OTHER, owing=OWING)
LATE_DONE = confirm(RETURNED.reported(date(2026, 3, 20), "重做", PROOF), date(2026, 3, 22))


@pytest.mark.parametrize(
    ("instruction", "as_of", "state", "late"),
    [
        (make(), DUE, InstructionState.OPEN, 0),
        (make(), DUE + timedelta(3), InstructionState.LATE, 3),
        (make(due_on=None), date(2027, 1, 1), InstructionState.OPEN, 0),
        (REPORTED, date(2026, 3, 9), InstructionState.OPEN, 0),
        (REPORTED, date(2026, 4, 9), InstructionState.REPORTED, 0),
        (RETURNED, date(2026, 3, 13), InstructionState.REPORTED, 0),
        (RETURNED, date(2026, 3, 14), InstructionState.LATE, 2),
        (confirm(REPORTED, DUE), DUE, InstructionState.DONE, 0),
        (confirm(REPORTED, date(2026, 5, 1)), date(2026, 6, 1), InstructionState.DONE, 0),
        (LATE_DONE, date(2026, 3, 21), InstructionState.REPORTED, 8),
        (LATE_DONE, date(2026, 6, 1), InstructionState.DONE_LATE, 8),
    ],
)
def test_what_can_be_said_of_an_instruction_on_a_day(instruction, as_of, state, late):
    assert (instruction.state(as_of), instruction.days_late(as_of)) == (state, late)


def test_nothing_is_known_of_it_before_it_was_given():
    assert make().until(GIVEN - timedelta(1)) is None
    assert make().days_late(GIVEN - timedelta(1)) == 0


class Course(RuleBasedStateMachine):
    """Whatever is tried, by whomever: nothing is done without evidence and another unit's word."""

    units = st.sampled_from([OWES, "VILLAGE", OTHER, "CITY", None])

    def __init__(self):
        super().__init__()
        self.now = make()
        self.day = GIVEN
        self.judges = []

    @rule(days=st.integers(0, 6))
    def time_goes_by(self, days):
        self.day += timedelta(days)

    @rule(text=st.sampled_from(["做了", ""]))
    def report(self, text):
        self._try(lambda: self.now.reported(self.day, text, PROOF))

    @rule(unit=units, why=st.sampled_from(["不实", ""]))
    def send_back(self, unit, why):
        self._try(lambda: self.now.returned(self.day, why, by_unit=unit, owing=OWING))

    @rule(unit=units)
    def confirm(self, unit):
        if self._try(lambda: self.now.confirmed(self.day, by_unit=unit, owing=OWING)):
            self.judges.append(unit)

    @invariant()
    def done_means_shown_and_agreed_to_by_others(self):
        done = self.now.state(self.day) in (InstructionState.DONE, InstructionState.DONE_LATE)
        assert done == (self.now.confirmed_on is not None) == bool(self.judges)
        if done:
            assert self.now.reports[-1].evidence_sha256 and self.now.reports[-1].returned_on is None
            assert not {*self.judges} & OWING and len(self.judges) == 1

    @invariant()
    def an_earlier_day_is_told_as_it_was(self):
        for back in range(0, 10, 3):
            day = self.day - timedelta(back)
            then = self.now.until(day)
            assert then is None or (then.until(day), then.state(day)) == (then, self.now.state(day))

    @invariant()
    def days_late_are_counted_from_the_day_the_leader_set(self):
        late = self.now.days_late(self.day)
        assert 0 <= late <= max(0, (self.day - DUE).days)
        assert replace(self.now, due_on=None).days_late(self.day) == 0

    def _try(self, act):
        try:
            self.now = act()
        except InstructionError:
            return False
        return True


STEPS = int(os.environ.get("WORKBENCH_LONG_STEPS", "0")) or 2_000
Course.TestCase.settings = settings(max_examples=max(1, STEPS // 50), stateful_step_count=50, deadline=None)
test_no_course_of_acts_makes_a_unit_its_own_judge = Course.TestCase
