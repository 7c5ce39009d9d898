"""Reviews of case files in the demo: two rounds in the last year, the first closed, the second under way.

Answers to what dates alone can say follow the dates; the rest is dealt, for each file once and then a little
otherwise by each of its two reviewers, so that they mostly agree and now and then need a third.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from workbench.acts.base import Actor
from workbench.acts.file_reviews import (
    AnswerItems,
    AssignReview,
    CloseReviewRound,
    DrawnFile,
    FindFails,
    GivenAnswer,
    GivenFail,
    LockReview,
    OpenReviewRound,
)
from workbench.demo.deeds import CONFERENCE, SUPERVISOR, Chain
from workbench.demo.dice import Dice, Weighted
from workbench.demo.matters import Known
from workbench.demo.places import OFFICE
from workbench.demo.plan import LAST_DAY
from workbench.demo.presence import ACTOR_PREFIX
from workbench.demo.workdays import Workdays
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import obligations
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.file_evidence import Contents, Found, prefilled
from workbench.law.review_pairing import Given, OpenTurn, pair
from workbench.law.review_sheet import Item, sheet
from workbench.law.sampling import draw
from workbench.terms import Role, Step

_ROUNDS: Final = ((250, True), (35, False))  # days before the last one, and whether it is closed
_PERIOD: Final = 120  # days of concluded matters before a round
_SIZE: Final = 24
_CLOSES: Final = (Step.ISSUE_OPINION, Step.REPLY_DIRECTLY, Step.CONCLUDE)
_BY_DATES: Final = ("A1", "A2", "A4", "C3", "D1", "D2", "E1")  # answered by the file without its documents
_GUEST: Final = Actor("demo", Role.SUPERVISOR, CONFERENCE)  # who looks at the demo: finds sheets to fill in
_REVIEWERS: Final = tuple(
    Actor(f"{ACTOR_PREFIX}reviewer-{number}", Role.REVIEWER, unit)
    for number, unit in enumerate((OFFICE, "430682D13", CONFERENCE, "430682D07"), 1)
)
_QUALITY: Final = ((1.0, 54), (0.75, 20), (0.5, 15), (0.0, 11))  # share of an item's points, and how often
_SEES_OTHERWISE: Final = 0.22  # of the items a reviewer judges
_FAILED: Final = 0.03  # of files
_NOTES: Final = ("卷内材料不全", "记录过于简单，看不出调查经过", "文书内容与系统登记不一致", "缺少相应的凭证")


@dataclass(frozen=True, slots=True)
class _File:
    """A concluded matter that may be drawn."""

    known: Known
    unit: str
    on: date


class ReviewsOfFiles:
    """Notes what is concluded, and draws, assigns, answers and closes the rounds."""

    def __init__(self, seed: int, days: Workdays, calendars: CalendarHistory) -> None:
        self._dice, self._days, self._calendars = Dice(seed + 17), days, calendars
        self._quality = Weighted(_QUALITY)
        self._concluded: dict[str, _File] = {}
        self._waiting = [(LAST_DAY - timedelta(ago), is_over) for ago, is_over in _ROUNDS]
        self._serials: dict[int, int] = {}

    def see(self, known: Known, step: StepTaken) -> None:
        """Take note of a matter that was just concluded; accusations are never drawn."""
        if step.kind is not Step.CONCLUDE or known.is_accusation:
            return
        if step.on < LAST_DAY - timedelta(_ROUNDS[0][0] + _PERIOD):
            return
        closing = next(one for one in known.steps if one.kind in _CLOSES)
        self._concluded[known.case_no] = _File(known, closing.unit or known.unit, step.on)

    def day(self, day: date) -> Iterator[Chain]:
        """Yield the round that is due, with all that follows from it."""
        if self._waiting and self._waiting[0][0] <= day:
            _, is_over = self._waiting.pop(0)
            yield from self._round(day, is_over)

    def _round(self, day: date, is_over: bool) -> Iterator[Chain]:
        start, end = day - timedelta(_PERIOD), day - timedelta(1)
        found = {no: one for no, one in self._concluded.items() if start <= one.on <= end}
        seed = day.toordinal() % 1_000
        files = draw(((no, one.unit) for no, one in found.items()), _SIZE, seed)
        if not files:
            return
        self._serials[day.year] = self._serials.get(day.year, 0) + 1
        number = f"PC-{day.year}-{self._serials[day.year]:02}"
        chain = Chain(self._dice, self._days, day)
        drawn = tuple(DrawnFile(case_no, unit) for case_no, unit in files)
        until = f"{end.month}月" if end.year == start.year else f"{end.year}年{end.month}月"
        name = f"{start.year}年{start.month}月至{until}办结事项评查"
        act = OpenReviewRound(number, name, day, start, end, day, seed, len(found), drawn)
        chain.add(day, SUPERVISOR, lambda _on: act, at_once=True)
        people = {one.id: one for one in (*_REVIEWERS, *(() if is_over else (_GUEST,)))}
        turns = [
            OpenTurn(no, turn, frozenset(one.id for one in people.values() if one.unit == unit))
            for no, unit in files
            for turn in (1, 2)
        ]
        given = pair(turns, sorted(people), seed).given
        for one in given:
            self._assign(chain, number, one, people)
        yield chain
        last = day
        for case_no, _unit in files:
            mine = [one for one in given if one.case_no == case_no]
            for sheet_chain in self._file(number, found[case_no], mine, people, day, is_over):
                last = max(last, sheet_chain.on)
                yield sheet_chain
        if is_over:
            over = Chain(self._dice, self._days, self._days.after(last, 3))
            over.add(over.on, SUPERVISOR, lambda on: CloseReviewRound(number, on), at_once=True)
            yield over

    def _assign(self, chain: Chain, number: str, one: Given, people: dict[str, Actor]) -> None:
        unit, sheet_no = people[one.reviewer].unit, f"{number}/{one.case_no}/{one.turn}"
        chain.add(
            chain.on,
            SUPERVISOR,
            lambda on: AssignReview(sheet_no, number, one.case_no, one.turn, one.reviewer, on, unit),
            at_once=True,
        )

    def _file(
        self,
        number: str,
        file: _File,
        given: list[Given],
        people: dict[str, Actor],
        day: date,
        is_over: bool,
    ) -> Iterator[Chain]:
        """Yield the sheets of one file, with the third where the two differ too much."""
        dice, truth = self._dice, {item.id: self._quality.draw(self._dice) for item in sheet().items}
        said = self._said(file.known, day)
        fails = dice.chance(_FAILED)
        scores, last = [], day
        for one in given:
            chain = Chain(dice, self._days, self._days.after(day, dice.whole(1, 26)))
            is_left = not is_over and (one.reviewer == _GUEST.id or dice.chance(0.2))
            if is_left:
                continue
            scores.append(self._fill_in(chain, number, one, people, truth, said, fails))
            last = max(last, chain.on)
            yield chain
        if len(scores) < 2 or abs(scores[0] - scores[1]) <= sheet().greatest_difference:
            return
        others = [one for one in _REVIEWERS if one.id not in {mine.reviewer for mine in given}]
        fit = [one for one in others if one.unit != file.unit]
        if fit:
            chain = Chain(dice, self._days, self._days.after(last, 2))
            third = Given(file.known.case_no, 3, dice.pick(fit).id)
            self._assign(chain, number, third, people)
            chain.on = self._days.after(chain.on, dice.whole(1, 6))
            self._fill_in(chain, number, third, people, truth, said, fails)
            yield chain

    def _said(self, known: Known, day: date) -> dict[str, Found]:
        file = CaseFile(known.case_no, tuple(one for one in known.steps if one.on <= day))
        owed = tuple(obligations(file, self._calendars, office=OFFICE))
        found = prefilled(Contents(file, owed, (), day))
        return {item: found[item] for item in _BY_DATES if item in found}

    def _fill_in(
        self,
        chain: Chain,
        number: str,
        one: Given,
        people: dict[str, Actor],
        truth: dict[str, float],
        said: dict[str, Found],
        fails: bool,
    ) -> float:
        who, sheet_no = people[one.reviewer], f"{number}/{one.case_no}/{one.turn}"
        answers = tuple(self._answer(item, truth[item.id], said.get(item.id)) for item in sheet().items)
        chain.add(chain.on, who, lambda on: AnswerItems(sheet_no, on, answers), at_once=True)
        if fails:
            note = "送达回证日期早于处理意见书成文日期，经核对原件属倒签。"
            chain.add(
                chain.on, who, lambda on: FindFails(sheet_no, on, (GivenFail("F3", note),)), at_once=True
            )
        chain.add(chain.on, who, lambda on: LockReview(sheet_no, on), at_once=True)
        return sheet().score({answer.item: answer.points for answer in answers})

    def _answer(self, item: Item, truth: float, said: Found | None) -> GivenAnswer:
        dice = self._dice
        if said is not None:
            return GivenAnswer(item.id, said.points, None, True, said.points)
        if item.id in ("B4", "E2") and truth < 1:
            return GivenAnswer(item.id, None, "没有这一情形")
        share = self._quality.draw(dice) if dice.chance(_SEES_OTHERWISE) else truth
        points = int(item.points * share + 0.5)
        return GivenAnswer(item.id, points, dice.pick(_NOTES) if points < item.points else None)
