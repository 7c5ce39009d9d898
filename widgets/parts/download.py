"""A button whose file is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.values import FileToSave


class Download(Part, scripts=("download",)):
    """A button; ``make()`` builds the file, the browser saves it under its (Chinese) name."""

    label = tl.Unicode("").tag(sync=True)
    hint = tl.Unicode("").tag(sync=True)
    is_disabled = tl.Bool(False).tag(sync=True)

    def __init__(self, label: str, make: Callable[[], FileToSave], *, hint: str = "") -> None:
        self.make = make
        super().__init__(label=label, hint=hint)

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "make" or self.is_disabled:
            raise CraftedMessageError("现在不能下载，请刷新页面后再试")
        try:
            self.save(self.make())
        finally:
            self.send({"type": "ready"})
