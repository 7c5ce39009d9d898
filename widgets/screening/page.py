"""The page of one report, or the register of posts of one unit, with what may be done there."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.evidence import evidence_download
from widgets.parts.download import Download
from widgets.parts.guard import guard
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.release import Succession
from widgets.screening import markup
from widgets.screening.address import APPOINT, LEAVE, REPORT, RETURN, TRAIN
from widgets.screening.form_files import form_file
from widgets.screening.forms import ReportForm, ReturnForm
from widgets.screening.panels import PlainPanel, ReportPanel
from widgets.screening.post_forms import PostForm
from widgets.screening.state import ScreeningScreenState
from workbench.access.gate import allow
from workbench.queries.screening_page import ReportPage
from workbench.terms import ActKind

Step = Callable[[str], None]  # is told which form the reader opens, "" when he leaves it
Done = Callable[[int, str], None]


class ReportScreen(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """One report. Raises what the page raises, and ``FormClosedError``."""

    def __init__(self, state: ScreeningScreenState, *, on_form: Step, on_done: Done) -> None:
        self.state, self._on_form, self._on_done = state, on_form, on_done
        self.panel: ReportPanel | PlainPanel | None = None
        self.buttons: dict[str, ipw.Button] = {}
        self._shown = Succession()
        super().__init__()
        self.add_class("screening-page")
        self.draw()

    def open_form(self, form: str) -> None:
        """Open a form; ``FormClosedError`` with the reason where it cannot be filled in."""
        leave = lambda: self._on_form("")  # noqa: E731
        if form == RETURN:
            made = ReturnForm(self.state)
            self.panel = PlainPanel(made, self.state, on_done=self._on_done, on_cancel=leave)
        else:
            self.panel = ReportPanel(ReportForm(self.state), on_done=self._on_done, on_cancel=leave)
        self.draw()

    def draw(self) -> None:
        """Draw the page as it stands."""
        state = self.state
        page = state.page()
        parts: list[ipw.Widget] = [Static(markup.head(page, state.as_of)), self._buttons(page)]
        if self.panel is not None:
            parts.append(self.panel)
        parts.append(Panel("数字", Static(markup.numbers(page))))
        if page.line.screening is not None:
            told = Static(markup.lines(page.line.screening, page.judged_on))
            parts.append(Panel("分类明细", told, note="单位：件"))
            parts.append(Panel("经过", Static(markup.history(page)), *self._files(page)))
        self.children = tuple(parts)
        self._shown.follow(*parts)

    def close(self) -> None:
        self._shown.end()
        super().close()

    def _buttons(self, page: ReportPage) -> ipw.Widget:
        state, line = self.state, page.line
        self.buttons = {}
        closed = state.closed()
        if closed:
            return Static(tag("p", closed, class_="screening-note"))
        kind = ActKind.REPORT_SCREENING if line.screening is None else ActKind.AMEND_SCREENING
        if state.may(kind):
            self._add(
                REPORT, kind.label, is_primary=line.screening is None or line.screening.returned is not None
            )
        is_own = state.viewer.unit == line.unit
        if state.may(ActKind.RETURN_SCREENING) and not is_own and line.screening is not None:
            if line.screening.returned is None:
                self._add(RETURN, ActKind.RETURN_SCREENING.label)
        form = Download("下载表样", lambda: form_file(page), hint="已填好单位、月份和上期存量")
        row = ipw.HBox([*self.buttons.values(), form])
        row.add_class("screening-buttons")
        return row

    def _add(self, form: str, words: str, *, is_primary: bool = False) -> None:
        button = ipw.Button(description=words)
        if is_primary:
            button.add_class("mod-primary")
        button.on_click(guard(lambda _button: self._on_form(form)))
        self.buttons[form] = button

    def _files(self, page: ReportPage) -> list[ipw.Widget]:
        if not allow(self.state.viewer, "read:evidence"):
            return []
        return [evidence_download(self.state.bench, self.state.viewer, one) for one in page.files.values()]


class PostsScreen(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """The register of posts of the unit that is open. Raises ``FormClosedError``."""

    def __init__(self, state: ScreeningScreenState, *, on_form: Step, on_done: Done) -> None:
        self.state, self._on_form, self._on_done = state, on_form, on_done
        self.panel: PlainPanel | None = None
        self._shown = Succession()
        super().__init__()
        self.add_class("screening-page")
        self.draw()

    def open_form(self, form: str) -> None:
        """Open a form; ``FormClosedError`` with the reason where it cannot be filled in."""
        made = PostForm(self.state, form)
        leave = lambda: self._on_form("")  # noqa: E731
        self.panel = PlainPanel(made, self.state, on_done=self._on_done, on_cancel=leave)
        self.draw()

    def draw(self) -> None:
        """Draw the register as it stands."""
        found = self.state.posts_of(self.state.shown.unit)
        if found is None:
            self.children = (Static(tag("p", "没有您可以查看的单位：请从清单打开。", class_="wb-empty")),)
            return
        parts: list[ipw.Widget] = [
            Static(tag("div", tag("h2", f"{found.unit_name}信访岗位"), class_="screening-head"))
        ]
        if not self.state.closed():
            parts.append(self._row())
        if self.panel is not None:
            parts.append(self.panel)
        note = "每年培训2至3次是工作总结的要求，条例未规定"
        parts.append(Panel("岗位", Static(markup.register(found)), note=note))
        parts.append(Panel("培训", Static(markup.trainings(found))))
        self.children = tuple(parts)
        self._shown.follow(*parts)

    def close(self) -> None:
        self._shown.end()
        super().close()

    def _row(self) -> ipw.Widget:
        kinds = {APPOINT: ActKind.APPOINT_POST, LEAVE: ActKind.LEAVE_POST, TRAIN: ActKind.RECORD_TRAINING}
        buttons = []
        for form, kind in kinds.items():
            if self.state.may(kind):
                button = ipw.Button(description=kind.label)
                button.on_click(guard(lambda _button, form=form: self._on_form(form)))
                buttons.append(button)
        row = ipw.HBox(buttons)
        row.add_class("screening-buttons")
        return row
