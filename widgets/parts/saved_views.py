"""Filters with a name, in a window beside the filter bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.guard import sentence_for

LONGEST_NAME = 60  # characters that are read; what a name may be is the keeper's to say


class ShownView(Protocol):
    """One view as its reader sees it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def is_shared(self) -> bool: ...
    @property
    def is_own(self) -> bool: ...
    @property
    def owner(self) -> str: ...


class ViewKeeper(Protocol):
    """What keeps the views; an error with a Chinese sentence is shown in the window."""

    @property
    def can_share(self) -> bool: ...
    def views(self) -> Sequence[ShownView]: ...
    def open(self, view: str) -> None: ...
    def keep(self, name: str, is_shared: bool) -> None: ...
    def rename(self, view: str, name: str) -> None: ...
    def share(self, view: str, is_shared: bool) -> None: ...
    def delete(self, view: str) -> None: ...


class SavedViews(Part, scripts=("popover", "saved_views")):
    """A button that lists the views of a ``keeper``; nothing is read before it is pressed."""

    label = tl.Unicode("我的视图").tag(sync=True)
    can_share = tl.Bool(False).tag(sync=True)
    shelf = tl.Dict().tag(sync=True)

    def __init__(self, keeper: ViewKeeper) -> None:
        self._keeper = keeper
        super().__init__(shelf={"serial": 0, "items": [], "problem": "", "done": ""})

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        problem, done = "", message.kind
        try:
            self._do(message)
        except Exception as error:
            problem, done = sentence_for(error), ""
        items = self.shelf["items"]
        if not problem and done != "open":
            try:
                items = [_as_sent(view) for view in self._keeper.views()]
                self.can_share = self._keeper.can_share
            except Exception as error:
                problem = sentence_for(error)
        serial = self.shelf["serial"] + 1
        self.shelf = {"serial": serial, "items": items, "problem": problem, "done": done}
        if problem and message.kind == "open":
            self.tell(problem)  # the window is shut by then

    def _do(self, message: Message) -> None:
        match message.kind:
            case "list":
                return
            case "keep":
                self._keeper.keep(message.text("name", longest=LONGEST_NAME), message.flag("shared"))
                return
        view = message.text("id", longest=40)
        match message.kind:
            case "open":
                self._keeper.open(view)
            case "rename":
                self._keeper.rename(view, message.text("name", longest=LONGEST_NAME))
            case "share":
                self._keeper.share(view, message.flag("shared"))
            case "delete":
                self._keeper.delete(view)
            case _:
                raise CraftedMessageError("视图操作无法识别，请刷新页面后再试")


def _as_sent(view: ShownView) -> dict[str, object]:
    return {
        "id": view.id,
        "name": view.name,
        "shared": view.is_shared,
        "own": view.is_own,
        "by": "" if view.is_own else view.owner,
    }
