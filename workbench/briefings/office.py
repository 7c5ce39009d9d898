"""What the yearly report tells of the office's own duties: who heard of the work, which units were assessed.

Article 9(2): regularly; the interval is the office's own, and a body without one owes nothing. Article 39(1):
every year; the law gives no day. Both are facts of the snapshot, as of its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.briefings.stock import Asked
from workbench.documents.content import Block, Column, Paragraph, Table, chinese_day
from workbench.indicators.evaluate import Period
from workbench.law.limits import find_limit
from workbench.law.work_study import RULE as HEARING
from workbench.law.work_study import basis_of
from workbench.law.year_assessment import RULE as ASSESSMENT
from workbench.queries.appraisal_draft import APPRAISED
from workbench.terms import StudyBody

if TYPE_CHECKING:
    from workbench.briefings.parts import Counted

LAYOUT: Final = 17  # of snapshots that keep hearings of the work and assessed units
OLDER: Final = (
    "所用快照由较早的软件固定，没有听取信访工作汇报和年度考核的记录；请重新固定快照后再编年度报告。"
)
HEARD_NOTE: Final = (
    "依据{basis}：条例规定定期听取，没有规定次数；应听取次数按本地设定的间隔计，没有设定间隔的不计应听取。"
    "按应听取日期归入本年；“本年听取”是本年内有纪要或者记录的会议。来源：听取信访工作汇报登记。"
)
ASSESSED_NOTE: Final = (
    "依据{basis}。单位以所依据的定稿月考核中列有的为准，各按最近一次年度考核计；来源：年度考核登记。"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """Hearings of one body (次): due in a period by the interval, and held in it, whatever was due."""

    body: StudyBody
    due: int
    in_time: int
    late: int
    missing: int
    held: int


@dataclass(frozen=True, slots=True)
class Assessed:
    """Units whose last final yearly assessment is that of a year."""

    year: int
    number: str
    on: str
    units: int


def heard(facts: Asked, period: Period, as_of: date) -> tuple[Heard, ...]:
    """Return the hearings of every body, the one that the law names first."""
    due = (
        "ended_on is null and due_on between :start and :end and (due_on < :as_of or met_on is not null) and"
    )
    rows = facts.execute(
        f"select subkind, count(case when {due} 1 = 1 then 1 end), "
        f"count(case when {due} met_on <= due_on then 1 end), "
        f"count(case when {due} met_on > due_on then 1 end), "
        f"count(case when {due} met_on is null then 1 end), "
        "count(case when met_on between :start and :end then 1 end) "
        "from commitment_fact where kind = 'work_study' group by subkind",
        {"start": period.start.isoformat(), "end": period.end.isoformat(), "as_of": as_of.isoformat()},
    )
    found = {body: numbers for body, *numbers in rows}
    return tuple(Heard(body, *found.get(body.value, (0,) * 5)) for body in StudyBody)


def assessed(facts: Asked) -> tuple[Assessed, ...]:
    """Return how many units were assessed last for which year, the latest year first."""
    rows = facts.execute(
        "select assessed_year, assessed_no, assessed_on, count(*) from unit_fact "
        "where assessed_year is not null group by 1, 2, 3 order by 1 desc",
        {},
    )
    return tuple(Assessed(*row) for row in rows)


def office_blocks(counted: Counted) -> list[Block]:
    """Return both parts; one sentence for a snapshot that older software made."""
    if counted.layout < LAYOUT:
        return [Paragraph(OLDER)]
    return [*_hearings(counted), *_assessments(counted)]


def _hearings(counted: Counted) -> list[Block]:
    period, as_of = counted.periods[0], counted.as_of
    found = heard(counted.facts, period, as_of)
    due, held = sum(one.due for one in found), sum(one.held for one in found)
    in_time = sum(one.in_time for one in found)
    words = f"截至{chinese_day(as_of)}，本年按本地设定的间隔应听取信访工作汇报{due}次，按期听取{in_time}次；"
    columns = (
        Column("会议", width=4),
        Column("依据", width=6),
        *(Column(label, True, 3) for label in ("应听取", "按期", "逾期听取", "逾期未听取", "本年听取")),
    )
    rows = tuple(
        (
            one.body.label,
            basis_of(one.body, period.end),
            *map(str, (one.due, one.in_time, one.late, one.missing, one.held)),
        )
        for one in found
    )
    note = HEARD_NOTE.format(basis=_basis(HEARING, period.end))
    return [Paragraph(f"{words}本年实际听取{held}次。"), Table("听取信访工作汇报（次）", columns, rows, note)]


def _assessments(counted: Counted) -> list[Block]:
    found, of = assessed(counted.facts), _units(counted.facts)
    basis, as_of = _basis(ASSESSMENT, counted.periods[0].end), chinese_day(counted.as_of)
    if not found:
        return [Paragraph(f"截至{as_of}，没有登记年度考核结果（依据{basis}，条例没有规定日期）。")]
    last = found[0]
    words = (
        f"截至{as_of}，名录中的考核对象{of}个，有{last.year}年年度考核结果的{last.units}个"
        f"（{last.number}，{last.on}）。"
    )
    columns = (Column("最近一次年度考核"), Column("编号"), Column("考核日期"), Column("单位（个）", True))
    rows = tuple((f"{one.year}年", one.number, one.on, str(one.units)) for one in found)
    return [Paragraph(words), Table("单位的年度考核", columns, rows, ASSESSED_NOTE.format(basis=basis))]


def _units(facts: Asked) -> int:
    kinds = ", ".join(f"'{one.value}'" for one in APPRAISED)
    ((count,),) = facts.execute(f"select count(*) from unit_fact where kind in ({kinds})", {})
    return int(count)


def _basis(rule: str, on: date) -> str:
    limit = find_limit(rule, on)
    return limit.basis if limit is not None else ""
