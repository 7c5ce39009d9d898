"""查看原文 on the page of a matter: a small button, a form that asks why, and the value for some minutes.

The value stands in one widget, which is closed when the minutes are over or the reader has seen enough. It is
in no other widget, sentence or address.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.parts.confirm import Confirm
from widgets.parts.form import Form
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.guard import guard
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.release import Succession, release
from widgets.parts.values import Choice
from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer
from workbench.china_time import CHINA
from workbench.queries.unmasking import Maskable, Unmasking, maskable, needs_approval, original, unmaskings_of
from workbench.terms import ActKind, UnmaskReason

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.app import Workbench

ASK, APPROVE, DECLINE = ActKind.ASK_UNMASKING, ActKind.APPROVE_UNMASKING, ActKind.DECLINE_UNMASKING


class Originals(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_done(sentence)`` hears that an act was recorded; empty for who may neither see nor agree."""

    def __init__(
        self, bench: Workbench, case_no: str, *, viewer: Viewer, on_done: Callable[[str], None]
    ) -> None:
        self._bench, self._viewer, self._case_no, self._on_done = bench, viewer, case_no, on_done
        self.kind = ASK if bench.ask(needs_approval, case_no) else ActKind.UNMASK_VALUE
        self.shown: Original | None = None
        self.form: Form | None = None
        self._place, self._seen, self._before = ipw.VBox(), Succession(), Succession()
        super().__init__()
        self.add_class("case-originals")
        self._draw()

    def _draw(self) -> None:
        if any(allow(self._viewer, f"act:{kind.value}") for kind in (self.kind, APPROVE)):
            rows = self._rows()
            self._before.follow(*rows)
            self._place.children = ()
            self.children = (*rows, self._place)

    def close(self) -> None:
        if self.shown is not None:
            self.shown.end()
        self._seen.end()
        self._before.end()
        release(self._place)  # it hangs nowhere where the viewer may not ask
        super().close()

    def _rows(self) -> list[ipw.Widget]:
        now, rows = self._bench.now(), []
        if allow(self._viewer, f"act:{self.kind.value}"):
            rows.append(_button(self.kind.label, self.ask))
        for one in self._bench.ask(unmaskings_of, self._case_no):
            what = _words(one.about)
            if one.holds(self._viewer, now) and one.until is not None:
                rows.append(_button(f"显示：{what}（{_clock(one.until)} 前）", self._opener(one)))
            elif one.waits and one.account == self._viewer.account:
                rows.append(Static(tag("p", f"已申请查看{what}，等待另一人同意", class_="case-quiet")))
            elif one.waits and allow(self._viewer, f"act:{APPROVE.value}"):
                rows += self._decision(one, what)
        return rows

    def _opener(self, one: Unmasking) -> Callable[[], None]:
        return lambda: self.show_original(one)

    def show_original(self, one: Unmasking) -> None:
        """Show one value until its minutes are over; ``UnmaskingOverError`` if they are."""
        if self.shown is not None:
            self.shown.end()
        value = self._bench.ask(original, self._viewer, self._case_no, one.position, self._bench.now())
        assert one.until is not None
        self.shown = Original(_words(one.about), value, one.until, now=self._bench.now)
        self._place.children = (self.shown,)
        self._seen.follow(self.shown)

    def ask(self) -> None:
        """Open the form that asks what is to be shown, and why."""
        self._offered = {_code(one): one for one in self._bench.ask(maskable, self._case_no)}

        def leave() -> None:
            self._place.children = ()
            self._seen.follow()

        self.form = Form(
            _questions(self._offered),
            self._perform,
            label=self.kind.label,
            button=self.kind.label,
            question="查看的人、时间、内容和理由记入台账，不能删除。确定？",
            on_done=self._asked,
            on_cancel=leave,
            today=self._bench.today(),
            takes_focus=True,
        )
        self._place.children = (Panel(self.kind.label, self.form),)
        self._seen.follow(*self._place.children)

    def _perform(self, values: FormValues) -> None:
        from workbench.acts.unmasking import AskUnmasking, UnmaskValue

        about = self._offered[values.text("what")]
        made = AskUnmasking if self.kind is ASK else UnmaskValue
        reason = UnmaskReason.coded(values.text("reason"))
        act = made(self._case_no, about.petition, about.field, reason, about.person, values.text("why"))
        self._position = self._record(act)

    def _asked(self) -> None:
        self._on_done(f"“{self.kind.label}”已记入台账。")
        self._draw()
        for one in self._bench.ask(unmaskings_of, self._case_no):
            if one.position == self._position and one.until is not None:
                self.show_original(one)

    def _decision(self, one: Unmasking, what: str) -> list[ipw.Widget]:
        from workbench.acts.unmasking import ApproveUnmasking, DeclineUnmasking

        def record(act: Act, done: str) -> None:
            self._record(act)
            self._on_done(done)
            self._draw()

        told = f"{one.account} 申请查看{what}：{one.reason.label}"
        yes = Confirm(
            "同意查看",
            lambda: record(
                ApproveUnmasking(self._case_no, one.position, one.account), f"“{APPROVE.label}”已记入台账。"
            ),
            question="同意后申请人可以在限定时间内看到原文。确定？",
            is_grave=True,
        )
        no = Confirm(
            "不同意",
            lambda: record(
                DeclineUnmasking(self._case_no, one.position, one.account, "不需要查看原文"),
                f"“{DECLINE.label}”已记入台账。",
            ),
            question="确定不同意查看？",
        )
        return [Static(tag("p", told)), ipw.HBox([yes, no])]

    def _record(self, act: Act) -> int:
        require(self._viewer, f"act:{act.kind}")
        return self._bench.perform(act, actor=self._viewer.actor)[0]


