"""The agenda as a list one moves in: choose an item, or move, edit and remove it. Keys do what buttons do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of

if TYPE_CHECKING:
    from workbench.queries.meetings import MeetingPage

Wish = Literal["up", "down", "edit", "remove", "choose"]
CHANGES: tuple[Wish, ...] = ("up", "down", "edit", "remove")


class AgendaList(Part):
    """``on_wish(wish, number)`` gets what the reader wants of an item of the agenda.

    With ``can_change`` items may be moved, edited and removed, else chosen; ``chosen`` is the one before
    the meeting.
    """

    _esm = f"{script_of()}\n{Path(__file__).with_name('agenda_list.js').read_text('utf-8')}"

    rows = tl.List(tl.Dict()).tag(sync=True)
    chosen = tl.Int(0).tag(sync=True)
    can_change = tl.Bool(False).tag(sync=True)
    can_choose = tl.Bool(False).tag(sync=True)
    empty = tl.Unicode("").tag(sync=True)

    def __init__(
        self,
        on_wish: Callable[[Wish, int], None],
        *,
        can_change: bool = False,
        can_choose: bool = False,
        empty: str = "",
    ) -> None:
        self.on_wish = on_wish
        super().__init__(can_change=can_change, can_choose=can_choose, empty=empty)

    def show(self, page: MeetingPage, chosen: int = 0) -> None:
        """Show the agenda of a meeting."""
        rows = [
            {
                "number": one.number,
                "position": one.position,
                "subject": one.item.subject,
                "facts": [] if self.can_choose else [part for part in one.item.facts.split("；") if part],
                "reason": one.reason.label,
                "case_no": one.item.case_no or "",
                "agreed": len(page.agreed_on(one.number)),
            }
            for one in page.topics
        ]
        with self.hold_sync():
            self.rows, self.chosen = rows, chosen

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        wish = message.kind
        number = message.whole("number", low=1, high=10_000)
        if all(row["number"] != number for row in self.rows):
            raise CraftedMessageError("议程已经变化，请刷新页面后再试")
        for known in CHANGES:
            if wish == known and self.can_change:
                self.on_wish(known, number)
                return
        if wish != "choose" or not self.can_choose:
            raise CraftedMessageError("现在不能这样改动议程，请刷新页面后再试")
        self.on_wish("choose", number)
