"""The acts that a new database begins with: its key, its units, and the holiday notices known so far."""

from __future__ import annotations

import csv
from typing import Final

from workbench.acts.base import Act, Actor
from workbench.acts.calendar import AnnounceHolidays
from workbench.acts.keys import MarkIdentityKey
from workbench.acts.units import EstablishUnit
from workbench.config import data_file
from workbench.law.calendar import CalendarHistory, shipped_calendars
from workbench.records.identity import IdentityKey
from workbench.terms import Role, UnitKind

FOUNDER: Final = Actor("workbench", Role.ADMINISTRATOR)


def founding_acts(key: IdentityKey) -> list[Act]:
    """Return the mark of the key and the units of ``data/units/units.csv``, parents first."""
    text = data_file("units", "units.csv").read_text("utf-8")
    units: list[Act] = [
        EstablishUnit(
            code=row["code"],
            name=row["name"],
            unit_kind=UnitKind.coded(row["kind"]),
            parent=row["parent"] or None,
            is_editable=row["editable"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return [MarkIdentityKey(key.mark()), *units]


def missing_notices(known: CalendarHistory) -> list[Act]:
    """Return the notices shipped with this version that the ledger does not hold yet."""
    recorded = {(notice.year, notice.announced_on) for notice in known.notices}
    shipped = shipped_calendars().notices
    return [AnnounceHolidays(one) for one in shipped if (one.year, one.announced_on) not in recorded]
