"""Make a briefing: of a frozen snapshot only, so that the same snapshot always gives the same briefing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING

from workbench.briefings.briefing import Briefing
from workbench.briefings.contents import contents
from workbench.briefings.figures import chosen, measure, waits
from workbench.briefings.parts import Counted
from workbench.briefings.regular import regular_sections
from workbench.briefings.spans import BriefingError, Span
from workbench.briefings.stock import office_name
from workbench.briefings.yearly import yearly_sections
from workbench.documents.content import Provenance
from workbench.queries.figures import refused_words
from workbench.terms import IssuedKind

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.frozen import FrozenSnapshot

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which briefing: its span, and the snapshot or the as-of day it is made from.

    Without either the as-of day is the last of the span, or today while the span is not over.
    """

    span: Span
    snapshot: str = ""
    as_of: date | None = None


def make_briefing(
    bench: Workbench,
    asked: Asked,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Briefing:
    """Return the briefing. Where no snapshot is named, one is frozen: the same facts give the same one.

    ``progress`` hears how many matters of how many are frozen. Raises ``BriefingError`` for what cannot be
    made, ``FrozenSnapshotError`` for a snapshot that is not there, ``FreezeCancelledError``.
    """
    frozen = _frozen(bench, asked, progress, cancelled)
    return briefing_of(bench, asked.span, frozen)


def briefing_of(bench: Workbench, span: Span, frozen: FrozenSnapshot) -> Briefing:
    """Return the briefing of a span that a frozen snapshot gives; it is checked to the byte before."""
    from workbench.snapshots.definitions import read_kept

    faults = bench.shelf.verify(frozen)
    if faults:
        raise BriefingError(
            f"快照 {frozen.hash[:12]} 已损坏，不能据以编简报：{faults[0].message}。"
            f"请先运行 workbench snapshot rebuild {frozen.hash[:12]} --restore"
        )
    told, parts = frozen.manifest, contents()
    period = span.until(told.as_of)
    periods = (period, span.before.beside(period), span.a_year_ago.beside(period))
    kept = read_kept(frozen.folder)
    definitions = kept.usable
    with bench.shelf.facts(frozen) as facts:
        figures = measure(facts, chosen(definitions, parts.counted), periods, as_of=told.as_of, law=parts.law)
        waiting = waits(facts, chosen(definitions, parts.waits), period, as_of=told.as_of)
        refused = tuple(refused_words(frozen.hash, one) for one in kept.refused.values())
        counted = Counted(
            facts, definitions, span, periods, told.as_of, told.layout, figures, waiting, refused
        )
        compose = yearly_sections if span.kind is IssuedKind.YEARLY_REPORT else regular_sections
        sections = compose(counted)
        office = office_name(facts)
    return Briefing(
        span=span,
        period=period,
        office=office,
        snapshot=frozen.hash,
        figures=figures,
        waits=waiting,
        sections=sections,
        provenance=_provenance(bench, span, frozen),
    )


def _frozen(
    bench: Workbench, asked: Asked, progress: Progress | None, cancelled: Callable[[], bool]
) -> FrozenSnapshot:
    if asked.snapshot:
        found = bench.shelf.find(asked.snapshot)
        if asked.as_of not in (None, found.manifest.as_of):
            raise BriefingError(
                f"快照截至 {found.manifest.as_of}，与所要的截至日 {asked.as_of} 不同："
                "请去掉截至日，或换一个快照"
            )
        if found.manifest.as_of > bench.today():  # earlier versions froze days to come
            told = f"快照 {found.hash[:12]} 的截至日 {found.manifest.as_of} 还没有到，最晚为今天"
            raise BriefingError(f"{told}（{bench.today()}）：请换一个快照")
        return found
    today = bench.today()
    day = asked.as_of or min(asked.span.period.end, today)
    if day > today:
        raise BriefingError(f"截至日 {day} 还没有到，最晚为今天（{today}）")
    asked.span.until(day)  # refuses a span that has not begun, before anything is frozen
    return bench.shelf.create(day, progress=progress, cancelled=cancelled)


def _provenance(bench: Workbench, span: Span, frozen: FrozenSnapshot) -> Provenance:
    told = frozen.manifest
    size = told.ledger_size
    return Provenance(
        as_of=told.as_of,
        snapshot=frozen.hash,
        ledger_size=size,
        code=bench.anchors.checkpoint_of(size, told.ledger_root).code if size else "",
        definitions=told.definitions[:12],
        calendar=told.calendar_version,
        software=version("petition-workbench"),
        others=(("统计期", span.until(told.as_of).label),),
    )
