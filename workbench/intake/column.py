"""A column while it is read: what it holds, how it is spoken of, and where its faults go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.intake.columns import Field
from workbench.intake.findings import Findings, listed
from workbench.intake.limits import Limits
from workbench.terms import (
    Channel,
    IdentityDocument,
    Level,
    Outcome,
    PetitionClass,
    Procedure,
    Purpose,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Term,
)

CODED: dict[str, type[Term]] = {
    "channel": Channel,
    "purpose": Purpose,
    "petition_class": PetitionClass,
    "path": StatutoryChannel,
    "procedure": Procedure,
    "level": Level,
    "outcome": Outcome,
    "satisfaction": Satisfaction,
    "asked_by": RatingAsker,
    "id_kind": IdentityDocument,
}


class UnreadableCellError(ValueError):
    """The cell holds nothing that its column can mean; ``remedy`` says what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


@dataclass(slots=True)
class Column:
    """A column that is read: which fact it holds, and what is needed to read it."""

    name: str  # as told to people: letters and heading
    field: Field
    findings: Findings
    limits: Limits
    today: date
    order: str = "year_first"
    whole_numbers: bool = False
    ends_may_be_impossible: bool = False
    is_text_file: bool = False
    from_1904: bool = False  # a number of days counts from there
    words: Mapping[str, str] | None = None  # value → code, of the mapping and of values.toml
    answers: Mapping[str, str] | None = None

    def fault(self, row: int, cell: Any, reason: str, remedy: str) -> None:
        """Note a fault in this column; the value is masked or left out where it tells of a person."""
        self.findings.fault(row, self.name, listed(cell, self.field), reason, remedy)

    def correct(self, row: int, before: Any, after: Any, reason: str) -> None:
        """Note a correction in this column."""
        field = self.field
        self.findings.correct(row, self.name, listed(before, field), listed(after, field), reason)
