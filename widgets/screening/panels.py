"""The forms on the screen: a report with its lines, sending back, posts, a filled form that comes in."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.judging import NEVER_DELETED
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormValues
from widgets.parts.guard import guard
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.upload import Upload, UploadedFile
from widgets.screening.forms import QUESTION, ReportForm, ReturnForm
from widgets.screening.line_sheet import LineSheet
from widgets.screening.post_forms import PostForm
from widgets.screening.state import ScreeningScreenState

ENDINGS = (".xlsx", ".xls")


class ReportPanel(Panel):
    """``on_done(position, title)`` when the report was recorded, ``on_cancel()`` when it was left."""

    def __init__(
        self, form: ReportForm, *, on_done: Callable[[int, str], None], on_cancel: Callable[[], None]
    ) -> None:
        self.report = form
        self._position = 0
        state = form.state
        key, basis = f"screening/{form.line.number}", str(form.page.version)
        self.sheet = LineSheet(
            form.read,
            self._balance,
            label="矛盾纠纷明细",
            rows=form.rows(),
            draft=Draft(state.viewer.account, f"{key}/lines", basis),
        )
        self.balance = Static()
        self.form = Form(
            form.fields(),
            self._submit,
            label=form.title,
            button=form.kind.label,
            question=QUESTION,
            on_change=self._judge,
            on_done=lambda: on_done(self._position, form.title),
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, key, basis),
            today=state.today,
        )
        self._values = self.form.read({one.key: one.initial for one in self.form.fields})
        super().__init__(form.title, self.sheet, self.balance, self.form, note=f"期限 {form.line.due_on}")
        self.add_class("screening-form")
        self._balance()

    def _judge(self, values: FormValues) -> list[Blocker]:
        self._values = values
        self._balance()
        return self.report.judge(values)

    def _balance(self) -> None:
        told = self.report.balance(self._values, self.sheet.found)
        is_right = told.endswith("平衡")
        self.balance.show(tag("p", told, class_="screening-balance", data_right="yes" if is_right else "no"))

    def _submit(self, values: FormValues) -> None:
        self._position = self.report.perform(values, self.sheet.found)
        self.sheet.forget()


class PlainPanel(Panel):
    """A form of questions only: sending back, posts; ``on_done(position, title)``, ``on_cancel()``."""

    def __init__(
        self,
        form: ReturnForm | PostForm,
        state: ScreeningScreenState,
        *,
        on_done: Callable[[int, str], None],
        on_cancel: Callable[[], None],
    ) -> None:
        self._position = 0
        self._perform = form.perform
        self.form = Form(
            form.fields(),
            self._submit,
            label=form.title,
            button="记入",
            question=NEVER_DELETED,
            on_change=form.judge,
            on_done=lambda: on_done(self._position, form.title),
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, f"screening/{form.title}", str(state.today)),
            today=state.today,
            takes_focus=True,
        )
        super().__init__(form.title, self.form)
        self.add_class("screening-form")

    def _submit(self, values: FormValues) -> None:
        self._position = self._perform(values)


class UploadPanel(Panel):
    """Filled forms come in: looked at first, then taken in whole; ``on_done(count)``, ``on_cancel()``."""

    def __init__(
        self, state: ScreeningScreenState, *, on_done: Callable[[int], None], on_cancel: Callable[[], None]
    ) -> None:
        from workbench.intake.screening import FormPreview

        self.state, self._on_done = state, on_done
        self.preview: FormPreview | None = None
        self.upload = Upload(self._look, label="把填好的月报表样拖到这里，或点击“选择文件”", accept=ENDINGS)
        self.told = Static()
        self.take = ipw.Button(description="确认报送", disabled=True)
        self.take.add_class("mod-primary")
        self.take.on_click(guard(lambda _button: self._take()))
        leave = ipw.Button(description="取消")
        leave.on_click(guard(lambda _button: on_cancel()))
        row = ipw.HBox([self.take, leave])
        row.add_class("screening-buttons")
        super().__init__(
            "上传填好的月报", self.upload, self.told, row, note="一份文件可以有多张表，全部收下或全部不收"
        )
        self.add_class("screening-form")

    def _look(self, file: UploadedFile) -> None:
        from workbench.intake.screening import inspect_forms

        self.take.disabled = True
        self.preview = inspect_forms(self.state.bench, self.state.viewer, file.path, file.name)
        blockers = self.preview.blockers
        if blockers:
            items = [tag("li", one) for one in blockers[:30]]
            more = f"共 {len(blockers)} 处，没有写入任何内容。请在原表中改正后重新上传。"
            self.told.show(tag("div", tag("p", more), tag("ul", items), class_="screening-blockers"))
            self._log_refusal()
            return
        items = [tag("li", one.words) for one in self.preview.reports]
        self.told.show(tag("div", tag("p", "检查通过，还没有写入："), tag("ul", items)))
        self.take.disabled = all(one.act is None for one in self.preview.reports)

    def _log_refusal(self) -> None:
        from workbench.intake.screening import log_form_refusals

        if self.preview is not None:
            log_form_refusals(self.state.bench, self.preview)

    def _take(self) -> None:
        from workbench.intake.screening import load_forms

        if self.preview is None:
            return
        positions = load_forms(self.state.bench, self.state.viewer, self.preview)
        self._on_done(len(positions))
