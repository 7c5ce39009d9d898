"""The import template: an empty workbook whose columns an import knows, with choices and hints in cells."""

from __future__ import annotations

import io

from workbench.intake.cell_values import CODED
from workbench.intake.columns import Field, Kind, shipped_vocabulary

REQUIRED = ("external_no", "registered", "narrative")
ROWS = 5_000  # rows that carry choices and hints
_AS_TEXT = {Kind.NUMBER_KEY, Kind.KEY, Kind.PHONE, Kind.IDENTITY, Kind.NAME, Kind.ADDRESS}
_HINTS = {
    Kind.NUMBER_KEY: "按文本填写，每件一个编号，不能重复",
    Kind.KEY: "按文本填写",
    Kind.PHONE: "按文本填写",
    Kind.IDENTITY: "按文本填写，末位 X 用大写；入库后只保留末两位",
    Kind.DATE: "如 2026-01-05；只有年月、不知道哪一天的，请留空",
    Kind.DUE_DATE: "如 2026-01-05",
    Kind.COUNT: "填整数，不用“约”“余”",
    Kind.YES_NO: "填“是”或“否”",
    Kind.UNIT: "按单位名录填写全称",
    Kind.TOPIC: "按内容分类目录填写",
}
_CHOICES_LIMIT = 255  # characters that a list of choices may have in the format


def template_workbook() -> bytes:
    """Return the template as an .xlsx; a star marks the columns without which no row can be registered."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("信访件")
    look = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
    head = {**look, "bold": True, "border": 1, "align": "center", "text_wrap": True}
    plain_head = book.add_format({**head, "bg_color": "#E8EDF5"})
    required_head = book.add_format({**head, "bg_color": "#FDF2DD"})
    text = book.add_format({**look, "num_format": "@"})
    day = book.add_format({**look, "num_format": "yyyy-mm-dd"})
    plain = book.add_format(look)
    for at, field in enumerate(_ordered()):
        is_required = field.id in REQUIRED
        body = text if field.kind in _AS_TEXT else day if "date" in field.kind else plain
        sheet.set_column(at, at, 36 if field.kind is Kind.TEXT else 16, body)
        label, look_of_head = (f"{field.label}*", required_head) if is_required else (field.label, plain_head)
        sheet.write_string(0, at, label, look_of_head)
        sheet.data_validation(1, at, ROWS, at, _rule(field, is_required=is_required))
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 1)
    book.close()
    return target.getvalue()


def _ordered() -> list[Field]:
    """Return the fields, those that every row needs first."""
    fields = shipped_vocabulary().fields
    return [fields[name] for name in REQUIRED] + [one for name, one in fields.items() if name not in REQUIRED]


def _rule(field: Field, *, is_required: bool) -> dict[str, object]:
    """Return what a cell offers and says when it is entered; only the import refuses anything."""
    hint = _HINTS.get(field.kind, "可留空")
    rule: dict[str, object] = {
        "validate": "any",
        "input_title": field.label,
        "input_message": f"{'必填。' if is_required else ''}{hint}",
    }
    labels = [term.label for term in CODED.get(field.id, ())]
    if field.kind is Kind.YES_NO:
        labels = ["是", "否"]
    if labels and len(",".join(labels)) <= _CHOICES_LIMIT:
        rule |= {"validate": "list", "source": labels, "error_type": "information"}
        rule["input_message"] = "从列表中选择，可留空"
    return rule
