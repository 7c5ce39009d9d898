"""The form of one act on a reception, an instruction or a month, with a place for evidence where needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as ipw

from widgets.evidence import EvidenceUpload
from widgets.judging import ONLY_CORRECTED
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormValues
from widgets.parts.panel import Panel
from widgets.reception.checks import judge
from widgets.reception.questions import TITLES, questions
from widgets.reception.recording import plan, record
from widgets.reception.rights import OF_INSTRUCTION, OF_RECEPTION
from widgets.reception.schedule_rows import ReadSheet, RowDraft, read_sheet
from widgets.reception.schedule_sheet import ScheduleSheet
from widgets.reception.state import ReceptionState


class FormPanel(Panel):
    """``on_done(do, position)`` gets the ledger position; ``on_changed()`` hears of what others recorded."""

    def __init__(
        self,
        state: ReceptionState,
        do: str,
        *,
        on_done: Callable[[str, int], None],
        on_changed: Callable[[], None],
        on_cancel: Callable[[], None],
    ) -> None:
        self.state, self.do = state, do
        self._position = 0
        self._on_changed = on_changed
        fields = questions(state, do)
        above: tuple[ipw.Widget, ...] = ()
        self.upload: EvidenceUpload | None = None
        if do == "report":
            self.upload = EvidenceUpload(state.bench, state.viewer)
            fields = (*fields, *self.upload.fields(state.today))
            above = (self.upload,)
        self.form = Form(
            fields,
            self._submit,
            label=TITLES[do],
            button="记入台账",
            question=ONLY_CORRECTED,
            on_change=self._judge,
            on_done=lambda: on_done(do, self._position),
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, f"reception/{self._about}/{do}", self._basis),
            today=state.today,
            takes_focus=True,
        )
        if self.upload is not None:
            self.upload.join(self.form)
        super().__init__(TITLES[do], *above, self.form, note=self._about)
        self.add_class("reception-form")

    @property
    def _about(self) -> str:
        if self.do in OF_RECEPTION:
            return self.state.reception_no
        return self.state.instruction_no if self.do in OF_INSTRUCTION else f"{self.state.month:%Y-%m}"

    @property
    def _basis(self) -> str:
        one, given = self.state.reception, self.state.instruction
        if self.do in OF_RECEPTION:
            return str(one.version) if one else ""
        return str(given.version) if self.do in OF_INSTRUCTION and given else ""

    def _judge(self, values: FormValues) -> list[Blocker]:
        return judge(self.state, self.do, values)

    def _submit(self, values: FormValues) -> None:
        before = self._basis
        try:
            self._position = record(self.state, self.do, values)[-1]
        except ValueError:
            self.state.refresh()
            if self._basis != before:  # somebody else was quicker: the same answers may be given again
                self.form.rest_upon(self._basis)
                self._on_changed()
            raise


class PlanPanel(Panel):
    """The sheet in which the month is planned; ``on_done(do, position)`` as for the forms."""

    def __init__(
        self,
        state: ReceptionState,
        *,
        on_done: Callable[[str, int], None],
        on_cancel: Callable[[], None],
    ) -> None:
        self.state = state
        self._position = 0
        month = f"{state.month.year}年{state.month.month}月"
        self.sheet = ScheduleSheet(
            self._read,
            self._save,
            label=f"{month}接访安排",
            button="保存安排",
            on_done=lambda: on_done("plan", self._position),
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, f"reception/{state.month:%Y-%m}/plan"),
        )
        super().__init__(TITLES["plan"], self.sheet, note=month)
        self.add_class("reception-form")

    def _read(self, rows: Sequence[Mapping[str, str]]) -> ReadSheet:
        return read_sheet(rows, self.state.month, self.state.unit_names, city=self.state.city.code)

    def _save(self, drafts: tuple[RowDraft, ...]) -> None:
        self._position = plan(self.state, drafts)[-1]
