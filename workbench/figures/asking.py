"""Ask a figure of the catalogue: of a period in words, broken down, of some of the cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from workbench.access.masking import ACCUSATION_NOTICE, HELD_TITLE
from workbench.access.viewer import site_viewer
from workbench.acts.hidden import PLACE
from workbench.figures.answer import Answer
from workbench.figures.periods import read_day, read_period
from workbench.figures.questions import QuestionError, require_kinds
from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter
from workbench.queries.named import (
    NotThereError,
    checked_filter,
    dimension_named,
    figure_named,
)
from workbench.queries.told_figures import told_figures
from workbench.shelf import FutureDayError
from workbench.snapshots.asked import Asked, FrozenFacts
from workbench.terms import ErasureState

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.engines import DuckFacts
    from workbench.snapshots.frozen import FrozenSnapshot

MOST_DIMENSIONS = 2
UNASKED = "近十二个月"  # the period of a question that names none


def ask(
    name: str,
    *,
    by: Sequence[str] | str | None = (),
    period: Period | tuple[date, date] | str | int | None = None,
    as_of: date | str | None = None,
    snapshot: str | None = None,
    wanted: CaseFilter | None = None,
    bench: Workbench | None = None,
) -> Answer:
    """Return a figure of the catalogue for a period, broken down by at most two dimensions.

    ``period`` is "2026", "2026-03", "2026-03-15", "2026-01..2026-06", a pair of days or a ``Period``; without
    it the twelve months up to the as-of day (default: today).

    A year or month that is not over is counted up to that day, and the answer
    says so. ``snapshot`` is the beginning of the hash of a frozen snapshot: its day
    and its definitions hold, so that an old figure is made again. ``wanted`` narrows the cases. ``bench`` is
    the workbench, else that of this user. Figure, dimensions and filter may be named in Chinese. Raises
    ``NotThereError`` for a figure, dimension, unit or code that does not exist, ``FrozenSnapshotError`` for
    an unknown snapshot, ``FutureDayError`` for a day to come, ``QuestionError`` otherwise.
    """
    opened = bench or _own_bench()
    day = _not_to_come(opened, read_day(as_of))
    asked = _frozen(opened, snapshot, day) if snapshot is not None else opened.snapshot(day)
    definition = _figure(asked, name)
    groups = _dimensions(definition, by)
    narrowed = _filter(asked, wanted)
    if len(groups) > MOST_DIMENSIONS or (definition.days and len(groups) > 1):
        raise QuestionError("分组太多：比率和数量最多按两项分组，用时最多按一项")
    span = read_period(period, asked.as_of)
    told = told_figures(asked, definition, period=span.period, by=groups, wanted=narrowed)
    if definition.days:
        told = tuple(one for one in told if one.waits is not None)
    return Answer(
        definition,
        span.period,
        groups,
        told,
        asked,
        narrowed,
        opened.ledger_code(asked.ledger_size, root=asked.ledger_root),
        opened.proof,
        span.remark,
        UNASKED if period is None else "",
        # What is frozen knows another state of the ledger than the live snapshot of an earlier day.
        lambda day: (
            frozen_then(opened, asked, definition, day)
            if isinstance(asked, FrozenFacts)
            else opened.ready_snapshot(day)
        ),
    )


def frozen_then(bench: Workbench, asked: FrozenFacts, definition: Indicator, day: date) -> FrozenFacts | None:
    """Return the frozen snapshot of an earlier day that defines a figure alike, ``None`` if there is none.

    Of several the one that knows most of what the snapshot asked knows; else the first that was made later.
    """
    from workbench.snapshots.definitions import read_definitions

    found = [one for one in bench.shelf.all()[0] if one.manifest.as_of == day]
    alike = []
    for one in found:
        kept = read_definitions(one.folder).get(definition.id)
        if kept is not None and kept.version == definition.version:
            alike.append(one)
    known = [one for one in alike if one.manifest.ledger_size <= asked.ledger_size]
    chosen = next((one for one in (*reversed(known), *alike) if bench.shelf.is_whole(one)), None)
    return FrozenFacts(chosen, bench.shelf.facts(chosen)) if chosen is not None else None


def _figure(asked: Asked, name: object) -> Indicator:
    try:
        return figure_named(asked, str(name))
    except NotThereError as error:
        raise NotThereError(f"{error}。各自的定义和可按的分组：figures.names()") from None


def _dimensions(definition: Indicator, by: object) -> tuple[str, ...]:
    named = (by,) if isinstance(by, str) else by or ()
    if not isinstance(named, Sequence) or not all(isinstance(one, str) for one in named):
        raise QuestionError(f'by“{by}”看不懂，请写成 "unit" 或 ["unit", "month"]')
    return tuple(dict.fromkeys(dimension_named(one, (definition,)) for one in named))


def _filter(asked: Asked, wanted: object) -> CaseFilter:
    if wanted is None:
        return CaseFilter()
    if not isinstance(wanted, CaseFilter):
        raise QuestionError('wanted 请写成 CaseFilter，如 CaseFilter(channels=("visit",))')
    require_kinds(wanted)
    return checked_filter(asked, wanted)


def _not_to_come(bench: Workbench, day: date | None) -> date | None:
    if day is not None and day > bench.today():
        raise FutureDayError(day, bench.today())
    return day


def _frozen(bench: Workbench, name: str, as_of: date | None) -> FrozenFacts:
    """Return a frozen snapshot, open for as long as its answer is there."""
    if site_viewer() is not None:  # there everything is narrowed to what he may see, and this knows no viewer
        raise QuestionError("固定快照不按账号遮盖，登录后的页面不能用：请在 JupyterLab 中提问")
    if not isinstance(name, str):
        raise QuestionError(f"snapshot“{name}”请写成带引号的文字：快照散列的前几位")
    found = bench.shelf.find(name)
    bench.shelf.require_past(found)
    if as_of not in (None, found.manifest.as_of):
        raise QuestionError(f"快照截至 {found.manifest.as_of}，与 as_of 不同：请去掉 as_of 或换一个快照")
    return FrozenFacts(found, covered_facts(bench, found))


def covered_facts(bench: Workbench, found: FrozenSnapshot, *, threads: int = 0) -> DuckFacts:
    """Return the facts of a frozen snapshot, less the titles told no more; the caller closes them.

    ``FrozenSnapshotError`` for one that is not as its manifest says: its hash stands under every figure.
    """
    bench.shelf.require_whole(found)
    facts = bench.shelf.facts(found, threads=threads)
    says_nothing = (ACCUSATION_NOTICE, HELD_TITLE, PLACE[ErasureState.RESTRICTED])
    asked = "select case_no, title from case_fact where title in (?, ?, ?)"
    facts.cover_titles(dict(bench.snapshot().rows(asked, says_nothing)))
    return facts


def _own_bench() -> Workbench:
    from workbench.app import open_workbench

    return open_workbench()
