"""The promises behind a figure of promises, beside the list of matters: most are about no matter."""

from __future__ import annotations

from typing import Final

from widgets.address import link
from widgets.case_review.state import CaseReviewState
from widgets.commitment_links import commitment_link
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import day_text, label, table
from widgets.parts.values import Tag
from workbench.access.gate import reach
from workbench.access.viewer import current_viewer
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
    found = [one for one in promises(state.snapshot, cases, state.wanted, most=MOST) if _may_list(one)]
    if not found:
        return tag("p", "本指标按承诺计，没有可以向您逐项列出的承诺。", class_="wb-small")
    words = "本指标按承诺计，不都对应信访事项：所计的承诺如下，清单只列有关的信访事项。"
    if len(found) >= MOST:
        words += f"只列前 {MOST} 项。"
    return tag(
        "div",
        tag("p", words, class_="wb-small"),
        table(HEAD, [_row(one) for one in found], caption="所计的承诺"),
        class_="review-promises",
    )


def _may_list(one: Promise) -> bool:
    holding = _HOLDINGS.get(one.kind, Holding.ASSIGNMENT)
    return reach(current_viewer(), holding, Operation.LIST) is not Reach.NONE


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
