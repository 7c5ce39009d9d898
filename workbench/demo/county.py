"""The acts of the demo county, one after the other as they would have been recorded over five years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Final

from workbench.acts.base import Act, Actor
from workbench.acts.handling import DocumentDraft, Register, RegisterRepeat, Take
from workbench.demo.askers import Askers
from workbench.demo.course import Course, Planned
from workbench.demo.courses import Ways, accused_by, complained_of
from workbench.demo.deeds import Deed
from workbench.demo.dice import Dice, Weighted
from workbench.demo.leadership import Leadership
from workbench.demo.papers import Papers
from workbench.demo.places import COUNTY, OFFICE, PREFECTURE
from workbench.demo.plan import LAST_DAY, Arrival, arrivals, years_of
from workbench.demo.planting import Planting
from workbench.demo.presence import ACTOR_PREFIX
from workbench.demo.returning import Returning
from workbench.demo.situations import Situation, situations
from workbench.demo.story import SEVERAL, Story, tell
from workbench.demo.texts import narrative, narrative_again
from workbench.demo.workdays import Workdays
from workbench.law.calendar import shipped_calendars
from workbench.law.facts import StepTaken
from workbench.terms import Channel, DocumentKind, Level, PetitionClass, Purpose, Role, StatutoryChannel, Step

SEED: Final = 430682
_ONE_DAY: Final = timedelta(days=1)
_ANONYMOUS: Final = {Channel.LETTER: 0.08, Channel.ONLINE: 0.03, Channel.CALL: 0.06, Channel.VISIT: 0.0}
_AT_OFFICE: Final = {Channel.LETTER: 0.8, Channel.ONLINE: 0.85, Channel.CALL: 0.6, Channel.VISIT: 0.65}
_FROM_ABOVE: Final = {
    Channel.ONLINE: Weighted(
        ((Level.NATIONAL, 6), (Level.PROVINCE, 12), (Level.PREFECTURE, 12), (Level.COUNTY, 70))
    ),
    Channel.LETTER: Weighted(
        ((Level.NATIONAL, 2), (Level.PROVINCE, 5), (Level.PREFECTURE, 7), (Level.COUNTY, 86))
    ),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act with the moment of its recording and who recorded it."""

    now: datetime
    actor: Actor
    act: Act


def recorded_acts(
    matters: int | None = None, seed: int = SEED, *, is_planted: bool = True
) -> Iterator[Recorded]:
    """Yield every act of the demo in the order of recording; the same for the same arguments, everywhere.

    ``matters`` is the number of matters over five years; ``None`` gives the county of the office's report.
    Without planting nobody in it handles matters in a way that asks for a look (``demo.planting``).
    """
    return _County(matters, seed, is_planted).acts()


