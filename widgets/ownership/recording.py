"""From the answers of a form to an act: judged before it is sent, performed with what the officer saw."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from widgets.judging import refused_words
from widgets.ownership.drive_forms import DRIVE_ACTS, given_day
from widgets.ownership.people_fields import LEAD_PERSONS, SUPPORTS
from widgets.ownership.rights import KINDS, OF_DRIVE, OF_ONE, why_not
from widgets.parts.form_values import Blocker, FormValues
from workbench.access.gate import require
from workbench.terms import OwnershipResult, OwnershipSource, ProgressKind, TeamRole

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState
    from workbench.acts.base import Act
    from workbench.acts.ownership import LeaderDraft, MemberDraft, MilestoneDraft

_MILESTONE = re.compile(r"m\.(\d+)\.(?:words|due)")


class RecordingClosedError(ValueError):
    """What was open has become closed meanwhile, or the address asked for what cannot be."""


def judge(state: OwnershipScreenState, do: str, values: FormValues) -> list[Blocker]:
    """Return what stands against these answers: the place, forbidden words, half a milestone, the law."""
    closed = why_not(state, do)
    if closed:
        return [Blocker(closed)]
    found = [*refused_words(values), *_half_milestones(values)]
    if values.errors or found:
        return found
    from workbench.queries.act_refusal import refusal

    act = make_act(state, do, values)
    with state.bench.reading() as session:
        link = session.connection()
        said = refusal(link, act, by=state.viewer.actor, calendars=state.bench.calendars(link))
    return [Blocker(said)] if said else []


def record(state: OwnershipScreenState, do: str, values: FormValues) -> int:
    """Perform what the answers say; return the ledger position. Refusals are domain errors."""
    closed = why_not(state, do)
    if closed:
        raise RecordingClosedError(closed)
    require(state.viewer, f"act:{KINDS[do]}")
    act = make_act(state, do, values)
    return state.bench.perform(act, actor=state.viewer.actor, seen=seen(state, do))[0]


def seen(state: OwnershipScreenState, do: str) -> int | None:
    """Return the version of the dossier that the officer has before him."""
    if do in OF_ONE:
        return state.one.version if state.one else None
    return state.drive.campaign.version if do in OF_DRIVE and state.drive else None


def make_act(state: OwnershipScreenState, do: str, values: FormValues) -> Act:
    """Return the act that the answers make; the answers have no errors."""
    return _ACTS[do](state, values)


def _assign(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import AssignOwnership
    from workbench.queries.ownerships import next_number

    case_no = values.text("case_no")
    return AssignOwnership(
        state.bench.ask(next_number, case_no),
        case_no,
        given_day(values, "on"),
        OwnershipSource.coded(values.text("source")),
        _leader(values),
        values.text("asked"),
        values.text("settles"),
        _members(values) if values.text("lead.unit") else (),
    )


def _team(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import ChangeTeam

    return ChangeTeam(_no(state), given_day(values, "on"), _members(values))


def _draft(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import DraftPlan

    return DraftPlan(
        _no(state),
        given_day(values, "on"),
        _milestones(values),
        values.text("measures"),
        values.text("policy"),
        values.text("document_no") or None,
        values.text("why") or None,
    )


def _sign(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import SignPlan

    return SignPlan(_no(state), given_day(values, "on"), values.text("signer"))


def _meet(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import MeetMilestone

    return MeetMilestone(
        _no(state),
        int(values.text("key")),
        given_day(values, "on"),
        given_day(values, "evidence.dated_on"),
        values.text("evidence.sha256"),
        values.text("evidence.title"),
    )


def _note(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import NoteProgress

    sort = ProgressKind.coded(values.text("sort"))
    return NoteProgress(_no(state), given_day(values, "on"), sort, values.text("words"))


def _replace(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import ReplaceLeader

    signed = given_day(values, "signed_out"), given_day(values, "signed_in")
    return ReplaceLeader(
        _no(state), given_day(values, "on"), _leader(values), *signed, values.text("left_open")
    )


def _claim(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import ClaimResult

    return ClaimResult(
        _no(state),
        given_day(values, "on"),
        OwnershipResult.coded(values.text("result")),
        given_day(values, "evidence.dated_on"),
        values.text("evidence.sha256"),
        values.text("words"),
        values.text("evidence.title"),
    )


def _check(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import CheckResult

    said = values.text("checker"), values.text("findings")
    return CheckResult(_no(state), given_day(values, "on"), values.flag("is_confirmed") is True, *said)


def _withdraw(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.ownership import WithdrawOwnership

    return WithdrawOwnership(_no(state), given_day(values, "on"), values.text("why"))


_ACTS: dict[str, Callable[[OwnershipScreenState, FormValues], Act]] = {
    "assign": _assign,
    "team": _team,
    "draft": _draft,
    "sign": _sign,
    "meet": _meet,
    "note": _note,
    "replace": _replace,
    "claim": _claim,
    "check": _check,
    "withdraw": _withdraw,
    **DRIVE_ACTS,
}


def _no(state: OwnershipScreenState) -> str:
    return state.one.ownership.ownership_no if state.one else state.shown.no


def _leader(values: FormValues) -> LeaderDraft:
    from workbench.acts.ownership import LeaderDraft

    unit, name, post = (values.text(f"leader.{part}") for part in ("unit", "name", "post"))
    return LeaderDraft(unit, name, post, values.text("leader.account") or None)


def _members(values: FormValues) -> tuple[MemberDraft, ...]:
    from workbench.acts.ownership import MemberDraft

    lead = values.text("lead.unit")
    persons: list[tuple[str | None, str | None]] = [
        (person, values.text(f"lead.{number}.post") or None)
        for number in range(1, LEAD_PERSONS + 1)
        if (person := values.text(f"lead.{number}.person"))
    ]
    team = [MemberDraft(TeamRole.LEAD, lead, person, post) for person, post in persons or [(None, None)]]
    for number in range(1, SUPPORTS + 1):
        unit, person = values.text(f"support.{number}.unit"), values.text(f"support.{number}.person")
        if unit:
            team.append(MemberDraft(TeamRole.SUPPORT, unit, person or None))
    return tuple(team)


def _milestones(values: FormValues) -> tuple[MilestoneDraft, ...]:
    from workbench.acts.ownership import MilestoneDraft

    keys = sorted({int(found[1]) for name in values.given if (found := _MILESTONE.fullmatch(name))})
    return tuple(
        MilestoneDraft(key, due, values.text(f"m.{key}.words"))
        for key in keys
        if (due := values.day(f"m.{key}.due")) is not None
    )


def _half_milestones(values: FormValues) -> list[Blocker]:
    keys = sorted({int(found[1]) for name in values.given if (found := _MILESTONE.fullmatch(name))})
    return [
        Blocker(f"第{key}号节点要么写全内容和期限，要么两项都留空")
        for key in keys
        if not (values.text(f"m.{key}.words") and values.day(f"m.{key}.due"))
    ]
