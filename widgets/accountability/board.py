"""The lists of accountability: figures, then the log, the counters, the trends, and what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ipywidgets as ipw

from widgets.accountability import markup
from widgets.accountability.address import COUNTERS, DUE, LOG, TRENDS, Shown
from widgets.accountability.rows import DUE_COLUMNS, LOG_COLUMNS, SEPARATOR, due_rows, log_rows
from widgets.accountability.state import AccountabilityState
from widgets.exports import Export
from widgets.parts.figures import Figure, FigureTiles, count_figure
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import Field, FilterValue, value_of
from widgets.parts.grid import Grid
from widgets.parts.guard import guard
from widgets.parts.listed import Lines
from widgets.parts.markup import Static
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.values import EXCEL, Choice, FileToSave, Tag
from workbench.law.clauses import clause_text
from workbench.queries.accountability_ledger import accountability_ledger
from workbench.terms import ActKind, Holding, ProceedingState

LABELS = {LOG: "台账", COUNTERS: "计数", TRENDS: "趋势", DUE: "到期提醒"}
TALL = "max(300px, calc(100vh - 365px))"


class Board(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_go(shown)`` is called with where the reader goes."""

    def __init__(self, state: AccountabilityState, on_go: Callable[[Shown], None]) -> None:
        self.state = state
        self._go = on_go
        self.tiles = FigureTiles(label="责任追究的数字", on_open=self._open_figure)
        self.filters = FilterBar(self._fields(), on_change=self._filtered)
        self.entries = Grid(
            LOG_COLUMNS,
            Lines(lambda: log_rows(state)),
            label="责任追究台账",
            on_open=lambda number: self._go(replace(state.shown, number=number)),
            empty="没有您可以查看的责任追究记录。",
            name="accountability",
            height=TALL,
        )
        self.due = Grid(
            DUE_COLUMNS,
            Lines(lambda: due_rows(state)),
            label="到期提醒",
            on_open=lambda key: self._go(replace(state.shown, number=key.partition(SEPARATOR)[0])),
            empty="没有等待中的反馈、申辩、答复，近期也没有影响期届满。",
            height=TALL,
        )
        self.counters, self.trends = Static(), Static()
        makers: dict[str, Callable[[], ipw.Widget]] = {
            LOG: lambda: self.entries,
            COUNTERS: lambda: Panel("", self.counters),
            TRENDS: lambda: Panel("", self.trends),
            DUE: lambda: self.due,
        }
        tabs = tuple(Tab(key, LABELS[key], makers[key]) for key in state.tabs)
        self.tabs = Tabs("责任追究", tabs, current=state.shown.tab, on_turn=self._turned)
        self.new = ipw.Button(description=ActKind.OPEN_PROCEEDING.label)
        self.new.add_class("accountability-button")
        self.new.on_click(guard(lambda _button: self._go(replace(state.shown.board, is_new=True))))
        self.new.layout.display = "" if state.may(ActKind.OPEN_PROCEEDING) else "none"
        self.ledger = Export(
            "导出台账（只列单位）",
            lambda: self._file(with_persons=False),
            state.viewer,
            Holding.ACCOUNTABILITY,
        )
        self.full_ledger = Export(
            "导出台账（含责任人）",
            lambda: self._file(with_persons=True),
            state.viewer,
            Holding.ACCOUNTABILITY,
        )
        shown = [self.ledger, self.full_ledger] if state.reads_all else [self.ledger]
        row = ipw.HBox([self.filters, self.new, *shown])
        row.add_class("accountability-row")
        super().__init__([self.tiles, row, self.tabs])
        self.add_class("accountability-board")
        self.draw()

    def draw(self) -> None:
        """Show what the state says now."""
        state, shown = self.state, self.state.shown
        self.tiles.show(self._figures())
        pairs = [("unit", shown.units), ("state", shown.states)]
        names = {field.key for field in self.filters.fields}
        self.filters.show(value_of(self.filters.fields, [one for one in pairs if one[0] in names]))
        self.tabs.turn(shown.tab)
        self.entries.refresh()
        self.entries.summarise(Tag(f"{len(state.shown_lines):,}"), " 件")
        if state.reads_all:
            self.due.refresh()
            self.due.summarise(Tag(f"{len(state.lists.due):,}"), " 项")
            self.counters.show(markup.counters(*state.lists.counted))
            by_clause, by_unit = state.lists.trends
            self.trends.show(
                [
                    markup.trend("按条款", "条款", by_clause, clause_text),
                    markup.trend("按责任单位", "单位", by_unit, lambda name: name),
                    markup.hiding_note(),
                ]
            )

    def _figures(self) -> list[Figure]:
        state = self.state
        lines = state.lists.lines
        if not state.reads_all:
            return [count_figure("all", "可查看的记录", len(lines), "件", note="本单位、本人已办结的")]
        whole, _ = state.lists.counted
        open_states = (ProceedingState.OPEN, ProceedingState.RECOMMENDED, ProceedingState.OBJECTED)
        late = sum(bool(one.awaited.days_late) for one in state.lists.due)
        running = sum(one.state in open_states for one in lines)
        note = f"{state.lists.since:%Y-%m-%d}以来"
        return [
            count_figure("units", "追责单位", whole.units, "个", note=note),
            count_figure("persons", "追责人数", whole.persons, "人", note=note),
            count_figure("open", "在办", running, "件", note="核实、待决定、复审复核"),
            count_figure("due", "到期提醒", len(state.lists.due), "项", note="含六十日内影响期满"),
            count_figure("late", "已逾期", late, "项", tone="late" if late else "", note="反馈、申辩、答复"),
        ]  # fmt: skip

    def _open_figure(self, key: str, _part: str) -> None:
        shown = self.state.shown
        if key in ("units", "persons"):
            self._go(replace(shown, tab=COUNTERS))
        elif key == "open":
            states = (ProceedingState.OPEN, ProceedingState.RECOMMENDED, ProceedingState.OBJECTED)
            self._go(replace(shown, tab=LOG, states=tuple(one.value for one in states)))
        else:
            self._go(replace(shown, tab=LOG if key == "all" else DUE))

    def _fields(self) -> tuple[Field, ...]:
        states = tuple(Choice(one.value, one.label) for one in ProceedingState)
        field = Field("state", "状态", "many", states)
        if not self.state.reads_all:
            return (field,)
        return (Field("unit", "责任单位", "many", self.state.unit_offers), field)

    def _filtered(self, value: FilterValue) -> None:
        units = value.many("unit") if self.state.reads_all else ()
        self._go(replace(self.state.shown, units=units, states=value.many("state")))

    def _turned(self, tab: str) -> None:
        self._go(replace(self.state.shown, tab=tab))

    def _file(self, *, with_persons: bool) -> FileToSave:
        state = self.state
        content = accountability_ledger(
            state.shown_lines,
            state.unit_names,
            state.as_of,
            state.snapshot.code,
            with_persons=with_persons,
            filter_words=self._filter_words(),
            proof=state.bench.proof(state.snapshot),
        )
        part = "（含责任人）" if with_persons else ""
        return FileToSave(f"责任追究台账{part}（截至{state.as_of:%Y-%m-%d}）.xlsx", content, EXCEL)

    def _filter_words(self) -> str:
        shown, told = self.state.shown, []
        if shown.units:
            told.append("、".join(self.state.unit_names.get(code, code) for code in shown.units))
        told += [ProceedingState.coded(code).label for code in shown.states]
        return "；".join(told)
