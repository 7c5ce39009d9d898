"""Impact assessments of handling personal information (个人信息保护影响评估), and how long they are kept.

《个人信息保护法》 article 55 asks for one before sensitive data are handled, and in four more cases; article
56 says what it must hold, and that report and record of handling are kept for at least three years. The
record here is that of the report: what it found, where it lies, until when it must lie there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.law.later import without_later
from workbench.law.limits import limit_on
from workbench.law.work_study import months_after
from workbench.terms import ImpactGround, ImpactState

RULE: Final = "R-PIA-KEEP"
NUMBER: Final = "YP-{year}-{serial}"
BASIS: Final = "《个人信息保护法》第五十五条、第五十六条"
_NUMBER: Final = re.compile(r"YP-\d{4}-[1-9]\d*")
_MONTHS: Final = 12


class ImpactError(ValueError):
    """An assessment, or what becomes of its report, that the record does not allow."""


@dataclass(frozen=True, slots=True)
class ImpactAssessment:
    """个人信息保护影响评估: one report.

    ``purpose``, ``impact`` and ``measures`` are what article 56 asks of it, ``paper`` is the number of the
    report, ``place`` where it is kept.
    """

    id: int
    impact_no: str
    ground: ImpactGround
    done_on: date
    activity: str
    purpose: str
    impact: str
    measures: str
    paper: str
    place: str
    struck_on: date | None = None
    struck_why: str | None = None
    destroyed_on: date | None = None
    destroyed_paper: str | None = None
    version: int = 1

    @property
    def kept_until(self) -> date:
        """Return the last day on which the report must still be kept."""
        years = limit_on(RULE, self.done_on).years or 0
        return months_after(self.done_on, years * _MONTHS)

    def until(self, as_of: date) -> ImpactAssessment:
        """Return the record as it stood at the end of a day."""
        then = without_later(self, as_of, "struck_on", "struck_why")
        return without_later(then, as_of, "destroyed_on", "destroyed_paper")

    def state(self, as_of: date) -> ImpactState:
        """Return where the report stands at the end of a day."""
        then = self.until(as_of)
        if then.struck_on is not None:
            return ImpactState.STRUCK
        if then.destroyed_on is not None:
            return ImpactState.DESTROYED
        return ImpactState.KEPT if as_of <= self.kept_until else ImpactState.ENDED

    def struck(self, on: date, why: str) -> ImpactAssessment:
        """Return the record as one that was entered by mistake."""
        self._check(on)
        if not why.strip():
            raise ImpactError("撤销登记须写明理由")
        return replace(self, struck_on=on, struck_why=why.strip())

    def destroyed(self, on: date, paper: str) -> ImpactAssessment:
        """Return the record with its report destroyed, never while it must be kept."""
        self._check(on)
        if on <= self.kept_until:
            basis = limit_on(RULE, self.done_on).basis
            raise ImpactError(f"报告应保存到{self.kept_until}（{basis}）：届满后才能销毁")
        if not paper.strip():
            raise ImpactError("请填写销毁审批的文号")
        return replace(self, destroyed_on=on, destroyed_paper=paper.strip())

    def _check(self, on: date) -> None:
        if self.struck_on is not None:
            raise ImpactError(f"“{self.impact_no}”的登记已于{self.struck_on}撤销")
        if self.destroyed_on is not None:
            raise ImpactError(f"“{self.impact_no}”的报告已于{self.destroyed_on}销毁")
        if on < self.done_on:
            raise ImpactError(f"日期早于完成评估之日（{self.done_on}）：请核对")


def recorded(new: ImpactAssessment) -> ImpactAssessment:
    """Return a new record; ``ImpactError`` says what article 56 asks for and is missing."""
    if not _NUMBER.fullmatch(new.impact_no):
        raise ImpactError(f"编号应写成“{number_of(new.done_on.year, 1)}”的样子：请核对")
    limit_on(RULE, new.done_on)  # refuses a day before the law
    for text, what in (
        (new.activity, "所评估的处理活动"),
        (new.purpose, "处理目的、处理方式是否合法、正当、必要"),
        (new.impact, "对个人权益的影响及安全风险"),
        (new.measures, "所采取的保护措施是否合法、有效并与风险程度相适应"),
        (new.paper, "评估报告的文号"),
        (new.place, "评估报告的保存地点"),
    ):
        if not text.strip():
            raise ImpactError(f"请填写{what}")
    return new


def number_of(year: int, serial: int) -> str:
    """Return the number of the assessment that is entered as the ``serial``-th of a year."""
    return NUMBER.format(year=year, serial=serial)
