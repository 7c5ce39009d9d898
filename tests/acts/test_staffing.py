"""Posts through the desk: registered, handed over, trained, replayed; a unit's own alone."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, OTHER_TOWN, TOWN
from tests.screened import posts
from workbench.acts.base import Actor
from workbench.acts.dossier import UnknownDossierError, read_dossiers
from workbench.acts.staffing import STAFFING, AppointPost, LeavePost, RecordTraining
from workbench.acts.supervision import NotYourUnitError
from workbench.law.staffing import StaffingError
from workbench.records.base import StaleError
from workbench.records.staffing import StaffingRow
from workbench.records.tables import table_of
from workbench.terms import PostKind, Role

HANDLER = Actor("handler", Role.HANDLER, TOWN)
ON = date(2026, 3, 2)
TRAINING = RecordTraining(TOWN, (3, 4), ON, "受理告知")


def register(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), STAFFING, select(table_of(StaffingRow)))[0]


def test_a_handed_over_post_keeps_both_and_replays(either_bench):
    either_bench.perform(*posts(), TRAINING, LeavePost(TOWN, 1, ON, "调动"), actor=HANDLER)
    either_bench.perform(AppointPost(TOWN, PostKind.HEAD, ON, "郑某", "镇长"), actor=HANDLER)

    found = register(either_bench)
    assert found.head_on(date(2026, 3, 1)) == "钱某" and found.head_on(ON) == "郑某"
    assert found.vacant(ON) == (PostKind.SUBSTITUTE,)
    assert [one.holder for one in found.trainings] == [3, 4]
    assert either_bench.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "actor", "error"),
    [
        (AppointPost(TOWN, PostKind.HEAD, ON, "郑某", "镇长"), HANDLER, StaffingError),
        (AppointPost(OTHER_TOWN, PostKind.HEAD, ON, "郑某", "镇长"), HANDLER, NotYourUnitError),
        (replace(TRAINING, unit=OTHER_TOWN), HANDLER, NotYourUnitError),
        (replace(TRAINING, unit=OTHER_TOWN), CLERK, UnknownDossierError),
        (LeavePost(TOWN, 9, ON), CLERK, StaffingError),
    ],
)
def test_what_is_refused_leaves_nothing(bench, act, actor, error):
    bench.perform(*posts(), actor=CLERK)
    before = register(bench)

    with pytest.raises(error):
        bench.perform(act, actor=actor)

    assert register(bench) == before


def test_the_second_of_two_officers_is_told_what_the_first_did(bench):
    bench.perform(*posts(), actor=HANDLER)
    seen = register(bench).version
    bench.perform(TRAINING, actor=CLERK, seen=seen)

    with pytest.raises(StaleError, match="登记培训"):
        bench.perform(LeavePost(TOWN, 3, date(2026, 3, 9)), actor=HANDLER, seen=seen)
