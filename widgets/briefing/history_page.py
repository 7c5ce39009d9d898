"""The tab that lists what was issued, of all kinds or of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.briefing import issued as papers
from widgets.briefing.history import HEAD, history_lines
from widgets.parts.line_table import LineTable
from widgets.parts.panel import Panel
from workbench.terms import IssuedKind

if TYPE_CHECKING:
    from widgets.briefing.view import BriefingScreen

NOTE = "编号连续，撤回的也在；内容校验值是台账中文书内容的 SHA-256"


def history_page(screen: BriefingScreen) -> ipw.Widget:
    """Return the list of what was issued and the viewer may see; a line opens the paper."""
    table = LineTable(HEAD, label="已印发的文书", empty="还没有印发过文书。", on_open=screen.open_paper)
    found = papers.history(screen.state)
    kinds = sorted({one.paper.issued_kind for one in found}, key=list(IssuedKind).index)
    options = [("全部种类", ""), *((kind.label, kind.value) for kind in kinds)]
    chosen = ipw.Dropdown(options=options, description="种类")

    def narrow(_change: object) -> None:
        table.show(history_lines(one for one in found if chosen.value in ("", one.paper.issued_kind.value)))

    chosen.observe(screen.guard(narrow), "value")
    narrow(None)
    return Panel("已印发的文书", *((chosen,) if len(kinds) > 1 else ()), table, note=NOTE)
