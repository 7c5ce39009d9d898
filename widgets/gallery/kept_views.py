"""Saved views that last as long as the page, for trying the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SampleView:
    """One view as its reader sees it."""

    id: str
    name: str
    is_shared: bool = False
    is_own: bool = True
    owner: str = "我"


class NameTakenError(ValueError):
    """There is a view of this name."""


class ViewsInMemory:
    """A ``ViewKeeper``; ``on_open(name)`` hears which view was chosen."""

    can_share = True

    def __init__(self, on_open: Callable[[str], None]) -> None:
        self._on_open = on_open
        self._kept = [
            SampleView("1", "本月到期、还没答复的"),
            SampleView("2", "住建系统超期", is_shared=True),
            SampleView("3", "各镇街在办", is_shared=True, is_own=False, owner="wang.fang"),
        ]

    def views(self) -> Sequence[SampleView]:
        """Return one's own views, then the shared ones."""
        return tuple(self._kept)

    def open(self, view: str) -> None:
        """Say which view was chosen."""
        self._on_open(self._find(view).name)

    def keep(self, name: str, is_shared: bool) -> None:
        """Keep a view; ``NameTakenError`` if there is one of this name."""
        if any(one.name == name for one in self._kept):
            raise NameTakenError(f"您已有名为“{name}”的视图：请换一个名称，或先删除原来的")
        number = 1 + max((int(one.id) for one in self._kept), default=0)
        self._kept.insert(0, SampleView(str(number), name, is_shared))

    def rename(self, view: str, name: str) -> None:
        """Give a view another name."""
        self._change(view, replace(self._find(view), name=name))

    def share(self, view: str, is_shared: bool) -> None:
        """Share a view, or no longer."""
        self._change(view, replace(self._find(view), is_shared=is_shared))

    def delete(self, view: str) -> None:
        """Delete a view."""
        self._kept.remove(self._find(view))

    def _find(self, view: str) -> SampleView:
        return next(one for one in self._kept if one.id == view)

    def _change(self, view: str, now: SampleView) -> None:
        self._kept = [now if one.id == view else one for one in self._kept]
