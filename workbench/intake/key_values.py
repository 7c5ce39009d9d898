"""Texts and keys: narratives, numbers of matters, names, telephones, numbers of identity documents."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from workbench.intake.column import Column, UnreadableCellError
from workbench.intake.columns import Kind
from workbench.intake.text import clean, clean_key, narrow
from workbench.records.identity import IdentityNumberError, identity_number
from workbench.terms import IdentityDocument

_AS_TEXT = "请改为文本：在来源系统重新导出，或把该栏设为文本格式后重新录入"
_LOST = "是超过15位的数字，后几位已丢失"
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee][+]?\d+")


def read_text(column: Column, row: int, cell: Any) -> str | None:
    """Return a narrative as it was written, without blanks around it; controls fall away and are told."""
    text = _typed(column, row, cell)
    if len(text) > column.limits.cell_characters:
        remedy = "请把过长的内容另存为附件，表中只写要点"
        column.fault(row, text, f"有 {len(text):,} 字，超过上限 {column.limits.cell_characters:,} 字", remedy)
        return None
    if len(text) == column.limits.cell_characters and not column.is_text_file:
        column.correct(row, text, text, "内容恰为单元格容量上限，可能在导出时已被截断，请核对原件")
    kept, changed, has_unseen = clean(text)
    if changed:
        column.correct(row, text, kept, changed)
    if has_unseen:
        note = f"{column.name}：有的内容含不可见字符（零宽或方向控制符），照原样保留，显示时标出"
        if note not in column.findings.notes:
            column.findings.notes.append(note)
    return kept or None


def read_key(column: Column, row: int, cell: Any) -> str | None:
    """Return a short text with full-width letters and digits made ASCII and unseen marks taken out."""
    text = _typed(column, row, cell) if column.field.kind is Kind.KEY else as_text(cell)
    kept, changed = clean_key(text)
    narrowed = narrow(kept)
    if narrowed != kept:
        kept, changed = narrowed, "全角字母、数字改为半角"
    if changed:
        column.correct(row, text, kept, changed)
    if len(kept) > 200:
        column.fault(row, kept, f"有 {len(kept)} 字，过长", "该栏只填编号、姓名等短文字")
        return None
    return kept or None


def read_name(column: Column, row: int, cell: Any) -> str | None:
    """Return a name without blanks around it and unseen marks in it; no character is changed."""
    if not isinstance(cell, str):
        column.fault(row, cell, "姓名不是文字", "请核对该栏是否错位")
        return None
    kept, changed = clean_key(cell)  # no other change: a rare character is somebody's name
    if changed:
        column.correct(row, cell, kept, changed)
    if len(kept) > 100:
        column.fault(row, kept, "姓名过长", "请核对该栏是否错位")
        return None
    return kept or None


def read_number_key(column: Column, row: int, cell: Any) -> str | None:
    """Return the number of a matter; one that arrives as a number may have lost zeros or digits."""
    if isinstance(cell, str):
        kept = read_key(column, row, cell)
        if kept is not None and _SCIENTIFIC.fullmatch(kept):
            raise UnreadableCellError("编号成了科学计数，后几位已丢失", _AS_TEXT)
        if kept is not None and ("\n" in kept or "\r" in kept):
            raise UnreadableCellError("编号中有换行，可能是两个编号", "请一行只写一个编号")
        if kept is not None and len(kept) > 64:
            raise UnreadableCellError("编号过长（超过 64 字）", "请核对该栏是否错位")
        return kept
    if not isinstance(cell, int | float) or isinstance(cell, bool) or cell != cell or cell != int(cell):
        raise UnreadableCellError("不是编号", "请核对该栏")
    if abs(cell) >= 1e15:
        raise UnreadableCellError("编号以数字保存，超过15位的部分已丢失", _AS_TEXT)
    if not column.whole_numbers:
        reason = "编号以数字保存，前面的零可能已丢失"
        raise UnreadableCellError(reason, _AS_TEXT)
    return str(int(cell))


def read_phone(column: Column, row: int, cell: Any) -> str | None:
    """Return a telephone number; a mobile number stored as a number is whole, a landline is not."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        digits = str(int(cell)) if cell == cell and abs(cell) < 1e15 else ""
        if re.fullmatch(r"1\d{10}", digits):
            column.correct(row, digits, digits, "手机号以数字保存，按文字登记")
            return digits
        raise UnreadableCellError("电话以数字保存，区号的零可能已丢失", _AS_TEXT)
    if not isinstance(cell, str):
        raise UnreadableCellError("不是电话号码", _AS_TEXT)
    kept = read_key(column, row, cell)
    if kept is not None and not re.fullmatch(r"[0-9+()\-—/ ,、;转]{3,60}", kept):
        raise UnreadableCellError("不是电话号码", "只填号码；没有电话的请留空")
    return kept


def read_identity(column: Column, row: int, cell: Any) -> str | None:
    """Return the text of a document number; one that arrives as a number has lost its last digits."""
    if not isinstance(cell, str):
        reason = "证件号码以数字保存，后几位已丢失"
        raise UnreadableCellError(reason, "请改为文本：先把该栏设为文本格式，再从来源重新录入号码")
    kept, changed = clean_key(cell)
    narrowed = narrow(kept).replace(" ", "").upper()
    if _SCIENTIFIC.fullmatch(narrowed):
        reason = "证件号码成了科学计数，后几位已丢失"
        raise UnreadableCellError(reason, "请改为文本：先把该栏设为文本格式，再从来源重新录入号码")
    if narrowed != cell.strip():
        column.correct(row, cell, narrowed, changed or "证件号码统一写法（半角、大写、无空格）")
    return narrowed or None


def check_identity(column: Column, row: int, number: str, kind: IdentityDocument) -> str | None:
    """Return the number if it can be one of its kind; else note the fault, with the number masked."""
    try:
        checked = identity_number(number, kind)
    except IdentityNumberError as error:
        column.fault(row, number, str(error), "请核对证件原件；不是身份证的请填“证件类型”")
        return None
    if checked != number:
        column.correct(row, number, checked, "15位旧号按国家标准补为18位")
    return checked


def _typed(column: Column, row: int, cell: Any) -> str:
    """Return what was typed into a cell of texts; what a table program made of it is refused or told."""
    if isinstance(cell, str):
        return cell
    text = as_text(cell)
    is_day, kind = isinstance(cell, datetime | date | time), column.field.kind
    if is_day and kind in {Kind.KEY, Kind.ADDRESS}:
        raise UnreadableCellError("是日期：表格软件可能把“3-5”一类的文字改成了日期", _AS_TEXT)
    if isinstance(cell, bool):
        text, why = str(cell).upper(), "单元格是逻辑值"
    elif is_day:
        why = "单元格是日期，显示的写法可能不同"
    elif isinstance(cell, int | float):
        if not abs(cell) < 1e15:
            raise UnreadableCellError(_LOST, _AS_TEXT)
        if kind is Kind.KEY and cell != int(cell):
            raise UnreadableCellError("是带小数的数字，不是编号", _AS_TEXT)
        why = "单元格是数字，前面的零可能已丢失，显示的写法可能不同"
    else:
        why = "单元格是时长"
    column.correct(row, text, text, f"{why}，按文字登记，请核对")
    return text


def as_text(cell: Any) -> str:
    """Return what a cell shows: whole numbers without a point, dates in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)
