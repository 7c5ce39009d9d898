"""The forms on the screen: of one entry, of a new lead."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.accountability.forms import QUESTION, EntryForm
from widgets.accountability.lead_form import LeadForm
from widgets.evidence import EvidenceUpload
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import FormValues
from widgets.parts.panel import Panel
from workbench.terms import ActKind


class EntryPanel(Panel):
    """The form of one entry; ``on_done(position)``, ``on_changed()`` when somebody was quicker."""

    def __init__(
        self,
        entry: EntryForm,
        *,
        on_done: Callable[[int], None],
        on_changed: Callable[[], None],
        on_cancel: Callable[[], None],
    ) -> None:
        self.entry = entry
        self._position = 0
        self._on_changed = on_changed
        viewer = entry.state.viewer
        self.upload = EvidenceUpload(entry.state.bench, viewer) if entry.asks_paper else None
        asked = entry.fields()
        if self.upload is not None:
            asked = (*asked, *self.upload.fields(entry.state.today, required=entry.needs_paper))
        self.form = Form(
            asked,
            self._submit,
            label=f"记入：{entry.title}",
            button="记入台账",
            question=QUESTION,
            on_change=entry.judge,
            on_done=lambda: on_done(self._position),
            on_cancel=on_cancel,
            draft=Draft(viewer.account, entry.key, str(entry.version)),
            today=entry.state.today,
            takes_focus=True,
        )
        parts: tuple[ipw.Widget, ...] = (self.form,)
        if self.upload is not None:
            self.upload.join(self.form)
            parts = (self.upload, self.form)
        super().__init__(f"记入：{entry.title}", *parts, note=entry.number)
        self.add_class("accountability-form")

    def _submit(self, values: FormValues) -> None:
        seen = self.entry.version
        try:
            self._position = self.entry.perform(values)
        except ValueError:
            if self.entry.version != seen:
                self.form.rest_upon(str(self.entry.version))
                self._on_changed()
            raise


class LeadPanel(Panel):
    """The form of a new lead; ``on_done(number, position)``."""

    def __init__(
        self, lead: LeadForm, *, on_done: Callable[[str, int], None], on_cancel: Callable[[], None]
    ) -> None:
        self.lead = lead
        self._told: tuple[str, int] = ("", 0)
        state = lead.state
        self.form = Form(
            lead.fields(),
            self._submit,
            label=ActKind.OPEN_PROCEEDING.label,
            button="登记",
            question=QUESTION,
            on_change=lead.judge,
            on_done=lambda: on_done(*self._told),
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, f"lead/{lead.origin}", str(state.today)),
            today=state.today,
            takes_focus=True,
        )
        super().__init__(ActKind.OPEN_PROCEEDING.label, self.form, note="只登记线索，不作认定")
        self.add_class("accountability-form")

    def _submit(self, values: FormValues) -> None:
        self._told = self.lead.perform(values)
