"""How a condition of a definition may be written: by the columns of its own row, the same on every day.

What is counted must follow from the row that is counted. A sub-select would reach rows that the limits of the
charter do not see; a clock or a die would give another number tomorrow; without the period, the printed one
would be false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from workbench.indicators.refusals import WORDS, DefinitionError, always_holds

# What tells of one matter, and so of whoever brought it: a title may hold a name.
_ONE_MATTER: Final = re.compile(r"\b(title|case_no|external_no|case_id|rowid)\b", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"\b(select|with|values|exists|over)\b", re.IGNORECASE)
_CLOCK: Final = re.compile(r"\b(current_\w+|localtime\w*)\b", re.IGNORECASE)
_MARKS: Final = re.compile(r'--|/\*|[;"`\[\]]')
_FUNCTION: Final = re.compile(r"\b([a-z_]\w*)\s*\(", re.IGNORECASE)
_OF_A_DAY: Final = re.compile(r"\b(?:date|julianday)\s*\(", re.IGNORECASE)
_SAME_EVERY_DAY: Final = re.compile(
    r"\b(?:date|julianday)\s*\(\s*:?\w+\s*(?:,\s*'[+-]?\d+ (?:day|month|year)s?'\s*)*\)", re.IGNORECASE
)
_FUNCTIONS: Final = (
    "coalesce ifnull nullif iif max min abs round length lower upper trim substr instr date julianday".split()
)
_OPERATORS: Final = frozenset("and or not in is when then else case like between cast".split())
# By which day a row of a grain is placed in a period, where a definition of another grain leaves it out.
_DAYS: Final = {
    "case": "registered_on",
    "petition": "petition_on",
    "closure": "closed_on",
    "deadline": "due",
    "commitment": "due_on",
}
_TEXT: Final = re.compile(r"'(?:[^']|'')*'")
_SIGN: Final = re.compile(r"'(?:[^']|'')*'|:?\w+|[()]|[^\s\w()':]+")


def refuse_wording(row: Mapping[str, Any]) -> None:
    """Raise ``DefinitionError`` if a part of the definition reads more than the columns of its row."""
    name = str(row["name"])
    named = {key: str(row[key]) for key in ("of", "that", "silent", "left_out", "date") if row.get(key)}
    days = tuple(row.get("days") or ())
    for key, text in (*named.items(), *(("days", day) for day in days)):
        _refuse_text(name, key, text)


def refuse_hollow(row: Mapping[str, Any]) -> None:
    """Raise ``DefinitionError`` if the definition tells nothing of work, or not of the printed period."""
    name, days, that = str(row["name"]), row.get("days") or (), row.get("that")
    if len({day.lower() for day in days}) == 1:
        raise DefinitionError(f"指标“{name}”的 days 两栏相同，天数总是 0：请写开始和结束两个不同的日期栏目")
    if that and (not reads_a_column(that) or always_holds(that)):
        raise DefinitionError(
            f"指标“{name}”的 that 对每一行都成立，不能说明办得怎样："
            "请写出哪一栏达到什么才算达到，如 met_on <= due"
        )
    if that and row["kind"] == "core" and row.get("grain") == "petition":
        raise DefinitionError(
            f"指标“{name}”按群众来信来访的批次算比率，那是数量，不是业绩，只能作背景（kind 写 context）；"
            "要看单位履职的，grain 写 case、deadline 或 closure"
        )
    grain = row.get("grain") or "case"
    of_left_out = day_of_left_out(row["date"], grain, row.get("left_out_grain") or "")
    for key, date in (("of", row["date"]), ("silent", row["date"]), ("left_out", of_left_out)):
        condition = row.get(key)
        if condition and not is_within_the_period(condition, date):
            raise DefinitionError(
                f"指标“{name}”的 {key} 没有限定统计期，印出的统计期就不真实："
                f"请在 {key} 中写 {date} between :start and :end，与其他条件用 and 相连"
            )


def day_of_left_out(date: str, grain: str, left_out_grain: str) -> str:
    """Return the column that places in the period what a figure leaves out: of its own rows its own day."""
    return date if left_out_grain in ("", grain) else _DAYS[left_out_grain]


def reads_a_column(condition: str) -> bool:
    """Return whether a condition names a column at all."""
    names = re.findall(r"(?<![:\w])[a-z_]\w*(?!\w*\s*\()", _TEXT.sub("''", condition), re.IGNORECASE)
    return any(name.lower() not in WORDS for name in names)


def is_within_the_period(condition: str, day: str) -> bool:
    """Return whether a condition holds only where ``day`` lies between ``:start`` and ``:end``.

    It is read as parts that all must hold; what stands behind an ``or`` binds nothing.
    """
    parts = set(_parts(condition))
    low, high = f"{day} >= :start".lower(), f"{day} <= :end".lower()
    return f"{day} between :start and :end".lower() in parts or {low, high} <= parts


def _refuse_text(name: str, key: str, text: str) -> None:
    plain = _TEXT.sub("''", text)
    whose = f"指标“{name}”的 {key}"
    if _MARKS.search(plain):
        raise DefinitionError(f"{whose} 中有注释、分号或带引号的栏目名：请去掉，栏目名直接写，文字用单引号")
    if _ELSEWHERE.search(plain):
        raise DefinitionError(
            f"{whose} 另查了别的行（select 之类），章程的限制看不到那里：请只用本行的栏目写条件，"
            "栏目见 workbench/snapshots/schema.py"
        )
    if found := _ONE_MATTER.search(plain):
        raise DefinitionError(
            f"{whose} 用了 {found[1]}，等于按某一件、某一个人挑选，违反章程："
            "请改用类别、内容、单位、日期等栏目"
        )
    days = len(_OF_A_DAY.findall(text))
    if _CLOCK.search(plain) or days != len(_SAME_EVERY_DAY.findall(text)):
        raise DefinitionError(
            f"{whose} 用了当前时间，改天再算就是另一个数：请改用 :as_of（截至日）、:start、:end；"
            "date、julianday 里只写栏目名，如 date(due, '+5 days')"
        )
    for function in _FUNCTION.findall(plain):
        if function.lower() not in (*_FUNCTIONS, *_OPERATORS):
            raise DefinitionError(
                f"{whose} 用了函数 {function}，结果可能每次不同，或者别的引擎没有：请改写，"
                f"可用的函数有 {'、'.join(_FUNCTIONS)}"
            )


def _parts(condition: str) -> Iterator[str]:
    """Return the parts of a condition that all must hold, as small letters with one blank between signs."""
    signs = [sign if sign.startswith("'") else sign.lower() for sign in _SIGN.findall(condition)]
    while signs[:1] == ["("] and _closes_at_the_end(signs):
        signs = signs[1:-1]
    depth, is_between = 0, False
    parts: list[list[str]] = [[]]
    for sign in signs:
        depth += (sign in ("(", "case")) - (sign in (")", "end"))
        if depth == 0 and sign == "or":
            return
        if depth == 0 and sign == "and" and not is_between:
            parts.append([])
            continue
        if depth == 0 and sign in ("between", "and"):
            is_between = sign == "between"
        parts[-1].append(sign)
    for part in parts:
        if part[:1] == ["("] and _closes_at_the_end(part):
            yield from _parts(" ".join(part))
        else:
            yield " ".join(part)


def _closes_at_the_end(signs: list[str]) -> bool:
    depth = 0
    for at, sign in enumerate(signs):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at == len(signs) - 1
    return False
