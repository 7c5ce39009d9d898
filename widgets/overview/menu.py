"""The overview of who only counts: a fixed menu of tables, nothing to choose and nothing to open (HR9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from widgets.overview.freezing import FREEZE, Freezing
from widgets.overview.spans import twelve_months
from widgets.overview.tables import definition_words
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import empty, table
from widgets.shell import Shell
from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.indicators.evaluate import evaluate
from workbench.queries.figures import figure, silence
from workbench.queries.left_out import left_out_rows
from workbench.queries.totals import (
    TotalsTable,
    accusation_years,
    told_count,
    told_ends,
    told_share,
    totals_tables,
)

if TYPE_CHECKING:
    from workbench.app import Workbench

SHARES: Final = ("accepted_on_time", "concluded_on_time", "satisfied")
HIDDEN: Final = "—"
NOTE: Final = (
    "固定表格，不筛选、不下钻。少于5件的不列；可由合计推算的，相邻的也不列（都写作“—”）。"
    "各表不含检举控告类和待认定的；检举控告类只列全市各年合计。"
)


class FixedMenu(Shell):
    """The tables of today; no earlier day either: two days beside each other tell a single matter."""

    def __init__(self, bench: Workbench, viewer: Viewer, title: str) -> None:
        self.snapshot = bench.snapshot()
        day = self.snapshot.as_of
        super().__init__(title, app="overview", as_of=day, today=day)
        self.year = twelve_months(day)
        self.tables = totals_tables(self.snapshot, self.year)
        panels = [Panel(f"按{one.by}", Static(_table(one))) for one in self.tables]
        shares = Panel("近一年的比例", Static(self._shares()), note=self.year.label)
        accused = Panel("检举控告类每年登记", Static(self._accusations()), note="只有全市合计")
        more = []
        if allow(viewer, FREEZE):
            more.append(Freezing(self, bench, viewer))
            more[0].show_day(day, self.snapshot.ledger_size)
        self.show(Static(tag("p", NOTE, class_="wb-small")), shares, *panels, accused, *more)
        self.set_title(title, f"{day.year} 年 {day.month} 月 {day.day} 日")
        self.set_code(
            self.snapshot.code, bench.ledger_code(self.snapshot.ledger_size), self.snapshot.ledger_size
        )

    def _shares(self) -> Markup:
        rows = []
        for name in SHARES:
            found = figure(self.snapshot, name, period=self.year)
            ends, words = told_ends(found, silence(self.snapshot, found)), definition_words(name)
            if (besides := left_out_rows(found.indicator)) is not None:
                (passed_by,) = evaluate(self.snapshot, besides, period=self.year, as_of=self.snapshot.as_of)
                words += f"{found.indicator.left_out_name}{told_count(passed_by.count)}。"
            official = found.indicator.official
            if ends:  # silence is no answer, and no satisfaction
                yes, no = found.indicator.parts
                words += f"两端：{found.indicator.silent_name}的全部算{no}、全部算{yes}。"
            said = f"{official} {told_share(found)}" if official else told_share(found)
            rows.append((found.indicator.name, said, ends, words))
        return table(("指标", "全市", "两端", "定义"), rows, caption="近一年的比例", numbers=(1, 2))

    def _accusations(self) -> Markup:
        years = accusation_years(self.snapshot)
        if not years:
            return empty("没有登记。")
        rows = [(f"{year}年", told_count(matters)) for year, matters in years]
        return table(("年份", "件"), rows, caption="检举控告类每年登记", numbers=(1,))


def _table(one: TotalsTable) -> Markup:
    if not one.rows:
        return empty("没有事项。")
    lines = [
        (label, *(_cell(column.cells[at]) for column in one.columns)) for at, label in enumerate(one.rows)
    ]
    total = ("全市", *(told_count(column.total) for column in one.columns))
    numbers = range(1, len(one.heads) + 1)
    return table((one.by, *one.heads), [*lines, total], caption=f"按{one.by}", numbers=tuple(numbers))


def _cell(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"
