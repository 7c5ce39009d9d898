"""Reviews of case files at the desk: kept, blind, replayed; who handled a matter does not judge it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, OFFICE, OTHER_TOWN, make_register
from tests.reviewed import ONE, OTHER, THIRD, answered, assigned, locked, opened, reviewed_to_the_end
from workbench.acts.dossier import read_dossiers
from workbench.acts.file_reviews import SHEET, AnswerItems
from workbench.acts.ownership import AssignOwnership, LeaderDraft, MemberDraft
from workbench.law.file_review import result
from workbench.law.review_round import ReviewError
from workbench.records.base import StaleError
from workbench.records.file_reviews import ReviewSheetRow
from workbench.records.tables import table_of
from workbench.terms import OwnershipSource, TeamRole


@pytest.fixture
def drawn(either_bench):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    either_bench.perform(opened("A"), actor=ONE)
    return either_bench


def sheets(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), SHEET, select(table_of(ReviewSheetRow)).order_by("id"))


def test_a_review_to_the_end_is_read_back_and_replays(either_bench):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    for act, actor in reviewed_to_the_end("A"):
        either_bench.perform(act, actor=actor)

    one, other = sheets(either_bench)
    assert (one.score, other.score) == (100.0, 100.0)
    assert [finding.fail for finding in one.fails] == ["F3"]
    assert result([one, other]) is None  # only one of two found the fail
    assert either_bench.verify_ledger().is_sound


def test_a_third_is_called_where_two_differ(drawn):
    for act, actor in (
        (assigned("A", 1, ONE), ONE),
        (assigned("A", 2, OTHER), ONE),
        (answered("A", 1, C1=0, B2=0), ONE),
        (locked("A", 1), ONE),
        (answered("A", 2), OTHER),
        (locked("A", 2), OTHER),
        (assigned("A", 3, THIRD), ONE),
        (answered("A", 3, C1=0), THIRD),
        (locked("A", 3), THIRD),
    ):
        drawn.perform(act, actor=actor)

    assert result(sheets(drawn)).score == 92.0


def test_who_registered_the_matter_and_who_is_not_assigned_are_refused(drawn):
    with pytest.raises(ReviewError, match="参与过"):
        drawn.perform(assigned("A", 1, CLERK), actor=ONE)
    with pytest.raises(ReviewError, match="不在"):
        drawn.perform(assigned("B", 1, ONE), actor=ONE)
    drawn.perform(assigned("A", 1, ONE), actor=ONE)
    with pytest.raises(ReviewError, match="本人"):
        drawn.perform(answered("A", 1), actor=OTHER)


def test_who_owned_the_matter_or_is_of_its_team_does_not_review_its_file(drawn):
    """HR7: the leader judged his own work; he is refused as a look-back refuses him."""
    team = (MemberDraft(TeamRole.LEAD, OTHER_TOWN, "张某", "镇长"),)
    leader = LeaderDraft("430682", "赵某", "市长", "zhao.owner")
    given = AssignOwnership(
        "BA-A-1", "A", date(2026, 2, 2), OwnershipSource.SUPERIOR, leader, "甲", "乙", team
    )
    drawn.perform(given, actor=CLERK)

    with pytest.raises(ReviewError, match="包案领导"):
        drawn.perform(replace(assigned("A", 1, ONE), reviewer="zhao.owner"), actor=ONE)
    with pytest.raises(ReviewError, match="包案班子"):
        drawn.perform(replace(assigned("A", 1, ONE), reviewer_unit=OTHER_TOWN), actor=ONE)
    drawn.perform(assigned("A", 1, ONE), actor=ONE)


def test_a_closed_round_takes_no_more_answers(either_bench):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    for act, actor in reviewed_to_the_end("A"):
        either_bench.perform(act, actor=actor)

    with pytest.raises(ReviewError, match="结束"):
        either_bench.perform(assigned("A", 3, THIRD), actor=ONE)


def test_the_same_sheet_in_two_windows_does_not_lose_answers(drawn, reopen):
    drawn.perform(assigned("A", 1, ONE), actor=ONE)
    part = AnswerItems("PC-1/A/1", answered("A", 1).on, answered("A", 1).answers[:3])
    drawn.perform(part, actor=ONE, seen=1)

    with pytest.raises(StaleError, match="填写评查表"):
        reopen(drawn).perform(answered("A", 1), actor=ONE, seen=1)
    assert len(sheets(drawn)[0].answers) == 3
    assert OFFICE == ONE.unit
