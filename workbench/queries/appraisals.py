"""Appraisals as of a day: all months, the sheet of a month for the office, a unit's own sheet.

The office and the auditor see every unit; a unit's people see their own sheet, once it was given to them.
Units stand in the order of the directory, never by their points.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from sqlalchemy import Connection, select

from workbench.access.gate import require
from workbench.access.masking import NOT_SHOWN, scrub
from workbench.access.viewer import Viewer
from workbench.acts.appraisals import APPRAISAL
from workbench.acts.dossier import read_dossiers
from workbench.indicators.appraisal_scores import Counted, Score, item_interval, scores
from workbench.law.appraisal import Appraisal
from workbench.law.appraisal_parts import ItemObjection, SheetItem, SheetLine
from workbench.law.appraisal_points import item_points
from workbench.queries.behind import CaseBehind
from workbench.queries.officials import people
from workbench.queries.supervision import Around
from workbench.records.appraisals import AppraisalRow
from workbench.records.petitions import PetitionCase
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.terms import AppraisalState, Role

SEES_ALL: Final = frozenset({Role.SUPERVISOR, Role.CLERK, Role.AUDITOR})


class AppraisalNotFoundError(ValueError):
    """There is no such appraisal on that day, or not for this viewer."""

    def __init__(self, number: str, as_of: date) -> None:
        super().__init__(f"截至{as_of}没有您可以查看的月考核“{number}”：请从清单打开")


@dataclass(frozen=True, slots=True)
class AppraisalLine:
    """One edition of a month in the list; ``replaced_by`` is the edition that corrects it."""

    appraisal: Appraisal
    state: AppraisalState
    replaced_by: str | None
    objections: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Cell:
    """An item of a unit: what counts, its points with interval; all ``None`` where it does not apply.

    ``drafted`` is what the snapshot said, where an accepted objection corrected it.
    """

    item: SheetItem
    line: SheetLine | None
    drafted: SheetLine | None
    points: Fraction | None
    interval: tuple[float, float] | None
    objection: ItemObjection | None


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """The sheet of one unit."""

    unit: str
    name: str
    cells: tuple[Cell, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """An edition with the units that the viewer may see; ``accounts`` are names by account."""

    appraisal: Appraisal
    state: AppraisalState
    replaced_by: str | None
    units: tuple[UnitSheet, ...]
    accounts: dict[str, str]

    def of_unit(self, unit: str) -> MonthSheet:
        """Return the edition with one unit alone."""
        return replace(self, units=tuple(one for one in self.units if one.unit == unit))


def appraisals(connection: Connection, viewer: Viewer, *, as_of: date) -> tuple[AppraisalLine, ...]:
    """Return the editions that the viewer may see, the latest month and edition first."""
    require(viewer, "read:appraisals")
    found = [one for one in _read(connection, as_of) if _may_see(viewer, one)]
    replaced = {one.replaces: one.appraisal_no for one in found if one.replaces is not None}
    lines = []
    for each in found:
        one = _narrowed(each, {unit.unit for unit in each.units if _sees_unit(viewer, unit.unit)})
        later = replaced.get(one.appraisal_no)
        told = (len(one.objections), len(one.unanswered))
        lines.append(AppraisalLine(one, one.state(as_of), later, *told))
    return tuple(sorted(lines, key=lambda line: (line.appraisal.month, line.appraisal.edition), reverse=True))


def month_sheet(connection: Connection, viewer: Viewer, appraisal_no: str, *, as_of: date) -> MonthSheet:
    """Return an edition; ``AppraisalNotFoundError`` also for one that the viewer may not see."""
    require(viewer, "read:appraisals")
    found = {one.appraisal_no: one for one in _read(connection, as_of)}
    told = found.get(appraisal_no)
    if told is None or not _may_see(viewer, told):
        raise AppraisalNotFoundError(appraisal_no, as_of)
    units = UnitTree.read(connection)
    scored, shown = _scores(told), _narrowed(told, {one.unit for one in told.units})
    sheets = tuple(
        _unit_sheet(shown, one.unit, units.name_on(one.unit, told.end), scored[one.unit])
        for one in told.units
        if _sees_unit(viewer, one.unit)
    )
    later = next((one.appraisal_no for one in found.values() if one.replaces == appraisal_no), None)
    told_by = [told.drafted_by, *(one.account for one in told.objections)]
    told_by += [one.answered_by for one in told.objections if one.answered_by is not None]
    names = people(connection, told_by)
    return MonthSheet(_narrowed(told, {one.unit for one in sheets}), told.state(as_of), later, sheets, names)


def next_edition(connection: Connection, month: date) -> tuple[int, str | None]:
    """Return the edition that a month's next sheet is, and the number of the one it replaces."""
    last = connection.execute(
        select(AppraisalRow.edition, AppraisalRow.appraisal_no)
        .where(AppraisalRow.month == month)
        .order_by(AppraisalRow.edition.desc())
        .limit(1)
    ).one_or_none()
    return (1, None) if last is None else (last.edition + 1, last.appraisal_no)


