"""Papers that the demo county has issued: minutes, orders, proposals, notices, reports, under their numbers.

Printed as PDF and page only, and but for the last year: each paper costs a tenth of a second, and somebody
waits for the first screen. Like the appraisals they are asked for apart from the county.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from workbench.app import Workbench
from workbench.china_time import CHINA
from workbench.demo.deeds import SUPERVISOR
from workbench.demo.plan import LAST_DAY
from workbench.demo.workdays import Workdays
from workbench.terms import IssuedKind, MeetingState, OrderState, Role

if TYPE_CHECKING:
    from workbench.access.viewer import Viewer
    from workbench.acts.issuing import IssueDocument, NextNumber
    from workbench.letters.make import Written

Progress = Callable[[int, int], None]
Texts = dict[str, str]
_RECORDED: Final = datetime.combine(LAST_DAY, time(17, 45), CHINA)
_A_YEAR: Final = timedelta(days=365)
_MOST: Final = {
    IssuedKind.SUPERVISION_ORDER: 8,
    IssuedKind.AGREED_ITEMS: 2,
    IssuedKind.ACCEPTANCE_NOTICE: 4,
    IssuedKind.EXTENSION_NOTICE: 2,
    IssuedKind.UNIT_SHEET: 2,
}
_NAMES: Final = ("刘先生", "陈女士", "李先生", "周女士", "黄先生", "彭女士")
_COPIES: Final = {"抄送": "市委办公室\n市政府办公室"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper to be issued: of what kind, on what, on which day, with what somebody wrote for it."""

    on: date
    kind: IssuedKind
    subject: str
    texts: Texts = field(default_factory=dict)


def ensure_papers(bench: Workbench, *, progress: Progress | None = None) -> int:
    """Issue some papers in a demo that has issued none; return how many. All or none are recorded.

    None in a demo whose ledger was signed since: entries of that day would belie the checkpoint.
    """
    from workbench.access.viewer import Viewer
    from workbench.queries.issued_documents import issued_documents

    boss = Viewer(SUPERVISOR.id, SUPERVISOR.id, Role.SUPERVISOR, SUPERVISOR.unit)
    if bench.ask(issued_documents, boss, as_of=bench.today()) or bench.anchors.notes.has_any_after(_RECORDED):
        return 0
    # A paper with its code has the ledger signed: on that day, like the entries that follow.
    with closing(Workbench(bench.config, clock=lambda: _RECORDED)) as then:
        return _issue(then, boss, progress)


def _issue(bench: Workbench, boss: Viewer, progress: Progress | None) -> int:
    wanted = sorted(_wanted(bench, boss), key=lambda one: (one.on, one.kind.value, one.subject))
    acts, numbers = [], _Numbers(bench)
    for done, one in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted))
        acts.append(_act(bench, boss, one, numbers))
    with bench.desk(SUPERVISOR, bulk=True) as desk:
        for act in acts:
            desk.perform(act, now=_RECORDED, actor=SUPERVISOR)
    if progress is not None:
        progress(len(wanted), len(wanted))
    return len(wanted)


def _act(bench: Workbench, boss: Viewer, one: Wanted, numbers: _Numbers) -> IssueDocument:
    from workbench.acts.issuing import issue_act
    from workbench.documents.rendering import render
    from workbench.letters.make import write

    made: Written = write(
        bench,
        boss,
        one.kind,
        one.subject,
        one.texts,
        refused_term=lambda _text: None,  # the texts above are ours
        as_of=one.on,
        issued_on=one.on,
    )
    given = numbers.next(made, one.on)
    document = replace(made.document, number=given.document_no)
    return issue_act(
        document,
        render(document, ("pdf", "html")),
        given,
        unit=made.unit,
        subject_kind=made.subject_kind,
        subject=made.subject,
        ledger_size=bench.ledger_size(),
        texts=one.texts,
    )


