"""Look-backs as of a day: what may enter, who sees what and when, the result by unit, the ledger."""

import io
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.looked_back import (
    HANDLER,
    PAPER,
    REVIEWER,
    ROUND,
    SUPERVISOR,
    answered,
    assigned,
    decided,
    locked,
    looked_back_to_the_end,
    opened,
    ordered,
    reported,
    viewed,
)
from tests.queries.test_signals import worked
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.ownership import AssignOwnership, LeaderDraft
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.law.look_back_round import chosen
from workbench.queries.agenda import proposed_agenda
from workbench.queries.look_back_ledger import headings, look_back_ledger
from workbench.queries.look_back_results import failed_look_backs, rework, round_result
from workbench.queries.look_backs import (
    LookBackNotFoundError,
    candidates,
    check_page,
    rounds,
    worklist,
)
from workbench.terms import (
    AgendaReason,
    LookBackRule,
    LookBackState,
    OwnershipSource,
    PetitionClass,
    RepeatRelation,
    RepeatVerdict,
    Role,
)

TODAY = date(2026, 3, 31)
NUMBER = f"{ROUND}:A"
OVERSEER = Viewer("supervisor", "督查", Role.SUPERVISOR, OFFICE)
OWN = Viewer("handler", "经办", Role.HANDLER, TOWN)
CHECKER = Viewer("reviewer-one", "评查", Role.REVIEWER, OFFICE)


@pytest.fixture
def with_check(bench):
    bench.perform(make_register(case_no="A"), opened("A"), assigned("A"), actor=SUPERVISOR)
    return bench


def page(bench, viewer, as_of=TODAY):
    return bench.ask(check_page, viewer, NUMBER, as_of=as_of)


def test_neither_side_sees_the_other_before_it_has_locked_its_own(with_check):
    bench = with_check
    bench.perform(viewed("A"), actor=HANDLER)
    assert page(bench, CHECKER).line.check.own_view == ()
    assert page(bench, CHECKER).hides_view and page(bench, OVERSEER).line.check.own_view == ()
    bench.perform(answered("A", "promises"), actor=REVIEWER)
    assert page(bench, OWN).line.check.answers == ()
    bench.perform(locked("A", failed=True), actor=REVIEWER)

    for viewer in (CHECKER, OWN, OVERSEER):
        check = page(bench, viewer).line.check
        assert check.differences() == ("promises",)
        assert check.answers and check.own_view


def test_a_unit_that_gave_no_view_does_not_see_the_finding_before_rework_is_ordered(with_check):
    with_check.perform(answered("A", "promises"), locked("A", failed=True), actor=REVIEWER)
    seen = page(with_check, OWN)

    assert seen.hides_answers and seen.line.state is LookBackState.OPEN
    assert (seen.line.check.answers, seen.line.check.finding, seen.line.cause_name) == ((), None, "")
    (line,) = with_check.ask(worklist, OWN, ROUND, as_of=TODAY)
    assert (line.state, line.check.cause) == (LookBackState.OPEN, None)
    with_check.perform(ordered("A"), actor=REVIEWER)
    assert page(with_check, OWN).line.check.cause == "承诺的路灯没有修"


def test_everybody_sees_the_checks_that_are_his(with_check):
    other = Viewer("x", "x", Role.HANDLER, OTHER_TOWN)
    stranger = Viewer("reviewer-two", "x", Role.REVIEWER, OFFICE)

    assert [len(with_check.ask(worklist, one, ROUND, as_of=TODAY)) for one in (OVERSEER, OWN, CHECKER)] == [
        1,
        1,
        1,
    ]
    for viewer in (other, stranger, Viewer("x", "x", Role.DISPLAY, OFFICE)):
        assert with_check.ask(worklist, viewer, ROUND, as_of=TODAY) == ()
        with pytest.raises(LookBackNotFoundError):
            page(with_check, viewer)
    with pytest.raises(NotPermittedError):
        with_check.ask(round_result, OWN, ROUND, as_of=TODAY)
    with pytest.raises(LookBackNotFoundError):
        page(with_check, OVERSEER, as_of=date(2026, 3, 1))


