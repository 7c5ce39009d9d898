"""What an address of the interface asks for: which records, in which form, which page, since when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from workbench.access.settings import interface_settings

BASE: Final = "interface/v1/"
MATTERS, DUTIES, NOTICES, MATTER = "matters", "duties", "notices", "matter"
FORMS: Final = {"json": "application/json", "csv": "text/csv"}
_LISTS: Final = {
    MATTERS: frozenset({"since", "limit", "cursor"}),
    DUTIES: frozenset({"limit", "cursor"}),
    NOTICES: frozenset({"day", "limit", "cursor"}),
}
_NAME: Final = re.compile(r"(matters|duties|notices)\.(json|csv)")
_ONE: Final = re.compile(r"matters/([^/]{1,64})\.(json|csv)")
_CURSOR: Final = re.compile(r"(\d{1,12})@(\d{1,12}\.\d{1,12})")


class BadQuestionError(ValueError):
    """A question that cannot be understood; the sentence says how to put it."""


class MissingError(ValueError):
    """Nothing here for whoever asks, whether there is nothing or it is not his."""

    def __init__(self) -> None:
        super().__init__("没有这项内容：请核对地址和编号")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``after`` is how far the reader has come, ``begun`` the mark at which its round began."""

    what: str
    form: str
    limit: int
    after: int = 0
    begun: str = ""
    since: str = ""
    day: date | None = None
    case_no: str = ""

    def next(self, after: int, begun: str) -> str:
        """Return the address of the page behind, below the base of the site."""
        told = {"cursor": f"{after}@{begun}", "limit": str(self.limit), "since": self.since}
        if self.day is not None:
            told["day"] = self.day.isoformat()
        return f"{BASE}{self.what}.{self.form}?" + urlencode({k: v for k, v in told.items() if v})


def read_question(path: str, given: Mapping[str, Sequence[bytes]]) -> Asked:
    """Return what a path below ``BASE`` with these parameters asks.

    ``MissingError`` for an unknown path, ``BadQuestionError`` for parameters that are unknown, given twice or
    of no use.
    """
    limit = interface_settings().usual_page
    if one := _ONE.fullmatch(path):
        _parameters(given, frozenset())
        return Asked(MATTER, one[2], limit, case_no=one[1])
    listed = _NAME.fullmatch(path)
    if listed is None:
        raise MissingError
    told = _parameters(given, _LISTS[listed[1]])
    after, begun = _cursor(told.get("cursor"))
    return Asked(
        listed[1],
        listed[2],
        _limit(told.get("limit")),
        after,
        begun,
        since=told.get("since", ""),
        day=_day(told.get("day")),
    )


def _parameters(given: Mapping[str, Sequence[bytes]], known: frozenset[str]) -> dict[str, str]:
    told = {}
    for name, values in given.items():
        if name not in known:
            shown = "、".join(sorted(known)) or "没有"
            raise BadQuestionError(
                f"不认识的参数，这个地址可用的参数：{shown}（令牌只能放在 Authorization 标头里）"
            )
        if len(values) != 1:
            raise BadQuestionError(f"参数 {name} 只能写一次")
        told[name] = values[0].decode("utf-8", "replace")
    return told


def _limit(text: str | None) -> int:
    most = interface_settings().longest_page
    if text is None:
        return interface_settings().usual_page
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= most):
        raise BadQuestionError(f"limit 须为 1 至 {most} 的整数")
    return int(text)


def _cursor(text: str | None) -> tuple[int, str]:
    if text is None:
        return 0, ""
    parts = _CURSOR.fullmatch(text)
    if parts is None or not text.isascii():
        raise BadQuestionError("cursor 不完整：请原样使用上一页给出的下一页地址")
    return int(parts[1]), parts[2]


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise BadQuestionError("day 须写作 2026-03-31") from None
