"""Special drives (专项行动): a name over matters, from one day to another. They count what units owe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


class CampaignError(ValueError):
    """A change that the campaign does not allow."""


@dataclass(frozen=True, slots=True)
class CampaignEntry:
    """One matter in a campaign from the day it was taken in; ``left_on``, with a reason, if taken out."""

    case_no: str
    entered_on: date
    left_on: date | None = None
    left_why: str | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """专项行动 such as 千案攻坚 or 积案清零. ``rule`` says in words what belongs to it."""

    id: int
    campaign_no: str
    name: str
    rule: str
    opened_on: date
    closed_on: date | None = None
    entries: tuple[CampaignEntry, ...] = ()
    version: int = 1

    def entered(self, case_no: str, on: date) -> Campaign:
        """Return the campaign with one more matter; a matter that left may enter again."""
        self._check_open(on)
        if any(entry.case_no == case_no and entry.left_on is None for entry in self.entries):
            raise CampaignError(f"信访事项“{case_no}”已在“{self.name}”中，不必再次加入")
        return replace(self, entries=(*self.entries, CampaignEntry(case_no, on)))

    def left(self, case_no: str, on: date, why: str) -> Campaign:
        """Return the campaign without the matter from ``on``; its time in it stays on record."""
        self._check_open(on)
        if not why.strip():
            raise CampaignError("移出专项行动须写明理由")
        found = [entry for entry in self.entries if entry.case_no == case_no and entry.left_on is None]
        if not found:
            raise CampaignError(f"信访事项“{case_no}”不在“{self.name}”中：请核对编号")
        if on < found[0].entered_on:
            raise CampaignError("移出日期早于加入日期：请核对")
        gone = replace(found[0], left_on=on, left_why=why.strip())
        return replace(self, entries=tuple(gone if entry is found[0] else entry for entry in self.entries))

    def closed(self, on: date) -> Campaign:
        """Return the campaign ended on ``on``; its list is frozen from then on."""
        self._check_open(on)
        return replace(self, closed_on=on)

    def _check_open(self, on: date) -> None:
        if self.closed_on is not None:
            raise CampaignError(f"“{self.name}”已于{self.closed_on}结束，名单不再变动")
        if on < self.opened_on:
            raise CampaignError(f"日期早于“{self.name}”开始之日（{self.opened_on}）：请核对")
