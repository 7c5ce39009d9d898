"""The filter bar of the case review: its questions, and the filter that its answers make."""

from __future__ import annotations

from dataclasses import replace

from widgets.parts.filter_values import Chosen, Days, Field, FilterValue, value_of
from widgets.parts.values import Choice as Offer
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import Choice, choices, topic_choices, unit_choices
from workbench.snapshots.read import Snapshot


def fields(snapshot: Snapshot) -> tuple[Field, ...]:
    """Return the questions with the values that occur in the caseload of the day."""

    def coded(key: str) -> tuple[Offer, ...]:
        return _offers(choices(snapshot, key))

    return (
        Field("units", "责任单位", "many", _offers(unit_choices(snapshot))),
        Field("states", "办理状态", "many", coded("state")),
        Field("channels", "信访渠道", "many", coded("channel")),
        Field("classes", "诉求类别", "many", coded("petition_class")),
        Field("paths", "法定途径", "many", coded("path")),
        Field("topics", "内容分类", "many", _offers(topic_choices(snapshot))),
        Field("registered", "登记日期", "days"),
        Field("late_only", "只看超期", "toggle"),
        Field("open_only", "只看在办", "toggle"),
        Field("text", "查找", "text", placeholder="标题、内容、编号"),
    )


def to_filter(value: FilterValue, before: CaseFilter) -> CaseFilter:
    """Return the filter that the answers make; what a figure or a link narrowed stays as it was."""
    days = value.days("registered")
    return replace(
        before,
        units=value.many("units"),
        states=value.many("states"),
        channels=value.many("channels"),
        classes=value.many("classes"),
        paths=value.many("paths"),
        topics=value.many("topics"),
        registered_from=days.start,
        registered_until=days.end,
        late_only=value.is_on("late_only"),
        open_only=value.is_on("open_only"),
        text=value.text("text"),
    )


def to_value(wanted: CaseFilter, asked: tuple[Field, ...]) -> FilterValue:
    """Return the answers that show a filter, as it may come from a link."""
    chosen: dict[str, Chosen] = {
        "units": wanted.units,
        "states": wanted.states,
        "channels": wanted.channels,
        "classes": wanted.classes,
        "paths": wanted.paths,
        "topics": wanted.topics,
        "registered": Days(wanted.registered_from, wanted.registered_until),
        "late_only": wanted.late_only,
        "open_only": wanted.open_only,
        "text": wanted.text,
    }
    return value_of(asked, chosen.items())


def _offers(found: list[Choice]) -> tuple[Offer, ...]:
    return tuple(Offer(choice.code, choice.label, choice.cases) for choice in found)
