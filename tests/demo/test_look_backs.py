"""Look-backs in the demo, and what is planted in its handling: all is found, and nothing in a clean county.

Planted are, by unit (``workbench.demo.planting``): closures bunched at the end of months, forwarding on the
last days, extensions just before the limit, replies of the same words, received dates changed afterwards. The
look-backs find work undone at every head of the check list, and rework in every state.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.look_backs import LOOK_BACK, LOOK_BACK_ROUND
from workbench.app import Workbench
from workbench.config import Config
from workbench.demo.county import recorded_acts
from workbench.demo.plan import LAST_DAY
from workbench.demo.planting import PLANTED
from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import chosen
from workbench.queries.agenda import proposed_agenda
from workbench.queries.look_back_results import round_result
from workbench.queries.look_backs import candidates
from workbench.queries.signals import handling_signals
from workbench.records.tables import table_of
from workbench.terms import (
    AgendaReason,
    HandlingSignal,
    LookBackAnswer,
    LookBackRule,
    LookBackState,
    PetitionClass,
    Role,
)

OVERSEER = Viewer("audit", "督查", Role.SUPERVISOR, "430682LX")
SINCE = LAST_DAY - timedelta(180)


@pytest.fixture(scope="module")
def kept(county):
    """All rounds and checks of the whole county."""
    with county.reading() as session:
        link = session.connection()
        return {
            shape.what: read_dossiers(link, shape, select(table_of(shape.head)).order_by("id"))
            for shape in (LOOK_BACK_ROUND, LOOK_BACK)
        }


def test_what_is_planted_is_found_at_its_unit_and_nowhere_else(county):
    found = county.ask(handling_signals, OVERSEER, start=SINCE, end=LAST_DAY)

    assert {(one.kind, one.unit) for one in found} == set(PLANTED.items())
    assert all(one.case_nos for one in found)


def test_rounds_of_every_rule_are_drawn_and_all_but_the_last_are_over(kept):
    rounds = kept["回头看批次"]

    assert {one.rule for one in rounds} == set(LookBackRule)
    assert [one.closed_on is None for one in rounds] == [False, False, False, True]


def test_a_round_comes_out_again_from_its_rule_seed_and_day(kept, county):
    for one in kept["回头看批次"]:
        told = {"as_of": one.as_of, "seed": one.seed, "days": one.days, "per_unit": one.per_unit}
        found = county.ask(candidates, county.snapshot(one.as_of))
        again = chosen(found, one.rule, start=one.start, end=one.end, **told)
        # What was recorded only after the round was opened is known today, and was not then.
        assert len(set(again) & set(one.entries)) >= 0.7 * len(one.entries)


def test_checks_find_work_undone_at_every_head_and_rework_stands_in_every_state(kept):
    checks = kept["回头看检查"]
    failed = Counter(
        answer.item for one in checks for answer in one.answers if answer.answer is LookBackAnswer.NO
    )
    states = Counter(one.state(LAST_DAY) for one in checks)

    assert set(failed) == {one.id for one in look_back_data().items}
    assert {LookBackState.OPEN, LookBackState.HELD, LookBackState.MENDED, LookBackState.LATE} <= set(states)
    assert {LookBackState.TO_REWORK, LookBackState.IN_REWORK, LookBackState.REPORTED} & set(states)
    assert any(report.is_confirmed is False for one in checks for report in one.reports)
    assert any(one.differences() for one in checks) and any(
        one.locked_on and not one.differences() for one in checks
    )


def test_late_rework_stands_on_the_agenda_and_in_the_result_of_its_round(kept, county):
    late = {one.case_no for one in kept["回头看检查"] if one.state(LAST_DAY) is LookBackState.LATE}
    agenda = county.ask(proposed_agenda, county.snapshot(LAST_DAY))
    told = [
        unit
        for one in kept["回头看批次"]
        for unit in county.ask(round_result, OVERSEER, one.round_no, as_of=LAST_DAY)
    ]

    assert late <= {one.case_no for one in agenda if AgendaReason.LOOK_BACK_FAILED in one.reasons}
    assert sum(unit.late for unit in told) == len(late)


def test_no_accusation_is_looked_back_at(kept, county):
    drawn = {entry.case_no for one in kept["回头看批次"] for entry in one.entries}
    found = county.snapshot(LAST_DAY).rows("select case_no, petition_class from case_fact")

    assert drawn and not drawn & {no for no, kind in found if kind == PetitionClass.ACCUSATION.value}


def test_in_a_county_without_planting_no_signal_is_found(tmp_path):
    clean = Workbench(Config(database=f"sqlite:///{(tmp_path / 'c.sqlite').as_posix()}", home=tmp_path))
    clean.initialise()
    with clean.desk(OVERSEER.actor, bulk=True, buffer=60_000) as desk:
        for one in recorded_acts(2_000, is_planted=False):
            desk.perform(one.act, now=one.now, actor=one.actor)

    assert clean.ask(handling_signals, OVERSEER, start=SINCE, end=LAST_DAY) == ()
    assert set(HandlingSignal) == set(PLANTED)
    clean.close()
