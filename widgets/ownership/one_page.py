"""One ownership on a page: the five ones, promises with their evidence, versions, story, what may be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.evidence import evidence_download, original_words
from widgets.ownership.buttons import button
from widgets.ownership.plan_sheets import story, team, versions
from widgets.ownership.questions import TITLES
from widgets.ownership.rights import OF_ONE, may, why_not
from widgets.ownership.sheets import head, milestones
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from workbench.access.gate import allow
from workbench.queries.ownerships import Owned

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState


def one_page(state: OwnershipScreenState, one: Owned, *, on_form: Callable[[str], None]) -> list[ipw.Widget]:
    """Return the page; ``on_form(do)`` is called when the reader wants to do one of the things he may."""
    left = [
        Panel("节点", Static(milestones(state, one)), note="改期不抹去已经逾期的；佐证在右边下载"),
        Panel("方案各版对照", Static(versions(one)), note="绿为增加，红为删去"),
    ]
    right = [
        actions(state, OF_ONE, on_form, "可以办理"),
        Panel("一套班子", Static(team(state, one))),
        *_evidence(state, one),
        Panel("经过", Static(story(state, one)), note="接访、下访、调度只作记录，不算成绩"),
        *_others(state),
    ]
    columns = ipw.Box([ipw.VBox(left), ipw.VBox(right)]).add_class("ownership-columns")
    return [Static(head(state, one)), columns]


def actions(
    state: OwnershipScreenState, offered: tuple[str, ...], on_form: Callable[[str], None], title: str
) -> ipw.Widget:
    """Return a button for each thing the viewer may do, and why the others cannot be done now."""
    able: list[ipw.Widget] = []
    unable: dict[str, list[str]] = {}
    for do in offered:
        if not may(state, do):
            continue
        why = why_not(state, do)
        if why:
            unable.setdefault(why, []).append(TITLES[do])
        else:
            able.append(button(TITLES[do], lambda do=do: on_form(do)))  # type: ignore[misc]
    if not able and not unable:
        return ipw.VBox()
    parts: list[ipw.Widget] = [ipw.HBox(able).add_class("ownership-buttons")] if able else []
    if unable:
        lines = [tag("li", tag("strong", "、".join(names)), f"：{why}") for why, names in unable.items()]
        parts.append(Static(tag("ul", lines, class_="ownership-list ownership-quiet")))
    return Panel(title, *parts)


def _evidence(state: OwnershipScreenState, one: Owned) -> list[ipw.Widget]:
    shown = [(f"第{kept.key}号节点", kept.title, kept.sha256) for kept in one.ownership.kept]
    shown += [(f"结果 {claim.on}", claim.title, claim.sha256) for claim in one.ownership.claims]
    if not shown:
        return []
    files = state.kept_files([digest for *_, digest in shown])
    lines: list[ipw.Widget] = []
    for what, title, digest in shown:
        file = files.get(digest)
        words = original_words(file) if file else "原件缺失"
        told = tag("p", tag("strong", what), f"：{title}　", tag("small", f"{words}，校验值 {digest[:12]}…"))
        line: list[ipw.Widget] = [Static(told)]
        if file is not None and allow(state.viewer, "read:evidence"):
            line.append(evidence_download(state.bench, state.viewer, file, label="下载"))
        lines.append(ipw.HBox(line).add_class("ownership-evidence"))
    return [Panel("佐证材料", *lines)]


def _others(state: OwnershipScreenState) -> list[ipw.Widget]:
    if not state.others:
        return []
    lines = [
        tag(
            "li",
            tag("a", one.ownership.ownership_no, href=state.link_to(one.ownership.ownership_no)),
            f"　{one.ownership.leader.name}，{one.ownership.assigned_on} 交办，{one.state.label}",
        )
        for one in state.others
    ]
    return [Panel("本事项的其他包案", Static(tag("ul", lines, class_="ownership-list")))]
