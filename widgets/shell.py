"""The frame of every screen: title, who, as-of day, the way to other apps, a place for sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import ipywidgets as ipw

from widgets.address import link
from widgets.parts.guard import guard, sentence_for
from widgets.parts.markup import Static, tag
from widgets.parts.masthead import BRAND, AppLink, Masthead, Reminding
from widgets.parts.notice import Notice
from widgets.parts.place import Place
from widgets.parts.progress import CancelledByViewerError, Progress, Step
from widgets.parts.square import Square

__all__ = ["APPS", "AppLink", "Shell", "guard"]

APPS = (
    AppLink("home", "首页", "home"),
    AppLink("unit", "单位工作台", "unit"),
    AppLink("overview", "形势研判", "overview"),
    AppLink("case_review", "案件审查", "case_review"),
    AppLink("ownership", "领导包案", "ownership"),
    AppLink("reception", "领导接访", "reception"),
    AppLink("meeting", "联席会议", "meeting"),
    AppLink("supervision", "督办建议", "supervision"),
    AppLink("look_back", "回头看", "look_back"),
    AppLink("file_review", "案件评查", "file_review"),
    AppLink("accountability", "责任追究", "accountability"),
    AppLink("screening", "排查月报", "screening"),
    AppLink("appraisal", "月考核", "appraisal"),
    AppLink("source", "源头治理", "source"),
    AppLink("briefing", "简报文书", "briefing"),
    AppLink("intake", "数据导入", "intake"),
    AppLink("erasure", "删除与恢复", "erasure"),
)

T = TypeVar("T")


class StillWaitingError(ValueError):
    """The screen waits for something else already."""

    def __init__(self) -> None:
        super().__init__("上一项还在处理：请等它完成，或先点“取消”。")


class Shell(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """A screen's frame; ``show(*widgets)`` fills it. Head: office, apps, who, title, as-of day; foot: codes.

    Every page of the site has it but one: the wall of a meeting (``meeting/wall.py``), which is read from the
    back of a room and on which nobody does anything.

    ``notice`` is where sentences go. ``guard`` wraps callbacks of plain ipywidgets, so that an error becomes
    a sentence (``button.on_click(shell.guard(act))``); callbacks of our own parts are guarded already.
    """

    def __repr__(self) -> str:
        """Return the short form: the long one tells every trait of everything within, for nobody to read."""
        return object.__repr__(self)

    def __init__(
        self,
        title: str,
        *,
        app: str,
        who: str = "",
        as_of: date | None = None,
        today: date | None = None,
        earliest: date | None = None,
        on_as_of: Callable[[date | None], None] | None = None,
        apps: Sequence[AppLink] = APPS,
        brand: str = BRAND,
        code: str = "",
    ) -> None:
        """``on_as_of`` gets the chosen day, ``None`` for today; without it the day is shown and not chosen.

        On the site the frame says who is logged in and offers to log out; ``who`` replaces that.
        """
        self.guard = guard
        self.notice = Notice()
        self.notice.add_class("wb-notice-place")
        self.waiting = Progress("")
        self.waiting.add_class("wb-waiting-place")
        words, leave = (who, "") if who else _logged_in()
        self.masthead = Masthead(
            title,
            app=app,
            apps=_open_to_viewer(apps),
            who=words,
            leave=leave,
            as_of=as_of,
            today=today or as_of,
            earliest=earliest,
            on_as_of=on_as_of,
            brand=brand,
            office=_office(),
        )
        self._body = ipw.VBox()
        self._body.add_class("wb-main")
        self._foot, self._square = Static(), Square()
        self._frame = (self.masthead, self.notice, self.waiting, self._body, self._foot, self._square)
        super().__init__(self._frame)
        self.add_class("wb-screen")
        self.set_code(code)
        guard.report_to(self.notice.error, self._set_busy)

    def keep_place(self, query: str, on_go: Callable[[Mapping[str, str]], None]) -> Place:
        """Keep the address of the page in step with the screen; ``on_go`` gets what back and forward ask for.

        Returns the place, whose ``show(query)`` tells each step of the reader.
        """
        place = Place(query, on_go)
        self.children = (*self._frame, place)
        return place

    def wait(self, label: str, work: Callable[[Step], T], then: Callable[[T], None]) -> None:
        """Do ``work(step)`` in sight, with a way to stop it, and give its result to ``then``.

        The screen stays as it is meanwhile, and after an error or a stop, which become a sentence.
        ``StillWaitingError`` while it waits for something else.
        """
        if self.waiting.is_running:
            raise StillWaitingError

        def done(result: T) -> None:
            self.waiting.reset()
            with self.guard.watch():
                then(result)

        self.waiting.label = label
        self.waiting.run(work, done, self._not_done)

    def show(self, *widgets: ipw.Widget) -> None:
        """Show these widgets below each other instead of those before."""
        self._body.children = widgets

    def set_title(self, title: str, note: str = "") -> None:
        """Show another title, with a quiet note beside it."""
        with self.masthead.hold_sync():
            self.masthead.title, self.masthead.note = title, note

    def set_as_of(self, as_of: date) -> None:
        """Show the as-of day, or another one; ``on_as_of`` is not called."""
        self.masthead.as_of = as_of.isoformat()

    def remind(self, found: Reminding | None) -> None:
        """Show in the head what waits for the viewer; nothing for ``None``."""
        self.masthead.remind(found)

    def set_code(self, code: str, proof: str = "", size: int = 0) -> None:
        """Show by what the figures of this screen can be made again, and the code of the ledger then.

        ``proof`` is the printed code at ``size`` entries; on paper it stands beside a square to scan.
        """
        basis = tag("span", "数据依据：", tag("code", code)) if code else BRAND
        of = f"（{size:,} 条）" if size else ""
        told = tag("span", "台账校验码：", tag("code", proof), of) if proof else None
        self._foot.show(tag("footer", basis, told, class_="wb-foot"))
        self._square.tell(size, proof)

    def _not_done(self, error: Exception) -> None:
        if isinstance(error, CancelledByViewerError):
            self.notice.info(str(error))
        else:
            self.notice.error(sentence_for(error))

    def _set_busy(self, is_busy: bool) -> None:
        self.masthead.busy = is_busy


def _open_to_viewer(apps: Sequence[AppLink]) -> Sequence[AppLink]:
    """The apps that the viewer may open; outside the site all of them."""
    from workbench.access.gate import allow
    from workbench.access.viewer import site_viewer

    viewer = site_viewer()
    return apps if viewer is None else [app for app in apps if allow(viewer, f"open:{app.key}")]


def _office() -> str:
    """The name of the office whose site this is; nothing outside the site."""
    from workbench.access.viewer import site_office

    return site_office()


def _logged_in() -> tuple[str, str]:
    """Who is logged in and where logging out goes, if it can be left here; nothing outside the site."""
    from workbench.access.viewer import (
        may_leave,
        site_viewer,
    )  # here, so that the frame alone knows no workbench

    viewer = site_viewer()
    if viewer is None:
        return "", ""
    return f"{viewer.name} · {viewer.role.label}", link("logout") if may_leave() else ""
