"""Draw file reviews: my sheets and the rounds, one sheet beside its file, one round, a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from widgets.parts.panel import Panel
from widgets.tabbed import TabbedScreen
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


class FileReview(TabbedScreen):
    """The screen; what it knows is in ``state``."""

    TITLE, APP, STYLES, NAMES = TITLE, "file_review", (OF_CASE, STYLE), TABS
    BACK = ("‹ 返回清单", "review-back")
    state: FileReviewState

    def made(self) -> ipw.Widget | None:
        shown = self.state.shown
        if shown.sheet:
            return SheetView(self.state, self._saved)
        if shown.round:
            return RoundView(
                self.state, on_sheet=self._open_file, on_part=self._turned_part, on_recorded=self._recorded
            )
        return NewRound(self.state, self._opened_round, self.leave) if shown.new else None

    def makers(self) -> Mapping[str, Callable[[], ipw.Widget]]:
        return {MINE: self._mine, ROUNDS: self._rounds}

    def at_tab(self, tab: str) -> Shown:
        return Shown(tab=tab)

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

    # What the reader does

    def leave(self) -> None:
        shown = self.state.shown
        if shown.sheet and shown.round:
            self.go(Shown(tab=ROUNDS, round=shown.round))
            return
        is_list = bool(shown.sheet) and MINE in self.state.tabs
        self.go(Shown(tab=MINE if is_list else ROUNDS))

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
