"""The sheet of a file review as data: items with their points and articles, and how a score comes of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from workbench.law.tables import Entry, LawDataError, read_table

FILE: Final = "file_review.toml"
FULL: Final = 100


class SheetError(ValueError):
    """Points that the sheet does not know or allow."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its most points, its article, and whether it may not apply to a matter."""

    id: str
    group: str
    title: str
    points: int
    basis: str
    may_not_apply: bool


@dataclass(frozen=True, slots=True)
class Fail:
    """What fails a file whatever its points."""

    id: str
    title: str
    basis: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A band of scores, from ``start`` points up to the next band."""

    name: str
    start: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet in force since a day; items add up to 100 points."""

    since: date
    source: str
    greatest_difference: int
    items: tuple[Item, ...]
    fails: tuple[Fail, ...]
    grades: tuple[Grade, ...]

    def item(self, item_id: str) -> Item:
        """Return an item; ``SheetError`` if there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise SheetError(f"评分表中没有“{item_id}”这一项：请核对")

    def check(self, item_id: str, points: int | None) -> None:
        """Refuse points beyond the item's, and "does not apply" where it always does."""
        item = self.item(item_id)
        if points is None and not item.may_not_apply:
            raise SheetError(f"{item.id}“{item.title}”对每件都适用，请给出得分")
        if points is not None and not 0 <= points <= item.points:
            raise SheetError(f"{item.id}的得分应在0至{item.points}分之间")

    def score(self, answers: Mapping[str, int | None]) -> float:
        """Return the score of 0 to 100, to one decimal; items that do not apply are left out of both sums.

        ``SheetError`` while an item has no answer.
        """
        missing = [item.id for item in self.items if item.id not in answers]
        if missing:
            raise SheetError(f"还有{len(missing)}项没有评分：{'、'.join(missing)}")
        given = {item_id: points for item_id, points in answers.items() if points is not None}
        most = sum(item.points for item in self.items if item.id in given)
        return round(sum(given.values()) * FULL / most + 1e-9, 1)

    def grade(self, score: float, fails: Collection[str] = ()) -> Grade:
        """Return the band of a score; the lowest where something fails the file."""
        return self.grades[-1] if fails else next(one for one in self.grades if score >= one.start)

    def passes(self, score: float, fails: Collection[str] = ()) -> bool:
        """Return whether a file passes: at least 合格, the second band."""
        return not fails and score >= self.grades[1].start


@cache
def sheet() -> Sheet:
    """Return the sheet; ``LawDataError`` names what is wrong in the file."""
    content = read_table(FILE)
    head = Entry(FILE, "评分表", {k: v for k, v in content.items() if not isinstance(v, list)})
    found = Sheet(
        since=head.day("since"),
        source=head.text("source"),
        greatest_difference=head.number("greatest_difference"),
        items=tuple(_item(values) for values in content["item"]),
        fails=tuple(_fail(values) for values in content["fail"]),
        grades=tuple(Grade(values["name"], values["from"]) for values in content["grade"]),
    )
    head.done()
    starts = [grade.start for grade in found.grades]
    if sum(item.points for item in found.items) != FULL:
        raise LawDataError(f"规则数据文件 {FILE} 各项分值之和应为{FULL}")
    if starts != sorted(starts, reverse=True) or starts[-1] != 0 or len(starts) < 2:
        raise LawDataError(f"规则数据文件 {FILE} 的等次应从高到低排列，最后一等从0分起")
    return found


def _item(values: Mapping[str, object]) -> Item:
    entry = Entry(FILE, str(values.get("id")), values)
    item = Item(
        id=entry.text("id"),
        group=entry.text("group"),
        title=entry.text("title"),
        points=entry.number("points"),
        basis=entry.text("basis"),
        may_not_apply=entry.flag("may_not_apply"),
    )
    entry.done()
    return item


def _fail(values: Mapping[str, object]) -> Fail:
    entry = Entry(FILE, str(values.get("id")), values)
    found = Fail(entry.text("id"), entry.text("title"), entry.text("basis"))
    entry.done()
    return found
