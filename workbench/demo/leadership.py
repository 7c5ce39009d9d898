"""Two years of leaders, meetings, orders and receptions over the matters of the demo, with what goes wrong.

It sees what is recorded of the matters day by day, as the office does, and uses its own dice: the matters
themselves stay what they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from workbench.acts.campaigns import CloseCampaign, EnterCampaign, OpenCampaign
from workbench.demo.accountability import Accountability
from workbench.demo.conferences import MOST, Conferences
from workbench.demo.deeds import SUPERVISOR, Chain, Deed
from workbench.demo.dice import Dice
from workbench.demo.look_backs import LookBacks
from workbench.demo.matters import Known, Watch
from workbench.demo.orders import Orders
from workbench.demo.ownerships import Owning
from workbench.demo.places import OFFICE
from workbench.demo.plan import GROUP, LAST_DAY
from workbench.demo.posts import Posts
from workbench.demo.receptions import Receptions
from workbench.demo.reviews_of_files import ReviewsOfFiles
from workbench.demo.screenings import Screenings
from workbench.demo.story import Story
from workbench.demo.studies import Studies
from workbench.demo.urgencies import Urgencies
from workbench.demo.workdays import Workdays
from workbench.law.calendar import CalendarHistory
from workbench.law.facts import StepTaken
from workbench.terms import Channel, OwnershipSource, Step

FIRST_DAY: Final = LAST_DAY.replace(year=LAST_DAY.year - 2)
_ORDERED_AFTER: Final = 6  # days late
_ORDERED: Final = 0.35  # of what is late for so long
_OWNED: Final = {"group": 0.5, "above": 0.03, "again": 0.05, "driven": 0.35}
_OWNED_LATE: Final = (2, 0.8)  # days late, and how many of those get an owner each week
_CAMPAIGNS: Final = (
    ("ZX-{year}-01", "积案清零", "登记满六个月仍未办结的事项", 3, 10, 180),
    ("ZX-{year}-02", "拖欠工资和工程款专项", "反映拖欠工资、工程款且仍未办结的事项", 9, 12, 30),
)


class Leadership:
    """What the office does beside the matters, planned day by day."""

    def __init__(self, seed: int, days: Workdays, calendars: CalendarHistory) -> None:
        self._dice, self._days, self._calendars = Dice(seed + 5), days, calendars
        self._watch = Watch()
        self._owning = Owning(self._dice, days)
        self._orders = Orders(self._dice, days, calendars)
        self._conferences = Conferences(self._dice, days, calendars)
        self._receptions = Receptions(self._dice, days)
        self._accountability = Accountability(seed, days, calendars)
        self._reviews = ReviewsOfFiles(seed, days, calendars)
        self._urgencies = Urgencies(seed, days)
        self._look_backs = LookBacks(seed, days)
        self._posts = Posts(seed, days, FIRST_DAY)
        self._screenings = Screenings(seed, days, FIRST_DAY)
        self._studies = Studies(seed, days)
        self._new: list[Known] = []
        self._again: list[Known] = []
        self._visits: list[Known] = []
        self._letters: list[Known] = []
        self._discussed: dict[str, date] = {}  # matters on the agenda of a session, and its day
        self._driven: set[str] = set()  # matters that were entered into a special drive

    def see(self, story: Story, step: StepTaken) -> None:
        """Take note of a step that was just recorded."""
        known = self._watch.see(story, step)
        self._reviews.see(known, step)
        self._look_backs.see(known, step)
        if FIRST_DAY <= step.on:
            self._urgencies.see(known, step)
        if step.kind is Step.REGISTER:
            self._new.append(known)
        if step.kind is Step.REPEAT:
            self._again.append(known)
        if step.kind in (Step.REGISTER, Step.REPEAT) and step.unit == OFFICE:
            if step.channel is Channel.VISIT:
                self._visits.append(known)
            elif step.channel is Channel.LETTER:
                self._letters.append(known)

    def day(self, day: date) -> Iterator[Deed]:
        """Yield what is begun on a day, with all that follows from it later."""
        if FIRST_DAY <= day and self._days.between(day, day):
            for chain in self._chains(day):
                yield from chain.deeds
        if self._days.between(day, day):
            for chain in self._accountability.day(day, self._watch.open()):
                yield from chain.deeds
            for chain in self._reviews.day(day):
                yield from chain.deeds
            for chain in (*self._urgencies.day(day), *self._look_backs.day(day)):
                yield from chain.deeds
        if day.weekday() == 6:
            self._watch.forget(day)

    def _chains(self, day: date) -> Iterator[Chain]:
        first, last = _month_after(day)
        if self._is_first_from(day, 25):
            yield self._receptions.month(day, first, last)
        others = [known for known in self._new if not known.is_accusation]
        yield from self._receptions.day(day, self._visits, others)
        self._visits.clear()
        if self._letters and self._dice.chance(0.28):
            known = self._dice.pick(self._letters)
            if not known.is_accusation:
                yield from self._receptions.instruct(day, known)
        self._letters.clear()
        if self._is_first_from(day, 8):
            yield from self._session(day)
        if day.weekday() == 0:
            yield from self._order(day)
            yield from self._own(day)
        if self._is_first_from(day, 15) and day.month % 2 == 0:
            yield from self._propose(day)
        yield from self._campaigns(day)
        yield from self._posts.day(day)
        yield from self._screenings.day(day)
        yield from self._studies.day(day)

    def _session(self, day: date) -> Iterator[Chain]:
        late = [known for known in self._watch.open() if known.is_late(day, self._calendars)]
        chosen = sorted(late, key=lambda known: (-_days_late(known, day, self._calendars), known.case_no))
        held_on = self._days.after(day, 8)
        self._discussed |= {known.case_no: held_on for known in chosen[:MOST]}
        yield from self._conferences.session(day, chosen)

    def _order(self, day: date) -> Iterator[Chain]:
        for known in self._watch.open():
            if known.is_accusation or self._orders.has(known) or not known.is_late(day, self._calendars):
                continue
            late = known.late(day, self._calendars)
            if late and late[0].days_late(day) >= _ORDERED_AFTER and self._dice.chance(_ORDERED):
                yield self._orders.order(known, day, late)

    def _own(self, day: date) -> Iterator[Chain]:
        """Yield the ownerships of a Monday: of new matters, of those raised again, of the late ones."""
        for known in self._new:
            if self._may_be_owned(known) and self._dice.chance(_wish(known)):
                is_above = known.story.level.value != "county" and known.story.people < GROUP
                source = OwnershipSource.SUPERIOR if is_above else OwnershipSource.SCREENING
                yield self._owning.plan(known, day, source)
        for known in self._again:
            if self._may_be_owned(known) and self._dice.chance(_OWNED["again"]):
                yield self._owning.plan(known, day, OwnershipSource.LOOK_BACK)
        self._new.clear()
        self._again.clear()
        for known in self._watch.open():
            if self._may_be_owned(known) and self._needs_owner(known, day):
                was_discussed = self._discussed.get(known.case_no, date.max) < day
                source = OwnershipSource.JOINT_CONFERENCE if was_discussed else OwnershipSource.SCREENING
                yield self._owning.plan(known, day, source)

    def _needs_owner(self, known: Known, day: date) -> bool:
        """Return whether this Monday somebody asks for an owner: the matter is late, or part of a drive."""
        least, share = _OWNED_LATE
        if known.case_no in self._driven and self._dice.chance(_OWNED["driven"]):
            return True
        is_late = known.is_late(day, self._calendars) and _days_late(known, day, self._calendars) >= least
        return is_late and self._dice.chance(share)

    def _may_be_owned(self, known: Known) -> bool:
        """Return whether a matter may get an owner: it is open, accuses nobody, and has none yet.

        One that ended long ago and is raised again is known from that day only, and has ended.
        """
        is_open = known.steps[0].kind is Step.REGISTER and known.ended_on() is None
        return is_open and not known.is_accusation and not self._owning.owns(known)

    def _propose(self, day: date) -> Iterator[Chain]:
        by_unit: dict[str, list[Known]] = {}
        for known in self._watch.open():
            if not known.is_accusation and known.unit != OFFICE:
                by_unit.setdefault(known.unit, []).append(known)
        unit, matters = max(by_unit.items(), key=lambda pair: (len(pair[1]), pair[0]), default=("", []))
        if len(matters) >= 2:
            yield self._orders.proposal(day, unit, matters[:4])

    def _campaigns(self, day: date) -> Iterator[Chain]:
        for number, name, rule, opened, closed, oldest in _CAMPAIGNS:
            campaign = number.format(year=day.year)
            if day.month == opened and self._is_first_from(day, 5):
                yield self._campaign_of(day, campaign, name, rule, oldest)
            if day.month == closed and self._is_first_from(day, 20) and day.year > FIRST_DAY.year:
                chain = Chain(self._dice, self._days, day)
                chain.add(day, SUPERVISOR, _closing(campaign), at_once=True)
                yield chain

    def _campaign_of(self, day: date, number: str, name: str, rule: str, oldest: int) -> Chain:
        chain = Chain(self._dice, self._days, day)
        about_pay = "拖欠" in name
        chosen = tuple(
            known.case_no
            for known in self._watch.open()
            if not known.is_accusation
            and (day - known.registered_on).days >= oldest
            and (not about_pay or any(word in known.story.title for word in ("工资", "工程款", "欠")))
        )
        chain.add(day, SUPERVISOR, lambda on: OpenCampaign(number, name, rule, on), at_once=True)
        self._driven.update(chosen)
        if chosen:
            chain.add(day, SUPERVISOR, lambda on: EnterCampaign(number, chosen, on), at_once=True)
        return chain

    def _is_first_from(self, day: date, number: int) -> bool:
        """Return whether it is the first working day of the month from the ``number``-th on."""
        start = day.replace(day=number)
        return day >= start and self._days.between(start, day)[:1] == [day]


def _closing(number: str) -> Callable[[date], CloseCampaign]:
    return lambda on: CloseCampaign(number, on)


def _month_after(day: date) -> tuple[date, date]:
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _days_late(known: Known, day: date, calendars: CalendarHistory) -> int:
    late = known.late(day, calendars)
    return late[0].days_late(day) if late else 0


def _wish(known: Known) -> float:
    if known.story.people >= GROUP:
        return _OWNED["group"]
    return _OWNED["above"] if known.story.level.value in ("national", "province") else 0.001
