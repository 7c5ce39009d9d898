"""Mapping files: how the columns of one kind of file become facts, and what is set where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from workbench.intake.column import CODED
from workbench.intake.columns import plain_heading, shipped_vocabulary
from workbench.intake.firewall import shipped_firewall
from workbench.intake.settings import SettingsError, check_keys, read_settings
from workbench.terms import AssumedFact, Channel, PetitionClass, Procedure, StatutoryChannel, Step, Term

MAPPINGS_FOLDER = Path(__file__).parent / "mappings"
_KEYS = {
    "name": str,
    "description": str,
    "general": bool,
    "recognise": list,
    "prefix": str,
    "whole_numbers": list,
    "duplicates": str,
    "date_order": str,
    "impossible_end": str,
    "leave_out_others": str,
    "columns": dict,
    "leave_out": dict,
    "assume": dict,
    "undated": dict,
    "values": dict,
}
_CHOICES = {
    "duplicates": ("refuse", "keep_first"),
    "date_order": ("year_first", "month_first", "day_first"),
    "impossible_end": ("refuse", "leave_out"),
}
# What may be set where a file says nothing, and the list its value must come from.
ASSUMABLE: dict[str, type[Term] | None] = {
    "channel": Channel,
    "petition_class": PetitionClass,
    "path": StatutoryChannel,
    "procedure": Procedure,
    "people": None,
    "unit": None,
    "responsible_unit": None,
    "topic": None,
    "approved_by_head": None,
}
ASSUMED_LABELS = {
    "channel": "信访形式",
    "petition_class": "诉求类别",
    "path": "法定途径",
    "procedure": "办理程序",
    "people": "人数",
    "unit": "登记机构",
    "responsible_unit": "责任单位",
    "topic": "内容分类",
    "approved_by_head": "延期经本机关负责人批准",
    "handled_directly": AssumedFact.HANDLED_DIRECTLY.label,
    "contact_known": "姓名、住址清楚",
    "replied": "答复日期",
    "opinion": "处理意见日期",
    "registered": "登记日期",
    "received": "信访日期",
    "rated": "评价日期",
}


class UnknownMappingError(ValueError):
    """No mapping has this name."""

    def __init__(self, name: str) -> None:
        known = "、".join(mapping.id for mapping in shipped_mappings())
        super().__init__(f"没有名为“{name}”的对应表。可用：{known}；也可给出 .toml 文件的路径")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A mapping file as read. Headings are kept plain (see ``plain_heading``)."""

    id: str
    name: str
    description: str = ""
    is_general: bool = False  # any heading of the vocabulary is taken
    recognise: tuple[str, ...] = ()
    prefix: str = ""  # before the number of a matter, so that two sources cannot collide
    whole_numbers: frozenset[str] = frozenset()  # facts whose numbers are written without zeros in front
    duplicates: str = "refuse"
    date_order: str = "year_first"
    impossible_end: str = "refuse"
    leave_out_others: str | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leave_out: Mapping[str, str] = field(default_factory=dict)
    assume: Mapping[str, str] = field(default_factory=dict)
    undated: Mapping[str, Step] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fits(self, headings: set[str]) -> int:
        """Return how many headings recognise this mapping; 0 if one is missing."""
        return len(self.recognise) if self.recognise and headings.issuperset(self.recognise) else 0


def read_mapping(path: Path) -> ColumnMapping:
    """Return the mapping of a file; ``SettingsError`` with the key for anything wrong in it."""
    table = read_settings(path)
    check_keys(path, "", table, _KEYS)
    if not table.get("name"):
        raise SettingsError(path, "name", "缺少对应表名称")
    for key, choices in _CHOICES.items():
        if table.get(key, choices[0]) not in choices:
            raise SettingsError(path, key, f"只能是 {'、'.join(choices)}")
    columns = _read_columns(path, table.get("columns", {}))
    given: dict[str, Any] = {
        "id": path.stem,
        "name": table["name"],
        "is_general": table.get("general", False),
        "recognise": tuple(map(plain_heading, _texts(path, "recognise", table.get("recognise", [])))),
        "whole_numbers": frozenset(_texts(path, "whole_numbers", table.get("whole_numbers", []))),
        "columns": columns,
        "leave_out": {plain_heading(word): str(why) for word, why in table.get("leave_out", {}).items()},
        "assume": _read_assumed(path, table.get("assume", {})),
        "undated": _read_undated(path, table.get("undated", {})),
        "values": _read_values(path, table.get("values", {})),
    }
    plain = ("description", "prefix", "duplicates", "date_order", "impossible_end", "leave_out_others")
    given |= {key: table[key] for key in plain if key in table}
    return ColumnMapping(**given)


