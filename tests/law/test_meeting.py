"""A meeting by the law: what opens it, the order of its agenda, what stays on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.law.agenda import agenda_rules
from workbench.law.meeting import AgendaItem, Attendance, Meeting, MeetingError, planned
from workbench.terms import AgendaReason, AttendanceStatus, MeetingKind, MeetingState

ON = date(2026, 3, 10)
DAY = date(2026, 3, 12)
MEETING = Meeting(1, "2026-03", MeetingKind.PLENARY, "赵某", "市委副书记", DAY, "09:00", "市委三楼会议室")


def item(subject: str, reason: AgendaReason = AgendaReason.OTHER, **facts: str) -> AgendaItem:
    return AgendaItem(reason, subject, "", 1, ON, **facts)


def owed(item_no: str) -> AgendaItem:
    return item(f"落实{item_no}", AgendaReason.OPEN_ITEM, item_no=item_no)


def subjects(meeting: Meeting) -> list[str]:
    return [one.subject for _, one in meeting.standing]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"meeting_no": "第三次"}, "会议编号"),
        ({"convenor": " "}, "召集人"),
        ({"convenor_post": ""}, "召集人"),
        ({"venue": ""}, "地点"),
        ({"planned_at": "9点"}, "09:00"),
        ({"planned_at": "24:00"}, "09:00"),
    ],
)
def test_a_meeting_is_planned_with_all_that_makes_it_one(changed: dict[str, str], sentence: str) -> None:
    assert planned(MEETING) == MEETING
    with pytest.raises(MeetingError, match=sentence):
        planned(replace(MEETING, **changed))


def test_a_meeting_opens_on_what_the_last_one_left_open() -> None:
    ready = MEETING.put([item("新事")]).opened(DAY, [owed("2026-01-02"), owed("2026-02-01")])

    assert subjects(ready) == ["落实2026-01-02", "落实2026-02-01", "新事"]


def test_what_the_clerk_took_off_with_a_reason_does_not_come_back_at_the_opening() -> None:
    ready = MEETING.put([owed("2026-01-02"), item("新事")]).removed(1, ON, "已由分管领导另行召集研究")

    assert subjects(ready.opened(DAY, [owed("2026-01-02")])) == ["新事"]
    assert ready.agenda[0].removed_why == "已由分管领导另行召集研究"


def test_open_items_stand_before_the_rest_whenever_they_are_put_on() -> None:
    meeting = MEETING.put([item("甲"), owed("2026-01-01"), item("乙"), owed("2026-01-02")])

    assert subjects(meeting) == ["落实2026-01-01", "落实2026-01-02", "甲", "乙"]


def test_the_clerk_may_order_the_agenda_as_he_likes() -> None:
    meeting = MEETING.put([owed("2026-01-01"), item("甲"), item("乙")]).reordered([3, 1, 2])

    assert subjects(meeting) == ["乙", "落实2026-01-01", "甲"]


@pytest.mark.parametrize("order", [[1], [1, 2, 2], [1, 2, 3], [1, 4]])
def test_an_order_that_loses_or_invents_an_item_is_refused(order: list[int]) -> None:
    with pytest.raises(MeetingError, match="顺序与现有议程不符"):
        MEETING.put([item("甲"), item("乙")]).reordered(order)


@pytest.mark.parametrize(
    "twice",
    [
        [item("甲", case_no="A"), item("甲", AgendaReason.LATE, case_no="A")],
        [owed("2026-01-01"), owed("2026-01-01")],
    ],
)
def test_nothing_stands_on_the_agenda_twice(twice: list[AgendaItem]) -> None:
    with pytest.raises(MeetingError, match="已在议程中"):
        MEETING.put(twice)


def test_a_matter_and_an_agreed_item_about_it_may_both_stand_on_the_agenda() -> None:
    both = [item("甲", AgendaReason.LATE, case_no="A"), replace(owed("2026-01-01"), case_no="A")]

    assert len(MEETING.put(both).standing) == 2


def test_what_was_taken_off_may_be_put_on_again() -> None:
    meeting = MEETING.put([item("甲", case_no="A")]).removed(1, ON, "材料不齐")

    assert subjects(meeting.put([item("甲", case_no="A")])) == ["甲"]


@pytest.mark.parametrize(
    ("number", "why", "on", "sentence"),
    [
        (1, " ", ON, "理由"),
        (2, "错", ON, "没有第2号"),
        (0, "错", ON, "没有第0号"),
        (1, "错", date(2026, 1, 1), "早于"),
    ],
)
def test_nothing_is_taken_off_without_a_reason_or_a_number(
    number: int, why: str, on: date, sentence: str
) -> None:
    with pytest.raises(MeetingError, match=sentence):
        MEETING.put([item("甲")]).removed(number, on, why)


def test_attendance_is_marked_unit_by_unit_and_the_last_mark_counts() -> None:
    first = [
        Attendance("B", AttendanceStatus.PRESENT, "李某", "局长"),
        Attendance("A", AttendanceStatus.ABSENT),
    ]
    meeting = MEETING.attended(first).attended([Attendance("A", AttendanceStatus.EXCUSED)])

    assert [(one.unit, one.status) for one in meeting.attendance] == [
        ("A", AttendanceStatus.EXCUSED),
        ("B", AttendanceStatus.PRESENT),
    ]


def test_an_ended_meeting_changes_no_more() -> None:
    ended = MEETING.put([item("甲")]).opened(DAY, []).closed(DAY)

    for change in (
        lambda: ended.attended([]),
        lambda: ended.put([item("乙")]),
        lambda: ended.edited(1, "丙", ""),
        lambda: ended.removed(1, DAY, "晚"),
        lambda: ended.reordered([1]),
        lambda: ended.closed(DAY),
        lambda: ended.check_in_session(DAY),
    ):
        with pytest.raises(MeetingError, match="已于2026-03-12结束"):
            change()


def test_a_meeting_ends_only_after_it_began() -> None:
    with pytest.raises(MeetingError, match="还没有开始"):
        MEETING.closed(DAY)
    with pytest.raises(MeetingError, match="早于会议开始"):
        MEETING.opened(DAY, []).closed(ON)
    with pytest.raises(MeetingError, match="不必再次开始"):
        MEETING.opened(DAY, []).opened(DAY, [])


def test_where_a_meeting_stands_follows_from_its_days() -> None:
    ended = MEETING.opened(DAY, []).closed(date(2026, 3, 13))

    assert ended.state(ON) is MeetingState.PLANNED
    assert ended.state(DAY) is MeetingState.IN_SESSION
    assert ended.state(date(2026, 3, 13)) is MeetingState.CLOSED


@given(st.lists(st.sampled_from(["put", "owed", "remove", "reverse"]), max_size=25))
def test_the_order_of_an_agenda_is_always_one_to_the_number_of_its_items(moves: list[str]) -> None:
    meeting = MEETING
    for number, move in enumerate(moves):
        standing = [one for one, _ in meeting.standing]
        if move == "put":
            meeting = meeting.put([item(f"甲{number}")])
        elif move == "owed":
            meeting = meeting.put([owed(f"2026-01-{number:02}")])
        elif move == "remove" and standing:
            meeting = meeting.removed(standing[0], ON, "撤")
        elif move == "reverse":
            meeting = meeting.reordered(standing[::-1])
    assert len({one.place for _, one in meeting.standing}) == len(meeting.standing)
    assert len(meeting.agenda) == sum(move in ("put", "owed") for move in moves)


def test_every_reason_but_other_topics_has_a_rule_with_its_article() -> None:
    rules = agenda_rules()

    assert set(rules) == set(AgendaReason) - {AgendaReason.OTHER}
    assert next(iter(rules)) is AgendaReason.OPEN_ITEM
    assert all("条例" in rule.article and "{" not in rule.words for rule in rules.values())
