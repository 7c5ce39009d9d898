"""Lines of the ownership screen for its grids: leaders, ownerships, matters without an owner, drives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from widgets.parts.grid_query import Cell, Column
from widgets.parts.listed import Listed
from widgets.parts.values import Choice, Tag, Tone
from workbench.access.gate import allow
from workbench.queries.ownership_board import LeaderLine
from workbench.queries.ownerships import Owned
from workbench.terms import FiveOnes, Fulfilment, OwnershipState

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState

TONES: dict[Fulfilment, Tone] = {
    Fulfilment.MET: "done",
    Fulfilment.PENDING: "accent",
    Fulfilment.LACKING: "late",
}
STATE_TONES: dict[OwnershipState, Tone] = {
    OwnershipState.ACTIVE: "accent",
    OwnershipState.CLAIMED: "soon",
    OwnershipState.ENDED: "done",
    OwnershipState.WITHDRAWN: "quiet",
}
ONES = tuple(FiveOnes)
LEADER_COLUMNS = (
    Column("name", "包案领导", "link", 88, filter="text"),
    Column("post", "职务", "text", 150, filter="text", at_desk=True),
    Column("live", "在包", "number", 60),
    Column("late", "逾期未兑现", "tag", 98, hint="期限当天有效的方案没有兑现的节点，改期不抹去"),
    Column("most_days", "最长天数", "number", 84),
    Column("next_due", "下一承诺", "date", 104),
    Column("soon", "14日内", "number", 80),
    *(Column(one.value, one.label, "tag", 90) for one in ONES),
    Column("kept", "按期兑现", "text", 84, hint="按期兑现的节点 / 已到期或已完成的节点"),
    Column("ended", "核验结束", "number", 84, at_desk=True),
)


def owned_columns() -> tuple[Column, ...]:
    """Return the columns of the list of ownerships."""
    states = tuple(Choice(one.value, one.label) for one in OwnershipState)
    return (
        Column("no", "事项编号", "link", 160, filter="text"),
        Column("title", "事项", "text", 230, filter="text"),
        Column("who", "包案领导", "text", 88, filter="text"),
        Column("unit", "牵头单位", "text", 124, filter="text"),
        Column("late", "逾期未兑现", "tag", 110),
        Column("next_due", "下一承诺", "date", 108, filter="date"),
        *(Column(one.value, one.label, "tag", 84) for one in ONES[2:]),
        Column("progress", "节点", "text", 62, hint="已完成 / 全部"),
        Column("moved", "改期次数", "number", 88, shown=False),
        Column("assigned_on", "交办日期", "date", 112, filter="date", shown=False),
        Column("state", "状态", "tag", 128, filter="choice", choices=states),
    )


GAP_COLUMNS = (
    Column("case_no", "事项编号", "link", 180, filter="text"),
    Column("title", "事项", "text", 360, filter="text"),
    Column("unit", "责任单位", "text", 180, filter="text"),
    Column("leader", "包案领导", "tag", 110),
    Column("why", "为什么应有人包", "text", 240),
    Column("state", "办理状态", "text", 140),
)
MATTER_COLUMNS = (
    Column("case_no", "事项编号", "link", 180, filter="text"),
    Column("title", "事项", "text", 340, filter="text"),
    Column("unit", "责任单位", "text", 170, filter="text"),
    Column("state", "办理状态", "text", 140),
    Column("late", "时限", "tag", 110),
    Column("leader", "包案", "tag", 180),
)


def leader_rows(lines: Sequence[LeaderLine], state: OwnershipScreenState) -> list[Listed]:
    """Return a line for each leader: how many of his live ownerships have each of the five."""
    return [_leader(line) for line in lines]


def _leader(line: LeaderLine) -> Listed:
    cells: dict[str, Cell] = {
        "name": line.name,
        "post": line.post,
        "live": line.live,
        "late": Tag(f"{line.late} 个", "late") if line.late else None,
        "most_days": line.most_days or None,
        "next_due": line.next_due,
        "soon": line.soon or None,
        "kept": f"{line.kept}/{line.due}" if line.due else None,
        "ended": line.ended or None,
    }
    for place, one in enumerate(ONES):
        lacking = line.lacking[place]
        tone: Tone = "late" if lacking else "done" if line.met[place] == line.live else "accent"
        words = f"{line.met[place]}/{line.live}" + (f" 缺{lacking}" if lacking else "")
        cells[one.value] = Tag(words, tone) if line.live else None
    return Listed(line.key, cells, {}, "late" if line.late else "")


def owned_rows(found: Sequence[Owned], state: OwnershipScreenState) -> list[Listed]:
    """Return a line for each ownership."""
    return [_owned(one, state) for one in found]


def _owned(one: Owned, state: OwnershipScreenState) -> Listed:
    sums = one.tally
    cells: dict[str, Cell] = {
        "no": one.ownership.case_no,
        "title": one.matter.title,
        "who": one.ownership.leader.name,
        "unit": state.units.name(one.lead_unit) or "未明确",
        "late": Tag(f"{sums.late} 个，{sums.most_days} 天", "late") if sums.late else None,
        "next_due": sums.next_due,
        "progress": f"{sums.kept + sums.kept_late}/{sums.all}" if sums.all else None,
        "moved": sums.moved or None,
        "assigned_on": one.ownership.assigned_on,
        "state": conflict_tag(one, state) or Tag(one.state.label, STATE_TONES[one.state]),
    }
    for each in one.ones:
        cells[each.one.value] = Tag(each.state.label, TONES[each.state])
    return Listed(one.ownership.ownership_no, cells, {"state": one.state.value}, "late" if sums.late else "")


def conflict_tag(one: Owned, state: OwnershipScreenState) -> Tag | None:
    """Return the warning that the matter accuses who owns it, for whoever may have it handed over (HR6)."""
    is_told = one.has_conflict and allow(state.viewer, "act:replace_leader")
    return Tag("利益冲突，须交接", "late") if is_told else None


def gap_rows(state: OwnershipScreenState) -> list[Listed]:
    """Return a line for each matter that lacks a leader or a unit."""
    return [
        Listed(
            gap.matter.case_no,
            {
                "case_no": gap.matter.case_no,
                "title": gap.matter.title,
                "unit": gap.matter.unit_name if gap.has_unit else "没有责任单位",
                "leader": Tag("有", "done") if gap.has_leader else Tag("没有", "late"),
                "why": "、".join(
                    (*(["时限超期"] if gap.matter.is_late else []), *map(state.drive_name, gap.campaigns))
                ),
                "state": gap.matter.state.label,
            },
            {},
        )
        for gap in state.coverage.gaps
    ]


def matter_rows(state: OwnershipScreenState) -> list[Listed]:
    """Return a line for each matter of the drive that is shown."""
    owners = {one.ownership.case_no: one for one in state.all}
    lines = []
    for matter in state.drive.matters if state.drive else ():
        one = owners.get(matter.case_no)
        led = f"{one.ownership.leader.name} · {one.state.label}" if one else "没有领导包案"
        tone: Tone = STATE_TONES[one.state] if one else "late" if matter.is_open else "quiet"
        lines.append(
            Listed(
                matter.case_no,
                {
                    "case_no": matter.case_no,
                    "title": matter.title,
                    "unit": matter.unit_name,
                    "state": matter.state.label,
                    "late": Tag("超期未完成", "late") if matter.is_late else None,
                    "leader": Tag(led, tone),
                },
                {},
            )
        )
    return lines
