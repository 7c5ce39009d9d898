"""The form of one step, with what it would do beside it. Loaded when a step is chosen."""

from __future__ import annotations

from collections.abc import Callable

from widgets.case_review.act_state import ActState, ChangedMeanwhileError
from widgets.case_review.preview_markup import preview_markup
from widgets.judging import ONLY_CORRECTED
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormValues
from widgets.parts.markup import Static
from widgets.parts.panel import Beside, Panel
from workbench.terms import Step


class ActPanel(Panel):
    """``on_done(step, position)`` gets the ledger position, ``on_changed()`` hears of others' acts."""

    def __init__(
        self,
        state: ActState,
        *,
        on_done: Callable[[Step, int], None],
        on_changed: Callable[[], None],
        on_cancel: Callable[[], None],
    ) -> None:
        self.state = state
        self._position = 0
        self._on_changed = on_changed
        self.form = Form(
            state.fields(),
            self._submit,
            label=f"办理：{state.step.label}",
            button="记入台账",
            question=ONLY_CORRECTED,
            on_change=self._judge,
            on_done=lambda: on_done(state.step, self._position),
            on_cancel=on_cancel,
            draft=Draft(
                state.viewer.account, f"{state.case_no}/{state.step.value}", str(state.matter.version)
            ),
            today=state.today,
            takes_focus=True,
        )
        self.outcome = Static(preview_markup(None))
        super().__init__(f"办理：{state.step.label}", Beside(self.form, self.outcome), note=state.case_no)
        self.add_class("act-panel")

    def _judge(self, values: FormValues) -> list[Blocker]:
        blockers = self.state.judge(values)
        self.outcome.show(preview_markup(self.state.preview))
        return blockers

    def _submit(self, values: FormValues) -> None:
        try:
            self._position = self.state.perform(values)
        except ChangedMeanwhileError:
            self.form.rest_upon(str(self.state.matter.version))
            self._judge(values)
            self._on_changed()
            raise
