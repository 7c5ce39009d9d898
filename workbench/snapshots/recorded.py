"""What one ledger entry is to a figure that differs: recorded late, set right, newer than the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from workbench.ledger.entries import Entry
from workbench.terms import ActKind, ChangeReason

# Acts that set right what a dossier said; a reception's second record does, and says why.
CORRECTIONS: Final = frozenset({ActKind.CORRECT, ActKind.CORRECT_ITEM, ActKind.AMEND_SCREENING})
SAID_AGAIN: Final = frozenset({ActKind.HOLD_RECEPTION, ActKind.MISS_RECEPTION})
# Acts whose object is not the promise that they make.
MAKING: Final = (
    ActKind.PLAN_RECEPTIONS,
    ActKind.PUBLISH_RECEPTIONS,
    ActKind.MOVE_RECEPTION,
    ActKind.RECEIVE_MATTER,
)
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class CaseReason:
    """One reason, and what it was in words."""

    reason: ChangeReason
    words: str


@dataclass(frozen=True, slots=True)
class Between:
    """The as-of days of two snapshots: of the one that knew less of the ledger, and of the other.

    ``size`` is how many entries the former knew.
    """

    known: date
    last: date
    size: int

    def reason(self, entry: Entry, words: str = "") -> CaseReason | None:
        """Return what an entry between the snapshots is; ``None`` if neither has it: the day is too late.

        ``words`` stand instead of those of its kind.
        """
        kind, day = ActKind.coded(entry.kind), happened_on(entry)
        if day is not None and day > self.last:
            return None
        what = self.what(entry, words)
        if kind in CORRECTIONS or (kind in SAID_AGAIN and "why" in entry.commits):
            return CaseReason(ChangeReason.CORRECTED, what)
        return self.by_day(what, day or self.known)

    def by_day(self, what: str, day: date) -> CaseReason:
        """Return whether what happened on a day was recorded late, or happened after the earlier day."""
        if day <= self.known:
            return CaseReason(ChangeReason.RECORDED_LATE, f"{what}，另一快照只到台账第{self.size}条")
        return CaseReason(ChangeReason.AS_OF, f"{what}，发生在 {self.known.isoformat()} 之后")

    def what(self, entry: Entry, words: str = "") -> str:
        """Return an entry in words, with its place in the ledger."""
        return f"{words or ActKind.coded(entry.kind).label}（台账第{entry.seq}条）"


def happened_on(entry: Entry) -> date | None:
    """Return the day on which an act says it happened; ``None`` where it says none and counts at once."""
    told = entry.public.get("on")
    return date.fromisoformat(told) if isinstance(told, str) else None


def promises_named(entry: Entry) -> set[str]:
    """Return the numbers of promises that an act made though its object is another.

    A schedule is about its month, a matter received about its reception, a moved day about the old one.
    """
    told = entry.public
    rows = cast(list[dict[str, Json]], told.get("rows", []))
    promise = cast(dict[str, Json], told.get("promise", {}))
    found = [*(row.get("reception_no") for row in rows), told.get("to_no"), promise.get("instruction_no")]
    return {one for one in (*found, *cast(list[Json], told.get("reception_nos", []))) if isinstance(one, str)}