class _County:
    def __init__(self, matters: int | None, seed: int, is_planted: bool) -> None:
        self._dice = dice = Dice(seed)
        self._years = years_of(matters)
        first = self._years[0].start
        last = date(LAST_DAY.year, 12, 31)
        self._days = Workdays(shipped_calendars().latest, first - timedelta(days=30), last)
        self._ways = Ways(dice)
        self._papers = Papers(dice)
        self._returning = Returning(dice, keep=max(year.matters for year in self._years))
        self._waiting: dict[date, list[Planned | Deed]] = defaultdict(list)
        self._leadership = Leadership(seed, self._days, shipped_calendars())
        self._planting = Planting(seed, self._days) if is_planted else None
        self._askers = Askers(seed)
        self._serials: dict[int, int] = defaultdict(int)
        everybody = situations()
        self._alone = Weighted((s, s.weight) for s in everybody)
        self._together = Weighted((s, s.weight * s.group) for s in everybody)

    def acts(self) -> Iterator[Recorded]:
        coming = self._arrivals()
        arrival = next(coming, None)
        day = self._years[0].start
        while day <= LAST_DAY:
            while arrival is not None and arrival.on == day:
                self._receive(arrival)
                arrival = next(coming, None)
            for deed in (*self._leadership.day(day), *self._planted(day)):
                self._waiting[deed.now.date()].append(deed)
            # Sorting is stable: what was planned first and falls on the same minute stays first.
            for planned in sorted(self._waiting.pop(day, ()), key=attrgetter("now")):
                yield self._record(planned)
            day += _ONE_DAY

    def _planted(self, day: date) -> Iterator[Deed]:
        if self._planting is not None and self._days.between(day, day):
            for chain in self._planting.day(day):
                yield from chain.deeds

    def _arrivals(self) -> Iterator[Arrival]:
        for number, year in enumerate(self._years):
            yield from arrivals(self._dice, year, self._days, is_first=number == 0)

    def _receive(self, arrival: Arrival) -> None:
        story = self._returning.choose(arrival) if arrival.is_repeat else None
        course = self._begin(arrival) if story is None else self._again(arrival, story)
        for planned in course.steps:
            self._waiting[planned.now.date()].append(planned)

    def _begin(self, arrival: Arrival) -> Course:
        dice = self._dice
        situation = (self._together if arrival.people >= SEVERAL else self._alone).draw(dice)
        is_anonymous = arrival.people == 1 and dice.chance(_anonymity(arrival.channel, situation))
        story = tell(
            dice,
            situation,
            channel=arrival.channel,
            people=arrival.people,
            received_on=_received(dice, arrival),
            is_anonymous=is_anonymous,
        )
        story.contact, story.level = self._contact(story)
        course = Course(dice, self._days, story, arrival.on)
        self._ways.plan(course)
        if self._planting is not None:
            self._planting.meet(course)
        if situation.petition_class is PetitionClass.ACCUSATION:
            story.accused = accused_by(course)
        self._returning.remember(story)
        return course

    def _again(self, arrival: Arrival, story: Story) -> Course:
        course = Course(self._dice, self._days, story, arrival.on)
        course.take(
            Step.REPEAT,
            arrival.on,
            OFFICE if self._dice.chance(0.8) else story.contact,
            received_on=_received(self._dice, arrival),
            channel=arrival.channel,
            people=arrival.people,
            contact_known=True,
        )
        if story.finalized_on is not None and story.finalized_on < arrival.on:
            course.take(Step.DECLINE_FURTHER, course.not_before_conclusion(course.soon(2, 12)), OFFICE)
        return course

    def _contact(self, story: Story) -> tuple[str, Level]:
        """Return the unit of first contact and the level from which the matter came."""
        dice = self._dice
        is_accusation = story.situation.petition_class is PetitionClass.ACCUSATION
        if is_accusation or dice.chance(_AT_OFFICE[story.channel]):
            above = _FROM_ABOVE.get(story.channel)
            return OFFICE, Level.COUNTY if above is None else above.draw(dice)
        if story.unit == story.town or (story.channel is not Channel.ONLINE and dice.chance(0.55)):
            return story.town, Level.TOWNSHIP
        return story.unit, Level.COUNTY

    def _record(self, planned: Planned | Deed) -> Recorded:
        if isinstance(planned, Deed):
            return Recorded(planned.now, planned.actor, planned.make())
        kind, story, facts = planned.kind, planned.story, planned.facts
        unit: str | None = facts["unit"]
        if kind is Step.RATE:
            facts = {**facts, "asked_by": self._askers.of(facts["satisfaction"])}
        number = None if unit is None else self._papers.number(kind, unit, planned.on)
        step = StepTaken(kind, planned.on, document_no=number, **facts)
        if kind is Step.REGISTER:
            first = self._register(step, story)
            act: Act = self._planting.repeating.registered(first, story) if self._planting else first
        elif kind is Step.REPEAT:
            act = self._register_again(step, story)
        else:
            papers = self._papers.of(step, story)
            act = Take(
                story.case_no, step, self._planting.written(step, papers) if self._planting else papers
            )
        self._leadership.see(story, step)
        if self._planting is not None:
            self._planting.see(story, step)
        return Recorded(planned.now, _actor(unit), act)

    def _register(self, step: StepTaken, story: Story) -> Register:
        self._serials[step.on.year] += 1
        story.case_no = f"{COUNTY}-{step.on.year}-{self._serials[step.on.year]:05}"
        return Register(
            case_no=story.case_no,
            title=story.title,
            narrative=narrative(self._dice, story),
            step=step,
            topic=story.situation.topic,
            purpose=_purpose(story),
            level=story.level,
            persons=story.persons,
            documents=_LETTER if story.channel is Channel.LETTER else (),
            accused_unit=story.accused,
            cause_unit=complained_of(story, self._serials[step.on.year]),
        )

    def _register_again(self, step: StepTaken, story: Story) -> RegisterRepeat:
        channel = step.channel or story.channel
        return RegisterRepeat(
            case_no=story.case_no,
            narrative=narrative_again(self._dice, story, channel),
            step=step,
            persons=self._returning.persons(story, step.people or 1, channel),
            documents=_LETTER if channel is Channel.LETTER else (),
        )


_LETTER: Final = (DocumentDraft(DocumentKind.PETITION_MATERIAL, "来信原件"),)


def _anonymity(channel: Channel, situation: Situation) -> float:
    is_accusation = situation.petition_class is PetitionClass.ACCUSATION
    return 0.45 if is_accusation and channel is not Channel.VISIT else _ANONYMOUS[channel]


def _received(dice: Dice, arrival: Arrival) -> date:
    """Return when the words arrived: of visits and calls the same day, of letters and entries before."""
    if arrival.channel in (Channel.VISIT, Channel.CALL):
        return arrival.on
    # What came in over the weekend is registered on Monday.
    most = 3 if arrival.on.weekday() == 0 else 1
    return arrival.on - timedelta(days=dice.whole(0, most))


def _purpose(story: Story) -> Purpose:
    if story.situation.petition_class is PetitionClass.SUGGESTION:
        return Purpose.SUGGESTION
    if story.situation.petition_class is PetitionClass.ACCUSATION:
        return Purpose.ACCUSATION
    appeals = (StatutoryChannel.LITIGATION, StatutoryChannel.PARTY_APPEAL)
    return Purpose.APPEAL if story.path in appeals else Purpose.CLAIM


@cache
def _actor(unit: str | None) -> Actor:
    if unit is None or unit in (OFFICE, COUNTY, PREFECTURE):
        return Actor(f"{ACTOR_PREFIX}clerk", Role.CLERK, OFFICE)
    return Actor(f"{ACTOR_PREFIX}{unit}", Role.HANDLER, unit)
