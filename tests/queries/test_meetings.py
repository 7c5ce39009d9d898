"""What screens are told of meetings: masked, with rule and article, nothing of accusations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts import evidence
from workbench.acts.agreed_items import AgreeItem, AmendItem, ConfirmItem, ReportItem
from workbench.acts.dossier import UnknownDossierError
from workbench.acts.handling import Person
from workbench.acts.meetings import (
    AgendaEntry,
    CloseMeeting,
    Mark,
    MarkAttendance,
    OpenMeeting,
    PlanMeeting,
    PutOnAgenda,
)
from workbench.indicators.evaluate import Period
from workbench.law.meeting import ACCUSATION_SENTENCE
from workbench.queries.agenda import proposed_agenda
from workbench.queries.agreed_items import NoItemsDueError, agreed_items, items_share
from workbench.queries.figures import figure
from workbench.queries.meeting_display import wall
from workbench.queries.meetings import (
    invited_units,
    meeting_lines,
    meeting_page,
    minutes,
    next_meeting_no,
    owing_units,
)
from workbench.terms import (
    AgendaReason,
    AgreedItemState,
    AttendanceStatus,
    MeetingKind,
    MeetingState,
    PetitionClass,
    Role,
    Step,
)

TODAY = date(2026, 3, 31)  # of the test workbench
DAY = date(2026, 2, 10)
PAPER = evidence.keep("验收单.pdf", b"accepted")
SUPERVISOR = Viewer("supervisor", "督查员", Role.SUPERVISOR, "430682LX")
HANDLER = Viewer("handler", "承办人", Role.HANDLER, TOWN)
PLAN = PlanMeeting("2026-02", MeetingKind.PLENARY, DAY, "09:00", "赵某某", "市委副书记", "三楼会议室")
FACTS = "忠防镇超期 20 日；周大山两次来访"
DONE = ReportItem("2026-02-02", DAY, TOWN, DAY, PAPER.sha256, "核查完毕", "报告")
AGREE = AgreeItem(
    "2026-02-01", "2026-02", 1, DAY, date(2026, 3, 12), TOWN, (DEPARTMENT,), None, "向周大山答复并修路",
    "钱某", "镇长",
)  # fmt: skip


LATE = make_register(
    case_no="LATE", on=date(2026, 1, 5), title="周大山反映村道塌方", persons=(Person(name="周大山"),)
)


@pytest.fixture
def held(bench):
    """A meeting that ended, on a late matter, an accusation and a topic; three items agreed."""
    bench.perform(
        replace(LATE, topic="0108"),
        make_take("LATE", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_register(
            case_no="SECRET", on=date(2026, 1, 5), title="举报吃拿卡要", accused_unit=OTHER_TOWN,
            petition_class=PetitionClass.ACCUSATION, path=None,
        ),
        PLAN,
        MarkAttendance(
            "2026-02",
            DAY,
            (
                Mark(TOWN, AttendanceStatus.PRESENT, "钱某", "镇长"),
                Mark(OTHER_TOWN, AttendanceStatus.ABSENT),
                Mark(DEPARTMENT, AttendanceStatus.OBSERVING, "吴某", "副书记"),
            ),
        ),
        PutOnAgenda(
            "2026-02",
            DAY,
            (
                AgendaEntry(AgendaReason.LATE, "LATE", None, "周大山反映村道塌方", FACTS),
                AgendaEntry(AgendaReason.URGENT, "SECRET"),
                AgendaEntry(AgendaReason.OTHER, subject="春耕用水", facts="联系人 13700001111"),
            ),
        ),
        OpenMeeting("2026-02", DAY),
        AGREE,
        replace(AGREE, item_no="2026-02-02", agenda_number=2, text="依规核查举报内容", supporting_units=()),
        replace(
            AGREE, item_no="2026-02-03", agenda_number=3, text="调度用水", lead_unit=OTHER_TOWN,
            supporting_units=(), due_on=date(2026, 4, 20),
        ),
        CloseMeeting("2026-02", DAY),
        actor=CLERK,
    )  # fmt: skip
    return bench


def test_open_items_come_first_then_the_late_matters_each_with_rule_and_article(held) -> None:
    found = held.ask(proposed_agenda, held.snapshot())

    assert [(one.reason, one.key) for one in found] == [
        (AgendaReason.OPEN_ITEM, "2026-02-01"),
        (AgendaReason.OPEN_ITEM, "2026-02-02"),
        (AgendaReason.OPEN_ITEM, "2026-02-03"),
        (AgendaReason.LATE, "SECRET"),
        (AgendaReason.LATE, "LATE"),
    ]
    late = found[4]
    assert "忠防镇" in late.facts
    assert "2026-01-21 到期，超期 69 日（《信访工作条例》第二十三条第三款）" in late.facts
    assert late.rules[0].article == "《信访工作条例》第十三条、第三十九条第三款"
    assert found[0].facts == "议定事项 2026-02-01，忠防镇牵头，期限 2026-03-12，超期 19 日"


def test_a_matter_late_for_less_than_the_days_of_the_rule_is_not_proposed(held) -> None:
    def proposed(on: date) -> bool:
        return any(one.key == "LATE" for one in held.ask(proposed_agenda, held.snapshot(on)))

    # The notice was due on 21 January: thirty days are over at the end of 20 February.
    assert (proposed(date(2026, 2, 20)), proposed(date(2026, 2, 21))) == (False, True)


def test_of_an_accusation_nothing_is_proposed_or_shown_but_its_number(held) -> None:
    proposal = held.ask(proposed_agenda, held.snapshot())[3]
    assert (proposal.subject, proposal.facts, proposal.unit_name) == ("SECRET", ACCUSATION_SENTENCE, "")

    page = held.ask(meeting_page, "2026-02", SUPERVISOR, as_of=TODAY)
    shown = repr(
        (page, held.ask(wall, "2026-02", as_of=TODAY), held.ask(minutes, "2026-02", SUPERVISOR, as_of=TODAY))
    )
    assert "举报" not in shown
    assert "吃拿卡要" not in shown
    assert ACCUSATION_SENTENCE in shown


def test_no_name_or_number_of_a_petitioner_leaves_the_records(held) -> None:
    report = replace(DONE, item_no="2026-02-01", evidence_title="周大山（13700001111）签收的验收单")
    held.perform(PAPER, report, actor=CLERK)
    told = [
        held.ask(proposed_agenda, held.snapshot()),
        held.ask(meeting_page, "2026-02", SUPERVISOR, as_of=TODAY),
        held.ask(wall, "2026-02", as_of=TODAY),
        held.ask(minutes, "2026-02", SUPERVISOR, as_of=TODAY),
        held.ask(agreed_items, SUPERVISOR, as_of=TODAY),
    ]

    assert all("周大山" not in repr(one) and "13700001111" not in repr(one) for one in told)


def test_the_wall_shows_no_title_of_a_matter_at_all_and_no_accusation(held) -> None:
    told = held.ask(wall, "2026-02", as_of=TODAY)

    assert [one.subject for one in told.slides] == ["农村农业 / 水利水电  LATE", "春耕用水"]
    assert "SECRET" not in repr(told) and "检举" not in repr(told)
    assert told.slides[0].facts == ("忠防镇超期 20 日", "周某某两次来访")
    assert [one.item_no for one in told.slides[1].items] == ["2026-02-03"]
    assert (told.agreed, told.last, told.present) == (2, 3, 1)


def test_a_unit_sees_what_it_owes_and_nothing_that_accuses_it(held) -> None:
    def seen(viewer: Viewer) -> list[str]:
        return sorted(one.item.item_no for one in held.ask(agreed_items, viewer, as_of=TODAY))

    assert seen(SUPERVISOR) == ["2026-02-01", "2026-02-02", "2026-02-03"]
    assert seen(HANDLER) == ["2026-02-01", "2026-02-02"]
    assert seen(replace(HANDLER, unit=DEPARTMENT)) == ["2026-02-01"]
    assert seen(replace(HANDLER, unit=OTHER_TOWN)) == ["2026-02-03"]
    assert seen(replace(HANDLER, unit=None)) == []
    assert seen(Viewer("auditor", "审计", Role.AUDITOR, OTHER_TOWN)) == ["2026-02-01", "2026-02-03"]
    with pytest.raises(NotPermittedError):
        held.ask(agreed_items, replace(HANDLER, role=Role.DISPLAY), as_of=TODAY)


def test_open_items_stand_late_first_and_done_ones_last(held) -> None:
    held.perform(PAPER, DONE, actor=CLERK)
    held.perform(ConfirmItem("2026-02-02", DAY), actor=SUPERVISOR.actor)

    rows = held.ask(agreed_items, SUPERVISOR, as_of=TODAY)

    assert [(one.item.item_no, one.days_late, one.state) for one in rows] == [
        ("2026-02-01", 19, AgreedItemState.OPEN),
        ("2026-02-03", 0, AgreedItemState.OPEN),
        ("2026-02-02", 0, AgreedItemState.CONFIRMED),
    ]
    assert (rows[0].lead_name, rows[0].supporting_names) == ("忠防镇", ("中共临湘市纪委监委",))


def test_the_share_done_in_time_counts_what_fell_due_and_opens_its_items(held) -> None:
    march = Period(date(2026, 3, 1), TODAY)
    held.perform(PAPER, DONE, actor=CLERK)
    waiting = items_share(held.ask(agreed_items, SUPERVISOR, as_of=TODAY), march, TODAY)
    held.perform(ConfirmItem("2026-02-02", DAY), actor=SUPERVISOR.actor)

    share = items_share(held.ask(agreed_items, SUPERVISOR, as_of=TODAY), march, TODAY)

    assert (waiting.numerator, waiting.denominator, waiting.waiting) == (0, 2, 1)
    assert (share.numerator, share.denominator, share.share) == (1, 2, 0.5)
    assert (share.passed, share.failed) == (("2026-02-02",), ("2026-02-01",))


def test_the_share_and_the_catalogue_count_the_same_items(held) -> None:
    """What is due today is judged tomorrow; what was done early counts, though it falls due later."""
    early = replace(DONE, item_no="2026-02-03", unit=OTHER_TOWN, on=date(2026, 3, 20))
    held.perform(PAPER, early, actor=CLERK)
    held.perform(ConfirmItem("2026-02-03", date(2026, 3, 25)), actor=SUPERVISOR.actor)
    spring = Period(date(2026, 3, 1), date(2026, 4, 30))

    def told(as_of: date) -> tuple[int, int]:
        try:
            share = items_share(held.ask(agreed_items, SUPERVISOR, as_of=as_of), spring, as_of)
        except NoItemsDueError:
            return 0, 0
        return share.numerator, share.denominator

    days = [date(2026, 3, day) for day in (12, 13, 31)]  # the first two items are due on 12 March
    counted = [figure(held.snapshot(day), "agreed_items_done", period=spring) for day in days]
    assert [told(day) for day in days] == [(one.numerator, one.denominator) for one in counted]
    assert told(TODAY) == (1, 3)


def test_a_share_of_nothing_is_refused(held) -> None:
    rows = held.ask(agreed_items, SUPERVISOR, as_of=TODAY)

    with pytest.raises(NoItemsDueError, match="2026年1月1日至2026年1月31日没有到期"):
        items_share(rows, Period(date(2026, 1, 1), date(2026, 1, 31)), TODAY)
    with pytest.raises(NoItemsDueError):  # due on 20 April, which has not come
        items_share(rows, Period(date(2026, 4, 1), date(2026, 4, 30)), TODAY)


def test_moving_a_missed_date_moves_nothing_out_of_the_figure(held) -> None:
    moved = AmendItem("2026-02-01", date(2026, 3, 20), date(2026, 6, 30), "2026-02", "资金")
    held.perform(moved, actor=CLERK)

    rows = held.ask(agreed_items, SUPERVISOR, as_of=TODAY)
    share = items_share(rows, Period(date(2026, 3, 1), TODAY), TODAY)

    assert "2026-02-01" in share.failed
    changed = next(one for one in rows if one.item.item_no == "2026-02-01")
    assert (changed.due, changed.binding_due) == (date(2026, 6, 30), date(2026, 3, 12))


def test_the_list_says_how_much_each_meeting_agreed_and_left_open(held) -> None:
    (line,) = held.ask(meeting_lines, as_of=TODAY)

    assert (line.topics, line.agreed, line.left_open, line.state) == (3, 3, 3, MeetingState.CLOSED)


def test_minutes_hold_what_they_are_written_from(held) -> None:
    told = held.ask(minutes, "2026-02", SUPERVISOR, as_of=TODAY)

    assert (told.meeting_no, told.held_on, told.time, told.venue) == ("2026-02", DAY, "09:00", "三楼会议室")
    assert (told.convenor, told.convenor_post, told.is_final) == ("赵某某", "市委副书记", True)
    assert [one.unit_name for one in (*told.present, *told.observing, *told.absent)] == [
        "忠防镇",
        "中共临湘市纪委监委",
        "聂市镇",
    ]
    assert [[one.item.item_no for one in topic.items] for topic in told.topics] == [
        ["2026-02-01"],
        ["2026-02-02"],
        ["2026-02-03"],
    ]


def test_forty_five_units_are_invited_and_the_office_may_owe_too(held) -> None:
    invited = held.ask(invited_units, as_of=TODAY)

    assert len(invited) == 45
    assert {code for code, _ in held.ask(owing_units, as_of=TODAY)} - {code for code, _ in invited} == {
        OFFICE
    }


def test_numbers_go_on_where_the_year_stands(held) -> None:
    page = held.ask(meeting_page, "2026-02", SUPERVISOR, as_of=TODAY)

    assert held.ask(next_meeting_no, TODAY) == "2026-03"
    assert held.ask(next_meeting_no, date(2027, 1, 5)) == "2027-01"
    assert page.next_item_no == "2026-02-04"
    with pytest.raises(UnknownDossierError):
        held.ask(meeting_page, "2026-09", SUPERVISOR, as_of=TODAY)
