"""Ownerships as markup: a leader's promises, the head of one ownership, its five ones, its three facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from widgets.ownership.rows import STATE_TONES, TONES, conflict_tag
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import day_text, empty, facts, label, table
from widgets.parts.values import Tag, Tone
from workbench.law.commitments import Commitment
from workbench.queries.duties import SOON_DAYS
from workbench.queries.matter_facts import MatterFacts
from workbench.queries.ownership_board import LeaderLine
from workbench.queries.ownerships import Owned
from workbench.terms import CommitmentState

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState

PROMISE_TONES: dict[CommitmentState, Tone] = {
    CommitmentState.AHEAD: "accent",
    CommitmentState.KEPT: "done",
    CommitmentState.KEPT_LATE: "soon",
    CommitmentState.LATE: "late",
    CommitmentState.DROPPED: "quiet",
}


def leader_sheet(state: OwnershipScreenState, line: LeaderLine) -> Markup:
    """Return who the leader is, what he promised next, and how he kept what was due."""
    ahead = [
        (promise.due_on, one, promise)
        for one in state.of_leader
        for promise in one.commitments
        if promise.is_ahead and one.is_live
    ]
    following = min(ahead, default=None, key=lambda each: each[0])
    if following is None:
        said: Content = "没有未到期的承诺"
    else:
        due, one, promise = following
        days = (due - state.as_of).days
        when = "今天到期" if days == 0 else f"还有 {days} 天"
        said = [
            tag("strong", day_text(due)),
            f"（{when}）{promise.words}　",
            tag("a", one.ownership.case_no, href=state.link_to(one.ownership.ownership_no)),
        ]
    return tag(
        "section",
        tag("h2", line.name, tag("small", f"{line.post} · {state.units.name(line.unit)}")),
        tag("p", tag("span", "下一个承诺", class_="ownership-quiet"), " ", said, class_="ownership-next"),
        tag(
            "ul",
            _number("在包", f"{line.live}", "个", ""),
            _number("逾期未兑现", f"{line.late}", "个节点", "late" if line.late else ""),
            _number(f"{SOON_DAYS} 日内到期", f"{line.soon}", "个节点", "soon" if line.soon else ""),
            _number("按期兑现", f"{line.kept}/{line.due}" if line.due else "—", "", ""),
            _number("核验结束", f"{line.ended}", "个", ""),
            class_="ownership-numbers",
        ),
        class_="ownership-leader",
    )


def _number(name: str, value: str, unit: str, tone: Tone) -> Markup:
    return tag("li", tag("span", name), tag("strong", value), unit, data_tone=tone or None)


def promise_table(state: OwnershipScreenState) -> Markup:
    """Return the leader's promises that are late or due within a fortnight, the latest first."""
    found = [
        (one, promise)
        for one in state.of_leader
        if one.is_live
        for promise in one.commitments
        if promise.is_late or (promise.is_ahead and (promise.due_on - state.as_of).days <= SOON_DAYS)
    ]
    if not found:
        return empty(f"没有逾期的承诺，{SOON_DAYS} 日内也没有到期的。")
    found.sort(key=lambda each: (-each[1].days_late(state.as_of), each[1].due_on))
    lines = [
        (
            _when(promise, state.as_of),
            promise.words,
            tag("a", one.ownership.case_no, href=state.link_to(one.ownership.ownership_no)),
            one.matter.title,
            state.units.name(one.lead_unit) or "未明确",
        )
        for one, promise in found
    ]
    return table(("期限", "承诺", "事项", "事项名称", "牵头单位"), lines, caption="该兑现的承诺")


def _when(promise: Commitment, as_of: date) -> Content:
    if promise.is_late:
        return [f"{promise.broken_on[0]} ", label(Tag(f"逾期 {promise.days_late(as_of)} 天", "late"))]
    days = (promise.due_on - as_of).days
    return [f"{promise.due_on} ", label(Tag("今天到期" if days == 0 else f"还有 {days} 天", "soon"))]


def head(state: OwnershipScreenState, one: Owned) -> Markup:
    """Return which ownership it is, where it stands, and its five ones each with the reason."""
    ownership, leader = one.ownership, one.ownership.leader
    campaigns = [label(Tag(state.drive_name(no), "quiet")) for no in one.campaigns]
    cards = [
        tag(
            "li",
            tag("span", each.one.label, class_="ownership-one"),
            label(Tag(each.state.label, TONES[each.state])),
            tag("p", each.why),
            data_tone=TONES[each.state],
        )
        for each in one.ones
    ]
    return tag(
        "section",
        tag(
            "p",
            tag("a", ownership.case_no, href=state.link_to_case(ownership.case_no)),
            f"　{ownership.ownership_no}　{ownership.source.label}　{ownership.assigned_on} 交办　",
            label(Tag(one.state.label, STATE_TONES[one.state])),
            " ",
            label(conflict) if (conflict := conflict_tag(one, state)) else "",
            campaigns,
            class_="ownership-no",
        ),
        tag("h2", one.matter.title),
        tag(
            "p",
            tag("strong", leader.name),
            f"（{leader.post}，{state.units.name(leader.unit)}）自 {leader.since} 起负责",
            class_="ownership-owner",
        ),
        tag("ol", cards, class_="ownership-ones", aria_label="五个一"),
        _problem(one),
        three_facts(one.matter),
        class_="ownership-head",
    )


def _problem(one: Owned) -> Markup:
    return tag(
        "div",
        facts([("诉求要点", one.ownership.asked), ("怎样算解决", one.ownership.settles)]),
        class_="ownership-problem",
    )


def three_facts(matter: MatterFacts) -> Markup:
    """Return the three facts side by side: concluded, resolved, and what the petitioner says."""
    said = matter.satisfaction.label if matter.satisfaction else "尚无评价（不等于满意）"
    told = (
        ("程序办结", _fact(matter.concluded_on, "尚未办结")),
        ("实际化解", _fact(matter.resolved_on, "尚未化解")),
        ("群众评价", f"{said}，{matter.rated_on}" if matter.rated_on else said),
    )
    return tag(
        "ul",
        [tag("li", tag("span", name), tag("strong", words)) for name, words in told],
        class_="ownership-facts",
        aria_label="三个事实分别记载",
    )


def _fact(on: date | None, missing: str) -> str:
    return day_text(on) if on else missing


def milestones(state: OwnershipScreenState, one: Owned) -> Markup:
    """Return the promises of all signed versions: what, by when, moved from when, and how each stands."""
    if not one.commitments:
        return empty("还没有签订方案，没有节点。")
    lines = [_milestone(promise, state.as_of) for promise in one.commitments]
    return table(("节点", "做成什么", "期限", "现状", "佐证"), lines, caption="节点")


def _milestone(promise: Commitment, as_of: date) -> tuple[Content, ...]:
    days = promise.days_late(as_of)
    words = promise.state.label + (f" {days} 天" if days else "")
    earlier: list[Content] = [
        [tag("del", day_text(due), class_="ownership-day"), " "] for due in promise.due_dates[:-1]
    ]
    moved = f"（改期 {promise.moved} 次）" if promise.moved else None
    kept = promise.kept
    return (
        f"{promise.key}",
        promise.words,
        [*earlier, _unbroken(day_text(promise.due_on)), moved],
        [label(Tag(words, PROMISE_TONES[promise.state])), " ", _unbroken(f"{kept.on}") if kept else None],
        f"{kept.title}（{kept.dated_on}）" if kept else "—",
    )


def _unbroken(words: str) -> Markup:
    return tag("span", words, class_="ownership-day")
