"""Ownerships through the desk: kept, replayed, refused with nothing left behind; two officers at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories import OFFICE, OTHER_TOWN, TOWN, make_register
from workbench.acts import evidence, owning
from workbench.acts.amending import NameAccused
from workbench.acts.base import Actor, read_act, type_of_kind
from workbench.acts.dossier import UnknownDossierError, read_dossiers
from workbench.acts.guards import AccusedUnitError
from workbench.acts.ownership import (
    AssignOwnership,
    ChangeTeam,
    CheckResult,
    ClaimResult,
    DraftPlan,
    LeaderDraft,
    MeetMilestone,
    MemberDraft,
    MilestoneDraft,
    NoteProgress,
    ReplaceLeader,
    SignPlan,
    WithdrawOwnership,
)
from workbench.acts.ownership_shape import OWNERSHIP
from workbench.law.evidence import EvidenceError
from workbench.law.ownership_parts import OwnershipError
from workbench.law.ownership_turns import owners_on
from workbench.records.base import StaleError
from workbench.records.ownerships import OwnershipRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import (
    OwnershipResult,
    OwnershipSource,
    PetitionClass,
    ProgressKind,
    Role,
    TeamRole,
)

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
LEADER = Actor("leader", Role.LEADER, "430682")
HANDLER = Actor("handler", Role.HANDLER, TOWN)
ON = date(2026, 2, 2)
DUE = date(2026, 3, 1)
NO = "BA-A-1"
PAID = evidence.keep("收据.pdf", b"paid")
PAPER = {"title": "收据", "dated_on": ON, "sha256": PAID.sha256}
LI = LeaderDraft("430682", "李某", "副市长", "leader")
TEAM = (
    MemberDraft(TeamRole.LEAD, TOWN, "张某", "镇长"),
    MemberDraft(TeamRole.SUPPORT, OTHER_TOWN),
)
ASSIGN = AssignOwnership(NO, "A", ON, OwnershipSource.SCREENING, LI, "补偿款未付", "付清并公示", TEAM)
FIRST = (MilestoneDraft(1, DUE, "付清"),)
MOVED = (MilestoneDraft(1, DUE + timedelta(9), "付清"),)
DRAFT = DraftPlan(NO, ON, FIRST, "筹款", "土地管理法第四十八条", "临信〔2026〕1号")
REVISE = DraftPlan(NO, DUE, MOVED, "分两次付", "同上", why="资金晚到")
SIGN = SignPlan(NO, ON, "李某")
MEET = MeetMilestone(NO, 1, ON, **PAPER)
NOTE = NoteProgress(NO, ON, ProgressKind.VISIT, "到村走访")
REPLACE = ReplaceLeader(NO, DUE, LeaderDraft("430682", "赵某", "常务副市长"), DUE, DUE, "余款未付")
CLAIM = ClaimResult(NO, DUE, OwnershipResult.RESOLVED, words="已付清", **PAPER)
CHECK = CheckResult(NO, DUE + timedelta(5), True, "督查员", "走访三户，款已到账")


def read(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), OWNERSHIP, select(table_of(OwnershipRow)))


@pytest.fixture
def owned(either_bench):
    """Two matters, of which A is owned."""
    matters = make_register(case_no="A"), make_register(case_no="B")
    either_bench.perform(*matters, PAID, ASSIGN, actor=SUPERVISOR)
    return either_bench


def test_an_ownership_goes_its_whole_way_and_replays(owned):
    owned.perform(DRAFT, NOTE, actor=HANDLER)
    owned.perform(SIGN, actor=LEADER)
    owned.perform(REVISE, actor=HANDLER)
    with pytest.raises(OwnershipError, match="自己的延期"):
        owned.perform(SignPlan(NO, DUE, "李某"), actor=LEADER)
    owned.perform(SignPlan(NO, DUE, "王书记"), actor=SUPERVISOR)
    owned.perform(REPLACE, ChangeTeam(NO, DUE, TEAM[:1]), actor=SUPERVISOR)
    owned.perform(MeetMilestone(NO, 1, DUE, **PAPER), CLAIM, CHECK, actor=SUPERVISOR)

    (found,) = read(owned)
    assert (found.ended_on, found.version) == (DUE + timedelta(5), 11)
    assert [one.name for one in found.leaders] == ["李某", "赵某"]
    assert found.leaders[0].until == found.leaders[1].since == DUE
    signed = [(one.author, one.signed_by) for one in found.plans]
    assert signed == [("handler", "leader"), ("handler", "supervisor")]
    assert [one.due_on for one in found.milestones] == [DUE, DUE + timedelta(9)]
    assert [one.unit for one in found.team] == [TOWN, OTHER_TOWN, TOWN]
    assert found.checks[0].is_confirmed is True
    assert owned.verify_ledger().is_sound


def test_it_is_read_back_the_same_by_another_process(owned, reopen):
    owned.perform(DRAFT, SIGN, MEET, actor=LEADER)

    assert read(reopen(owned)) == read(owned)


@pytest.mark.parametrize(
    ("act", "error", "sentence"),
    [
        (ASSIGN, OwnershipError, "已有领导包案"),
        (
            AssignOwnership("BA-B-2", "B", ON, OwnershipSource.SUPERIOR, LI, "甲", "乙"),
            OwnershipError,
            "BA-B-1",
        ),
        (
            AssignOwnership("BA-B-1", "B", date(2025, 1, 1), OwnershipSource.SUPERIOR, LI, "甲", "乙"),
            OwnershipError,
            "早于登记日期",
        ),
        (
            AssignOwnership("BA-C-1", "C", ON, OwnershipSource.SUPERIOR, LI, "甲", "乙"),
            ValueError,
            "没有编号",
        ),
        (ChangeTeam("BA-B-1", ON, TEAM), UnknownDossierError, "没有编号"),
        (ChangeTeam(NO, ON, (MemberDraft(TeamRole.LEAD, "none"),)), UnknownUnitError, "没有代码"),
        (MEET, OwnershipError, "没有第1号节点"),
        (SIGN, OwnershipError, "没有待签订"),
        (CHECK, OwnershipError, "没有待核验"),
    ],
)
def test_what_an_ownership_does_not_allow_is_refused_and_leaves_nothing(owned, act, error, sentence):
    before = read(owned), owned.ledger_size()

    with pytest.raises(error, match=sentence):
        owned.perform(act, actor=SUPERVISOR)
    assert (read(owned), owned.ledger_size()) == before


def test_two_ownerships_of_one_matter_are_refused_within_one_transaction_too(either_bench):
    with pytest.raises(OwnershipError, match="已有领导包案"):
        either_bench.perform(make_register(case_no="A"), ASSIGN, ASSIGN, actor=SUPERVISOR)


def test_another_ownership_follows_once_the_former_has_ended(owned):
    owned.perform(DRAFT, SIGN, MEET, CLAIM, actor=LEADER)
    owned.perform(CHECK, actor=SUPERVISOR)
    next_day = CHECK.on + timedelta(1)
    again = AssignOwnership("BA-A-2", "A", next_day, OwnershipSource.LOOK_BACK, LI, "又未兑现", "兑现", TEAM)
    with pytest.raises(OwnershipError, match="从次日起交办"):  # the day of the check has its owner
        owned.perform(replace(again, on=CHECK.on), actor=SUPERVISOR)
    owned.perform(again, actor=SUPERVISOR)

    assert [one.ownership_no for one in read(owned)] == [NO, "BA-A-2"]
    assert owned.verify_ledger().is_sound


def test_a_wrong_assignment_is_taken_back_stays_on_record_and_another_follows_the_same_day(owned):
    back = WithdrawOwnership(NO, ON, "事项应由分管副市长包案")
    again = AssignOwnership("BA-A-2", "A", ON, OwnershipSource.SCREENING, LI, "补偿款未付", "付清", TEAM)
    owned.perform(DRAFT, back, again, actor=SUPERVISOR)

    first, second = sorted(read(owned), key=lambda one: one.id)
    assert (first.withdrawn_on, first.withdrawals[0].why) == (ON, back.why)
    assert [one.name for one in owners_on((first, second), ON)] == ["李某"]
    with pytest.raises(OwnershipError, match="已于2026-02-02撤回"):
        owned.perform(SIGN, actor=LEADER)
    assert owned.verify_ledger().is_sound


def test_what_was_signed_is_not_taken_back(owned):
    owned.perform(DRAFT, SIGN, actor=LEADER)

    with pytest.raises(OwnershipError, match="方案已经签订"):
        owned.perform(WithdrawOwnership(NO, DUE, "错了"), actor=SUPERVISOR)


def test_a_milestone_is_not_met_by_an_original_that_nobody_kept(owned):
    owned.perform(DRAFT, SIGN, actor=LEADER)

    with pytest.raises(EvidenceError, match="原件没有保存"):
        owned.perform(MeetMilestone(NO, 1, ON, ON, "f" * 64, "照片"), actor=HANDLER)


@pytest.mark.parametrize(
    ("actor", "sentence"),
    [(LEADER, "包案领导不能核验"), (HANDLER, "牵头单位不能核验")],
)
def test_who_owes_the_result_does_not_confirm_it(owned, actor, sentence):
    owned.perform(DRAFT, SIGN, MEET, CLAIM, actor=LEADER)

    with pytest.raises(OwnershipError, match=sentence):
        owned.perform(CHECK, actor=actor)


@pytest.mark.parametrize("place", ["leader", "team"])
def test_an_accusation_is_not_owned_by_whom_it_is_about(either_bench, place):
    accusation = make_register(
        case_no="A", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN
    )
    leader = LeaderDraft(TOWN, "李某", "镇长") if place == "leader" else LeaderDraft(OFFICE, "李某", "局长")
    team = TEAM if place == "team" else ()

    with pytest.raises(AccusedUnitError):
        either_bench.perform(
            accusation,
            AssignOwnership(NO, "A", ON, OwnershipSource.SUPERIOR, leader, "甲", "乙", team),
            actor=SUPERVISOR,
        )


def test_whoever_owns_the_matter_is_named_all_the_same_and_hands_it_over(either_bench):
    """HR6: he loses it at once; a supervisor gives it to another leader and another team."""
    accusation = make_register(case_no="A", petition_class=PetitionClass.ACCUSATION, path=None)
    either_bench.perform(accusation, ASSIGN, actor=SUPERVISOR)

    either_bench.perform(NameAccused("A", OTHER_TOWN), actor=SUPERVISOR)

    assert either_bench.verify_ledger().is_sound


def test_the_second_of_two_officers_is_told_what_changed_and_by_whom(owned, reopen):
    seen = read(owned)[0].version
    owned.perform(DRAFT, actor=HANDLER, seen=seen)

    with pytest.raises(StaleError, match=r"BA-A-1.*handler于3月31日09:00办理“起草方案”"):
        reopen(owned).perform(NOTE, actor=SUPERVISOR, seen=seen)
    assert len(read(owned)[0].log) == 0


@pytest.mark.parametrize(
    "act",
    [
        ASSIGN, ChangeTeam(NO, ON, TEAM), DRAFT, REVISE, SIGN, MEET, NOTE, REPLACE, CLAIM, CHECK,
        WithdrawOwnership(NO, ON, "李某分管有误"),
    ],
    ids=lambda act: act.kind,
)  # fmt: skip
def test_an_act_is_read_back_from_its_entry_which_names_nobody(act):
    public, private = act.public(), act.private()

    assert read_act(act.kind, act.object, public, private) == act
    assert not any(name in repr(public) for name in ("李某", "张某", "赵某", "付清", "补偿", "督查员"))


def test_every_act_on_ownerships_is_carried_out():
    assert set(owning.APPLY) <= set(type_of_kind.values()) and len(owning.APPLY) == 10
