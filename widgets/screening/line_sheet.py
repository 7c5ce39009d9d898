"""The sheet in which the lines of a report are filled in: chosen, typed, or pasted from a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from widgets.parts.form import MOST_CHANGES, Draft
from widgets.parts.sheet_rows import sheet_rows
from widgets.screening.line_rows import COLUMNS, KEYS, LONGEST, MOST_ROWS, ReadLines


class LineSheet(Part):
    """``read(rows)`` tells what the rows say, ``on_rows()`` follows it; ``found`` is what was read last."""

    _esm = f"{script_of('form_draft')}\n{Path(__file__).with_name('line_sheet.js').read_text('utf-8')}"

    columns = tl.List(tl.Dict()).tag(sync=True)
    initial = tl.List(tl.List(tl.Unicode())).tag(sync=True)
    most = tl.Int(MOST_ROWS).tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    draft = tl.Dict().tag(sync=True)
    answer = tl.Dict().tag(sync=True)
    done = tl.Bool(False).tag(sync=True)

    def __init__(
        self,
        read: Callable[[Sequence[Mapping[str, str]]], ReadLines],
        on_rows: Callable[[], None],
        *,
        label: str,
        rows: Sequence[Sequence[str]],
        draft: Draft,
    ) -> None:
        self.read, self.on_rows = read, on_rows
        self.found = read([dict(zip(KEYS, row, strict=True)) for row in rows])
        super().__init__(
            columns=[asdict(one) for one in COLUMNS],
            initial=[list(row) for row in rows],
            label=label,
            draft=asdict(draft),
        )
        self._answer(0)

    def forget(self) -> None:
        """Let the browser forget what was typed: it is recorded."""
        self.done = True

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "rows":
            raise CraftedMessageError("表格发来的内容无法识别，请刷新页面后再试")
        self.found = self.read(_rows(message))
        self._answer(message.whole("serial", high=MOST_CHANGES))
        self.on_rows()

    def _answer(self, serial: int) -> None:
        found = self.found
        self.answer = {
            "serial": serial,
            "problems": {str(place): list(told) for place, told in found.problems.items()},
            "sums": [found.sum(name) for name in ("new", "settled", "stock")],
        }


def _rows(message: Message) -> list[dict[str, str]]:
    too_many = f"一份月报最多 {MOST_ROWS} 行"
    return sheet_rows(message, KEYS, most=MOST_ROWS, longest=LONGEST, too_many=too_many)
