"""How the acts on ownerships change the records: the law is asked, units and originals are looked up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.evidence import require_kept
from workbench.acts.guards import AccusedUnitError, check_person
from workbench.acts.ownership import (
    AssignOwnership,
    ChangeTeam,
    CheckResult,
    ClaimResult,
    DraftPlan,
    LeaderDraft,
    MeetMilestone,
    MemberDraft,
    NoteProgress,
    ReplaceLeader,
    SignPlan,
    WithdrawOwnership,
)
from workbench.acts.ownership_shape import OWNERSHIP, number_of
from workbench.law.evidence import Evidence, check_evidence
from workbench.law.ownership import Ownership
from workbench.law.ownership_parts import Check, Leader, Member, Milestone, OwnershipError, Plan
from workbench.law.ownership_turns import assigned, check_next, withdrawn


def live_ownership(book: Book, case_no: str) -> Ownership | None:
    """Return the ownership of a matter that holds, ``None`` if there is none."""
    last, _ = _last(book, case_no)
    return last if last is not None and last.is_held else None


def _assign(book: Book, act: AssignOwnership, seq: int, by: Actor) -> None:
    matter = book.matter(act.case_no)
    last, turn = _last(book, act.case_no)
    check_next(last, act.on)
    expected = number_of(act.case_no, turn + 1)
    if act.ownership_no != expected:
        raise OwnershipError(f"包案编号应为“{expected}”")
    if act.on < matter.file.steps[0].on:
        raise OwnershipError("交办日期早于登记日期：请核对")
    _check_units(book, act.case_no, act.on, (act.leader.unit, *(one.unit for one in act.team)))
    check_person(book, act.case_no, act.leader.account)
    opened = Ownership(
        seq,
        act.ownership_no,
        act.case_no,
        act.source,
        act.on,
        act.asked,
        act.settles,
        leaders=(_leader(act.leader, act.on),),
        team=_team(act.team, act.on),
    )
    book.dossiers.open(OWNERSHIP, assigned(opened))


def _change_team(book: Book, act: ChangeTeam, seq: int, by: Actor) -> None:
    owned = _get(book, act.ownership_no)
    _check_units(book, owned.case_no, act.on, [one.unit for one in act.team])
    _keep(book, owned.with_team(_team(act.team, act.on), act.on))


def _draft(book: Book, act: DraftPlan, seq: int, by: Actor) -> None:
    plan = Plan(by.id, act.on, act.measures.strip(), act.policy.strip(), act.document_no, act.why)
    milestones = [Milestone(0, one.key, one.words, one.due_on) for one in act.milestones]
    _keep(book, _get(book, act.ownership_no).drafted(plan, milestones))


def _sign(book: Book, act: SignPlan, seq: int, by: Actor) -> None:
    _keep(book, _get(book, act.ownership_no).signed_off(by.id, act.signer, act.on, is_replay=book.is_replay))


def _meet(book: Book, act: MeetMilestone, seq: int, by: Actor) -> None:
    _keep(book, _get(book, act.ownership_no).met(act.key, act.on, _evidence(book, act)))


def _note(book: Book, act: NoteProgress, seq: int, by: Actor) -> None:
    _keep(book, _get(book, act.ownership_no).noted(act.sort, act.on, act.words))


def _replace(book: Book, act: ReplaceLeader, seq: int, by: Actor) -> None:
    owned = _get(book, act.ownership_no)
    _check_units(book, owned.case_no, act.on, [act.leader.unit])
    check_person(book, owned.case_no, act.leader.account)
    successor = _leader(act.leader, act.on)
    _keep(book, owned.handed_over(successor, act.left_open, act.signed_out_on, act.signed_in_on))


def _claim(book: Book, act: ClaimResult, seq: int, by: Actor) -> None:
    owned = _get(book, act.ownership_no)
    _keep(book, owned.claimed(act.result, act.on, act.words, _evidence(book, act)))


def _check(book: Book, act: CheckResult, seq: int, by: Actor) -> None:
    check = Check(act.on, by.id, by.unit, act.checker.strip(), act.is_confirmed, act.findings.strip())
    _keep(book, _get(book, act.ownership_no).checked(check))


def _withdraw(book: Book, act: WithdrawOwnership, seq: int, by: Actor) -> None:
    _keep(book, withdrawn(_get(book, act.ownership_no), act.on, act.why))


APPLY: CarriedOut = {
    AssignOwnership: _assign,
    ChangeTeam: _change_team,
    DraftPlan: _draft,
    SignPlan: _sign,
    MeetMilestone: _meet,
    NoteProgress: _note,
    ReplaceLeader: _replace,
    ClaimResult: _claim,
    CheckResult: _check,
    WithdrawOwnership: _withdraw,
}


def _get(book: Book, ownership_no: str) -> Ownership:
    return book.dossiers.get(OWNERSHIP, ownership_no)


def _keep(book: Book, owned: Ownership) -> None:
    book.dossiers.keep(OWNERSHIP, owned)


def _last(book: Book, case_no: str) -> tuple[Ownership | None, int]:
    """Return the latest ownership of a matter, and how many it has had."""
    turn, last = 0, None
    while (found := book.dossiers.find(OWNERSHIP, number_of(case_no, turn + 1))) is not None:
        turn, last = turn + 1, found
    return last, turn


def _check_units(book: Book, case_no: str, on: date, units: Iterable[str]) -> None:
    """Refuse units that may not act on that day, and relatives of an accused unit (article 30(3))."""
    accused = book.matter(case_no).accused
    for unit in units:
        book.units.check_acting(unit, on)
        if any(unit in book.units.relatives(one) for one in accused):
            raise AccusedUnitError


def _evidence(book: Book, act: MeetMilestone | ClaimResult) -> Evidence:
    found = check_evidence(act.title, act.dated_on, act.sha256, act.on)
    require_kept(book, found.sha256)
    return found


def _leader(draft: LeaderDraft, on: date) -> Leader:
    return Leader(draft.name.strip(), draft.post.strip(), draft.unit, draft.account, on)


def _team(drafts: Iterable[MemberDraft], on: date) -> tuple[Member, ...]:
    return tuple(Member(one.role, one.unit, one.person, one.post, on) for one in drafts)
