"""Rework that look-backs ordered, on the board of ownerships: what, of whom, until when, who owns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.parts.markup import Content, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import label, table
from widgets.parts.values import Tag, Tone
from workbench.terms import LookBackState

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState
    from workbench.queries.look_backs import CheckLine

TONES: dict[LookBackState, Tone] = {LookBackState.LATE: "late", LookBackState.REPORTED: "accent"}
HEAD = ("事项", "单位", "发现的问题", "整改时限", "状态", "包案领导")


def rework_panel(state: OwnershipScreenState) -> list[ipw.Widget]:
    """Return the rework that is not confirmed yet; nothing where there is none."""
    if not state.rework:
        return []
    owners = {one.ownership.case_no: one for one in state.all if one.is_live}
    rows: list[list[Content]] = []
    for line in state.rework:
        one = owners.get(line.case_no)
        led: Content = "没有"
        if one is not None:
            address = state.link_to(one.ownership.ownership_no)
            led = tag("a", one.ownership.leader.name, href=address)
        rows.append([_matter(state, line), *_found(line), led])
    late = sum(one.state is LookBackState.LATE for one in state.rework)
    note = f"{len(rows)} 件尚未核实整改" + (f"，其中逾期 {late} 件" if late else "")
    return [Panel("回头看整改", Static(table(HEAD, rows, caption="回头看整改")), note=note)]


def _matter(state: OwnershipScreenState, line: CheckLine) -> Content:
    check = line.check
    address = state.link_to_check(check.round_no, check.check_no) if check is not None else ""
    return tag("a", line.case_no, href=address) if address else line.case_no


def _found(line: CheckLine) -> list[Content]:
    check, found = line.check, line.state
    cause = (check.cause if check is not None else None) or ""
    due = f"{check.rework_due}" if check is not None and check.rework_due else "待下达"
    tone = TONES.get(found, "soon") if found is not None else "soon"
    return [line.unit_name, cause, due, label(Tag(found.label if found else "", tone))]
