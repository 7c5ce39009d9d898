"""By which rules a matter comes onto the agenda of the joint conference (agenda.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.law.tables import Entry, read_table
from workbench.terms import AgendaReason

FILE: Final = "agenda.toml"


@dataclass(frozen=True, slots=True)
class AgendaRule:
    """One rule: beyond how many calendar days, in words, and with which article."""

    reason: AgendaReason
    days: int
    words: str
    article: str


@cache
def agenda_rules() -> dict[AgendaReason, AgendaRule]:
    """Return the rules in the order of the agenda; ``LawDataError`` names what is missing or misspelt."""
    table = read_table(FILE)
    found = {}
    for row in table["rule"]:
        entry = Entry(FILE, str(row.get("reason")), row)
        days = entry.maybe_number("days") or 0
        reason = AgendaReason.coded(entry.text("reason"))
        words = entry.text("words").replace("{days}", str(days))
        found[reason] = AgendaRule(reason, days, words, entry.text("article"))
        entry.done()
    return found
