"""The lists of supervision: figures, then 督办单, 应督未督, 三项建议, and the petition office itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ipywidgets as ipw

from widgets.exports import may_export
from widgets.parts.figures import FigureTiles
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import Field, FilterValue, value_of
from widgets.parts.grid import Grid
from widgets.parts.grid_query import GridQuery
from widgets.parts.listed import Lines
from widgets.parts.markup import Static
from widgets.parts.panel import Tab, Tabs
from widgets.parts.values import Choice, FileToSave, Tag
from widgets.supervision.address import (
    NEW_ORDER,
    NEW_PROPOSAL,
    OFFICE_OWN,
    ORDERS,
    PROPOSALS,
    SUGGESTED,
    Shown,
)
from widgets.supervision.board_words import (
    figures,
    office_words,
    order_file,
    part_words,
    proposal_file,
)
from widgets.supervision.rows import (
    OFFICE_COLUMNS,
    SEPARATOR,
    SUGGESTED_COLUMNS,
    office_rows,
    order_columns,
    order_rows,
    proposal_columns,
    proposal_rows,
    suggested_rows,
)
from widgets.supervision.state import SupervisionState
from workbench.office import OFFICE
from workbench.terms import ActKind, Holding, OrderState, Role

TALL = "max(300px, calc(100vh - 345px))"
LABELS = {ORDERS: "督办单", SUGGESTED: "应督未督", PROPOSALS: "三项建议", OFFICE_OWN: "信访局自身"}


class Board(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_go(shown)`` is called with where the reader goes."""

    def __init__(self, state: SupervisionState, on_go: Callable[[Shown], None]) -> None:
        self.state = state
        self._go = on_go
        self.tiles = FigureTiles(label="督办和建议的指标", on_open=self._open_figure)
        self.filters = FilterBar(self._fields(), on_change=self._filtered)
        self.chip = Static()
        self.drop = ipw.Button(description="取消这项限定")
        self.drop.on_click(lambda _button: self._go(replace(self.state.shown, part="")))
        self._chips = ipw.HBox([self.chip, self.drop])
        self._chips.add_class("supervision-chips")
        self.order_lines = Lines(lambda: order_rows(self.state))
        self.proposal_lines = Lines(lambda: proposal_rows(self.state))
        with_unit = state.viewer.role is not Role.HANDLER
        self.orders = Grid(
            order_columns(with_unit=with_unit),
            self.order_lines,
            label="督办单",
            on_open=lambda number: self._go(replace(self.state.shown, order=number)),
            on_export=self._export_orders if may_export(state.viewer, Holding.ASSIGNMENT) else None,
            empty="没有符合条件的督办单。",
            name="supervision",
            height=TALL,
        )
        self.suggested = Grid(
            SUGGESTED_COLUMNS,
            Lines(lambda: suggested_rows(self.state)),
            label="应督未督",
            on_open=self._open_suggested if state.may(ActKind.ISSUE_ORDER) else None,
            empty="没有超期而未督办的事项。",
            height=TALL,
        )
        self.proposals = Grid(
            proposal_columns(with_unit=with_unit),
            self.proposal_lines,
            label="三项建议",
            on_open=lambda number: self._go(replace(self.state.shown, proposal=number)),
            on_export=self._export_proposals if may_export(state.viewer, Holding.ASSIGNMENT) else None,
            empty="没有符合条件的建议。",
            name="proposals",
            height=TALL,
        )
        self.office = Grid(
            OFFICE_COLUMNS,
            Lines(lambda: office_rows(self.state)),
            label="信访局自身的十五日",
            on_open=self._open_office if state.may(ActKind.ISSUE_ORDER) else None,
            empty="信访局没有超期或在走的转送、交办期限。",
            height="max(260px, calc(100vh - 400px))",
        )
        self.office_words = Static()
        makers = {
            ORDERS: lambda: self.orders,
            SUGGESTED: lambda: self.suggested,
            PROPOSALS: lambda: self.proposals,
            OFFICE_OWN: lambda: ipw.VBox([self.office_words, self.office]),
        }
        tabs = tuple(Tab(key, LABELS[key], makers[key]) for key in state.tabs)
        self.tabs = Tabs("督办建议", tabs, current=state.shown.tab, on_turn=self._turned)
        self.new_order = self._new(ActKind.ISSUE_ORDER, NEW_ORDER)
        self.new_proposal = self._new(ActKind.ISSUE_PROPOSAL, NEW_PROPOSAL)
        row = ipw.HBox([self.filters, self.new_order, self.new_proposal])
        row.add_class("supervision-row")
        super().__init__([self.tiles, row, self._chips, self.tabs])
        self.add_class("supervision-board")
        self.draw()

    def draw(self) -> None:
        """Show what the state says now."""
        state, shown = self.state, self.state.shown
        self.tiles.show(figures(self.state), selected=shown.part.split("_")[0])
        self.filters.show(self._value())
        self.chip.show(part_words(state))
        self._chips.layout.display = "" if shown.part else "none"
        self.tabs.turn(shown.tab)
        self._draw_lists()

    def _draw_lists(self) -> None:
        state = self.state
        for key, grid in (
            (ORDERS, self.orders),
            (SUGGESTED, self.suggested),
            (PROPOSALS, self.proposals),
            (OFFICE_OWN, self.office),
        ):
            if key in state.tabs:
                grid.refresh()
        found = state.shown_orders
        late = sum(one.state is OrderState.LATE for one in found)
        self.orders.summarise(
            Tag(f"{len(found):,}"), " 份督办单，逾期未反馈 ", Tag(f"{late:,}", "late" if late else ""), " 份"
        )
        if SUGGESTED in state.tabs:
            due = state.shown_suggestions
            again = sum(bool(one.closed_before) for one in due)
            said = (" 件（按单位计），其中督办过的 ", Tag(f"{again:,}"), " 件")
            self.suggested.summarise("超期而没有在办督办单的 ", Tag(f"{len(due):,}"), *said)
            self.office_words.show(office_words(self.state))

    def _fields(self) -> tuple[Field, ...]:
        states = tuple(Choice(one.value, one.label) for one in OrderState)
        field = Field("state", "督办状态", "many", states)
        if self.state.viewer.role is Role.HANDLER:
            return (field,)
        units = tuple(Choice(one.code, one.label) for one in self.state.unit_offers)
        return (Field("unit", "单位", "many", units), field)

    def _value(self) -> FilterValue:
        shown = self.state.shown
        return value_of(self.filters.fields, [("unit", shown.units), ("state", shown.states)])

    def _filtered(self, value: FilterValue) -> None:
        self._go(replace(self.state.shown, units=value.many("unit"), states=value.many("state")))

    def _turned(self, tab: str) -> None:
        self._go(replace(self.state.shown, tab=tab))

    def _open_figure(self, key: str, part: str) -> None:
        shown = self.state.shown
        if key in _STATES:
            self._go(replace(shown, tab=ORDERS, part="", states=tuple(one.value for one in _STATES[key])))
        elif key == "again":
            self._go(replace(shown, tab=ORDERS, part="again", states=()))
        else:
            tab = ORDERS if key == "rate" else PROPOSALS
            which = "failed" if part == "failed" else "passed"
            self._go(replace(shown, tab=tab, part=f"{key}_{which}", states=()))

    def _open_suggested(self, key: str) -> None:
        case_no, _, unit = key.rpartition(SEPARATOR)
        self._go(replace(self.state.shown, new=NEW_ORDER, case=case_no, to_unit=unit))

    def _open_office(self, case_no: str) -> None:
        self._go(replace(self.state.shown, new=NEW_ORDER, case=case_no, to_unit=OFFICE))

    def _new(self, kind: ActKind, new: str) -> ipw.Button:
        button = ipw.Button(description=kind.label)
        button.add_class("supervision-button")
        button.on_click(lambda _button: self._go(replace(self.state.shown, new=new)))
        button.layout.display = "" if self.state.may(kind) else "none"
        return button

    def _export_orders(self, query: GridQuery) -> FileToSave:
        return order_file(self.state, self.order_lines.keys(query))

    def _export_proposals(self, query: GridQuery) -> FileToSave:
        return proposal_file(self.state, self.proposal_lines.keys(query))


_STATES = {
    "late": (OrderState.LATE,),
    "answered": (OrderState.ANSWERED,),
    "open": (OrderState.OPEN, OrderState.RETURNED),
    "closed": (OrderState.CLOSED,),
}
