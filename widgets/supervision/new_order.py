"""A new order: filled in from a matter's missed limits, changed by a person, numbered when it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.judging import judged
from widgets.numbered import record_numbered
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.values import Choice
from widgets.supervision.asked import LONGEST
from widgets.supervision.state import SupervisionState
from workbench.access.gate import require
from workbench.law.reply_days import ORDER_NOTE
from workbench.law.settings import settings
from workbench.law.supervision import BASIS
from workbench.office import CONFERENCE, OFFICE
from workbench.terms import ActKind, SupervisionReason

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.acts.supervision import IssueOrder
    from workbench.queries.supervision_due import OrderDraft

KIND = ActKind.ISSUE_ORDER


class NewOrder:
    """An order before it is issued. ``draft`` is what the matter's deadlines say of the chosen unit."""

    def __init__(self, state: SupervisionState) -> None:
        """``NotPermittedError`` by role; the sentence of what stands against the matter, if anything."""
        require(state.viewer, f"act:{KIND.value}")
        self.state = state
        self.case_no = state.shown.case
        self.draft: OrderDraft | None = None
        if self.case_no:
            self.draft = state.draft(self.case_no, state.shown.to_unit or None)

    @property
    def key(self) -> str:
        """Return what the draft of this form is kept under."""
        return f"new-order/{self.case_no}/{self.state.shown.to_unit}"

    @property
    def title(self) -> str:
        """Return the title of the matter, masked; "" where the order rests on none."""
        found = self.state.snapshot.value("select title from case_fact where case_no = ?", (self.case_no,))
        return str(found or "")

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions with what is known filled in."""
        draft, units = self.draft, self.state.unit_offers
        due = draft.reply_due_on if draft else self.state.usual_due()
        reasons = tuple(Choice(one.value, one.label) for one in SupervisionReason)
        days = settings().supervision_feedback_days
        ground = (
            () if self.case_no else (FormField("item_no", "议定事项编号", longest=64, hint="没有的不填"),)
        )
        return (
            FormField(
                "to_unit",
                "被督办单位",
                "unit",
                required=True,
                choices=units,
                initial=draft.to_unit if draft else self.state.shown.to_unit,
            ),
            FormField(
                "reason",
                "触发情形",
                "choice",
                required=True,
                choices=reasons,
                initial=draft.reason.value if draft and draft.facts else "",
            ),
            FormField(
                "reply_due_on",
                "反馈期限",
                "date",
                required=True,
                initial=due.isoformat(),
                low=self.state.today,
                hint=f"{ORDER_NOTE}{days}日，遇放假顺延",
            ),
            *ground,
            FormField(
                "facts",
                "事实（发出后固定）",
                "long",
                required=True,
                longest=LONGEST,
                initial=draft.facts if draft else "",
            ),
            FormField(
                "basis",
                "依据",
                "long",
                required=True,
                longest=LONGEST,
                initial=draft.basis if draft else BASIS,
            ),
            FormField(
                "demand",
                "督办要求",
                "long",
                required=True,
                longest=LONGEST,
                initial=draft.demand if draft else "",
            ),
        )

    def judge(self, values: FormValues) -> list[Blocker]:
        """Look at the deadlines of the chosen unit; return what stands against the order."""
        unit = values.text("to_unit")
        if self.case_no and unit and (self.draft is None or self.draft.to_unit != unit):
            try:
                self.draft = self.state.draft(self.case_no, unit)
            except ValueError as error:
                return [Blocker(str(error))]
        return judged(values, lambda: self.state.refusal(self.act(values)))

    def act(self, values: FormValues) -> IssueOrder:
        """Return the act that the answers make, with the next number of the year."""
        from workbench.acts.supervision import IssueOrder
        from workbench.queries.supervision import next_order_no

        state, today = self.state, self.state.today
        to_unit = values.text("to_unit")
        return IssueOrder(
            order_no=state.bench.ask(next_order_no, today.year),
            to_unit=to_unit,
            by_unit=issuing_unit(state, to_unit),
            reason=SupervisionReason.coded(values.text("reason")),
            on=today,
            reply_due_on=values.day("reply_due_on") or today,
            facts=values.text("facts"),
            basis=values.text("basis"),
            demand=values.text("demand"),
            case_no=self.case_no or None,
            item_no=values.text("item_no") or None,
        )

    def perform(self, values: FormValues) -> tuple[str, int]:
        """Issue it; return its number and its ledger position. A number just taken gives way to the next."""
        require(self.state.viewer, f"act:{KIND.value}")

        def make() -> tuple[str, Act]:
            act = self.act(values)
            return act.order_no, act

        return record_numbered(self.state.bench, self.state.viewer, make)


def issuing_unit(state: SupervisionState, to_unit: str) -> str:
    """Return in whose name this viewer issues: his unit's; without one the office's, but not to itself."""
    return state.viewer.unit or (CONFERENCE if to_unit == OFFICE else OFFICE)
