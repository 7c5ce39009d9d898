"""When a browser has come: until then nobody hears of a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from widgets.parts.base import CraftedMessageError, Message, Part


class Arrival(Part, scripts=("arrival",)):
    """Unseen; calls ``on_arrival`` once, when the page is shown for the first time."""

    def __init__(self, on_arrival: Callable[[], None]) -> None:
        self._on_arrival: Callable[[], None] | None = on_arrival
        super().__init__()

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "arrived":
            raise CraftedMessageError("页面发来的内容无法识别，请刷新页面后再试")
        arrived, self._on_arrival = self._on_arrival, None
        if arrived is not None:
            arrived()
