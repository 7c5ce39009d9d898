"""登记被检举控告单位 on the page of an accusation: asked and recorded, and shown to nobody afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.parts.form import Form
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.guard import guard
from widgets.parts.panel import Panel
from widgets.parts.release import Succession, release
from widgets.parts.values import Choice
from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer
from workbench.terms import ActKind

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.read import Snapshot

KIND = ActKind.NAME_ACCUSED
QUESTION = "登记后，该单位及其上下级单位的账号都看不到本事项，登记的单位不在任何页面显示，也不能撤销。确定？"
WHOM = "此人的登录账号；没有账号的不填"


class AccusedBox(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_done(sentence)`` hears that it was recorded; empty for whoever may not, and for no accusation."""

    def __init__(
        self,
        bench: Workbench,
        snapshot: Snapshot,
        case_no: str,
        *,
        viewer: Viewer,
        is_accusation: bool,
        on_done: Callable[[str], None],
    ) -> None:
        self._bench, self._snapshot, self._case_no = bench, snapshot, case_no
        self._viewer, self._on_done = viewer, on_done
        self.form: Form | None = None
        self._place, self._forms = ipw.VBox(), Succession()
        parts: list[ipw.Widget] = []
        if is_accusation and snapshot.as_of == bench.today() and allow(viewer, f"act:{KIND.value}"):
            self.button = ipw.Button(description=KIND.label)
            self.button.on_click(guard(lambda _button: self.ask()))
            parts = [self.button, self._place]
        super().__init__(parts)

    def close(self) -> None:
        self._forms.end()
        release(self._place)  # it hangs nowhere where the viewer may not act
        super().close()

    def ask(self) -> None:
        """Open the form."""

        def leave() -> None:
            self._place.children = ()
            self._forms.follow()

        self.form = Form(
            self._questions(),
            self._perform,
            label=KIND.label,
            button="记入台账",
            question=QUESTION,
            on_done=lambda: self._on_done(f"“{KIND.label}”已记入台账。"),
            on_cancel=leave,
            today=self._bench.today(),
            takes_focus=True,
        )
        self._place.children = (Panel(KIND.label, self.form, note="《信访工作条例》第三十条第三款"),)
        self._forms.follow(*self._place.children)

    def _questions(self) -> tuple[FormField, ...]:
        rows = self._snapshot.rows("select code, name from unit_fact order by length(code) < 6, code")
        units = tuple(Choice(str(code), str(name)) for code, name in rows)
        return (
            FormField("unit", "被检举控告的单位", "unit", required=True, choices=units),
            FormField("account", "被检举控告的个人", longest=32, hint=WHOM),
        )

    def _perform(self, values: FormValues) -> None:
        from workbench.acts.amending import NameAccused

        require(self._viewer, f"act:{KIND.value}")
        account = values.text("account").strip().lower() or None
        act = NameAccused(self._case_no, values.text("unit"), account)
        self._bench.perform(act, actor=self._viewer.actor)