def test_the_result_by_unit_says_what_to_rework_and_the_agenda_hears_of_it_until_it_is_mended(with_check):
    bench = with_check
    bench.perform(answered("A", "promises", "aid"), locked("A", failed=True), ordered("A"), actor=REVIEWER)
    (unit,) = bench.ask(round_result, OVERSEER, ROUND, as_of=TODAY)
    assert (unit.unit, unit.listed, unit.checked, unit.failed, unit.in_rework, unit.late) == (
        TOWN,
        1,
        1,
        1,
        1,
        1,
    )
    assert {item for item, count in unit.items.items() if count} == {"promises", "aid"}
    (line,) = bench.ask(failed_look_backs, as_of=TODAY)
    assert (line.case_no, line.state) == ("A", LookBackState.LATE)
    (item,) = bench.ask(proposed_agenda, bench.snapshot(TODAY))
    assert (item.case_no, item.reasons[-1]) == ("A", AgendaReason.LOOK_BACK_FAILED)
    assert "整改时限 2026-03-16，逾期 15 日" in item.facts

    bench.perform(PAPER, reported("A"), actor=HANDLER)
    bench.perform(decided("A", confirmed=True), actor=REVIEWER)
    assert bench.ask(failed_look_backs, as_of=TODAY) == ()
    assert [one.state for one in bench.ask(failed_look_backs, as_of=date(2026, 3, 10))] == [
        LookBackState.REPORTED
    ]
    assert bench.ask(round_result, OVERSEER, ROUND, as_of=TODAY)[0].mended == 1


def test_candidates_tell_what_is_open_what_ended_and_who_came_back_also_by_a_link(bench):
    on = date(2026, 1, 2)
    bench.perform(*worked("A", on), *worked("B", on), make_register(case_no="C", on=TODAY), actor=CLERK)
    grounds = LinkGrounds(RepeatRelation.AFTER_REPLY, 60, 80)
    bench.perform(DecideRepeat("A~C", "A", "C", TODAY, RepeatVerdict.CONFIRMED, grounds), actor=CLERK)
    found = bench.ask(candidates, bench.snapshot(TODAY))

    by_no = {one.case_no: one for one in found}
    assert by_no["A"].closed_on == by_no["B"].closed_on == on + timedelta(8)
    assert (by_no["A"].back_on, by_no["B"].back_on) == (TODAY, None)
    back = chosen(found, LookBackRule.ENDED_AND_BACK, as_of=TODAY, seed=1)
    assert [one.case_no for one in back] == ["A"]
    lot = chosen(found, LookBackRule.RANDOM, as_of=TODAY, seed=1, start=on, end=TODAY)
    assert {one.case_no for one in lot} == {"A", "B"}
    bench.perform(replace(opened("A"), on=TODAY, as_of=TODAY), actor=SUPERVISOR)
    assert [one.round_no for one in bench.ask(rounds, as_of=TODAY)] == [ROUND]
    assert bench.ask(rounds, as_of=date(2026, 3, 30)) == ()


def test_rework_is_seen_by_the_office_its_unit_and_the_leader_who_owns_the_matter(with_check):
    bench, leader = with_check, LeaderDraft("430682", "李某", "副市长", "leader")
    own = Viewer("leader", "李某", Role.LEADER, "430682")
    assign = AssignOwnership(
        "BA-A-1", "A", date(2026, 3, 2), OwnershipSource.LOOK_BACK, leader, "路灯", "修好"
    )
    bench.perform(assign, answered("A", "promises"), locked("A", failed=True), ordered("A"), actor=REVIEWER)

    def seen(viewer):
        return [(line.case_no, line.state) for line in bench.ask(rework, viewer, as_of=TODAY)]

    for viewer in (OVERSEER, OWN, CHECKER, own):
        assert seen(viewer) == [("A", LookBackState.LATE)]
    for stranger in (
        Viewer("x", "x", Role.HANDLER, OTHER_TOWN),
        Viewer("y", "y", Role.LEADER, "430682"),
        Viewer("z", "z", Role.ANALYST),
    ):
        assert seen(stranger) == []


def test_a_matter_that_accuses_its_unit_is_no_candidate_and_is_hidden(bench):
    accusation = make_register(
        case_no="S", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN
    )
    bench.perform(accusation, opened("S", unit="430682D01"), actor=SUPERVISOR)

    assert bench.ask(worklist, Viewer("x", "x", Role.CLERK, TOWN), ROUND, as_of=TODAY) == ()
    (line,) = bench.ask(worklist, OVERSEER, ROUND, as_of=TODAY)
    assert line.is_accusation


def test_the_ledger_has_the_columns_of_the_form_and_says_how_the_list_was_made(bench):
    bench.perform(make_register(case_no="A"), actor=CLERK)
    for act, actor in looked_back_to_the_end("A"):
        bench.perform(act, actor=actor)
    told = bench.ask(look_back_ledger, OVERSEER, ROUND, as_of=TODAY, code="x")
    rows = list(openpyxl.load_workbook(io.BytesIO(told)).active.iter_rows(values_only=True))
    row = dict(zip(rows[0], rows[1], strict=True))

    assert rows[0] == tuple(one.label for one in headings())
    assert (row["类型"], row["承诺兑现"], row["事实查清"]) == ("程序办结、久访不息", "没有做到", "做到")
    assert (row["结论"], row["是否重办"], row["责任人"]) == ("整改已核实", "是", "钱某")
    assert "忠防镇" in row["问题（归因到单位）"]
    assert any("抽签种子 7" in str(one[0]) for one in rows)
