"""Ownerships as of a day with what their matters are by then: masked, ready for boards, pages and ledgers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, func, select

from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.acts.campaigns import CAMPAIGN
from workbench.acts.dossier import read_dossiers
from workbench.acts.ownership_shape import OWNERSHIP, number_of
from workbench.law.campaign import Campaign
from workbench.law.commitments import Commitment, Tally, coming, commitments, tally
from workbench.law.five_ones import OneState, five_ones, is_complete
from workbench.law.ownership import Ownership
from workbench.law.ownership_past import as_it_was
from workbench.queries.duties import SOON_DAYS
from workbench.queries.matter_facts import MatterFacts, Units, matter_facts, unit_map
from workbench.queries.ownership_conflicts import conflicting
from workbench.records.campaigns import CampaignRow
from workbench.records.ownerships import OwnershipRow
from workbench.records.people import Petitioner
from workbench.records.petitions import Petition, PetitionCase
from workbench.records.tables import table_of
from workbench.snapshots.read import Snapshot
from workbench.terms import OwnershipState, TeamRole

# Free texts of an ownership, by part: what may name a petitioner, or tell of an accusation.
_TEXTS = {
    "leaders": ("left_open",),
    "plans": ("measures", "policy", "why"),
    "milestones": ("words",),
    "kept": ("title",),
    "log": ("words",),
    "claims": ("words", "title"),
    "checks": ("findings",),
    "withdrawals": ("why",),
}


class UnknownOwnershipError(ValueError):
    """There is no such ownership, or none by that day."""

    def __init__(self, ownership_no: str) -> None:
        super().__init__(f"到这一天没有编号为“{ownership_no}”的领导包案：请核对编号或截至日")


@dataclass(frozen=True, slots=True)
class Owned:
    """One ownership as it was on a day, with its matter, its five ones and its commitments.

    ``version`` is that of the dossier now, for acts. ``answers`` are the lead unit, the responsible unit of
    the matter and all units above them: a unit answers for those below it.
    """

    ownership: Ownership
    version: int
    matter: MatterFacts
    ones: tuple[OneState, ...]
    commitments: tuple[Commitment, ...]
    tally: Tally
    soon: int  # commitments that fall due within a fortnight
    lead_unit: str | None
    answers: frozenset[str]
    campaigns: tuple[str, ...]
    has_conflict: bool = False  # the matter accuses who owns it: to be handed over

    @property
    def state(self) -> OwnershipState:
        """Where it stands on the day."""
        if self.ownership.withdrawals:
            return OwnershipState.WITHDRAWN
        if self.ownership.ended_on is not None:
            return OwnershipState.ENDED
        return OwnershipState.CLAIMED if self.ownership.waits_for_check else OwnershipState.ACTIVE

    @property
    def is_live(self) -> bool:
        """True until a check has confirmed its result, or the assignment was withdrawn."""
        return self.ownership.is_held

    @property
    def is_complete(self) -> bool:
        """True if all five ones are there and nothing is late."""
        return is_complete(self.ones)

    @property
    def leader_key(self) -> str:
        """Who owns it, for grouping and addresses: the account, else unit and name."""
        leader = self.ownership.leader
        return leader.account or f"{leader.unit}:{leader.name}"


def owned(connection: Connection, snapshot: Snapshot) -> tuple[Owned, ...]:
    """Return all ownerships of the snapshot's day, the latest last."""
    head = table_of(OwnershipRow)
    wanted = select(head).where(head.c.assigned_on <= snapshot.as_of).order_by(head.c.id)
    return _read(connection, snapshot, wanted)


def one_owned(connection: Connection, snapshot: Snapshot, ownership_no: str) -> Owned:
    """Return one ownership as of the snapshot's day; ``UnknownOwnershipError`` if there is none by then."""
    head = table_of(OwnershipRow)
    found = _read(connection, snapshot, select(head).where(head.c.ownership_no == ownership_no))
    if not found:
        raise UnknownOwnershipError(ownership_no)
    return found[0]


def of_matter(connection: Connection, snapshot: Snapshot, case_no: str) -> tuple[Owned, ...]:
    """Return the ownerships of one matter by the snapshot's day, the latest last."""
    head = table_of(OwnershipRow)
    return _read(connection, snapshot, select(head).where(head.c.case_no == case_no).order_by(head.c.id))


