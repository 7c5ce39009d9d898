"""Say what came of an import."""

from __future__ import annotations

from widgets.parts.markup import Markup, tag
from widgets.parts.pieces import facts
from workbench.intake.load import Result
from workbench.intake.preview import Preview


def result_title(result: Result) -> str:
    """Return what came of it in a few words."""
    return "这份文件此前已导入" if result.already_imported else f"已导入 {result.imported:,} 件"


def result_markup(result: Result, preview: Preview) -> Markup:
    """Return the numbers of the import."""
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
    return tag("div", words, class_="intake-result")
