"""What may be done with an agreed item: of each act its questions, and what the answers make. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from widgets.meeting.recording import LONGEST, UnclearUnitError, units_named
from widgets.meeting.state import MeetingState
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.values import Choice
from workbench.queries.agreed_items import ItemRow
from workbench.terms import ActKind, AgreedItemState, Role
from workbench.terms import MeetingState as Standing

if TYPE_CHECKING:
    from workbench.acts.declared import DeclaredAct

LATE_RULE = "变更时已经逾期的，仍按原期限计逾期"


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that may be done with an item: its questions, and the act of the answers."""

    kind: ActKind
    fields: tuple[FormField, ...]
    make: Callable[[FormValues], DeclaredAct]
    with_evidence: bool = False
    judge: Callable[[FormValues], list[Blocker]] | None = None


def doings(state: MeetingState, row: ItemRow) -> tuple[Doing, ...]:
    """Return what the viewer may do with the item now; the act itself refuses what only it can know."""
    from workbench.acts.agreed_items import AmendItem, ConfirmItem, ReportItem, ReturnItem

    item, today = row.item, state.today
    found: list[Doing] = []
    if state.may(f"act:{ActKind.CORRECT_ITEM.value}") and not (item.reports or item.amendments):
        found += _corrections(state, row)
    names = (row.lead_name, *row.supporting_names)
    units = tuple(Choice(code, name) for code, name in zip(item.owing, names, strict=True))
    if state.viewer.role in (Role.HANDLER, Role.LEADER):
        own = tuple(one for one in units if one.code == state.viewer.unit)
        units = own or units
    if row.state is AgreedItemState.OPEN:
        fields = (
            FormField("unit", "报告单位", "choice", required=True, choices=units, initial=units[0].code),
            FormField(
                "words", "落实情况", "long", required=True, longest=2000, hint="办成了什么，不写信访人姓名"
            ),
        )

        def report(values: FormValues) -> DeclaredAct:
            return ReportItem(
                item.item_no, today, values.text("unit"), _day(values, "evidence.dated_on"),
                values.text("evidence.sha256"), values.text("words"), values.text("evidence.title"),
            )  # fmt: skip

        found.append(Doing(ActKind.REPORT_ITEM, fields, report, with_evidence=True))
    if row.state is AgreedItemState.REPORTED:
        why = (FormField("why", "退回理由", "long", required=True, longest=2000),)
        found.append(Doing(ActKind.CONFIRM_ITEM, (), lambda _values: ConfirmItem(item.item_no, today)))
        found.append(
            Doing(
                ActKind.RETURN_ITEM, why, lambda values: ReturnItem(item.item_no, today, values.text("why"))
            )
        )
    if row.is_open and state.may("act:amend_item"):
        meetings = tuple(
            Choice(one.meeting.meeting_no, one.meeting.meeting_no)
            for one in state.lines()
            if one.meeting.opened_on is not None
        )
        questions = (
            FormField("due_on", "新的办理期限", "date", required=True, low=today, hint=LATE_RULE),
            FormField("meeting", "决定变更的会议", "choice", required=True, choices=meetings),
            FormField("why", "变更理由", "long", required=True, longest=2000),
        )

        def amend(values: FormValues) -> DeclaredAct:
            due_on, meeting = _day(values, "due_on"), values.text("meeting")
            return AmendItem(item.item_no, today, due_on, meeting, values.text("why"))

        found.append(Doing(ActKind.AMEND_ITEM, questions, amend))
    return tuple(one for one in found if state.may(f"act:{one.kind.value}"))


def _corrections(state: MeetingState, row: ItemRow) -> list[Doing]:
    """Return the correction, as long as the meeting that agreed the item lasts."""
    from workbench.acts.agreed_items import CorrectItem

    item = row.item
    lasts = (one.meeting.meeting_no for one in state.lines() if one.state is Standing.IN_SESSION)
    if item.meeting_no not in lasts:
        return []
    units = state.owing_units()
    fields = (
        FormField("text", "议定内容", "long", required=True, initial=item.text, longest=LONGEST),
        FormField(
            "lead_unit", "牵头单位", "unit", required=True, initial=item.lead_unit,
            choices=tuple(Choice(code, name) for code, name in units),
        ),
        FormField(
            "supporting", "配合单位", initial="、".join(row.supporting_names),
            hint="名称的一部分即可，多个用顿号隔开",
        ),
        FormField("leader", "责任领导", required=True, initial=item.leader, longest=60),
        FormField("leader_post", "职务", initial=item.leader_post, longest=120),
    )  # fmt: skip

    def judge(values: FormValues) -> list[Blocker]:
        try:
            supporting = units_named(values.text("supporting"), units)
        except UnclearUnitError as error:
            return [Blocker(str(error))]
        doubled = values.text("lead_unit") in supporting
        return [Blocker("牵头单位不必再写在配合单位里")] if doubled else []

    def correct(values: FormValues) -> DeclaredAct:
        supporting = units_named(values.text("supporting"), units)
        told = (values.text(key) for key in ("text", "leader", "leader_post"))
        return CorrectItem(item.item_no, state.today, values.text("lead_unit"), supporting, *told)

    return [Doing(ActKind.CORRECT_ITEM, fields, correct, judge=judge)]


def _day(values: FormValues, key: str) -> date:
    day = values.day(key)
    assert day is not None  # required
    return day
