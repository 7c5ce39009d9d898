"""A stand-in for the page: sends what a script would send, and keeps what a part sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from widgets.parts.base import Part
from widgets.parts.guard import SILENT, guard


@dataclass
class Page:
    """The browser's side of one part."""

    part: Part
    received: list[tuple[dict[str, Any], list[bytes]]] = field(default_factory=list)

    def send(self, content: object, *buffers: bytes) -> None:
        """Send a message as the part's script does."""
        data = {"method": "custom", "content": content}
        self.part._handle_msg({"content": {"data": data}, "buffers": [memoryview(b) for b in buffers]})

    def set(self, **state: object) -> None:
        """Try to set traits, as a crafted page may."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        self.part._handle_msg({"content": {"data": data}, "buffers": []})

    @property
    def last(self) -> dict[str, Any]:
        """The last message that the part sent."""
        return self.received[-1][0]

    def kinds(self) -> list[str]:
        """The types of the messages that the part sent."""
        return [content["type"] for content, _ in self.received]

    def _keep(self, _kind: str, data: dict[str, Any] | None = None, buffers: Any = None, **_: object) -> None:
        if data and data.get("method") == "custom":
            self.received.append((data["content"], [bytes(buffer) for buffer in buffers or ()]))


@pytest.fixture
def page_of() -> Callable[[Part], Page]:
    """Open the page of a part."""

    def opened(part: Part) -> Page:
        page = Page(part)
        part.comm.publish_msg = page._keep
        return page

    return opened


@pytest.fixture
def told() -> Iterator[list[str]]:
    """The sentences that a shell would show."""
    sentences: list[str] = []
    guard.report_to(sentences.append)
    yield sentences
    guard.report_to(SILENT)
