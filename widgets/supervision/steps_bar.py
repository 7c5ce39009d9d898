"""The acts on a page: a button for what may be done now, the reason beside what may not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as ipw

from widgets.parts.guard import guard
from widgets.parts.markup import Static, tag
from widgets.supervision.forms import Step
from workbench.terms import ActKind


class StepsBar(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_choose(kind)`` is called for an act that may be done; ``awaited`` is what the viewer owes."""

    def __init__(
        self, steps: Sequence[Step], on_choose: Callable[[ActKind], None], awaited: frozenset[ActKind]
    ) -> None:
        self.buttons: dict[ActKind, ipw.Button] = {}
        for step in steps:
            if not step.why:
                self.buttons[step.kind] = _button(step.kind, on_choose, is_awaited=step.kind in awaited)
        refused = [step for step in steps if step.why]
        row = ipw.HBox(list(self.buttons.values()))
        row.add_class("supervision-buttons")
        reasons = Static(
            tag(
                "details",
                tag("summary", f"为什么不能办理其余 {len(refused)} 项"),
                tag("ul", [tag("li", tag("strong", one.kind.label), f"：{one.why}") for one in refused]),
                class_="supervision-reasons",
            )
            if refused
            else None
        )
        super().__init__([row, reasons] if self.buttons else [reasons])
        self.add_class("supervision-steps")


def _button(kind: ActKind, on_choose: Callable[[ActKind], None], *, is_awaited: bool) -> ipw.Button:
    button = ipw.Button(description=kind.label)
    button.add_class("supervision-button")
    if is_awaited:
        button.add_class("mod-primary")
    button.on_click(guard(lambda _button: on_choose(kind)))
    return button
