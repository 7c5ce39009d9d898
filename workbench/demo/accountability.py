"""Who is held to account in the demo: ten units and fifteen persons in three years, and what is under way.

Every proceeding rests on a matter that was really late. The persons are invented; the ways they go are dealt,
so that each way is there: objected to, upheld, changed, ended for want of facts, corrected, not decided yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from workbench.acts.accountability import EnterProceeding, OpenProceeding
from workbench.acts.base import Actor
from workbench.demo.deeds import CONFERENCE, SECRETARY, SUPERVISOR, Chain
from workbench.demo.dice import Dice
from workbench.demo.matters import Known
from workbench.demo.names import person_name
from workbench.demo.places import DISCIPLINE, OFFICE
from workbench.demo.plan import LAST_DAY
from workbench.demo.workdays import Workdays
from workbench.law.accountability_data import accountability_data, form
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import Obligation
from workbench.law.reply_days import proposal_due
from workbench.queries.supervision_due import facts_of
from workbench.terms import (
    Adoption,
    LeadSource,
    ProceedingStep,
    PublicationScope,
    ReexaminationResult,
    Responsibility,
)

S = ProceedingStep
FIRST_DAY: Final = LAST_DAY.replace(year=LAST_DAY.year - 3)
_KEPT_TOO_LONG: Final = 15  # days, before it is worth counting the deadlines
_POSTS: Final = ("经办人员", "分管负责人", "主要负责人")
_PARTS: Final = (Responsibility.DIRECT, Responsibility.IMPORTANT_LEADER, Responsibility.MAIN_LEADER)


@dataclass(frozen=True, slots=True)
class Way:
    """How one proceeding goes: after so many days, from which lead, with which forms, how far."""

    begins: int
    source: LeadSource
    clause: str
    unit_form: str = "circular"
    persons: tuple[str, ...] = ()
    ends: str = "decided"  # or "dropped", "waiting", "open"
    of_office: bool = False
    examined: ReexaminationResult | None = None
    is_corrected: bool = False


_WAYS: Final = (
    Way(40, LeadSource.LATE, "XF45-1", persons=("admonition",)),
    Way(120, LeadSource.LOOK_BACK, "XF42-4", "ordered", ("circular", "warning")),
    Way(200, LeadSource.JOINT_CONFERENCE, "XF45-1", "mend_by", ("talk",)),
    Way(290, LeadSource.LATE, "XF44-3", persons=("admonition", "circular")),
    Way(350, LeadSource.FILE_REVIEW, "XF45-4", ends="dropped"),
    Way(400, LeadSource.SUPERIOR, "XF45-1", persons=("demerit",), examined=ReexaminationResult.CHANGED),
    Way(500, LeadSource.LATE, "XF45-1", persons=("circular", "admonition")),
    Way(600, LeadSource.FILE_REVIEW, "XF43-1", of_office=True, persons=("admonition", "circular")),
    Way(700, LeadSource.LATE, "XF45-1", persons=("warning",), examined=ReexaminationResult.UPHELD),
    Way(790, LeadSource.LOOK_BACK, "XF45-2", "ordered", ("admonition", "circular"), is_corrected=True),
    Way(880, LeadSource.LATE, "XF45-1", persons=("demerit",)),
    Way(1020, LeadSource.LATE, "XF45-1", ends="waiting"),
    Way(1060, LeadSource.LATE, "XF44-3", ends="open"),
)


class Accountability:
    """Opens each proceeding on the first day from its turn on which a matter of another unit is late."""

    def __init__(self, seed: int, days: Workdays, calendars: CalendarHistory) -> None:
        self._dice, self._days, self._calendars = Dice(seed + 11), days, calendars
        self._left = list(_WAYS)
        self._units: set[str] = set()
        self._serials: dict[int, int] = {}

    def day(self, day: date, known: list[Known]) -> Iterator[Chain]:
        """Yield the proceeding that is opened on a day, with all that follows from it."""
        for way in self._left[:2]:  # the office is late so seldom that its turn must not keep the others
            if day < FIRST_DAY + timedelta(way.begins):
                return
            found = self._office_late(day, known) if way.of_office else self._unit_late(day, known)
            if found is not None:
                self._left.remove(way)
                unit = OFFICE if way.of_office else found[0].unit
                self._units.add(unit)
                yield self._proceeding(way, unit, found[0], day, found[1])
                return

    def _unit_late(self, day: date, known: list[Known]) -> tuple[Known, list[Obligation]] | None:
        none = self._units | {DISCIPLINE, CONFERENCE, OFFICE}
        # Not by ``is_late``: it remembers, and what it remembers is for the others to ask about first.
        late = [one for one in known if not one.is_accusation and one.unit not in none]
        for one in sorted(late, key=lambda one: (one.registered_on, one.case_no)):
            owed = one.late(day, self._calendars)
            if owed:
                return one, owed
        return None

    def _office_late(self, day: date, known: list[Known]) -> tuple[Known, list[Obligation]] | None:
        """Return a matter that the office itself has kept too long before sending it on (art. 22)."""
        for one in known:
            waits = not one.is_accusation and all(step.to_unit is None for step in one.steps)
            if waits and (day - one.registered_on).days > _KEPT_TOO_LONG:
                owed = one.late(day, self._calendars, of=OFFICE)
                if owed:
                    return one, owed
        return None

    def _proceeding(self, way: Way, unit: str, known: Known, on: date, owed: list[Obligation]) -> Chain:
        serial = self._serials[on.year] = self._serials.get(on.year, 0) + 1
        number = accountability_data().number.format(year=on.year, number=serial)
        actor = SECRETARY if way.of_office else SUPERVISOR
        course = _Course(Chain(self._dice, self._days, on), number, actor)
        lead = OpenProceeding(
            number, unit, way.source, actor.unit or OFFICE, on, f"{facts_of(owed, on)}经督办仍未办结。",
            case_no=known.case_no,
        )  # fmt: skip
        course.chain.add(on, actor, lambda day: lead, at_once=True)
        if way.ends != "open":
            self._follow(course, way, unit, owed)
        return course.chain

    def _follow(self, course: _Course, way: Way, unit: str, owed: list[Obligation]) -> None:
        facts = facts_of(owed, course.chain.on)
        course.enter(2, S.TRACE, text="该事项交办后无人承接，未按规定登记和催办。", unit=unit,
                     clause="XF42-2")  # fmt: skip
        course.paper(3, S.FACT, "调查核实情况", text=facts)
        course.enter(1, S.CLAUSE, clause=way.clause)
        if way.ends == "dropped":
            course.enter(9, S.END, text="经核实，超期系登记迟延所致，事实不成立，终止办理。")
            return
        conference = form(way.unit_form).by == ("joint_conference",)
        body = CONFERENCE if conference else DISCIPLINE
        on = course.chain.after(3, 8)
        due = proposal_due(self._calendars.on(on), on)
        course.paper(0, S.RECOMMEND, "追究责任的建议", on=on, text=facts, unit=body, due_on=due)
        if way.ends == "waiting":
            self._hear(course, None)
            return
        subjects = [self._find(course, at) for at in range(len(way.persons))]
        for subject in (None, *subjects):
            self._hear(course, subject)
        for subject, code in zip((None, *subjects), (way.unit_form, *way.persons), strict=True):
            course.decide(subject, code, body)
        course.paper(6, S.FEEDBACK, "建议采纳情况的复函", text="已采纳。", adoption=Adoption.ADOPTED)
        if way.examined is not None:
            course.examine(subjects[0], way.examined, body)
        if way.is_corrected:
            course.paper(
                5, S.FACT, "补充核实情况", text=f"{facts}（天数已复核）", corrects=3, why="天数误算一日"
            )
        course.paper(20, S.RECTIFICATION, "整改报告", text="已补办结，并建立台账，专人核对到期事项。")
        course.enter(
            3, S.PUBLICATION, scope=self._dice.pick((PublicationScope.UNIT, PublicationScope.SYSTEM))
        )

    def _find(self, course: _Course, at: int) -> int:
        return course.paper(
            3, S.PERSON, "责任认定意见", name=person_name(self._dice), post=_POSTS[at],
            responsibility=_PARTS[at], author="市纪委监委监督检查室",
        )  # fmt: skip

    def _hear(self, course: _Course, subject: int | None) -> None:
        on = course.chain.after(2, 4)
        course.paper(0, S.INVITE, "陈述申辩告知书", on=on, due_on=on + timedelta(7), subject=subject)
        if subject is not None and self._dice.chance(0.3):
            course.paper(2, S.WAIVER, "放弃陈述申辩的书面说明", subject=subject)
        else:
            course.enter(4, S.DEFENCE, text="承认超期，说明经办人员变动、材料移交不全。", subject=subject)


class _Course:
    """The entries of one proceeding, numbered as the log numbers them."""

    def __init__(self, chain: Chain, number: str, actor: Actor) -> None:
        self.chain, self.number, self.actor = chain, number, actor
        self.count = 1  # the lead
        self._documents = 0

    def enter(self, after: int, step: ProceedingStep, *, on: date | None = None, **facts: Any) -> int:
        """Plan an entry so many days later; return its number."""
        day = on or self.chain.after(after, after + 3)
        self.chain.add(day, self.actor, lambda at: EnterProceeding(self.number, step, at, at, **facts))
        self.count += 1
        return self.count

    def paper(
        self, after: int, step: ProceedingStep, title: str, *, on: date | None = None, **facts: Any
    ) -> int:
        """Plan an entry with its paper."""
        day = on or self.chain.after(after, after + 3)
        digest = self.chain.paper(
            day, self.actor, title, f"{self.number}（{step.label}，第{self.count + 1}条）"
        )
        return self.enter(0, step, on=day, title=title, dated_on=day, sha256=digest, **facts)

    def decide(self, subject: int | None, code: str, body: str) -> None:
        """Plan a decision of the body, numbered by it."""
        self.paper(
            8, S.DECISION, "处理决定", subject=subject, unit=body, form=code, months=form(code).months,
            document_no=self._document(body),
        )  # fmt: skip

    def examine(self, subject: int, result: ReexaminationResult, body: str) -> None:
        """Plan an objection and what came of it."""
        on = self.chain.after(6, 12)
        due = on + timedelta(accountability_data().reexamination_days)
        self.enter(0, S.OBJECTION, on=on, text="认为处理过重，申请复审。", due_on=due, subject=subject)
        is_changed = result is ReexaminationResult.CHANGED
        code = "warning" if is_changed else None
        months = form("warning").months if is_changed else None
        self.paper(
            14, S.REEXAMINATION, "复审决定", subject=subject, unit=body, result=result,
            document_no=self._document(body), form=code, months=months,
        )  # fmt: skip

    def _document(self, body: str) -> str:
        self._documents += 1
        serial = int(self.number[self.number.index("〕") + 1 : -1]) * 10 + self._documents
        return f"临{'联' if body == CONFERENCE else '纪'}〔{self.chain.on.year}〕{serial}号"
