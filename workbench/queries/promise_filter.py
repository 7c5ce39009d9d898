"""What of a filter a figure of promises follows: the unit that is bound. What it cannot follow is told.

A promise need not be about a matter (a reception, a monthly report, an order to a whole unit): a condition on
matters would drop it without a word.
"""

from __future__ import annotations

from typing import Final

from workbench.queries.case_filter import CaseFilter, units_below
from workbench.queries.conditions import Condition
from workbench.snapshots.asked import Asked

GRAIN: Final = "commitment"
# What a filter asks of matters, as it is called on the screen, by the field of ``CaseFilter``.
_OF_MATTERS: Final = {
    "channels": "信访渠道",
    "classes": "诉求类别",
    "paths": "法定途径",
    "topics": "内容分类",
    "states": "办理状态",
    "open_only": "在办",
    "late_only": "超期",
    "due_within": "即将到期",
    "answered_after": "答复用时",
    "text": "文字",
    "batch": "导入批次",
    "duty": "期限提醒",
    "columns": "表头",
}


def narrow_promises(facts: Asked, wanted: CaseFilter) -> Condition:
    """Return the condition over the rows of promises: bound are the wanted units, or one below them."""
    if not wanted.units:
        return "true", {}
    below = {f"bound_{number}": code for number, code in enumerate(units_below(facts, wanted.units))}
    return f"bound_unit in ({', '.join(f':{name}' for name in below)})", dict(below)


def unheeded(wanted: CaseFilter) -> tuple[str, ...]:
    """Return what a filter asks that promises are not narrowed by, as it is called on the screen."""
    empty = CaseFilter()
    return tuple(
        words for name, words in _OF_MATTERS.items() if getattr(wanted, name) != getattr(empty, name)
    )
