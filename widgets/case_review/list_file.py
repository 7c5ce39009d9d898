"""The list as a file: the rows that are asked for, and in words what was asked."""

from __future__ import annotations

from dataclasses import replace

from widgets.case_review.figure_parts import list_name
from widgets.case_review.list_heads import heads_of
from widgets.case_review.promise_list import promise_file
from widgets.case_review.state import CaseReviewState
from widgets.parts.grid_query import GridQuery
from widgets.parts.values import EXCEL, FileToSave
from workbench.queries.case_filter import ColumnTest
from workbench.queries.columns import BY_KEY
from workbench.queries.export import export_cases
from workbench.queries.filter_words import filter_words


def list_file(state: CaseReviewState, query: GridQuery) -> FileToSave:
    """Return the workbook of the list as its heads narrow and sort it, or that of what was promised."""
    tests = heads_of(query).tests
    of_promises = promise_file(state, filter_words=_words(state), has_heads=bool(tests))
    if of_promises is not None:
        return of_promises
    content = export_cases(
        state.snapshot,
        state.wanted_with(tests),
        columns=[BY_KEY[key] for key in query.columns],
        sort=query.sort or state.sort,
        filter_words=_words(state, tests),
        proof=state.bench.proof(state.snapshot),
    )
    return FileToSave(f"信访事项清单{list_name(state)}.xlsx", content, EXCEL)


def _words(state: CaseReviewState, heads: tuple[ColumnTest, ...] = ()) -> str:
    """Return the filter in words; the figure, whose cases are listed, has its own notes."""
    return "；".join(filter_words(state.snapshot, replace(state.wanted_with(heads), figure=None)))
