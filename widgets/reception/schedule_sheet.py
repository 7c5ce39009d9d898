"""The sheet in which a month is planned: typed row by row, or pasted from a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from secrets import token_hex

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from widgets.parts.form import MOST_CHANGES, Draft
from widgets.parts.guard import sentence_for
from widgets.parts.sheet_rows import sheet_rows
from widgets.reception.schedule_rows import COLUMNS, LONGEST, MOST_ROWS, ReadSheet, RowDraft

KEYS = tuple(one.key for one in COLUMNS)


class ScheduleSheet(Part):
    """``read(rows)`` tells what the rows say; ``on_save(drafts)`` gets them once every row can be planned.

    What ``on_save`` raises is shown here and everything that was typed stays; after it ``on_done()`` follows.
    """

    _esm = f"{script_of('form_draft')}\n{Path(__file__).with_name('schedule_sheet.js').read_text('utf-8')}"

    columns = tl.List(tl.Dict()).tag(sync=True)
    kinds = tl.List(tl.Unicode()).tag(sync=True)
    most = tl.Int(MOST_ROWS).tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    button = tl.Unicode("").tag(sync=True)
    draft = tl.Dict().tag(sync=True)
    answer = tl.Dict().tag(sync=True)
    problem = tl.Unicode("").tag(sync=True)
    phase = tl.Enum(["open", "done"], "open").tag(sync=True)
    token = tl.Unicode("").tag(sync=True)

    def __init__(
        self,
        read: Callable[[Sequence[Mapping[str, str]]], ReadSheet],
        on_save: Callable[[tuple[RowDraft, ...]], None],
        *,
        label: str,
        button: str,
        on_done: Callable[[], None],
        on_cancel: Callable[[], None],
        draft: Draft,
    ) -> None:
        self.read, self.on_save, self.on_done, self.on_cancel = read, on_save, on_done, on_cancel
        super().__init__(
            columns=[asdict(one) for one in COLUMNS],
            label=label,
            button=button,
            draft=asdict(draft),
            token=token_hex(8),
        )
        self._answer(0, ReadSheet({}, {}))

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        match message.kind:
            case "rows":
                self._answer(message.whole("serial", high=MOST_CHANGES), self.read(_rows(message)))
            case "save":
                self._save(message)
            case "cancel":
                self.on_cancel()
            case _:
                raise CraftedMessageError("表格发来的内容无法识别，请刷新页面后再试")

    def tell(self, sentence: str) -> None:
        self.problem = sentence

    def _save(self, message: Message) -> None:
        if message.text("token") != self.token or self.phase != "open":
            return
        found = self.read(_rows(message))
        self._answer(message.whole("serial", high=MOST_CHANGES), found)
        if found.problems or not found.drafts:
            return
        self.problem = ""
        try:
            self.on_save(tuple(found.drafts.values()))
        except Exception as error:
            self.problem = sentence_for(error)
            return
        self.phase, self.token = "done", token_hex(8)
        self.on_done()

    def _answer(self, serial: int, found: ReadSheet) -> None:
        self.answer = {
            "serial": serial,
            "good": len(found.drafts),
            "problems": {str(place): list(sentences) for place, sentences in found.problems.items()},
        }


def _rows(message: Message) -> list[dict[str, str]]:
    too_many = f"一次最多录入 {MOST_ROWS} 行，请分几次录入"
    return sheet_rows(message, KEYS, most=MOST_ROWS, longest=LONGEST, too_many=too_many)
