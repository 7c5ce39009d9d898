"""The lists of the screening: a month, the matrix, what is still to come, the series, the posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ipywidgets as ipw

from widgets.address import link
from widgets.parts.chart import BarChart, Series
from widgets.parts.download import Download
from widgets.parts.figures import Figure, FigureTiles, count_figure, share_figure
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import Field, FilterValue, value_of
from widgets.parts.grid import Grid
from widgets.parts.grid_query import Cell, Column
from widgets.parts.guard import guard
from widgets.parts.listed import Lines, Listed
from widgets.parts.markup import Static
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.values import Choice, FileToSave, Tag
from widgets.screening import markup
from widgets.screening.address import BOARD, MONTHLY, OPEN, POSTS, SERIES, UPLOAD, Shown
from widgets.screening.form_files import ZIP, NothingToFillInError, form_file, zipped
from widgets.screening.state import ScreeningScreenState
from workbench.law.screening_month import month_words
from workbench.queries.screening import ReportLine
from workbench.terms import ActKind, ScreeningState

TALL = "max(300px, calc(100vh - 340px))"
LABELS = {MONTHLY: "按月清单", BOARD: "单位×月份", OPEN: "待报提醒", SERIES: "走势", POSTS: "岗位和培训"}
STATES = tuple(Choice(one.value, one.label) for one in ScreeningState)
COLUMNS = (
    Column("unit", "单位", "link", 184, filter="text"),
    Column("month", "月份", width=92),
    Column("state", "状态", "tag", 104, filter="choice", choices=STATES),
    Column("due_on", "期限", "date", 100),
    Column("came", "首次报送", "date", 100),
    Column("days", "逾期天数", "number", 84),
    Column("last", "上期存量", "number", 84),
    Column("new", "新排查", "number", 72),
    Column("settled", "已化解", "number", 72),
    Column("stock", "期末存量", "number", 84),
    Column(
        "overdue",
        "过限未化解",
        "number",
        98,
        hint="期末存量中已过化解期限的件数；后面又报了月报的，按报送当日算",
    ),
    Column("note", "提示", width=150, filter="text"),
)


class Board(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_go(shown)`` is called with where the reader goes."""

    def __init__(self, state: ScreeningScreenState, on_go: Callable[[Shown], None]) -> None:
        self.state, self._go = state, on_go
        self.tiles = FigureTiles(label="排查月报的数字", on_open=self._open_figure)
        self.filters = FilterBar(self._fields(), on_change=self._filtered)
        self.entries = Grid(
            COLUMNS,
            Lines(lambda: [_listed(one, state) for one in state.lines]),
            label="排查月报清单",
            on_open=self._open,
            empty="没有应报的月报。",
            name="screening",
            height=TALL,
        )
        self.waiting = Grid(
            COLUMNS[:6],
            Lines(lambda: [_listed(one, state) for one in state.lists.board.open]),
            label="待报提醒",
            on_open=self._open,
            empty="没有待报、逾期未报和退回待更正的月报。",
            height=TALL,
        )
        self.matrix, self.sums, self.posts = Static(), Static(), Static()
        self.chart = BarChart(
            "各月排查情况", category_label="月份", unit=" 件", height=250, empty="还没有月报"
        )
        makers: dict[str, Callable[[], ipw.Widget]] = {
            MONTHLY: lambda: self.entries,
            BOARD: lambda: Panel("", self.matrix),
            OPEN: lambda: self.waiting,
            SERIES: lambda: Panel("", self.chart, self.sums),
            POSTS: lambda: Panel("", self.posts),
        }
        tabs = tuple(Tab(key, LABELS[key], makers[key]) for key in state.tabs)
        self.tabs = Tabs("排查月报", tabs, current=state.shown.tab, on_turn=self._turned)
        self.own = ipw.Button(description=f"填报{int(state.today.month)}月月报")
        self.own.add_class("mod-primary")
        self.own.on_click(guard(lambda _button: self._open(f"{state.viewer.unit}-{state.today:%Y-%m}")))
        self.upload = ipw.Button(description="上传填好的月报")
        self.upload.on_click(guard(lambda _button: self._go(replace(state.shown.board, form=UPLOAD))))
        self.forms = Download("下载未报单位的表样", self._forms, hint="一份压缩文件，每个未报单位一张表")
        row = ipw.HBox([self.filters, self.own, self.forms, self.upload])
        row.add_class("screening-row")
        super().__init__([self.tiles, row, self.tabs])
        self.add_class("screening-board")
        self.draw()

    def draw(self) -> None:
        """Show what the state says now."""
        state = self.state
        board = state.lists.board
        self.tiles.show(self._figures())
        self.filters.show(value_of(self.filters.fields, [("month", (state.month,))]))
        can = state.may(ActKind.REPORT_SCREENING) and not state.closed()
        self.own.layout.display = "" if can and not state.sees_all else "none"
        self.upload.layout.display = "" if can else "none"
        self.forms.layout.display = "" if can and state.sees_all else "none"
        self.tabs.turn(state.shown.tab)
        self.entries.refresh()
        self.entries.summarise(Tag(f"{len(state.lines):,}"), " 份")
        self.sums.show(markup.months_table(board))
        self._draw_chart()
        self.posts.show(markup.posts_table(state.lists.posts, lambda unit: self._href(tab=POSTS, unit=unit)))
        if state.sees_all:
            self.matrix.show(markup.matrix(board, lambda number: self._href(tab=BOARD, report=number)))
            self.waiting.refresh()
            self.waiting.summarise(Tag(f"{len(board.open):,}"), " 份")

    def _draw_chart(self) -> None:
        board = self.state.lists.board
        sums = [board.sums(month) for month in board.months]
        categories = tuple(Choice(one.month, month_words(one.month)) for one in sums)

        def told(name: str) -> tuple[float | None, ...]:
            return tuple(float(getattr(one, name)) if one.reports else None for one in sums)

        # A sum of some of the units stands beside those of all: it says of how many it is.
        part = tuple(f"{one.reports}／{one.owed}份" if one.reports < one.owed else "" for one in sums)
        series = (
            Series("new", "新排查", told("new"), "soon"),
            Series("settled", "已化解", told("settled"), "done"),
            Series("stock", "期末存量", told("stock"), "accent", part),
        )
        self.chart.show(categories, series)

    def _figures(self) -> list[Figure]:
        board = self.state.lists.board
        now = board.sums(self.state.month)
        all_of = [board.sums(month) for month in board.months]
        due = sum(one.on_time + one.late + one.missing for one in all_of)
        in_time = sum(one.on_time for one in all_of)
        # As many as the list tells: a month that was left out waits for nobody once a later one came.
        missing = sum(one.state is ScreeningState.MISSING for one in board.open)
        month = month_words(self.state.month)
        waits = now.owed - now.on_time - now.late
        vacant = sum(bool(one.vacant) for one in self.state.lists.posts)
        return [
            share_figure("year", f"近{len(board.months)}个月按时率", in_time, due, parts=("按时", "未按时")),
            count_figure("waiting", f"{month}还没有报送", waits, "份", tone="soon" if waits else ""),
            count_figure("missing", "逾期未报", missing, "份", tone="late"),
            count_figure("returned", "退回待更正", sum(one.returned for one in all_of), "份"),
            count_figure("vacant", "有岗位空缺的单位", vacant, "个"),
        ]

    def _open_figure(self, key: str, part: str) -> None:
        tab = {"vacant": POSTS, "year": SERIES}.get(key, OPEN)
        self._go(replace(self.state.shown.board, tab=tab if tab in self.state.tabs else MONTHLY))

    def _fields(self) -> tuple[Field, ...]:
        months = tuple(Choice(one, month_words(one)) for one in reversed(self.state.lists.board.months))
        return (Field("month", "月份", "one", months),) if self.state.sees_all else ()

    def _filtered(self, value: FilterValue) -> None:
        self._go(replace(self.state.shown.board, month=value.one("month") or ""))

    def _turned(self, tab: str) -> None:
        self._go(replace(self.state.shown.board, tab=tab))

    def _forms(self) -> FileToSave:
        state = self.state
        pages = [state.page_of(one.unit, one.month) for one in state.lines if one.screening is None]
        if not pages:
            raise NothingToFillInError(state.month)
        name = f"{month_words(state.month)}排查月报表样（{len(pages)}个单位）.zip"
        return FileToSave(name, zipped(map(form_file, pages)), ZIP)

    def _open(self, number: str) -> None:
        self._go(replace(self.state.shown.board, report=number))

    def _href(self, **asked: str) -> str:
        state = self.state
        day = None if state.as_of == state.today else state.as_of
        return link("screening", **asked, as_of=day)


def _listed(line: ReportLine, state: ScreeningScreenState) -> Listed:
    told = line.screening
    edition = told.edition if told is not None else None
    notes = [
        "零报告" if told is not None and told.is_zero else "",
        "与上月不衔接" if line.gap is not None else "",
        f"第{len(told.editions)}版" if told is not None and len(told.editions) > 1 else "",
    ]
    cells: dict[str, Cell] = {
        "unit": line.unit_name,
        "month": month_words(line.month),
        "state": Tag(line.state.label, markup.TONES[line.state]),
        "due_on": line.due_on,
        "came": told.editions[0].on if told is not None else None,
        "days": line.days_late(state.as_of) or None,
        "last": edition.last_stock if edition else None,
        "new": edition.new if edition else None,
        "settled": edition.settled if edition else None,
        "stock": edition.stock if edition else None,
        "overdue": line.overdue or None,
        "note": "，".join(filter(None, notes)),
    }
    return Listed(
        line.number,
        cells,
        {"state": line.state.value},
        "late" if line.state is ScreeningState.MISSING else "",
    )
