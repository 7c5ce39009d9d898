"""Two briefings of one span: which figures differ, and which cases changed them. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from widgets.address import link
from widgets.commitment_links import app_of, commitment_link
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.values import Choice
from workbench.access.gate import allow, require
from workbench.briefings.compare import Made, compare_briefings, span_of
from workbench.briefings.spans import KINDS, BriefingError, read_span
from workbench.indicators.catalogue import indicator
from workbench.queries.matters_now import matters_now
from workbench.queries.told_figures import compared_words
from workbench.terms import Role

if TYPE_CHECKING:
    from widgets.briefing.state import BriefingState
    from workbench.briefings.compare import BriefingComparison
    from workbench.briefings.spans import Span
    from workbench.snapshots.figure_change import CaseChange, FigureChange
    from workbench.snapshots.frozen import FrozenSnapshot

PAPER, SNAPSHOT = "paper:", "snapshot:"
MOST: Final = 200  # cases of one figure on the screen
_SEES_PROMISES: Final = frozenset({Role.SUPERVISOR, Role.CLERK, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class SeenCase:
    """A case behind a changed figure as the viewer may see it; ``href`` is "" where it opens nothing."""

    number: str
    href: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class SeenChange:
    """A changed figure: its cases that the viewer may see, and how many more there are."""

    name: str
    when: str
    before: str
    after: str
    is_redefined: bool
    cases: tuple[SeenCase, ...]
    hidden: int
    left_off: int
    measure: str = "件"


def fields(state: BriefingState, given: Mapping[str, str]) -> tuple[FormField, ...]:
    """Return the questions: two issued briefings or frozen snapshots, and of which span."""
    offered = (*_papers(state), *_snapshots(state))
    known = {one.code for one in offered}
    spans = tuple(
        Choice(f"{one.kind.value}:{one.code}", f"{one.kind.label}　{one.label}") for one in state.spans
    )
    chosen = {
        name: given.get(name, "") if given.get(name, "") in known else "" for name in ("before", "after")
    }
    span = given.get("span", "")
    none_yet = "" if len(offered) > 1 else "还没有两份可比的：先在“编简报”编一份，或固定一个快照"
    return (
        FormField("before", "前一份", "choice", True, offered, chosen["before"], none_yet),
        FormField("after", "后一份", "choice", True, offered, chosen["after"]),
        FormField(
            "span",
            "哪一期",
            "choice",
            choices=spans,
            initial=span if span in {one.code for one in spans} else "",
            hint="两份中有已印发的简报时不必选",
        ),
    )


def _papers(state: BriefingState) -> tuple[Choice, ...]:
    from widgets.briefing.issued import history

    return tuple(
        Choice(
            f"{PAPER}{one.paper.document_no}",
            f"{one.paper.document_no}　{one.title}（快照 {(one.paper.snapshot or '')[:12]}）",
        )
        for one in history(state)
        if one.paper.snapshot and one.paper.issued_kind in KINDS
    )


def _snapshots(state: BriefingState) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{SNAPSHOT}{one.hash[:12]}", f"快照　{words}") for one, words in state.frozen_snapshots()
    )


def asked(state: BriefingState, values: FormValues) -> Callable[[], BriefingComparison]:
    """Return the comparison that the answers ask for, still to be made; ``BriefingError`` if it cannot be."""
    require(state.viewer, "read:figures")
    made = [_made(state, values.text(name)) for name in ("before", "after")]
    kind, _, period = values.text("span").partition(":")
    span = span_of(made, kind, period)
    before, after = (state.bench.shelf.find(one.snapshot) for one in made)
    if before.hash == after.hash:
        raise BriefingError("两份出自同一个快照，数字必然相同：请选两个不同的")
    return lambda: compare_briefings(state.bench, span, before, after)


def _made(state: BriefingState, code: str) -> Made:
    if code.startswith(SNAPSHOT):
        return Made(code.removeprefix(SNAPSHOT))
    from widgets.briefing.issued import history

    number = code.removeprefix(PAPER)
    for one in history(state):
        paper = one.paper
        if paper.document_no == number and paper.snapshot:
            return Made(paper.snapshot, read_span(paper.issued_kind, paper.subject))
    raise BriefingError("请从列表中选择要比较的简报或者快照")


def seen(state: BriefingState, found: BriefingComparison) -> tuple[SeenChange, ...]:
    """Return the changes as the viewer may see them: all figures, and only the cases that are his to see."""
    can_open = allow(state.viewer, "open:case_review")
    matters = set(matters_now(state.bench.snapshot(), found.cases)) if can_open else set()
    return tuple(_change(state, one.when, one.figure, matters) for one in found.changes)


def _change(state: BriefingState, when: str, figure: FigureChange, matters: set[str]) -> SeenChange:
    is_promise = indicator(figure.indicator).grain == "commitment"
    if is_promise:
        told = figure.cases if state.viewer.role in _SEES_PROMISES else ()
    else:
        told = tuple(one for one in figure.cases if one.case_no in matters)
    was, now = compared_words(figure)
    return SeenChange(
        name=figure.name,
        when=when,
        before=was,
        after=now + figure.beside_words,
        is_redefined=figure.is_redefined,
        cases=tuple(_case(state, one) for one in told[:MOST]),
        hidden=len(figure.cases) - len(told),
        left_off=max(0, len(told) - MOST),
        measure="项" if is_promise else "件",
    )


def _case(state: BriefingState, one: CaseChange) -> SeenCase:
    if one.kind is None:
        href = link("case_review", case=one.case_no)
    else:
        may_open = allow(state.viewer, f"open:{app_of(one.kind)}")
        href = commitment_link(one.kind, one.case_no) if may_open else ""
    return SeenCase(
        one.case_no,
        href,
        one.before,
        one.after,
        one.why,
    )


def kind_label(span: Span) -> str:
    """Return what is compared."""
    return f"{span.kind.label} {span.label}"


def told_of(frozen: FrozenSnapshot) -> str:
    """Return by what one of the two was made."""
    return f"快照 {frozen.hash[:12]}，截至 {frozen.manifest.as_of}，台账第 {frozen.manifest.ledger_size:,} 条"
