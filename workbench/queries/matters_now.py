"""Matters by their numbers, as a snapshot has them: masked, accusations empty of content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workbench.access.viewer import Viewer
from workbench.law.instruction import Instruction
from workbench.snapshots.read import Snapshot
from workbench.terms import CaseState, PetitionClass, Role


@dataclass(frozen=True, slots=True)
class MatterNow:
    """One matter at the end of the snapshot's day; ``late_days`` are calendar days of its latest deadline."""

    case_id: int
    case_no: str
    title: str
    unit: str | None
    unit_name: str
    state: CaseState
    is_accusation: bool
    is_open: bool
    late_days: int
    next_due: date | None
    concluded_on: date | None
    resolved_on: date | None


def matters_now(snapshot: Snapshot, case_nos: Iterable[str]) -> dict[str, MatterNow]:
    """Return the matters that are registered by the snapshot's day, by number."""
    wanted = sorted(set(case_nos))
    found: dict[str, MatterNow] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ", ".join("?" * len(some))
        for row in snapshot.rows(
            "select case_id, case_no, title, unit, unit_name, state, petition_class, is_open, late_days, "
            f"next_due, concluded_on, resolved_on from case_fact where case_no in ({marks})",
            some,
        ):
            case_id, case_no, title, unit, name, state, kind, is_open, late, *days = row
            found[case_no] = MatterNow(
                case_id,
                case_no,
                title,
                unit,
                name,
                CaseState.coded(state),
                kind == PetitionClass.ACCUSATION.value,
                bool(is_open),
                late,
                *(date.fromisoformat(day) if day else None for day in days),
            )
    return found


def may_see(viewer: Viewer | None, now: MatterNow | None, owed: Instruction | None = None) -> bool:
    """Return whether the viewer may see the line of a matter.

    A unit's own official (单位经办人) sees what lies with his unit or is owed by it, and no accusation
    (art. 30(3)). ``None`` is nobody in particular, as in JupyterLab.
    """
    if viewer is None or viewer.role is not Role.HANDLER:
        return True
    if viewer.unit is None or now is None or now.is_accusation:
        return False
    return viewer.unit == now.unit or (owed is not None and owed.to_unit == viewer.unit)