@cache
def shipped_mappings() -> tuple[ColumnMapping, ...]:
    """Return the mappings that ship with the workbench, the general one first."""
    read = [read_mapping(path) for path in sorted(MAPPINGS_FOLDER.glob("*.toml"))]
    return tuple(sorted(read, key=lambda mapping: (not mapping.is_general, mapping.id)))


def find_mapping(name: str) -> ColumnMapping:
    """Return the mapping by its identifier, its Chinese name, or the path of a file of one's own."""
    for mapping in shipped_mappings():
        if name in (mapping.id, mapping.name):
            return mapping
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return read_mapping(path)
    raise UnknownMappingError(name)


def recognised(headings: set[str]) -> list[ColumnMapping]:
    """Return the mappings that fit these plain headings best; several if they fit equally well."""
    scored = [(mapping.fits(headings), mapping) for mapping in shipped_mappings()]
    best = max((score for score, _ in scored), default=0)
    return [mapping for score, mapping in scored if score == best] if best else []


def _texts(path: Path, key: str, values: list[Any]) -> list[str]:
    if not all(isinstance(value, str) and value for value in values):
        raise SettingsError(path, key, "应为文字的列表")
    return values


def _read_columns(path: Path, table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    fields = shipped_vocabulary().fields
    columns = {}
    for name, headings in table.items():
        if name not in fields:
            raise SettingsError(path, f"columns.{name}", f"没有这一项，可用：{'、'.join(fields)}")
        if not isinstance(headings, list):
            raise SettingsError(path, f"columns.{name}", "应为栏名的列表")
        for heading in _texts(path, f"columns.{name}", headings):
            term = shipped_firewall().term_in_heading(heading)
            if term is not None:
                raise SettingsError(path, f"columns.{name}", f"栏名含有不予导入的“{term}”")
        columns[name] = tuple(map(plain_heading, headings))
    return columns


def _read_assumed(path: Path, table: dict[str, Any]) -> dict[str, str]:
    for name, value in table.items():
        where = f"assume.{name}"
        if name not in ASSUMABLE:
            raise SettingsError(path, where, f"不能设定这一项，可用：{'、'.join(ASSUMABLE)}")
        terms = ASSUMABLE[name]
        if not isinstance(value, str):
            raise SettingsError(path, where, f"应为带引号的文字，现为 {value!r}")
        if terms is not None:
            try:
                terms.coded(value)
            except ValueError as error:
                raise SettingsError(path, where, str(error)) from None
        if name == "people" and not (value.isascii() and value.isdigit() and int(value) > 0):
            raise SettingsError(path, where, "人数应为大于零的整数")
    return dict(table)


def _read_undated(path: Path, table: dict[str, Any]) -> dict[str, Step]:
    try:
        return {status: Step.coded(str(step)) for status, step in table.items()}
    except ValueError as error:
        raise SettingsError(path, "undated", str(error)) from None


def _read_values(path: Path, table: dict[str, Any]) -> dict[str, dict[str, str]]:
    fields = shipped_vocabulary().fields
    for name, words in table.items():
        if name not in fields or not isinstance(words, dict):
            raise SettingsError(path, f"values.{name}", "没有这一项，或不是“取值 = 代码”的表")
        check_keys(path, f"values.{name}", words, dict.fromkeys(words, str))
        terms = CODED.get(name)
        for word, code in words.items():
            if terms is not None and code and code not in tuple(terms):
                raise SettingsError(path, f"values.{name}.{word}", f"可用：{'、'.join(terms)}，或空")
    return table
