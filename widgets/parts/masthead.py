"""The head of every screen, in one widget; it carries the style of all parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.style import stylesheet

BRAND = "信访工作台"


class AsOfError(ValueError):
    """A day that cannot be asked for."""


class Reminding(Protocol):
    """How many things wait for the viewer, whether they are new, where they are, and what they are."""

    @property
    def count(self) -> int: ...
    @property
    def is_new(self) -> bool: ...
    @property
    def href(self) -> str: ...
    @property
    def hint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class AppLink:
    """An app of the site: its key, its name, its address."""

    key: str
    label: str
    href: str


class Masthead(Part, scripts=("popover", "date_field", "projector", "masthead")):
    """Whose site it is, apps, who, title, as-of day; ``on_as_of(day)`` is called with ``None`` for today.

    Without ``on_as_of`` the day stands there as words, nothing is chosen.
    ``leave`` is where the form of logging out goes; without it none is shown.
    """

    _css = stylesheet()

    site = tl.Dict().tag(sync=True)
    title = tl.Unicode("").tag(sync=True)
    note = tl.Unicode("").tag(sync=True)
    who = tl.Unicode("").tag(sync=True)
    leave = tl.Unicode("").tag(sync=True)
    reminder = tl.Dict().tag(sync=True)
    as_of = tl.Unicode("").tag(sync=True)
    today = tl.Unicode("").tag(sync=True)
    earliest = tl.Unicode("").tag(sync=True)
    busy = tl.Bool(False).tag(sync=True)

    def __init__(
        self,
        title: str,
        *,
        app: str,
        apps: Sequence[AppLink],
        who: str,
        leave: str = "",
        as_of: date | None,
        today: date | None,
        earliest: date | None = None,
        on_as_of: Callable[[date | None], None] | None = None,
        brand: str = BRAND,
        office: str = "",
    ) -> None:
        """Without an as-of day none is shown; ``office`` is whose site it is, above the brand."""
        self.on_as_of = on_as_of
        super().__init__(
            site={
                "brand": brand,
                "office": office,
                "app": app,
                "apps": [asdict(link) for link in apps],
                "chooses_day": on_as_of is not None,
            },
            title=title,
            who=who,
            leave=leave,
            as_of=as_of.isoformat() if as_of else "",
            today=today.isoformat() if today else "",
            earliest=earliest.isoformat() if earliest else "",
        )

    def remind(self, found: Reminding | None) -> None:
        """Show a reminder that opens what it counts; none for ``None``."""
        self.reminder = (
            {}
            if found is None
            else {"count": found.count, "is_new": found.is_new, "href": found.href, "hint": found.hint}
        )

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "as_of" or self.on_as_of is None:
            raise CraftedMessageError("截至日无法识别，请刷新页面后再试")
        asked = message.text("day", longest=10)
        self.on_as_of(self._day(asked) if asked and asked != self.today else None)

    def _day(self, asked: str) -> date:
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            raise AsOfError(f"“{asked}”不是日期，请按 2026-03-31 的样子填写。") from None
        if self.today and day.isoformat() > self.today:
            raise AsOfError(f"{day} 还没有到，最晚可选今天（{self.today}）。")
        if self.earliest and day.isoformat() < self.earliest:
            raise AsOfError(f"最早可选 {self.earliest}，此前没有登记。")
        return day
