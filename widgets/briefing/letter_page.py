"""The tab on which a letter is chosen, written, looked at and issued."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.briefing.history import HEAD, history_lines
from widgets.briefing.issued import formats_of
from widgets.briefing.letters import KINDS, Letters
from widgets.briefing.preview import Preview
from widgets.briefing.standing import standing
from widgets.parts.confirm import Confirm
from widgets.parts.download import Download
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormValues
from widgets.parts.line_table import LineTable
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Beside, Panel
from widgets.parts.release import Succession

if TYPE_CHECKING:
    from widgets.briefing.view import BriefingScreen

QUESTION = "编号按顺序取得，印发后不能改，只能撤回。确定印发？"


class LetterPage(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """Choose, write, preview, issue; ``on_chosen()`` is called when another letter was chosen."""

    def __init__(self, letters: Letters, screen: BriefingScreen, *, on_chosen: Callable[[], None]) -> None:
        self.letters, self._screen, self._on_chosen = letters, screen, on_chosen
        self._asked_kind = letters.kind
        self._results = Succession()
        self.passages: Form | None = None
        self.preview: Preview | None = None
        self.issuing: Confirm | None = None
        self.choice = standing(
            Form(
                letters.questions(letters.kind),
                self._chosen,
                label="选一种文书",
                button="写这份文书",
                on_change=self._asked,
            )
        )
        self._result = ipw.VBox()
        self._result.add_class("briefing-result")
        note = "内容取自台账；您写的文字随文记入台账。简报和年度报告在“编简报”"
        super().__init__([Panel("选一种文书", self.choice, note=note), self._result])
        self.add_class("briefing-result")
        if letters.kind is not None and letters.subject:
            with screen.guard.watch():
                self._fill()

    def _asked(self, values: FormValues) -> tuple[Blocker, ...]:
        kind = next((one for one in KINDS if one.value == values.text("kind")), None)
        if kind is not self._asked_kind:
            self._asked_kind = kind
            self.choice.ask(self.letters.questions(kind))
        return ()

    def _chosen(self, values: FormValues) -> None:
        self.letters.choose(values.text("kind"), values.text("subject"))
        self._fill()
        self._on_chosen()

    def _fill(self) -> None:
        letters = self.letters
        obstacle = letters.obstacle()  # raises for what is not there
        if obstacle:
            told = Panel("现在还不能出具", Static(tag("p", f"{obstacle}。", class_="briefing-warning")))
            self._show(told, *self._history())
            return
        kind = letters.kind
        assert kind is not None  # it was chosen
        self.passages = standing(
            Form(
                letters.fields(),
                self._written,
                label="文字部分",
                button="放进文书",
                on_change=letters.judge,
                draft=Draft(letters.state.viewer.account, f"letter:{kind.value}:{letters.subject}"),
            )
        )
        self.preview = Preview()
        self._draw_buttons()
        self.preview.show(letters.draft().document)
        self._show(
            self._about,
            Beside(
                Panel("预览", self.preview),
                Panel("文字部分", self.passages, note="点“放进文书”更新预览；缺什么写在按钮旁"),
            ),
            *self._history(),
        )

    def _draw_buttons(self) -> None:
        letters = self.letters
        document, missing = letters.draft().document, letters.missing()
        self.issuing = Confirm(
            f"印发为“{letters.next_number()}”",
            self._issue,
            question=QUESTION,
            blockers=[missing] if missing else [],
        )
        parts = [
            Download(f"下载 {form}", lambda form=form: letters.file(form))  # type: ignore[misc]
            for form in formats_of(document)
        ]
        buttons = ipw.HBox([*parts, self.issuing])
        buttons.add_class("briefing-buttons")
        words = f"{document.kind.label}（草稿，未编号）· 关于 {letters.subject}"
        self._about = Panel(document.title, buttons, note=words)

    def _written(self, values: FormValues) -> None:
        texts = self.letters.read(values)
        self.letters.written(texts)  # refuses before anything is kept
        self.letters.texts = texts
        self._draw_buttons()
        if self.preview is not None:
            self.preview.show(self.letters.draft().document)
        self._show(self._about, *self._result.children[1:])
        self._screen.notice.success("文字已放进文书，预览和各种格式都已更新。")

    def _issue(self) -> None:
        self._screen.wait("正在印发", self.letters.issue, self._screen.issued)

    def _history(self) -> tuple[ipw.Widget, ...]:
        found = self.letters.history()
        if not found:
            return ()
        table = LineTable(HEAD, label="就此已印发的文书", empty="", on_open=self._screen.open_paper)
        table.show(history_lines(found))
        return (Panel("就此已印发的文书", table),)

    def _show(self, *parts: ipw.Widget) -> None:
        self._result.children = parts
        self._results.follow(*parts)

    def close(self) -> None:
        self._results.end()
        super().close()
