"""What one cell of a column means; a fault is noted, never repaired in silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from workbench.intake.columns import Field, Kind
from workbench.intake.dates import Moment, UnreadableDateError, read_moment
from workbench.intake.findings import Choice, Findings, Question, told
from workbench.intake.limits import Limits
from workbench.intake.reading.cells import BareFormula, ErrorCell
from workbench.intake.text import UnkeepableTextError, clean, clean_key, narrow, shown
from workbench.records.identity import IdentityNumberError, identity_number
from workbench.terms import (
    Channel,
    IdentityDocument,
    Level,
    Outcome,
    PetitionClass,
    Procedure,
    Purpose,
    Satisfaction,
    StatutoryChannel,
    Term,
)

CODED: dict[str, type[Term]] = {
    "channel": Channel,
    "purpose": Purpose,
    "petition_class": PetitionClass,
    "path": StatutoryChannel,
    "procedure": Procedure,
    "level": Level,
    "outcome": Outcome,
    "satisfaction": Satisfaction,
    "id_kind": IdentityDocument,
}
ASKED = 30  # distinct unknown values of a column that are asked about; beyond it the column is wrong
Reader = Callable[[int, Any], Any]


class UnreadableCellError(ValueError):
    """The cell holds nothing that its column can mean; ``remedy`` says what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


@dataclass(slots=True)
class Column:
    """A column that is read: where it stands, which fact it holds, and what is needed to read it."""

    at: int
    name: str  # as told to people: letters and heading
    field: Field
    findings: Findings
    limits: Limits
    today: date
    order: str = "year_first"
    whole_numbers: bool = False
    ends_may_be_impossible: bool = False
    is_text_file: bool = False
    words: Mapping[str, str] | None = None  # value → code, of the mapping and of values.toml
    answers: Mapping[str, str] | None = None

    def reader(self) -> Reader:
        """Return the function that reads a cell of this column: (row number, cell) → value or ``None``."""
        read = _READERS[self.field.kind]
        findings = self.findings
        # Columns of few different values: what was read without a finding once is not read again.
        known: dict[Any, Any] = {}
        keeps = self.field.kind in _REPEATED

        def reader(row: int, cell: Any) -> Any:
            kind = type(cell)
            if cell is None or (kind is str and not cell.strip()):
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
                return self.fault(
                    row, cell, "单元格显示错误值（如 #REF!）", "请在表格软件中改正公式后重新导出"
                )
            if kind is BareFormula:
                remedy = "请用表格软件打开并保存一次，或把公式粘贴为数值"
                return self.fault(row, cell, "单元格是公式，文件中没有保存其结果", remedy)
            try:
                return read(self, row, cell)
            except UnreadableCellError as error:
                return self.fault(row, cell, str(error), error.remedy)
            except UnkeepableTextError as error:
                return self.fault(row, cell, str(error), "请在原表中删去这些字符后重新导出")

        return reader

    def fault(self, row: int, cell: Any, reason: str, remedy: str) -> None:
        """Note a fault in this column; the value is masked where it tells of a person."""
        self.findings.fault(row, self.name, told(cell, self.field), reason, remedy)

    def correct(self, row: int, before: Any, after: Any, reason: str) -> None:
        """Note a correction in this column."""
        field = self.field
        self.findings.correct(row, self.name, told(before, field), told(after, field), reason)


def _text(column: Column, row: int, cell: Any) -> str | None:
    text = _as_text(cell)
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


def _key(column: Column, row: int, cell: Any) -> str | None:
    text = _as_text(cell)
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


def _name(column: Column, row: int, cell: Any) -> str | None:
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


def _number_key(column: Column, row: int, cell: Any) -> str | None:
    if isinstance(cell, str):
        kept = _key(column, row, cell)
        if kept is not None and _SCIENTIFIC.fullmatch(kept):
            raise UnreadableCellError("编号成了科学计数，后几位已丢失", _AS_TEXT)
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


def _phone(column: Column, row: int, cell: Any) -> str | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        digits = str(int(cell)) if cell == cell and abs(cell) < 1e15 else ""
        if re.fullmatch(r"1\d{10}", digits):
            column.correct(row, digits, digits, "手机号以数字保存，按文字登记")
            return digits
        raise UnreadableCellError("电话以数字保存，区号的零可能已丢失", _AS_TEXT)
    kept = _key(column, row, cell)
    if kept is not None and not re.fullmatch(r"[0-9+()\-—/ ,、;转]{3,60}", kept):
        raise UnreadableCellError("不是电话号码", "只填号码；没有电话的请留空")
    return kept


def _identity(column: Column, row: int, cell: Any) -> str | None:
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


def _date(column: Column, row: int, cell: Any) -> Moment | None:
    try:
        moment = read_moment(cell, order=column.order)
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
    return moment


def _count(column: Column, row: int, cell: Any) -> int | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell != cell or cell in (float("inf"), float("-inf")):
            raise UnreadableCellError("不是有限的数字", "请填大于零的整数")
        number = float(cell)
    else:
        kept, _ = clean_key(_as_text(cell))
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
    text = narrow(clean_key(_as_text(cell))[0])
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
    if terms is None or asked >= ASKED:
        labels = "、".join(member.label for member in known) or "、".join(words)
        raise UnreadableCellError("取值不认识", f"可填：{labels}")
    choices = (*(Choice(member.value, member.label) for member in known), Choice("", "不登记该栏"))
    question = f"“{column.name}”中的“{shown(text)}”是什么？"
    column.findings.ask(Question(f"value:{name}:{text}", question, choices))
    return None


def _yes_no(column: Column, row: int, cell: Any) -> bool | None:
    if isinstance(cell, bool):
        return cell
    text = clean_key(_as_text(cell))[0]
    if text in {"是", "有", "√", "已批准", "Y", "y", "1"}:
        return True
    if text in {"否", "无", "×", "未批准", "N", "n", "0"}:
        return False
    raise UnreadableCellError("应为“是”或“否”", "请填“是”或“否”")


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


def _as_text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def _shown_date(cell: Any) -> str:
    return _as_text(cell)


_REPEATED = frozenset({Kind.CODE, Kind.TOPIC, Kind.UNIT, Kind.DATE, Kind.DUE_DATE, Kind.YES_NO})
_KEPT_TYPES = (str, date, datetime)
_AS_TEXT = "请改为文本：在来源系统重新导出，或把该栏设为文本格式后重新录入"
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee][+]?\d+")
_READERS: dict[Kind, Callable[[Column, int, Any], Any]] = {
    Kind.NUMBER_KEY: _number_key,
    Kind.KEY: _key,
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.PHONE: _phone,
    Kind.IDENTITY: _identity,
    Kind.ADDRESS: _text,
    Kind.DATE: _date,
    Kind.DUE_DATE: _date,
    Kind.CODE: _code,
    Kind.TOPIC: _key,
    Kind.UNIT: _key,
    Kind.COUNT: _count,
    Kind.YES_NO: _yes_no,
}
