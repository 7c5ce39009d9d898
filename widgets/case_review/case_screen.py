"""One open case on the screen: the page, and the form of a step while it is being recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ipw

from widgets.case_review.accused import AccusedBox
from widgets.case_review.act_panel import ActPanel
from widgets.case_review.act_state import ActState, why_closed
from widgets.case_review.case_view import case_widgets
from widgets.case_review.held import HELD, HeldBox
from widgets.case_review.next_steps import NextSteps
from widgets.case_review.originals import Originals
from widgets.case_review.state import CaseReviewState
from widgets.letter_links import NOTICES, letter_links
from widgets.meeting.urgent import UrgencyBox
from widgets.ownership.beside import owned_beside
from widgets.parts.guard import guard
from widgets.parts.notice import Notice
from widgets.parts.release import Succession
from widgets.reception.beside import received_beside
from workbench.access.viewer import current_viewer
from workbench.terms import Step


class CaseScreen(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """The head, then the form that is open, then what happened and what is next.

    ``on_step()`` is called when the reader opened or left a form. Raises what the page raises.
    """

    def __init__(self, state: CaseReviewState, notice: Notice, *, on_step: Callable[[], None]) -> None:
        self.state = state
        self.notice = notice
        self.panel: ActPanel | None = None
        self._on_step = on_step
        self._shown = Succession()
        super().__init__()
        self.add_class("case-screen")
        if state.act:
            with guard.watch(notice.warning):  # a link may ask for what cannot be done
                self.panel = self._make_panel(Step.coded(state.act))
            if self.panel is None:
                state.act = ""
        self._draw()

    def _draw(self) -> None:
        page = self.state.page()
        viewer = current_viewer()
        self.next_steps = NextSteps(
            page.possibilities,
            self._open,
            viewer=viewer,
            closed=why_closed(viewer, as_of=page.as_of, today=self.state.bench.today())
            or (HELD if page.held else ""),
            current=self.state.act,
        )
        bench, snapshot, case_no = self.state.bench, self.state.snapshot, page.case_no
        steps: list[ipw.Widget] = [self.next_steps]
        if page.held is None:
            self.urgency = UrgencyBox(bench, snapshot, case_no, viewer=viewer, on_done=self._told)
            steps.append(self.urgency)
        beside = [owned_beside(bench, snapshot, case_no), received_beside(bench, snapshot, case_no)]
        self.originals = Originals(bench, case_no, viewer=viewer, on_done=self.notice.success)
        self.accused = AccusedBox(
            bench, snapshot, case_no, viewer=viewer, is_accusation=page.is_accusation, on_done=self._told
        )
        self.held = HeldBox(bench, snapshot, page, viewer=viewer, on_done=self._told)
        steps.insert(0 if page.held is not None else 1, self.held)  # what is held is decided first
        is_silent = page.is_accusation or page.held is not None
        letters = letter_links(viewer, () if is_silent else NOTICES, case_no)
        head, self._columns = case_widgets(page, steps, [*letters, self.originals, self.accused], beside)
        self._head = head
        self._lay_out()

    def _lay_out(self) -> None:
        self.next_steps.current = self.state.act
        panel: tuple[Any, ...] = (self.panel,) if self.panel is not None else ()
        self.children = (self._head, *panel, self._columns)
        self._shown.follow(*self.children)

    def close(self) -> None:
        self._shown.end()
        super().close()

    def _make_panel(self, step: Step) -> ActPanel:
        state = ActState(self.state.bench, self.state.snapshot, self.state.case_no, step)
        return ActPanel(state, on_done=self._done, on_changed=self._draw, on_cancel=self._leave)

    def _open(self, step: Step) -> None:
        self.panel = self._make_panel(step)  # what it was made upon is read before the page is
        self.state.act = step.value
        self._draw()
        self._on_step()

    def _leave(self) -> None:
        self.panel, self.state.act = None, ""
        self._lay_out()
        self._on_step()

    def _told(self, sentence: str) -> None:
        self.notice.success(sentence)
        self.state.refresh_after_act()

    def _done(self, step: Step, position: int) -> None:
        case_no = self.state.case_no
        self.panel, self.state.act = None, ""
        self.notice.success(f"“{step.label}”已记入台账第 {position:,} 条（{case_no}）。")
        self._on_step()
        self.state.refresh_after_act()
