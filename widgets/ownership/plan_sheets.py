"""Versions of a plan side by side, with what changed marked; and what happened in an ownership, in order."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import Moment, empty, timeline
from workbench.law.ownership_parts import Milestone
from workbench.queries.ownerships import Owned
from workbench.terms import TeamRole

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState


def versions(one: Owned) -> Markup:
    """Return the versions of the plan in columns, the latest first; words that changed are marked."""
    ownership = one.ownership
    if not ownership.plans:
        return empty("还没有起草方案。")
    numbers = list(range(len(ownership.plans), 0, -1))
    plans = [ownership.plans[number - 1] for number in numbers]
    before = [ownership.plans[number - 2] if number > 1 else None for number in numbers]

    def row(name: str, cells: list[Content]) -> Markup:
        return tag("tr", tag("th", name, scope="row"), [tag("td", cell) for cell in cells])

    heads = [
        tag("th", f"第{number}版", " ", tag("small", _standing(one, number)), scope="col")
        for number in numbers
    ]
    body = [
        row("签订", [_signature(plan) for plan in plans]),
        row("变更理由", [plan.why or "—" for plan in plans]),
        row("方案文号", [plan.document_no or "无文号" for plan in plans]),
        row(
            "工作措施",
            [
                changed(old.measures if old else None, new.measures)
                for old, new in zip(before, plans, strict=True)
            ],
        ),
        row(
            "政策依据",
            [
                changed(old.policy if old else None, new.policy)
                for old, new in zip(before, plans, strict=True)
            ],
        ),
    ]
    for key in sorted({each.key for each in ownership.milestones}):
        held = [_held(one, number, key) for number in numbers]
        earlier = [_held(one, number - 1, key) if number > 1 else None for number in numbers]
        cells = [
            _promise(old, new, is_first=number == 1)
            for number, old, new in zip(numbers, earlier, held, strict=True)
        ]
        body.append(row(f"第{key}号节点", cells))
    return tag(
        "div",
        tag(
            "table",
            tag("caption", "方案各版对照", class_="wb-unseen"),
            tag("thead", tag("tr", tag("th", "内容", scope="col"), heads)),
            tag("tbody", body),
            class_="wb-table ownership-versions",
        ),
        class_="ownership-wide",
    )


def _standing(one: Owned, number: int) -> str:
    signed = len(one.ownership.signed)
    if number > signed:
        return "待签订"
    return "现行" if number == signed else "已被替代"


def _signature(plan: object) -> str:
    signed_on, signer = getattr(plan, "signed_on", None), getattr(plan, "signer", None)
    drafted = f"{getattr(plan, 'drafted_on', '')} 起草"
    return f"{signer}，{signed_on} 签订（{drafted}）" if signed_on else f"{drafted}，未签订"


def _held(one: Owned, number: int, key: int) -> Milestone | None:
    return next((each for each in one.ownership.milestones_of(number) if each.key == key), None)


def _promise(old: Milestone | None, new: Milestone | None, *, is_first: bool) -> Content:
    if new is None:
        return tag("del", f"{old.words}，{old.due_on}") if old else "—"
    if old is None:
        words = f"{new.words}，{new.due_on}"
        return words if is_first else tag("ins", words)
    due: Content = str(new.due_on)
    if old.due_on != new.due_on:
        due = [tag("del", str(old.due_on)), " ", tag("ins", str(new.due_on))]
    return [changed(old.words, new.words), "，", due]


def changed(old: str | None, new: str) -> Content:
    """Return the new text with what was put in and taken out marked; as it is where there is no old one."""
    if old is None or old == new:
        return new
    parts: list[Content] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(new[c:d])
            continue
        if b > a:
            parts.append(tag("del", old[a:b]))
        if d > c:
            parts.append(tag("ins", new[c:d]))
    return parts


def team(state: OwnershipScreenState, one: Owned) -> Markup:
    """Return the team of the day, and the former ones with their days."""
    day = one.ownership.ended_on or one.ownership.withdrawn_on or state.as_of
    now = one.ownership.team_on(day)
    lines = [
        tag(
            "li",
            tag("strong", f"{member.role.label} "),
            state.units.name(member.unit),
            f"：{member.person}"
            if member.person
            else "（未明确责任人）"
            if member.role is TeamRole.LEAD
            else None,
            f"（{member.post}）" if member.person and member.post else None,
        )
        for member in now
    ]
    former = [
        tag(
            "li",
            f"{member.since} 至 {member.until}　{member.role.label} {state.units.name(member.unit)}",
            f"：{member.person}" if member.person else None,
        )
        for member in one.ownership.team
        if member.until is not None and member not in now
    ]
    if not lines and not former:
        return empty("还没有组建班子。")
    return tag(
        "div",
        tag("ul", lines, class_="ownership-list"),
        tag(
            "details",
            tag("summary", f"调整前的班子（{len(former)}）"),
            tag("ul", former, class_="ownership-list ownership-quiet"),
        )
        if former
        else None,
    )


def story(state: OwnershipScreenState, one: Owned) -> Markup:
    """Return who owned it and what happened, the latest first; visits are shown, not counted."""
    ownership = one.ownership
    moments: list[Moment] = []
    for number, leader in enumerate(ownership.leaders):
        title = "交办，开始包案" if number == 0 else "接手包案"
        moments.append(Moment(leader.since, title, f"{leader.name}（{leader.post}）", tone="accent"))
        if leader.until is not None:
            signed = f"交出人 {leader.signed_out_on}、接手人 {leader.signed_in_on} 签字"
            moments.append(
                Moment(leader.until, "交接", leader.name, note=f"未完成事项：{leader.left_open}\n{signed}")
            )
    for number, plan in enumerate(ownership.signed, 1):
        moments.append(Moment(plan.signed_on, f"签订第{number}版方案", plan.signer or ""))
    for line in ownership.log:
        moments.append(Moment(line.on, line.sort.label, note=line.words, tone="quiet"))
    for kept in ownership.kept:
        document = f"{kept.title}（{kept.dated_on}）"
        moments.append(Moment(kept.on, f"第{kept.key}号节点完成", document=document, tone="done"))
    for claim in ownership.claims:
        moments.append(
            Moment(claim.on, f"报结果：{claim.result.label}", document=claim.title, note=claim.words)
        )
    for check in ownership.checks:
        unit = state.units.name(check.unit)
        who = f"{check.checker}（{unit}）" if unit else check.checker
        if check.is_confirmed:
            moments.append(Moment(check.on, "核验属实，包案结束", who, note=check.findings, tone="done"))
        else:
            moments.append(Moment(check.on, "核验未通过", who, note=check.findings, late="退回继续办理"))
    for taken_back in ownership.withdrawals:
        moments.append(Moment(taken_back.on, "撤回交办", note=taken_back.why, tone="quiet"))
    moments.sort(key=lambda moment: str(moment.on), reverse=True)
    return timeline(moments)
