"""Rounds of look-back in the demo: of long open matters, of ended ones that came back, of random samples.

Reviewers find what units did not do, at every head of the check list; units see their own work more kindly.
What failed is reworked: confirmed, sent back once, late, reported, or just found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from workbench.acts.base import Actor
from workbench.acts.look_backs import (
    AnswerLookBack,
    AssignLookBack,
    CloseLookBack,
    DecideRework,
    GivenCheck,
    ListedMatter,
    LockLookBack,
    OpenLookBack,
    OrderRework,
    ReportRework,
    ViewOwnWork,
)
from workbench.demo.deeds import CONFERENCE, SUPERVISOR, Chain, handler
from workbench.demo.dice import Deck, Dice
from workbench.demo.matters import Known
from workbench.demo.officials import answers_for
from workbench.demo.places import OFFICE
from workbench.demo.plan import LAST_DAY
from workbench.demo.presence import ACTOR_PREFIX
from workbench.demo.workdays import Workdays
from workbench.law.facts import StepTaken
from workbench.law.look_back import check_number
from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import Candidate, chosen
from workbench.terms import LookBackAnswer, LookBackFinding, LookBackRule, Role, Step


@dataclass(frozen=True, slots=True)
class _Plan:
    """A round: how many days before the last one, by which rule with which number, and whether it is over."""

    ago: int
    rule: LookBackRule
    days: int | None = None
    per_unit: int | None = None
    period: int = 0
    is_over: bool = True


_ROUNDS: Final = (
    _Plan(400, LookBackRule.RANDOM, per_unit=1, period=90),
    _Plan(240, LookBackRule.LONG_OPEN, days=180),
    _Plan(150, LookBackRule.ENDED_AND_BACK, days=45),
    _Plan(45, LookBackRule.RANDOM, per_unit=1, period=60, is_over=False),
)
_NAMES: Final = {
    LookBackRule.LONG_OPEN: "久访不结事项回头看",
    LookBackRule.ENDED_AND_BACK: "程序办结后又来事项回头看",
    LookBackRule.RANDOM: "办结事项随机回头看",
}
_ENDS: Final = (Step.ISSUE_OPINION, Step.REPLY_DIRECTLY, Step.LEAD_TO_PATH, Step.DECLINE, Step.CONCLUDE)
_REVIEWERS: Final = tuple(
    Actor(f"{ACTOR_PREFIX}reviewer-{number}", Role.REVIEWER, unit)
    for number, unit in enumerate((OFFICE, "430682D13", CONFERENCE, "430682D07"), 1)
)
# Of four checks one fails; what failed is dealt, so that every head of the list and every end comes up.
_RESULTS: Final = (("held", 3), ("failed", 1))
_FAILED: Final = {
    "facts": "没有到现场核查，事实认定只凭单方说明",
    "policy": "应当适用的补贴政策没有适用",
    "procedure": "受理告知和送达没有凭证",
    "promises": "支持意见到期没有执行到位",
    "aid": "没有告知也没有转介社会救助",
}
_REWORK: Final = (
    ("mended", 4), ("sent_back", 2), ("late", 1), ("in_rework", 1), ("reported", 1), ("to_rework", 1)
)  # fmt: skip
_KINDER: Final = 0.7  # of failed items that the unit itself holds to be done


class LookBacks:
    """Notes closures and returns, opens the rounds, and plans what follows."""

    def __init__(self, seed: int, days: Workdays) -> None:
        self._dice, self._days = Dice(seed + 29), days
        self._known: dict[str, Known] = {}
        self._waiting = [(LAST_DAY - timedelta(one.ago), one) for one in _ROUNDS]
        self._results, self._rework = Deck(_RESULTS), Deck(_REWORK)
        self._items = Deck(tuple((item, 1) for item in _FAILED))
        self._serials: dict[int, int] = {}

    def see(self, known: Known, step: StepTaken) -> None:
        """Take note of a matter; accusations are left to those who may read them."""
        if known.is_accusation:
            return
        first = self._known.setdefault(known.case_no, known)
        if first is not known:  # the watch had let go of it
            first.take(known.steps[-1])

    def day(self, day: date) -> Iterator[Chain]:
        """Yield the round that is due, with all that follows from it."""
        if self._waiting and self._waiting[0][0] <= day:
            yield from self._round(day, self._waiting.pop(0)[1])

    def _round(self, day: date, plan: _Plan) -> Iterator[Chain]:
        as_of, seed = day - timedelta(1), day.toordinal() % 1_000
        start, end = (as_of - timedelta(plan.period), as_of) if plan.period else (None, None)
        told: dict[str, Any] = {
            "as_of": as_of,
            "days": plan.days,
            "per_unit": plan.per_unit,
            "start": start,
            "end": end,
        }
        found = [_candidate(one, as_of) for one in self._known.values()]
        entries = chosen([one for one in found if one is not None], plan.rule, seed=seed, **told)
        if not entries:
            return
        serial = self._serials[day.year] = self._serials.get(day.year, 0) + 1
        number = f"回头看〔{day.year}〕{serial}号"
        name = f"{day.year}年{day.month}月{_NAMES[plan.rule]}"
        listed = tuple(ListedMatter(one.case_no, one.unit) for one in entries)
        chain = Chain(self._dice, self._days, day)
        act = OpenLookBack(number, name, plan.rule, day, seed=seed, entries=listed, **told)
        chain.add(day, SUPERVISOR, lambda _on: act, at_once=True)
        checks = []
        for one in listed:
            if plan.is_over or self._dice.chance(0.7):
                checks.append(self._check(chain, number, one))
        yield chain
        for check in checks:
            check.now = max(check.now, chain.now)
            self._follow(check, is_over=plan.is_over)
            yield check
        if plan.is_over:
            over = Chain(self._dice, self._days, self._days.after(day, 75))
            over.add(over.on, SUPERVISOR, lambda on: CloseLookBack(number, on), at_once=True)
            yield over

    def _check(self, chain: Chain, number: str, one: ListedMatter) -> _Check:
        fit = [who for who in _REVIEWERS if who.unit not in (one.unit, OFFICE)]
        who, check_no = self._dice.pick(fit), check_number(number, one.case_no)
        chain.add(
            chain.on,
            SUPERVISOR,
            lambda on: AssignLookBack(check_no, number, one.case_no, on, who.id, who.unit),
            at_once=True,
        )
        return _Check(self._dice, self._days, chain.on, check_no, one.unit, who)

    def _follow(self, check: _Check, *, is_over: bool) -> None:
        dice = self._dice
        failed = self._items.deal(dice) if self._results.deal(dice) == "failed" else ""
        also = dice.pick(sorted(_FAILED)) if failed and dice.chance(0.3) else ""
        wrong = {one for one in (failed, also) if one}
        if not is_over and dice.chance(0.3):
            return  # assigned, and not looked at yet
        check.view(wrong if not dice.chance(_KINDER) else set())
        check.lock(wrong)
        if wrong:
            way = self._rework.deal(dice)
            is_long_ago = (LAST_DAY - check.on).days > 120
            check.mend("mended" if is_long_ago and way in ("in_rework", "reported", "to_rework") else way)


class _Check(Chain):
    """What happens to one check, by its reviewer and by the unit."""

    def __init__(self, dice: Dice, days: Workdays, on: date, number: str, unit: str, reviewer: Actor) -> None:
        super().__init__(dice, days, on)
        self.number, self.unit, self.reviewer = number, unit, reviewer

    def view(self, wrong: set[str]) -> None:
        """Plan the unit's own view."""
        given = _answers(wrong)
        self.add(self.after(2, 9), handler(self.unit), lambda on: ViewOwnWork(self.number, on, given))

    def lock(self, wrong: set[str]) -> None:
        """Plan the reviewer's answers and their lock, with the cause where something was not done."""
        given, on = _answers(wrong), self.after(2, 12)
        cause = "；".join(_FAILED[one] for one in sorted(wrong))
        finding = LookBackFinding.FAILED if wrong else LookBackFinding.HELD
        told = (self.unit, cause) if wrong else (None, None)
        self.add(on, self.reviewer, lambda day: AnswerLookBack(self.number, day, given), at_once=True)
        self.add(on, self.reviewer, lambda day: LockLookBack(self.number, day, finding, *told), at_once=True)

    def mend(self, way: str) -> None:
        """Plan the rework to its end, or as far as this way goes."""
        if way == "to_rework":
            return
        on, person = self.after(1, 4), answers_for(self.unit)
        due = self.days.after(on, 15)
        words = "补齐缺失的程序和凭证，未执行的限期执行到位，结果书面告知。"
        self.add(on, self.reviewer, lambda day: OrderRework(self.number, day, due, words, person))
        if way in ("late", "in_rework"):
            return
        self._report(due - timedelta(3))
        if way == "reported":
            return
        if way == "sent_back":
            self._decide(False, "只有说明，没有现场材料，退回。")
            self._report(self.after(4, 9))
        self._decide(True, "到现场核实，材料与实际一致。")

    def _report(self, on: date) -> None:
        actor, title, on = handler(self.unit), "整改情况报告", max(on, self.on)
        digest = self.paper(on, actor, title, f"{self.number}的整改情况，第{len(self.deeds)}次。")
        words = "已按要求补办并执行到位，附凭证和照片。"
        self.add(on, actor, lambda day: ReportRework(self.number, day, on, digest, words, title))

    def _decide(self, is_confirmed: bool, why: str) -> None:
        self.add(self.after(2, 7), self.reviewer, lambda on: DecideRework(self.number, on, is_confirmed, why))


def _candidate(known: Known, as_of: date) -> Candidate | None:
    """Return a matter as the rules see it on a day; one that nobody answers for is none."""
    steps = [one for one in known.steps if one.on <= as_of]
    if not steps or known.unit == OFFICE:
        return None
    end = next((one for one in steps if one.kind in _ENDS), None)
    closed_on = end.on if end is not None else None
    back = [one.on for one in steps if one.kind is Step.REPEAT and closed_on and one.on > closed_on]
    unit = (end.unit if end is not None and end.unit else None) or known.unit
    if unit == OFFICE:
        return None
    return Candidate(known.case_no, unit, steps[0].on, closed_on, max(back, default=None))


def _answers(wrong: set[str]) -> tuple[GivenCheck, ...]:
    return tuple(
        GivenCheck(one.id, LookBackAnswer.NO, _FAILED[one.id])
        if one.id in wrong
        else GivenCheck(one.id, LookBackAnswer.YES, "见卷内材料")
        for one in look_back_data().items
    )