class _Numbers:
    """The next number of each series, also of those that are given and not recorded yet."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._given: Counter[str] = Counter()

    def next(self, made: Written, on: date) -> NextNumber:
        """Return the number of this paper."""
        from workbench.law.issuing import issuing_data
        from workbench.queries.issued_documents import next_number

        kind, data = made.document.kind, issuing_data()
        found = self._bench.ask(next_number, kind, unit=made.unit, on=on, subject=made.subject)
        if not found.sequence:
            return found
        number = found.number + self._given[found.sequence]
        self._given[found.sequence] += 1
        pattern = data.patterns[kind]
        written = found.document_no.replace(pattern.written("", on.year, found.number), "")
        sign = data.sign(made.unit, written) if pattern.by_unit else ""
        return replace(found, number=number, document_no=pattern.written(sign, on.year, number))


def _wanted(bench: Workbench, boss: Viewer) -> Iterator[Wanted]:
    with bench.reading() as session:
        calendars = bench.calendars(session.connection())
    days = Workdays(calendars.latest, LAST_DAY - 2 * _A_YEAR, LAST_DAY)
    yield from _of_meetings(bench, days)
    yield from _of_supervision(bench, boss)
    yield from _notices(bench)
    yield from _reports(bench, boss, days)
    yield from _of_the_year(bench, boss, days)


def _of_meetings(bench: Workbench, days: Workdays) -> Iterator[Wanted]:
    from workbench.queries.meetings import meeting_lines

    lists = 0
    for line in bench.ask(meeting_lines, as_of=LAST_DAY):
        ended = line.meeting.closed_on
        if line.state is not MeetingState.CLOSED or ended is None or ended < LAST_DAY - _A_YEAR:
            continue
        on = days.step(ended, 2)
        if on > LAST_DAY:
            continue
        yield Wanted(on, IssuedKind.MINUTES, line.meeting.meeting_no, _COPIES)
        if line.agreed and lists < _MOST[IssuedKind.AGREED_ITEMS]:
            lists += 1
            yield Wanted(on, IssuedKind.AGREED_ITEMS, line.meeting.meeting_no)


def _of_supervision(bench: Workbench, boss: Viewer) -> Iterator[Wanted]:
    from workbench.letters.orders import KINDS
    from workbench.queries.proposals import proposal_board
    from workbench.queries.supervision import board

    orders = [
        one.order for one in bench.ask(board, boss, as_of=LAST_DAY) if one.state is not OrderState.WITHDRAWN
    ]
    orders.sort(key=lambda one: (one.issued_on, one.id), reverse=True)
    for order in orders[: _MOST[IssuedKind.SUPERVISION_ORDER]]:
        yield Wanted(order.issued_on, IssuedKind.SUPERVISION_ORDER, order.order_no)
    for line in bench.ask(proposal_board, boss, as_of=LAST_DAY):
        found = line.proposal
        if found.issued_on >= LAST_DAY - _A_YEAR:
            yield Wanted(found.issued_on, KINDS[found.proposal_kind], found.proposal_no, _COPIES)


def _notices(bench: Workbench) -> Iterator[Wanted]:
    """Notices on the latest matters that were accepted, and whose handling takes longer."""
    snapshot = bench.snapshot(LAST_DAY)
    for kind, column, more in (
        (IssuedKind.ACCEPTANCE_NOTICE, "notice_on", {"联系电话": "0730-3720000"}),
        (IssuedKind.EXTENSION_NOTICE, "extended_on", {"延期理由": "须委托专业机构勘测，勘测报告尚未作出。"}),
    ):
        found = snapshot.rows(
            f"select case_no, {column} from case_fact where {column} is not null and is_open "
            "and state in ('handling', 'extended') and petition_class = 'claim' "
            f"order by {column} desc, case_no limit {_MOST[kind]}"
        )
        for number, (case_no, on) in enumerate(found):
            yield Wanted(date.fromisoformat(on), kind, case_no, {"信访人": _NAMES[number], **more})


def _of_the_year(bench: Workbench, boss: Viewer, days: Workdays) -> Iterator[Wanted]:
    """What was made known of the last year's assessment, and the latest hearing of the work."""
    from workbench.law.work_study import session_name
    from workbench.queries.work_studies import study_lines
    from workbench.queries.year_assessments import year_lines

    for one in bench.ask(year_lines, boss, as_of=LAST_DAY)[:1]:
        told = one.assessment
        yield Wanted(told.circulated_on or told.assessed_on, IssuedKind.YEAR_SHEET, told.assessment_no)
    for line in bench.ask(study_lines, as_of=LAST_DAY):
        if line.last is not None:
            name = session_name(line.body, line.last.on)
            yield Wanted(days.step(line.last.on, 3), IssuedKind.STUDY_RECORD, name)


def _reports(bench: Workbench, boss: Viewer, days: Workdays) -> Iterator[Wanted]:
    from workbench.letters.subjects import subjects
    from workbench.queries.look_backs import rounds
    from workbench.queries.review_rounds import rounds as reviews

    for one in bench.ask(rounds, as_of=LAST_DAY):
        if one.closed_on is not None and one.closed_on >= LAST_DAY - _A_YEAR:
            yield Wanted(days.step(one.closed_on, 3), IssuedKind.LOOK_BACK_REPORT, one.round_no)
    for each in bench.ask(reviews):
        if each.closed_on is not None and LAST_DAY - _A_YEAR <= each.closed_on < LAST_DAY:
            yield Wanted(days.step(each.closed_on, 1), IssuedKind.FILE_REVIEW_REPORT, each.round_no)
    kind = IssuedKind.UNIT_SHEET
    for number, _ in bench.ask(subjects, boss, kind, as_of=LAST_DAY)[: _MOST[kind]]:
        yield Wanted(LAST_DAY, kind, number)
