"""A button that asks once more before it acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part


class Confirm(Part, scripts=("confirm",)):
    """The button, then the question with 确定 and 取消; ``on_confirm()`` is called after the second step.

    ``blockers`` are the reasons why it may not be pressed; while there are any it is disabled and says why.
    """

    label = tl.Unicode("").tag(sync=True)
    question = tl.Unicode("").tag(sync=True)
    is_grave = tl.Bool(False).tag(sync=True)
    blockers = tl.List(tl.Unicode()).tag(sync=True)
    is_working = tl.Bool(False).tag(sync=True)

    def __init__(
        self,
        label: str,
        on_confirm: Callable[[], None],
        *,
        question: str,
        is_grave: bool = False,
        blockers: Sequence[str] = (),
    ) -> None:
        self.on_confirm = on_confirm
        super().__init__(label=label, question=question, is_grave=is_grave, blockers=list(blockers))

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "confirm" or self.blockers or self.is_working:
            raise CraftedMessageError("现在不能执行这项操作，请刷新页面后再试")
        self.is_working = True
        try:
            self.on_confirm()
        finally:
            self.is_working = False
