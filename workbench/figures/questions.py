"""What is wrong with a question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.queries.case_filter import CaseFilter

_LISTS: Final = ("units", "channels", "classes", "paths", "topics", "states")
_DAYS: Final = ("registered_from", "registered_until")
_COUNTS: Final = ("due_within", "answered_after")


class QuestionError(ValueError):
    """A figure was asked in a way that has no answer."""


def require_kinds(wanted: CaseFilter) -> None:
    """Raise ``QuestionError`` where a part of a filter is of another kind than it is compared with."""
    for name in _LISTS:
        given = getattr(wanted, name)
        is_several = isinstance(given, (tuple, list)) and all(isinstance(one, str) for one in given)
        if not (isinstance(given, str) or is_several):
            raise QuestionError(f'CaseFilter 的 {name}“{given}”请写成文字的列表，如 {name}=("忠防镇",)')
    for name in _DAYS:
        given = getattr(wanted, name)
        if given is not None and not isinstance(given, date):
            raise QuestionError(f"CaseFilter 的 {name}“{given}”请写成日期，如 date(2026, 3, 1)")
    for name in _COUNTS:
        given = getattr(wanted, name)
        if given is not None and (not isinstance(given, int) or isinstance(given, bool)):
            raise QuestionError(f"CaseFilter 的 {name}“{given}”请写成整数天数，如 {name}=14")
