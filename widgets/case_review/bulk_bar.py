"""The line above the list while rows are ticked: how many, and which steps they may take together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import traitlets as tl

from widgets.case_review.step_forms import bulk_steps
from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from workbench.terms import Step


class BulkBar(Part):
    """``on_choose(step)`` gets a step that several matters may take; ``on_clear()`` is to tick nothing."""

    _esm = f"{script_of()}\n{Path(__file__).with_name('bulk_bar.js').read_text('utf-8')}"

    count = tl.Int(0).tag(sync=True)
    acts = tl.List(tl.Dict()).tag(sync=True)
    closed = tl.Unicode("").tag(sync=True)

    def __init__(self, on_choose: Callable[[Step], None], on_clear: Callable[[], None]) -> None:
        self.on_choose = on_choose
        self.on_clear = on_clear
        super().__init__(acts=[{"step": step.value, "label": step.label} for step in bulk_steps()])

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        step = message.text("step", longest=40)
        if message.kind == "clear":
            self.on_clear()
        elif message.kind == "choose" and self.count and not self.closed and self._offers(step):
            self.on_choose(Step.coded(step))
        else:
            raise CraftedMessageError("现在不能批量办理，请刷新页面后再试")

    def _offers(self, step: str) -> bool:
        return any(one["step"] == step for one in self.acts)
