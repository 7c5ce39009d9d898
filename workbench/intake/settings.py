"""Read the settings files of the import room strictly: known keys, right types, a sane size.

A wrong setting is refused when it is read, with the path of the file and of the value, never guessed at.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LARGEST = 1_000_000  # bytes of a settings file


class SettingsError(ValueError):
    """A settings file is wrong; the sentence names the file, the key and the remedy."""

    def __init__(self, path: Path | str, where: str, trouble: str) -> None:
        place = f"“{where}”" if where else ""
        super().__init__(f"设置文件 {Path(path).name} {place}有误：{trouble}")


def read_settings(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file; ``SettingsError`` if it is too large, not UTF-8 or not TOML."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise SettingsError(path, "", f"文件有 {size:,} 字节，上限为 {LARGEST:,} 字节")
        text = path.read_bytes().decode("utf-8")
    except OSError:
        raise SettingsError(path, "", "无法读取，请检查路径和权限") from None
    except UnicodeDecodeError as error:
        raise SettingsError(path, "", f"第 {error.start} 字节不是 UTF-8，请另存为 UTF-8") from None
    return parse_settings(text, path)


def parse_settings(text: str, path: Path | str) -> dict[str, Any]:
    """Return the tables of a TOML text; tags, anchors and doubled keys are no TOML and are refused."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(path, "", f"不是有效的 TOML（{error}）") from None


def check_keys(path: Path | str, where: str, table: Mapping[str, Any], known: Mapping[str, type]) -> None:
    """Refuse unknown keys and values of another type than ``known`` gives."""
    for key, value in table.items():
        place = f"{where}.{key}" if where else key
        if key not in known:
            raise SettingsError(path, place, f"不认识的设置项，可用：{'、'.join(known)}")
        expected = known[key]
        # A bool is an int to Python, not to the person who wrote the file.
        if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
            raise SettingsError(path, place, f"应为{_NAMES.get(expected, expected.__name__)}，现为 {value!r}")
        if isinstance(value, float) and not math.isfinite(value):
            raise SettingsError(path, place, "应为有限的数字")


_NAMES = {str: "文字", int: "整数", float: "小数", bool: "true 或 false", dict: "表", list: "列表"}
