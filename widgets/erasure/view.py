"""Draw the deletion of personal values, from request to certificate, and a restored copy's two people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.erasure import markup, panels
from widgets.erasure.state import IMPACTS, REQUESTS, RESTORED, TABS, UNMASKED, ErasureState, Shown
from widgets.exports import Export
from widgets.parts.form import Form
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.line_table import LineTable
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.values import EXCEL, FileToSave
from widgets.tabbed import TabbedScreen
from workbench.terms import ErasureState as Stands
from workbench.terms import Holding

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("erasure.css")
TITLE = "删除与恢复"
NOTE = "一人申请，另一人决定；这里不显示任何原文"


def open_erasure(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows."""
    return ErasureScreen(ErasureState(bench, address or {}))


class ErasureScreen(TabbedScreen):
    """The screen; what it knows is in ``state``."""

    TITLE, APP, STYLES, NAMES = TITLE, "erasure", (STYLE,), TABS
    BACK = ("‹ 返回", "erasure-back")
    state: ErasureState

    def made(self) -> ipw.Widget | None:
        shown = self.state.shown
        if shown.case:
            return panels.RequestPanel(self.state, on_done=self._asked)
        return self._request() if shown.number else None

    def makers(self) -> Mapping[str, Callable[[], ipw.Widget]]:
        lists = {REQUESTS: self._requests, UNMASKED: self._unmasked}
        return {**lists, IMPACTS: self._impacts, RESTORED: self._restored}

    def at_tab(self, tab: str) -> Shown:
        return Shown(tab=tab)

    def leave(self) -> None:
        self.go(Shown(tab=self.state.shown.tab))

    def _requests(self) -> ipw.Widget:
        self.list = LineTable(
            markup.HEAD,
            label="删除申请",
            empty="没有您可以查看的删除申请。",
            on_open=lambda number: self.go(Shown(number=number)),
        )
        self.list.show(markup.lines(self.state.requests))
        parts: list[ipw.Widget] = []
        if self.state.may("request_erasure"):
            self.find = Form(
                [FormField("case", "信访件编号", required=True, longest=64)],
                self._look_for,
                label="申请删除哪一件里的个人信息",
                button="列出其中的个人信息",
            )
            parts.append(Panel("申请删除", self.find, note="依据《个人信息保护法》第四十七条"))
        return ipw.VBox([*parts, Panel("删除申请", self.list, note=NOTE)])

    def _look_for(self, values: FormValues) -> None:
        self.state.require_values(values.text("case"))
        self.go(Shown(case=values.text("case")))

    def _asked(self, number: str, seq: int) -> None:
        self.go(Shown(number=number), f"已申请，记入台账第 {seq:,} 条，须由另一位有权限的人决定。")

    def _request(self) -> ipw.Widget:
        line = self.state.line()
        parts: list[ipw.Widget] = [
            Panel(
                line.erasure.erasure_no,
                Static(markup.head(line)),
                Static(markup.places(line.places)),
                note=NOTE,
            )
        ]
        if line.erasure.state is Stands.ERASED:
            self.paper = Export("导出删除证明", self._certificate, self.state.viewer, Holding.EXPORTS)
            parts.append(Panel("删除证明", self.paper, note="附台账校验码，可供本人或检查时核对"))
        elif line.erasure.state is not Stands.DECLINED and self.state.may("erase_values"):
            self.deciding = panels.DecisionPanel(self.state, line, on_done=self._recorded)
            parts.append(self.deciding)
        elif line.erasure.state is not Stands.DECLINED:
            parts.append(Panel("决定", Static(tag("p", "等待联席会议办公室或包案领导决定。"))))
        return ipw.VBox(parts)

    def _certificate(self) -> FileToSave:
        from workbench.queries.erasures import certificate

        line = self.state.line()
        content = certificate(line, proof=self.state.bench.proof())
        return FileToSave(f"个人信息删除证明（{line.erasure.erasure_no}）.xlsx", content, EXCEL)

    def _unmasked(self) -> ipw.Widget:
        from widgets.erasure.unmasked import weeks

        self.seen = Static(weeks(self.state.unmasked, self.state.bench.today()))
        return Panel(
            "谁查看过原文", self.seen, note="每周核对；这里没有原文。更早的用 workbench ledger unmasked"
        )

    def _impacts(self) -> ipw.Widget:
        from widgets.erasure.impacts import ImpactsView

        return ImpactsView(self.state, on_done=self._recorded)

    def _restored(self) -> ipw.Widget:
        self.restoring = panels.RestoredPanel(self.state, on_done=self._recorded)
        return self.restoring
