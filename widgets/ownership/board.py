"""The supervisor's board: figures, filter, leaders by the five ones, ownerships, ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.exports import Export
from widgets.ownership import rows
from widgets.ownership.buttons import button
from widgets.ownership.questions import TITLES
from widgets.ownership.rework import rework_panel
from widgets.ownership.rights import may
from widgets.parts.figures import Figure, FigureTiles, count_figure, share_figure
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import Chosen, Field, FilterValue
from widgets.parts.grid import Grid
from widgets.parts.listed import Lines
from widgets.parts.panel import Panel
from widgets.parts.values import EXCEL, Choice, FileToSave
from workbench.queries.duties import SOON_DAYS
from workbench.queries.ownership_board import OwnedFilter, Sums
from workbench.terms import FiveOnes, Holding, OwnershipState

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState

Open = Callable[[str], None]


def board_page(
    state: OwnershipScreenState,
    *,
    on_filter: Callable[[OwnedFilter], None],
    on_leader: Open,
    on_one: Open,
    on_assign: Callable[[], None],
) -> list[ipw.Widget]:
    """Return the supervisor's board: figures, filter, leaders by the five ones, ownerships."""
    asked, wanted = filter_fields(state), state.shown.wanted
    bar = FilterBar(asked, value=_value(wanted), on_change=lambda value: on_filter(_wanted(value)))
    tiles = FigureTiles(
        figures(state.sums),
        label="包案指标",
        on_open=lambda key, part: on_filter(replace(wanted, figure=of_figure(key, part))),
    )
    by_leader = Grid(
        rows.LEADER_COLUMNS,
        Lines(lambda: rows.leader_rows(state.leaders, state)),
        label="按包案领导",
        name="ownership-leaders",
        height="244px",
        empty="没有符合条件的包案",
        on_open=on_leader,
    )
    by_one = Grid(
        rows.owned_columns(),
        Lines(lambda: rows.owned_rows(state.found, state)),
        label="逐个包案",
        name="ownership-list",
        height="420px",
        empty="没有符合条件的包案",
        on_open=on_one,
    )
    ledger = Export(
        "下载包案台账",
        lambda: _ledger(state),
        state.viewer,
        Holding.OWNERSHIP,
        hint="按当前筛选导出，栏目与办公室台账一致",
    )
    buttons: list[ipw.Widget] = [ledger]
    if may(state, "assign"):
        buttons.insert(0, button(TITLES["assign"], on_assign))
    line = ipw.HBox(buttons).add_class("ownership-buttons")
    only = f"只列{FIGURE_WORDS[wanted.figure]}，改筛选即恢复；" if wanted.figure else ""
    note = "点姓名看该领导的包案；“缺”为过了本地设定天数仍未落实，或节点逾期未兑现"
    return [
        tiles,
        bar,
        Panel("领导 × 五个一", by_leader, note=note),
        Panel("逐个包案", line, by_one, note=f"{only}红色为有节点逾期未兑现；点编号看单件"),
        *rework_panel(state),
    ]


def figures(found: Sums) -> list[Figure]:
    """Return the numbers above the board."""
    return [
        count_figure("live", "在包", found.live, "个", note=f"核验结束 {found.ended} 个"),
        share_figure("complete", "五个一齐全", found.complete, found.live, parts=("齐全", "未齐全")),
        share_figure(
            "kept",
            "节点按期兑现",
            found.kept,
            found.due,
            parts=("按期", "未按期"),
            hint="已到期或已完成的节点中，在期限当天有效的方案期限之内有佐证完成的",
        ),
        count_figure("late", "逾期未兑现", found.late, "个节点", tone="late" if found.late else ""),
        count_figure(
            "soon", f"{SOON_DAYS} 日内到期", found.soon, "个节点", tone="soon" if found.soon else ""
        ),
        count_figure("claimed", OwnershipState.CLAIMED.label, found.claimed, "个"),
    ]


def of_figure(key: str, part: str) -> str:
    """Return the name under which the ownerships are listed that a figure, or a part of it, counts."""
    parts = {"complete": ("live", "complete", "incomplete"), "kept": ("due", "kept", "broken")}
    return parts[key][("all", "passed", "failed").index(part)] if key in parts else key


def filter_fields(state: OwnershipScreenState) -> tuple[Field, ...]:
    """Return the questions over the board."""
    used = sorted({code for one in state.all for code in one.answers if len(code) >= 6})
    towns = list(state.units.towns)
    return (
        Field("units", "单位", "many", _choices(state, used)),
        Field("towns", "联点镇街", "many", _choices(state, towns)),
        Field(
            "campaigns",
            "专项行动",
            "one",
            tuple(Choice(one.campaign_no, one.name) for one in state.campaigns),
        ),
        Field("lacking", "缺哪一个“一”", "many", tuple(Choice(o.value, o.label) for o in FiveOnes)),
        Field("states", "状态", "many", tuple(Choice(one.value, one.label) for one in OwnershipState)),
        Field("late", "只看逾期未兑现", "toggle"),
    )


def _choices(state: OwnershipScreenState, codes: list[str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, state.units.name(code)) for code in codes)


def _value(wanted: OwnedFilter) -> FilterValue:
    told: dict[str, Chosen] = {
        "units": wanted.units,
        "towns": wanted.towns,
        "campaigns": wanted.campaigns,
        "lacking": tuple(map(str, wanted.lacking)),
        "states": tuple(map(str, wanted.states)),
        "late": wanted.late_only,
    }
    return FilterValue(tuple((key, value) for key, value in told.items() if value))


FIGURE_WORDS = {
    "live": "在包的",
    "complete": "五个一齐全的",
    "incomplete": "五个一未齐全的",
    "due": "有节点已到期或已完成的",
    "kept": "有节点按期兑现的",
    "broken": "有节点未按期兑现的",
    "late": "有节点逾期未兑现的",
    "soon": f"{SOON_DAYS} 日内有节点到期的",
    "claimed": "已报结果待核验的",
}


def _wanted(value: FilterValue) -> OwnedFilter:
    return OwnedFilter(
        units=value.many("units"),
        towns=value.many("towns"),
        campaigns=value.many("campaigns"),
        states=tuple(map(OwnershipState.coded, value.many("states"))),
        lacking=tuple(map(FiveOnes.coded, value.many("lacking"))),
        late_only=value.is_on("late"),
    )


def _ledger(state: OwnershipScreenState) -> FileToSave:
    from workbench.queries.ownership_ledger import ownership_ledger

    words = filter_words(state)
    proof = state.bench.proof(state.snapshot)
    content = state.bench.ask(ownership_ledger, state.snapshot, state.found, filter_words=words, proof=proof)
    return FileToSave(f"包案台账-{state.as_of}.xlsx", content, EXCEL)


def filter_words(state: OwnershipScreenState) -> str:
    """Return the filter as it is written below the ledger."""
    wanted = state.shown.wanted
    names = {one.campaign_no: one.name for one in state.campaigns}
    told = [
        ("单位", map(state.units.name, wanted.units)),
        ("联点镇街", map(state.units.name, wanted.towns)),
        ("专项行动", (names.get(one, one) for one in wanted.campaigns)),
        ("缺", (one.label for one in wanted.lacking)),
        ("状态", (one.label for one in wanted.states)),
    ]
    said = [f"{name}：{'、'.join(values)}" for name, given in told if (values := list(given))]
    only = [f"只列{FIGURE_WORDS[wanted.figure]}"] if wanted.figure else []
    return "；".join([*said, *(["只看逾期未兑现"] if wanted.late_only else []), *only])
