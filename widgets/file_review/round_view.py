"""One round: how far each file is, who reviews it, what came of it, its end."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.file_review import recording
from widgets.file_review.lists import FILE_HEAD, file_line, load_words
from widgets.file_review.results import agreement_panel, files_export, items_panel, units_panel
from widgets.file_review.state import AGREEMENT, ITEMS, PARTS, PROGRESS, UNITS, FileReviewState
from widgets.letter_links import letter_links
from widgets.parts.confirm import Confirm
from widgets.parts.guard import guard
from widgets.parts.line_table import LineTable
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.pieces import facts, label
from widgets.parts.values import Tag
from workbench.queries.review_rounds import RoundProgress
from workbench.terms import IssuedKind

CLOSE = "结束后评查表不再变动，没有锁定的不计入结果。确定结束？"


class RoundView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_sheet(case_no)`` opens a decided file; ``on_part`` hears of turning, ``on_recorded`` of acts."""

    def __init__(
        self,
        state: FileReviewState,
        *,
        on_sheet: Callable[[str], None],
        on_part: Callable[[str], None],
        on_recorded: Callable[[str], None],
    ) -> None:
        self.state, self._on_recorded = state, on_recorded
        self.found: RoundProgress = state.progress(state.shown.round)
        self.files = LineTable(FILE_HEAD, label="卷宗", empty="没有卷宗。", on_open=on_sheet)
        result = state.result(state.shown.round)
        self.files.show([file_line(one, result) for one in self.found.files])
        self.boxes: dict[str, ipw.Checkbox] = {}
        self.offer = Static()
        self.assign = Confirm("随机分派", self._assign, question="分派记入台账。确定按预览分派？")
        self.close_round = Confirm("结束评查", self._close, question=CLOSE, is_grave=True)
        makers = {
            PROGRESS: self._progress,
            UNITS: lambda: units_panel(state),
            ITEMS: lambda: items_panel(state),
            AGREEMENT: lambda: agreement_panel(state),
        }
        tabs = [Tab(key, name, makers[key]) for key, name in PARTS.items()]
        self.tabs = Tabs("评查批次", tabs, current=state.shown.part, on_turn=on_part)
        letters = letter_links(state.viewer, [IssuedKind.FILE_REVIEW_REPORT], state.shown.round)
        super().__init__([Static(_head(self.found)), *letters, self.tabs])

    @property
    def is_open(self) -> bool:
        """Return whether the round takes assignments and an end."""
        return self.found.round.closed_on is None

    def _progress(self) -> ipw.Widget:
        files = Panel("卷宗", files_export(self.state), self.files, note="双方锁定前只显示进度，不显示评分")
        if not (self.is_open and self.state.may("assign_review")):
            return files
        for one in self.state.reviewers():
            box = ipw.Checkbox(description=load_words(one), value=one.files > 0, indent=False)
            box.observe(guard(lambda _change: self._offer()), "value")
            self.boxes[one.account] = box
        if self.boxes:
            choose: tuple[ipw.Widget, ...] = (*self.boxes.values(), self.offer, self.assign)
        else:
            words = "还没有评查人员账号：请管理员用 workbench user add 开设角色为“评查人员”的账号。"
            choose = (Static(tag("p", words)),)
        assign = Panel("分派评查人员", *choose, note="随机配对，避开本单位和经办人")
        side = ipw.VBox([assign, Panel("结束批次", self.close_round)])
        side.add_class("review-side")
        columns = ipw.HBox([files, side])
        columns.add_class("review-columns")
        columns.add_class("review-wide")
        self._offer()
        return columns

    @property
    def chosen(self) -> list[str]:
        """Return the accounts that are ticked."""
        return [account for account, box in self.boxes.items() if box.value]

    def _offer(self) -> None:
        chosen = self.chosen
        if not chosen:
            self.assign.blockers = ["请勾选评查人员，至少两人"]
            self.offer.show(None)
            return
        pairing = recording.pairs(self.state, chosen)
        third = sum(one.turn == 3 for one in pairing.given)
        words = f"将分派 {len(pairing.given)} 份评查表" + (f"，其中第三人评查 {third} 份" if third else "")
        lacking = f"；{len(pairing.lacking)} 份没有合适人选，请再勾选人员" if pairing.lacking else ""
        self.offer.show(tag("p", f"{words}{lacking}。"))
        self.assign.blockers = [] if pairing.given else ["没有可以分派的评查表"]

    def _assign(self) -> None:
        pairing = recording.pairs(self.state, self.chosen)
        positions = recording.assign(self.state, pairing.given)
        self._on_recorded(f"已分派 {len(positions)} 份评查表，记入台账第 {positions[-1]:,} 条。")

    def _close(self) -> None:
        position = recording.close_round(self.state, seen=self.found.round.version)
        self._on_recorded(f"“{self.found.round.name}”已结束，记入台账第 {position:,} 条。")


def _head(found: RoundProgress) -> Markup:
    one = found.round
    state = Tag(f"{one.closed_on} 结束", "quiet") if one.closed_on else Tag("进行中", "accent")
    drawn = f"{len(one.files)} / {one.population} 件（种子 {one.seed}）"
    pairs = [
        ("评查期间", f"{one.start} 至 {one.end} 办结"),
        ("抽取", drawn),
        ("待分派", f"{found.unassigned} 件"),
        ("评查中", f"{found.filling} 件"),
        ("待第三人", f"{found.third} 件"),
        ("已有结果", f"{found.decided} 件"),
    ]
    title = tag("h2", f"{one.round_no}　", tag("span", one.name), label(state))
    return tag("div", title, facts(pairs), class_="review-head review-round")
