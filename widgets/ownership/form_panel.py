"""The form of one act, with the place for evidence where it needs one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.evidence import EvidenceUpload
from widgets.judging import ONLY_CORRECTED
from widgets.ownership.questions import TITLES, WITH_EVIDENCE, questions
from widgets.ownership.recording import judge, record, seen
from widgets.ownership.rights import OF_ONE
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormValues
from widgets.parts.panel import Panel

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState


class FormPanel(Panel):
    """The form of one act; ``on_done(do, position)`` gets the ledger position.

    ``on_changed()`` is called after a refusal and returns what the screen knows now.
    """

    def __init__(
        self,
        state: OwnershipScreenState,
        do: str,
        *,
        on_done: Callable[[str, int], None],
        on_changed: Callable[[], OwnershipScreenState],
        on_cancel: Callable[[], None],
    ) -> None:
        self.state, self.do = state, do
        self._position = 0
        self._on_changed = on_changed
        about = state.one.ownership.ownership_no if state.one and do in OF_ONE else state.shown.drive
        self.upload = EvidenceUpload(state.bench, state.viewer) if do in WITH_EVIDENCE else None
        asked = questions(state, do)
        if self.upload is not None:
            asked = (*asked, *self.upload.fields(state.today))
        self.form = Form(
            asked,
            self._submit,
            label=TITLES[do],
            button="记入台账",
            question=ONLY_CORRECTED,
            on_change=self._judge,
            on_done=lambda: on_done(do, self._position),
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, f"ownership/{about}/{do}", str(seen(state, do) or "")),
            today=state.today,
            takes_focus=True,
        )
        above: tuple[ipw.Widget, ...] = ()
        if self.upload is not None:
            self.upload.join(self.form)
            above = (self.upload,)
        super().__init__(TITLES[do], *above, self.form, note=about)
        self.add_class("ownership-form")

    def _judge(self, values: FormValues) -> list[Blocker]:
        return judge(self.state, self.do, values)

    def _submit(self, values: FormValues) -> None:
        before = seen(self.state, self.do)
        try:
            self._position = record(self.state, self.do, values)
        except ValueError:
            self.state = self._on_changed()
            after = seen(self.state, self.do)
            if after != before:  # somebody else was quicker: the same answers may be given again
                self.form.rest_upon(str(after or ""))
            raise
