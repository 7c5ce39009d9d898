"""What an appraisal is made of: units, items, what was counted, what a unit objects to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.law.later import without_later


@dataclass(frozen=True, slots=True)
class AppraisedUnit:
    """A unit that the sheet is about."""

    unit: str


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An item as the sheet was drafted: its figure, the version of its definition, points and floor."""

    figure: str
    title: str
    definition: str
    points: int
    floor: int
    basis: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What a unit did in an item; an item in which it had nothing to do has no line."""

    unit: str
    figure: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class ItemObjection:
    """What a unit objects to in an item, and the written answer; the numbers are the corrected ones.

    A corrected denominator of 0 says that the item does not apply.
    """

    unit: str
    figure: str
    objected_on: date
    account: str
    reason: str
    answered_on: date | None = None
    answered_by: str | None = None
    is_accepted: bool | None = None
    answer: str | None = None
    numerator: int | None = None
    denominator: int | None = None

    def until(self, as_of: date) -> ItemObjection:
        """Return the objection as it stood at the end of ``as_of``."""
        told = ("answered_by", "is_accepted", "answer", "numerator", "denominator")
        return without_later(self, as_of, "answered_on", *told)
