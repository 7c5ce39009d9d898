"""Three years of the accountability log in the demo: the figures of the report, and every way it goes."""

from collections import Counter
from itertools import pairwise

import pytest

from workbench.access.viewer import Viewer
from workbench.demo.accountability import FIRST_DAY, Accountability
from workbench.demo.county import recorded_acts
from workbench.demo.plan import LAST_DAY
from workbench.queries.accountability import accountability_log
from workbench.queries.accountability_figures import counters
from workbench.terms import ProceedingState, ProceedingStep, Role

CONFERENCE = Viewer("audit", "审计员", Role.AUDITOR)


@pytest.fixture(scope="module")
def log(county):
    return county.ask(accountability_log, CONFERENCE, as_of=LAST_DAY)


def test_three_years_give_ten_units_and_fifteen_persons(county):
    whole, by_year = county.ask(counters, CONFERENCE, as_of=LAST_DAY, since=FIRST_DAY)

    assert (whole.units, whole.persons) == (10, 15)
    assert sum(year.units for year in by_year) == 10
    assert sum(count for year in by_year for _, count in year.forms) == sum(c for _, c in whole.forms) == 25


def test_proceedings_are_in_every_state_and_go_every_way(log):
    states = Counter(line.state for line in log)
    kinds = {one.entry.kind for line in log for one in line.entries}

    assert len(log) == 13
    assert {
        ProceedingState.OPEN, ProceedingState.RECOMMENDED, ProceedingState.DECIDED, ProceedingState.EXPIRED,
        ProceedingState.ENDED,
    } <= set(states)  # fmt: skip
    assert set(ProceedingStep) - {ProceedingStep.VOID} <= kinds
    assert any(one.entry.corrects for line in log for one in line.entries)
    assert len({line.proceeding.unit for line in log}) == 13


def test_the_office_itself_is_held_to_account_by_the_conference(log):
    (own,) = (line for line in log if line.proceeding.unit == "430682XF")

    assert own.proceeding.by_unit == "430682LX"
    assert {one.entry.account for one in own.entries} == {"demo-conference"}


def test_the_log_leaves_the_other_acts_of_the_demo_as_they_were(every_act, monkeypatch):
    monkeypatch.setattr(Accountability, "day", lambda self, day, known: iter(()))
    rest = iter(recorded_acts())
    own = {one.act.sha256 for one in every_act if one.act.kind == "enter_proceeding" and one.act.sha256}
    for one in every_act:
        is_paper = one.act.kind == "keep_evidence" and one.act.sha256 in own
        if one.act.kind not in ("open_proceeding", "enter_proceeding") and not is_paper:
            assert next(rest) == one
    assert next(rest, None) is None


def test_numbers_follow_the_day(log):
    in_turn = sorted(log, key=lambda line: line.proceeding.id)

    assert all(a.proceeding.opened_on <= b.proceeding.opened_on for a, b in pairwise(in_turn))
