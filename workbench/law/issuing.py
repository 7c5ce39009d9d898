"""How issued papers are numbered (issuing.toml): the series a kind belongs to, and how they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.law.tables import Entry, LawDataError, read_table
from workbench.terms import IssuedKind

FILE: Final = "issuing.toml"


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """How the numbers of some kinds look, and whether each issuing unit counts for itself."""

    code: str
    pattern: str
    by_unit: bool
    kinds: tuple[IssuedKind, ...]

    def key(self, unit: str, year: int) -> str:
        """Return the name of the sequence in which a paper of this unit and year is counted."""
        return f"{self.code}:{unit}:{year}" if self.by_unit else f"{self.code}:{year}"

    def written(self, sign: str, year: int, number: int) -> str:
        """Return the number as it is printed: no leading zeros, no 第 before it (GB/T 9704, 7.2.5)."""
        return self.pattern.format(sign=sign, year=year, number=number)


@dataclass(frozen=True, slots=True)
class IssuingData:
    """``patterns`` by kind; ``recorded`` kinds carry the number of their record; ``signs`` by unit code."""

    patterns: Mapping[IssuedKind, NumberPattern]
    recorded: frozenset[IssuedKind]
    signs: Mapping[str, str]

    def sign(self, unit: str, name: str) -> str:
        """Return the sign of a unit, its name where the office has set none."""
        return self.signs.get(unit, name)


@cache
def issuing_data() -> IssuingData:
    """Return the content of the file; ``LawDataError`` names what is wrong in it."""
    content = read_table(FILE)
    patterns: dict[IssuedKind, NumberPattern] = {}
    codes = []
    for values in content["series"]:
        entry = Entry(FILE, str(values.get("code")), values)
        found = NumberPattern(
            code=entry.text("code"),
            pattern=entry.text("pattern"),
            by_unit=entry.flag("by_unit"),
            kinds=tuple(map(IssuedKind.coded, entry.texts("kinds"))),
        )
        entry.done()
        codes.append(found.code)
        _check(found)
        for kind in found.kinds:
            if kind in patterns:
                raise LawDataError(f"规则数据文件 {FILE} 中“{kind.value}”列在两个编号系列里：只能属于一个")
            patterns[kind] = found
    if len(set(codes)) < len(codes):
        raise LawDataError(f"规则数据文件 {FILE} 中编号系列的 code 重复：请改用不同的代码")
    recorded = frozenset(map(IssuedKind.coded, content["recorded"]["kinds"]))
    without = set(IssuedKind) - patterns.keys() - recorded
    if without or patterns.keys() & recorded:
        raise LawDataError(f"规则数据文件 {FILE}：每种文书须恰好属于一个编号系列，请核对 kinds")
    return IssuingData(patterns, recorded, dict(content.get("signs", {})))


def _check(found: NumberPattern) -> None:
    for needed in ("{year}", "{number}", *(("{sign}",) if found.by_unit else ())):
        if needed not in found.pattern:
            raise LawDataError(f"规则数据文件 {FILE} 中的编号格式“{found.pattern}”缺少 {needed}")
    try:
        found.written("", 2026, 1)
    except (KeyError, IndexError, ValueError) as error:
        raise LawDataError(
            f"规则数据文件 {FILE} 中的编号格式“{found.pattern}”只能用 {{sign}}、{{year}}、{{number}}"
        ) from error
