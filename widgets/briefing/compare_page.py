"""The tab on which two briefings of one span are compared, figure by figure and case by case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.briefing import comparing
from widgets.briefing.comparing import SeenCase, SeenChange
from widgets.briefing.standing import standing
from widgets.parts.form import Form
from widgets.parts.form_values import FormValues
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import facts
from widgets.parts.release import Succession

if TYPE_CHECKING:
    from widgets.briefing.view import BriefingScreen
    from widgets.parts.progress import Step
    from workbench.briefings.compare import BriefingComparison

FEW = 3  # cases of a figure that stand there at once
NOTE = "逐项列出不同的数字、引起变化的事项和原因：补录、更正，还是定义改变"


class ComparePage(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """Choose two, see what differs; ``on_asked(answers)`` is called when a comparison was asked for."""

    def __init__(
        self, screen: BriefingScreen, *, on_asked: Callable[[tuple[tuple[str, str], ...]], None]
    ) -> None:
        self._screen, self._state, self._on_asked = screen, screen.state, on_asked
        self._results = Succession()
        given = dict(self._state.shown.compared)
        self.form = standing(
            Form(comparing.fields(self._state, given), self._asked, label="选两份比较", button="比较")
        )
        self._result = ipw.VBox()
        self._result.add_class("briefing-result")
        super().__init__([Panel("选两份比较", self.form, note=NOTE), self._result])
        self.add_class("briefing-result")

    def _asked(self, values: FormValues) -> None:
        make = comparing.asked(self._state, values)
        told = tuple((name, values.text(name)) for name in ("before", "after", "span") if values.text(name))
        self._on_asked(told)

        def work(step: Step) -> BriefingComparison:
            step(None, "正在逐件比较")
            return make()

        self._screen.wait("正在比较两份简报", work, self._made)

    def _made(self, found: BriefingComparison) -> None:
        changes = comparing.seen(self._state, found)
        head = facts(
            (
                ("比较的是", comparing.kind_label(found.span)),
                ("前一份", comparing.told_of(found.before)),
                ("后一份", comparing.told_of(found.after)),
            )
        )
        words = f"有 {len(changes)} 处数字不同，由 {found.cause_words}引起" if changes else "数字没有变化"
        parts = (
            Panel(words, Static(head)),
            *([Panel("变化的数字", Static(_table(changes)))] if changes else ()),
        )
        self._result.children = parts
        self._results.follow(*parts)

    def close(self) -> None:
        self._results.end()
        super().close()


def _table(changes: Sequence[SeenChange]) -> Markup:
    head = [
        tag("th", name, scope="col", class_="wb-number" if name in ("前", "后") else None)
        for name in ("指标", "哪一段", "前", "后", "引起变化的事项")
    ]
    return tag(
        "table",
        tag("caption", "变化的数字", class_="wb-unseen"),
        tag("thead", tag("tr", head)),
        tag("tbody", [_row(one) for one in changes]),
        class_="wb-table briefing-changes",
    )


def _row(one: SeenChange) -> Markup:
    count = len(one.cases) + one.hidden + one.left_off
    more = [
        tag("p", words, class_="wb-small")
        for words in (
            f"另有 {one.hidden} {one.measure}您不能查看" if one.hidden else "",
            f"另有 {one.left_off} {one.measure}没有列出，用 workbench briefing compare 查看"
            if one.left_off
            else "",
            "这一指标的定义在两份之间改变" if one.is_redefined else "",
        )
        if words
    ]
    listed = [tag("ul", [_case(each) for each in one.cases]), *more] if one.cases else more
    told = [tag("details", tag("summary", f"{count} {one.measure}"), listed)] if count > FEW else listed
    return tag(
        "tr",
        tag("th", one.name, scope="row"),
        tag("td", one.when),
        tag("td", one.before, class_="wb-number"),
        tag("td", one.after, class_="wb-number"),
        tag("td", told),
    )


def _case(one: SeenCase) -> Markup:
    number = tag("a", one.number, href=one.href) if one.href else one.number
    return tag("li", number, f"　{one.before} → {one.after}　", tag("span", one.why, class_="wb-small"))
