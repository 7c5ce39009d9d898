"""Read a filled form of the monthly screening: every cell checked, what is wrong told with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from workbench.acts.screenings import GivenLine
from workbench.intake.dates import UnreadableDateError, read_moment
from workbench.intake.firewall import Refusal, shipped_firewall
from workbench.intake.reading.cells import BareFormula, ErrorCell, Sheet
from workbench.intake.screening_form import COLUMNS, GUIDE, PLACES
from workbench.intake.text import UnkeepableTextError, clean_key, narrow, shown
from workbench.law.screening_month import MONTH
from workbench.terms import DisputeKind

COUNTS: Final = ("last_stock", "new", "settled", "stock")
_LONGEST: Final = 300  # characters of one cell
_ASK: Final = "请填写"


@dataclass(frozen=True, slots=True)
class FormFault:
    """What is wrong in a form, in which cell (``C3``), and what to do."""

    sheet: str
    cell: str
    reason: str
    remedy: str

    @property
    def sentence(self) -> str:
        """The fault in Chinese, with its place."""
        return f"工作表“{self.sheet}”{self.cell}：{self.reason}，{self.remedy}"


@dataclass(slots=True)
class FilledForm:
    """One sheet as it was filled in; ``cells`` says where each fact stands, lines by ``line.2.stock``."""

    sheet: str
    facts: dict[str, Any] = field(default_factory=dict)
    lines: list[GivenLine] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[FormFault] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # what a person wrote, by its cell

    def fault(self, cell: str, reason: str, remedy: str) -> None:
        """Note a fault."""
        self.faults.append(FormFault(self.sheet, cell, reason, remedy))


def forms_of(sheets: list[Sheet]) -> Iterator[FilledForm]:
    """Yield the sheets that are forms, read; sheets without the form's headings are passed over."""
    for sheet in sheets:
        grid = {number: list(cells) for number, cells in sheet.rows}
        head = _heading_row(grid)
        if head is not None and sheet.name != GUIDE:
            yield _read(sheet.name, grid, head)


def _heading_row(grid: Mapping[int, list[Any]]) -> int | None:
    wanted = {COLUMNS["kind"][0], COLUMNS["stock"][0], COLUMNS["measure"][0]}
    return next((number for number, cells in grid.items() if wanted <= set(map(_label, cells))), None)


def _read(name: str, grid: Mapping[int, list[Any]], head: int) -> FilledForm:
    form = FilledForm(name)
    _refuse(form, grid)
    _facts(form, grid, head)
    _lines(form, grid, head)
    return form


def _refuse(form: FilledForm, grid: Mapping[int, list[Any]]) -> None:
    """Note labels for people anywhere on the sheet: the whole file is refused, for its original is kept."""
    firewall = shipped_firewall()
    for cells in grid.values():
        for at, cell in enumerate(cells):
            term = firewall.term_in_tag(cell) if isinstance(cell, str) else None
            if term is not None:
                form.refused.append(Refusal(form.sheet, _letter(at), "", term, 1))


def _facts(form: FilledForm, grid: Mapping[int, list[Any]], head: int) -> None:
    labels = {label: name for name, (_, label) in PLACES.items()}
    found: dict[str, tuple[str, Any]] = {}
    for number, cells in grid.items():
        for at, cell in enumerate(cells if number < head else ()):
            name = labels.get(_label(cell))
            if name is not None:
                value = cells[at + 1] if at + 1 < len(cells) else None
                found.setdefault(name, (f"{_letter(at + 1)}{number}", value))
    for name, (place, label) in PLACES.items():
        if name not in found:
            form.fault(place, f"找不到“{label}”一格", "请用下载的表样填写，不要改动表头")
            continue
        cell, value = found[name]
        form.cells[name] = cell
        form.facts[name] = _fact(form, name, cell, value, label)


def _fact(form: FilledForm, name: str, cell: str, value: Any, label: str) -> Any:
    if name in COUNTS:
        return _whole(form, cell, value, label, needed=True)
    if name in ("signed_on", "on"):
        return _day(form, cell, value, label, needed=name == "signed_on")
    if name == "month" and isinstance(value, date):
        return f"{value:%Y-%m}"  # the table program took it for a day
    text = _text(form, cell, value, label, needed=name in ("unit", "month", "signed_by"))
    if name == "month" and text and not MONTH.fullmatch(narrow(text)):
        form.fault(cell, f"月份“{shown(text, 20)}”不是月份", "请写成 2026-11 的样子")
    if name == "why" and text:
        form.texts[cell] = text
    return narrow(text) if name in ("unit", "month") and text else text


