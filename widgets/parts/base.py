"""What all interactive parts share: a script of their own, and distrust of everything the browser sends."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets as tl

from widgets.parts.guard import guard
from widgets.parts.values import FileToSave

log = logging.getLogger("workbench.widgets")

HERE = Path(__file__).parent


class CraftedMessageError(ValueError):
    """The browser sent something that no script of ours sends."""


class Message:
    """A message from the browser, read with a check at every field."""

    def __init__(self, content: object) -> None:
        self._content: dict[str, Any] = content if isinstance(content, dict) else {}

    @property
    def kind(self) -> str:
        """Return what the message asks for."""
        return self.text("type", longest=40)

    def text(self, key: str, *, longest: int = 400) -> str:
        """Return a text; ``CraftedMessageError`` if it is none or too long."""
        value = self._content.get(key, "")
        if not isinstance(value, str) or len(value) > longest:
            raise _crafted(key)
        return value

    def whole(self, key: str, *, low: int = 0, high: int) -> int:
        """Return a whole number from ``low`` to ``high``; ``CraftedMessageError`` if it is none."""
        value = self._content.get(key)
        if type(value) is not int or not low <= value <= high:
            raise _crafted(key)
        return value

    def flag(self, key: str) -> bool:
        """Return a truth value; ``CraftedMessageError`` if it is none."""
        value = self._content.get(key, False)
        if not isinstance(value, bool):
            raise _crafted(key)
        return value

    def raw(self, key: str) -> object:
        """Return a field that the caller checks itself."""
        return self._content.get(key)


def _crafted(key: str) -> CraftedMessageError:
    return CraftedMessageError(f"页面发来的内容无法识别（{key}），请刷新页面后再试")


@cache
def script_of(*names: str) -> str:
    """Return the scripts of a part as one module: what all parts share comes first."""
    return "\n".join((HERE / f"{name}.js").read_text("utf-8") for name in ("common", *names))


class Part(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """A part with a script of its own.

    The browser may set no trait: what it wants arrives as a message in ``receive``. An error while a message
    is dealt with becomes a sentence (see ``guard``), never a silent nothing.
    """

    def __init_subclass__(cls, *, scripts: Sequence[str] = (), **kwargs: Any) -> None:
        if scripts:
            cls._esm = script_of(*scripts)
        super().__init_subclass__(**kwargs)
        for name, value in (
            ("_esm", cls.__dict__.get("_esm")),
            ("_css", cls.__dict__.get("_css")),
            ("_anywidget_id", f"{cls.__module__}.{cls.__name__}"),
        ):
            if isinstance(value, str):
                trait = tl.Unicode(value).tag(sync=True)
                trait.class_init(cls, name)
                setattr(cls, name, trait)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._arrived)

    def add_traits(self, **traits: Any) -> None:
        """Add what the class has not declared.

        A widget tells its script and its class. Where the class does not say so, ``anywidget`` makes another
        one for every single widget, which is a third of what it takes to make the widget.
        """
        new = {name: trait for name, trait in traits.items() if not self.has_trait(name)}
        if new:
            super().add_traits(**new)

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        """Deal with a message; a part that listens overrides this."""
        raise CraftedMessageError("页面发来的内容无法识别，请刷新页面后再试")

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take no trait from the browser."""
        own = sorted(name for name in sync_data if name in self.traits())  # another word may be anything
        log.warning("%s: the browser tried to set %s", type(self).__name__, own)

    def send_state(self, key: str | Iterable[str] | None = None) -> None:
        """Tell the browser these traits, all of them for ``None``.

        No trait of a part is binary or comes from the browser: nothing is searched for either.
        """
        state = self.get_state(key=key)
        if state:
            self._send({"method": "update", "state": state, "buffer_paths": []})

    def save(self, file: FileToSave) -> None:
        """Let the browser of this part save a file."""
        self.send({"type": "file", "name": file.name, "media_type": file.media_type}, buffers=[file.content])

    def tell(self, sentence: str) -> None:
        """Show a sentence about what went wrong; parts with a place for it show it there."""
        guard.tell(sentence)

    def _arrived(self, _part: object, content: object, buffers: Sequence[memoryview]) -> None:
        with guard.watch(self._tell_and_log):
            self.receive(Message(content), buffers or ())

    def _tell_and_log(self, sentence: str) -> None:
        log.warning("%s: %s", type(self).__name__, sentence)
        self.tell(sentence)
