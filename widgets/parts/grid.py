"""A table that stays quick at any length: rows travel only when they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from secrets import token_hex
from typing import Any

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.grid_query import Cell, Column, GridQuery, GridSource, Row, read_query
from widgets.parts.guard import guard, sentence_for
from widgets.parts.values import Choice, FileToSave, Tag

PAGE = 40  # rows that travel at once; a screen shows some twenty
MOST_AT_ONCE = 300  # rows a page may ask for in one message
MOST_ROWS = 100_000_000
MOST_CHECKED = 500  # rows that may be chosen at once
LONGEST_KEY = 100
PLAIN = frozenset({str, int, float, type(None)})


class Grid(
    Part, scripts=("popover", "date_field", "range", "grid_head", "grid_columns", "grid_rows", "grid")
):
    """A virtual table over a source.

    ``query`` (not synced) is what the reader asks for now; observe it to show counts of the same rows.
    ``on_open(key)`` is called for a click or Enter on a row, ``on_export(query)`` makes the file of 导出.
    With ``on_check`` rows have boxes to tick; it is called with the keys of all that are ticked, which stay
    in ``checked`` while the reader sorts and filters.
    """

    query = tl.Instance(GridQuery)
    total = tl.Int(0)

    label = tl.Unicode("").tag(sync=True)
    name = tl.Unicode("").tag(sync=True)
    height = tl.Unicode("").tag(sync=True)
    empty = tl.Unicode("").tag(sync=True)
    selected = tl.Unicode("").tag(sync=True)
    can_open = tl.Bool(False).tag(sync=True)
    can_export = tl.Bool(False).tag(sync=True)
    can_check = tl.Bool(False).tag(sync=True)
    checked = tl.List(tl.Unicode()).tag(sync=True)
    page_size = tl.Int(PAGE).tag(sync=True)
    place = tl.Unicode("").tag(sync=True)
    shape = tl.List(tl.Dict()).tag(sync=True)
    first = tl.Dict().tag(sync=True)
    summary: tl.List[Any] = tl.List().tag(sync=True)

    def __init__(
        self,
        columns: Sequence[Column],
        source: GridSource,
        *,
        label: str,
        sort: tuple[tuple[str, bool], ...] = (),
        query: GridQuery | None = None,
        on_open: Callable[[str], None] | None = None,
        on_export: Callable[[GridQuery], FileToSave] | None = None,
        on_check: Callable[[tuple[str, ...]], None] | None = None,
        empty: str = "没有符合条件的记录。可以放宽或清除筛选条件。",
        height: str = "min(68vh, 760px)",
        name: str = "",
    ) -> None:
        """Show ``source``; ``label`` names the table to screen readers.

        ``query`` is what it asks at first, as from an address; without it the usual columns in ``sort``.
        ``name``, if given, lets the browser remember which columns this reader shows and how wide.
        """
        self.source = source
        self.columns = tuple(columns)
        self.on_open = on_open
        self.on_export = on_export
        self.on_check = on_check
        self._empty = empty
        shown = tuple(column.key for column in columns if column.shown)
        super().__init__(
            query=query or GridQuery(sort=sort, columns=shown),
            label=label,
            name=name,
            height=height,
            empty=empty,
            can_open=on_open is not None,
            can_export=on_export is not None,
            can_check=on_check is not None,
            place=token_hex(6),
            shape=[_as_shape(column) for column in columns],
        )
        self.refresh()

    def refresh(self, *, keep_place: bool = False, takes_columns: bool = False) -> None:
        """Read the rows again, after the source changed; ``keep_place`` does not scroll back to the top.

        ``takes_columns`` shows the columns of the query, too, which a reader else chooses alone.
        The first page travels with the news, so that the table changes in one message.
        """
        self._tell_empty(self.query)
        serial = self.first.get("serial", 0) + 1
        answer: dict[str, Any] = {
            "serial": serial,
            "keep_place": keep_place,
            "takes_columns": takes_columns,
            "query": _as_sent(self.query),
        }
        try:
            self.total = self.source.count(self.query)
            rows = self.source.page(self.query, 0, self.page_size) if self.total else ()
            answer |= {"total": self.total, "rows": [_as_row(row) for row in rows]}
        except Exception as error:
            answer["problem"] = sentence_for(error)
        self.first = answer

    def _tell_empty(self, query: GridQuery) -> None:
        """Have the table say, where no row is left, what of the tests in the heads is not looked for."""
        texts = [test.contains for test in query.filters if test.contains]
        why = ""
        if texts:  # asked only then: the table comes up without it
            from workbench.access.masked_words import is_masked, why_not_found

            why = why_not_found(*filter(is_masked, texts))
        self.empty = f"{why}。" if why else self._empty

    def show(self, query: GridQuery) -> None:
        """Ask this from now on, as where an address leads; the heads show it."""
        self.query = query
        self.refresh(takes_columns=True)

    def summarise(self, *pieces: str | Tag) -> None:
        """Say this of all rows, in place of their plain number; a ``Tag`` is a number that stands out."""
        self.summary = [[p.text, p.tone] if isinstance(p, Tag) else p for p in pieces]

    def set_choices(self, key: str, choices: Sequence[Choice]) -> None:
        """Offer other choices in the head of a column."""
        self.columns = tuple(
            replace(column, choices=tuple(choices)) if column.key == key else column
            for column in self.columns
        )
        self.shape = [asdict(column) for column in self.columns]

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        match message.kind:
            case "page":
                self._answer(message)
            case "open":
                self._open(message.text("key"))
            case "export":
                self._export(message)
            case "check" if self.on_check is not None:
                self._check(message.raw("keys"))
            case _:
                raise CraftedMessageError("表格发来的内容无法识别，请刷新页面后再试")

    def _answer(self, message: Message) -> None:
        request = message.text("request", longest=60)
        try:
            query = read_query(message.raw("query"), self.columns)
            offset = message.whole("offset", high=MOST_ROWS)
            limit = message.whole("limit", low=1, high=MOST_AT_ONCE)
            if query.filters != self.query.filters or message.flag("recount"):
                self.total = self.source.count(query)
            rows = self.source.page(query, offset, limit)
            self._tell_empty(query)
        except Exception as error:
            self.send({"type": "problem", "request": request, "sentence": sentence_for(error)})
            return
        self.send(
            {
                "type": "page",
                "request": request,
                "offset": offset,
                "total": self.total,
                "rows": [_as_row(row) for row in rows],
            }
        )
        self.query = query  # last: who observes it must not keep the rows waiting

    def _check(self, keys: object) -> None:
        if not isinstance(keys, list) or not all(isinstance(k, str) and len(k) <= LONGEST_KEY for k in keys):
            raise CraftedMessageError("表格发来的内容无法识别，请刷新页面后再试")
        chosen = list(dict.fromkeys(keys))
        if len(chosen) > MOST_CHECKED:
            self.checked = [*self.checked]
            self.send({"type": "unchecked"})
            raise CraftedMessageError(f"一次最多选择 {MOST_CHECKED} 行：请先处理已选的行")
        self.check(chosen)

    def check(self, keys: Sequence[str]) -> None:
        """Tick just these rows."""
        self.checked = list(keys)
        if self.on_check is not None:
            self.on_check(tuple(keys))

    def _open(self, key: str) -> None:
        self.selected = key
        if self.on_open is not None:
            self.on_open(key)

    def _export(self, message: Message) -> None:
        try:
            query = read_query(message.raw("query"), self.columns)
            if self.on_export is None:
                raise CraftedMessageError("这张表不能导出")
            self.save(self.on_export(query))
        except Exception as error:
            guard.tell(sentence_for(error))
            self.send({"type": "not_saved"})


def _as_sent(query: GridQuery) -> dict[str, Any]:
    tests = {
        test.key: {"contains": test.contains, "any_of": test.any_of, "low": test.low, "high": test.high}
        for test in query.filters
    }
    return {"sort": query.sort, "filters": tests, "columns": query.columns, "chosen": query.chosen}


def _as_shape(column: Column) -> dict[str, object]:
    return {**asdict(replace(column, choices=())), "choices": [one.as_sent() for one in column.choices]}


def _as_row(row: Row) -> list[Any]:
    # Most cells travel as they are; a page has hundreds.
    return [row.key, row.tone, *[c if type(c) in PLAIN else _as_cell(c) for c in row.cells]]


def _as_cell(cell: Cell) -> Any:
    if isinstance(cell, Tag):
        return [cell.text, cell.tone]
    return cell.isoformat() if isinstance(cell, date) else cell
