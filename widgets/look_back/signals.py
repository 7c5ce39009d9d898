"""Signals about handling as a table: counts with their cases, none of them a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.address import link
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import empty, table

if TYPE_CHECKING:
    from workbench.queries.signals import Signal

SIGNAL_HEAD = ("信号", "单位", "件数", "同类共", "偶然预期", "事项（逐件打开核对）")
CASES_SHOWN = 16  # of a signal, before the rest is folded away


def signals_table(found: tuple[Signal, ...]) -> Markup:
    """Return the signals with their cases as links; none of them is a finding."""
    if not found:
        return empty("近半年没有需要看一看的办理信号。")
    rows: list[list[Content]] = [
        [
            tag("span", one.kind.label, title=one.words, class_="look-back-whole"),
            tag("span", one.unit_name, class_="look-back-whole"),
            f"{len(one.case_nos)}",
            f"{one.of}",
            "无法计算" if one.expected is None else f"{one.expected:g}",
            _cases(one.case_nos),
        ]
        for one in found
    ]
    return table(SIGNAL_HEAD, rows, caption="办理信号", numbers=(2, 3, 4))


def _cases(case_nos: tuple[str, ...]) -> Content:
    """Return links to the cases; what is more than a glance takes is folded away."""
    links: list[Content] = [
        [tag("a", case_no, href=link("case_review", case=case_no)), " "] for case_no in case_nos
    ]
    if len(links) <= CASES_SHOWN:
        return links
    more = tag("summary", f"其余 {len(links) - CASES_SHOWN} 件")
    return [links[:CASES_SHOWN], tag("details", more, links[CASES_SHOWN:])]
