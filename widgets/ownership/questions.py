"""What the forms of the ownership screen ask; what is known already stands there as the first answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from widgets.ownership.drive_forms import DRIVE_QUESTIONS, day
from widgets.ownership.people_fields import leader_fields, team_fields
from widgets.ownership.rights import KINDS
from widgets.parts.form_values import FormField
from widgets.parts.values import Choice
from workbench.law.ownership_parts import is_extended
from workbench.terms import ActKind, OwnershipResult, OwnershipSource, ProgressKind, Role, Term

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState
    from workbench.queries.ownerships import Owned

TITLES = {do: ActKind.coded(kind).label for do, kind in KINDS.items()}
WITH_EVIDENCE = frozenset({"meet", "claim"})
NEW_MILESTONES = 3  # empty lines below those that are there, of at least four in all


def questions(state: OwnershipScreenState, do: str) -> tuple[FormField, ...]:
    """Return the questions of a form; those about evidence are asked beside the upload."""
    today = state.today
    if do in DRIVE_QUESTIONS:
        return DRIVE_QUESTIONS[do](state, today)
    if do == "assign":
        return _assign(state, today)
    one = state.one
    assert one is not None
    return _OF_ONE[do](state, one, today)


def terms(key: str, label: str, kind: type[Term]) -> FormField:
    """Return a question for a code."""
    return FormField(
        key, label, "choice", required=True, choices=tuple(Choice(one.value, one.label) for one in kind)
    )


def _assign(state: OwnershipScreenState, today: date) -> tuple[FormField, ...]:
    no = state.matter.case_no if state.matter else state.shown.case_no
    return (
        FormField("case_no", "事项编号", required=True, initial=no, hint="信访件编号", longest=64),
        day("on", "交办日期", today),
        terms("source", "来源批次", OwnershipSource),
        FormField("asked", "诉求要点", "long", required=True, group="一个问题", longest=500),
        FormField("settles", "怎样算解决", "long", required=True, group="一个问题", longest=500),
        *leader_fields(state, "一名领导"),
        *team_fields(state, None),
    )


def _team(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    return (
        day("on", "生效日期", today, low=one.ownership.assigned_on),
        *team_fields(state, one),
    )


def _draft(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    ownership = one.ownership
    number = len(ownership.plans)
    base = ownership.plans[-1] if ownership.plans else None
    shown = base if base and not one.matter.is_accusation else None  # what is hidden is written anew
    known = {each.key: each for each in ownership.milestones_of(number)}
    last = max((each.key for each in ownership.milestones), default=0)
    keys = [*known, *range(last + 1, last + 1 + max(NEW_MILESTONES, 4 - len(known)))]
    is_change = bool(ownership.signed)
    fields = [day("on", "起草日期", today, low=ownership.assigned_on)]
    if is_change:
        fields.append(
            FormField("why", "变更理由", "long", True, hint="由起草人以外的人签订后生效", longest=400)
        )
    fields += [
        FormField(
            "measures", "工作措施", "long", True, initial=shown.measures if shown else "", longest=2000
        ),
        FormField("policy", "政策依据", "long", True, initial=shown.policy if shown else "", longest=1000),
        FormField("document_no", "方案文号", initial=(base and base.document_no) or "", longest=60),
    ]
    for key in keys:
        promised = known.get(key)
        words = promised.words if promised and shown else ""
        due = str(promised.due_on) if promised else ""
        group = f"第{key}号节点" + ("" if promised else "（没有就留空）")
        fields += [
            FormField(f"m.{key}.words", "做成什么", initial=words, group=group, longest=200),
            FormField(f"m.{key}.due", "期限", "date", initial=due, group=group),
        ]
    return tuple(fields)


def _sign(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    owned = one.ownership
    name = state.viewer.name if state.viewer.role is Role.LEADER else owned.leader.name
    before, now = owned.milestones_of(len(owned.signed)), owned.milestones_of(len(owned.plans))
    hint = ""
    if owned.draft and is_extended(before, now, owned.kept):
        name, hint = "", "本次变更延长了期限：由主要负责人或督查人员审批，包案领导不能审批自己的延期"
    return (
        day("on", "签订日期", today, low=owned.draft.drafted_on if owned.draft else None),
        FormField("signer", "签订人", required=True, initial=name, longest=40, hint=hint),
    )


def _meet(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    open_ = [each for each in one.commitments if each.kept is None]
    offers = tuple(
        Choice(str(each.key), f"第{each.key}号 {each.words}（{each.due_on}，{each.state.label}）")
        for each in open_
    )
    return (
        FormField("key", "节点", "choice", True, offers, str(open_[0].key) if open_ else ""),
        day("on", "完成日期", today, low=one.ownership.assigned_on),
    )


def _note(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    return (
        terms("sort", "类别", ProgressKind),
        day("on", "日期", today, low=one.ownership.assigned_on),
        FormField("words", "内容", "long", True, hint="只展示，不计为成绩", longest=1000),
    )


def _replace(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    since = one.ownership.leader.since
    return (
        day("on", "交接日期（新任从当日起负责）", today, low=since),
        *leader_fields(state, "新任包案领导"),
        FormField("left_open", "尚未完成的事项", "long", True, group="交接", longest=1000),
        FormField(
            "signed_out",
            f"{one.ownership.leader.name}签字日期",
            "date",
            True,
            low=since,
            high=today,
            group="交接",
        ),
        FormField("signed_in", "新任签字日期", "date", True, low=since, high=today, group="交接"),
    )


def _claim(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    return (
        terms("result", "结果", OwnershipResult),
        day("on", "报结果日期", today, low=one.ownership.assigned_on),
        FormField(
            "words", "怎样达到了化解标准", "long", True, hint=f"标准：{one.ownership.settles}", longest=1000
        ),
    )


def _check(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    claims = one.ownership.claims
    return (
        day("on", "核验日期", today, low=claims[-1].on if claims else None),
        FormField("is_confirmed", "结果属实", "yes_no", True, hint="不属实的，退回继续办理"),
        FormField("checker", "核验人", required=True, initial=state.viewer.name, longest=40),
        FormField(
            "findings", "核验情况", "long", True, hint="看了什么、问了谁、与材料是否一致", longest=1000
        ),
    )


def _withdraw(state: OwnershipScreenState, one: Owned, today: date) -> tuple[FormField, ...]:
    return (
        day("on", "撤回日期（当日起不再由其包案）", today, low=one.ownership.leader.since),
        FormField("why", "撤回理由", "long", True, hint="交办错在哪里；签订方案以后不能再撤回", longest=500),
    )


_OF_ONE = {
    "team": _team,
    "draft": _draft,
    "sign": _sign,
    "meet": _meet,
    "note": _note,
    "replace": _replace,
    "claim": _claim,
    "check": _check,
    "withdraw": _withdraw,
}
