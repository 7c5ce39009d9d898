"""What stands below a list of a figure in a workbook: which one, its numbers, what it means and leaves out.

Whoever opens the file has neither the screen nor the catalogue beside it. Every list of a figure says the
same, from whichever door it came.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import SMALL_SAMPLE
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figure_rows import FigureRows, figure_rows
from workbench.queries.figures import defined
from workbench.queries.filter_words import figure_words
from workbench.queries.left_out import left_out_of_list
from workbench.queries.promises import promises
from workbench.queries.told_figures import ends_words, told_figures, waits_words
from workbench.snapshots.asked import Asked


def figure_notes(facts: Asked, wanted: CaseFilter) -> list[str]:
    """Return the notes on the figure whose cases a filter lists; none without one."""
    cases = wanted.figure
    if cases is None:
        return []
    definition = defined(facts, cases.indicator)
    told = (
        f"指标：{figure_words(facts, cases)}",
        _numbers(facts, wanted, definition),
        _beside(facts, wanted, definition),
        left_out_of_list(facts, wanted),
    )
    return [*(f"{words}。" for words in told if words), definition_words(definition)]


def definition_words(one: Indicator) -> str:
    """Return in words who counts, who passes, by which day, from where, in which version."""
    parts = f"（{one.parts[0]}／{one.parts[1]}）" if one.is_share else ""
    said = (f"{one.name}{parts}：{one.words}", f"按{one.date_name}", f"依据：{one.source}", one.caution)
    return f"定义：{'。'.join(said)}。定义版本 {one.version}。"


def _numbers(facts: Asked, wanted: CaseFilter, definition: Indicator) -> str:
    """Return numerator and denominator of the group that is listed, whichever part of it is listed."""
    counted: FigureRows | None = figure_rows(facts, wanted)
    if counted is not None:
        hits = [side.rows for side in counted.sides if side.part == "passed"]
        return counted.words + _share(definition, hits[0], counted.sides[0].rows) if hits else counted.words
    assert wanted.figure is not None
    found = promises(facts, replace(wanted.figure, part="all"), wanted)
    passed = sum(one.is_passed for one in found)
    yes, no = definition.parts
    words = f"本指标 {len(found):,} {definition.unit}：{yes} {passed:,} {definition.unit}；"
    return f"{words}{no} {len(found) - passed:,} {definition.unit}{_share(definition, passed, len(found))}"


def _share(definition: Indicator, passed: int, of: int) -> str:
    name = f"{definition.name}（{definition.official}）" if definition.official else definition.name
    if not of:
        return f"；{name} 无案件"
    small = "，样本过小" if of < SMALL_SAMPLE else ""
    return f"；{name} {passed / of:.1%}（{passed:,}/{of:,}{small}）"


def _beside(facts: Asked, wanted: CaseFilter, definition: Indicator) -> str:
    """Return who was silent and what that leaves open, or after how many days how many had it; else ""."""
    cases = wanted.figure
    if cases is None or cases.left_out or not (definition.silent or definition.days):
        return ""
    by, groups = tuple(one for one, _ in cases.cells), tuple(code for _, code in cases.cells)
    others = replace(wanted, figure=None)
    told = told_figures(facts, definition, period=cases.period, by=by, wanted=others)
    found = next((one for one in told if one.groups == groups), None)
    if found is None:
        return ""
    if found.ends is not None:
        return f"{definition.silent_name} {found.ends.silent:,} 件：{ends_words(found)}"
    return waits_words(found.waits) if definition.days else ""
