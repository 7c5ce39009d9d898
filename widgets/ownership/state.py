"""What the ownership screen knows, without widgets: the day, what is shown, the answers of the queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.address import link
from widgets.duties import Reminder, reminder
from widgets.ownership.address import DRIVES, ONE, Shown, query_of
from widgets.parts.values import Choice
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, current_viewer
from workbench.law.campaign import Campaign
from workbench.queries.campaign_progress import CampaignLine, Departure, campaign_lines, departures
from workbench.queries.matter_facts import MatterFacts, Units, matter_facts, unit_map
from workbench.queries.ownership_board import LeaderLine, OwnedFilter, Sums, leaders, narrowed, sums
from workbench.queries.ownership_gaps import Coverage, coverage
from workbench.queries.ownerships import (
    Owned,
    UnknownOwnershipError,
    live_campaigns,
    of_matter,
    one_owned,
    owned,
)

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.queries.evidence import KeptFile
    from workbench.queries.look_backs import CheckLine


class OwnershipScreenState:
    """One day of ownerships, and where on the screen one is. Answers are read once per state."""

    def __init__(
        self, bench: Workbench, shown: Shown, as_of: date | None = None, *, viewer: Viewer | None = None
    ) -> None:
        self.bench = bench
        self.viewer = viewer or current_viewer()
        self.snapshot = bench.snapshot(as_of)
        self.shown = shown

    @property
    def as_of(self) -> date:
        """The day that is shown."""
        return self.snapshot.as_of

    @property
    def today(self) -> date:
        """The day on which acts are recorded."""
        return self.bench.today()

    @property
    def address(self) -> str:
        """Return the query of the address that shows this."""
        return query_of(self.shown, "" if self.as_of == self.today else self.as_of.isoformat())

    @property
    def root(self) -> str:
        """Return the root code of the ledger that the answers come from."""
        return self.bench.ledger_code(self.snapshot.ledger_size)

    @cached_property
    def reminder(self) -> Reminder | None:
        """Return what waits for the viewer."""
        return reminder(self.bench)

    @cached_property
    def units(self) -> Units:
        """The units of the day."""
        return unit_map(self.snapshot)

    @cached_property
    def all(self) -> tuple[Owned, ...]:
        """All ownerships of the day."""
        return self.bench.ask(owned, self.snapshot)

    @cached_property
    def found(self) -> tuple[Owned, ...]:
        """Those that pass the filter, most urgent first."""
        return narrowed(self.all, self.shown.wanted)

    @cached_property
    def leaders(self) -> tuple[LeaderLine, ...]:
        """The leaders of those, most late commitments first."""
        return leaders(self.found)

    @cached_property
    def counted(self) -> tuple[Owned, ...]:
        """Those that pass the filter, whichever figure is chosen among them."""
        return narrowed(self.all, replace(self.shown.wanted, figure=""))

    @cached_property
    def sums(self) -> Sums:
        """The sums over those."""
        return sums(self.counted)

    @cached_property
    def leader_key(self) -> str:
        """Whose page is shown: the one asked for, else the viewer's own, else the first of the board."""
        keys = [line.key for line in self.every_leader]
        if self.shown.leader in keys:
            return self.shown.leader
        return self.viewer.account if self.viewer.account in keys else next(iter(keys), "")

    @cached_property
    def every_leader(self) -> tuple[LeaderLine, ...]:
        """All leaders of the day, whatever the filter."""
        return leaders(self.all)

    @cached_property
    def of_leader(self) -> tuple[Owned, ...]:
        """The ownerships of the leader whose page is shown, most urgent first."""
        return narrowed(self.all, OwnedFilter(leader=self.leader_key))

    @cached_property
    def one(self) -> Owned | None:
        """The ownership that is shown; ``None`` where none is asked for. ``UnknownOwnershipError``."""
        if self.shown.no:
            return self.bench.ask(one_owned, self.snapshot, self.shown.no)
        if self.shown.case_no:
            return next(reversed(self.bench.ask(of_matter, self.snapshot, self.shown.case_no)), None)
        return None

    @cached_property
    def others(self) -> tuple[Owned, ...]:
        """The other ownerships of the same matter."""
        if self.one is None:
            return ()
        same = self.bench.ask(of_matter, self.snapshot, self.one.ownership.case_no)
        return tuple(one for one in same if one.ownership.id != self.one.ownership.id)

    @cached_property
    def matter(self) -> MatterFacts | None:
        """The matter that is to be owned, by the number in the address."""
        return matter_facts(self.snapshot, [self.shown.case_no]).get(self.shown.case_no)

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """The special drives of the day, the latest first."""
        return self.bench.ask(live_campaigns, self.snapshot)

    @cached_property
    def drives(self) -> tuple[CampaignLine, ...]:
        """The same with what was done in them."""
        return campaign_lines(self.snapshot, self.campaigns, self.all)

    @cached_property
    def drive(self) -> CampaignLine | None:
        """The drive that is shown."""
        return next((one for one in self.drives if one.campaign.campaign_no == self.shown.drive), None)

    @cached_property
    def gone(self) -> tuple[Departure, ...]:
        """What left the drive that is shown, as far as the viewer may see it."""
        drive = self.drive
        return () if drive is None else self.bench.ask(departures, self.snapshot, drive.campaign)

    @cached_property
    def coverage(self) -> Coverage:
        """Which matters must be owned, and which of them are not."""
        return coverage(self.snapshot, self.campaigns, self.all)

    @cached_property
    def rework(self) -> tuple[CheckLine, ...]:
        """What look-backs found undone and is not confirmed as mended, as far as the viewer may see it."""
        from workbench.queries.look_back_results import rework

        return self.bench.ask(rework, self.viewer, as_of=self.as_of)

    def kept_files(self, digests: Sequence[str]) -> dict[str, KeptFile]:
        """Return the kept originals with these SHA-256."""
        from workbench.queries.evidence import kept_files

        return self.bench.ask(kept_files, digests)

    def unit_choices(self) -> tuple[Choice, ...]:
        """Return every unit to choose from, those of the city before those above it."""
        ordered = sorted(self.units.names, key=lambda code: (len(code) < 6, code))
        return tuple(Choice(code, self.units.name(code)) for code in ordered)

    def link_to(self, ownership_no: str) -> str:
        """Return the address of one ownership on the same day."""
        as_of = None if self.as_of == self.today else self.as_of
        return link("ownership", page=ONE, no=ownership_no, as_of=as_of)

    def link_to_case(self, case_no: str) -> str:
        """Return the address of the matter's page on the same day."""
        as_of = None if self.as_of == self.today else self.as_of
        return link("case_review", case=case_no, as_of=as_of)

    def link_to_check(self, round_no: str, check_no: str) -> str:
        """Return the address of a look-back check, "" for who may not open it."""
        may = allow(self.viewer, "open:look_back")
        return link("look_back", round=round_no, check=check_no) if may else ""

    def link_to_drive(self, campaign_no: str) -> str:
        """Return the address of a special drive on the same day."""
        as_of = None if self.as_of == self.today else self.as_of
        return link("ownership", page=DRIVES, drive=campaign_no, as_of=as_of)

    def drive_name(self, campaign_no: str) -> str:
        """Return what a special drive is called."""
        known = {one.campaign_no: one.name for one in self.campaigns}
        return known.get(campaign_no, campaign_no)


__all__ = ["OwnershipScreenState", "UnknownOwnershipError"]
