"""A short table whose lines open something: the lists of the reception screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from widgets.parts.values import Tone


@dataclass(frozen=True, slots=True)
class Cell:
    """A text; with a tone it is a label, with an address it leads there, ``note`` stands small below it.

    What ``keeps`` together stays on one line.
    """

    text: str
    tone: Tone = ""
    href: str = ""
    note: str = ""
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its cells, and the key that opens it, "" for one that opens nothing."""

    cells: tuple[Cell, ...]
    key: str = ""


class LineTable(Part):
    """``on_open(key)`` is called when the first cell of a line is pressed."""

    _esm = f"{script_of()}\n{Path(__file__).with_name('line_table.js').read_text('utf-8')}"

    head = tl.List(tl.Unicode()).tag(sync=True)
    lines = tl.List(tl.Dict()).tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    empty = tl.Unicode("").tag(sync=True)
    current = tl.Unicode("").tag(sync=True)

    def __init__(
        self,
        head: Sequence[str],
        *,
        label: str,
        empty: str,
        on_open: Callable[[str], None] | None = None,
    ) -> None:
        self.on_open = on_open
        super().__init__(head=list(head), label=label, empty=empty)

    def show(self, lines: Sequence[Line], *, current: str = "") -> None:
        """Show other lines; ``current`` is the key of the one that is open."""
        with self.hold_sync():
            self.lines = [asdict(line) for line in lines]
            self.current = current

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        key = message.text("key")
        known = key and any(line["key"] == key for line in self.lines)
        if message.kind != "open" or not known or self.on_open is None:
            raise CraftedMessageError("没有这一行，请刷新页面后再试")
        self.on_open(key)
