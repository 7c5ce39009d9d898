"""Two years of monthly screenings in the demo: in time, late, missing, zero-reports, sent back, mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from workbench.acts.screenings import AmendScreening, GivenLine, ReportScreening, ReturnScreening
from workbench.demo.deeds import SUPERVISOR, Chain, handler
from workbench.demo.dice import Deck, Dice, Weighted
from workbench.demo.names import person_name
from workbench.demo.places import places
from workbench.demo.posts import head_on, reporting_units
from workbench.demo.workdays import Workdays
from workbench.law.screening_month import month_of, report_number
from workbench.law.settings import settings
from workbench.terms import DisputeKind

_WAYS: Final = (("in_time", 78), ("late", 9), ("missing", 5), ("returned", 5), ("mended", 3))
_SEED: Final = 4306829
_BEGINS: Final = 16  # day of the month from which units report
_SETTLED: Final = 0.62  # of what is there, each month
_OF_TOWNS: Final = Weighted(
    (
        (DisputeKind.NEIGHBOURS, 22), (DisputeKind.LAND, 20), (DisputeKind.FAMILY, 12),
        (DisputeKind.RURAL, 14), (DisputeKind.DEMOLITION, 8), (DisputeKind.CONTRACT, 8),
        (DisputeKind.ENVIRONMENT, 8), (DisputeKind.PROPERTY, 4), (DisputeKind.OTHER, 4),
    )
)  # fmt: skip
_OF_DEPARTMENTS: Final = Weighted(
    (
        (DisputeKind.LABOUR, 18), (DisputeKind.PROPERTY, 16), (DisputeKind.SERVICES, 16),
        (DisputeKind.ENVIRONMENT, 14), (DisputeKind.CONTRACT, 14), (DisputeKind.DEMOLITION, 10),
        (DisputeKind.OTHER, 12),
    )
)  # fmt: skip
_MEASURES: Final = {
    DisputeKind.LAND: "组织村组现场指界，查阅承包和确权档案后调解",
    DisputeKind.DEMOLITION: "核对补偿清单，逐项说明标准，缺漏的补测补付",
    DisputeKind.PROPERTY: "约谈物业企业，公示公共收益，督促整改",
    DisputeKind.LABOUR: "会同用工单位核对工资台账，约定支付日期",
    DisputeKind.RURAL: "公开账目，召开村民代表会议说明",
    DisputeKind.ENVIRONMENT: "现场检测，责令限期整改，复查后公布结果",
    DisputeKind.NEIGHBOURS: "村级调解员上门调解，签订调解协议",
    DisputeKind.FAMILY: "妇联和司法所联合调解",
    DisputeKind.CONTRACT: "引导调解或者仲裁、诉讼，跟进结果",
    DisputeKind.SERVICES: "主管单位核查答复，规范服务流程",
    DisputeKind.OTHER: "领导包联，制定方案，按月通报进展",
}
_WRONG: Final = ("期限已过的两类未写明原因和新的措施", "责任人职务与实际不符，请核对", "已化解的没有调解协议")


@dataclass(slots=True)
class _Stock:
    """What a unit has left, by kind: how many disputes, by when they are to be settled."""

    counts: dict[DisputeKind, int]
    limits: dict[DisputeKind, date]


class Screenings:
    """Plans the reports of a month for all units on the first working day from the sixteenth on."""

    def __init__(self, seed: int, days: Workdays, first_day: date) -> None:
        self._dice, self._days, self._first = Dice(seed + 29), days, first_day
        self._ways = Deck(_WAYS)
        self._stocks = {unit: _Stock({}, {}) for unit in reporting_units()}

    def day(self, day: date) -> Iterator[Chain]:
        """Yield the reports of the month that this day begins."""
        start = day.replace(day=_BEGINS)
        if start <= self._first or day < start or self._days.between(start, day)[:1] != [day]:
            return
        for unit in reporting_units():
            way = self._ways.deal(self._dice)
            if way != "missing":
                yield self._report(unit, day, way)

    def _report(self, unit: str, day: date, way: str) -> Chain:
        chain = Chain(self._dice, self._days, day)
        on = self._day_of(day, is_late=way == "late")
        stock = self._stocks[unit]
        before = sum(stock.counts.values())
        lines = self._lines(unit, stock, on)
        told = _Told(unit, month_of(day), before, lines)
        chain.add(on, handler(unit), lambda _day: told.report(on, self._first), at_once=True)
        if way == "returned" and lines:
            back = self._days.after(on, self._dice.whole(1, 3))
            due, why = self._days.after(back, 5), self._dice.pick(_WRONG)
            act = ReturnScreening(told.number, back, due, why)
            chain.add(back, SUPERVISOR, lambda _day: act, at_once=True)
            again = self._days.after(back, 3)
            reason = "已按退回意见补充核实"
            chain.add(again, handler(unit), lambda _day: told.mend(again, self._first, reason), at_once=True)
        elif way == "mended" and lines:
            again = self._days.after(on, 2)
            reason = "责任人分工调整，重新填报"
            chain.add(again, handler(unit), lambda _day: told.mend(again, self._first, reason), at_once=True)
        return chain

    def _day_of(self, day: date, *, is_late: bool) -> date:
        last = day.replace(day=settings().screening_report_day)
        if is_late:
            return self._days.after(last, self._dice.whole(2, 8))
        return self._days.after(day, self._dice.whole(0, max((last - day).days - 4, 0)))

    def _lines(self, unit: str, stock: _Stock, on: date) -> tuple[GivenLine, ...]:
        is_town = places()[unit].is_town
        usual = _OF_TOWNS if is_town else _OF_DEPARTMENTS
        new: dict[DisputeKind, int] = {}
        for _ in range(self._dice.whole(0, 5 if is_town else 2)):
            kind = usual.draw(self._dice)
            new[kind] = new.get(kind, 0) + 1
        lines = []
        for kind in DisputeKind:
            before = stock.counts.get(kind, 0)
            there = before + new.get(kind, 0)
            if not there:
                continue
            settled = sum(self._dice.chance(_SETTLED) for _ in range(there))
            if not before:
                stock.limits[kind] = self._days.after(on, self._dice.whole(25, 80))
            stock.counts[kind] = there - settled
            lines.append(_line(unit, kind, new.get(kind, 0), settled, there - settled, stock.limits[kind]))
        return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a unit reports on a month; signed the day before it is sent."""

    unit: str
    month: str
    before: int
    lines: tuple[GivenLine, ...]

    @property
    def number(self) -> str:
        return report_number(self.unit, self.month)

    def report(self, on: date, first: date) -> ReportScreening:
        signed = on - timedelta(1)
        head = head_on(self.unit, first, signed)
        return ReportScreening(
            self.number, self.unit, self.month, on, self.before, *self._sums(), signed, head, self.lines
        )

    def mend(self, on: date, first: date, why: str) -> AmendScreening:
        signed = on - timedelta(1)
        head = head_on(self.unit, first, signed)
        return AmendScreening(self.number, on, self.before, *self._sums(), signed, head, why, self.lines)

    def _sums(self) -> tuple[int, int, int]:
        new, settled = sum(one.new for one in self.lines), sum(one.settled for one in self.lines)
        return new, settled, self.before + new - settled


def _line(unit: str, kind: DisputeKind, new: int, settled: int, left: int, limit: date) -> GivenLine:
    if not left:
        return GivenLine(kind, new, settled, 0)
    place = places()[unit]
    at = list(places()).index(unit) * 20 + list(DisputeKind).index(kind)
    of_town = "副镇长" if place.name.endswith("镇") else "办事处副主任"
    who = person_name(Dice(_SEED + at))
    return GivenLine(
        kind, new, settled, left, limit, who, of_town if place.is_town else "副局长", _MEASURES[kind]
    )
