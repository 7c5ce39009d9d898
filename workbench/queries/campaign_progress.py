"""Special drives with what the units and leaders have done in them; how many people came is no part of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.law.campaign import Campaign
from workbench.queries.matter_facts import MatterFacts, matter_facts
from workbench.queries.matters_now import matters_now
from workbench.queries.ownerships import Owned, tags
from workbench.snapshots.read import Snapshot
from workbench.snapshots.sources import read_names


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One drive as of a day: its matters; those concluded and resolved (two facts), owned and complete.

    ``due``, ``kept``, ``kept_late`` and ``late`` count commitments of the ownerships in it; ``duties_due``
    and ``duties_met`` the deadlines of its matters that fell due since it began, and those met in time.
    """

    campaign: Campaign
    is_closed: bool
    matters: tuple[MatterFacts, ...]
    concluded: int
    resolved: int
    late: int
    owned: int
    complete: int
    due: int
    kept: int
    kept_late: int
    late_commitments: int
    duties_due: int
    duties_met: int


@dataclass(frozen=True, slots=True)
class Departure:
    """A matter that was taken out of a drive: when and why, people masked."""

    case_no: str
    on: date
    why: str


def departures(connection: Connection, snapshot: Snapshot, campaign: Campaign) -> tuple[Departure, ...]:
    """Return what left a drive by the snapshot's day, of the matters that the snapshot shows."""
    now = matters_now(snapshot, (one.case_no for one in campaign.entries))
    names = read_names(connection, [one.case_id for one in now.values()])
    found = []
    for one in campaign.entries:
        matter = now.get(one.case_no)
        if matter is None or one.left_on is None or one.left_on > snapshot.as_of:
            continue
        why = scrub(one.left_why or "", names.get(matter.case_id, ()))
        found.append(Departure(one.case_no, one.left_on, ACCUSATION_NOTICE if matter.is_accusation else why))
    return tuple(found)


def campaign_lines(
    snapshot: Snapshot, campaigns: Sequence[Campaign], found: Sequence[Owned]
) -> tuple[CampaignLine, ...]:
    """Return a line for each drive, running ones first."""
    lines = [_line(snapshot, campaign, found) for campaign in campaigns]
    return tuple(sorted(lines, key=lambda line: (line.is_closed, -line.campaign.id)))


def _line(snapshot: Snapshot, campaign: Campaign, found: Sequence[Owned]) -> CampaignLine:
    numbers = tags([campaign], snapshot)
    matters = tuple(matter_facts(snapshot, list(numbers)).values())
    mine = [one for one in found if one.ownership.case_no in numbers]
    last = {one.ownership.case_no: one for one in mine}
    closed_on = campaign.closed_on
    due, met = _duties(snapshot, campaign, tuple(numbers))
    return CampaignLine(
        campaign=campaign,
        is_closed=closed_on is not None and closed_on <= snapshot.as_of,
        matters=matters,
        concluded=sum(one.concluded_on is not None for one in matters),
        resolved=sum(one.resolved_on is not None for one in matters),
        late=sum(one.is_late for one in matters),
        owned=len(last),
        complete=sum(one.is_complete for one in last.values()),
        due=sum(one.tally.due for one in mine),
        kept=sum(one.tally.kept for one in mine),
        kept_late=sum(one.tally.kept_late for one in mine),
        late_commitments=sum(one.tally.late for one in mine),
        duties_due=due,
        duties_met=met,
    )


def _duties(snapshot: Snapshot, campaign: Campaign, case_nos: Sequence[str]) -> tuple[int, int]:
    """Return the deadlines of these matters that fell due since the drive began, and those met in time."""
    until = min(snapshot.as_of, campaign.closed_on or snapshot.as_of)
    ((due, met),) = snapshot.rows(
        "select count(*), coalesce(sum(met_on <= due), 0) from deadline_fact join case_fact using (case_id) "
        "where (ended_on is null or deadline_fact.state = 'ended_late') and due between :start and :until "
        "and (due < :as_of or met_on is not null) "
        "and case_no in (select value from json_each(:numbers))",
        {
            "start": campaign.opened_on.isoformat(),
            "until": until.isoformat(),
            "as_of": snapshot.as_of.isoformat(),
            "numbers": json.dumps(sorted(case_nos), ensure_ascii=False),
        },
    )
    return due, met
