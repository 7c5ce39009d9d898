"""One step for several matters on the screen: what would happen to each, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as ipw

from widgets.case_review.bulk_state import BulkState, Result, in_words, results_workbook
from widgets.case_review.preview_markup import WAITING, states
from widgets.exports import Export
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormValues
from widgets.parts.markup import Markup, Static, tag, text
from widgets.parts.panel import Panel
from widgets.parts.pieces import label, table
from widgets.parts.progress import Progress
from widgets.parts.release import release
from widgets.parts.values import EXCEL, FileToSave, Tag
from workbench.queries.act_preview import Preview
from workbench.terms import Holding


class BulkScreen(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_done()`` hears that acts were recorded, ``on_leave()`` that the reader goes back to the list."""

    def __init__(
        self, state: BulkState, *, on_done: Callable[[], None], on_leave: Callable[[], None]
    ) -> None:
        self.state = state
        self._on_done = on_done
        self.results: tuple[Result, ...] = ()
        count, what = len(state.case_nos), state.step.label
        self.form = Form(
            state.fields(),
            self._submit,
            label=f"批量办理：{what}",
            button="全部记入台账",
            question="只办理表中可以办理的各件，每件各记一条，不能删除。确定办理？",
            on_change=self._judge,
            on_done=self._start,
            on_cancel=on_leave,
            draft=Draft(state.viewer.account, f"bulk/{state.step.value}"),
            today=state.today,
            takes_focus=True,
        )
        self.table = Static(tag("p", WAITING, class_="case-quiet"))
        self.table.add_class("bulk-table")
        self.progress = Progress(f"批量办理：{what}")
        self.download = Export("保存结果", self._file, self.state.viewer, Holding.CASE)
        asked = Panel(f"批量办理：{what}", self.form, note=f"{count} 件")
        super().__init__([asked, Panel("各件办理后", self.table)])
        self.add_class("case-screen")

    def close(self) -> None:
        release(self.progress, self.download)  # shown only while there is something to tell
        super().close()

    def _judge(self, values: FormValues) -> list[Blocker]:
        blockers = self.state.judge(values)
        self.table.show(self._previews() if self.state.previews else tag("p", WAITING, class_="case-quiet"))
        return blockers

    def _previews(self) -> Markup:
        why = {one.case_no: self.state.why_not(one) for one in self.state.previews}
        left_out = sum(1 for said in why.values() if said)
        said = f"可以办理 {len(why) - left_out} 件" + (f"，不能办理 {left_out} 件" if left_out else "")
        head = ("编号", "事项名称", "能否办理", "办理后状态", "时限或者不能办理的原因")
        rows = [self._preview(one, why[one.case_no]) for one in self.state.previews]
        return text(
            [tag("p", said, class_="bulk-said", role="status"), table(head, rows, caption="各件办理后")]
        )

    def _preview(self, one: Preview, why: str) -> Sequence[Markup | str]:
        mark = label(Tag("不能办理", "soon") if why else Tag("可以", "done"))
        after = "—" if why else states(one)
        return (one.case_no, self.state.title(one.case_no), mark, after, why or in_words(one))

    def _submit(self, values: FormValues) -> None:
        self._values = values

    def _start(self) -> None:
        self.children = [Panel(f"批量办理：{self.state.step.label}", self.progress)]
        self.progress.run(lambda report: self.state.perform(self._values, report), self._finished)

    def _finished(self, results: tuple[Result, ...]) -> None:
        self.results = results
        done = sum(one.position is not None for one in results)
        self.progress.finish(f"已办理 {done} 件，未办理 {len(results) - done} 件")
        rows = [
            (
                one.case_no,
                one.title,
                label(Tag("已办理", "done") if one.position else Tag("未办理", "soon")),
                f"第 {one.position:,} 条" if one.position else "—",
                one.why or "—",
            )
            for one in results
        ]
        shown = table(("编号", "事项名称", "结果", "台账序号", "原因"), rows, caption="批量办理结果")
        told = Static(shown)
        told.add_class("bulk-table")
        self.children = [*self.children, Panel("结果", self.download, told)]
        self._on_done()

    def _file(self) -> FileToSave:
        name = f"批量{self.state.step.label}结果（{self.state.today:%Y-%m-%d}）.xlsx"
        return FileToSave(name, results_workbook(self.state, self.results), EXCEL)
