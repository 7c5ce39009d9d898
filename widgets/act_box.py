"""A box on the page of a matter: what it says, and a button that opens the form of one act below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from widgets.parts.form import Form
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.guard import guard
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.release import Succession, release
from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer
from workbench.terms import ActKind

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.app import Workbench


class ActBox(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """A box for one kind of act.

    ``fields`` is what its form asks, ``acts`` what is recorded of the answers, all or none. ``seen`` is the
    version that the viewer has before him of what the act changes, ``note`` the article, ``aim`` for what the
    act is there, beside its button. ``question`` is
    asked once more before it is recorded, ``behaviour`` what else the form is told. ``on_done(sentence)``
    hears that the act was recorded. The button is there for whoever may do the act, while it
    ``can_be_done``; where there is none and nothing to say, the box is empty.
    """

    def __init__(
        self,
        bench: Workbench,
        kind: ActKind,
        fields: Callable[[], Sequence[FormField]],
        acts: Callable[[FormValues], Sequence[Act]],
        *,
        viewer: Viewer,
        on_done: Callable[[str], None],
        can_be_done: bool,
        note: str,
        aim: str,
        question: str = "",
        says: Sequence[ipw.Widget] = (),
        seen: int | None = None,
        behaviour: Mapping[str, Any] | None = None,
    ) -> None:
        self._bench, self._viewer, self._on_done = bench, viewer, on_done
        self._fields, self._acts, self._seen = fields, acts, seen
        self._note, self._question, self._behaviour = note, question, behaviour or {}
        self.kind = kind
        self.form: Form | None = None
        self._place, self._forms = ipw.VBox(), Succession()
        parts = list(says)
        if can_be_done and allow(viewer, f"act:{kind.value}"):
            self.button = ipw.Button(description=kind.label)  # the line gives way to the form
            self.button.on_click(guard(lambda _button: self.ask()))
            words = Static(tag("p", aim))
            self._line = ipw.HBox([words, self.button])
            self._line.add_class("act-line")
            parts += [self._line, self._place]
        super().__init__(parts)
        self.add_class("act-box")

    def close(self) -> None:
        self._forms.end()
        release(self._place)  # it hangs nowhere where the viewer may not act
        super().close()

    def ask(self) -> None:
        """Open the form."""
        positions: list[int] = []

        def leave() -> None:
            self._line.layout.display = ""
            self._place.children = ()
            self._forms.follow()

        self.form = Form(
            self._fields(),
            lambda values: positions.append(self._perform(values)),
            label=self.kind.label,
            button="记入台账",
            question=self._question,
            on_done=lambda: self._on_done(f"“{self.kind.label}”已记入台账第 {positions[-1]:,} 条。"),
            on_cancel=leave,
            today=self._bench.today(),
            takes_focus=True,
            **self._behaviour,
        )
        self._line.layout.display = "none"
        self._place.children = (Panel(self.kind.label, self.form, note=self._note),)
        self._forms.follow(*self._place.children)

    def _perform(self, values: FormValues) -> int:
        """Record what was filled in, and return the ledger position of its last entry."""
        require(self._viewer, f"act:{self.kind.value}")
        return self._bench.perform(*self._acts(values), actor=self._viewer.actor, seen=self._seen)[-1]
