"""When leaders receive people in the demo: planned by the month, held, missed, moved; and what they write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Final

from workbench.acts.base import Act
from workbench.acts.instructions import (
    ConfirmInstruction,
    GiveInstruction,
    ReportInstruction,
    ReturnInstruction,
)
from workbench.acts.receptions import (
    HoldReception,
    MissReception,
    MoveReception,
    PlannedReception,
    PlanReceptions,
    Promise,
    PublishReceptions,
    ReceiveMatter,
)
from workbench.demo.deeds import SUPERVISOR, Chain, handler
from workbench.demo.dice import Deck, Dice, Weighted
from workbench.demo.matters import Known
from workbench.demo.officials import Official, leaders
from workbench.demo.places import COUNTY, OFFICE, towns
from workbench.demo.plan import LAST_DAY
from workbench.demo.workdays import Workdays
from workbench.terms import NotHeldReason, ReceptionKind

_WAYS: Final = (("held", 15), ("nobody", 2), ("missed", 2), ("moved", 1))
_COURSE: Final = (("in_time", 7), ("late", 2), ("returned", 1), ("open", 1))
_OPEN_FOR: Final = 100  # days; after that an instruction has been followed up
_KINDS: Final = Weighted(
    ((ReceptionKind.RECEIVE, 2), (ReceptionKind.APPOINTMENT, 1), (ReceptionKind.GOING_DOWN, 1))
)
_FROM, _UNTIL = time(9), time(11, 30)
_PROMISES: Final = (
    "请到现场核实，拿出处理意见后当面答复。",
    "请会同属地核清事实，依法按政策办理，结果书面答复。",
    "请抓紧办理，超期原因一并说明。",
)


class Receptions:
    """Plans the receptions of a month, holds them, and follows what leaders wrote."""

    def __init__(self, dice: Dice, days: Workdays) -> None:
        self._dice, self._days = dice, days
        self._ways, self._courses = Deck(_WAYS), Deck(_COURSE)
        self._serials: dict[str, int] = {}
        self._planned: dict[date, list[tuple[str, Official]]] = {}

    def month(self, planned_on: date, first: date, last: date) -> Chain:
        """Return the schedule of the month from ``first`` to ``last``, planned and published before it."""
        chain, dice = Chain(self._dice, self._days, planned_on), self._dice
        days = self._days.between(first, last)
        rows = []
        for official in leaders():
            for day in dice.shuffled(days)[: 2 if official.is_main and dice.chance(0.4) else 1]:
                rows.append(self._row(official, day))
        rows.sort(key=lambda row: (row.planned_on, row.reception_no))
        numbers = tuple(row.reception_no for row in rows)
        month = f"{first:%Y-%m}"
        chain.add(planned_on, SUPERVISOR, lambda day: PlanReceptions(month, tuple(rows)), at_once=True)
        chain.add(planned_on, SUPERVISOR, lambda day: PublishReceptions(month, numbers, day), at_once=True)
        return chain

    def _row(self, official: Official, day: date) -> PlannedReception:
        kind = _KINDS.draw(self._dice)
        is_down = kind is ReceptionKind.GOING_DOWN
        place = f"{self._dice.pick(towns()).name}人民来访接待室" if is_down else "市人民来访接待中心"
        number = self._number("JF", day)
        self._planned.setdefault(day, []).append((number, official))
        return PlannedReception(
            number,
            COUNTY,
            kind,
            day,
            official.name,
            official.post,
            place,
            official.charge,
            official.is_main,
            _FROM,
            _UNTIL,
            official.account,
        )

    def day(self, on: date, visits: Sequence[Known], open_matters: Sequence[Known]) -> list[Chain]:
        """Return what comes of the receptions of a day; ``visits`` came to the office since the last ones."""
        chains = []
        waiting = [known for known in visits if not known.is_accusation]
        for number, official in self._planned.pop(on, ()):
            chain, way = Chain(self._dice, self._days, on), self._ways.deal(self._dice)
            if way == "moved":
                self._move(chain, number, official)
            elif way == "missed":
                chain.add(on, SUPERVISOR, _missing(number))
            elif way == "nobody" or not (waiting or open_matters):
                chain.add(on, SUPERVISOR, _holding(number, nobody_came=True))
            else:
                chain.add(on, SUPERVISOR, _holding(number, nobody_came=False))
                known = waiting.pop() if waiting else self._dice.pick(open_matters)
                chains += self._receive(chain, number, known)
            chains.append(chain)
        return chains

    def _move(self, chain: Chain, number: str, official: Official) -> None:
        on, reason, text = chain.on, NotHeldReason.EMERGENCY, "处置突发事件。"
        to_day = self._days.step(on, self._dice.whole(2, 6))
        new = self._number("JF", to_day)
        self._planned.setdefault(to_day, []).append((new, official))
        moved = MoveReception(number, new, to_day, on, reason, text)
        chain.add(on, SUPERVISOR, lambda day: moved, at_once=True)

    def _receive(self, chain: Chain, number: str, known: Known) -> list[Chain]:
        if not self._dice.chance(0.45):
            chain.add(chain.on, SUPERVISOR, lambda day: ReceiveMatter(number, known.case_no))
            return []
        instruction, unit = self._number("PS", chain.on), self._unit(known)
        due, text = self._days.after(chain.on, self._dice.pick((10, 15, 30))), self._dice.pick(_PROMISES)
        promise = Promise(instruction, unit, text, due)
        chain.add(chain.on, SUPERVISOR, lambda day: ReceiveMatter(number, known.case_no, promise))
        return [self._follow(chain, instruction, unit, due)]

    def instruct(self, on: date, known: Known) -> list[Chain]:
        """Return what a leader wrote on a letter, and its follow-up."""
        chain, official = Chain(self._dice, self._days, on), self._dice.pick(leaders())
        number, unit, text = self._number("PS", on), self._unit(known), self._dice.pick(_PROMISES)
        due = self._days.after(on, self._dice.pick((10, 15, 30)))
        chain.add(
            on,
            SUPERVISOR,
            lambda day: GiveInstruction(
                number, known.case_no, day, unit, official.name, official.post, text, due
            ),
        )
        return [chain, self._follow(chain, number, unit, due)]

    def _follow(self, before: Chain, number: str, unit: str, due: date) -> Chain:
        chain, way = Chain(self._dice, self._days, before.on), self._courses.deal(self._dice)
        chain.now, chain.is_over = max(chain.now, before.now), before.is_over
        if way == "open" and (LAST_DAY - due).days > _OPEN_FOR:
            way = "late"
        if way == "open":
            return chain
        late = self._days.after(due, self._dice.whole(4, 20))
        self._report(chain, number, unit, late if way == "late" else due - timedelta(days=2))
        if way == "returned":
            why = "没有附书面答复，退回补充。"
            chain.add(chain.after(1, 4), SUPERVISOR, lambda day: ReturnInstruction(number, day, why))
            self._report(chain, number, unit, chain.after(3, 9))
        chain.add(chain.after(1, 6), SUPERVISOR, lambda day: ConfirmInstruction(number, day))
        return chain

    def _report(self, chain: Chain, number: str, unit: str, on: date) -> None:
        actor, title, on = handler(unit), "批示落实情况报告", max(on, chain.on)
        digest = chain.paper(on, actor, title, f"{number}的落实情况。")
        words = "已到现场核实并当面答复，处理情况见所附报告。"
        chain.add(on, actor, lambda day: ReportInstruction(number, day, on, digest, title, words))

    def _unit(self, known: Known) -> str:
        return known.unit if known.unit != OFFICE else known.story.town

    def _number(self, mark: str, on: date) -> str:
        """Return the next number, as the screens count them: receptions by month, instructions by year."""
        kept = f"{mark}-{on:%Y%m}" if mark == "JF" else f"{mark}-{on.year}"
        self._serials[kept] = serial = self._serials.get(kept, 0) + 1
        return f"{kept}-{serial:02}" if mark == "JF" else f"{kept}-{serial:03}"


def _holding(number: str, *, nobody_came: bool) -> Callable[[date], Act]:
    return lambda day: HoldReception(number, day, _FROM, _UNTIL, nobody_came)


def _missing(number: str) -> Callable[[date], Act]:
    return lambda day: MissReception(number, NotHeldReason.OFFICIAL_BUSINESS, "临时参加上级会议。")
