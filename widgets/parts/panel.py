"""Boxes that hold other parts: a panel with a heading, and panels of which one is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ipywidgets as ipw
import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.markup import Static
from widgets.parts.pieces import heading


class Panel(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """A white box; ``show(*children)`` changes what it holds. With an empty title it has no heading."""

    def __init__(self, title: str, *children: ipw.Widget, note: str = "") -> None:
        self._heading = Static(heading(title, note))
        self._head = (self._heading,) if title else ()
        super().__init__([*self._head, *children])
        self.add_class("wb-panel")

    def show(self, *children: ipw.Widget) -> None:
        """Hold other children."""
        self.children = (*self._head, *children)

    def set_heading(self, title: str, note: str = "") -> None:
        """Show another heading."""
        self._heading.show(heading(title, note))
        if not self._head:
            self._head = (self._heading,)
            self.children = (self._heading, *self.children)


class Beside(ipw.HBox):  # type: ignore[misc, unused-ignore]
    """Parts beside each other, that share the width and go below each other where there is no room."""

    def __init__(self, *children: ipw.Widget) -> None:
        super().__init__(children)
        self.add_class("wb-beside")


@dataclass(frozen=True, slots=True)
class Tab:
    """A name, and how to make what stands under it; it is made when it is first seen."""

    key: str
    label: str
    make: Callable[[], ipw.Widget]


class _Strip(Part, scripts=("tabs",)):
    labels = tl.List(tl.Dict()).tag(sync=True)
    name = tl.Unicode("").tag(sync=True)
    current = tl.Unicode("").tag(sync=True)

    def __init__(self, name: str, tabs: Sequence[Tab], turn: Callable[[str], None]) -> None:
        self._turn = turn
        labels = [{"key": tab.key, "label": tab.label} for tab in tabs]
        super().__init__(name=name, labels=labels, current=tabs[0].key)

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        key = message.text("key")
        if message.kind != "turn" or all(label["key"] != key for label in self.labels):
            raise CraftedMessageError("没有这一页，请刷新页面后再试")
        self._turn(key)


class Tabs(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """Pages of which one is seen; a page is made when it is first turned to.

    ``on_turn(key)`` is called when a reader turns to a page.
    """

    def __init__(
        self,
        name: str,
        tabs: Sequence[Tab],
        *,
        current: str = "",
        on_turn: Callable[[str], None] | None = None,
    ) -> None:
        """``current`` is the page seen first, else the first one."""
        self._tabs = {tab.key: tab for tab in tabs}
        self._made: dict[str, ipw.Widget] = {}
        self._on_turn = on_turn
        self._strip = _Strip(name, tabs, self._turned)
        super().__init__([self._strip])
        self.add_class("wb-tabs")
        self.turn(current or tabs[0].key)

    @property
    def current(self) -> str:
        """Return the key of the page that is seen."""
        return str(self._strip.current)

    def turn(self, key: str) -> None:
        """Turn to a page."""
        if key not in self._made:
            self._made[key] = self._tabs[key].make()
        self._strip.current = key
        self.children = (self._strip, self._made[key])

    def _turned(self, key: str) -> None:
        self.turn(key)
        if self._on_turn is not None:
            self._on_turn(key)
