"""件件有包案领导，件件有责任单位: which matters must have an owning leader, and which of them lack one.

Which must is a setting of the office (``ownership_required_for`` in local.toml), not of the regulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.law.campaign import Campaign
from workbench.law.settings import settings
from workbench.queries.matter_facts import MatterFacts, open_matters
from workbench.queries.ownerships import Owned, tags
from workbench.snapshots.read import Snapshot

_WORDS = {"all": "全部在办事项", "campaign": "在进行中的专项行动内", "late": "有时限超期未完成"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A matter that lacks an owning leader or a responsible unit, with the numbers of its drives."""

    matter: MatterFacts
    campaigns: tuple[str, ...]
    has_leader: bool

    @property
    def has_unit(self) -> bool:
        """True if a unit is responsible for it."""
        return self.matter.unit is not None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many open matters must have an owner, and how many have one.

    ``gaps`` are those that lack something; ``rule`` says in words which matters must.
    """

    rule: str
    required: int
    with_leader: int
    with_unit: int
    gaps: tuple[Gap, ...]


def coverage(snapshot: Snapshot, campaigns: Sequence[Campaign], found: Sequence[Owned]) -> Coverage:
    """Return who owns what must be owned, as of the snapshot's day."""
    rules = settings().ownership_required_for
    running = [one for one in campaigns if one.closed_on is None or one.closed_on > snapshot.as_of]
    drives = tags(running, snapshot)
    led = {one.ownership.case_no for one in found if one.is_live}
    must = [
        matter
        for matter in open_matters(snapshot)
        if "all" in rules
        or ("late" in rules and matter.is_late)
        or ("campaign" in rules and matter.case_no in drives)
    ]
    lines = [Gap(one, drives.get(one.case_no, ()), one.case_no in led) for one in must]
    return Coverage(
        rule=f"在办且{'，或'.join(_WORDS[rule] for rule in rules)}的事项（本地设定，非条例规定）",
        required=len(lines),
        with_leader=sum(one.has_leader for one in lines),
        with_unit=sum(one.has_unit for one in lines),
        gaps=tuple(one for one in lines if not (one.has_leader and one.has_unit)),
    )
