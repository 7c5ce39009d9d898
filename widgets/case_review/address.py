"""The case review as an address: what a link asks for, and the one address of what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from widgets.address import AddressError, read_day
from workbench.indicators.catalogue import DefinitionError, indicator
from workbench.indicators.evaluate import Period, dimension
from workbench.queries.case_filter import CaseFilter, FigureCases
from workbench.queries.columns import BY_KEY
from workbench.queries.duties import DutyCases

LISTS = {
    "unit": "units",
    "channel": "channels",
    "class": "classes",
    "path": "paths",
    "topic": "topics",
    "state": "states",
}
UNDECIDED = "-"  # the group of a breakdown that has no value
ANY_UNIT = "all"


@dataclass(slots=True)
class _Reader:
    """Reads parameters one by one; what one cannot be read is told, and does not spoil the others."""

    given: Mapping[str, str]
    is_unit: Callable[[str], bool]
    problems: list[str] = field(default_factory=list)

    def day(self, name: str, what: str) -> date | None:
        try:
            return read_day(self.given.get(name), what)
        except AddressError as problem:
            self.problems.append(str(problem))
            return None

    def number(self, name: str, what: str) -> int | None:
        text = self.given.get(name)
        if text and (not text.isdecimal() or len(text) > 5):
            self.problems.append(f"{what}“{text}”不是天数")
            return None
        return int(text) if text else None

    def codes(self, name: str, column: str) -> tuple[str, ...]:
        found = tuple(filter(None, self.given.get(name, "").split(",")))
        return tuple(code for code in found if self._knows(BY_KEY[column].label, BY_KEY[column].say, code))

    def units(self, name: str) -> tuple[str, ...]:
        found = filter(None, self.given.get(name, "").split(","))
        return tuple(code for code in found if self.unit(code))

    def unit(self, code: str) -> bool:
        if not self.is_unit(code):
            self.problems.append(f"单位“{code}”不在单位名册中")
            return False
        return True

    def _knows(self, what: str, say: Callable[[str], str], code: str) -> bool:
        try:
            say(code)
        except ValueError:
            self.problems.append(f"{what}“{code}”不是已知的代码")
            return False
        return True


def from_address(
    given: Mapping[str, str], as_of: date, *, is_unit: Callable[[str], bool] = lambda code: True
) -> tuple[CaseFilter, tuple[str, ...]]:
    """Return the filter that a link asks for, and in Chinese what of it cannot be read.

    A part that cannot be read does not narrow; the others hold.
    """
    read = _Reader(given, is_unit)
    wanted = CaseFilter(
        units=read.units("unit"),
        channels=read.codes("channel", "channel"),
        classes=read.codes("class", "petition_class"),
        paths=read.codes("path", "path"),
        topics=tuple(filter(None, given.get("topic", "").split(","))),
        states=read.codes("state", "state"),
        registered_from=read.day("from", "起始日"),
        registered_until=read.day("until", "截止日"),
        late_only=given.get("late") == "1",
        open_only=given.get("open") == "1",
        due_within=read.number("due_within", "到期天数"),
        answered_after=read.number("answered_after", "答复天数"),
        text=given.get("text", ""),
        batch=given.get("batch", ""),
        duty=_duty(read),
    )
    if name := given.get("figure"):
        wanted = replace(wanted, figure=_figure(name, read, wanted, as_of))
    return wanted, tuple(read.problems)


def to_address(wanted: CaseFilter) -> dict[str, str]:
    """Return the parameters of a filter, in a fixed order; ``from_address`` reads them back the same.

    What stands in the heads of the columns is told by ``heads_to_address``.
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
            "group": "" if figure.by is None or figure.besides else figure.group or UNDECIDED,
            "besides": ",".join(group or UNDECIDED for group in figure.besides),
            "within": ",".join(f"{by}:{group or UNDECIDED}" for by, group in figure.within),
        }
    if (duty := wanted.duty) is not None:
        found |= {"duty": duty.unit or ANY_UNIT, "duty_since": _said(duty.since)}
    return {key: value for key, value in found.items() if value}


def query_text(parameters: Mapping[str, str]) -> str:
    """Return the parameters as they stand behind the question mark; commas stay readable."""
    return urlencode({key: value for key, value in parameters.items() if value}, safe=",")


def year_before(day: date) -> date:
    """Return the first day of the twelve months that end with ``day``."""
    following = day + timedelta(1) if day < date.max else day
    try:
        return following.replace(year=following.year - 1)
    except ValueError:  # 29 February
        return following.replace(year=following.year - 1, day=28)


def _figure(name: str, read: _Reader, wanted: CaseFilter, as_of: date) -> FigureCases | None:
    given = read.given
    end = read.day("through", "统计期止日") or wanted.registered_until or as_of
    start = read.day("since", "统计期起日") or wanted.registered_from or year_before(end)
    part = given.get("part", "all")
    by = given.get("figure_by")
    try:
        definition = indicator(name)
        definition.condition(part)
        within = _within(given)
        for asked in (by, *(crossed for crossed, _ in within)):
            if asked:
                dimension(definition, asked)
    except DefinitionError as problem:
        read.problems.append(str(problem))
        return None
    group = given.get("group") or None
    shown = None if group == UNDECIDED else group
    part = part if definition.is_share else "all"
    left = filter(None, given.get("besides", "").split(",")) if by else ()
    besides = tuple(None if code == UNDECIDED else code for code in left)
    one = shown if by and not besides else None
    return FigureCases(name, Period(start, end), part, by or None, one, within, besides)


def _within(given: Mapping[str, str]) -> tuple[tuple[str, str | None], ...]:
    told = (one.partition(":") for one in given.get("within", "").split(",") if one)
    return tuple((by, None if group in ("", UNDECIDED) else group) for by, _, group in told)


def _duty(read: _Reader) -> DutyCases | None:
    unit = read.given.get("duty")
    if not unit or (unit != ANY_UNIT and not read.unit(unit)):
        return None
    return DutyCases(None if unit == ANY_UNIT else unit, read.day("duty_since", "提醒起日"))


def _said(value: date | int | None) -> str:
    return "" if value is None else str(value)
