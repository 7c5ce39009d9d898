"""What boards show of a matter beside what is owed in it: three facts side by side, never one.

Procedurally concluded (办结), resolved (化解) and what the petitioner says (评价) stand apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench.snapshots.read import Snapshot
from workbench.terms import CaseState, PetitionClass, Satisfaction, UnitKind

_COLUMNS = (
    "case_no, title, petition_class, unit, unit_name, state, is_open, late_deadlines, concluded_on, "
    "resolved_on, satisfaction, rated_on"
)
TOWN_KINDS = (UnitKind.TOWN, UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT)


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """One matter as of a day, masked; the three facts are days and a word, ``None`` while there is none."""

    case_no: str
    title: str
    is_accusation: bool
    unit: str | None
    unit_name: str
    state: CaseState
    is_open: bool
    is_late: bool
    concluded_on: date | None
    resolved_on: date | None
    satisfaction: Satisfaction | None
    rated_on: date | None


@dataclass(frozen=True, slots=True)
class Units:
    """Names and parents of the units as of a day."""

    as_of: date
    names: dict[str, str]
    parents: dict[str, str | None]
    towns: tuple[str, ...]

    def name(self, code: str | None) -> str:
        """Return what a unit is called; its code where it is unknown, "" for none."""
        return self.names.get(code, code) if code else ""

    def above(self, code: str | None) -> frozenset[str]:
        """Return the unit and all units above it."""
        found: set[str] = set()
        while code and code not in found:
            found.add(code)
            code = self.parents.get(code)
        return frozenset(found)


def matter_facts(snapshot: Snapshot, case_nos: Sequence[str]) -> dict[str, MatterFacts]:
    """Return the facts of these matters by case number; those not registered by the day are left out."""
    asked = f"select {_COLUMNS} from case_fact where case_no in (select value from json_each(:numbers))"
    rows = snapshot.rows(asked, {"numbers": json.dumps(sorted(set(case_nos)), ensure_ascii=False)})
    return {row[0]: _facts(*row) for row in rows}


def open_matters(snapshot: Snapshot) -> tuple[MatterFacts, ...]:
    """Return the open matters of the day, those registered first at the top."""
    rows = snapshot.rows(
        f"select {_COLUMNS} from case_fact where is_open = 1 order by registered_on, case_id"
    )
    return tuple(_facts(*row) for row in rows)


def unit_map(snapshot: Snapshot) -> Units:
    """Return the units of the snapshot's day."""
    rows = snapshot.rows("select code, name, kind, parent from unit_fact order by code")
    return Units(
        as_of=snapshot.as_of,
        names={code: name for code, name, _, _ in rows},
        parents={code: parent for code, _, _, parent in rows},
        towns=tuple(code for code, _, kind, _ in rows if kind in TOWN_KINDS),
    )


def _facts(
    case_no: str,
    title: str,
    petition_class: str | None,
    unit: str | None,
    unit_name: str,
    state: str,
    is_open: int,
    late_deadlines: int,
    concluded_on: str | None,
    resolved_on: str | None,
    satisfaction: str | None,
    rated_on: str | None,
) -> MatterFacts:
    return MatterFacts(
        case_no=case_no,
        title=title,
        is_accusation=petition_class == PetitionClass.ACCUSATION,
        unit=unit,
        unit_name=unit_name,
        state=CaseState.coded(state),
        is_open=bool(is_open),
        is_late=late_deadlines > 0,
        concluded_on=_day(concluded_on),
        resolved_on=_day(resolved_on),
        satisfaction=Satisfaction.coded(satisfaction) if satisfaction else None,
        rated_on=_day(rated_on),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
