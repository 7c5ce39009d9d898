"""A whole year of the office's cycle, through the acts and queries alone, the clock moved month by month.

Twelve months of screening reports, appraisals with objections and answers, frozen sheets, two special drives,
a proposal on a policy with its matters, and the figures of the year; every number is also counted from the
plan (``tests.office_year``), which knows neither law nor query.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.factories import CLERK, OFFICE
from tests.office_year import (
    ACTIVE,
    BOSS,
    DEPARTMENTS,
    END,
    MONTHS,
    OTHERS,
    POLICY,
    READ_ON,
    RETURNED,
    TOWNS,
    YEAR,
    Course,
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
from workbench.queries.appraisal_draft import cases_behind_point, draw
from workbench.queries.appraisals import AppraisalNotFoundError, MonthSheet, appraisals, month_sheet
from workbench.queries.campaign_progress import campaign_lines
from workbench.queries.campaign_rules import taken_by
from workbench.queries.figures import breakdown, figure
from workbench.queries.notices import notice
from workbench.queries.ownerships import live_campaigns, owned
from workbench.queries.proposals import proposal_board
from workbench.queries.screening import screening_board
from workbench.queries.screening_owed import owing_units
from workbench.queries.source_topics import matters_of, topic_trends
from workbench.queries.staffing import unit_posts
from workbench.queries.three_noes import town_noes
from workbench.queries.unit_duties import unit_viewer
from workbench.queries.unit_record import unit_record
from workbench.records.unit_tree import UnitTree
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.terms import (
    Adoption,
    AppraisalState,
    CampaignRule,
    FeedbackState,
    PostKind,
    ProposalKind,
    Role,
    ScreeningState,
)

SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
NOTICE, ANSWER, EXECUTED = "accepted_on_time", "concluded_on_time", "support_executed"
SCREENED, FORWARDED = "screening_on_time", "forwarded_on_time"
DRIVE, BY_HAND, PROPOSAL = "ZX-1", "ZX-2", f"信建〔{YEAR}〕1号"
BY_RULE_ON, BY_HAND_ON, CLOSED_ON = date(YEAR, 7, 31), date(YEAR, 9, 10), date(YEAR, 12, 19)
PROPOSED_ON, FED_BACK_ON = date(YEAR, 8, 29), date(YEAR, 9, 18)
WHOLE = Period(MONTHS[0], END)
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

    def __init__(self, home: Path) -> None:
        self.day = MONTHS[0] - timedelta(1)
        address = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
        self.bench = Workbench(Config(address, home), clock=self._clock)
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


@pytest.fixture(scope="module")
def lived(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    office = Office(Path(copytree(prepared_home, tmp_path_factory.mktemp("year") / "home")))
    yield office.live()
    office.bench.close()


def test_the_plan_is_clear_of_weekends_and_is_no_easy_one():
    """What the sums rest on: no due day so near a month's end that a weekend would move it over."""
    for one in COURSES:
        for due in (one.sent + timedelta(15), one.answer_due, one.execution_due):
            assert due is None or (due + timedelta(2)).month == due.month
    told = [sum(one.is_noticed_in_time for one in COURSES), sum(one.is_answered_in_time for one in COURSES)]
    assert all(20 < count < 76 for count in told)
    assert 0 < sum(one.executed is not None for one in COURSES) < sum(one.supports for one in COURSES)


def test_twelve_months_of_reports_are_on_the_board_as_they_came(lived: Lived):
    with lived.bench.reading() as session:
        link = session.connection()
        calendars = lived.bench.calendars(link)
        board = screening_board(link, SUPERVISOR, as_of=END, calendars=calendars)

    assert board.months == tuple(f"{month:%Y-%m}" for month in MONTHS)
    for month in MONTHS:
        told, sums = [one for one in lived.reports if one.month == month], board.sums(f"{month:%Y-%m}")
        came = [one for one in told if one.on is not None]
        assert (sums.owed, sums.on_time, sums.late, sums.missing) == (
            45, sum(one.is_in_time for one in told), sum(not one.is_in_time for one in came), 45 - len(came),
        )  # fmt: skip
        counted = [sum(getattr(one, name) for one in came) for name in ("new", "settled", "stock")]
        assert [sums.new, sums.settled, sums.stock] == counted
        assert sums.zero == sum(one.new == 0 for one in came)
    at, month = RETURNED
    back = board.lines[lived.reports[at * 12].unit, f"{YEAR}-{month:02}"]
    assert back.state is ScreeningState.ON_TIME and len(back.screening.editions) == 2
    assert lived.reports[at * 12 + month - 1].on == back.screening.editions[0].on


