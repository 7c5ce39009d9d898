"""How the closures of the twelve months held, beside who is answered, who rated, and who asked for it."""

from __future__ import annotations

from widgets.overview.state import OverviewState
from widgets.parts.markup import Content, Markup, tag
from workbench.indicators.evaluate import Figure
from workbench.indicators.waiting import Bounds
from workbench.queries.satisfaction import ASKERS, BY
from workbench.queries.situation import group_label


def after_closing(state: OverviewState) -> Markup:
    """Return how closures of the twelve months held, with their bounds and what must be read with them."""
    names = ("指标", "近一年", "两端", "口径")
    head = tag(
        "tr",
        [
            tag("th", name, scope="col", class_="wb-number" if 0 < at < 3 else None)
            for at, name in enumerate(names)
        ],
    )
    return tag(
        "table",
        tag("caption", "近一年的办结以后怎样", class_="wb-unseen"),
        tag("thead", head),
        tag("tbody", (_closing_line(state, *pair) for pair in state.after_closing)),
        class_="wb-table",
    )


def _closing_line(state: OverviewState, found: Figure, between: Bounds | None) -> Markup:
    definition = found.indicator
    said = made_of(found)
    href = state.links.figure(found)
    ends: Content = ""
    if definition.official:
        said = f"{definition.official} {said}"
    if between is not None:
        ends = [f"{between.low:.0%}–{between.high:.0%}（", silent_cases(state, found, between), "）"]
    words: list[Content] = [definition.words, *state.remarks(definition.id)]
    if definition.id == "satisfied":
        words.append(_askers(state))
    return tag(
        "tr",
        tag("th", definition.name, scope="row"),
        tag("td", tag("a", said, href=href) if href else said, class_="wb-number"),
        tag("td", ends, class_="wb-number"),
        tag(
            "td",
            [tag("div", one) for one in words],
            class_="overview-note",
        ),
    )


def _askers(state: OverviewState) -> Content:
    """Return the official share apart by who asked for the ratings, each opening its cases."""
    told: list[Content] = []
    for code, found in zip(ASKERS, state.satisfaction.askers, strict=True):
        name = group_label(state.snapshot, BY, code)
        href = state.links.figure(found, by=BY) if found is not None else ""
        said = f"{name} {made_of(found)}" if found is not None else f"{name} 0 件"
        told += [" · " if told else "", tag("a", said, href=href) if href else said]
    return ["由谁征求：", *told]


def silent_cases(state: OverviewState, found: Figure, between: Bounds) -> Markup | str:
    """Return how many were silent, or of how many it is not known yet, leading to them."""
    said = f"{found.indicator.silent_name} {between.silent:,} 件"
    href = state.links.figure(found, "silent") if between.silent else ""
    return tag("a", said, href=href) if href else said


def made_of(now: Figure) -> str:
    """Return a figure with what it was made of."""
    unit = "" if now.indicator.is_share else f" {now.indicator.unit}"
    parts = f"（{now.numerator:,}/{now.denominator:,}）" if now.indicator.is_share and now.denominator else ""
    return f"{now.label}{unit}{parts}" + ("，样本过小" if now.is_small else "")
