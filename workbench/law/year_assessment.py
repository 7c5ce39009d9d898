"""The yearly assessment of petition work (年度考核): by party committee and government, on facts.

Regulation 2022, article 39(1): every year, guided by whether matters are settled by law, in time and where
they arise; the result is made known within a suitable circle and is an important reference where leading
bodies and their members are appraised. It rests on the final monthly sheets, which count duties that units
performed; it has no points of its own and no order of units, and volumes have no place in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.law.appraisal import Appraisal
from workbench.law.later import without_later
from workbench.law.limits import find_limit

RULE: Final = "R-ANNUAL-ASSESS"
NUMBER: Final = "NK-{year}-{edition}"
MONTHS: Final = 12


class YearAssessmentError(ValueError):
    """A yearly assessment, or a step of it, that does not fit."""


@dataclass(frozen=True, slots=True)
class YearSheet:
    """One final monthly sheet that the year rests on."""

    appraisal_no: str


@dataclass(frozen=True, slots=True)
class YearAssessment:
    """年度考核: one edition of one year. ``missing_why`` says why months have no final sheet.

    ``paper`` is the number of the result; ``scope`` the circle within which it was made known.
    """

    id: int
    assessment_no: str
    year: int
    edition: int
    assessed_on: date
    paper: str
    found: str
    missing_why: str | None = None
    why: str | None = None
    circulated_on: date | None = None
    scope: str | None = None
    circulated_paper: str | None = None
    referred_on: date | None = None
    referred_to: str | None = None
    referred_paper: str | None = None
    sheets: tuple[YearSheet, ...] = ()
    version: int = 1

    def until(self, as_of: date) -> YearAssessment:
        """Return the assessment as it stood at the end of a day."""
        then = without_later(self, as_of, "circulated_on", "scope", "circulated_paper")
        return without_later(then, as_of, "referred_on", "referred_to", "referred_paper")

    def circulated(self, on: date, scope: str, paper: str) -> YearAssessment:
        """Return the assessment with its result made known within a circle."""
        if self.circulated_on is not None:
            raise YearAssessmentError(f"“{self.assessment_no}”的结果已于{self.circulated_on}通报")
        self._check(on, paper)
        if not scope.strip():
            raise YearAssessmentError("请写明通报的范围：条例要求在适当范围内通报")
        return replace(self, circulated_on=on, scope=scope.strip(), circulated_paper=paper.strip())

    def referred(self, on: date, to: str, paper: str) -> YearAssessment:
        """Return the assessment with its result handed to who appraises leading bodies and their members."""
        if self.referred_on is not None:
            raise YearAssessmentError(f"“{self.assessment_no}”的结果已于{self.referred_on}送交")
        self._check(on, paper)
        if not to.strip():
            raise YearAssessmentError("请写明送交的机关：考核结果作为综合考核评价的重要参考")
        return replace(self, referred_on=on, referred_to=to.strip(), referred_paper=paper.strip())

    def _check(self, on: date, paper: str) -> None:
        if on < self.assessed_on:
            raise YearAssessmentError(f"日期早于考核之日（{self.assessed_on}）：请核对")
        if not paper.strip():
            raise YearAssessmentError("请填写文号")


def assessed(new: YearAssessment, sheets: Sequence[Appraisal]) -> YearAssessment:
    """Return a new edition that rests on ``sheets``; ``YearAssessmentError`` says what does not fit."""
    end = date(new.year, 12, 31)
    if find_limit(RULE, end) is None:
        raise YearAssessmentError(f"{new.year}年《信访工作条例》尚未施行：请核对年份")
    if new.assessment_no != (number := number_of(new.year, new.edition)):
        raise YearAssessmentError(f"编号与年份、版次不符：应为“{number}”")
    if new.assessed_on <= end:
        raise YearAssessmentError(f"{new.year}年结束以后才能考核当年")
    if not new.paper.strip():
        raise YearAssessmentError("请填写考核结果的文号")
    if not new.found.strip():
        raise YearAssessmentError("请写明考核的情况")
    if (new.edition > 1) != bool(new.why and new.why.strip()):
        raise YearAssessmentError("第二版起须写明更正的理由；第一版没有可更正的")
    _check_sheets(new, sheets)
    return new


def _check_sheets(new: YearAssessment, sheets: Sequence[Appraisal]) -> None:
    for one in sheets:
        if one.month.year != new.year:
            raise YearAssessmentError(f"“{one.appraisal_no}”不是{new.year}年的月考核：请核对")
        if one.final_on is None or one.final_on > new.assessed_on:
            raise YearAssessmentError(f"“{one.appraisal_no}”没有定稿，不能作为年度考核的依据")
    months = {one.month for one in sheets}
    if len(months) < len(sheets):
        raise YearAssessmentError("同一月份的月考核重复：每月只取一版")
    lacking = MONTHS - len(months)
    if lacking and not (new.missing_why and new.missing_why.strip()):
        raise YearAssessmentError(f"有{lacking}个月没有定稿的月考核：请写明原因")


def number_of(year: int, edition: int) -> str:
    """Return the number of an edition of a year."""
    return NUMBER.format(year=year, edition=edition)


def counts_words(counts: tuple[int, int] | None) -> str:
    """Return what was done in time of what was owed, as it is printed; a dash where nothing was owed."""
    return "—" if counts is None else f"{counts[0]} / {counts[1]}"
