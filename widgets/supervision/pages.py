"""The page of one order, and of one proposal: what it says, how it stands now, what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import ipywidgets as ipw

from widgets.address import link
from widgets.evidence import evidence_download
from widgets.lead_link import lead_link
from widgets.letter_links import letter_links
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.release import Succession
from widgets.supervision.forms import PageForm, awaited_of, order_steps, proposal_steps
from widgets.supervision.markup import (
    order_head,
    order_history,
    order_text,
    present,
    proposal_feedback,
    proposal_head,
    proposal_text,
)
from widgets.supervision.panels import PagePanel
from widgets.supervision.state import SupervisionState
from widgets.supervision.steps_bar import StepsBar
from workbench.access.gate import allow
from workbench.law.supervision import SupervisionOrder
from workbench.letters.orders import KINDS
from workbench.queries.evidence import KeptFile
from workbench.terms import ActKind, IssuedKind, OrderState


class DossierPage(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """Head, acts, the form that is open, and two columns; drawn anew from the state after an act.

    ``on_step(act)`` is called when the reader opens a form (its kind) or leaves it (""), ``on_done(number,
    position, kind)`` when one was recorded. Raises what the page raises, and ``FormClosedError``.
    """

    def __init__(
        self,
        state: SupervisionState,
        *,
        on_step: Callable[[str], None],
        on_done: Callable[[str, int, ActKind], None],
    ) -> None:
        self.state = state
        self.panel: PagePanel | None = None
        self.steps: StepsBar | None = None
        self._on_step, self._on_done = on_step, on_done
        self._shown = Succession()
        super().__init__()
        self.add_class("supervision-page")
        self.draw()

    def open_form(self, kind: ActKind) -> None:
        """Open the form of an act; ``FormClosedError`` with the reason where it cannot be done."""
        form = PageForm(self.state, kind)
        self.panel = PagePanel(
            form,
            on_done=lambda number, position: self._on_done(number, position, kind),
            on_changed=self.draw,
            on_cancel=self._leave,
        )
        self.draw()

    def draw(self) -> None:
        """Draw the page as it stands; the open form stays."""
        head, steps, columns = self._order() if self.state.shown.order else self._proposal()
        self.steps = steps
        panel = (self.panel,) if self.panel is not None else ()
        self.children = (head, steps, *panel, columns)
        self._shown.follow(*self.children)

    def close(self) -> None:
        self._shown.end()
        super().close()

    def _order(self) -> tuple[ipw.Widget, StepsBar, ipw.Widget]:
        state, page = self.state, self.state.order_page()
        order, line = page.line.order, page.line
        can_open = allow(state.viewer, "open:case_review")
        case_no = order.case_no
        address = link("case_review", case=case_no) if case_no and can_open else ""
        right: list[ipw.Widget] = []
        if case_no:
            right.append(
                Panel("", Static(present(state.present(case_no, order.to_unit), line.unit_name, page.as_of)))
            )
        kinds = () if line.state is OrderState.WITHDRAWN else (IssuedKind.SUPERVISION_ORDER,)
        letters = letter_links(state.viewer, kinds, order.order_no)
        left = Panel("", Static(order_text(page, address)), *letters)
        kept = [(page.files.get(one.sha256 or ""), one.title) for one in order.replies]
        history = Panel("", Static(order_history(page)), *self._downloads(kept), *self._lead(order))
        title = state.lists.titles.get(case_no or "", "")
        steps = StepsBar(order_steps(state, page), self._choose, awaited_of(state.viewer))
        if right:
            return Static(order_head(page, title)), steps, _columns([left, history], right)
        return Static(order_head(page, title)), steps, _columns([left], [history])

    def _lead(self, order: SupervisionOrder) -> list[ipw.Widget]:
        """Return the way to a lead of accountability; whether there is ground for one, a person judges."""
        lead = lead_link(self.state.viewer, order.to_unit, order=order.order_no)
        return [Static(tag("div", lead, class_="supervision-lead"))] if lead is not None else []

    def _proposal(self) -> tuple[ipw.Widget, StepsBar, ipw.Widget]:
        state, page = self.state, self.state.proposal_page()
        can_open = allow(state.viewer, "open:case_review")
        proposal = page.line.proposal
        letters = letter_links(state.viewer, [KINDS[proposal.proposal_kind]], proposal.proposal_no)
        left = Panel("", Static(proposal_text(page, can_open=can_open)), *letters)
        right = Panel(
            "",
            Static(proposal_feedback(page)),
            *self._downloads((file, proposal.title) for file in page.files.values()),
        )
        steps = StepsBar(proposal_steps(state, page), self._choose, awaited_of(state.viewer))
        return Static(proposal_head(page)), steps, _columns([left], [right])

    def _downloads(self, files: Iterable[tuple[KeptFile | None, str | None]]) -> list[ipw.Widget]:
        if not allow(self.state.viewer, "read:evidence"):
            return []
        known = {file.sha256: (file, title) for file, title in files if file is not None}
        bench, viewer = self.state.bench, self.state.viewer
        return [evidence_download(bench, viewer, file, title=title) for file, title in known.values()]

    def _choose(self, kind: ActKind) -> None:
        self.open_form(kind)
        self._on_step(kind.value)

    def _leave(self) -> None:
        self.panel = None
        self.draw()
        self._on_step("")


def _columns(left: Sequence[ipw.Widget], right: Sequence[ipw.Widget]) -> ipw.Widget:
    box = ipw.HBox([ipw.VBox(list(left)), ipw.VBox(list(right))])
    box.add_class("supervision-columns")
    return box
