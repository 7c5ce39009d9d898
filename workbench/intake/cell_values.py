"""What one cell of a column means; a fault is noted, never repaired in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from workbench.intake.column import CODED, Column, UnreadableCellError
from workbench.intake.columns import Kind
from workbench.intake.dates import Moment, UnreadableDateError, read_moment
from workbench.intake.findings import LONGEST_WORD, Choice, Question, listed
from workbench.intake.key_values import (
    as_text,
    read_identity,
    read_key,
    read_name,
    read_number_key,
    read_phone,
    read_text,
)
from workbench.intake.reading.cells import BareFormula, ErrorCell
from workbench.intake.text import UNSEEN, UnkeepableTextError, clean_key, narrow

ASKED = 30  # distinct unknown values of a column that are asked about; beyond it the column is wrong
FURTHEST = 10  # years ahead that a limit may lie
Reader = Callable[[int, Any], Any]


def reader_of(column: Column) -> Reader:
    """Return the function that reads a cell of a column: (row number, cell) → value or ``None``."""
    read = _READERS[column.field.kind]
    findings = column.findings
    # Columns of few different values: what was read without a finding once is not read again.
    known: dict[Any, Any] = {}
    keeps = column.field.kind in _REPEATED

    def reader(row: int, cell: Any) -> Any:
        kind = type(cell)
        if cell is None or (kind is str and _shows_nothing(cell.strip())):
            return None
        if keeps and kind in _KEPT_TYPES:
            if cell in known:
                return known[cell]
            before = (findings.fault_count, findings.correction_count, len(findings.questions))
            value = judged(row, cell, kind)
            if len(known) < 20_000 and before == (
                findings.fault_count,
                findings.correction_count,
                len(findings.questions),
            ):
                known[cell] = value
            return value
        return judged(row, cell, kind)

    def judged(row: int, cell: Any, kind: type) -> Any:
        if kind is ErrorCell:
            return column.fault(row, cell, "单元格显示错误值（如 #REF!）", "请在表格软件中改正公式后重新导出")
        if kind is BareFormula:
            remedy = "请用表格软件打开并保存一次，或把公式粘贴为数值"
            return column.fault(row, cell, "单元格是公式，文件中没有保存其结果", remedy)
        try:
            return read(column, row, cell)
        except UnreadableCellError as error:
            return column.fault(row, cell, str(error), error.remedy)
        except UnkeepableTextError as error:
            return column.fault(row, cell, str(error), "请在原表中删去这些字符后重新导出")

    return reader


def _date(column: Column, row: int, cell: Any) -> Moment | None:
    try:
        moment = read_moment(cell, order=column.order, from_1904=column.from_1904)
    except UnreadableDateError as error:
        if column.ends_may_be_impossible and "早于" in str(error):
            column.correct(row, cell, "（不登记）", f"日期{error}，该行不登记办结")
        else:
            column.fault(row, _shown_date(cell), f"日期{error}", error.remedy)
        return None
    if moment.changed is not None:
        column.correct(row, _shown_date(cell), moment.day.isoformat(), moment.changed)
    if moment.day > column.today and column.field.kind is Kind.DATE:
        reason = f"日期晚于今天（{column.today:%Y-%m-%d}）"
        column.fault(row, _shown_date(cell), reason, "已发生的事项不能是将来的日期，请核对年份")
        return None
    if moment.day.year > column.today.year + FURTHEST:
        column.fault(row, _shown_date(cell), f"日期在{FURTHEST}年以后", "请核对年份")
        return None
    return moment


def _count(column: Column, row: int, cell: Any) -> int | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell != cell or cell in (float("inf"), float("-inf")):
            raise UnreadableCellError("不是有限的数字", "请填大于零的整数")
        number = float(cell)
    else:
        kept, _ = clean_key(as_text(cell))
        plain = narrow(kept).replace("，", ",").strip()
        digits = plain.removesuffix("人").removesuffix("天").removesuffix("日").strip()
        if re.fullmatch(r"\d{1,3}(,\d{3})+", digits):
            digits = digits.replace(",", "")
        if not re.fullmatch(r"[+-]?\d{1,9}(\.\d+)?", digits):
            reason = "不是确切的数字"
            raise UnreadableCellError(reason, "请填大于零的整数，不用“约”“余”或范围")
        number = float(digits)
        if str(cell).strip() != digits and number == int(number) and number >= 1:
            column.correct(row, cell, int(number), "数字统一写法（半角、无千分位和量词）")
    if number != int(number) or not 1 <= number <= 100_000:
        raise UnreadableCellError("不是大于零的整数", "请填大于零的整数")
    return int(number)


def _code(column: Column, row: int, cell: Any) -> str | None:
    """Return the code of a value; an unknown one is asked about, with what it may mean."""
    text = narrow(clean_key(as_text(cell))[0])
    words = column.words or {}
    name = column.field.id
    terms = CODED.get(name)
    known = () if terms is None else tuple(terms)
    answered = (column.answers or {}).get(f"value:{name}:{text}")
    # An answer comes from a browser: what is none of the choices is no answer.
    if answered is not None and (answered == "" or answered in known):
        column.correct(row, text, answered or "（空）", "取值按所答登记")
        return answered or None
    if text in words:
        return words[text] or None
    for member in known:
        if text in (narrow(member.label), member.value):
            return member.value
    asked = sum(1 for key in column.findings.questions if key.startswith(f"value:{name}:"))
    if terms is None or asked >= ASKED or len(text) > LONGEST_WORD:
        labels = "、".join(member.label for member in known) or "、".join(words)
        raise UnreadableCellError("取值不认识", f"可填：{labels}")
    choices = (*(Choice(member.value, member.label) for member in known), Choice("", "不登记该栏"))
    question = f"“{column.name}”中的“{listed(text, column.field)}”是什么？"
    column.findings.ask(Question(f"value:{name}:{text}", question, choices))
    return None


def _yes_no(column: Column, row: int, cell: Any) -> bool | None:
    if isinstance(cell, bool):
        return cell
    text = clean_key(as_text(cell))[0]
    if text in {"是", "有", "√", "已批准", "Y", "y", "1"}:
        return True
    if text in {"否", "无", "×", "未批准", "N", "n", "0"}:
        return False
    raise UnreadableCellError("应为“是”或“否”", "请填“是”或“否”")


def _shows_nothing(text: str) -> bool:
    return not text or (not text[0].isprintable() and not UNSEEN.sub("", text).strip())


def _shown_date(cell: Any) -> str:
    """Return what stands there; a number of days of 0 or less arrives as midnight, and its number is lost."""
    return "（0 或负数，设为日期格式）" if cell == time() else as_text(cell)


_REPEATED = frozenset({Kind.CODE, Kind.TOPIC, Kind.UNIT, Kind.DATE, Kind.DUE_DATE, Kind.YES_NO})
_KEPT_TYPES = (str, date, datetime)
_READERS: dict[Kind, Callable[[Column, int, Any], Any]] = {
    Kind.NUMBER_KEY: read_number_key,
    Kind.KEY: read_key,
    Kind.TEXT: read_text,
    Kind.NAME: read_name,
    Kind.PHONE: read_phone,
    Kind.IDENTITY: read_identity,
    Kind.ADDRESS: read_text,
    Kind.DATE: _date,
    Kind.DUE_DATE: _date,
    Kind.CODE: _code,
    Kind.TOPIC: read_key,
    Kind.UNIT: read_key,
    Kind.COUNT: _count,
    Kind.YES_NO: _yes_no,
}
