"""Yearly assessments of the demo (art. 39(1)): every full year of which there are final monthly sheets."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from workbench.acts.year_assessments import CirculateAssessment, RecordAssessment, ReferAssessment
from workbench.china_time import CHINA
from workbench.demo.deeds import SUPERVISOR
from workbench.demo.plan import LAST_DAY, YEARS
from workbench.demo.workdays import Workdays
from workbench.law.year_assessment import MONTHS, YearSheet, number_of

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.app import Workbench
    from workbench.law.appraisal import Appraisal

_RECORDED: Final = datetime.combine(LAST_DAY, time(17, 35), CHINA)  # after the sheets it rests on
_FOUND: Final = (
    "以全年定稿的月考核为依据，逐项核对各单位在法定期限内告知、办结和反馈的情况。"
    "期限内办理总体平稳，个别单位告知和反馈超期，已由联席办督促整改。"
)
_SCOPE: Final = "各镇街、市直单位"
_REFERRED_TO: Final = "市委组织部"


def assess_years(bench: Workbench) -> int:
    """Assess the years that ended within the demo and are not assessed yet; return how many."""
    from workbench.queries.year_assessments import final_sheets, next_edition

    with bench.reading() as session:
        calendars = bench.calendars(session.connection())
    days = Workdays(calendars.latest, date(LAST_DAY.year - YEARS, 1, 1), LAST_DAY)
    done = 0
    for year in range(LAST_DAY.year - YEARS, LAST_DAY.year):
        sheets = bench.ask(final_sheets, year, as_of=LAST_DAY)
        if sheets and bench.ask(next_edition, year) == 1:
            acts = _acts(year, sheets, days)
            with bench.desk(SUPERVISOR, bulk=True) as desk:
                for act in acts:
                    desk.perform(act, now=_RECORDED)
            done += 1
    return done


def _acts(year: int, sheets: tuple[Appraisal, ...], days: Workdays) -> tuple[Act, ...]:
    number, paper = number_of(year, 1), f"临信联〔{year + 1}〕{{}}号"
    ends = [one.final_on for one in sheets if one.final_on is not None]
    on = days.step(max(*ends, date(year, 12, 31)), 3)
    told, sent = days.step(on, 3), days.step(on, 5)
    lacking = MONTHS - len(sheets)
    why = f"有{lacking}个月没有开展月考核" if lacking else None
    of = tuple(YearSheet(one.appraisal_no) for one in sheets)
    return (
        RecordAssessment(number, year, 1, on, of, paper.format(1), _FOUND, why),
        CirculateAssessment(number, told, _SCOPE, paper.format(2)),
        ReferAssessment(number, sent, _REFERRED_TO, paper.format(3)),
    )
