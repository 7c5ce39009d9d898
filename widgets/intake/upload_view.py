"""Where a file comes in, and what somebody needs to know who does it for the first time."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.intake.state import ENDINGS
from widgets.parts.download import Download
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.panel import Beside, Panel, Tab, Tabs
from widgets.parts.pieces import table
from widgets.parts.upload import Upload, UploadedFile
from widgets.parts.values import EXCEL, FileToSave, size_text

STEPS = (
    "从信访信息系统导出工作簿，或用模板填写台账，保存为 .xlsx、.xls 或 .csv。",
    "把文件拖到上面的框里。系统先读、先查，此时什么都不写入。",
    "回答系统提出的问题，核对栏目对应、更正和设定；有错误的，按清单在原文件中改正后重新上传。",
    "点“导入”并确认。整份文件一次写入，要么全部成功，要么不留任何痕迹。",
)
RULES = (
    ("每行一件", "第一行是栏名，以下每行一个信访事项；表名、合计行、空行会自动识别。"),
    ("必须有的栏目", "信访件编号、登记日期（或信访日期）、标题（或信访内容）。其余栏目有则登记，无则留空。"),
    ("编号和证件号码", "设为文本格式。存成数字会丢失开头的零和末尾几位，系统不予接受。"),
    ("日期", "写成 2026-01-05、2026/1/5 或 2026年1月5日。只有年月的不会被当成一号。"),
    ("不予导入", "给信访人贴标签或用于管控信访人的栏目和取值，整份文件退回。"),
)


class UploadView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """The place for a file with its template, and the help below."""

    def __init__(self, on_file: Callable[[UploadedFile], None], *, largest: int) -> None:
        self.upload = Upload(on_file, accept=ENDINGS, largest=largest)
        template = Download("下载导入模板", _template, hint="空白工作簿，已写好栏名，带下拉选项和提示")
        words = tag("p", "还没有现成的表格？用模板填写，栏名不会错。", class_="intake-quiet")
        line = ipw.HBox([template, Static(words)]).add_class("intake-line")
        help_ = Tabs(
            "帮助",
            (
                Tab("how", "怎样导入", lambda: _help(largest)),
                Tab("headings", "可识别的栏名", lambda: Static(known_headings())),
            ),
        )
        super().__init__([Panel("选择文件", self.upload, line), Panel("", help_)])
        self.add_class("intake-stack")


def _help(largest: int) -> ipw.Widget:
    steps = tag("ol", [tag("li", step) for step in STEPS], class_="intake-steps-help")
    return Beside(Static(steps), Static(_rules(largest)))


def _rules(largest: int) -> Markup:
    size = ("大小", f"不超过 {size_text(largest)}；加密的文件请先解密另存。")
    lines = [tag("div", tag("dt", name), tag("dd", words)) for name, words in (*RULES, size)]
    return tag("dl", lines, class_="intake-rules")


def known_headings() -> Markup:
    """Return a table of the facts an import knows and the headings that each goes by."""
    from workbench.intake.columns import shipped_vocabulary

    rows = [(field.label, "、".join(field.headings)) for field in shipped_vocabulary().fields.values()]
    return table(("登记为", "可识别的栏名"), rows, caption="可识别的栏名")


def _template() -> FileToSave:
    from workbench.intake.template import template_workbook

    return FileToSave("信访件导入模板.xlsx", template_workbook(), EXCEL)
