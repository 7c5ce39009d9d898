"""What a definition may not say: the limits of the charter, tried out on its conditions."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import product
from random import Random
from typing import Any, Final

PERSONAL: Final = re.compile(r"petitioner|person_name|phone|id_number|id_hash|address", re.IGNORECASE)
# Whether people come, and come again: it may be told, but nobody's work is measured by it.
_COMING: Final = re.compile(
    r"\b(returned_on|return_days|batches\w*|person_times|largest_group|petition_(?:number|people))\b",
    re.IGNORECASE,
)
# By which way and how high they came: a figure can be broken down by it, and its filter narrows by it.
_HOW_HIGH: Final = re.compile(r"\b(?:petition_)?channel\b|\b\w*level\b", re.IGNORECASE)
_AIMS: Final = ("target", "ranking", "rank", "goal", "quota")
_NAMES: Final = re.compile(r"'(?:[^']|'')*'|:\w+|(?P<name>[a-z_]\w*)(?!\w*\()", re.IGNORECASE)
WORDS: Final = frozenset(
    "and or not in is null between case when then else end like escape coalesce nullif substr true false "
    "length lower upper trim ifnull iif max min exists select from where cast as integer distinct".split()
)
# What tells that somebody rated.
_RATING: Final = re.compile(r"\b(satisfaction|rated_on|asked_by)\b", re.IGNORECASE)
_MOST: Final = 5_000  # rows on which a condition is tried


class DefinitionError(ValueError):
    """A definition in the catalogue is incomplete or breaks the charter."""


def refuse(row: Mapping[str, Any]) -> None:
    """Raise ``DefinitionError`` if the definition in ``row`` breaks the charter."""
    name = row["name"]
    texts = [str(row.get(key) or "") for key in ("of", "that", "silent", "left_out", "date")]
    texts += [*(row.get("dimensions") or ()), *(row.get("days") or ())]
    if any(PERSONAL.search(text) for text in texts):
        raise DefinitionError(f"指标“{name}”按人统计，违反章程，不予采用")
    aims = [key for key in _AIMS if key in row]
    is_volume = not row.get("that") and not row.get("days")
    if aims or (is_volume and row.get("lower_is_better")):
        raise DefinitionError(f"指标“{name}”带有目标或排名，违反章程：来了多少群众不是业绩，请删去后再用")
    if is_volume and row["kind"] != "context":
        raise DefinitionError(f"指标“{name}”是来信来访的数量，只能作背景（kind 写 context）")
    if row["kind"] != "context" and any(_COMING.search(text) for text in texts):
        raise DefinitionError(
            f"指标“{name}”随群众来不来而变，违反章程：来的人少不是业绩，只能作背景（kind 写 context）"
        )
    conditions = [str(row.get(key) or "") for key in ("of", "that", "silent")]
    if row["kind"] != "context" and any(_HOW_HIGH.search(text) for text in conditions):
        raise DefinitionError(
            f"指标“{name}”数的是群众从哪条渠道、到哪一级反映，违反章程：那是群众的权利，不是业绩，只能作背景"
            "（kind 写 context）；只看某一渠道、某一层级的，用分组或筛选"
        )
    of, that = str(row.get("of") or ""), str(row.get("that") or "")
    kept_low = bool(row.get("lower_is_better"))
    if drops_the_dissatisfied(of) or (silence_is_content(of, that) if kept_low else silence_passes(that)):
        raise DefinitionError(f"指标“{name}”把没有评价的算作满意，违反章程，不予采用")


def silence_passes(condition: str) -> bool:
    """Return whether somebody who did not rate passes where somebody dissatisfied would not.

    The condition is tried on rows in which every column that it names takes every value that it names; who
    did not rate has no day of a rating either, and nobody who asked for it.
    """
    if not _RATING.search(condition):
        return False
    with closing(sqlite3.connect(":memory:")) as link:
        return any(
            _holds(link, condition, _silent(others)) and not _holds(link, condition, rated)
            for others in _rows(condition)
            for rated in _rated(others, "dissatisfied")
        )


def drops_the_dissatisfied(of: str) -> bool:
    """Return whether who counts are the satisfied and the silent without the dissatisfied."""
    if not _RATING.search(of):
        return False
    with closing(sqlite3.connect(":memory:")) as link:
        return any(
            _holds(link, of, _silent(others))
            and any(_holds(link, of, one) for one in _rated(others, "satisfied"))
            and not all(_holds(link, of, one) for one in _rated(others, "dissatisfied"))
            for others in _rows(of)
        )


def silence_is_content(of: str, that: str) -> bool:
    """Return whether who did not rate counts as somebody satisfied does, and not as somebody dissatisfied.

    It is asked of a share that should be low: of the dissatisfied among all who were answered, say, in which
    every silent one makes it look better.
    """
    if not _RATING.search(that):
        return False
    with closing(sqlite3.connect(":memory:")) as link:
        for others in _rows(f"({of}) and ({that})"):
            silent = _silent(others)
            if not _holds(link, of, silent):
                continue
            passes = _holds(link, that, silent)
            content = _rated(others, "satisfied")
            if any(_holds(link, that, one) == passes for one in content) and any(
                _holds(link, of, one) and _holds(link, that, one) != passes
                for one in _rated(others, "dissatisfied")
            ):
                return True
    return False


def always_holds(condition: str) -> bool:
    """Return whether a condition passes whatever its row says, so that it tells nothing."""
    rated = _rated({}, "dissatisfied") if _RATING.search(condition) else []
    with closing(sqlite3.connect(":memory:")) as link:
        return all(
            _holds(link, condition, {**one, **others})
            for others in _rows(condition)
            for one in (_silent({}), *rated)
        )


def _silent(others: Mapping[str, object]) -> dict[str, object]:
    return {**others, "satisfaction": None, "rated_on": None, "asked_by": None}


def _rated(others: Mapping[str, object], satisfaction: str) -> list[dict[str, object]]:
    """Return a row of somebody who rated, none where it has no day of the rating: there is no such row."""
    if "rated_on" in others and others["rated_on"] is None:
        return []
    return [{**others, "satisfaction": satisfaction}]


def _rows(condition: str) -> Iterator[dict[str, object]]:
    found = [match["name"] for match in _NAMES.finditer(condition) if match["name"]]
    names = sorted({name.lower() for name in found} - WORDS - {"satisfaction"})
    told = [text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", condition)]
    values = [None, 0, 1, "2026-01-05", "2026-03-01", *told]
    if len(values) ** len(names) <= _MOST:
        for chosen in product(values, repeat=len(names)):
            yield dict(zip(names, chosen, strict=True))
        return
    dice = Random(len(names))  # too many: the same ones each time, of all kinds
    for _ in range(_MOST):
        yield {name: dice.choice(values) for name in names}


def _holds(link: sqlite3.Connection, condition: str, row: Mapping[str, object]) -> bool:
    columns = ", ".join(f":value_{name} as {name}" for name in row)
    values = {f"value_{name}": value for name, value in row.items()}
    period = {"start": "2026-01-01", "end": "2026-12-31", "as_of": "2026-12-31"}
    try:
        ((held,),) = link.execute(
            f"select ({condition}) is true from (select {columns})", values | period
        ).fetchall()
    except sqlite3.Error as error:
        raise DefinitionError(f"指标的条件不能执行：{condition}（{error}）") from None
    return bool(held)
