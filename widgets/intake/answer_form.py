"""A form of questions with set answers; what is chosen arrives in one message and is checked here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of

MOST = 400  # answers in one message; a sheet has at most 200 columns


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: few ``choices`` (value, label) are seen at once, many are a list to choose from.

    ``chosen`` is the value answered already, ``None`` for none, where ``open`` stands; ``note`` is beside.
    """

    id: str
    text: str
    choices: tuple[tuple[str, str], ...]
    chosen: str | None = None
    note: str = ""
    open: str = "请选择…"


class AnswerForm(Part):
    """The questions, and a button; ``on_answer(given)`` gets the answers that differ from those before."""

    _esm = f"{script_of()}\n{Path(__file__).with_name('answer_form.js').read_text('utf-8')}"

    asked = tl.List(tl.Dict()).tag(sync=True)
    button = tl.Unicode("").tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    is_compact = tl.Bool(False).tag(sync=True)

    def __init__(
        self,
        asked: Sequence[Asked],
        on_answer: Callable[[dict[str, str]], None],
        *,
        label: str,
        button: str,
        is_compact: bool = False,
    ) -> None:
        """``label`` names the form to screen readers; a compact one has a line for each question."""
        self.on_answer = on_answer
        super().__init__(
            asked=[asdict(one) for one in asked], label=label, button=button, is_compact=is_compact
        )

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        given = message.raw("given")
        if message.kind != "answer" or not isinstance(given, dict) or not 0 < len(given) <= MOST:
            raise CraftedMessageError("页面发来的内容无法识别，请刷新页面后再试")
        offered = {one["id"]: {value for value, _ in one["choices"]} for one in self.asked}
        for name, value in given.items():
            if not isinstance(value, str) or value not in offered.get(name, ()):
                raise CraftedMessageError("所选的答案不在可选范围内，请刷新页面后重新选择")
        self.on_answer(given)
