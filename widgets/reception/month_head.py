"""The month that is shown, the way to others, and its numbers, each of which opens what it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from widgets.parts.values import Tone


@dataclass(frozen=True, slots=True)
class Opening:
    """A number in words that opens something: a tab and, within it, a part."""

    label: str
    tab: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the month: what it is, how it stands, what it is made of; ``hint`` is its definition."""

    name: str
    value: str
    opens: tuple[Opening, ...] = ()
    note: str = ""
    tone: Tone = ""
    hint: str = ""


class MonthHead(Part):
    """``on_turn(months)`` gets -1, 1 or 0 for the present month; ``on_open(tab, part)`` a number's target."""

    _esm = f"{script_of()}\n{Path(__file__).with_name('month_head.js').read_text('utf-8')}"

    title = tl.Unicode("").tag(sync=True)
    numbers = tl.List(tl.Dict()).tag(sync=True)

    def __init__(self, on_turn: Callable[[int], None], on_open: Callable[[str, str], None]) -> None:
        self.on_turn, self.on_open = on_turn, on_open
        super().__init__()

    def show(self, title: str, numbers: Sequence[Number]) -> None:
        """Show a month."""
        with self.hold_sync():
            self.title, self.numbers = title, [asdict(one) for one in numbers]

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind == "turn":
            self.on_turn(message.whole("months", low=-1, high=1))
            return
        target = (message.text("tab"), message.text("part"))
        offered = {(one["tab"], one["part"]) for number in self.numbers for one in number["opens"]}
        if message.kind != "open" or target not in offered:
            raise CraftedMessageError("没有这一项，请刷新页面后再试")
        self.on_open(*target)
