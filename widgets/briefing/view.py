"""Draw the screen of papers: briefings made, letters written, two briefings compared, what was issued."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.as_of import opened, show_basis
from widgets.briefing import choosing
from widgets.briefing import issued as papers
from widgets.briefing.compare_page import ComparePage
from widgets.briefing.figure_list import NOTE, figure_list
from widgets.briefing.history_page import history_page
from widgets.briefing.letter_page import QUESTION, LetterPage
from widgets.briefing.paper_page import paper_page
from widgets.briefing.preview import Preview
from widgets.briefing.standing import standing
from widgets.briefing.state import COMPARE, ISSUED, LETTER, MAKE, TITLE, BriefingState, Shown
from widgets.duties import reminder
from widgets.parts.confirm import Confirm
from widgets.parts.download import Download
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import FormValues
from widgets.parts.markup import Static, Style, tag
from widgets.parts.panel import Beside, Panel, Tab, Tabs
from widgets.parts.progress import Step
from widgets.parts.release import Succession
from widgets.shell import Shell
from workbench.briefings.files import FORMATS
from workbench.briefings.make import Asked

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.briefings.briefing import Briefing
    from workbench.issuing import Issued

STYLE = Path(__file__).with_name("briefing.css")


def open_briefing(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where today is not folded yet, in sight of the reader."""
    given = address or {}
    return opened(TITLE, "briefing", bench, None, lambda: BriefingScreen(BriefingState(bench, given)))


