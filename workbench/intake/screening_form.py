"""The workbook in which a unit fills in its monthly screening; what is known is filled in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from workbench.terms import DisputeKind

SHEET: Final = "排查月报"
GUIDE: Final = "填写说明"
ROWS: Final = 30  # lines prepared for filling in
# The facts of the head: where their label stands; what is filled in stands in the cell beside it.
PLACES: Final = {
    "unit_name": ("A2", "单位"),
    "unit": ("C2", "单位代码"),
    "month": ("E2", "月份"),
    "last_stock": ("A3", "上期存量"),
    "new": ("C3", "新排查"),
    "settled": ("E3", "已化解"),
    "stock": ("G3", "期末存量"),
    "signed_by": ("A4", "主要负责人签字"),
    "signed_on": ("C4", "签字日期"),
    "on": ("E4", "报送日期"),
    "why": ("A5", "更正理由"),
}
COLUMNS: Final = {
    "kind": ("类别", 18),
    "new": ("新排查", 9),
    "settled": ("已化解", 9),
    "stock": ("期末存量", 10),
    "responsible": ("责任人", 11),
    "post": ("责任人职务", 16),
    "measure": ("化解措施", 42),
    "due_on": ("化解期限", 13),
}
HEAD_ROW: Final = 7
HINTS: Final = (
    ("报送", "每月25日前报送，遇节假日顺延；期限是本县的规定。没有新排查的也要报（零报告），明细可以空着。"),
    ("四个数", "期末存量＝上期存量＋新排查－已化解，单位都是件。上期存量应与上期月报的期末存量一致。"),
    ("明细", "每类一行，各行合计应与上面的总数一致；有存量的，责任人、职务、措施、期限都要填。"),
    ("责任人", "填本单位或者村（社区）的干部。"),
    ("不要写", "不写群众的姓名、电话、证件号码，不写对群众的管控类标签；有的，整份退回。"),
    ("签字", "填签字的主要负责人姓名和签字日期；纸质件留存备查。"),
    ("报送日期", "本单位上传的以上传当日为准；信访部门代录纸质件的，填送达之日。"),
    ("更正理由", "该月已经报送过的，才填；会作为新的一版，原来的一版留存。"),
)


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What is known before a unit fills the form in; ``last_stock`` is ``None`` for its first report."""

    unit: str
    unit_name: str
    month: str
    due_on: date
    last_stock: int | None = None
    head: str | None = None


def screening_form(facts: FormFacts) -> bytes:
    """Return the form of one unit and month as .xlsx."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    look = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}
    styles = {
        "title": book.add_format({"font_name": "宋体", "font_size": 16, "bold": True, "align": "center"}),
        "label": book.add_format({**look, "bold": True, "bg_color": "#E8EDF5"}),
        "text": book.add_format({**look, "num_format": "@", "text_wrap": True}),
        "number": book.add_format({**look, "num_format": "0"}),
        "day": book.add_format({**look, "num_format": "yyyy-mm-dd", "align": "center"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#555555"}),
    }
    sheet = book.add_worksheet(SHEET)
    _head(sheet, facts, styles)
    _lines(sheet, styles)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    _guide(book.add_worksheet(GUIDE), styles)
    book.close()
    return target.getvalue()


def beside(place: str) -> str:
    """Return the cell to the right of a label: A3 gives B3."""
    return f"{chr(ord(place[0]) + 1)}{place[1:]}"


def _head(sheet: Any, facts: FormFacts, styles: dict[str, Any]) -> None:
    sheet.merge_range("A1:H1", f"{facts.unit_name}矛盾纠纷排查月报", styles["title"])
    known: dict[str, Any] = {
        "unit_name": facts.unit_name,
        "unit": facts.unit,
        "month": facts.month,
        "last_stock": facts.last_stock,
        "signed_by": facts.head,
    }
    for field, (place, label) in PLACES.items():
        sheet.write_string(place, label, styles["label"])
        cell, value = beside(place), known.get(field)
        style = "number" if field in ("last_stock", "new", "settled", "stock") else "text"
        style = "day" if field in ("signed_on", "on") else style
        if isinstance(value, int):
            sheet.write_number(cell, value, styles[style])
        elif value:
            sheet.write_string(cell, value, styles[style])
        else:
            sheet.write_blank(cell, None, styles[style])
    sheet.merge_range("B5:H5", "", styles["text"])
    note = f"应于{facts.due_on:%Y-%m-%d}前报送；件数都填整数，填法见“{GUIDE}”。"
    sheet.write_string("A6", note, styles["note"])


def _lines(sheet: Any, styles: dict[str, Any]) -> None:
    first, last = HEAD_ROW, HEAD_ROW + ROWS - 1  # rows of xlsxwriter count from 0
    for at, (name, (label, width)) in enumerate(COLUMNS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(HEAD_ROW - 1, at, label, styles["label"])
        kind = "number" if name in ("new", "settled", "stock") else "day" if name == "due_on" else "text"
        for row in range(first, last + 1):
            sheet.write_blank(row, at, None, styles[kind])
    offer = {"validate": "list", "source": [one.label for one in DisputeKind]}
    sheet.data_validation(first, 0, last, 0, offer)
    whole = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "请填不小于0的整数"}
    sheet.data_validation(first, 1, last, 3, whole)
    sheet.freeze_panes(HEAD_ROW, 1)


def _guide(sheet: Any, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 100)
    for row, (name, words) in enumerate(HINTS):
        sheet.write_string(row, 0, name, styles["label"])
        sheet.write_string(row, 1, words, styles["text"])
