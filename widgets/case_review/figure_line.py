"""The line over a list of a figure: how much it counts, in how many matters, its sides, the silent."""

from __future__ import annotations

from dataclasses import replace

from widgets.address import link
from widgets.case_review.address import query_text, to_address
from widgets.case_review.list_heads import heads_to_address
from widgets.case_review.state import CaseReviewState
from widgets.parts.markup import Content, Markup, tag
from workbench.queries.figure_rows import Side, figure_rows


def counted_line(state: CaseReviewState) -> Markup | None:
    """Return what the figure of the list counts there, each side leading to its own list.

    ``None`` where no figure is listed, and where it counts promises, which stand in a table of their own.
    """
    found = figure_rows(state.snapshot, state.wanted_with(state.heads.tests))
    if found is None:
        return None
    said: list[Content] = []
    for at, side in enumerate(found.sides):
        said.append(("", "：", "；")[at])
        said.append(_opening(state, side, f"{side.name} {found.told(side)}"))
    if found.remark:
        said.append(f"（{found.remark}）")
    if (silent := found.silent) is not None:
        said += ["；另有", _opening(state, silent, f"{silent.name} {found.told(silent)}"), "，不在内"]
    return tag("div", said, class_="review-counted")


def _opening(state: CaseReviewState, side: Side, words: str) -> Content:
    """Return the words of a side as the way to its list; of the side that is listed, in bold."""
    cases = state.wanted.figure
    if cases is None or cases.part == side.part:
        return tag("b", words, aria_current="true")
    if not side.rows:
        return words
    wanted = replace(state.wanted, figure=replace(cases, part=side.part))
    day = state.snapshot.as_of
    as_of = "" if day == state.bench.today() else day.isoformat()
    query = query_text(to_address(wanted) | heads_to_address(state.heads) | {"as_of": as_of})
    return tag("a", words, href=f"{link('case_review')}?{query}")
