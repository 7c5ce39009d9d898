"""Appraisals at the desk: kept, objected to, answered, final and unchanged, replayed, and by two at once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.appraised import (
    ANSWER,
    BOSS,
    MONTH,
    NOTICE,
    NUMBER,
    OUT,
    OWN,
    UNTIL,
    accepted,
    appraised_to_the_end,
    declined,
    drafted,
    final,
    objected,
    published,
)
from tests.factories import DEPARTMENT, OTHER_TOWN, TOWN
from workbench.acts.appraisals import APPRAISAL
from workbench.acts.base import Actor
from workbench.acts.dossier import read_dossiers
from workbench.acts.supervision import NotYourUnitError
from workbench.law.appraisal import AppraisalError
from workbench.law.appraisal_parts import SheetLine
from workbench.law.reply_days import DayOffError
from workbench.records.appraisals import AppraisalRow
from workbench.records.base import StaleError
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import Role


def sheets(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), APPRAISAL, select(table_of(AppraisalRow)).order_by("id"))


def perform(bench, *pairs):
    for act, actor in pairs:
        bench.perform(act, actor=actor)


def test_a_month_to_the_end_is_read_back_and_replays(either_bench):
    perform(either_bench, *appraised_to_the_end())

    first, second = sheets(either_bench)
    assert first.line(TOWN, NOTICE) == SheetLine(TOWN, NOTICE, 4, 4)
    assert first.line(TOWN, ANSWER) is None
    assert (first.final_on, first.snapshot) == (date(2026, 2, 12), "a" * 64)
    assert (second.replaces, second.why, second.final_on) == (NUMBER, "漏计一件", None)
    assert [one.points for one in second.items] and len(second.units) == 2
    assert either_bench.verify_ledger().is_sound


def test_a_final_sheet_does_not_change_and_its_correction_is_another_edition(bench):
    perform(bench, *appraised_to_the_end())
    before = sheets(bench)[0]

    for act in (published(), objected("files_passed"), final(), accepted()):
        with pytest.raises(AppraisalError, match="取代"):
            bench.perform(act, actor=BOSS)
    with pytest.raises(AppraisalError, match=f"已有“{NUMBER[:-1]}2”"):
        bench.perform(drafted(2, replaces=NUMBER, why="再更正"), actor=BOSS)
    assert sheets(bench)[0] == before


def test_a_month_has_one_sheet_and_then_its_corrections(bench):
    with pytest.raises(AppraisalError, match="第一版"):
        bench.perform(drafted(2, replaces=NUMBER, why="漏计"), actor=BOSS)
    bench.perform(drafted(), actor=BOSS)
    with pytest.raises(AppraisalError, match="更正"):
        bench.perform(drafted(), actor=BOSS)


@pytest.mark.parametrize(
    ("act", "actor", "error", "told"),
    [
        (drafted(), OWN, AppraisalError, "只有信访部门"),
        (replace(drafted(), items=drafted().items[1:]), BOSS, AppraisalError, "考核表不符"),
        (
            replace(drafted(), items=(replace(drafted().items[0], points=11), *drafted().items[1:])),
            BOSS,
            AppraisalError,
            "考核表不符",
        ),
        (
            replace(drafted(), items=(replace(drafted().items[0], figure="received"), *drafted().items[1:])),
            BOSS,
            AppraisalError,
            "考核表不符",
        ),
    ],
)
def test_a_draft_follows_the_sheet_in_force_and_is_the_offices(bench, act, actor, error, told):
    with pytest.raises(error, match=told):
        bench.perform(act, actor=actor)
    assert sheets(bench) == []


def test_unknown_units_and_closed_days_are_refused(bench):
    unknown = replace(drafted().units[0], unit="nowhere")
    with pytest.raises(UnknownUnitError):
        bench.perform(replace(drafted(), units=(*drafted().units, unknown)), actor=BOSS)
    bench.perform(drafted(), actor=BOSS)
    with pytest.raises(DayOffError):
        bench.perform(published(until=date(2026, 2, 17)), actor=BOSS)  # Spring Festival


def test_a_unit_objects_for_itself_and_nobody_answers_his_own(bench):
    perform(bench, (drafted(), BOSS), (published(), BOSS))
    with pytest.raises(NotYourUnitError):
        bench.perform(objected(), actor=Actor("other", Role.HANDLER, OTHER_TOWN))
    bench.perform(objected(), actor=OWN)
    with pytest.raises(AppraisalError, match="只有信访部门"):
        bench.perform(accepted(), actor=Actor("department", Role.SUPERVISOR, DEPARTMENT))
    with pytest.raises(AppraisalError, match="更正后的"):
        bench.perform(replace(accepted(), numerator=None), actor=BOSS)
    with pytest.raises(AppraisalError, match="不写更正数"):
        bench.perform(replace(declined(NOTICE), numerator=1, denominator=1), actor=BOSS)


def test_two_who_answer_the_same_page_do_not_overwrite_each_other(either_bench, reopen):
    perform(either_bench, (drafted(), BOSS), (published(), BOSS), (objected(), OWN), (objected(ANSWER), OWN))
    seen = sheets(either_bench)[0].version
    either_bench.perform(accepted(), actor=BOSS, seen=seen)

    with pytest.raises(StaleError, match="答复月考核异议"):
        reopen(either_bench).perform(declined(), actor=Actor("second", Role.SUPERVISOR), seen=seen)
    assert [one.answered_on is None for one in sheets(either_bench)[0].objections] == [False, True]


def test_reasons_and_answers_stand_in_the_ledger_only_as_commitments(bench):
    perform(bench, *appraised_to_the_end())
    with bench.reading() as session:
        bodies = session.connection().exec_driver_sql("select body from ledger_entry").scalars().all()

    assert not any(words in body for body in bodies for words in ("漏录", "回证", "漏计一件"))
    assert any('"snapshot":"' in body and MONTH.isoformat() in body for body in bodies)
    assert OUT < UNTIL
