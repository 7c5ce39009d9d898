"""Look-backs and links of repeat matters through the desk: kept, replayed, refused; counts unchanged."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
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
from tests.owned import CONTENT, owned_to_the_end
from workbench.acts import evidence
from workbench.acts.base import Actor, read_act
from workbench.acts.dossier import read_dossiers
from workbench.acts.guards import AccusedUnitError
from workbench.acts.look_backs import LOOK_BACK, CloseLookBack
from workbench.acts.looking_back import check_result_of
from workbench.acts.ownership import CheckResult
from workbench.acts.ownership_shape import OWNERSHIP
from workbench.acts.repeats import LINK, DecideRepeat, LinkGrounds
from workbench.law.evidence import EvidenceError
from workbench.law.look_back_round import LookBackError
from workbench.law.repeat import RepeatError
from workbench.records.base import StaleError
from workbench.records.look_backs import LookBackRow, MatterLinkRow
from workbench.records.ownerships import OwnershipRow
from workbench.records.tables import table_of
from workbench.terms import (
    LookBackState,
    PetitionClass,
    RepeatRelation,
    RepeatVerdict,
    Role,
    Step,
)

GROUNDS = LinkGrounds(RepeatRelation.AFTER_REPLY, 62, 30, True, True, True)
CONFIRM = DecideRepeat("A~B", "A", "B", date(2026, 3, 2), RepeatVerdict.CONFIRMED, GROUNDS)
SPLIT = replace(CONFIRM, verdict=RepeatVerdict.SPLIT, why="一件是路灯，一件是用水")
REJECT = replace(SPLIT, verdict=RepeatVerdict.REJECTED)


def check(bench, case_no="A"):
    head = table_of(LookBackRow)
    with bench.reading() as session:
        wanted = select(head).where(head.c.case_no == case_no)
        (found,) = read_dossiers(session.connection(), LOOK_BACK, wanted)
    return found


def links(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), LINK, select(table_of(MatterLinkRow)))


@pytest.fixture
def bench_with_check(either_bench):
    either_bench.perform(make_register(case_no="A"), opened("A"), assigned("A"), actor=SUPERVISOR)
    return either_bench


def test_a_look_back_goes_its_whole_way_is_read_back_and_replays(either_bench):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    for act, actor in looked_back_to_the_end("A"):
        either_bench.perform(act, actor=actor)

    found = check(either_bench)
    assert found.state(date(2026, 3, 31)) is LookBackState.MENDED
    assert found.differences() == ("promises",)
    assert [one.is_confirmed for one in found.reports] == [False, True]
    assert either_bench.verify_ledger().is_sound


@pytest.mark.parametrize(
    "reviewer",
    [
        Actor("x", Role.REVIEWER, TOWN),
        Actor("x", Role.REVIEWER, "430682"),
        Actor("town-handler", Role.SUPERVISOR, OFFICE),
    ],
)
def test_who_is_of_the_unit_or_handled_the_matter_does_not_check_it(either_bench, reviewer):
    handler = Actor("town-handler", Role.HANDLER, TOWN)
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    either_bench.perform(
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN), actor=handler
    )
    either_bench.perform(opened("A"), actor=SUPERVISOR)

    with pytest.raises(LookBackError):
        either_bench.perform(assigned("A", reviewer), actor=SUPERVISOR)


def test_an_owning_leader_does_not_check_his_own_matter(either_bench):
    either_bench.perform(make_register(case_no="A"), *list(owned_to_the_end("A", TOWN))[:2], actor=CLERK)
    either_bench.perform(opened("A"), actor=SUPERVISOR)
    leader = Actor("leader", Role.REVIEWER, DEPARTMENT)

    with pytest.raises(LookBackError, match="包案领导"):
        either_bench.perform(assigned("A", leader), actor=SUPERVISOR)


@pytest.mark.parametrize(
    ("act", "actor", "error"),
    [
        (assigned("B"), SUPERVISOR, LookBackError),
        (replace(assigned("A"), check_no="X"), SUPERVISOR, LookBackError),
        (answered("A"), SUPERVISOR, LookBackError),
        (locked("A", failed=False), REVIEWER, LookBackError),
        (viewed("A"), Actor("other", Role.HANDLER, OTHER_TOWN), LookBackError),
        (ordered("A"), REVIEWER, LookBackError),
        (reported("A"), HANDLER, EvidenceError),
        (decided("A", confirmed=True), REVIEWER, LookBackError),
        (replace(opened("A"), round_no="HTK-2026-2", entries=()), SUPERVISOR, LookBackError),
    ],
)
def test_what_is_refused_leaves_nothing_behind(bench_with_check, act, actor, error):
    before = check(bench_with_check), bench_with_check.ledger_size()

    with pytest.raises(error):
        bench_with_check.perform(act, actor=actor)
    assert (check(bench_with_check), bench_with_check.ledger_size()) == before


def test_a_closed_round_assigns_nothing_but_its_rework_goes_on(bench_with_check):
    bench = bench_with_check
    bench.perform(answered("A", "aid"), locked("A", failed=True), actor=REVIEWER)
    bench.perform(CloseLookBack(ROUND, date(2026, 3, 3)), actor=SUPERVISOR)
    bench.perform(replace(ordered("A"), on=date(2026, 3, 4)), PAPER, actor=REVIEWER)
    bench.perform(reported("A"), actor=HANDLER)

    assert check(bench).state(date(2026, 3, 31)) is LookBackState.REPORTED
    with pytest.raises(LookBackError, match="不再分派"):
        bench.perform(assigned("A"), actor=SUPERVISOR)


@pytest.mark.parametrize("unit", [TOWN, "430682"])
def test_an_accusation_never_reaches_the_accused_unit_by_a_look_back(bench, unit):
    accusation = make_register(
        case_no="S", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN
    )
    bench.perform(accusation, actor=CLERK)

    with pytest.raises(AccusedUnitError):
        bench.perform(opened("S", unit=unit), actor=SUPERVISOR)
    bench.perform(opened("S", unit=DEPARTMENT), actor=SUPERVISOR)
    with pytest.raises(AccusedUnitError):
        bench.perform(assigned("S", Actor("x", Role.REVIEWER, TOWN)), actor=SUPERVISOR)


def test_a_confirmed_look_back_ends_the_ownership_that_waits_for_its_check(either_bench):
    *acts, last = owned_to_the_end("A", TOWN)
    assert isinstance(last, CheckResult)
    paper = evidence.keep("收据.pdf", CONTENT)
    either_bench.perform(make_register(case_no="A"), paper, *acts, actor=CLERK)
    on = last.on
    either_bench.perform(replace(opened("A"), on=on), replace(assigned("A"), on=on), actor=SUPERVISOR)
    either_bench.perform(replace(answered("A"), on=on), actor=REVIEWER)
    lock = replace(locked("A", failed=False), on=on)
    result = check_result_of(check(either_bench), lock, "孙某")
    either_bench.perform(lock, result, actor=REVIEWER)

    with either_bench.reading() as session:
        (owned,) = read_dossiers(session.connection(), OWNERSHIP, select(table_of(OwnershipRow)))
    assert owned.ended_on == on
    assert "HTK-2026-1:A" in owned.checks[-1].findings


def test_the_second_of_two_officers_is_told_what_changed(bench_with_check, reopen):
    seen = check(bench_with_check).version
    bench_with_check.perform(answered("A"), actor=REVIEWER, seen=seen)

    with pytest.raises(StaleError, match="回头看检查"):
        reopen(bench_with_check).perform(viewed("A"), actor=HANDLER, seen=seen)


def test_links_are_confirmed_split_and_confirmed_again_and_no_count_changes(either_bench):
    bench = either_bench
    bench.perform(make_register(case_no="A", people=3), make_register(case_no="B", people=2), actor=CLERK)
    before = bench.snapshot().rows("select case_no, batches, person_times from case_fact order by case_no")
    bench.perform(CONFIRM, SPLIT, replace(CONFIRM, why="经查是同一盏灯"), actor=CLERK)

    (link,) = links(bench)
    assert [one.verdict for one in link.decisions] == [
        RepeatVerdict.CONFIRMED,
        RepeatVerdict.SPLIT,
        RepeatVerdict.CONFIRMED,
    ]
    after = bench.snapshot().rows("select case_no, batches, person_times from case_fact order by case_no")
    assert after == before
    assert bench.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ((SPLIT,), "没有确认"),
        ((replace(REJECT, why=None),), "须写明理由"),
        ((CONFIRM, CONFIRM), "不必再次确认"),
        ((CONFIRM, REJECT), "请用“拆分”"),
        ((REJECT, CONFIRM), "须写明理由"),
        ((CONFIRM, replace(SPLIT, on=date(2026, 3, 1))), "早于上一次"),
        ((replace(CONFIRM, link_no="B~A"),), "不符"),
        ((replace(CONFIRM, link_no="B~A", earlier="B", later="A"),), "先后颠倒"),
    ],
)
def test_decisions_that_cannot_stand_are_refused(bench, acts, words):
    bench.perform(make_register(case_no="A"), make_register(case_no="B", on=date(2026, 2, 4)), actor=CLERK)

    with pytest.raises(RepeatError, match=words):
        bench.perform(*acts, actor=CLERK)
    assert links(bench) == []


@pytest.mark.parametrize(
    "act", [CONFIRM, SPLIT, *(act for act, _ in looked_back_to_the_end("A"))], ids=lambda act: act.kind
)
def test_an_act_is_read_back_from_its_entry_and_its_texts_are_private(act):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act
    told = str(act.public()).replace("一季度回头看", "")
    for text in ("路灯", "凭证", "卷内", "钱某", "照片", "现场"):
        assert text not in told
