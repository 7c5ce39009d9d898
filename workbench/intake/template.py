"""A workbook to fill in: every column the import knows, with what may stand in it."""

from __future__ import annotations

import io
from typing import Any

from workbench.intake.column import CODED
from workbench.intake.columns import Field, Kind, shipped_vocabulary

GUIDE = "填写说明"  # the sheet that explains the columns; never data
ROWS = 5_000  # rows prepared for filling in
REQUIRED = frozenset({"external_no", "registered", "channel", "narrative"})
LEFT_OUT = frozenset({"status_seen"})  # only in exports of other systems
_HINTS = {
    Kind.DATE: "日期，如 2026-03-31；不能晚于填表当天",
    Kind.DUE_DATE: "日期，如 2026-03-31",
    Kind.IDENTITY: "文本格式；入库后只留校验值和末两位",
    Kind.NUMBER_KEY: "文本格式，每件唯一",
    Kind.PHONE: "文本格式，只填号码",
    Kind.COUNT: "大于零的整数，不写“约”",
    Kind.UNIT: "单位名录中的名称",
    Kind.TOPIC: "内容分类表中的名称",
    Kind.YES_NO: "是 或 否",
    Kind.TEXT: "文字，照信访人所述",
}


def template_workbook() -> bytes:
    """Return an empty .xlsx with the headings of the general mapping and a sheet that explains them.

    Keys, numbers and dates are formatted as text, so that the table program cannot turn them into numbers.
    """
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    fields = [one for one in shipped_vocabulary().fields.values() if one.id not in LEFT_OUT]
    look = {"font_name": "宋体", "font_size": 10.5}
    head = book.add_format({**look, "bold": True, "bg_color": "#E8EDF5", "border": 1, "align": "center"})
    needed = book.add_format({**look, "bold": True, "bg_color": "#FCE9D9", "border": 1, "align": "center"})
    text = book.add_format({**look, "num_format": "@"})
    sheet = book.add_worksheet("台账")
    sheet.freeze_panes(1, 1)
    for at, field in enumerate(fields):
        sheet.set_column(at, at, 30 if field.kind is Kind.TEXT else 14, text)
        sheet.write_string(0, at, field.label, needed if field.id in REQUIRED else head)
        _offer(sheet, at, field)
    _explain(book.add_worksheet(GUIDE), fields, head, book.add_format({**look, "text_wrap": True}))
    book.close()
    return target.getvalue()


def _offer(sheet: Any, at: int, field: Field) -> None:
    terms = CODED.get(field.id)
    labels = [term.label for term in terms] if terms is not None else []
    if field.kind is Kind.YES_NO:
        labels = ["是", "否"]
    if labels and len(",".join(labels)) <= 255:
        sheet.data_validation(
            1, at, ROWS, at, {"validate": "list", "source": labels, "error_type": "warning"}
        )


def _explain(sheet: Any, fields: list[Field], head: Any, body: Any) -> None:
    for at, (label, width) in enumerate((("栏目", 18), ("须填", 6), ("填法", 44), ("也可叫", 60))):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, label, head)
    for row, field in enumerate(fields, 1):
        terms = CODED.get(field.id)
        hint = (
            "、".join(term.label for term in terms) if terms is not None else _HINTS.get(field.kind, "文字")
        )
        sheet.write_string(row, 0, field.label, body)
        sheet.write_string(row, 1, "是" if field.id in REQUIRED else "", body)
        sheet.write_string(row, 2, hint, body)
        sheet.write_string(row, 3, "、".join(field.headings[1:]), body)
