"""The three noes of duty: a table of towns in which every number opens its cases, and the former title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.appraisal.state import SPANS, AppraisalScreenState, Shown, query_of
from widgets.overview.links import Links
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import label, table
from widgets.parts.values import Tag
from workbench.access.gate import allow
from workbench.law.three_noes import three_noes
from workbench.queries.case_filter import CaseFilter, FigureCases

if TYPE_CHECKING:
    from workbench.queries.three_noes import Kept, TownNoes

WORDS = {
    True: Tag("三项都做到", "done"),
    False: Tag("有未做到的", "late"),
    None: Tag("没有到期事项", "quiet"),
}
WHY_NOT = (
    "旧的“三无”看的是群众有没有来，单位拦住群众也能“做到”，所以只作历史记载，本系统不计算；"
    "现在看的是单位自己的三项义务。村（社区）在单位名录中不单列，按镇街统计。"
)


def spans(state: AppraisalScreenState) -> Markup:
    """Return the choice of the period, as addresses."""
    return tag(
        "p",
        "统计期：",
        [
            tag("strong", words)
            if key == state.shown.span
            else tag("a", words, href=f"?{query_of(Shown(tab=state.shown.tab, span=key))}")
            for key, words in SPANS.items()
        ],
        f"　{state.period.label}，按到期日",
        class_="appraisal-spans",
    )


def towns(state: AppraisalScreenState) -> Markup:
    """Return the towns with their three duties."""
    links = Links(None, can_open=allow(state.viewer, "read:cases"))
    noes = three_noes().noes
    rows = [
        (
            one.name,
            *(_kept(state, links, one, kept) for kept in one.kept),
            label(WORDS[one.is_kept]),
        )
        for one in state.noes()
    ]
    head = ("镇街", *(f"{no.title}（未做到 / 到期）" for no in noes), "三无（履职）")
    return table(head, rows, caption="各镇街三无（履职）", numbers=range(1, len(noes) + 1))


def history() -> Markup:
    """Return the former title as facts of the past."""
    told = three_noes().history
    rows = [(one.when, f"{one.of} 个镇街中 {one.towns} 个", one.source) for one in told]
    return tag(
        "div",
        tag("p", WHY_NOT, class_="appraisal-quiet"),
        table(("时间", "数量", "来源"), rows, caption="旧称号的历史记载"),
    )


def _kept(state: AppraisalScreenState, links: Links, town: TownNoes, kept: Kept) -> Content:
    if not kept.due:
        return "—"
    words = f"{kept.missed} / {kept.due}"
    if not kept.missed:
        return words
    cases = FigureCases(kept.no.figure, state.period, "failed", "unit", town.unit)
    href = links.cases(CaseFilter(figure=cases))
    return tag("a", words, href=href) if href else words