def seen_cases(connection: Connection, viewer: Viewer, cases: Sequence[CaseBehind]) -> tuple[CaseBehind, ...]:
    """Return the cases behind a point as the viewer may see them: all are counted, none is told too much.

    A matter that his tables do not hold, or that accuses his own unit, or one above or below it, shows
    neither number nor title; which of these it is, is not told.
    """
    numbers = sorted({one.case_no for one in cases if one.case_no is not None})
    there: set[str] = set()
    for start in range(0, len(numbers), 500):
        asked = select(PetitionCase.case_no).where(PetitionCase.case_no.in_(numbers[start : start + 500]))
        there.update(connection.scalars(asked))
    around = Around.read(connection, there)
    return tuple(
        replace(one, case_no=None, title=NOT_SHOWN, number=None)
        if one.case_no is not None and (one.case_no not in there or around.hides(viewer, one.case_no))
        else one
        for one in cases
    )


def _read(connection: Connection, as_of: date) -> list[Appraisal]:
    head = table_of(AppraisalRow)
    wanted = select(head).where(head.c.drafted_on <= as_of)
    return [one.until(as_of) for one in read_dossiers(connection, APPRAISAL, wanted)]


def _narrowed(appraisal: Appraisal, units: Collection[str]) -> Appraisal:
    """Return the sheet with nothing of other units; numbers of people in texts are masked."""
    objections = (
        replace(one, reason=scrub(one.reason), answer=None if one.answer is None else scrub(one.answer))
        for one in appraisal.objections
        if one.unit in units
    )
    return replace(
        appraisal,
        why=None if appraisal.why is None else scrub(appraisal.why),
        units=tuple(one for one in appraisal.units if one.unit in units),
        lines=tuple(one for one in appraisal.lines if one.unit in units),
        objections=tuple(objections),
    )


def _may_see(viewer: Viewer, appraisal: Appraisal) -> bool:
    if viewer.role in SEES_ALL:
        return True
    return appraisal.published_on is not None and any(one.unit == viewer.unit for one in appraisal.units)


def _sees_unit(viewer: Viewer, unit: str) -> bool:
    return viewer.role in SEES_ALL or viewer.unit == unit


def _scores(appraisal: Appraisal) -> dict[str, Score]:
    return scores({one.unit: _counted(appraisal, one.unit) for one in appraisal.units})


def _counted(appraisal: Appraisal, unit: str) -> Sequence[Counted]:
    found = []
    for item in appraisal.items:
        line = appraisal.line(unit, item.figure)
        if line is not None:
            found.append(Counted(item.figure, item.points, item.floor, line.numerator, line.denominator))
    return found


def _unit_sheet(appraisal: Appraisal, unit: str, name: str, score: Score) -> UnitSheet:
    return UnitSheet(unit, name, tuple(_cell(appraisal, unit, item) for item in appraisal.items), score)


def _cell(appraisal: Appraisal, unit: str, item: SheetItem) -> Cell:
    line, drafted = appraisal.line(unit, item.figure), appraisal.drafted(unit, item.figure)
    objection = next(
        (one for one in appraisal.objections if (one.unit, one.figure) == (unit, item.figure)), None
    )
    points, interval = None, None
    if line is not None:
        counted = Counted(item.figure, item.points, item.floor, line.numerator, line.denominator)
        points = item_points(item.points, item.floor, line.numerator, line.denominator)
        interval = item_interval(counted)
    return Cell(item, line, drafted if drafted != line else None, points, interval, objection)
