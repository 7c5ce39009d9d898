"""Draw the import: one file from its choice to its cases, with one place for what is going on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets as ipw

from widgets.duties import reminder
from widgets.intake.state import IntakeState, Outcome, Phase, Work
from widgets.intake.upload_view import UploadView
from widgets.parts.confirm import Confirm
from widgets.parts.guard import sentence_for
from widgets.parts.markup import Markup, Static, Style, tag
from widgets.parts.panel import Panel
from widgets.parts.progress import CancelledByViewerError, Progress, Step
from widgets.parts.upload import UploadedFile
from widgets.shell import Shell

STYLE = Path(__file__).with_name("intake.css")
STAGES = (
    ("选择文件", (Phase.WAITING,)),
    ("核对和确认", (Phase.READING, Phase.PREVIEW)),
    ("导入", (Phase.LOADING, Phase.DONE)),
)


@dataclass(frozen=True, slots=True)
class _Failure:
    """An error that crosses from the thread of the work to that of the screen."""

    error: Exception


class _Stop:
    """The viewer's wish to stop, as a work of the intake asks for it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def is_set(self) -> bool:
        return self._progress.is_cancelled


class Intake(Shell):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: IntakeState) -> None:
        self.state = state
        self.uploading = UploadView(self._file_came, largest=state.largest)
        self.upload = self.uploading.upload
        self.progress = Progress("")
        self.working = Panel("", self.progress)
        self.confirm = Confirm("导入", self._load, question="")
        self.stages = Static()
        self._drawn: tuple[Any, ...] = ()
        self._preview_parts: tuple[ipw.Widget, ...] = ()
        super().__init__("数据导入", app="intake")
        self._style = Style(STYLE)
        state.observe(self._draw, ["phase", "preview", "result"])
        self._draw()
        self._show_basis()

    def _show_basis(self) -> None:
        """Show in head and foot what is known now; an import that is done has changed it."""
        bench = self.state.bench
        snapshot = bench.snapshot()
        self.set_as_of(snapshot.as_of)
        self.set_code(snapshot.code, bench.ledger_code(snapshot.ledger_size), snapshot.ledger_size)
        self.remind(reminder(bench))

    # What the clerk does

    def _file_came(self, file: UploadedFile) -> None:
        self._run(f"正在读取“{file.name}”", self.state.start_reading(file.path, file.name))

    def _answer(self, given: dict[str, str]) -> None:
        self._run("正在按所答重新核对", self.state.start_answering(given))

    def _load(self) -> None:
        self._run("正在导入", self.state.start_loading())

    def _restart(self) -> None:
        self.state.restart()
        self.upload.reset()
        self.notice.clear()

    def _run(self, label: str, work: Work) -> None:
        self.notice.clear()  # what was said of the work before
        self.progress.label = label

        def body(step: Step) -> Outcome | _Failure:
            def report(what: str, done: int, of: int) -> None:
                step(done / of if of else None, f"{what} {done:,}{f' / {of:,}' if of else ' 行'}")
                if self.state.phase is Phase.LOADING and done == of:
                    self.progress.can_cancel = False  # from here on what is written stays written

            try:
                return work(report, _Stop(self.progress))
            except Exception as error:
                return _Failure(error)

        self.progress.run(body, self._ended)

    def _ended(self, outcome: Outcome | _Failure) -> None:
        self.progress.reset()
        if not isinstance(outcome, _Failure):
            self.upload.reset()  # the file has been read: it does not stay on the disk
            with self.guard.watch():
                self.state.settle(outcome)
                if self.state.phase is Phase.DONE:
                    self._show_basis()
            return
        self.state.give_up()
        sentence = sentence_for(outcome.error)
        if isinstance(outcome.error, CancelledByViewerError) or _is_cancelled(outcome.error):
            self.upload.reset()
            self.notice.info("已取消，没有写入任何内容。")
        elif self.state.phase is Phase.WAITING:
            self.upload.tell(sentence)
            self.notice.error(sentence)
        else:
            self.upload.reset()
            self.notice.error(sentence)

    # What the state says

    def _draw(self, _change: Any = None) -> None:
        state = self.state
        now = (state.phase, state.preview, state.result)
        if all(one is other for one, other in zip(now, self._drawn, strict=False)) and self._drawn:
            return
        self._drawn = now
        self.stages.show(_stages(state.phase))
        parts: tuple[ipw.Widget, ...]
        if state.phase is Phase.DONE:
            parts = self._result_parts()
        elif state.preview is None:
            parts = (self.working,) if state.phase is Phase.READING else (self.uploading,)
        else:
            if state.phase is Phase.PREVIEW:
                from widgets.intake.preview_view import preview_parts

                self._preview_parts = preview_parts(state, state.preview, self._answer)
            parts = (self._summary(), *self._preview_parts)
        self.show(self._style, self.stages, *parts)

    def _summary(self) -> Panel:
        from widgets.intake.preview_view import summary

        state, preview = self.state, self.state.preview
        assert preview is not None
        is_busy = state.phase is not Phase.PREVIEW
        count = len(preview.drafts)
        with self.confirm.hold_sync():
            self.confirm.label = "导入" if state.blockers else f"导入 {count:,} 件"
            agreed = f"已核对并同意 {preview.corrected:,} 项更正和设定，" if preview.corrected else ""
            self.confirm.question = f"{agreed}导入 {count:,} 件？"
            self.confirm.blockers = [] if is_busy else list(state.blockers)
        line = ipw.HBox([self.confirm, _button("换一个文件", self._restart)]).add_class("intake-line")
        below = self.progress if is_busy else line
        title = "正在处理" if is_busy else "还不能导入" if state.blockers else "可以导入"
        return Panel(title, Static(summary(preview)), below)

    def _result_parts(self) -> tuple[ipw.Widget, ...]:
        from widgets.intake.preview_view import corrections_file
        from widgets.intake.result_view import result_markup, result_title

        result, preview = self.state.result, self.state.preview
        assert result is not None and preview is not None
        way = tag(
            "a", "查看这一批案件", class_="wb-button wb-primary intake-way", href=self.state.cases_address
        )
        buttons: list[ipw.Widget] = [Static(way), _button("再导入一份", self._restart)]
        if result.corrected:
            buttons.append(corrections_file(preview))
        line = ipw.HBox(buttons).add_class("intake-line")
        return (Panel(result_title(result), Static(result_markup(result, preview)), line),)


def _button(label: str, act: Callable[[], None]) -> ipw.Button:
    from widgets.parts.guard import guard

    button = ipw.Button(description=label)
    button.on_click(guard(lambda _button: act()))
    return button


def _is_cancelled(error: Exception) -> bool:
    from workbench.intake.reading.parent import CancelledError

    return isinstance(error, CancelledError)


def _stages(phase: Phase) -> Markup:
    at = next(number for number, (_, phases) in enumerate(STAGES) if phase in phases)
    items = [
        tag(
            "li",
            tag("span", f"{number + 1}", class_="intake-number", aria_hidden="true"),
            name,
            data_past=number < at or phase is Phase.DONE,
            aria_current="step" if number == at else None,
        )
        for number, (name, _) in enumerate(STAGES)
    ]
    return tag("ol", items, class_="intake-stages", aria_label="步骤")
