"""The case review as an address: what a link asks for, and the one address of what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Period, dimension
from workbench.queries.case_filter import CaseFilter, FigureCases

LISTS = {
    "unit": "units",
    "channel": "channels",
    "class": "classes",
    "path": "paths",
    "topic": "topics",
    "state": "states",
}
UNDECIDED = "-"  # the group of a breakdown that has no value


class AddressError(ValueError):
    """A link carries a value that this screen does not understand."""


def from_address(given: Mapping[str, str], as_of: date) -> CaseFilter:
    """Return the filter that a link asks for.

    ``AddressError``, and ``DefinitionError`` for a figure, say in Chinese what cannot be read.
    """
    wanted = CaseFilter(
        units=_codes(given.get("unit")),
        channels=_codes(given.get("channel")),
        classes=_codes(given.get("class")),
        paths=_codes(given.get("path")),
        topics=_codes(given.get("topic")),
        states=_codes(given.get("state")),
        registered_from=read_day(given.get("from"), "起始日"),
        registered_until=read_day(given.get("until"), "截止日"),
        late_only=given.get("late") == "1",
        open_only=given.get("open") == "1",
        due_within=_number(given.get("due_within"), "到期天数"),
        answered_after=_number(given.get("answered_after"), "答复天数"),
        text=given.get("text", ""),
        batch=given.get("batch", ""),
    )
    if name := given.get("figure"):
        wanted = replace(wanted, figure=_figure(name, given, wanted, as_of))
    return wanted


def to_address(wanted: CaseFilter) -> dict[str, str]:
    """Return the parameters of a filter, in a fixed order; ``from_address`` reads them back the same.

    What stands in the heads of the columns is no part of it.
    """
    found = {key: ",".join(getattr(wanted, name)) for key, name in LISTS.items()}
    found |= {
        "from": _said(wanted.registered_from),
        "until": _said(wanted.registered_until),
        "late": "1" if wanted.late_only else "",
        "open": "1" if wanted.open_only else "",
        "due_within": _said(wanted.due_within),
        "answered_after": _said(wanted.answered_after),
        "text": wanted.text,
        "batch": wanted.batch,
    }
    if (figure := wanted.figure) is not None:
        found |= {
            "figure": figure.indicator,
            "part": "" if figure.part == "all" else figure.part,
            "since": _said(figure.period.start),
            "through": _said(figure.period.end),
            "figure_by": figure.by or "",
            "group": "" if figure.by is None else figure.group or UNDECIDED,
        }
    return {key: value for key, value in found.items() if value}


def query_text(parameters: Mapping[str, str]) -> str:
    """Return the parameters as they stand behind the question mark; commas stay readable."""
    return urlencode({key: value for key, value in parameters.items() if value}, safe=",")


def read_day(text: str | None, what: str) -> date | None:
    """Return the day of a parameter, ``None`` where there is none; ``AddressError`` if it is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AddressError(f"链接中的{what}“{text}”不是形如 2026-03-01 的日期，请检查链接") from None


def year_before(day: date) -> date:
    """Return the first day of the twelve months that end with ``day``."""
    following = day + timedelta(1) if day < date.max else day
    try:
        return following.replace(year=following.year - 1)
    except ValueError:  # 29 February
        return following.replace(year=following.year - 1, day=28)


def _figure(name: str, given: Mapping[str, str], wanted: CaseFilter, as_of: date) -> FigureCases:
    end = read_day(given.get("through"), "统计期止日") or wanted.registered_until or as_of
    start = read_day(given.get("since"), "统计期起日") or wanted.registered_from or year_before(end)
    part = given.get("part", "all")
    definition = indicator(name)
    definition.condition(part)
    by = given.get("figure_by")
    if by:
        dimension(definition, by)
    group = given.get("group") or None
    shown = None if group == UNDECIDED else group
    return FigureCases(name, Period(start, end), part, by or None, shown if by else None)


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(code for code in (text or "").split(",") if code)


def _number(text: str | None, what: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 5:
        raise AddressError(f"链接中的{what}“{text}”不是天数，请检查链接")
    return int(text)


def _said(value: date | int | None) -> str:
    return "" if value is None else str(value)
