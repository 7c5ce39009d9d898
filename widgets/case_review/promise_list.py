"""The promises behind a figure of promises, beside the list of matters: most are about no matter."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from widgets.address import link
from widgets.case_review.figure_parts import list_name
from widgets.case_review.state import CaseReviewState
from widgets.commitment_links import commitment_link
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import day_text, label, table
from widgets.parts.values import EXCEL, FileToSave, Tag
from workbench.access.gate import reach
from workbench.access.viewer import current_viewer
from workbench.queries.export import export_promises
from workbench.queries.figures import defined, not_applied
from workbench.queries.promises import Promise, counts_promises, promises
from workbench.terms import CommitmentKind, Holding, Operation, Reach

MOST: Final = 500  # shown on one page
HEAD: Final = ("承诺", "承担单位", "提出", "期限", "完成", "结果", "信访件")
# Of which type of record a promise is, where it is no assignment.
_HOLDINGS: Final = {CommitmentKind.MILESTONE: Holding.OWNERSHIP, CommitmentKind.FILE_REVIEW: Holding.REVIEW}


def promise_list(state: CaseReviewState) -> Markup | None:
    """Return the promises of the figure whose cases are listed, ``None`` where it counts matters."""
    cases = state.wanted.figure
    if cases is None or not counts_promises(state.snapshot, cases):
        return None
    listed = promises(state.snapshot, cases, state.wanted, most=MOST)
    found = [one for one in listed if _may(Operation.LIST, one)]
    if not found:
        return tag("p", "本指标按承诺计，没有可以向您逐项列出的承诺。", class_="wb-small")
    words = "本指标按承诺计，不都对应信访事项：所计的承诺如下，清单只列有关的信访事项；导出的是承诺。"
    if len(found) >= MOST:
        words += f"只列前 {MOST} 项。"
    return tag(
        "div",
        tag("p", words, class_="wb-small"),
        table(HEAD, [_row(one) for one in found], caption="所计的承诺"),
        class_="review-promises",
    )


def promise_file(state: CaseReviewState, *, filter_words: str, has_heads: bool) -> FileToSave | None:
    """Return the same promises as a file, all of them; ``None`` where the figure counts matters.

    ``has_heads`` says that the list is narrowed in the heads of its columns, which promises do not follow.
    """
    cases = state.wanted.figure
    if cases is None or not counts_promises(state.snapshot, cases):
        return None
    counted = promises(state.snapshot, cases, state.wanted)
    found = [one for one in counted if _may(Operation.EXPORT, one)]
    left = not_applied(
        defined(state.snapshot, cases.indicator), replace(state.wanted, figure=None), has_heads=has_heads
    )
    if hidden := len(counted) - len(found):
        left += (f"另有 {hidden:,} 项不在可导出的范围之内，未列",)
    content = export_promises(
        state.snapshot,
        found,
        state.wanted,
        filter_words="；".join(filter(None, [filter_words, *left])),
        proof=state.bench.proof(state.snapshot),
    )
    return FileToSave(f"承诺清单{list_name(state)}.xlsx", content, EXCEL)


def _may(operation: Operation, one: Promise) -> bool:
    holding = _HOLDINGS.get(one.kind, Holding.ASSIGNMENT)
    return reach(current_viewer(), holding, operation) is not Reach.NONE


def _row(one: Promise) -> list[Content]:
    matter: Content = "—"
    if one.case_no:
        matter = [tag("a", one.case_no, href=link("case_review", case=one.case_no)), f" {one.title or ''}"]
    return [
        tag("a", f"{one.kind.label} {one.number}", href=commitment_link(one.kind, one.number)),
        one.unit_name or "—",
        day_text(one.raised_on),
        day_text(one.due_on),
        day_text(one.met_on),
        label(Tag(one.result, "done" if one.is_passed else "late")),
        matter,
    ]
