"""That a body heard of petition work, through the desk: set, recorded, struck, replayed; the office alone."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, OFFICE, TOWN
from workbench.acts.base import Actor
from workbench.acts.dossier import UnknownDossierError, read_dossiers
from workbench.acts.work_studies import WORK_STUDY, RecordStudy, SetStudyInterval, StrikeStudy
from workbench.law.work_study import WorkStudyError
from workbench.records.base import StaleError
from workbench.records.tables import table_of
from workbench.records.work_studies import WorkStudyRow
from workbench.terms import Role, StudyBody

BODY, ON = StudyBody.STANDING_COMMITTEE, date(2026, 3, 10)
INTERVAL = SetStudyInterval(BODY, 3, date(2026, 1, 1), "市委办〔2026〕2号")
STUDY = RecordStudy(BODY, ON, "市委常委会第三次会议", "纪要〔2026〕3号", "信访形势", "按月调度")
TOMORROW = date(2026, 4, 1)
BOSS = Actor("boss", Role.SUPERVISOR, OFFICE)
IN_A_UNIT = Actor("x", Role.CLERK, TOWN)


def record(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), WORK_STUDY, select(table_of(WorkStudyRow)))


def test_two_bodies_have_a_record_each_and_it_replays(either_bench):
    of_government = RecordStudy(StudyBody.GOVERNMENT, ON, "市政府常务会议", "纪要〔2026〕1号", "信访形势")
    either_bench.perform(STUDY, INTERVAL, of_government, actor=CLERK)
    either_bench.perform(StrikeStudy(BODY, 1, date(2026, 3, 12), "登记错了会议"), actor=BOSS)

    committee, government = sorted(record(either_bench), key=lambda one: one.id)
    assert (committee.body, government.body) == (BODY, StudyBody.GOVERNMENT)
    assert committee.due_on(date(2026, 3, 13)) == date(2026, 4, 1) and committee.sessions[0].paper
    assert government.sessions[0].decided == "" and not government.intervals
    assert either_bench.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "actor", "error"),
    [
        (STUDY, IN_A_UNIT, WorkStudyError),
        (INTERVAL, IN_A_UNIT, WorkStudyError),
        (StrikeStudy(BODY, 1, ON, "错"), IN_A_UNIT, WorkStudyError),
        (StrikeStudy(BODY, 1, ON, "错"), BOSS, UnknownDossierError),
    ],
)
def test_what_is_refused_leaves_nothing(bench, act, actor, error):
    with pytest.raises(error):
        bench.perform(act, actor=actor)

    assert record(bench) == []


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (replace(STUDY, on=TOMORROW), "会议日期"),
        (replace(INTERVAL, since=TOMORROW), "起算日期"),
        (StrikeStudy(BODY, 1, TOMORROW, "错"), "撤销日期"),
    ],
)
def test_a_day_that_has_not_come_is_refused_by_the_act_itself(bench, act, what):
    bench.perform(STUDY, actor=CLERK)

    with pytest.raises(WorkStudyError, match=f"{what}（2026-04-01）晚于今天（2026-03-31）"):
        bench.perform(act, actor=CLERK)


def test_the_office_may_and_the_second_of_two_is_told_what_the_first_did(bench):
    bench.perform(INTERVAL, actor=Actor("x", Role.SUPERVISOR, OFFICE))
    (found,) = record(bench)
    bench.perform(STUDY, actor=CLERK, seen=found.version)

    with pytest.raises(StaleError, match="登记听取汇报"):
        bench.perform(STUDY, actor=CLERK, seen=found.version)
