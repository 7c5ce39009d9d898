"""Whether the values of a definition are of their kinds: a slip is told where it is, and what to write."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from workbench.indicators.refusals import DefinitionError

_TEXTS: Final = (
    "id name kind of date date_name words source caution that unit grain silent silent_name official counts "
    "left_out left_out_name left_out_grain"
).split()
_SQL: Final = frozenset({"of", "that", "silent"})  # as it is written: its version follows from it
_FLAGS: Final = ("lower_is_better", "ripens")
_PAIRS: Final = ("parts", "days")
_WHERE: Final = re.compile(r"at line (\d+)")
_NAMED: Final = re.compile(r"^\s*name\s*=\s*[\"']([^\"']*)")


def of_their_kinds(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a definition, texts without blanks around them; ``DefinitionError`` for a slip.

    What is ``None`` (a kept definition writes it so) is as if it were not there.
    """
    told = {key: value for key, value in row.items() if value is not None}
    name = str(told.get("name") or told.get("id") or "未命名")
    for key in _TEXTS:
        if key in told:
            _require(name, key, told[key], isinstance(told[key], str), "带引号的文字")
            told[key] = told[key] if key in _SQL and told[key].strip() else told[key].strip()
    for key in _FLAGS:
        _require(name, key, told.get(key), isinstance(told.get(key, False), bool), "true 或 false，不加引号")
    for key in _PAIRS:
        if key in told:
            _require(name, key, told[key], _is_texts(told[key]) and len(told[key]) == 2, "两项文字的列表")
    if "dimensions" in told:
        is_list = _is_texts(told["dimensions"])
        _require(name, "dimensions", told["dimensions"], is_list, '文字的列表，如 ["unit", "month"]')
    if "since" in told:
        told["since"] = _day(name, told["since"])
    return told


def fault_of_file(error: Exception, text: str) -> DefinitionError:
    """Return in Chinese what is wrong with the writing of the whole catalogue, with its line and figure."""
    where = _WHERE.search(str(error))
    lines = text.splitlines()
    number = int(where[1]) if where else len(lines)
    named = [found[1] for line in lines[:number] if (found := _NAMED.match(line))]
    whose = f"，在指标“{named[-1]}”" if named else ""
    return DefinitionError(
        f"指标目录 catalogue.toml 第 {number} 行{whose}写法不对，整个目录都不能读取：请核对这一行及其前一行，"
        f"文字要加引号，日期写成 2022-05-01 的样子（{error}）"
    )


def _day(name: str, value: Any) -> dt.date:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            pass
    is_day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    _require(name, "since", value, is_day, "日期，如 2022-05-01，不加引号")
    found: dt.date = value
    return found


def _is_texts(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(one, str) and one.strip() for one in value)


def _require(name: str, key: str, value: Any, is_right: bool, how: str) -> None:
    if not is_right:
        raise DefinitionError(f"指标“{name}”的 {key} 写的是 {value!r}，要写成{how}：请改好再用")
