"""The office lives the year of the plan: acts on their days, and what it looks up before it acts.

What a month's sheet or a drive must say is counted here from the plan, which knows neither law nor query.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.factories import CLERK, OFFICE
from tests.office_year import (
    BOSS,
    DEPARTMENTS,
    MONTHS,
    READ_ON,
    RETURNED,
    TOWNS,
    YEAR,
    Planned,
    Report,
    courses,
    in_order,
    of_course,
    of_report,
    reports,
)
from workbench.access.viewer import Viewer
from workbench.acts.appraisals import (
    AnswerAppraisal,
    DraftAppraisal,
    FinaliseAppraisal,
    ObjectToAppraisal,
    PublishAppraisal,
)
from workbench.acts.base import Act, Actor
from workbench.acts.campaigns import CloseCampaign, EnterCampaign, LeaveCampaign, OpenCampaign
from workbench.acts.evidence import keep
from workbench.acts.proposals import IssueProposal, RecordFeedback
from workbench.acts.staffing import AppointPost, LeavePost, RecordTraining
from workbench.app import Workbench
from workbench.config import Config
from workbench.indicators.evaluate import Period
from workbench.law.appraisal import number_of
from workbench.law.reply_days import proposal_due
from workbench.queries.appraisal_draft import draw
from workbench.queries.appraisals import AppraisalNotFoundError, MonthSheet, month_sheet
from workbench.queries.campaign_rules import taken_by
from workbench.queries.screening_owed import owing_units
from workbench.queries.source_topics import matters_of, topic_trends
from workbench.queries.unit_duties import unit_viewer
from workbench.records.unit_tree import UnitTree
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.terms import Adoption, CampaignRule, PostKind, ProposalKind, Role

SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
NOTICE, ANSWER, EXECUTED = "accepted_on_time", "concluded_on_time", "support_executed"
SCREENED, FORWARDED = "screening_on_time", "forwarded_on_time"
DRIVE, BY_HAND, PROPOSAL = "ZX-1", "ZX-2", f"信建〔{YEAR}〕1号"
BY_RULE_ON, BY_HAND_ON, CLOSED_ON = date(YEAR, 7, 31), date(YEAR, 9, 10), date(YEAR, 12, 19)
PROPOSED_ON, FED_BACK_ON = date(YEAR, 8, 29), date(YEAR, 9, 18)
COURSES = courses()
Counts = dict[tuple[str, str], tuple[int, int]]


@dataclass
class Lived:
    """The year after it was lived: the workbench, what was reported, each final sheet as it was."""

    bench: Workbench
    reports: tuple[Report, ...]
    finals: dict[date, MonthSheet] = field(default_factory=dict)
    frozen: dict[date, FrozenSnapshot] = field(default_factory=dict)
    objections: dict[date, tuple[str, bool]] = field(default_factory=dict)
    taken: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()


class Office:
    """Lives the year: acts on their days, and on its own days what the office looks up before it acts."""

    def __init__(self, config: Config) -> None:
        self.day = MONTHS[0] - timedelta(1)
        self.bench = Workbench(config, clock=self._clock)
        tree = self.ask(lambda link: UnitTree.read(link))
        units = owing_units(tree, MONTHS[0])
        assert len(units) == 45
        self.lived = Lived(self.bench, reports(units))
        with self.bench.reading() as session:
            self.calendar = self.bench.calendars(session.connection()).latest

    def live(self) -> Lived:
        """Go through the days of all plans, and return what became of them."""
        told: list[Planned] = in_order(
            *map(of_course, COURSES),
            *(
                of_report(one, is_returned=(at // 12, one.month.month) == RETURNED)
                for at, one in enumerate(self.lived.reports)
            ),
            self._posts(),
        )
        own = sorted(self._own_days(), key=lambda one: one[0])
        for day, act in (*own, (READ_ON, lambda: None)):
            self._record([one for one in told if self.day < one[0] <= day])
            self.day = day
            act()
        return self.lived

    def ask(self, query, *args, **named):
        """Return what a query answers."""
        return self.bench.ask(query, *args, **named)

    def _clock(self) -> datetime:
        return _nine(self.day)

    def _perform(self, acts: list[tuple[Act, Actor]]) -> None:
        self._record([(self.day, act, actor) for act, actor in acts])

    def _record(self, acts: list[Planned]) -> None:
        """Perform acts, each recorded on its own day."""
        with self.bench.desk(BOSS, bulk=True) as desk:
            for day, act, actor in acts:
                desk.perform(act, now=_nine(day), actor=actor)

    def _own_days(self) -> Iterator[tuple[date, object]]:
        for month in MONTHS:
            drafted = self._workday(_after(month), 3)
            out, until = self._workday(drafted, 1), self._workday(drafted, 6)
            yield drafted, lambda month=month: self._draft(month)
            yield out, lambda month=month, until=until: self._publish(month, until)
            yield self._workday(out, 1), lambda month=month: self._object(month)
            yield self._workday(out, 2), lambda month=month: self._answer(month)
            yield self._workday(until, 1), lambda month=month: self._finalise(month)
        yield BY_RULE_ON, self._drive_by_rule
        yield BY_HAND_ON, self._drive_by_hand
        yield CLOSED_ON, lambda: self._perform([(CloseCampaign(DRIVE, self.day), BOSS)])
        yield PROPOSED_ON, self._propose
        yield FED_BACK_ON, self._feed_back

    def _workday(self, day: date, count: int) -> date:
        while count:
            day += timedelta(1)
            count -= self.calendar.is_working_day(day)
        return day

    def _posts(self) -> Iterator[Planned]:
        own = Actor("posts", Role.HANDLER, TOWNS[0])
        for post, name in ((PostKind.HEAD, "钱某"), (PostKind.COORDINATOR, "李某")):
            yield MONTHS[0], AppointPost(TOWNS[0], post, MONTHS[0], name, "干部"), own
        for month in (3, 9):
            yield date(YEAR, month, 12), RecordTraining(TOWNS[0], (2,), date(YEAR, month, 12), "告知"), own
        yield date(YEAR, 11, 3), LeavePost(TOWNS[0], 2, date(YEAR, 11, 3), "调动"), own

    def _draft(self, month: date) -> None:
        frozen = self.bench.shelf.create(self.day)
        with self.bench.shelf.facts(frozen, threads=1) as facts:
            drawn = draw(facts, month, as_of=self.day)
        number, size = number_of(month, 1), frozen.manifest.ledger_size
        told = drawn.units, drawn.items, drawn.lines
        draft = DraftAppraisal(number, month, 1, self.day, frozen.hash, size, self.day, *told)
        self._perform([(draft, BOSS)])
        self.lived.frozen[month] = frozen
        counted = {(one.unit, one.figure): (one.numerator, one.denominator) for one in drawn.lines}
        assert counted == counts_of(month, self.lived.reports)
        with pytest.raises(AppraisalNotFoundError):  # no unit sees a draft
            self.ask(month_sheet, unit_viewer(TOWNS[0]), number, as_of=self.day)

    def _publish(self, month: date, until: date) -> None:
        self._perform([(PublishAppraisal(number_of(month, 1), self.day, until), BOSS)])

    def _object(self, month: date) -> None:
        """The first town that missed a notice objects to that item of its own sheet."""
        for unit in TOWNS:
            (sheet,) = self.ask(month_sheet, unit_viewer(unit), number_of(month, 1), as_of=self.day).units
            line = next(cell.line for cell in sheet.cells if cell.item.figure == NOTICE)
            if line is not None and line.numerator < line.denominator:
                reason = "告知书在期限内送达，登记时漏录"
                act = ObjectToAppraisal(number_of(month, 1), unit, NOTICE, self.day, reason)
                self._perform([(act, Actor(f"u{unit}", Role.HANDLER, unit))])
                self.lived.objections[month] = unit, month.month % 2 == 0
                return

    def _answer(self, month: date) -> None:
        if month not in self.lived.objections:
            return
        unit, is_accepted = self.lived.objections[month]
        (waiting,) = self.ask(
            month_sheet, SUPERVISOR, number_of(month, 1), as_of=self.day
        ).appraisal.unanswered
        assert (waiting.unit, waiting.figure) == (unit, NOTICE)
        done, owed = counts_of(month, self.lived.reports)[unit, NOTICE]
        numbers = (done + 1, owed) if is_accepted else (None, None)
        told = "核对回证属实，予以采纳" if is_accepted else "回证日期在期限以后，不予采纳"
        act = AnswerAppraisal(number_of(month, 1), unit, NOTICE, self.day, is_accepted, told, *numbers)
        self._perform([(act, BOSS)])

    def _finalise(self, month: date) -> None:
        self._perform([(FinaliseAppraisal(number_of(month, 1), self.day), BOSS)])
        self.lived.finals[month] = self.ask(month_sheet, SUPERVISOR, number_of(month, 1), as_of=self.day)

    def _drive_by_rule(self) -> None:
        taken = taken_by(self.bench.snapshot(self.day), CampaignRule.LATE)
        self.lived.taken = taken
        opened = OpenCampaign(DRIVE, "积案清零", CampaignRule.LATE.label, self.day)
        self._perform([(opened, BOSS), (EnterCampaign(DRIVE, taken, self.day), BOSS)])

    def _drive_by_hand(self) -> None:
        chosen = by_hand()
        acts = [
            OpenCampaign(BY_HAND, "千案攻坚", "联席会议逐件选定", self.day),
            EnterCampaign(BY_HAND, chosen, self.day),
            LeaveCampaign(BY_HAND, chosen[0], self.day, "已导入法定途径"),
        ]
        self._perform([(act, BOSS) for act in acts])

    def _propose(self) -> None:
        snapshot, period = self.bench.snapshot(self.day), Period(MONTHS[0], self.day)
        (trend,) = [one for one in topic_trends(snapshot, period) if one.has_policy and one.topic]
        self.lived.topic = matters_of(snapshot, trend, period)
        due = proposal_due(self.calendar, self.day)
        told = "建议明确征收补偿的告知标准"
        kind = ProposalKind.IMPROVE_POLICY
        act = IssueProposal(PROPOSAL, kind, DEPARTMENTS[0], OFFICE, self.lived.topic, self.day, due, told)
        self._perform([(act, BOSS)])

    def _feed_back(self) -> None:
        paper = keep("复函.pdf", b"adopted")
        act = RecordFeedback(
            PROPOSAL, self.day, DEPARTMENTS[0], Adoption.ADOPTED, self.day, paper.sha256, "已修订标准", "复函"
        )
        self._perform([(paper, CLERK), (act, Actor("d01", Role.HANDLER, DEPARTMENTS[0]))])


def counts_of(month: date, told: tuple[Report, ...]) -> Counts:
    """Count from the plan what a month's sheet must say: (done, owed) by unit and item."""
    found: dict[tuple[str, str], list[int]] = {}

    def note(unit: str, item: str, is_done: bool) -> None:
        line = found.setdefault((unit, item), [0, 0])
        line[0] += is_done
        line[1] += 1

    for one in COURSES:
        if one.notice_month == month:
            note(one.unit, NOTICE, one.is_noticed_in_time)
            note(OFFICE, FORWARDED, True)  # each was sent on the day after it came
        if one.answer_due.replace(day=1) == month:
            note(one.unit, ANSWER, one.is_answered_in_time)
        if one.execution_due is not None and one.execution_due.replace(day=1) == month:
            note(one.unit, EXECUTED, one.executed is not None)
    for one in told:
        if one.month == month:
            note(one.unit, SCREENED, one.is_in_time)
    return {place: (done, owed) for place, (done, owed) in found.items()}


def by_hand() -> tuple[str, ...]:
    """Three matters of the first spring that somebody chose."""
    return tuple(f"{YEAR}-03-{k}" for k in (0, 2, 5))


def _nine(day: date) -> datetime:
    """Nine in the morning in Linxiang."""
    return datetime.combine(day, time(1, 0), UTC)


def _after(month: date) -> date:
    """The last day of the month, after which working days are counted."""
    return (month.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def duties_between(numbers: set[str], start: date, end: date) -> tuple[int, int]:
    """Count from the plan the duties of matters that fell due within some days, and those met in time."""
    found = []
    for one in COURSES:
        if one.case_no in numbers:
            found += [
                (one.answer_due, one.is_answered_in_time),
                (one.sent + timedelta(15), one.is_noticed_in_time),
                (one.execution_due, one.executed is not None and one.executed <= one.execution_due),
            ]
    due = [met for day, met in found if day is not None and start <= day <= end]
    return len(due), sum(due)