class Original(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """The one widget that holds an unmasked value, until ``until`` or until it is closed."""

    def __init__(self, what: str, value: str, until: datetime, *, now: Callable[[], datetime]) -> None:
        self._until, self._now = until, now
        self._text: Static | None = Static(tag("p", value, class_="case-text"))
        head = Static(tag("p", f"{what} · {_clock(until)} 自动遮蔽 · 不得外传", class_="case-warning"))
        super().__init__([head, self._text, _button("立即遮蔽", self.end)])
        self.add_class("case-original")
        with suppress(RuntimeError):  # outside a kernel nothing runs in between
            self._timer = asyncio.get_running_loop().call_later(
                max(0.0, (until - now()).total_seconds()), self.end_if_over
            )

    @property
    def is_over(self) -> bool:
        """Return whether the value has gone."""
        return self._text is None

    def end_if_over(self) -> None:
        """Let the value go if its minutes are over."""
        if self._now() >= self._until:
            self.end()

    def end(self) -> None:
        """Let the value go, from the page and from the kernel."""
        if self._text is None:
            return
        gone, self._text = self._text, None
        gone.show(None)
        self.children = (Static(tag("p", "原文已遮蔽", class_="case-quiet")),)
        release(gone)


def _questions(offered: dict[str, Maskable]) -> tuple[FormField, ...]:
    what = tuple(Choice(code, _words(one)) for code, one in offered.items())
    reasons = tuple(Choice(one.value, one.label) for one in UnmaskReason)
    return (
        FormField("what", "查看哪一项", "choice", required=True, choices=what, hint="一次一项"),
        FormField("reason", "用途", "choice", required=True, choices=reasons),
        FormField(
            "why", "理由", "long", required=True, longest=500, hint="写明办理哪一步需要；不写信访人的信息"
        ),
    )


def _code(one: Maskable) -> str:
    return f"{one.petition}-{one.person or 0}-{one.field.value}"


def _words(one: Maskable) -> str:
    person = f"信访人 {one.person}（{one.who}）" if one.who else f"信访人 {one.person}" if one.person else ""
    return f"第 {one.petition} 次来信来访 {person}{one.field.label}"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%H:%M}"


def _button(words: str, on_click: Callable[[], None]) -> ipw.Button:
    button = ipw.Button(description=words)
    button.on_click(guard(lambda _button: on_click()))
    return button
