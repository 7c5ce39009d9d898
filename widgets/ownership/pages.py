"""The pages that list: a leader's page, matters without an owner, special drives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.ownership import rows
from widgets.ownership.rights import may
from widgets.ownership.sheets import leader_sheet, promise_table
from widgets.parts.figures import FigureTiles, share_figure
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import Field, FilterValue
from widgets.parts.grid import Grid
from widgets.parts.listed import Lines
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import empty, table
from widgets.parts.values import Choice
from workbench.queries.duties import SOON_DAYS

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState

Open = Callable[[str], None]


def leader_page(state: OwnershipScreenState, *, on_leader: Open, on_one: Open) -> list[ipw.Widget]:
    """Return a leader's page: the next promise, what is late, what comes within a fortnight."""
    if not state.leader_key:
        return [Static(empty("还没有领导包案。"))]
    line = next(one for one in state.every_leader if one.key == state.leader_key)
    choices = tuple(Choice(one.key, f"{one.name}（{one.post}）") for one in state.every_leader)
    chooser = FilterBar(
        (Field("leader", "包案领导", "one", choices),),
        value=FilterValue((("leader", (state.leader_key,)),)),
        on_change=lambda value: on_leader(value.one("leader") or state.leader_key),
        label="看谁的包案",
    )
    mine = Grid(
        rows.owned_columns(),
        Lines(lambda: rows.owned_rows(state.of_leader, state)),
        label="名下包案",
        name="ownership-mine",
        height="300px",
        empty="名下没有包案",
        on_open=on_one,
    )
    return [
        chooser,
        Static(leader_sheet(state, line)),
        Panel(
            "该兑现的承诺", Static(promise_table(state)), note=f"逾期的在前，其次是 {SOON_DAYS} 日内到期的"
        ),
        Panel("名下包案", mine),
    ]


def gaps_page(state: OwnershipScreenState, *, on_case: Open) -> list[ipw.Widget]:
    """Return how far every matter that must have one has a leader and a unit, and those that have not."""
    told = state.coverage
    tiles = FigureTiles(
        [
            share_figure(
                "leader", "有包案领导", told.with_leader, told.required, parts=("有", "没有"), hint=told.rule
            ),
            share_figure(
                "unit", "有责任单位", told.with_unit, told.required, parts=("有", "没有"), hint=told.rule
            ),
        ],
        label="件件有包案领导，件件有责任单位",
    )
    grid = Grid(
        rows.GAP_COLUMNS,
        Lines(lambda: rows.gap_rows(state)),
        label="缺包案领导或责任单位的事项",
        name="ownership-gaps",
        height="520px",
        empty="都有包案领导和责任单位",
        on_open=on_case,
    )
    words = tag("p", f"应有人包的范围：{told.rule}，共 {told.required:,} 件。", class_="ownership-quiet")
    note = "点编号交办" if may(state, "assign") else "点编号看事项"
    return [
        tiles,
        Static(words),
        Panel("缺包案领导或责任单位的事项", grid, note=f"{len(told.gaps):,} 件；{note}"),
    ]


def drives_page(state: OwnershipScreenState, *, on_matter: Open, actions: ipw.Widget) -> list[ipw.Widget]:
    """Return the special drives with what was done in them, and the matters of the one that is shown."""
    head = (
        "专项行动",
        "起止",
        "事项",
        "办结",
        "化解",
        "时限超期",
        "时限按期完成",
        "有人包",
        "五个一齐全",
        "节点按期兑现",
        "逾期未兑现",
    )
    lines = [
        (
            tag("a", one.campaign.name, href=state.link_to_drive(one.campaign.campaign_no)),
            f"{one.campaign.opened_on} 至 {one.campaign.closed_on or '今'}",
            f"{len(one.matters):,}",
            f"{one.concluded:,}",
            f"{one.resolved:,}",
            f"{one.late:,}",
            f"{one.duties_met}/{one.duties_due}" if one.duties_due else "—",
            f"{one.owned:,}",
            f"{one.complete:,}",
            f"{one.kept}/{one.due}" if one.due else "—",
            f"{one.late_commitments:,}",
        )
        for one in state.drives
    ]
    caption = "专项行动及进度"
    body = table(head, lines, caption=caption, numbers=range(2, 11)) if lines else empty("还没有专项行动。")
    note = "办结与化解分别统计；多少人来访不是进度"
    parts: list[ipw.Widget] = [Panel("专项行动", Static(body), note=note)]
    if state.drive is None:
        return [*parts, actions]
    drive = state.drive.campaign
    grid = Grid(
        rows.MATTER_COLUMNS,
        Lines(lambda: rows.matter_rows(state)),
        label=f"{drive.name}的事项",
        name="ownership-drive",
        height="420px",
        empty="还没有纳入事项",
        on_open=on_matter,
    )
    left = "；".join(f"{one.case_no}（{one.on}，{one.why}）" for one in state.gone)
    gone = tag("p", f"移出：{left}", class_="ownership-quiet")
    rule = tag("p", f"纳入规则：{drive.rule}", class_="ownership-quiet")
    inside = [Static([rule, gone if left else None]), actions, grid]
    return [*parts, Panel(drive.name, *inside, note=drive.campaign_no)]
