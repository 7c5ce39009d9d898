"""Monthly appraisal of units (月考核): drafted from a snapshot, given to the units, objected to, made final.

The sheet states numerators and denominators of duties; points follow from them. A unit objects item by item
with a reason, the office answers each in writing, and what is accepted corrects the item with its reason.
A final sheet never changes: a later correction is another edition of the month that says what it replaces.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.law.appraisal_data import FULL
from workbench.law.appraisal_parts import AppraisedUnit, ItemObjection, SheetItem, SheetLine
from workbench.law.later import without_later
from workbench.terms import AppraisalState

NUMBER: Final = "KH-{year}-{month:02}-{edition}"
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class AppraisalError(ValueError):
    """A change that the appraisal does not allow."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """月考核: one edition of one month. ``snapshot`` is the hash of the frozen snapshot it was drawn from."""

    id: int
    appraisal_no: str
    month: date
    edition: int
    as_of: date
    snapshot: str
    ledger_size: int
    drafted_on: date
    drafted_by: str
    replaces: str | None = None
    why: str | None = None
    published_on: date | None = None
    object_until: date | None = None
    final_on: date | None = None
    units: tuple[AppraisedUnit, ...] = ()
    items: tuple[SheetItem, ...] = ()
    lines: tuple[SheetLine, ...] = ()
    objections: tuple[ItemObjection, ...] = ()
    version: int = 1

    def state(self, as_of: date) -> AppraisalState:
        """Return where it stands at the end of ``as_of``."""
        if self.final_on is not None and self.final_on <= as_of:
            return AppraisalState.FINAL
        is_out = self.published_on is not None and self.published_on <= as_of
        return AppraisalState.PUBLISHED if is_out else AppraisalState.DRAFT

    def until(self, as_of: date) -> Appraisal:
        """Return the sheet as it stood at the end of ``as_of``."""
        then = without_later(self, as_of, "final_on")
        then = without_later(then, as_of, "published_on", "object_until")
        told = tuple(one.until(as_of) for one in then.objections if one.objected_on <= as_of)
        return replace(then, objections=told)

    @property
    def end(self) -> date:
        """Return the last day of the month."""
        return self.month.replace(day=monthrange(self.month.year, self.month.month)[1])

    def line(self, unit: str, figure: str) -> SheetLine | None:
        """Return what counts for a unit in an item, corrected where an objection was accepted."""
        for one in reversed(self.objections):
            if one.unit == unit and one.figure == figure and one.is_accepted:
                corrected = SheetLine(unit, figure, one.numerator or 0, one.denominator or 0)
                return corrected if corrected.denominator else None
        return self.drafted(unit, figure)

    def drafted(self, unit: str, figure: str) -> SheetLine | None:
        """Return what the snapshot said of a unit in an item."""
        return next((one for one in self.lines if one.unit == unit and one.figure == figure), None)

    @property
    def unanswered(self) -> tuple[ItemObjection, ...]:
        """Return the objections that wait for an answer."""
        return tuple(one for one in self.objections if one.answered_on is None)

    def published(self, on: date, object_until: date) -> Appraisal:
        """Return the sheet given to the units, which may object up to and including a day."""
        if self.published_on is not None:
            raise AppraisalError(f"“{self.appraisal_no}”已于{self.published_on}交各单位核对")
        if on < self.drafted_on:
            raise AppraisalError(f"日期早于编制之日（{self.drafted_on}）：请核对")
        if object_until <= on:
            raise AppraisalError("提出异议的截止日期须晚于交单位核对之日：请核对")
        return replace(self, published_on=on, object_until=object_until)

    def objected(self, objection: ItemObjection) -> Appraisal:
        """Return the sheet with a unit's objection to an item; one at a time, in time and with a reason."""
        if self.published_on is None or self.object_until is None:
            raise AppraisalError("考核表还没有交各单位核对，不能提出异议")
        if self.final_on is not None:
            raise AppraisalError(
                f"“{self.appraisal_no}”已于{self.final_on}定稿：发现错误的，请办公室另出更正版"
            )
        if objection.objected_on < self.published_on:
            raise AppraisalError(f"日期早于交单位核对之日（{self.published_on}）：请核对")
        if objection.objected_on > self.object_until:
            raise AppraisalError(
                f"提出异议的期限已于{self.object_until}届满：请与办公室联系，由办公室另出更正版"
            )
        self._check_place(objection.unit, objection.figure)
        if not objection.reason.strip():
            raise AppraisalError("请写明对该项提出异议的理由")
        if any((one.unit, one.figure) == (objection.unit, objection.figure) for one in self.objections):
            raise AppraisalError("该项已经提出过异议，每项只提一次：请等待或者查看书面答复")
        return replace(
            self, objections=(*self.objections, replace(objection, reason=objection.reason.strip()))
        )

    def answered(
        self, unit: str, figure: str, *, on: date, by: str, answer: str, corrected: tuple[int, int] | None
    ) -> Appraisal:
        """Return the sheet with the answer to an objection; ``corrected`` is (numerator, denominator).

        ``None`` turns the objection down.
        """
        waiting = next((one for one in self.unanswered if (one.unit, one.figure) == (unit, figure)), None)
        if waiting is None:
            raise AppraisalError("该项没有等待答复的异议：请刷新后核对")
        if on < waiting.objected_on:
            raise AppraisalError(f"答复日期早于提出异议之日（{waiting.objected_on}）：请核对")
        if by == waiting.account:
            raise AppraisalError("提出异议的人不能自己答复：请由办公室其他人员答复")
        if not answer.strip():
            raise AppraisalError("请写明答复：采纳的写明更正依据，不采纳的写明理由")
        numbers: tuple[int | None, int | None] = (None, None)
        if corrected is not None:
            _check_numbers(*corrected)
            before = self.drafted(unit, figure)
            if corrected == ((before.numerator, before.denominator) if before else (0, 0)):
                raise AppraisalError("采纳异议的，更正后的数应与原来不同：请核对，或者改为不采纳")
            numbers = corrected
        told = replace(
            waiting,
            answered_on=on,
            answered_by=by,
            is_accepted=corrected is not None,
            answer=answer.strip(),
            numerator=numbers[0],
            denominator=numbers[1],
        )
        return replace(self, objections=tuple(told if one is waiting else one for one in self.objections))

    def finalised(self, on: date) -> Appraisal:
        """Return the sheet made final: after the time to object, every objection answered."""
        if self.final_on is not None:
            raise AppraisalError(f"“{self.appraisal_no}”已于{self.final_on}定稿，不再变动")
        if self.object_until is None:
            raise AppraisalError("考核表还没有交各单位核对，不能定稿")
        if on <= self.object_until:
            raise AppraisalError(f"各单位可以在{self.object_until}以前提出异议，期满后才能定稿")
        if self.unanswered:
            raise AppraisalError(f"还有{len(self.unanswered)}项异议没有书面答复，答复后才能定稿")
        if any(one.answered_on is not None and one.answered_on > on for one in self.objections):
            raise AppraisalError("定稿日期早于对异议的答复：请核对")
        return replace(self, final_on=on)

    def _check_place(self, unit: str, figure: str) -> None:
        if all(one.unit != unit for one in self.units):
            raise AppraisalError("该单位不在本月考核范围内：请核对单位")
        if all(one.figure != figure for one in self.items):
            raise AppraisalError("考核表没有这一项：请核对")


