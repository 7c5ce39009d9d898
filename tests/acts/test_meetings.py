"""Meetings and agreed items through the desk, on both engines: kept, replayed, refused; two at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register
from workbench.acts import evidence
from workbench.acts.agreed_items import (
    AgreeItem,
    AmendItem,
    ConfirmItem,
    CorrectItem,
    ReportItem,
    ReturnItem,
)
from workbench.acts.base import Actor, read_act
from workbench.acts.dossier import DossierTakenError, UnknownDossierError, read_dossiers
from workbench.acts.guards import AccusedUnitError
from workbench.acts.left_open import AGREED_ITEM
from workbench.acts.meetings import (
    MEETING,
    AccusationTextError,
    AgendaEntry,
    CloseMeeting,
    EditAgendaItem,
    Mark,
    MarkAttendance,
    OpenMeeting,
    PlanMeeting,
    PutOnAgenda,
    RemoveFromAgenda,
    ReorderAgenda,
)
from workbench.law.agreed_item import AgreedItemError, OwnReportError
from workbench.law.evidence import EvidenceError
from workbench.law.meeting import ACCUSATION_SENTENCE, MeetingError
from workbench.records.agreed_items import AgreedItemRow
from workbench.records.base import StaleError
from workbench.records.meetings import MeetingRow
from workbench.records.tables import table_of
from workbench.terms import AgendaReason, AttendanceStatus, MeetingKind, PetitionClass, Role

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, "430682LX")
TOWN_HANDLER = Actor("handler", Role.HANDLER, TOWN)
DAY = date(2026, 2, 10)
DUE = date(2026, 3, 12)
PAPER = evidence.keep("验收单.pdf", b"%PDF-1.7 accepted")
PLAN = PlanMeeting("2026-02", MeetingKind.PLENARY, DAY, "09:00", "赵某某", "市委副书记", "市委三楼会议室")
PUT = PutOnAgenda(
    "2026-02",
    date(2026, 2, 6),
    (
        AgendaEntry(AgendaReason.LATE, "A", None, "村道塌方", "忠防镇超期 34 日"),
        AgendaEntry(AgendaReason.OTHER, None, None, "春耕期间用水", ""),
    ),
)
AGREE = AgreeItem(
    "2026-02-01", "2026-02", 1, DAY, DUE, TOWN, (DEPARTMENT,), None, "三月中旬前修复村道", "钱某", "镇长"
)
REPORT = ReportItem(
    "2026-02-01", date(2026, 3, 10), TOWN, date(2026, 3, 9), PAPER.sha256, "已修复通车", "验收单"
)


@pytest.fixture
def session(either_bench):
    """A meeting in session, with two items on its agenda and one agreed."""
    marks = (Mark(TOWN, AttendanceStatus.PRESENT, "钱某", "镇长"), Mark(OTHER_TOWN, AttendanceStatus.ABSENT))
    either_bench.perform(
        make_register(case_no="A"),
        make_register(
            case_no="SECRET", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=DEPARTMENT
        ),
        PLAN,
        MarkAttendance("2026-02", DAY, marks),
        PUT,
        OpenMeeting("2026-02", DAY),
        AGREE,
        actor=CLERK,
    )
    return either_bench


def read(bench, shape, model):
    with bench.reading() as opened:
        return read_dossiers(
            opened.connection(), shape, select(table_of(model)).order_by(table_of(model).c.id)
        )


def items(bench):
    return read(bench, AGREED_ITEM, AgreedItemRow)


def meetings(bench):
    return read(bench, MEETING, MeetingRow)


def test_a_meeting_is_read_back_as_it_was_written_and_replays(session):
    session.perform(
        EditAgendaItem("2026-02", 2, DAY, "春耕用水调度", "三个村"),
        ReorderAgenda("2026-02", DAY, (2, 1)),
        RemoveFromAgenda("2026-02", 2, DAY, "改由水利局专题研究"),
        CorrectItem("2026-02-01", DAY, TOWN, (), "三月十二日前修复村道", "钱某", "镇长"),
        CloseMeeting("2026-02", DAY),
        actor=CLERK,
    )

    (meeting,) = meetings(session)
    assert (meeting.convenor, meeting.venue, meeting.opened_on, meeting.closed_on) == (
        "赵某某", "市委三楼会议室", DAY, DAY
    )  # fmt: skip
    assert [(number, one.subject) for number, one in meeting.standing] == [(1, "村道塌方")]
    assert meeting.attendance[0].name == "钱某"
    (item,) = items(session)
    assert (item.case_no, item.owing, item.text) == ("A", (TOWN,), "三月十二日前修复村道")
    assert session.verify_ledger().is_sound


def test_an_item_is_reported_sent_back_amended_reported_again_and_confirmed(session):
    session.perform(PAPER, REPORT, actor=TOWN_HANDLER)
    session.perform(ReturnItem("2026-02-01", date(2026, 3, 11), "边沟没有修"), actor=SUPERVISOR)
    session.perform(
        AmendItem("2026-02-01", date(2026, 3, 20), date(2026, 3, 31), "2026-02", "雨季"), actor=SUPERVISOR
    )
    again = replace(REPORT, on=date(2026, 3, 25))
    session.perform(again, actor=TOWN_HANDLER)
    session.perform(ConfirmItem("2026-02-01", date(2026, 3, 26)), actor=SUPERVISOR)

    (item,) = items(session)
    assert [one.decision for one in item.reports] == ["returned", "confirmed"]
    assert item.reports[1].decided_unit == "430682LX"
    assert item.due_on == DUE
    assert item.days_late(date(2026, 3, 31)) == 13  # it was late already when it was moved
    assert session.verify_ledger().is_sound


def test_the_next_meeting_opens_on_what_the_last_one_left_open(session):
    session.perform(
        replace(AGREE, item_no="2026-02-02", text="协调施工队", due_on=date(2026, 2, 28)), actor=CLERK
    )
    session.perform(CloseMeeting("2026-02", DAY), PAPER, REPORT, actor=CLERK)
    session.perform(ConfirmItem("2026-02-01", date(2026, 3, 11)), actor=SUPERVISOR)
    later = date(2026, 3, 20)
    session.perform(
        replace(PLAN, meeting_no="2026-03", planned_on=later),
        PutOnAgenda("2026-03", later, (AgendaEntry(AgendaReason.OTHER, subject="新议题"),)),
        OpenMeeting("2026-03", later),
        actor=CLERK,
    )

    meeting = meetings(session)[1]
    assert [(one.reason, one.item_no, one.subject) for _, one in meeting.standing] == [
        (AgendaReason.OPEN_ITEM, "2026-02-02", "协调施工队"),
        (AgendaReason.OTHER, None, "新议题"),
    ]
    assert session.verify_ledger().is_sound


def test_items_agreed_in_the_same_transaction_count_as_left_open(either_bench):
    either_bench.perform(
        PLAN,
        PutOnAgenda("2026-02", DAY, (AgendaEntry(AgendaReason.OTHER, subject="甲"),)),
        OpenMeeting("2026-02", DAY),
        AGREE,
        CloseMeeting("2026-02", DAY),
        replace(PLAN, meeting_no="2026-03"),
        OpenMeeting("2026-03", DAY),
        actor=CLERK,
    )

    assert [one.item_no for _, one in meetings(either_bench)[1].standing] == ["2026-02-01"]
    assert either_bench.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (PLAN, DossierTakenError),
        (replace(PLAN, meeting_no="三月"), MeetingError),
        (AGREE, DossierTakenError),
        (replace(AGREE, item_no="2026-03-01"), AgreedItemError),
        (replace(AGREE, item_no="2026-02-02", agenda_number=9), MeetingError),
        (replace(AGREE, item_no="2026-02-02", case_no="B"), AgreedItemError),
        (replace(AGREE, item_no="2026-02-02", lead_unit="999"), ValueError),
        (replace(AGREE, item_no="2026-02-02", text=" "), AgreedItemError),
        (OpenMeeting("2026-02", DAY), MeetingError),
        (OpenMeeting("2026-09", DAY), UnknownDossierError),
        (MarkAttendance("2026-02", DAY, (Mark("999", AttendanceStatus.PRESENT),)), ValueError),
        (PutOnAgenda("2026-02", DAY, (AgendaEntry(AgendaReason.LATE, "NONE", None, "无", ""),)), ValueError),
        (PutOnAgenda("2026-02", DAY, (AgendaEntry(AgendaReason.LATE, "A", None, "又", ""),)), MeetingError),
        (REPORT, EvidenceError),  # the original is not kept
        (replace(REPORT, unit=OTHER_TOWN), AgreedItemError),
        (ConfirmItem("2026-02-01", DAY), AgreedItemError),
        (AmendItem("2026-02-01", DAY, date(2026, 4, 1), "2026-09", "雨"), UnknownDossierError),
        (AmendItem("2026-02-01", date(2026, 2, 1), date(2026, 4, 1), "2026-02", "雨"), AgreedItemError),
    ],
)
def test_what_the_law_does_not_allow_is_refused_and_leaves_nothing(session, act, error):
    before = meetings(session), items(session), session.ledger_size()

    with pytest.raises(error):
        session.perform(act, actor=SUPERVISOR)
    assert (meetings(session), items(session), session.ledger_size()) == before


@pytest.mark.parametrize(
    "actor",
    [TOWN_HANDLER, Actor("deputy", Role.SUPERVISOR, TOWN), Actor("bureau", Role.SUPERVISOR, DEPARTMENT),
     Actor("city", Role.SUPERVISOR, "430682"), Actor("nobody", Role.SUPERVISOR)],
)  # fmt: skip
def test_no_owing_unit_and_none_above_it_judges_the_report(session, actor):
    session.perform(PAPER, REPORT, actor=TOWN_HANDLER)

    with pytest.raises(OwnReportError):
        session.perform(ConfirmItem("2026-02-01", date(2026, 3, 11)), actor=actor)
    with pytest.raises(OwnReportError):
        session.perform(ReturnItem("2026-02-01", date(2026, 3, 11), "不实"), actor=actor)


def test_a_unit_reports_for_itself_only(session):
    session.perform(PAPER, actor=CLERK)

    with pytest.raises(AgreedItemError, match="只能为本单位"):
        session.perform(REPORT, actor=Actor("other", Role.HANDLER, OTHER_TOWN))
    session.perform(REPORT, actor=CLERK)  # the office records what came on paper


@pytest.mark.parametrize(
    "given", [{"lead_unit": DEPARTMENT}, {"supporting_units": (DEPARTMENT,)}, {"lead_unit": "430682"}]
)
def test_an_item_about_an_accusation_is_never_given_to_the_accused_or_its_relatives(session, given):
    put = PutOnAgenda("2026-02", DAY, (AgendaEntry(AgendaReason.LATE, "SECRET"),))
    session.perform(put, actor=CLERK)
    act = replace(AGREE, item_no="2026-02-02", agenda_number=3, supporting_units=())
    session.perform(act, actor=CLERK)

    with pytest.raises(AccusedUnitError):
        session.perform(replace(act, item_no="2026-02-03", **given), actor=CLERK)
    with pytest.raises(AccusedUnitError):
        session.perform(
            CorrectItem("2026-02-02", DAY, act.lead_unit, (DEPARTMENT,), "改", "钱某", ""), actor=CLERK
        )
    # Nor by way of an item of the agenda that names no matter itself.
    with pytest.raises(AccusedUnitError):
        by_way = replace(act, item_no="2026-02-03", agenda_number=2, case_no="SECRET", lead_unit=DEPARTMENT)
        session.perform(by_way, actor=CLERK)


def test_of_an_accusation_the_agenda_holds_the_number_only(session):
    entry = AgendaEntry(AgendaReason.LATE, "SECRET", None, "举报某某", "某某吃拿卡要")
    with pytest.raises(AccusationTextError):
        session.perform(PutOnAgenda("2026-02", DAY, (entry,)), actor=CLERK)

    session.perform(PutOnAgenda("2026-02", DAY, (AgendaEntry(AgendaReason.LATE, "SECRET"),)), actor=CLERK)
    with pytest.raises(AccusationTextError):
        session.perform(EditAgendaItem("2026-02", 3, DAY, "举报某某", ""), actor=CLERK)
    item = meetings(session)[0].agenda[2]
    assert (item.subject, item.facts) == ("SECRET", ACCUSATION_SENTENCE)


def test_what_is_left_open_of_an_accusation_shows_no_text_at_the_next_meeting(session):
    session.perform(
        PutOnAgenda("2026-02", DAY, (AgendaEntry(AgendaReason.LATE, "SECRET"),)),
        replace(AGREE, item_no="2026-02-02", agenda_number=3, supporting_units=(), text="核查举报的问题"),
        CloseMeeting("2026-02", DAY),
        replace(PLAN, meeting_no="2026-03"),
        OpenMeeting("2026-03", DAY),
        actor=CLERK,
    )

    taken_up = {one.item_no: one for one in meetings(session)[1].agenda}["2026-02-02"]
    assert (taken_up.subject, taken_up.facts) == ("2026-02-02", ACCUSATION_SENTENCE)


def test_an_item_is_agreed_only_while_the_meeting_lasts(session):
    session.perform(CloseMeeting("2026-02", DAY), actor=CLERK)

    with pytest.raises(MeetingError, match="已于2026-02-10结束"):
        session.perform(replace(AGREE, item_no="2026-02-02"), actor=CLERK)
    with pytest.raises(MeetingError, match="已于2026-02-10结束"):
        session.perform(CorrectItem("2026-02-01", DAY, TOWN, (), "改", "钱某", ""), actor=CLERK)


def test_the_second_of_two_clerks_is_told_what_changed_and_by_whom(session, reopen):
    seen = meetings(session)[0].version
    session.perform(ReorderAgenda("2026-02", DAY, (2, 1)), actor=SUPERVISOR, seen=seen)

    with pytest.raises(StaleError, match=r"联席会议“2026-02”.*supervisor于3月31日09:00办理“调整议题顺序”"):
        reopen(session).perform(EditAgendaItem("2026-02", 1, DAY, "别的", ""), actor=CLERK, seen=seen)


def test_two_clerks_who_mark_different_units_lose_nothing(session, reopen):
    other = reopen(session)
    session.perform(MarkAttendance("2026-02", DAY, (Mark(OFFICE, AttendanceStatus.PRESENT),)), actor=CLERK)
    other.perform(
        MarkAttendance("2026-02", DAY, (Mark(DEPARTMENT, AttendanceStatus.EXCUSED),)), actor=SUPERVISOR
    )

    assert len(meetings(session)[0].attendance) == 4


def test_an_item_that_was_amended_meanwhile_is_not_confirmed_unseen(session, reopen):
    session.perform(PAPER, REPORT, actor=CLERK)
    seen = items(session)[0].version
    session.perform(ReturnItem("2026-02-01", date(2026, 3, 11), "不实"), actor=SUPERVISOR, seen=seen)

    with pytest.raises(StaleError, match=r"议定事项“2026-02-01”.*办理“退回议定事项报告”"):
        reopen(session).perform(ConfirmItem("2026-02-01", date(2026, 3, 11)), actor=SUPERVISOR, seen=seen)


@pytest.mark.parametrize(
    "act",
    [
        PLAN,
        MarkAttendance("2026-02", DAY, (Mark(TOWN, AttendanceStatus.PRESENT, "钱某", "镇长"),)),
        PUT,
        EditAgendaItem("2026-02", 2, DAY, "春耕", "三个村"),
        RemoveFromAgenda("2026-02", 2, DAY, "不宜"),
        ReorderAgenda("2026-02", DAY, (2, 1)),
        OpenMeeting("2026-02", DAY),
        CloseMeeting("2026-02", DAY),
        AGREE,
        CorrectItem("2026-02-01", DAY, TOWN, (DEPARTMENT,), "改", "钱某", ""),
        AmendItem("2026-02-01", DAY, DUE, "2026-02", "雨"),
        REPORT,
        ReturnItem("2026-02-01", DAY, "不实"),
        ConfirmItem("2026-02-01", DAY),
    ],
    ids=lambda act: act.kind,
)
def test_an_act_is_read_back_from_its_entry_and_tells_no_name(act):
    public = repr(act.public())

    assert read_act(act.kind, act.object, act.public(), act.private()) == act
    assert not any(name in public for name in ("赵某某", "钱某", "镇长", "村道", "雨", "不实", "修复"))
