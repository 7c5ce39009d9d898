"""Two briefings of one span: every figure that differs, the matters that changed it, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.briefings.contents import contents
from workbench.briefings.spans import KINDS, BriefingError, Span, read_span
from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Period
from workbench.terms import IssuedKind

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.figure_change import CaseChange, FigureChange
    from workbench.snapshots.frozen import FrozenSnapshot

STOCK: Final = "open_late"  # over all days: open matters, and how many of them are late
_EVER: Final = date(1950, 1, 1)
LARGEST: Final = 20_000_000  # bytes of a briefing as JSON


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that differs; ``when`` says of which period of the briefing."""

    when: str
    figure: FigureChange


@dataclass(frozen=True, slots=True)
class BriefingComparison:
    """One span as two snapshots tell it."""

    span: Span
    before: FrozenSnapshot
    after: FrozenSnapshot
    changes: tuple[Change, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        """Return the numbers of all matters (and promises) that changed a figure, each once, in order."""
        return tuple(sorted({case.case_no for change in self.changes for case in change.figure.cases}))

    @property
    def cause_words(self) -> str:
        """Return how many matters and promises changed a figure, each once: "3 件事项、1 项承诺"."""
        changed = {(case.kind, case.case_no) for change in self.changes for case in change.figure.cases}
        matters = sum(kind is None for kind, _ in changed)
        promises = len(changed) - matters
        told = (f"{matters:,} 件事项" if matters else "", f"{promises:,} 项承诺" if promises else "")
        return "、".join(filter(None, told)) or "0 件事项"


@dataclass(frozen=True, slots=True)
class Made:
    """By what a briefing was made: its snapshot, and its span where that is known."""

    snapshot: str
    span: Span | None = None


def read_made(text: str) -> Made:
    """Return what a file of ``--format json`` was made from, or a snapshot for the hash that ``text`` is.

    ``BriefingError`` if the file is none of ours.
    """
    path = Path(text)
    if not path.is_file():
        return Made(text)
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return Made(str(told["snapshot"]), read_span(IssuedKind.coded(told["kind"]), str(told["span"])))
    except (ValueError, KeyError, TypeError):
        raise BriefingError(
            f"文件“{path.name}”不是简报的 JSON 文件：请用 workbench briefing … --format json 生成的文件，"
            "或写快照的散列"
        ) from None


def span_of(made: Iterable[Made], kind: str = "", period: str = "") -> Span:
    """Return the span that two briefings have in common, or that was typed; ``BriefingError`` otherwise."""
    found = {one.span for one in made if one.span is not None}
    if period:
        chosen = next((one for one in KINDS if one.value == kind), None)
        if chosen is None:
            raise BriefingError("请写明是月度（monthly）、季度（quarterly）还是年度（yearly）")
        found.add(read_span(chosen, period))
    if not found:
        raise BriefingError("只写快照散列时，还要写明统计期：如 --kind monthly --period 2026-10")
    if len(found) > 1:
        labels = "、".join(sorted(one.label for one in found))
        raise BriefingError(f"两份简报的统计期不同（{labels}），不能比较：请选同一期的两份")
    return found.pop()


def compare_briefings(
    bench: Workbench, span: Span, before: FrozenSnapshot, after: FrozenSnapshot
) -> BriefingComparison:
    """Return every figure of the briefing that differs between two snapshots, with matters and reasons."""
    bench.shelf.require_whole(before, after, what="比较")
    as_of = min(before.manifest.as_of, after.manifest.as_of)
    period = span.until(as_of)
    parts, last = contents(), max(before.manifest.as_of, after.manifest.as_of)
    counted = {*parts.counted, *parts.waits}
    earlier = {name for name in parts.counted if not indicator(name).ripens}
    of_last, of_ago = span.words_before
    looked_at = (
        ("本期", period, counted),
        (of_last, span.before.beside(period), earlier),
        (of_ago, span.a_year_ago.beside(period), earlier),
        ("截至日", Period(_EVER, last), {STOCK}),
    )
    changes = [
        Change(when, figure)
        for when, one, names in looked_at
        for figure in bench.shelf.compare(before, after, one, names).changed
    ]
    return BriefingComparison(span, before, after, tuple(changes))


def told(found: BriefingComparison) -> dict[str, Any]:
    """Return the comparison as an object for scripts."""
    return {
        "kind": found.span.kind.value,
        "span": found.span.code,
        "before": found.before.hash,
        "after": found.after.hash,
        "cases": list(found.cases),
        "figures": [
            {
                "period": change.when,
                "indicator": change.figure.indicator,
                "name": change.figure.name,
                "before": change.figure.before,
                "after": change.figure.after,
                "silent": change.figure.silent,
                "redefined": change.figure.is_redefined,
                "cases": [_case(case) for case in change.figure.cases],
            }
            for change in found.changes
        ],
    }


def _case(case: CaseChange) -> dict[str, Any]:
    reasons = [{"reason": one.reason.value, "words": one.words} for one in case.reasons]
    return {"case_no": case.case_no, "before": case.before, "after": case.after, "reasons": reasons}
