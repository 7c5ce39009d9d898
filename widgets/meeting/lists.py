"""Meetings and agreed items as lines of a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.parts.grid_query import Cell, Column
from widgets.parts.listed import Listed
from widgets.parts.values import Choice, Tag, Tone
from workbench.terms import AgreedItemState, MeetingState

if TYPE_CHECKING:
    from workbench.queries.agenda import Proposal
    from workbench.queries.agreed_items import ItemRow
    from workbench.queries.meetings import MeetingLine

MEETING_TONES: dict[MeetingState, Tone] = {
    MeetingState.PLANNED: "accent",
    MeetingState.IN_SESSION: "soon",
    MeetingState.CLOSED: "quiet",
}
MEETING_COLUMNS = (
    Column("no", "会议编号", "link", 120),
    Column("kind", "会议类型", width=110),
    Column("state", "状态", "tag", 100),
    Column("on", "日期", "date", 120),
    Column("at", "时间", width=80),
    Column("venue", "地点", width=220),
    Column("topics", "议题", "number", 80),
    Column("agreed", "议定事项", "number", 100),
    Column("open", "未落实", "number", 100),
)
ITEM_COLUMNS = (
    Column("no", "编号", "link", 120),
    Column(
        "state",
        "状态",
        "tag",
        130,
        filter="choice",
        choices=tuple(Choice(one.value, one.label) for one in AgreedItemState),
    ),
    Column("text", "议定内容", width=300, filter="text"),
    Column("lead", "牵头单位", width=180, filter="text"),
    Column("supporting", "配合单位", width=160, filter="text", at_desk=True),
    Column("leader", "责任领导", width=100, filter="text"),
    Column("due", "办理期限", "date", 110, filter="date"),
    Column("late", "逾期天数", "number", 90, filter="number"),
    Column("first", "议定时期限", "date", 110, shown=False),
)
PROPOSAL_COLUMNS = (
    Column("reason", "缘由", "tag", 130),
    Column("case", "编号", width=148),
    Column("subject", "议题", width=200),
    Column("unit", "单位", width=120),
    Column("days", "超期天数", "number", 84),
    Column("facts", "事实", width=300),
    Column("rule", "按哪一条规则列入", width=290),
)


def meeting_line(line: MeetingLine) -> Listed:
    """Return one meeting as a line."""
    meeting = line.meeting
    cells: dict[str, Cell] = {
        "no": meeting.meeting_no,
        "kind": meeting.kind.label,
        "state": Tag(line.state.label, MEETING_TONES[line.state]),
        "on": meeting.opened_on or meeting.planned_on,
        "at": meeting.planned_at,
        "venue": meeting.venue,
        "topics": line.topics,
        "agreed": line.agreed,
        "open": line.left_open,
    }
    return Listed(meeting.meeting_no, cells, {})


def state_tag(row: ItemRow) -> Tag:
    """Return how far an item is; what is late is red."""
    if row.state is AgreedItemState.CONFIRMED:
        return Tag(row.state.label, "soon" if row.days_late else "done")
    return Tag(row.state.label, "late" if row.days_late else "accent")


def item_line(row: ItemRow) -> Listed:
    """Return one agreed item as a line."""
    item = row.item
    cells: dict[str, Cell] = {
        "no": item.item_no,
        "state": state_tag(row),
        "text": item.text,
        "lead": row.lead_name,
        "supporting": "、".join(row.supporting_names),
        "leader": item.leader,
        "due": row.due,
        "late": row.days_late or None,
        "first": item.due_on,
    }
    tone: Tone = "late" if row.is_open and row.days_late else ""
    return Listed(item.item_no, cells, {"state": row.state.value}, tone)


def proposal_line(one: Proposal) -> Listed:
    """Return one proposed item as a line: why it is proposed stands in it."""
    rules = "；".join(f"{rule.words}（{rule.article}）" for rule in one.rules)
    cells: dict[str, Cell] = {
        "reason": Tag(one.reason.label, "late" if one.days else "accent"),
        "case": one.item_no or one.case_no or one.key,
        "subject": one.subject,
        "unit": one.unit_name,
        "days": one.days or None,
        "facts": one.facts,
        "rule": rules,
    }
    return Listed(one.key, cells, {})