def _lines(form: FilledForm, grid: Mapping[int, list[Any]], head: int) -> None:
    names = {label: name for name, (label, _) in COLUMNS.items()}
    columns: dict[str, int] = {}
    for at, cell in enumerate(grid[head]):
        label = _label(cell)
        if label in names:
            columns.setdefault(names[label], at)
        elif label:
            form.fault(f"{_letter(at)}{head}", f"多出一栏“{shown(label, 20)}”", "本表不收这一栏，请删去")
    missing = [label for label, name in names.items() if name not in columns]
    if missing:
        form.fault(f"A{head}", f"缺少栏目“{'、'.join(missing)}”", "请用下载的表样填写")
        return
    for number in sorted(row for row in grid if row > head):
        cells = grid[number]
        row = {name: cells[at] if at < len(cells) else None for name, at in columns.items()}
        if any(_is_filled(cell) for cell in row.values()):
            _line(form, number, row, columns)


def _line(form: FilledForm, number: int, row: Mapping[str, Any], columns: Mapping[str, int]) -> None:
    place = len(form.lines) + 1
    at = {name: f"{_letter(column)}{number}" for name, column in columns.items()}
    form.cells |= {f"line.{place}.{name}": cell for name, cell in at.items()}
    label = _text(form, at["kind"], row["kind"], COLUMNS["kind"][0], needed=True)
    kind = next((one for one in DisputeKind if one.label == label), None)
    if label and kind is None:
        known = "、".join(one.label for one in DisputeKind)
        form.fault(at["kind"], f"类别“{shown(label, 20)}”不在可选范围内", f"请从下拉中选择：{known}")
    counts = [
        _whole(form, at[name], row[name], COLUMNS[name][0]) or 0 for name in ("new", "settled", "stock")
    ]
    told = {
        name: _text(form, at[name], row[name], COLUMNS[name][0]) or None
        for name in ("responsible", "post", "measure")
    }
    form.texts |= {at[name]: text for name in ("post", "measure") if (text := told[name])}
    due = _day(form, at["due_on"], row["due_on"], COLUMNS["due_on"][0])
    new, settled, stock = counts
    who, post, measure = told["responsible"], told["post"], told["measure"]
    line = GivenLine(kind or DisputeKind.OTHER, new, settled, stock, due, who, post, measure)
    form.lines.append(line)


def _whole(form: FilledForm, cell: str, value: Any, label: str, *, needed: bool = False) -> int | None:
    if not _is_filled(value):
        if needed:
            form.fault(cell, f"{label}没有填", f"{_ASK}件数，没有的填0")
        return None
    text = narrow(str(value)).strip()
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) <= 6):
        form.fault(cell, f"{label}“{shown(value, 20)}”不是件数", "请填不小于0的整数，不写“约”和单位")
        return None
    return int(text)


def _day(form: FilledForm, cell: str, value: Any, label: str, *, needed: bool = False) -> date | None:
    if not _is_filled(value):
        if needed:
            form.fault(cell, f"{label}没有填", f"{_ASK}日期，如 2026-11-20")
        return None
    try:
        return read_moment(value).day
    except UnreadableDateError as error:
        form.fault(cell, f"{label}“{shown(value, 20)}”{error}", error.remedy)
        return None


def _text(form: FilledForm, cell: str, value: Any, label: str, *, needed: bool = False) -> str:
    if not _is_filled(value):
        if needed:
            form.fault(cell, f"{label}没有填", _ASK)
        return ""
    if isinstance(value, ErrorCell | BareFormula):
        form.fault(cell, f"{label}是公式错误或者没有结果的公式", "请改成文字")
        return ""
    written = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    try:
        text, _ = clean_key(written)
    except UnkeepableTextError as error:
        form.fault(cell, f"{label}{error}", "请重新输入")
        return ""
    if len(text) > _LONGEST:
        form.fault(cell, f"{label}有{len(text)}字，超过{_LONGEST}字", "请写得简短些")
    return text


def _is_filled(value: Any) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip(" \t\r\n\u3000\u00a0"))


def _label(cell: Any) -> str:
    return "".join(str(cell).split()).strip("＊*：:") if isinstance(cell, str) else ""


def _letter(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
