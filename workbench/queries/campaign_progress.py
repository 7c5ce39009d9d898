"""Special drives with what the units and leaders have done in them; how many people came is no part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.law.campaign import Campaign
from workbench.queries.matter_facts import MatterFacts, matter_facts
from workbench.queries.ownerships import Owned, tags
from workbench.snapshots.read import Snapshot


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One drive as of a day: its matters; those concluded and resolved (two facts), owned and complete.

    ``due``, ``kept``, ``kept_late`` and ``late`` count commitments of the ownerships in it.
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
    )
