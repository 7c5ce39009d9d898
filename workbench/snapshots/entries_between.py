"""The entries of the ledger that one of two snapshots knows and the other does not, as reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select
from sqlalchemy.orm import InstrumentedAttribute

from workbench.ledger.entries import Entry, read_body
from workbench.records.journal import LedgerEntryRow
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.recorded import Between, CaseReason, happened_on
from workbench.terms import ChangeReason


@dataclass(frozen=True, slots=True)
class Heads:
    """What the heads of two snapshots say, each as (before, after)."""

    days: tuple[date, date]
    sizes: tuple[int, int]
    calendars: tuple[str, str]
    layouts: tuple[int, int]
    software: tuple[str, str]

    @classmethod
    def of(cls, before: FrozenSnapshot, after: FrozenSnapshot) -> Heads:
        """Return what the heads of these say."""
        was, now = before.manifest, after.manifest
        return cls(
            (was.as_of, now.as_of),
            (was.ledger_size, now.ledger_size),
            (was.calendar_version, now.calendar_version),
            (was.layout, now.layout),
            (was.software, now.software),
        )

    @property
    def between(self) -> Between:
        """Return the days between which something happened, and how much of the ledger the lesser knows."""
        (size, known), (_, last) = sorted(zip(self.sizes, self.days, strict=True))
        return Between(known, last, size)

    @property
    def by_calendar(self) -> CaseReason:
        """Return the reason of what another calendar moved."""
        was, now = self.calendars
        return CaseReason(ChangeReason.CALENDAR, f"到期日按新的日历重算（{was} → {now}）")

    @property
    def by_day(self) -> CaseReason | None:
        """Return the reason of what the mere passing of days changed; ``None`` for one and the same day."""
        was, now = self.days
        if was == now:
            return None
        words = f"截止日由 {was.isoformat()} 到 {now.isoformat()}，到期、计入与否随之改变"
        return CaseReason(ChangeReason.AS_OF, words)

    def otherwise(self) -> tuple[CaseReason, ...]:
        """Return what may be the reason where the ledger tells none: another day, another software."""
        found = [self.by_day] if self.by_day is not None else []
        if self.layouts[0] != self.layouts[1]:
            was, now = self.layouts
            found.append(CaseReason(ChangeReason.FOLD, f"汇总办法随软件版本改变（{was} → {now}）"))
        elif self.software[0] != self.software[1]:
            words = f"软件版本不同（{' → '.join(self.software)}），法规的读法、汇总办法可能随之改变"
            found.append(CaseReason(ChangeReason.FOLD, words))
        return tuple(found) or (CaseReason(ChangeReason.UNKNOWN, "台账中没有找到原因：请先核验两个快照"),)


class EntriesBetween:
    """Reads the entries of a ledger that came between two snapshots, or happened between their days."""

    def __init__(self, ledger: Connection, heads: Heads) -> None:
        self.ledger = ledger
        self.heads = heads
        self.between = heads.between
        self.since, self.until = sorted(heads.sizes)

    def recorded(self, entry: InstrumentedAttribute[int]) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions for what was recorded between the snapshots."""
        return (entry > self.since, entry <= self.until)

    def told(self, bodies: Select[str], words: str = "") -> list[CaseReason]:
        """Return what these entries are, in the order of the ledger; ``words`` stand for those of kinds."""
        reasons = (self.between.reason(entry, words) for entry in self.read(bodies))
        return [reason for reason in reasons if reason is not None]

    def read(self, bodies: Select[str]) -> Iterator[Entry]:
        """Return the entries of a question that were recorded between the snapshots, in their order."""
        asked = bodies.where(*self.recorded(LedgerEntryRow.seq)).order_by(LedgerEntryRow.seq)
        return (read_body(body) for body in self.ledger.scalars(asked))

    def happened_between(self, bodies: Select[str], words: str = "") -> list[CaseReason]:
        """Return what both knew and only one has, for it happened between their days."""
        if self.heads.by_day is None:
            return []
        asked = bodies.where(LedgerEntryRow.seq <= self.since).order_by(LedgerEntryRow.seq)
        found = []
        for body in self.ledger.scalars(asked):
            entry = read_body(body)
            day = happened_on(entry)
            if day is not None and self.lies_between(day):
                found.append(self.by_passing(self.between.what(entry, words)))
        return found

    def lies_between(self, day: date) -> bool:
        """Return whether a day is after the earlier of the two days and not after the later."""
        return min(self.heads.days) < day <= max(self.heads.days)

    def by_passing(self, what: str) -> CaseReason:
        """Return the reason of what came after the earlier of the two days."""
        return CaseReason(ChangeReason.AS_OF, f"{what}，发生在 {min(self.heads.days).isoformat()} 之后")
