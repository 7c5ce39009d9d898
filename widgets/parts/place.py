"""Where one is, as the address of the page, so that the browser's back button and a sent link work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part

LONGEST = 4000  # characters of a query


class Place(Part, scripts=("place",)):
    """Keeps the address of the page in step with what is shown.

    ``on_go(parameters)`` is called when the reader goes back or forward. A step of the reader is told
    with ``show(query)``: it becomes an entry of the browser's history.
    """

    here = tl.Dict().tag(sync=True)

    def __init__(self, query: str, on_go: Callable[[Mapping[str, str]], None]) -> None:
        self._on_go = on_go
        self._serial = 0
        super().__init__(here={"query": query, "serial": 0, "replace": True})

    @property
    def query(self) -> str:
        """Return the query of what is shown."""
        return str(self.here["query"])

    def show(self, query: str, *, replace: bool = False) -> None:
        """Tell the browser where one is now; ``replace`` makes no entry of its own, as while typing."""
        if query != self.query:
            self.here = {"query": query, "serial": self._serial, "replace": replace}

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "go":
            raise CraftedMessageError("页面地址无法识别，请刷新页面后再试")
        query = message.text("query", longest=LONGEST)
        self._serial = message.whole("serial", high=2**31)
        self._on_go(dict(parse_qsl(query)))