def drafted(new: Appraisal) -> Appraisal:
    """Return a new edition; ``AppraisalError`` says what does not fit together in it."""
    if new.month.day != 1:
        raise AppraisalError("考核月份请写该月的第一天")
    if new.appraisal_no != number_of(new.month, new.edition):
        raise AppraisalError(
            f"编号“{new.appraisal_no}”与月份、版次不符：应为“{number_of(new.month, new.edition)}”"
        )
    if not new.end <= new.as_of <= new.drafted_on:
        raise AppraisalError(f"截至日应在{new.end}与编制之日之间：当月结束以后才能考核当月")
    if not _HASH.fullmatch(new.snapshot):
        raise AppraisalError("请写明考核所依据的固定快照的编号（64位）")
    if (new.replaces is None) != (new.edition == 1):
        raise AppraisalError("第二版起须写明更正哪一版；第一版没有可更正的")
    if new.replaces is not None and not (new.why and new.why.strip()):
        raise AppraisalError("出更正版的，请写明更正的理由")
    units, figures = {one.unit for one in new.units}, {one.figure for one in new.items}
    if not units or len(units) < len(new.units):
        raise AppraisalError("没有可考核的单位，或者单位重复：请核对单位名录")
    if sum(one.points for one in new.items) != FULL or len(figures) < len(new.items):
        raise AppraisalError(f"各项分值之和应为{FULL}，项目不能重复：请核对考核表")
    places = {(one.unit, one.figure) for one in new.lines}
    if len(places) < len(new.lines):
        raise AppraisalError("同一单位的同一项重复：请重新编制")
    for one in new.lines:
        if one.unit not in units or one.figure not in figures:
            raise AppraisalError("考核数据中有不属于考核表的单位或者项目：请重新编制")
        _check_numbers(one.numerator, one.denominator)
        if not one.denominator:
            raise AppraisalError("没有事项的项目不列数据（不适用）：请重新编制")
    return new


def number_of(month: date, edition: int) -> str:
    """Return the number of an edition of a month."""
    return NUMBER.format(year=month.year, month=month.month, edition=edition)


def _check_numbers(numerator: int, denominator: int) -> None:
    if not 0 <= numerator <= denominator:
        raise AppraisalError("按期数应在0与应办数之间：请核对")
