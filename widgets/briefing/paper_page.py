"""The page of one issued paper: what it says, by what it was made, printed again, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.briefing import issued as papers
from widgets.briefing.history import facts_of
from widgets.briefing.preview import Preview
from widgets.briefing.state import ISSUED, TITLE, Shown
from widgets.parts.download import Download
from widgets.parts.form import Form
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.guard import guard
from widgets.parts.markup import Static
from widgets.parts.panel import Panel

if TYPE_CHECKING:
    from widgets.briefing.view import BriefingScreen


def paper_page(screen: BriefingScreen) -> ipw.Widget:
    """Return the page of the issued paper that is open; raises for one that the viewer may not see."""
    state = screen.state
    page = papers.paper(state)
    back = ipw.Button(description="‹ 返回已印发")
    back.on_click(guard(lambda _button: screen.go(Shown(tab=ISSUED))))
    files = [
        Download(f"下载 {form}", lambda form=form: papers.reprint(state, page.document, form))  # type: ignore[misc]
        for form in papers.formats_of(page.document)
    ]
    buttons = ipw.HBox(files)
    buttons.add_class("briefing-buttons")
    paper = Preview()
    paper.show(page.document)
    screen.set_title(TITLE, page.line.paper.document_no)
    about = Panel(page.document.title, buttons, Static(facts_of(page)))
    parts = [back, about, Panel("内容", paper)]
    if papers.may_withdraw(state, page):
        parts.append(Panel("撤回", _withdrawing(screen), note="撤回的留在台账里，编号不再使用"))
    box = ipw.VBox(parts)
    box.add_class("briefing-result")
    return box


def _withdrawing(screen: BriefingScreen) -> Form:
    def submit(values: FormValues) -> None:
        position = papers.withdraw(screen.state, values.text("why"))
        screen.go(screen.state.shown)
        screen.notice.success(f"已撤回，记入台账第 {position:,} 条。")

    why = FormField("why", "撤回的原因", "long", required=True, longest=500)
    return Form((why,), submit, label="撤回", button="撤回", question="撤回后不能恢复。确定撤回？")
