"""Reviews of case files (案件评查): two reviewers who do not see each other, a third where they differ.

A review judges the work of a unit in one matter. Nobody reviews a file of his own unit, and no account
reviews the same file twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from workbench.law.review_round import ReviewError
from workbench.law.review_sheet import SheetError, sheet


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What a reviewer gave for an item: points, or ``None`` where it does not apply; ``note`` says why.

    ``found`` are the points the machine filled in from the file, ``None`` where it found none or the item
    did not apply; ``was_found`` says whether it filled anything in.
    """

    item: str
    points: int | None
    note: str | None = None
    was_found: bool = False
    found: int | None = None


@dataclass(frozen=True, slots=True)
class FailFinding:
    """What fails the file whatever its points, and what shows it."""

    fail: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """评查表: one reviewer's answers on one file. ``turn`` is 1 or 2 for the blind pair, 3 for the third."""

    id: int
    sheet_no: str
    round_no: str
    case_no: str
    unit: str
    turn: int
    reviewer: str
    reviewer_unit: str | None
    assigned_on: date
    locked_on: date | None = None
    answers: tuple[ItemAnswer, ...] = ()
    fails: tuple[FailFinding, ...] = ()
    version: int = 1

    def answered(self, answers: Sequence[ItemAnswer], by: str, on: date) -> ReviewSheet:
        """Return the sheet with these answers in place of earlier ones to the same items."""
        self._check_open(by, on)
        for answer in answers:
            sheet().check(answer.item, answer.points)
            is_changed = answer.was_found and answer.points != answer.found
            if is_changed and not (answer.note and answer.note.strip()):
                raise ReviewError(f"{answer.item}改动了系统按卷宗预填的结果，请写明理由")
            if answer.points is None and not (answer.was_found or (answer.note and answer.note.strip())):
                raise ReviewError(f"{answer.item}记为不适用，请写明理由")
        merged = {one.item: one for one in self.answers} | {one.item: one for one in answers}
        order = [item.id for item in sheet().items]
        return replace(self, answers=tuple(merged[item] for item in order if item in merged))

    def failed(self, findings: Sequence[FailFinding], by: str, on: date) -> ReviewSheet:
        """Return the sheet with these findings instead of earlier ones."""
        self._check_open(by, on)
        known = {one.id for one in sheet().fails}
        for one in findings:
            if one.fail not in known:
                raise SheetError(f"评分表中没有“{one.fail}”这一项：请核对")
            if not one.note.strip():
                raise ReviewError("一票不合格的，请写明事实和材料")
        return replace(self, fails=tuple(findings))

    def locked(self, by: str, on: date) -> ReviewSheet:
        """Return the sheet locked: complete, and never changed again."""
        self._check_open(by, on)
        sheet().score(self.points)
        return replace(self, locked_on=on)

    @property
    def points(self) -> Mapping[str, int | None]:
        """The answers by item."""
        return {one.item: one.points for one in self.answers}

    @property
    def score(self) -> float | None:
        """The score, once locked."""
        return sheet().score(self.points) if self.locked_on is not None else None

    def _check_open(self, by: str, on: date) -> None:
        if self.locked_on is not None:
            raise ReviewError(f"评查表已于{self.locked_on}锁定，不能再改")
        if by != self.reviewer:
            raise ReviewError("只能填写分派给本人的评查表")
        if on < self.assigned_on:
            raise ReviewError(f"日期早于分派之日（{self.assigned_on}）：请核对")


def check_reviewer(
    new: ReviewSheet, others: Collection[ReviewSheet], related: Collection[str], handlers: Collection[str]
) -> None:
    """Refuse a reviewer of the unit, a handler of the matter, a second turn of the same account.

    ``related`` are the unit and those above and below it. A third is called only where the first two are
    locked and differ by more than the sheet allows.
    """
    if new.reviewer_unit is not None and new.reviewer_unit in related:
        raise ReviewError("评查人员不能评查本单位办理的事项：请另派人员")
    if new.reviewer in handlers:
        raise ReviewError("评查人员参与过该事项的办理：请另派人员")
    if any(one.reviewer == new.reviewer for one in others):
        raise ReviewError("该人员已评查过这一件：双人评查须由两人分别进行")
    if new.turn not in (1, 2, 3) or any(one.turn == new.turn for one in others):
        raise ReviewError("这一件的该次评查已经分派：请核对")
    if new.turn == 3 and not needs_third(others):
        raise ReviewError("两名评查人员都锁定且分差超过规定的，才由第三人评查")


def needs_third(sheets: Collection[ReviewSheet]) -> bool:
    """Return whether the blind pair is locked and differs too much, in points or in what fails the file."""
    pair = [one for one in sheets if one.turn in (1, 2) and one.locked_on is not None]
    if len(pair) < 2:
        return False
    (one, other) = pair
    difference = abs((one.score or 0) - (other.score or 0))
    return difference > sheet().greatest_difference or bool(one.fails) != bool(other.fails)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a file: its score (mean of two, median of three), the fails, and whether it passes."""

    score: float
    fails: tuple[str, ...]
    passes: bool
    by_third: bool


def result(sheets: Collection[ReviewSheet]) -> Result | None:
    """Return the result of a file, ``None`` while it waits for a reviewer.

    A fail counts if most of the reviewers found it.
    """
    locked = sorted((one for one in sheets if one.locked_on is not None), key=lambda one: one.turn)
    third = needs_third(locked)
    if len(locked) < (3 if third else 2):
        return None
    score = round(float(median(one.score or 0.0 for one in locked)) + 1e-9, 1)
    found = [finding.fail for one in locked for finding in one.fails]
    fails = tuple(sorted({fail for fail in found if found.count(fail) * 2 > len(locked)}))
    return Result(score, fails, sheet().passes(score, fails), third)
