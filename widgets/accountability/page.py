"""The page of one proceeding: its way, what may be entered next, the open form, every entry."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.accountability import markup
from widgets.accountability.forms import EntryForm
from widgets.accountability.panels import EntryPanel
from widgets.accountability.state import AccountabilityState
from widgets.address import link
from widgets.evidence import evidence_download
from widgets.parts.guard import guard
from widgets.parts.markup import Content, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.release import Succession
from workbench.access.gate import allow
from workbench.queries.accountability import ProceedingLine, ProceedingPage
from workbench.terms import ProceedingState, ProceedingStep

S = ProceedingStep


def is_next(step: ProceedingStep, line: ProceedingLine) -> bool:
    """Return whether a step brings the proceeding on: it is awaited, and not only possible once more."""
    if step is S.RECOMMEND:
        return not line.of(S.RECOMMEND)
    if step is S.DECISION:
        return line.state is ProceedingState.RECOMMENDED
    return step in (S.FEEDBACK, S.REEXAMINATION)  # offered only while they are awaited


class ProceedingScreen(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """Drawn anew from the state after an entry.

    ``on_step(step, corrects)`` is called when the reader opens a form or leaves it ("", 0), ``on_done(number,
    position, title)`` when an entry was recorded. Raises what the page raises, and ``StepClosedError``.
    """

    def __init__(
        self,
        state: AccountabilityState,
        *,
        on_step: Callable[[str, int], None],
        on_done: Callable[[str, int, str], None],
    ) -> None:
        self.state = state
        self.panel: EntryPanel | None = None
        self.buttons: dict[ProceedingStep, ipw.Button] = {}
        self.correct: ipw.Dropdown | None = None
        self._on_step, self._on_done = on_step, on_done
        self._shown = Succession()
        super().__init__()
        self.add_class("accountability-page")
        self.draw()

    def open_form(self, step: ProceedingStep, corrects: int = 0) -> None:
        """Open the form of an entry; ``StepClosedError`` with the reason where it cannot be made."""
        form = EntryForm(self.state, step, corrects)
        self.panel = EntryPanel(
            form,
            on_done=lambda position: self._on_done(form.number, position, form.title),
            on_changed=self.draw,
            on_cancel=self._leave,
        )
        self.draw()

    def draw(self) -> None:
        """Draw the page as it stands; the open form stays."""
        page = self.state.page()
        panel = (self.panel,) if self.panel is not None else ()
        stands = Panel("", Static(markup.what_stands(page, self._case)))
        history = Panel("", Static(markup.history(page)), *self._downloads(page))
        columns = ipw.HBox([ipw.VBox([stands]), ipw.VBox([history])])
        columns.add_class("accountability-columns")
        self.children = (Static(markup.head(page)), self._steps(page), *panel, columns)
        self._shown.follow(*self.children)

    def close(self) -> None:
        self._shown.end()
        super().close()

    def _steps(self, page: ProceedingPage) -> ipw.Widget:
        closed = self.state.closed()
        self.buttons = {}
        if not page.line.steps or closed:
            return Static(tag("p", closed, class_="accountability-note") if page.line.steps else None)
        for step in page.line.steps:
            button = ipw.Button(description=step.label)
            button.add_class("accountability-button")
            if is_next(step, page.line):
                button.add_class("mod-primary")
            button.on_click(guard(lambda _button, step=step: self._choose(step, 0)))
            self.buttons[step] = button
        offers = [("哪一条…", 0)] + [
            (f"第{one.number}条 {one.entry.kind.label}", one.number) for one in page.line.standing
        ]
        self.correct = ipw.Dropdown(options=offers, value=0, description="更正")
        self.correct.add_class("accountability-correct")
        self.correct.observe(guard(self._chosen), "value")
        row = ipw.HBox([*self.buttons.values(), self.correct])
        row.add_class("accountability-buttons")
        return row

    def _chosen(self, change: dict[str, int]) -> None:
        number = change["new"]
        if number:
            found = next(one for one in self.state.page().line.standing if one.number == number)
            self._choose(found.entry.kind, number)

    def _choose(self, step: ProceedingStep, corrects: int) -> None:
        self.open_form(step, corrects)
        self._on_step(step.value, corrects)

    def _leave(self) -> None:
        self.panel = None
        self.draw()
        self._on_step("", 0)

    def _case(self, case_no: str) -> Content:
        if not allow(self.state.viewer, "open:case_review"):
            return case_no
        return tag("a", case_no, href=link("case_review", case=case_no))

    def _downloads(self, page: ProceedingPage) -> list[ipw.Widget]:
        if not allow(self.state.viewer, "read:evidence"):
            return []
        named = {
            one.entry.sha256: f"下载 第{one.number}条 {one.entry.title}"
            for one in reversed(page.line.entries)
            if one.entry.sha256 in page.files
        }
        buttons = [
            evidence_download(self.state.bench, self.state.viewer, page.files[digest], label=words)
            for digest, words in reversed(named.items())
            if digest is not None
        ]
        row = ipw.HBox(buttons)
        row.add_class("accountability-buttons")
        return [row] if buttons else []
