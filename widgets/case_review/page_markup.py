"""Draw one matter: head, facts, what happened, how each deadline is worked out, what may be done next."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import explanation, label
from widgets.parts.pieces import facts as fact_list
from widgets.parts.values import Tag, Tone
from workbench.queries.case_page import ASSUMED_NOTE, CasePage, Working
from workbench.queries.case_story import Node, PageDocument, PetitionCard
from workbench.terms import DeadlineState

TONES: dict[DeadlineState, Tone] = {
    DeadlineState.LATE: "late",
    DeadlineState.MET_LATE: "soon",
    DeadlineState.ENDED_LATE: "soon",
    DeadlineState.MET: "done",
    DeadlineState.RUNNING: "accent",
}
WORST_FIRST = (
    DeadlineState.LATE,
    DeadlineState.RUNNING,
    DeadlineState.UNKNOWN,
    DeadlineState.UNCLASSIFIED,
    DeadlineState.MET_LATE,
    DeadlineState.ENDED_LATE,
    DeadlineState.MET,
    DeadlineState.OWN_PROCEDURE,
    DeadlineState.ENDED,
)
OPEN_FROM_START = (DeadlineState.LATE, DeadlineState.RUNNING)
RECORDED_LATE = 3  # calendar days after which the timeline says that an entry came late


def head(page: CasePage) -> Markup:
    """Return the case number, the title, the state and what of it is late."""
    late = sum(deadline.state is DeadlineState.LATE for deadline in page.deadlines)
    return tag(
        "div",
        tag("p", page.case_no, class_="case-no"),
        tag("h2", page.title),
        tag(
            "p",
            label(Tag(page.state, "accent")),
            f" 自 {page.state_since:%Y-%m-%d}",
            label(Tag(f"{late} 项时限超期未完成", "late")) if late else None,
            f"　截至 {page.as_of:%Y-%m-%d}",
            class_="case-state",
        ),
        class_="case-head",
    )


def facts(page: CasePage) -> Markup:
    """Return the facts of the matter, with a warning where an import assumed some of them."""
    warning = (
        tag("p", f"{'、'.join(page.assumed)}：{ASSUMED_NOTE}。", class_="case-warning")
        if page.assumed
        else None
    )
    return _box("基本信息", fact_list(page.facts), warning)


def petitions(page: CasePage) -> Markup:
    """Return each petition of the matter with its people masked."""
    return _box("信访内容", *map(_petition, page.petitions))


def _petition(card: PetitionCard) -> Markup:
    people = "；".join(card.people) or "未留身份信息"
    return tag(
        "article",
        tag(
            "p",
            f"第 {card.number} 次 · {card.channel} · 收到 {card.received_on:%Y-%m-%d} · "
            f"登记 {card.registered_on:%Y-%m-%d} · {card.person_times} 人次",
            class_="case-quiet",
        ),
        tag("p", f"信访人：{people}", class_="case-quiet"),
        tag("p", card.narrative, class_="case-text"),
        class_="case-petition",
    )


def deadlines(page: CasePage) -> Markup:
    """Return the working of every deadline, what is late first."""
    if not page.deadlines:
        return _box("时限", tag("p", "截至这一天还没有产生任何办理时限。"))
    ordered = sorted(page.deadlines, key=lambda deadline: WORST_FIRST.index(deadline.state))
    return _box("时限：依据、起算、到期", *map(_deadline, ordered))


def _deadline(deadline: Working) -> Markup:
    late = f" {deadline.days_late} 日" if deadline.days_late else ""
    state = Tag(f"{deadline.state.label}{late}", TONES.get(deadline.state, "quiet"))
    working = explanation(deadline.title, state, deadline.lines)
    if deadline.state in OPEN_FROM_START:
        return working
    return tag(
        "details",
        tag("summary", tag("span", deadline.title), label(state)),
        working,
        class_="case-deadline",
    )


def timeline(page: CasePage) -> Markup:
    """Return what happened, day by day, the latest last; nodes published to the petitioner are marked."""
    days = ((on, tuple(nodes)) for on, nodes in groupby(page.nodes, key=lambda node: node.on))
    return _box(
        "办理经过",
        tag("ol", (_day(on, nodes) for on, nodes in days), class_="case-timeline"),
        tag("p", "实心圆点为按规程向信访人公开的节点。", class_="case-quiet"),
    )


def _day(on: date, nodes: tuple[Node, ...]) -> Markup:
    shown = tag("time", f"{on:%Y-%m-%d}", datetime=on.isoformat())
    return tag("li", shown, tag("div", *map(_node, nodes)))


def _node(node: Node) -> Markup:
    where = f"{node.unit} → {node.to_unit}" if node.to_unit and node.to_unit != node.unit else node.unit
    late = node.recorded_late > RECORDED_LATE
    return tag(
        "article",
        tag("p", tag("strong", node.label), f"　{where}" if where else None),
        tag("p", "；".join(f"{name}：{said}" for name, said in node.details), class_="case-details")
        if node.details
        else None,
        tag("p", node.note, class_="case-details") if node.note else None,
        *map(_document, node.documents),
        tag(
            "p",
            f"经办 {node.actor} · {node.recorded_on:%Y-%m-%d} 录入 · 台账第 {node.recorded} 条",
            label(Tag(f"晚录 {node.recorded_late} 日", "soon")) if late else None,
            class_="case-quiet",
        ),
        class_="case-node case-published" if node.is_published else "case-node",
    )


def _document(document: PageDocument) -> Markup:
    number = f"（{document.document_no}）" if document.document_no else ""
    issued = f"，{document.issued_on:%Y-%m-%d}" if document.issued_on else ""
    name = f"{document.kind}：{document.title}{number}{issued}"
    if not document.text:
        return tag("p", name, class_="case-document")
    return tag(
        "details",
        tag("summary", name),
        tag("p", document.text, class_="case-text"),
        class_="case-document",
    )


def _box(title: str, *content: Content) -> Markup:
    return tag("section", tag("h3", title), *content, class_="case-box")
