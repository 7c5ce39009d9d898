"""What source.toml says: when a topic makes the office look for the policy behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.law.tables import Entry, read_table

FILE: Final = "source.toml"


@dataclass(frozen=True, slots=True)
class SourceData:
    """Numbers of matters and of units; all are settings of the office."""

    source: str
    policy_least_matters: int
    policy_least_units: int
    proposal_most_matters: int


@cache
def source_data() -> SourceData:
    """Return the settings; ``LawDataError`` names a missing or misspelt one."""
    entry = Entry(FILE, "源头治理", read_table(FILE))
    entry.day("since")
    found = SourceData(
        source=entry.text("source"),
        policy_least_matters=entry.number("policy_least_matters"),
        policy_least_units=entry.number("policy_least_units"),
        proposal_most_matters=entry.number("proposal_most_matters"),
    )
    entry.done()
    return found
