"""What may be done next in a matter, with the button that opens its form; what may not, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import traitlets as tl

from widgets.case_review.act_state import kind_of_act
from widgets.case_review.step_forms import step_forms
from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.law.lifecycle import Possibility
from workbench.terms import Step

ANY_TIME = frozenset({Step.REPEAT, Step.CLASSIFY, Step.REPORT_BACK, Step.RESOLVE, Step.RATE})


class NextSteps(Part):
    """``on_choose(step)`` is called for a step that is allowed and that the viewer may record.

    ``closed`` says why nothing can be recorded on the page at all; "" where it can.
    """

    _esm = f"{script_of()}\n{Path(__file__).with_name('next_steps.js').read_text('utf-8')}"

    allowed = tl.List(tl.Dict()).tag(sync=True)
    refused = tl.List(tl.Dict()).tag(sync=True)
    closed = tl.Unicode("").tag(sync=True)
    current = tl.Unicode("").tag(sync=True)

    def __init__(
        self,
        found: Sequence[Possibility],
        on_choose: Callable[[Step], None],
        *,
        viewer: Viewer,
        closed: str = "",
        current: str = "",
    ) -> None:
        self.on_choose = on_choose
        super().__init__(
            allowed=[_allowed(one, viewer) for one in sorted(found, key=_place) if one.allowed],
            refused=[_refused(one) for one in found if not one.allowed],
            closed=closed,
            current=current,
        )

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        step = message.text("step", longest=40)
        open_now = {one["step"] for one in self.allowed if one["opens"] and not one["closed"]}
        if message.kind != "choose" or self.closed or step not in open_now:
            raise CraftedMessageError("这一步现在不能办理，请刷新页面后再试")
        self.on_choose(Step.coded(step))


def _place(one: Possibility) -> int:
    """What moves a matter on stands before what can be noted at any time."""
    return one.step in ANY_TIME


def _allowed(one: Possibility, viewer: Viewer) -> dict[str, Any]:
    may = allow(viewer, f"act:{kind_of_act(one.step)}")
    return {
        "step": one.step.value,
        "label": one.step.label,
        "article": one.article,
        "who": one.who,
        "evidence": one.evidence,
        "why": one.why,
        "opens": one.step in step_forms(),
        "closed": "" if may else f"您的角色（{viewer.role.label}）不能记录这一步",
    }


def _refused(one: Possibility) -> dict[str, Any]:
    return {"label": one.step.label, "why": one.why, "article": one.article}
