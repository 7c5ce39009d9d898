"""Which instructions are listed: those still owed, all, or those of one state, with how many each are."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.parts.guard import guard
from widgets.reception.state import INSTRUCTION_PARTS, ReceptionState
from workbench.queries.instructions import counted
from workbench.terms import InstructionState


class StateChips(ipw.HBox):  # type: ignore[misc, unused-ignore]
    """``on_choose(part)`` is called with "" for what is owed, ``all``, or the code of a state."""

    def __init__(self, on_choose: Callable[[str], None]) -> None:
        self.buttons = {part: ipw.Button() for part in ("", *INSTRUCTION_PARTS)}
        for part, button in self.buttons.items():
            button.on_click(guard(lambda _button, part=part: on_choose(part)))
        super().__init__(list(self.buttons.values()))
        self.add_class("reception-buttons")

    def show(self, state: ReceptionState) -> None:
        """Show how many there are of each, and which are listed."""
        counts = counted(state.instructions)
        told = {"": ("未落实", counts.owed), "all": ("全部", len(state.instructions))}
        told |= {one.value: (one.label, counts.by_state[one]) for one in InstructionState}
        for part, button in self.buttons.items():
            words, count = told[part]
            button.description = f"{words} {count}"
            button.button_style = "primary" if part == state.part else ""
            is_shown = part in ("", "all") or count or part == state.part
            button.layout.display = "" if is_shown else "none"