class BriefingScreen(Shell):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: BriefingState) -> None:
        self.state = state
        super().__init__(TITLE, app="briefing")
        self.add_class("briefing-screen")
        self._style = Style(STYLE)
        self._pages, self._results = Succession(), Succession()
        self.form: Form | None = None
        self.passages: Form | None = None
        self.preview: Preview | None = None
        self.issuing: Confirm | None = None
        self.letter: LetterPage | None = None
        self.comparison: ComparePage | None = None
        self._result = ipw.VBox()
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)
        if state.complaint:
            self.notice.warning(state.complaint)
        elif state.shown.tab == MAKE and state.shown.span is not None and state.shown.snapshot:
            self._make(Asked(state.shown.span, state.shown.snapshot))

    def _go_to(self, address: Mapping[str, str]) -> None:
        complaint = self.state.go_to(address)
        self._draw()
        if complaint:
            self.notice.warning(complaint)

    def go(self, shown: Shown) -> None:
        """Go where the reader goes: an entry in the browser's history."""
        with self.guard.watch():
            self.state.shown = shown
            self._draw()
            self.place.show(self.state.address)

    def _draw(self) -> None:
        state = self.state
        if state.shown.number:
            with self.guard.watch():
                self._turn_to(paper_page(self))
                return
            state.shown = Shown(tab=ISSUED)
        makers = {
            MAKE: self._maker,
            LETTER: self._writing,
            COMPARE: self._comparing,
            ISSUED: lambda: history_page(self),
        }
        tabs = Tabs(
            TITLE,
            [Tab(key, label, makers[key]) for key, label in state.tabs.items()],
            current=state.shown.tab,
            on_turn=self._turned,
        )
        self.set_title(TITLE)
        self._turn_to(tabs)

    def _turn_to(self, *parts: ipw.Widget) -> None:
        self.remind(reminder(self.state.bench))
        show_basis(self, self.state.bench)
        self.show(self._style, *parts)
        self._pages.follow(*parts)

    def _turned(self, tab: str) -> None:
        self.state.shown = Shown(tab=tab, span=self.state.shown.span)
        self.place.show(self.state.address)

    def _maker(self) -> ipw.Widget:
        """Return the page on which a briefing is made."""
        self.form = standing(
            Form(
                choosing.fields(self.state),
                self._asked,
                label="选一份简报",
                button="编简报",
                today=self.state.today,
            )
        )
        self._result = ipw.VBox()
        self._result.add_class("briefing-result")
        if self.state.briefing is not None:
            self._fill(self.state.briefing)
        note = "数字全部出自一个固定快照；同一个快照什么时候编都逐字节相同"
        page = ipw.VBox([Panel("选一份简报", self.form, note=note), self._result])
        page.add_class("briefing-result")
        return page

    def _asked(self, values: FormValues) -> None:
        self._make(choosing.asked(values))

    def _make(self, asked: Asked) -> None:
        def work(step: Step) -> Briefing:
            return self.state.make(asked, step)

        self.wait(f"正在编{asked.span.label}的{asked.span.kind.label}", work, self._made)

    def _made(self, briefing: Briefing) -> None:
        self.state.keep(briefing)
        self._fill(briefing)
        self.place.show(self.state.address)

    def _fill(self, briefing: Briefing) -> None:
        told = briefing.provenance
        facts = (
            f"截至 {told.as_of} · 台账第 {told.ledger_size:,} 条 · 快照 {briefing.snapshot[:12]} · "
            f"校验码 {told.code}"
        )
        self.passages = standing(
            Form(
                self.state.passages(),
                self._written,
                label="文字部分",
                button="放进简报",
                draft=Draft(self.state.viewer.account, f"briefing:{briefing.span.code}", briefing.snapshot),
            )
        )
        self.preview = Preview()
        self.preview.show(briefing.document())
        self._result.children = (
            Panel(briefing.title, *self._export(), note=facts),
            Beside(
                Panel("预览", self.preview),
                Panel("文字部分", self.passages, note="数字由系统算，文字由人写；点“放进简报”更新预览"),
            ),
            Panel("数字和案件", Static(figure_list(self.state)), note=NOTE),
        )
        self._results.follow(*self._result.children)

    def _export(self) -> tuple[ipw.Widget, ...]:
        """Return the buttons that save the briefing, and the one that issues it."""
        files = [
            Download(f"下载 {form}", lambda form=form: self.state.file(form))  # type: ignore[misc]
            for form in FORMATS
        ]
        parts: list[ipw.Widget] = [*files]
        if self.state.may_issue:
            label = f"印发为“{papers.next_number(self.state)}”"
            self.issuing = Confirm(label, self._issue, question=QUESTION)
            parts.append(self.issuing)
        buttons = ipw.HBox(parts)
        buttons.add_class("briefing-buttons")
        waiting = self.state.bench.unanchored()
        words = (
            f"台账有 {waiting:,} 条尚未由校验点覆盖：印发前请在命令行运行 workbench ledger checkpoint，"
            "并把见证文件交别的单位保存。"
        )
        warning = (Static(tag("p", words, class_="briefing-warning")),) if waiting else ()
        return (buttons, *warning)

    def _written(self, values: FormValues) -> None:
        self.state.write(values)
        if self.preview is not None:
            self.preview.show(self.state.made.document())
        self.notice.success("文字已放进简报，预览和各种格式都已更新。")

    def _issue(self) -> None:
        self.wait("正在印发", lambda step: papers.issue(self.state, step), self.issued)

    def issued(self, issued: Issued) -> None:
        """Show what was issued just now, under its number."""
        number = issued.document.number
        self.state.keep(None)
        self.go(Shown(tab=ISSUED, number=number))
        self.notice.success(f"已印发 {number}，记入台账第 {issued.position:,} 条。")

    def _writing(self) -> ipw.Widget:
        """Return the page on which a letter is written."""

        def chosen() -> None:
            self.place.show(self.state.address)

        self.letter = LetterPage(self.state.letters, self, on_chosen=chosen)
        return self.letter

    def _comparing(self) -> ipw.Widget:
        """Return the page on which two briefings are compared."""

        def asked(told: tuple[tuple[str, str], ...]) -> None:
            self.state.shown = Shown(tab=COMPARE, compared=told)
            self.place.show(self.state.address)

        self.comparison = ComparePage(self, on_asked=asked)
        return self.comparison

    def open_paper(self, number: str) -> None:
        """Open an issued paper."""
        self.go(Shown(tab=ISSUED, number=number))
