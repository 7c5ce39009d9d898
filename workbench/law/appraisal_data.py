"""What appraisal.toml says: items with their points, floor, basis and months in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from workbench.law.tables import Entry, LawDataError, read_table

FILE: Final = "appraisal.toml"
FULL: Final = 100


@dataclass(frozen=True, slots=True)
class AppraisalItem:
    """One item: a figure of the catalogue; ``floor`` points remain where nothing was in time."""

    figure: str
    points: int
    floor: int
    basis: str
    in_force: date
    until: date | None = None

    def holds_in(self, month: date) -> bool:
        """Return whether the item belongs to the month that begins on ``month``."""
        return self.in_force <= month and (self.until is None or month <= self.until)


@dataclass(frozen=True, slots=True)
class AppraisalData:
    """All items ever in force, and how many working days a unit has to object (条例未规定)."""

    since: date
    source: str
    objection_working_days: int
    items: tuple[AppraisalItem, ...]

    def items_in(self, month: date) -> tuple[AppraisalItem, ...]:
        """Return the items of the month that begins on ``month``; none before the sheet was in force."""
        return tuple(item for item in self.items if item.holds_in(month))


@cache
def appraisal_data() -> AppraisalData:
    """Return the content of the file; ``LawDataError`` names what is wrong in it."""
    return read_appraisal(read_table(FILE))


def read_appraisal(content: dict[str, Any]) -> AppraisalData:
    """Return the sheet in ``content``; ``LawDataError`` if points do not add up to 100 in some month."""
    head = Entry(FILE, "考核表", {key: value for key, value in content.items() if key != "item"})
    found = AppraisalData(
        since=head.day("since"),
        source=head.text("source"),
        objection_working_days=head.number("objection_working_days"),
        items=tuple(_item(values) for values in content.get("item", [])),
    )
    head.done()
    for month in sorted({item.in_force for item in found.items}):
        held = found.items_in(month)
        given = sum(item.points for item in held)
        if given != FULL:
            raise LawDataError(f"规则数据文件 {FILE}：{month:%Y-%m}起各项分值之和为{given}，应为{FULL}")
        if len({item.figure for item in held}) < len(held):
            raise LawDataError(f"规则数据文件 {FILE}：{month:%Y-%m}有重复的项目")
    if not found.items:
        raise LawDataError(f"规则数据文件 {FILE} 没有任何项目")
    return found


def _item(values: dict[str, Any]) -> AppraisalItem:
    entry = Entry(FILE, str(values.get("figure")), values)
    item = AppraisalItem(
        figure=entry.text("figure"),
        points=entry.number("points"),
        floor=entry.maybe_number("floor") or 0,
        basis=entry.text("basis"),
        in_force=entry.day("in_force"),
        until=entry.maybe_day("until"),
    )
    entry.done()
    if item.floor >= item.points:
        raise entry.error("floor", "保底分应小于该项分值")
    if item.until is not None and item.until < item.in_force:
        raise entry.error("until", "早于开始适用的月份")
    return item
