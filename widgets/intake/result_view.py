"""Draw what came of an import, and the ways that lead on."""

from __future__ import annotations

from widgets.intake.state import IntakeState
from widgets.parts.markup import Markup, tag
from widgets.parts.pieces import facts
from workbench.intake.load import Result
from workbench.intake.preview import Preview


def result_title(result: Result) -> str:
    """Return what came of it in a few words."""
    return "这份文件此前已导入" if result.already_imported else f"已导入 {result.imported:,} 件"


def result_markup(state: IntakeState, result: Result, preview: Preview) -> Markup:
    """Return the numbers of the import and the link to its cases."""
    if result.already_imported:
        words = tag("p", f"“{preview.original.name}”与批次 {result.batch} 是同一份文件，本次没有任何改动。")
    else:
        words = facts(
            (
                ("文件", preview.original.name),
                ("批次", result.batch),
                ("读到", f"{result.read:,} 行"),
                ("导入", f"{result.imported:,} 件"),
                ("此前已导入", f"{result.existing:,} 行" if result.existing else "没有"),
                ("更正和设定", f"确认 {result.corrected:,} 项" if result.corrected else "没有"),
            )
        )
    way = tag("a", "查看这一批案件", class_="wb-button wb-primary intake-way", href=state.cases_address)
    return tag("div", words, tag("p", way), class_="intake-result")
