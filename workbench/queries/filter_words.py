"""A filter in words: what stands on whatever was narrowed by it, on a figure, a list, a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from workbench.access.masked_words import why_not_found
from workbench.indicators.catalogue import Indicator
from workbench.queries.case_filter import CaseFilter, ColumnTest, FigureCases
from workbench.queries.columns import BY_KEY
from workbench.queries.duties import SOON_DAYS, DutyCases
from workbench.queries.figures import defined
from workbench.queries.promise_filter import GRAIN as PROMISES
from workbench.queries.situation import group_label, unit_names
from workbench.snapshots.asked import Asked

_PARTS: Final = ("passed", "failed", "silent")
# The conditions that name codes, by the column whose words they are said with.
_CODED: Final = (
    ("states", "state"),
    ("channels", "channel"),
    ("classes", "petition_class"),
    ("paths", "path"),
)


def filter_words(facts: Asked, wanted: CaseFilter) -> tuple[str, ...]:
    """Return each condition of a filter in words, in the order of the filter bar; () for an empty one."""
    said = []
    if wanted.units:
        names = unit_names(facts)
        said.append(f"责任单位：{'、'.join(names.get(code, code) for code in wanted.units)}")
    for name, column in _CODED:
        codes: tuple[str, ...] = getattr(wanted, name)
        if codes:
            said.append(f"{BY_KEY[column].label}：{'、'.join(_said(column, code) for code in codes)}")
    if wanted.topics:
        said.append(f"内容分类：{'、'.join(wanted.topics)}")
    if wanted.registered_from or wanted.registered_until:
        said.append(f"登记日期：{wanted.registered_from or '最早'} 至 {wanted.registered_until or '最晚'}")
    said += ["只看超期"] if wanted.late_only else []
    said += ["只看在办"] if wanted.open_only else []
    if wanted.text:
        said.append(f"查找：{wanted.text}{_unfound(wanted.text)}")
    return (*said, *links_words(facts, wanted), *map(_head_words, wanted.columns))


def links_words(facts: Asked, wanted: CaseFilter) -> tuple[str, ...]:
    """Return in words what no field of the filter bar asks: what a figure, a reminder or a link narrowed."""
    found = []
    if wanted.figure is not None:
        found.append(figure_words(facts, wanted.figure))
    if wanted.duty is not None:
        found.append(_duty_words(facts, wanted.duty))
    if wanted.batch:
        found.append(f"导入批次 {wanted.batch}")
    if wanted.due_within is not None:
        found.append(f"{wanted.due_within} 日内到期")
    if wanted.answered_after is not None:
        found.append(f"收到后超过 {wanted.answered_after} 个 24 小时才答复")
    return tuple(found)


def figure_words(facts: Asked, cases: FigureCases) -> str:
    """Return in words which cases of which figure are meant: its part, its group, its period."""
    definition = defined(facts, cases.indicator)
    names = dict(zip(_PARTS, (*definition.parts, definition.silent_name), strict=True))
    part = f"，{names[cases.part]}" if cases.part in names else ""
    groups = "".join(f"，{group_label(facts, by, group)}" for by, group in cases.cells)
    if cases.left_out:
        groups += f"，除{'、'.join(group_label(facts, by, group) for by, group in cases.left_out)}以外"
    return f"{definition.name}{part}{groups}（{cases.period.label}，按{definition.date_name}）"


def figure_filter_words(facts: Asked, definition: Indicator, wanted: CaseFilter) -> str:
    """Return in words by what a figure was narrowed, "" for nothing.

    What it does not follow is not among them: ``not_applied`` says that.
    """
    followed = replace(wanted, figure=None, registered_from=None, registered_until=None)
    if definition.grain == PROMISES:
        followed = CaseFilter(units=wanted.units)
    return "；".join(filter_words(facts, followed))


def _duty_words(facts: Asked, duty: DutyCases) -> str:
    whose = group_label(facts, "unit", duty.unit) if duty.unit else "各单位"
    new = f"，{duty.since} 起新到或新超期" if duty.since else ""
    return f"{whose}的期限提醒：超期或 {SOON_DAYS} 日内到期{new}"


def _head_words(test: ColumnTest) -> str:
    label = BY_KEY[test.key].label if test.key in BY_KEY else test.key
    told = [f"含“{test.contains}”{_unfound(test.contains)}"] if test.contains else []
    told += ["、".join(_said(test.key, code) for code in test.any_of)] if test.any_of else []
    bounds = (f"从 {test.low}" if test.low else "", f"到 {test.high}" if test.high else "")
    told += [" ".join(filter(None, bounds))] if any(bounds) else []
    return f"{label}：{'，'.join(told)}"


def _unfound(text: str) -> str:
    return f"（{why}）" if (why := why_not_found(text)) else ""


def _said(column: str, code: str) -> str:
    try:
        return BY_KEY[column].say(code) if column in BY_KEY else code
    except ValueError:  # a code that a link names and nobody knows
        return code
