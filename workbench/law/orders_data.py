"""What supervision.toml says: numbering, usual reasons, bodies with authority, words not ours to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from workbench.law.tables import Entry, LawDataError, read_table
from workbench.terms import SupervisionReason, UnitKind

FILE: Final = "supervision.toml"


class NumberError(ValueError):
    """The number of a document is not one of its year."""


@dataclass(frozen=True, slots=True)
class OrdersData:
    """``order`` and ``proposal`` are patterns with {year} and {number}; the rest as in the file."""

    order: str
    proposal: str
    reason_of_rule: Mapping[str, SupervisionReason]
    bodies: frozenset[str]
    kinds_above: frozenset[UnitKind]
    sanctions: tuple[str, ...]


@cache
def orders_data() -> OrdersData:
    """Return the content of the file; ``LawDataError`` names what is wrong in it."""
    content = read_table(FILE)
    numbering = Entry(FILE, "numbering", content["numbering"])
    accountability = Entry(FILE, "accountability", content["accountability"])
    found = OrdersData(
        order=numbering.text("order"),
        proposal=numbering.text("proposal"),
        reason_of_rule={
            rule: SupervisionReason.coded(code) for rule, code in content["reason_of_rule"].items()
        },
        bodies=frozenset(accountability.texts("bodies")),
        kinds_above=frozenset(map(UnitKind.coded, accountability.texts("kinds_above"))),
        sanctions=accountability.texts("sanctions"),
    )
    numbering.done()
    accountability.done()
    for pattern in (found.order, found.proposal):
        if "{year}" not in pattern or "{number}" not in pattern:
            raise LawDataError(f"规则数据文件 {FILE} 中的编号格式“{pattern}”缺少 {{year}} 或 {{number}}")
    return found


def usual_reason(rule_ids: Iterable[str]) -> SupervisionReason:
    """Return the usual reason where these limits were missed: the first that is more than lateness."""
    known = orders_data().reason_of_rule
    return next((known[rule] for rule in rule_ids if rule in known), SupervisionReason.LATE)


def next_number(pattern: str, taken: Iterable[str], year: int) -> str:
    """Return the number after the highest of ``taken`` in the year; never a gap filled, never by chance."""
    reads = _reader(pattern)
    found = [
        int(read["number"]) for one in taken if (read := reads.fullmatch(one)) and int(read["year"]) == year
    ]
    return pattern.format(year=year, number=max(found, default=0) + 1)


def check_number(pattern: str, number: str, issued_on: date) -> None:
    """Refuse a number that has not the office's form or is of another year than the day of issue."""
    read = _reader(pattern).fullmatch(number)
    if read is None or int(read["year"]) != issued_on.year:
        right = pattern.format(year=issued_on.year, number=1)
        raise NumberError(f"编号“{number}”与格式不符：{issued_on.year}年的编号应形如“{right}”")


@cache
def _reader(pattern: str) -> re.Pattern[str]:
    parts = re.escape(pattern).replace(r"\{year\}", r"(?P<year>\d{4})")
    return re.compile(parts.replace(r"\{number\}", r"(?P<number>[1-9]\d{0,5})"))
