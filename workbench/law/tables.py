"""Read the law's TOML files beside this package, and say in Chinese which line is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any


class LawDataError(ValueError):
    """A data file of the law is incomplete or contradicts itself; names file, entry and field."""


def read_table(name: str) -> dict[str, Any]:
    """Return the content of a TOML file of this package; ``LawDataError`` if it cannot be read."""
    try:
        return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LawDataError(f"规则数据文件 {name} 无法读取：{error}，请从发布包恢复该文件") from error


class Entry:
    """One table of a TOML file; each getter checks type and presence."""

    def __init__(self, file: str, name: str, values: Mapping[str, Any]) -> None:
        self.file = file
        self.name = name
        self._values = values
        self._left = set(values)

    def text(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self._take(key, str)
        if not value:
            raise self.error(key, "不能为空")
        return str(value)

    def maybe_text(self, key: str) -> str | None:
        """Return a text, or ``None`` where the entry has none."""
        return self.text(key) if key in self._values else None

    def number(self, key: str) -> int:
        """Return a whole number of at least 1."""
        value = self._take(key, int)
        if value < 1 or isinstance(value, bool):
            raise self.error(key, "应为不小于1的整数")
        return int(value)

    def maybe_number(self, key: str) -> int | None:
        """Return a whole number of at least 1, or ``None`` where the entry has none."""
        return self.number(key) if key in self._values else None

    def day(self, key: str) -> date:
        """Return a day."""
        return date.fromisoformat(str(self._take(key, date)))

    def maybe_day(self, key: str) -> date | None:
        """Return a day, or ``None`` where the entry has none."""
        return self.day(key) if key in self._values else None

    def flag(self, key: str) -> bool:
        """Return a yes or no; no where the entry has none."""
        return bool(self._take(key, bool)) if key in self._values else False

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the entry has none."""
        if key not in self._values:
            return ()
        value = self._take(key, list)
        if not all(isinstance(one, str) and one for one in value):
            raise self.error(key, "应为文字列表")
        return tuple(value)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers, empty where the entry has none."""
        if key not in self._values:
            return ()
        value = self._take(key, list)
        if not all(isinstance(one, int) and one > 0 for one in value):
            raise self.error(key, "应为正整数列表")
        return tuple(value)

    def done(self) -> None:
        """Refuse fields that nothing has read: a misspelt name must not pass silently."""
        if self._left:
            raise self.error(sorted(self._left)[0], "不是本表的字段，请核对拼写")

    def error(self, key: str, why: str) -> LawDataError:
        """Return the error for one field of this entry."""
        return LawDataError(f"规则数据文件 {self.file} 中“{self.name}”的 {key}：{why}")

    def _take(self, key: str, kind: type) -> Any:
        if key not in self._values:
            raise self.error(key, "缺少该字段")
        value = self._values[key]
        if not isinstance(value, kind):
            raise self.error(key, f"类型不符（现为“{value}”）")
        self._left.discard(key)
        return value
