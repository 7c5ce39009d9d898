"""The forms on a screen: of an act on a page, of a new order, of a new proposal."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.evidence import EvidenceUpload
from widgets.judging import NEVER_DELETED
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormValues
from widgets.parts.markup import Static
from widgets.parts.panel import Beside, Panel
from widgets.supervision.forms import PageForm
from widgets.supervision.markup import present
from widgets.supervision.new_order import NewOrder
from widgets.supervision.new_proposal import NewProposal

Done = Callable[[str, int], None]


class PagePanel(Panel):
    """The form of one act; ``on_done(number, position)``, ``on_changed()`` when somebody was quicker."""

    def __init__(
        self, form: PageForm, *, on_done: Done, on_changed: Callable[[], None], on_cancel: Callable[[], None]
    ) -> None:
        self.act = form
        self._position = 0
        self._on_changed = on_changed
        viewer = form.state.viewer
        self.upload = EvidenceUpload(form.state.bench, viewer) if form.takes_evidence else None
        asked = form.fields()
        if self.upload is not None:
            asked = (*asked, *self.upload.fields(form.state.today, required=form.needs_evidence))
        self.form = Form(
            asked,
            self._submit,
            label=f"办理：{form.kind.label}",
            button="记入台账",
            question=NEVER_DELETED,
            on_change=form.judge,
            on_done=lambda: on_done(form.number, self._position),
            on_cancel=on_cancel,
            draft=Draft(viewer.account, form.key, str(form.version)),
            today=form.state.today,
            takes_focus=True,
        )
        parts: tuple[ipw.Widget, ...] = (self.form,)
        if self.upload is not None:
            self.upload.join(self.form)
            parts = (self.upload, self.form)
        super().__init__(f"办理：{form.kind.label}", *parts, note=form.number)
        self.add_class("supervision-form")

    def _submit(self, values: FormValues) -> None:
        seen = self.act.version
        try:
            self._position = self.act.perform(values)
        except ValueError:
            if self.act.version != seen:
                self.form.rest_upon(str(self.act.version))
                self._on_changed()
            raise


class NewOrderPanel(Panel):
    """The form of a new order, beside it the deadlines of the unit that is chosen."""

    def __init__(self, form: NewOrder, *, on_done: Done, on_cancel: Callable[[], None]) -> None:
        self.new = form
        self._told: tuple[str, int] = ("", 0)
        self.beside = Static()
        self.form = Form(
            form.fields(),
            self._submit,
            label="发出督办单",
            button="发出",
            question="发出后事实固定，错发的只能撤回。确定发出？",
            on_change=self._judge,
            on_done=lambda: on_done(*self._told),
            on_cancel=on_cancel,
            draft=Draft(form.state.viewer.account, form.key, str(form.state.today)),
            today=form.state.today,
            takes_focus=True,
        )
        inside: ipw.Widget = Beside(self.form, self.beside) if form.case_no else self.form
        super().__init__("发出督办单", inside, note=f"{form.case_no}　{form.title}".strip())
        self.add_class("supervision-form")
        self._draw()

    def _judge(self, values: FormValues) -> list[Blocker]:
        blockers = self.new.judge(values)
        self._draw()
        return blockers

    def _draw(self) -> None:
        draft = self.new.draft
        if draft is not None:
            name = self.new.state.lists.names.get(draft.to_unit, draft.to_unit)
            self.beside.show(present(draft.workings, name, self.new.state.today))

    def _submit(self, values: FormValues) -> None:
        self._told = self.new.perform(values)


class NewProposalPanel(Panel):
    """The form of a new proposal."""

    def __init__(self, form: NewProposal, *, on_done: Done, on_cancel: Callable[[], None]) -> None:
        self._told: tuple[str, int] = ("", 0)

        def submit(values: FormValues) -> None:
            self._told = form.perform(values)

        self.form = Form(
            form.fields(),
            submit,
            label="发出建议",
            button="发出",
            question="发出后不能改动。确定发出？",
            on_change=form.judge,
            on_done=lambda: on_done(*self._told),
            on_cancel=on_cancel,
            draft=Draft(form.state.viewer.account, form.key, str(form.state.today)),
            today=form.state.today,
            takes_focus=True,
        )
        super().__init__("发出建议", self.form, note="三项建议：改进工作、完善政策、追究责任")
        self.add_class("supervision-form")
