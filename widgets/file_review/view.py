"""Draw file reviews: my sheets and the rounds, one sheet beside its file, one round, a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.as_of import opened
from widgets.file_review.lists import MINE_HEAD, ROUND_HEAD, mine_line, round_line
from widgets.file_review.new_round import NewRound
from widgets.file_review.round_view import RoundView
from widgets.file_review.sheet_view import SheetView
from widgets.file_review.state import MINE, ROUNDS, TABS, FileReviewState, Shown
from widgets.parts.guard import guard
from widgets.parts.line_table import LineTable
from widgets.parts.markup import Style
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.release import Succession
from widgets.shell import Shell
from workbench.terms import ActKind

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("file_review.css")
OF_CASE = Path(__file__).parents[1] / "case_review" / "case_review.css"
TITLE = "案件评查"
NO_SHEETS = "没有分派给您的评查表。联席办开展评查并分派后，在这里填写。"
NO_ROUNDS = "还没有开展过案件评查。"


def open_file_review(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where today is not folded yet, in sight of the reader."""
    given = address or {}
    return opened(TITLE, "file_review", bench, None, lambda: FileReview(FileReviewState(bench, given)))


class FileReview(Shell):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: FileReviewState) -> None:
        self.state = state
        super().__init__(TITLE, app="file_review")
        self.add_class("file-review")
        self._styles = (Style(OF_CASE), Style(STYLE))
        self._pages = Succession()
        self.page: ipw.Widget | None = None
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)

    def go(self, shown: Shown) -> None:
        """Go where the reader goes: an entry in the browser's history."""
        with self.guard.watch():
            self.state.shown = shown
            self.state.refresh()
            self._draw()
            self.place.show(self.state.address)

    def _go_to(self, address: Mapping[str, str]) -> None:
        self.state.go_to(address)
        self._draw()
        self.place.show(self.state.address, replace=True)

    def _draw(self) -> None:
        """Show what the state names; what cannot be shown is said above the lists."""
        self.remind(self.state.reminder)  # type: ignore[arg-type]
        shown, self.page = self.state.shown, None
        with self.guard.watch():
            self.page = self._made(shown)
        if self.page is None:
            self.state.shown = Shown(tab=shown.tab)
            self.page = self._lists()
        back = self._back() if self.state.shown != Shown(tab=self.state.shown.tab) else None
        parts = [one for one in (back, self.page) if one is not None]
        self.show(*self._styles, *parts)
        self._pages.follow(*parts)

    def _made(self, shown: Shown) -> ipw.Widget:
        if shown.sheet:
            return SheetView(self.state, self._saved)
        if shown.round:
            return RoundView(
                self.state, on_sheet=self._open_file, on_part=self._turned_part, on_recorded=self._recorded
            )
        return NewRound(self.state, self._opened_round, self._leave) if shown.new else self._lists()

    def _lists(self) -> ipw.Widget:
        makers = {MINE: self._mine, ROUNDS: self._rounds}
        tabs = [Tab(key, TABS[key], makers[key]) for key in self.state.tabs]
        return Tabs(TITLE, tabs, current=self.state.shown.tab, on_turn=self._turned)

    def _mine(self) -> ipw.Widget:
        self.mine = LineTable(MINE_HEAD, label="我的评查", empty=NO_SHEETS, on_open=self._open_sheet)
        self.mine.show([mine_line(one) for one in self.state.mine])
        waiting = sum(one.is_open for one in self.state.mine)
        return Panel("我的评查", self.mine, note=f"待完成 {waiting} 件；双方锁定前互相看不到")

    def _rounds(self) -> ipw.Widget:
        self.rounds = LineTable(ROUND_HEAD, label="评查批次", empty=NO_ROUNDS, on_open=self._open_round)
        self.rounds.show([round_line(one) for one in self.state.rounds])
        above: tuple[ipw.Widget, ...] = ()
        if self.state.may("open_review_round"):
            new = ipw.Button(description=ActKind.OPEN_REVIEW_ROUND.label)
            new.add_class("mod-primary")
            new.on_click(guard(lambda _button: self.go(Shown(tab=ROUNDS, new=True))))
            above = (new,)
        return Panel("评查批次", *above, self.rounds, note="办结事项随机抽样，按单位分层")

    def _back(self) -> ipw.Widget:
        back = ipw.Button(description="‹ 返回清单")
        back.add_class("review-back")
        back.on_click(guard(lambda _button: self._leave()))
        return back

    # What the reader does

    def _leave(self) -> None:
        shown = self.state.shown
        if shown.sheet and shown.round:
            self.go(Shown(tab=ROUNDS, round=shown.round))
            return
        is_list = bool(shown.sheet) and MINE in self.state.tabs
        self.go(Shown(tab=MINE if is_list else ROUNDS))

    def _turned(self, tab: str) -> None:
        self.state.shown = Shown(tab=tab)
        self.place.show(self.state.address)

    def _turned_part(self, part: str) -> None:
        self.state.shown = self.state.at(part=part)
        self.place.show(self.state.address)

    def _open_sheet(self, sheet_no: str) -> None:
        self.go(Shown(sheet=sheet_no))

    def _open_round(self, round_no: str) -> None:
        self.go(Shown(tab=ROUNDS, round=round_no))

    def _open_file(self, case_no: str) -> None:
        number = self.state.shown.round
        self.go(Shown(tab=ROUNDS, round=number, sheet=f"{number}/{case_no}/1"))

    def _opened_round(self, number: str, position: int) -> None:
        self.go(Shown(tab=ROUNDS, round=number))
        self.notice.success(f"已开展“{number}”，样本记入台账第 {position:,} 条。请分派评查人员。")

    def _saved(self, sentence: str) -> None:
        self.notice.success(sentence)

    def _recorded(self, sentence: str) -> None:
        self.go(self.state.shown)
        self.notice.success(sentence)
