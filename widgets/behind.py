"""The cases behind a number, as a table that leads to each of them."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.address import link
from widgets.commitment_links import commitment_link
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import empty, label, table
from widgets.parts.values import Tag
from workbench.queries.behind import MOST, CaseBehind


def case_table(cases: Sequence[CaseBehind]) -> Markup:
    """Return the cases behind a number, those not in time first."""
    if not cases:
        return empty("该单位该项没有应办的事项。")
    rows = [
        (
            tag("a", one.case_no, href=link("case_review", case=one.case_no)) if one.case_no else "—",
            [one.title or "", _pledge(one)],
            f"{one.due_on}",
            f"{one.done_on}" if one.done_on else "—",
            label(Tag("做到", "done") if one.is_passed else Tag("未做到", "late")),
        )
        for one in cases
    ]
    head = ("信访件", "事项", "期限", "完成", "结果")
    return tag(
        "div",
        table(head, rows, caption="所依据的事项"),
        tag("p", f"只列前 {MOST} 件。", class_="wb-small") if len(cases) >= MOST else None,
    )


def _pledge(one: CaseBehind) -> Content:
    if one.kind is None:
        return None
    words = f"{one.kind.label} {one.number or ''}"
    return tag("small", tag("a", words, href=commitment_link(one.kind, one.number)) if one.number else words)