def test_every_appraisal_is_final_with_its_answers_and_says_what_it_said_that_day(lived: Lived):
    assert len(lived.finals) == 12 and {taken for _, taken in lived.objections.values()} == {True, False}
    for month, then in lived.finals.items():
        now = lived.bench.ask(month_sheet, SUPERVISOR, number_of(month, 1), as_of=READ_ON)
        assert (now.state, now.units, now.appraisal.lines) == (
            AppraisalState.FINAL, then.units, then.appraisal.lines,
        )  # fmt: skip
        expected = counts_of(month, lived.reports)
        unit, is_accepted = lived.objections.get(month, ("", False))
        if is_accepted:
            done, owed = expected[unit, NOTICE]
            expected[unit, NOTICE] = done + 1, owed
        told = {
            (one.unit, cell.item.figure): (cell.line.numerator, cell.line.denominator)
            for one in now.units
            for cell in one.cells
            if cell.line is not None
        }
        assert told == expected
        answered = [(one.unit, one.is_accepted) for one in now.appraisal.objections]
        assert answered == ([(unit, is_accepted)] if unit else [])


def test_points_follow_from_what_was_counted(lived: Lived):
    """An item's share of its points, brought to 100 over the items that apply; by hand for one month."""
    points = {NOTICE: 15, ANSWER: 15, EXECUTED: 10, SCREENED: 5, FORWARDED: 10}
    sheet, expected = lived.finals[MONTHS[6]], counts_of(MONTHS[6], lived.reports)
    assert not lived.objections[MONTHS[6]][1]  # none of its items was corrected
    for one in sheet.units:
        mine = {item: counted for (code, item), counted in expected.items() if code == one.unit}
        full = sum(points[item] for item in mine)
        reached = sum(points[item] * done / owed for item, (done, owed) in mine.items())
        if one.score.total is None:
            assert one.unit == OFFICE or not full
        else:
            assert float(one.score.total) == pytest.approx(100 * reached / full)


def test_each_point_still_opens_its_matters_in_the_frozen_snapshot_of_its_day(lived: Lived):
    month = MONTHS[4]
    frozen, sheet = lived.frozen[month], lived.finals[month].appraisal
    assert lived.bench.shelf.verify(frozen) == []
    with lived.bench.shelf.facts(frozen, threads=1) as facts:
        for unit in ACTIVE:
            for item, chosen in ((NOTICE, _noticed_in), (ANSWER, _answered_in)):
                found = {one.case_no for one in cases_behind_point(facts, sheet, unit, item)}
                assert found == {one.case_no for one in COURSES if one.unit == unit and chosen(one, month)}


def _noticed_in(one: Course, month: date) -> bool:
    return one.notice_month == month


def _answered_in(one: Course, month: date) -> bool:
    return one.answer_due.replace(day=1) == month


def test_a_unit_finds_its_own_twelve_sheets_and_no_other(lived: Lived):
    found = lived.bench.ask(appraisals, unit_viewer(TOWNS[1]), as_of=READ_ON)

    assert [one.appraisal.month for one in found] == list(reversed(MONTHS))
    assert {one.unit for line in found for one in line.appraisal.lines} == {TOWNS[1]}


def test_the_drive_by_rule_took_what_was_overdue_that_day_and_tells_what_was_done_since(lived: Lived):
    late = {one.case_no for one in COURSES if one.is_open(BY_RULE_ON) and one.is_late(BY_RULE_ON)}
    assert set(lived.taken) == late and 5 < len(late) < 40
    ruled, _ = drives(lived)

    assert {one.case_no for one in ruled.campaign.entries} == late  # the list stays as it was recorded
    concluded = {one.case_no for one in COURSES if one.case_no in late and not one.is_open(READ_ON)}
    assert ruled.concluded == len(concluded) and ruled.is_closed
    assert (ruled.duties_due, ruled.duties_met) == duties_between(late, BY_RULE_ON, CLOSED_ON)


def test_the_drive_by_hand_holds_what_was_chosen_less_what_left_with_its_reason(lived: Lived):
    _, chosen = drives(lived)

    left = [one for one in chosen.campaign.entries if one.left_on is not None]
    assert [(one.case_no, one.left_why) for one in left] == [(by_hand()[0], "已导入法定途径")]
    assert {one.case_no for one in chosen.matters} == set(by_hand()[1:]) and not chosen.is_closed
    assert (chosen.duties_due, chosen.duties_met) == duties_between(set(by_hand()[1:]), BY_HAND_ON, READ_ON)


def drives(lived: Lived):
    snapshot = lived.bench.snapshot(READ_ON)
    with lived.bench.reading() as session:
        link = session.connection()
        lines = campaign_lines(snapshot, live_campaigns(link, snapshot), owned(link, snapshot))
    told = {line.campaign.campaign_no: line for line in lines}
    return told[DRIVE], told[BY_HAND]


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


def test_a_topic_of_many_matters_led_to_a_proposal_that_was_answered_in_time(lived: Lived):
    earlier = [one for one in COURSES if one.sent - timedelta(1) <= PROPOSED_ON]
    mine = {one.case_no for one in earlier if one.topic == POLICY}
    assert len(lived.topic) == 20 and set(lived.topic) <= mine  # the office's setting: at most twenty
    assert len({one.topic for one in COURSES} - {POLICY}) == len(OTHERS)  # too few units for a policy
    still = {one.case_no for one in earlier if one.topic == POLICY and one.is_open(PROPOSED_ON)}
    assert len(still & set(lived.topic)) == min(len(still), 20)  # open ones first

    (line,) = lived.bench.ask(proposal_board, SUPERVISOR, as_of=READ_ON)
    assert (line.state, line.proposal.adoption) == (FeedbackState.IN_TIME, Adoption.ADOPTED)
    assert {one.case_no for one in line.proposal.cases} == set(lived.topic)
    (before,) = lived.bench.ask(proposal_board, SUPERVISOR, as_of=PROPOSED_ON)
    assert before.state is FeedbackState.WAITING


