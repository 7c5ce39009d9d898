"""Who caused it (谁引发、谁担责): cause unit and cause clause per matter, as people found them.

A look-back names the unit whose act or neglect caused the problem; the tracing-back of a proceeding names
unit and clause (articles 42 to 46). Nothing here is inferred from texts or from who came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, select

from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.look_backs import LOOK_BACK
from workbench.queries.accountability_sight import visible_proceedings
from workbench.queries.supervision import Around
from workbench.records.look_backs import LookBackRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.terms import ProceedingStep


class FoundBy(StrEnum):
    """Where the cause was found."""

    LOOK_BACK = "回头看"
    TRACE = "责任倒查"


@dataclass(frozen=True, slots=True)
class Cause:
    """One matter with the unit that caused it; ``clause`` is a code of clauses.toml, if one was named."""

    case_no: str
    unit: str
    clause: str | None
    found_by: FoundBy
    number: str
    found_on: date


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """引发单位: what one unit caused under one clause (or none named), in the order of the matters."""

    unit: str
    unit_name: str
    clause: str | None
    causes: tuple[Cause, ...]

    @property
    def case_nos(self) -> tuple[str, ...]:
        """Return the matters, each once."""
        return tuple(dict.fromkeys(one.case_no for one in self.causes))


def causes(connection: Connection, viewer: Viewer, *, start: date, as_of: date) -> tuple[CauseGroup, ...]:
    """Return the causes found from ``start`` to ``as_of`` by unit and clause, in the order of the directory.

    What the viewer may not know of (proceedings, accusations of his unit) is left out.
    """
    require(viewer, "read:source")
    found = [one for one in _look_backs(connection, as_of) if one.found_on >= start]
    if allow(viewer, "read:accountability"):
        found += [one for one in _traces(connection, viewer, as_of) if one.found_on >= start]
    around = Around.read(connection, (one.case_no for one in found))
    units = UnitTree.read(connection)
    groups: dict[tuple[str, str], list[Cause]] = defaultdict(list)
    for one in found:
        if not around.hides(viewer, one.case_no):
            groups[one.unit, one.clause or ""].append(one)
    return tuple(
        CauseGroup(
            unit,
            units.name_on(unit, as_of),
            clause or None,
            tuple(sorted(told, key=lambda one: (one.case_no, one.found_on))),
        )
        for (unit, clause), told in sorted(groups.items())
    )


def _look_backs(connection: Connection, as_of: date) -> list[Cause]:
    head = table_of(LookBackRow)
    wanted = select(head).where(head.c.cause_unit.is_not(None), head.c.locked_on <= as_of)
    return [
        Cause(one.case_no, one.cause_unit, None, FoundBy.LOOK_BACK, one.round_no, one.locked_on)
        for one in read_dossiers(connection, LOOK_BACK, wanted)
        if one.cause_unit is not None and one.locked_on is not None
    ]


def _traces(connection: Connection, viewer: Viewer, as_of: date) -> list[Cause]:
    told = []
    for proceeding, matters, _ in visible_proceedings(connection, viewer, as_of):
        for _number, entry in proceeding.standing:
            if entry.kind is ProceedingStep.TRACE and entry.unit is not None:
                told += [
                    Cause(
                        case_no,
                        entry.unit,
                        entry.clause,
                        FoundBy.TRACE,
                        proceeding.proceeding_no,
                        entry.happened_on,
                    )
                    for case_no in matters
                ]
    return told
