"""A form with blockers: what is asked is data, what is missing stands beside the button, drafts come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from secrets import token_hex
from typing import Any

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.form_values import Blocker, FormField, FormValues, initial_values, read_values

Judge = Callable[[FormValues], Sequence[Blocker]]
MOST_CHANGES = 2**31


@dataclass(frozen=True, slots=True)
class Draft:
    """Where the browser keeps what was typed and not submitted, until its tab is closed.

    ``owner`` is the account: another one in the same tab neither finds nor leaves it. ``basis`` names what
    the form was filled in upon; if that has changed since, the reader is told when the draft comes back.
    """

    owner: str
    key: str
    basis: str = ""


class Form(Part, scripts=("popover", "date_field", "form_choice", "form_draft", "form")):
    """Questions, and a button that stays in reach of the keyboard while blockers stand beside it.

    ``on_change(values)`` is called for every change and returns what blocks; ``on_submit(values)`` when the
    button was pressed and nothing does. Whatever the latter raises is shown in the form, and all that was
    typed stays. ``on_done()`` follows when the browser was told to forget the draft: a form that is taken
    away is taken away there. One submission acts once, however often it arrives.
    """

    shape = tl.List(tl.Dict()).tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    button = tl.Unicode("").tag(sync=True)
    question = tl.Unicode("").tag(sync=True)
    today = tl.Unicode("").tag(sync=True)
    can_cancel = tl.Bool(False).tag(sync=True)
    takes_focus = tl.Bool(False).tag(sync=True)
    draft = tl.Dict().tag(sync=True)
    answer = tl.Dict().tag(sync=True)
    problem = tl.Unicode("").tag(sync=True)
    phase = tl.Enum(["open", "working", "done"], "open").tag(sync=True)
    token = tl.Unicode("").tag(sync=True)

    def __init__(
        self,
        fields: Sequence[FormField],
        on_submit: Callable[[FormValues], None],
        *,
        label: str,
        button: str,
        question: str = "",
        on_change: Judge | None = None,
        on_done: Callable[[], None] | None = None,
        on_cancel: Callable[[], None] | None = None,
        draft: Draft | None = None,
        today: date | None = None,
        takes_focus: bool = False,
    ) -> None:
        """``label`` names the form to screen readers; with a ``question`` the button asks once more.

        A form that was opened by the reader ``takes_focus``: it comes into sight, at its first question.
        """
        self.fields = tuple(fields)
        self.on_submit = on_submit
        self.on_change = on_change
        self.on_done = on_done
        self.on_cancel = on_cancel
        super().__init__(
            shape=[_as_sent(one) for one in self.fields],
            label=label,
            button=button,
            question=question,
            today=today.isoformat() if today else "",
            can_cancel=on_cancel is not None,
            takes_focus=takes_focus,
            draft=asdict(draft) if draft else {},
            token=token_hex(8),
        )
        self._answer(0, self.read(initial_values(self.fields)), ())

    def read(self, sent: object) -> FormValues:
        """Return the answers, checked against what is asked now."""
        return read_values(self.fields, sent)

    def ask(self, fields: Sequence[FormField]) -> None:
        """Ask other questions; what was typed into those that stay is kept."""
        self.fields = tuple(fields)
        self.shape = [_as_sent(one) for one in self.fields]

    def rest_upon(self, basis: str) -> None:
        """Say what the form is filled in upon from now on, after the reader was told that it changed."""
        self.draft = {**self.draft, "basis": basis}

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        match message.kind:
            case "change":
                serial = message.whole("serial", high=MOST_CHANGES)
                self._judge(serial, self._values(message))
            case "submit":
                self._submit(message)
            case "cancel" if self.on_cancel is not None:
                self.on_cancel()
            case _:
                raise CraftedMessageError("表单发来的内容无法识别，请刷新页面后再试")

    def tell(self, sentence: str) -> None:
        self.problem = sentence

    def _values(self, message: Message) -> FormValues:
        return self.read(message.raw("values"))

    def _judge(self, serial: int, values: FormValues) -> Sequence[Blocker]:
        blockers = self.on_change(values) if self.on_change is not None else ()
        self._answer(serial, values, blockers)
        return blockers

    def _submit(self, message: Message) -> None:
        if message.text("token") != self.token or self.phase != "open":
            return  # the second of two clicks, or a page that did not see the first one's answer
        serial, values = message.whole("serial", high=MOST_CHANGES), self._values(message)
        if self._judge(serial, values) or values.errors:
            return
        self.problem, self.phase = "", "working"
        phase = "open"
        try:
            self.on_submit(values)
            phase, self.token = "done", token_hex(8)
        finally:
            self.phase = phase
        if self.on_done is not None:
            self.on_done()

    def _answer(self, serial: int, values: FormValues, blockers: Sequence[Blocker]) -> None:
        self.answer = {
            "serial": serial,
            "errors": dict(values.errors),
            "blockers": [asdict(one) for one in blockers],
        }


def _as_sent(one: FormField) -> dict[str, Any]:
    sent = asdict(one)
    for end in ("low", "high"):
        if isinstance(sent[end], date):
            sent[end] = sent[end].isoformat()
    return sent
