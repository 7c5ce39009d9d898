"""The meeting on the wall: one item of the agenda at a time, and what is agreed as it is recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import ipywidgets as ipw
import traitlets as tl

from widgets.meeting.state import MeetingState
from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from widgets.parts.markup import Style
from workbench.access.gate import require
from workbench.terms import MeetingState as Standing

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.queries.meeting_display import Slide

STYLE = Path(__file__).with_name("wall.css")
_DAY = re.compile(r"(?<!事项 )\b(20\d{2})-(\d{2})-(\d{2})\b")
BEAT = 1000  # milliseconds between two looks at the ledger


# What stands where nothing was agreed on a subject.
NOTHING: Final = {
    Standing.PLANNED: "尚未研究",
    Standing.IN_SESSION: "正在研究",
    Standing.CLOSED: "没有议定事项",
}


class MeetingWall(Part):
    """The one page without the frame of the screens: read from the back of a room, with nothing to press.

    Looks at the size of the ledger with every beat of the browser, and reads anew when it has grown.

    Everything it holds is what the room may read: masked, without titles of matters.
    """

    _esm = f"{script_of()}\n{Path(__file__).with_name('wall.js').read_text('utf-8')}"

    told = tl.Dict().tag(sync=True)
    beat = tl.Int(BEAT).tag(sync=True)
    problem = tl.Unicode("").tag(sync=True)

    def __init__(self, state: MeetingState, meeting_no: str = "") -> None:
        require(state.viewer, "open:meeting_display")
        self.state = state
        self.meeting_no = meeting_no
        self._size = -1
        super().__init__()
        self.look()

    def look(self) -> None:
        """Read anew if the ledger has grown since."""
        size = self.state.bench.ledger_size()
        if size == self._size:
            return
        self._size = size
        from workbench.queries.meeting_display import wall

        number = self.meeting_no or self.state.current_meeting()
        if not number:
            self.told = {"meeting_no": "", "slides": []}
            return
        found = self.state.bench.ask(wall, number, as_of=self.state.today)
        self.told = {
            "meeting_no": found.meeting_no,
            "title": f"信访工作联席会议 {found.meeting_no}",
            "kind": found.kind,
            "state": found.state.label,
            "in_session": found.state is Standing.IN_SESSION,
            "nothing": NOTHING[found.state],
            "held_on": f"{found.held_on.year} 年 {found.held_on.month} 月 {found.held_on.day} 日",
            "present": found.present,
            "agreed": found.agreed,
            "last": found.last,
            "slides": [_sent(one) for one in found.slides],
        }

    def tell(self, sentence: str) -> None:
        self.problem = sentence

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "look":
            raise CraftedMessageError("投屏页发来的内容无法识别，请刷新页面后再试")
        self.look()
        self.problem = ""


def _day_words(found: re.Match[str]) -> str:
    """A day as one says it: it is not torn at the end of a line, and is no number of an item."""
    year, month, day = (int(part) for part in found.groups())
    return f"{year}年{month}月{day}日"


def _sent(slide: Slide) -> dict[str, object]:
    return {
        "number": slide.number,
        "subject": slide.subject,
        "reason": slide.reason,
        "facts": [_DAY.sub(_day_words, fact) for fact in slide.facts],
        "items": [
            {
                "no": one.item_no,
                "text": one.text,
                "who": one.who,
                "due": f"{one.due.year}年{one.due.month}月{one.due.day}日前",
            }
            for one in slide.items
        ],
    }


def open_wall(bench: Workbench, address: Mapping[str, str]) -> ipw.Widget:
    """Return the wall of the meeting of an address (``no``), else of the one in session or planned next."""
    return ipw.VBox([Style(STYLE), MeetingWall(MeetingState(bench), address.get("no", ""))])
