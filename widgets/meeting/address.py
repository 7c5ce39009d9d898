"""What an address of the joint conference asks for, and the one address of what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from widgets.address import asked_one

MEETINGS, ITEMS, STUDIES = "meetings", "items", "studies"
PREPARE, SESSION, MINUTES = "prepare", "session", "minutes"
ROOMS, PAGES, PARTS = (
    (MEETINGS, ITEMS, STUDIES),
    (PREPARE, SESSION, MINUTES),
    ("open", "late", "share", "passed", "failed"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The list of meetings or one of them (``no``) on one of its pages, or the agreed items or one of them,
    or who hears of petition work.

    ``topic`` is the number of the agenda item before the meeting; ``part`` narrows the items to what the
    figure counts.
    """

    room: str = MEETINGS
    no: str = ""
    page: str = PREPARE
    topic: int = 0
    item: str = ""
    part: str = ""


def read_shown(given: Mapping[str, str]) -> tuple[Shown, tuple[str, ...]]:
    """Return what an address asks for, and in Chinese what of it cannot be read."""
    problems: list[str] = []
    one_of = partial(asked_one, given, problems)
    topic = given.get("topic", "0")
    if not (topic.isdecimal() and len(topic) < 5):
        problems.append(f"议题编号“{topic}”不是数字")
        topic = "0"
    shown = Shown(
        room=one_of("tab", ROOMS, "页签") or (ITEMS if given.get("item") else MEETINGS),
        no=given.get("no", ""),
        page=one_of("page", PAGES, "页面") or PREPARE,
        topic=int(topic),
        item=given.get("item", ""),
        part=one_of("part", PARTS, "指标"),
    )
    return shown, tuple(problems)


def query_of(shown: Shown) -> str:
    """Return the query of what is shown; ``read_shown`` reads it back the same."""
    told = {
        "tab": "" if shown.room == MEETINGS else shown.room,
        "no": shown.no,
        "page": "" if shown.page == PREPARE else shown.page,
        "topic": str(shown.topic) if shown.topic else "",
        "item": shown.item,
        "part": shown.part,
    }
    return urlencode({name: value for name, value in told.items() if value})
