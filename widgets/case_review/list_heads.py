"""What stands in the heads of the list: order, tests and chosen columns, as values and as an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from widgets.parts.grid_query import LONGEST_TEXT, MOST_SORTED, ColumnFilter, GridQuery
from workbench.queries.case_filter import ColumnTest
from workbench.queries.caseload import Sort
from workbench.queries.columns import BY_KEY, COLUMNS, CaseColumn

TEST = "col."  # before the key of a column that is tested
BETWEEN = ".."


@dataclass(frozen=True, slots=True)
class ListHeads:
    """An empty ``sort`` is the usual order; empty ``columns`` are those that the reader usually sees."""

    sort: Sort = ()
    tests: tuple[ColumnTest, ...] = ()
    columns: tuple[str, ...] = ()


class UnreadableTestError(ValueError):
    """A test in a link that its column does not know."""


def heads_of(query: GridQuery) -> ListHeads:
    """Return what a reader put into the heads of the grid."""
    tests = (ColumnTest(test.key, test.contains, test.any_of, test.low, test.high) for test in query.filters)
    return ListHeads(query.sort, tuple(tests), query.chosen)


def with_heads(query: GridQuery, heads: ListHeads) -> GridQuery:
    """Return what the grid asks when these heads stand over it."""
    shown = heads.columns or tuple(column.key for column in COLUMNS if column.shown)
    tests = (ColumnFilter(test.key, test.contains, test.any_of, test.low, test.high) for test in heads.tests)
    return replace(query, sort=heads.sort, filters=tuple(tests), columns=shown, chosen=heads.columns)


def heads_to_address(heads: ListHeads) -> dict[str, str]:
    """Return the parameters of the heads; ``heads_from_address`` reads them back the same."""
    found = {f"{TEST}{test.key}": _said(test) for test in heads.tests}
    found["sort"] = ",".join(f"{'-' if descending else ''}{key}" for key, descending in heads.sort)
    found["columns"] = ",".join(heads.columns)
    return {name: value for name, value in found.items() if value}


def heads_from_address(given: Mapping[str, str]) -> tuple[ListHeads, tuple[str, ...]]:
    """Return what a link puts into the heads, and a sentence for each part that cannot be read."""
    problems: list[str] = []
    sort: dict[str, bool] = {}
    for name in _listed(given.get("sort")):
        sort.setdefault(name.removeprefix("-"), name.startswith("-"))
    columns = dict.fromkeys(_listed(given.get("columns")))
    tests = []
    for name, value in given.items():
        if not name.startswith(TEST):
            continue
        try:
            tests.append(_test(name.removeprefix(TEST), value))
        except UnreadableTestError as problem:
            problems.append(str(problem))
    if strange := [key for key in (*sort, *columns) if key not in BY_KEY]:
        problems.append(f"清单没有“{strange[0]}”这一列")
    if ranked := [BY_KEY[key].label for key in sort if key in BY_KEY and BY_KEY[key].is_of_coming]:
        problems.append(f"清单不按“{ranked[0]}”排序：群众来了几次、来了多少人不作排名")
    known_sort = tuple(
        (key, falling) for key, falling in sort.items() if key in BY_KEY and not BY_KEY[key].is_of_coming
    )[:MOST_SORTED]
    known_columns = tuple(column.key for column in COLUMNS if column.key in columns)  # in the list's order
    return ListHeads(known_sort, tuple(tests), known_columns), tuple(problems)


def _said(test: ColumnTest) -> str:
    if test.contains:
        return test.contains
    return ",".join(test.any_of) or (f"{test.low}{BETWEEN}{test.high}" if test.low or test.high else "")


def _test(key: str, value: str) -> ColumnTest:
    column = BY_KEY.get(key)
    if column is None:
        raise UnreadableTestError(f"清单没有“{key}”这一列")
    if column.is_of_coming:
        raise UnreadableTestError(f"清单不按“{column.label}”筛选：来了几次、来了多少人不作挑选的条件")
    match column.kind:
        case "text":
            return ColumnTest(key, contains=value.strip()[:LONGEST_TEXT])
        case "choice":
            return ColumnTest(key, any_of=_codes(column, value))
        case _:
            low, _, high = value.partition(BETWEEN)
            return ColumnTest(key, low=_bound(column, low), high=_bound(column, high))


def _codes(column: CaseColumn, value: str) -> tuple[str, ...]:
    codes = _listed(value)
    for code in codes:
        try:
            column.say(code)
        except ValueError:
            raise UnreadableTestError(f"“{column.label}”没有“{code}”这一项") from None
    return codes


def _bound(column: CaseColumn, text: str) -> str:
    try:
        if text:
            _ = int(text) if column.kind == "number" else date.fromisoformat(text)
    except ValueError:
        what = "整数" if column.kind == "number" else "形如 2026-03-01 的日期"
        raise UnreadableTestError(f"“{column.label}”的范围“{text}”不是{what}") from None
    return text


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split(",") if part)


def is_same_step(before: ListHeads, now: ListHeads) -> bool:
    """Return true while words are typed into one head or columns ticked: back skips the half-done."""
    if (before.sort, before.tests) == (now.sort, now.tests):
        return True
    typed = [test.key for test in now.tests if test.contains]
    others = [[test for test in heads.tests if test.key not in typed] for heads in (before, now)]
    return (
        before.sort == now.sort
        and typed == [t.key for t in before.tests if t.contains]
        and others[0] == others[1]
    )
