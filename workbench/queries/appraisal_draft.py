"""What a month's appraisal is drawn from: the facts of a snapshot, item by item and unit by unit.

A town answers for what lies with a unit below it. Asked of a frozen snapshot (``shelf.facts``), so that the
sheet can be made again and every point opens the very cases it was counted from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.indicators.appraisal_items import Item, items_in
from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Facts, Period, evaluate
from workbench.law.appraisal import Appraisal
from workbench.law.appraisal_parts import AppraisedUnit, SheetItem, SheetLine
from workbench.queries.behind import CaseBehind, cases_behind
from workbench.queries.in_force import in_force, tried
from workbench.terms import UnitKind

# The petition office is measured like everybody else (art. 43); the joint conference owes nothing here.
APPRAISED: Final = (
    UnitKind.TOWN,
    UnitKind.TOWNSHIP,
    UnitKind.SUBDISTRICT,
    UnitKind.MUNICIPAL_DEPARTMENT,
    UnitKind.PETITION_OFFICE,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a snapshot says of a month."""

    units: tuple[AppraisedUnit, ...]
    items: tuple[SheetItem, ...]
    lines: tuple[SheetLine, ...]


def period_of(month: date) -> Period:
    """Return the month that begins on a day."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return Period(month, date.fromordinal(following.toordinal() - 1))


def draw(facts: Facts, month: date, *, as_of: date) -> Drawn:
    """Return units, items and what was counted; ``DefinitionError`` for a month without a sheet."""
    tree, units = dict(_parents(facts)), _units(facts)
    of_unit = {code: _appraised(code, set(units), tree) for code in tree}
    lines: list[SheetLine] = []
    told = items_in(month)
    for item in told:
        lines += _lines(facts, item, month, as_of, of_unit)
    return Drawn(
        tuple(map(AppraisedUnit, units)),
        tuple(_sheet_item(item) for item in told),
        tuple(sorted(lines, key=_place)),
    )


def cases_behind_point(facts: Facts, appraisal: Appraisal, unit: str, figure: str) -> tuple[CaseBehind, ...]:
    """Return the cases counted for a unit in an item, those not in time first."""
    tree, codes = dict(_parents(facts)), set(_units(facts))
    below = [code for code in tree if _appraised(code, codes, tree) == unit]
    return cases_behind(facts, in_force(figure), below, period_of(appraisal.month), appraisal.as_of)


def _units(facts: Facts) -> list[str]:
    kinds = ", ".join(f"'{kind.value}'" for kind in APPRAISED)
    asked = f"select code from unit_fact where kind in ({kinds}) order by code"
    return [code for (code,) in facts.execute(asked, {})]


def _lines(
    facts: Facts, item: Item, month: date, as_of: date, of_unit: Mapping[str, str | None]
) -> list[SheetLine]:
    passed: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for one in evaluate(facts, tried(item.indicator), period=period_of(month), as_of=as_of, by="unit"):
        unit = of_unit.get(one.group or "")
        if unit is not None and one.denominator:
            counted[unit] += one.denominator
            passed[unit] += one.numerator or 0
    return [SheetLine(unit, item.indicator.id, passed[unit], of) for unit, of in counted.items()]


def _sheet_item(item: Item) -> SheetItem:
    told: Indicator = item.indicator
    return SheetItem(told.id, told.name, told.version, item.law.points, item.law.floor, item.law.basis)


def _place(line: SheetLine) -> tuple[str, str]:
    return line.figure, line.unit


def _parents(facts: Facts) -> list[tuple[str, str | None]]:
    return [
        (code, parent)
        for code, parent in facts.execute("select code, parent from unit_fact order by code", {})
    ]


def _appraised(code: str, units: set[str], parents: Mapping[str, str | None]) -> str | None:
    """Return the nearest appraised unit at or above ``code``, ``None`` where there is none."""
    at: str | None = code
    for _ in range(len(parents) + 1):  # a tree that somebody tied into a ring ends here
        if at is None or at in units:
            return at
        at = parents.get(at)
    return None
