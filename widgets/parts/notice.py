"""Sentences that must be read: each stays until it is put away, and is spoken by a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part

NoticeKind = Literal["info", "success", "warning", "error"]
MOST_AT_ONCE = 3


class Notice(Part, scripts=("notice",)):
    """A place for sentences, newest first; what needs nobody's attention goes away by itself."""

    shown = tl.List(tl.Dict()).tag(sync=True)

    def __init__(self) -> None:
        self._serial = 0
        super().__init__()

    def info(self, sentence: str) -> None:
        """Say what is the case."""
        self._say("info", sentence)

    def success(self, sentence: str) -> None:
        """Say that something was done."""
        self._say("success", sentence)

    def warning(self, sentence: str) -> None:
        """Say what needs attention."""
        self._say("warning", sentence)

    def error(self, sentence: str) -> None:
        """Say what went wrong, and what to do."""
        self._say("error", sentence)

    def clear(self) -> None:
        """Put everything away."""
        self.shown = []

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return what stands there now."""
        return tuple(notice["text"] for notice in self.shown)

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "close":
            raise CraftedMessageError("页面发来的内容无法识别，请刷新页面后再试")
        number = message.whole("number", high=2**31)
        self.shown = [notice for notice in self.shown if notice["number"] != number]

    def _say(self, kind: NoticeKind, sentence: str) -> None:
        self._serial += 1
        others = [notice for notice in self.shown if notice["text"] != sentence]
        new = {"number": self._serial, "kind": kind, "text": sentence}
        self.shown = [new, *others][:MOST_AT_ONCE]
