"""Attendance as a sheet: all units below each other, marked with one key each, saved together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from workbench.terms import AttendanceStatus

if TYPE_CHECKING:
    from workbench.law.meeting import Attendance

MOST = 200
LONGEST_NAME, LONGEST_POST = 40, 80


class AttendanceSheet(Part):
    """``on_save(rows)`` gets the rows that were changed, as (unit, status, name, post)."""

    _esm = f"{script_of('form_draft')}\n{Path(__file__).with_name('attendance.js').read_text('utf-8')}"

    rows = tl.List(tl.Dict()).tag(sync=True)
    statuses = tl.List(tl.Dict()).tag(sync=True)
    can_change = tl.Bool(False).tag(sync=True)
    draft = tl.Dict().tag(sync=True)
    problem = tl.Unicode("").tag(sync=True)
    saved = tl.Int(0).tag(sync=True)

    def __init__(
        self,
        units: Sequence[tuple[str, str]],
        on_save: Callable[[list[tuple[str, AttendanceStatus, str, str]]], None],
        *,
        can_change: bool,
        draft: dict[str, str],
    ) -> None:
        self.units = dict(units)
        self.on_save = on_save
        statuses = [{"code": one.value, "label": one.label} for one in AttendanceStatus]
        super().__init__(can_change=can_change, draft=draft, statuses=statuses)

    def show(self, attendance: Sequence[Attendance]) -> None:
        """Show how each unit is marked; those who are not, too."""
        known = {one.unit: one for one in attendance}
        self.rows = [
            {
                "unit": code,
                "label": label,
                "status": known[code].status.value if code in known else "",
                "name": known[code].name if code in known else "",
                "post": known[code].post if code in known else "",
            }
            for code, label in self.units.items()
        ]

    def tell(self, sentence: str) -> None:
        self.problem = sentence

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        sent = message.raw("rows")
        if message.kind != "save" or not self.can_change or not isinstance(sent, list) or len(sent) > MOST:
            raise CraftedMessageError("现在不能登记参会情况，请刷新页面后再试")
        self.problem = ""
        self.on_save([self._read(Message(row)) for row in sent])
        self.saved += 1

    def _read(self, row: Message) -> tuple[str, AttendanceStatus, str, str]:
        unit, status = row.text("unit"), row.text("status", longest=20)
        if unit not in self.units or all(status != one["code"] for one in self.statuses):
            raise CraftedMessageError("参会情况的内容无法识别，请刷新页面后再试")
        name, post = row.text("name", longest=LONGEST_NAME), row.text("post", longest=LONGEST_POST)
        return unit, AttendanceStatus.coded(status), name.strip(), post.strip()
