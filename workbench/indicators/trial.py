"""Whether the conditions of a definition can be asked at all: tried on tables without a row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Final

from workbench.indicators.catalogue import DIMENSIONS, GRAINS, DefinitionError, Indicator
from workbench.indicators.evaluate import dimension

_VALUES: Final = {"start": "2026-01-01", "end": "2026-12-31", "as_of": "2026-12-31"}
_FAULTS: Final = (
    (re.compile(r"no such column: (.+)"), "没有“{}”这一栏"),
    (re.compile(r"no such function: (.+)"), "没有“{}”这个函数"),
    (re.compile(r"ambiguous column name: (.+)"), "“{}”在两张表中都有，不知是哪一个"),
    (re.compile(r'near "(.+)": syntax error'), "“{}”附近的写法不对"),
    (re.compile(r"binding .*?:?(\w+)\.?$"), "没有“:{}”这个值，只有 :start、:end、:as_of"),
)


def try_out(definition: Indicator, tables: Mapping[str, Mapping[str, str]]) -> None:
    """Raise ``DefinitionError`` naming the part that no engine can ask, and what to do.

    ``tables`` are the flat tables of a snapshot: their columns with their SQL types.
    """
    with closing(sqlite3.connect(":memory:")) as link:
        for table, columns in tables.items():
            link.execute(
                f"create table {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
            )
        for key, sql in _parts(definition):
            grain = definition.left_out_grain if key == "left_out" else ""
            rows = GRAINS[grain or definition.grain][0]
            try:
                link.execute(f"select {sql} from {rows}", _VALUES).fetchall()
            except sqlite3.Error as error:
                raise DefinitionError(
                    f"指标“{definition.name}”的 {key} 不能执行：{_told(str(error))}。"
                    "请在 catalogue.toml 中改好再用；可用的栏目见 workbench/snapshots/schema.py"
                ) from None


def _parts(definition: Indicator) -> Iterator[tuple[str, str]]:
    yield "of", f"count(case when ({definition.of}) then 1 end)"
    if definition.that is not None:
        yield "that", f"count(case when ({definition.that}) then 1 end)"
    if definition.silent is not None:
        yield "silent", f"count(case when ({definition.silent}) then 1 end)"
    if definition.left_out is not None:
        yield "left_out", f"count(case when ({definition.left_out}) then 1 end)"
    yield "date", definition.date
    for column in definition.days or ():
        yield "days", column
    for by in definition.dimensions:
        if by in DIMENSIONS:
            yield "dimensions", dimension(definition, by)


def _told(error: str) -> str:
    for pattern, words in _FAULTS:
        if found := pattern.search(error):
            return words.format(found[1])
    return error