def live_campaigns(connection: Connection, snapshot: Snapshot) -> tuple[Campaign, ...]:
    """Return the special drives that had begun by the snapshot's day, ended ones included, latest first."""
    head = table_of(CampaignRow)
    wanted = select(head).where(head.c.opened_on <= snapshot.as_of).order_by(head.c.id.desc())
    return tuple(read_dossiers(connection, CAMPAIGN, wanted))


def tags(campaigns: Sequence[Campaign], snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the drives each matter belonged to on the day, by case number."""
    found: dict[str, list[str]] = defaultdict(list)
    for campaign in campaigns:
        for entry in campaign.entries:
            has_left = entry.left_on is not None and entry.left_on <= snapshot.as_of
            if entry.entered_on <= snapshot.as_of and not has_left:
                found[entry.case_no].append(campaign.campaign_no)
    return {case_no: tuple(numbers) for case_no, numbers in found.items()}


def _read(connection: Connection, snapshot: Snapshot, wanted: Select[Any]) -> tuple[Owned, ...]:
    now = read_dossiers(connection, OWNERSHIP, wanted)
    then = [(one.version, was) for one in now if (was := as_it_was(one, snapshot.as_of)) is not None]
    case_nos = [one.case_no for _, one in then]
    matters = matter_facts(snapshot, case_nos)
    names = _names(connection, case_nos)
    drives = tags(live_campaigns(connection, snapshot), snapshot)
    units = unit_map(snapshot)
    torn = conflicting(connection, (one for _, one in then), snapshot.as_of)
    return tuple(
        _owned(version, masked(one, names[one.case_no], matter), matter, units, drives, torn)
        for version, one in then
        if (matter := matters.get(one.case_no)) is not None
    )


def _owned(
    version: int,
    ownership: Ownership,
    matter: MatterFacts,
    units: Units,
    drives: dict[str, tuple[str, ...]],
    torn: frozenset[str],
) -> Owned:
    as_of = units.as_of
    found = commitments(ownership, as_of)
    day = ownership.ended_on or as_of
    lead = next((one.unit for one in ownership.team_on(day) if one.role is TeamRole.LEAD), None)
    return Owned(
        ownership=ownership,
        version=version,
        matter=matter,
        ones=five_ones(ownership, as_of),
        commitments=found,
        tally=tally(found, as_of),
        soon=len(coming(found, as_of, SOON_DAYS)),
        lead_unit=lead,
        answers=units.above(lead) | units.above(matter.unit),
        campaigns=drives.get(ownership.case_no, ()),
        has_conflict=ownership.ownership_no in torn,
    )


def masked(ownership: Ownership, names: Sequence[str], matter: MatterFacts) -> Ownership:
    """Return the ownership with nobody's name, phone or identity number in its texts, and no accusation."""

    def told(text: str | None) -> str | None:
        if text is None:
            return None
        return ACCUSATION_NOTICE if matter.is_accusation else scrub(text, names)

    parts: dict[str, Any] = {
        part: tuple(replace(one, **{name: told(getattr(one, name)) for name in texts}) for one in lines)
        for part, texts in _TEXTS.items()
        if (lines := getattr(ownership, part))
    }
    asked, settles = told(ownership.asked) or "", told(ownership.settles) or ""
    return replace(ownership, asked=asked, settles=settles, **parts)


def _names(connection: Connection, case_nos: Sequence[str]) -> dict[str, list[str]]:
    """Return the petitioners' names of each matter: to find them in texts, never to show them."""
    found: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(case_nos), 500):
        asked = (
            select(PetitionCase.case_no, Petitioner.name)
            .join(Petition, Petition.case_id == PetitionCase.id)
            .join(Petitioner, Petitioner.petition_id == Petition.id)
            .where(PetitionCase.case_no.in_(case_nos[start : start + 500]), Petitioner.name.is_not(None))
        )
        for case_no, name in connection.execute(asked):
            found[case_no].append(name or "")
    for listed in found.values():
        listed.sort(key=len, reverse=True)
    return found


def next_number(connection: Connection, case_no: str) -> str:
    """Return the number that the next ownership of a matter bears."""
    head = table_of(OwnershipRow)
    turns = connection.scalar(select(func.count()).where(head.c.case_no == case_no)) or 0
    return number_of(case_no, turns + 1)