def test_the_figures_of_the_year_are_the_sums_of_its_months(lived: Lived):
    snapshot = lived.bench.snapshot(READ_ON)
    months = [counts_of(month, lived.reports) for month in MONTHS]

    assert figure(snapshot, "received", period=WHOLE).denominator == len(COURSES)
    for name in (NOTICE, ANSWER, EXECUTED, SCREENED):
        told = [counted for month in months for (_, item), counted in month.items() if item == name]
        found = figure(snapshot, name, period=WHOLE)
        sums = sum(done for done, _ in told), sum(owed for _, owed in told)
        assert (found.numerator, found.denominator) == sums, name
        by_month = {one.group: one.denominator for one in breakdown(snapshot, name, period=WHOLE, by="month")}
        assert sum(by_month.values()) == sums[1]
    open_late = figure(snapshot, "open_late", period=WHOLE)
    still = [one for one in COURSES if one.is_open(READ_ON)]
    assert open_late.denominator == len(still)
    assert open_late.numerator == sum(one.is_late(READ_ON) for one in still)


def test_the_three_noes_of_the_year_name_the_towns_that_kept_them(lived: Lived):
    found = {one.unit: one for one in town_noes(lived.bench.snapshot(READ_ON), WHOLE)}

    assert len(found) == 14
    for unit in set(found) - set(TOWNS):
        assert found[unit].is_kept is None  # nothing was sent there
    for unit in TOWNS:
        months = [counts_of(month, lived.reports) for month in MONTHS]
        expected = []
        for item in (NOTICE, ANSWER, EXECUTED):
            told = [month[unit, item] for month in months if (unit, item) in month]
            expected.append((sum(owed - done for done, owed in told), sum(owed for _, owed in told)))
        assert [(one.missed, one.due) for one in found[unit].kept] == expected
        assert found[unit].is_kept is not any(missed for missed, _ in expected)


def test_a_units_page_and_notice_tell_what_it_owes_and_did(lived: Lived):
    day, unit = date(YEAR, 10, 30), TOWNS[2]
    theirs = lived.bench.seen_by(unit_viewer(unit))
    snapshot = theirs.snapshot(day)
    with theirs.reading() as session:
        link = session.connection()
        told = notice(link, snapshot, unit, "", calendars=theirs.calendars(link))
    late = {one.number for one in told.late if one.app == "case_review"}
    assert late == {
        one.case_no for one in COURSES if one.unit == unit and one.is_late(day) and one.is_open(day)
    }

    record = {one.indicator.id: one for one in unit_record(theirs.snapshot(END), unit)}
    months = [counts_of(month, lived.reports) for month in MONTHS]
    for item in (NOTICE, ANSWER, SCREENED):
        counted = [month[unit, item] for month in months if (unit, item) in month]
        found = record[item]
        assert (found.numerator, found.denominator) == (
            sum(done for done, _ in counted), sum(owed for _, owed in counted),
        )  # fmt: skip


def test_posts_and_trainings_of_the_year_stand_where_the_office_looks(lived: Lived):
    (before,) = lived.bench.ask(unit_posts, SUPERVISOR, as_of=date(YEAR, 10, 31), unit=TOWNS[0])
    (after,) = lived.bench.ask(unit_posts, SUPERVISOR, as_of=END, unit=TOWNS[0])

    assert [(one.name, times) for _, one, times in before.holders] == [("钱某", 0), ("李某", 2)]
    assert PostKind.COORDINATOR not in before.vacant and PostKind.COORDINATOR in after.vacant


def test_the_yearly_report_says_the_same_and_names_the_proposal(lived: Lived):
    from workbench.briefings.make import Asked, make_briefing
    from workbench.briefings.spans import Span
    from workbench.terms import IssuedKind

    report = make_briefing(lived.bench, Asked(Span(IssuedKind.YEARLY_REPORT, YEAR, 1), as_of=READ_ON))
    figures = {one.indicator.id: one.now for one in report.figures}
    months = [counts_of(month, lived.reports) for month in MONTHS]
    told = [counted for month in months for (_, item), counted in month.items() if item == NOTICE]

    assert (figures[NOTICE].numerator, figures[NOTICE].denominator) == (
        sum(done for done, _ in told), sum(owed for _, owed in told),
    )  # fmt: skip
    words = str(report.sections)
    assert "本年发出三项建议1件，采纳或部分采纳1件，尚未书面反馈0件" in words
    assert f"本年转送、交办信访事项{len(COURSES)}项" in words


def test_the_ledger_of_the_year_gives_the_same_records_again(lived: Lived):
    assert lived.bench.verify_ledger().is_sound
