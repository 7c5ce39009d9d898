"""Figures of the command line as a workbook: the numbers, on what they stand, and the cases behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.cli.figure_rows import GroupNames
    from workbench.indicators.catalogue import Indicator
    from workbench.indicators.evaluate import Period
    from workbench.queries.case_filter import CaseFilter
    from workbench.queries.comparison import Compared
    from workbench.queries.told_figures import ToldFigure
    from workbench.snapshots.asked import Asked
    from workbench.workbook import Proof, Sheet


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it was told: its definition, its groups, what a reader must know, what narrowed it."""

    definition: Indicator
    groups: tuple[ToldFigure, ...]
    remarks: tuple[str, ...]
    only: str = ""
    year_on_year: Compared | None = None


def figure_book(
    facts: Asked,
    told: Sequence[Told],
    *,
    period: Period,
    period_name: str = "",
    wanted: CaseFilter,
    names: GroupNames,
    with_cases: bool,
    proof: Proof | None,
) -> bytes:
    """Return an .xlsx: one row for each figure and group, and ``with_cases`` one list for each figure.

    ``period_name`` says what the period is, where nobody named one.
    """
    from workbench.workbook import write_tables

    lists = (_cases(facts, number, one, period, wanted) for number, one in enumerate(told, 1))
    said = f"统计期{f'（{period_name}）' if period_name else ''}：{period.label}"
    sheets = [_figures(facts, told, said, names, with_cases), *(lists if with_cases else ())]
    return write_tables(sheets, proof=proof)


def _figures(facts: Asked, told: Sequence[Told], period: str, names: GroupNames, with_cases: bool) -> Sheet:
    from workbench.workbook import Heading, Sheet

    numbers = {"指标": 22, "编号": 22, "分组": 24, "值": 16, "分子": 10, "分母": 10, "人次": 10}
    columns = numbers | {"说明": 40, "同比": 30, "筛选条件": 30, "按": 12, "依据": 40, "定义": 12}
    remarks = [f"{one.definition.name}：{remark}" for one in told for remark in one.remarks]
    notes = [
        period,
        _only("；".join(dict.fromkeys(one.only for one in told if one.only))),
        f"数据依据：{facts.code}",
        "比率的值在 0 与 1 之间，为分子除以分母。",
        *remarks,
        "" if with_cases else "没有写明指标，不附清单：写明指标的名称即附各自的清单。",
    ]
    return Sheet(
        "指标",
        [Heading(label, width) for label, width in columns.items()],
        [_row(one, group, names) for one in told for group in one.groups],
        [note for note in notes if note],
    )


def _only(words: str) -> str:
    return f"筛选条件：{words or '无'}"


def _row(one: Told, told: ToldFigure, names: GroupNames) -> list[Any]:
    from workbench.queries.comparison import year_on_year_words
    from workbench.queries.part_months import PART
    from workbench.queries.told_figures import ends_words, waits_words

    definition, figure = one.definition, told.figure
    is_small = "样本过小" if figure.is_small else ""
    part = f"{PART}（{days}）" if (days := names.part_month(told)) else ""
    words = waits_words(told.waits) if definition.days else ends_words(told)
    return [
        definition.name,
        definition.id,
        names.words(told.groups),
        None if definition.days else figure.value if definition.is_share else figure.count,
        figure.numerator,
        figure.denominator,
        figure.person_times,
        "；".join(filter(None, (is_small, part, words))),
        year_on_year_words(one.year_on_year) if one.year_on_year else None,
        one.only or None,
        definition.date_name,
        definition.source,
        definition.version,
    ]


def _cases(facts: Asked, number: int, told: Told, period: Period, wanted: CaseFilter) -> Sheet:
    """Return the list of a figure; of a share those that do not pass come first, each with its part."""
    from dataclasses import replace

    from workbench.queries.case_filter import FigureCases
    from workbench.queries.figure_notes import figure_notes
    from workbench.queries.listing import listing
    from workbench.workbook import Heading, Sheet

    definition = told.definition
    whole = replace(wanted, figure=FigureCases(definition.id, period))
    rows: list[list[Any]] = []
    headings: list[str] = []
    for part, result in _parts(definition):
        listed = replace(wanted, figure=FigureCases(definition.id, period, part))
        headings, found = listing(facts, listed)
        often = _often(facts, listed, definition)
        rows += [[result, *row, *often(row[0])] for row in found]
    counted = [] if _lists_rows(definition) else [Heading(f"计入本指标（{definition.unit}）", 18)]
    return Sheet(
        f"{number} {definition.name}",
        [Heading("是否达到", 12), *(Heading(label, 18) for label in headings), *counted],
        rows,
        [*figure_notes(facts, whole), _only(told.only), f"数据依据：{facts.code}"],
    )


def _lists_rows(definition: Indicator) -> bool:
    """Return whether each line of the list is what the figure counts: a matter, or a promise."""
    return definition.unit == "件" or definition.grain == "commitment"


def _often(facts: Asked, listed: CaseFilter, definition: Indicator) -> Callable[[Any], list[int | None]]:
    """Return how often a matter counts, by its number, where that is not once."""
    from workbench.queries.figure_rows import rows_by_case

    if _lists_rows(definition):
        return lambda number: []
    often = rows_by_case(facts, listed)
    return lambda number: [often.get(number)]


def _parts(definition: Indicator) -> Iterator[tuple[str, str]]:
    if not definition.is_share:
        yield "all", "计入"
        return
    passed, failed = definition.parts
    yield "failed", failed
    yield "passed", passed
