"""One sheet: the form on the left, the file on the right, locked at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.case_review import page_markup as draw
from widgets.exports import Export
from widgets.file_review import recording
from widgets.file_review.sheet_form import SheetForm
from widgets.file_review.state import FileReviewState
from widgets.lead_link import lead_link
from widgets.parts.confirm import Confirm
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.pieces import label
from widgets.parts.values import EXCEL, FileToSave, Tag
from workbench.law.review_sheet import sheet
from workbench.queries.file_review import SheetPage
from workbench.terms import ActKind, Holding

if TYPE_CHECKING:
    from workbench.acts.file_reviews import GivenAnswer, GivenFail

LOCK = "锁定后不能再改，另一名评查人员锁定后双方才能互相看到。确定锁定？"


class SheetView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_recorded(sentence)`` is called after each act."""

    def __init__(self, state: FileReviewState, on_recorded: Callable[[str], None]) -> None:
        self.state, self._on_recorded = state, on_recorded
        self._dirty = 0
        self.page = state.sheet_page()
        self.head = Static()
        self.form = SheetForm(
            self.page,
            owner=state.viewer.account,
            on_save=self._save,
            on_fails=self._find_fails,
            on_dirty=self._changed,
        )
        self.lock = Confirm(ActKind.LOCK_REVIEW.label, self._lock, question=LOCK)
        export = Export("导出评查表", self._export, self.state.viewer, Holding.REVIEW)
        self.lead = Static()
        self._foot = ipw.HBox([self.lock, export, self.lead])
        self._foot.add_class("review-foot")
        left = ipw.VBox([self.form, self._foot])
        self.file = Static(_file(self.page))
        right = ipw.VBox([self.file])
        right.add_class("review-file")
        columns = ipw.HBox([left, right])
        columns.add_class("review-columns")
        super().__init__([self.head, columns])
        self.add_class("review-sheet")
        self._draw()

    def _draw(self) -> None:
        page = self.page
        self.head.show(_head(page))
        self.lock.layout.display = "none" if page.closed else ""
        self.lead.show(
            lead_link(self.state.viewer, page.sheet.unit, sheet=page.sheet.sheet_no)
            if page.sheet.locked_on is not None
            else None
        )
        answered = {one.item for one in page.sheet.answers}
        missing = [item.id for item in sheet().items if item.id not in answered]
        blockers = [f"还有 {len(missing)} 项没有保存：{'、'.join(missing)}"] if missing else []
        if self._dirty and not page.closed:
            blockers.append(f"有 {self._dirty} 处改动没有保存")
        self.lock.blockers = blockers

    def _changed(self, count: int) -> None:
        self._dirty = count
        self._draw()

    def _save(self, answers: Sequence[GivenAnswer]) -> None:
        record = partial(recording.answer, self.state, self.page.sheet.sheet_no, answers)
        self._record(record, f"已保存 {len(answers)} 项")

    def _find_fails(self, fails: Sequence[GivenFail]) -> None:
        record = partial(recording.find_fails, self.state, self.page.sheet.sheet_no, fails)
        self._record(record, f"一票不合格项已保存（{len(fails)} 项）")

    def _lock(self) -> None:
        self._record(partial(recording.lock, self.state, self.page.sheet.sheet_no), "评查表已锁定")

    def _record(self, record: Callable[..., int], words: str) -> None:
        """Record, then show what stands; after a refusal too, for somebody may have been quicker."""
        position = None
        try:
            position = record(seen=self.page.sheet.version)
        finally:
            self.state.refresh()
            self.page = self.state.sheet_page()
            self.form.show(self.page)
            self._draw()
        self._on_recorded(f"{words}，记入台账第 {position:,} 条。")

    def _export(self) -> FileToSave:
        from workbench.queries.review_workbooks import sheet_file

        name = f"案件评查表（{self.page.sheet.case_no}，第{self.page.sheet.turn}评）.xlsx"
        return FileToSave(name, sheet_file(self.page, proof=self.state.bench.proof()), EXCEL)


def _head(page: SheetPage) -> Markup:
    one, of = page.sheet, len(sheet().items)
    told = [
        f"{page.round.name} · {page.unit_name}办理 · 卷宗截至 {page.round.as_of} · 分派 {one.assigned_on}"
    ]
    if one.score is not None:
        grade = sheet().grade(one.score, [fail.fail for fail in one.fails])
        state = label(Tag(f"已锁定　{one.score:g} 分　{grade.name}", "done"))
    else:
        state = label(
            Tag(page.closed or f"已保存 {len(one.answers)} / {of} 项", "quiet" if page.closed else "accent")
        )
    others = [
        f"{other.name}：{other.sheet.score:g} 分" for other in page.others if other.sheet.score is not None
    ]
    if page.result is not None:
        words = sheet().grade(page.result.score, page.result.fails).name
        others.append(
            f"结果：{page.result.score:g} 分，{words}" + ("（第三人评查）" if page.result.by_third else "")
        )
    elif one.locked_on is not None and not others:
        others.append("另一名评查人员锁定后显示对方的评分和结果")
    whose = None if page.is_mine else tag("span", f"评查人：{page.reviewer_name}", class_="wb-small")
    return tag(
        "div",
        tag("h2", f"{one.case_no}　", tag("span", page.case.title)),
        tag("p", state, whose, tag("span", told), tag("span", "；".join(others)) if others else None),
        class_="review-head",
    )


def _file(page: SheetPage) -> Markup:
    case = page.case
    parts = [draw.timeline(case), draw.deadlines(case), draw.petitions(case), draw.facts(case)]
    return tag("div", *parts, aria_label="卷宗", role="region")
