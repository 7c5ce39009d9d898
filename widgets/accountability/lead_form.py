"""The form of a new lead, from a matter, an order, an agreed item, a review, a look-back. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.accountability.forms import StepClosedError
from widgets.accountability.state import AccountabilityState
from widgets.judging import judged
from widgets.numbered import record_numbered
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.values import Choice
from workbench.access.gate import require
from workbench.office import OFFICE
from workbench.queries.accountability import next_proceeding_no
from workbench.queries.accountability_lead import lead_ground
from workbench.terms import ActKind, LeadSource

if TYPE_CHECKING:
    from workbench.acts.accountability import OpenProceeding
    from workbench.acts.base import Act


class LeadForm:
    """A new lead, from what the address names, if anything."""

    def __init__(self, state: AccountabilityState) -> None:
        """``NotPermittedError`` by role, ``StepClosedError`` on a past day."""
        require(state.viewer, f"act:{ActKind.OPEN_PROCEEDING.value}")
        if state.closed():
            raise StepClosedError(state.closed())
        self.state = state

    @property
    def origin(self) -> str:
        """Return what the address names as the origin, "" for nothing."""
        shown = self.state.shown
        return "/".join((shown.order, shown.item, shown.sheet, shown.check)).strip("/")

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions with what the address names filled in."""
        shown = self.state.shown
        ground = self.state.bench.ask(
            lead_ground,
            self.state.viewer,
            order_no=shown.order,
            item_no=shown.item,
            sheet_no=shown.sheet,
            check_no=shown.check,
            as_of=self.state.as_of,
        )
        named = (
            (shown.order, LeadSource.ORDER_IGNORED),
            (shown.item, LeadSource.JOINT_CONFERENCE),
            (shown.sheet, LeadSource.FILE_REVIEW),
            (shown.check, LeadSource.LOOK_BACK),
        )
        source = next((one for number, one in named if number), None)
        sources = tuple(Choice(one.value, one.label) for one in LeadSource)
        own = self.state.viewer.unit
        units = tuple(one for one in self.state.unit_offers if one.code != own)
        return (
            FormField("source", "线索来源", "choice", required=True, choices=sources,
                      initial=source.value if source else ""),
            FormField("unit", "责任单位", "unit", required=True, choices=units, initial=ground.unit),
            FormField("case_no", "事项编号", initial=shown.case or ground.case_no, longest=64,
                      hint="超期的线索必填"),
            FormField("order_no", "督办单编号", initial=shown.order, longest=64, hint="督办不落实的线索必填"),
            FormField("item_no", "议定事项编号", initial=shown.item, longest=64),
            FormField("sheet_no", "评查表编号", initial=shown.sheet, longest=160,
                      hint="案件评查的线索填写，须已锁定、同一事项"),
            FormField("check_no", "回头看检查编号", initial=shown.check, longest=140,
                      hint="回头看的线索填写，须已锁定、同一事项"),
            FormField("paper_no", "来文文号", longest=64, hint="上级交办的线索照来文填写"),
            FormField("text", "线索内容", "long", required=True, initial=ground.facts, longest=4000,
                      hint="写什么事、哪里来的；不写处理方式"),
        )  # fmt: skip

    def act(self, values: FormValues, number: str) -> OpenProceeding:
        """Return the act that the answers make."""
        from workbench.acts.accountability import OpenProceeding

        return OpenProceeding(
            number,
            values.text("unit"),
            LeadSource.coded(values.text("source")),
            self.state.viewer.unit or OFFICE,
            self.state.today,
            values.text("text"),
            case_no=values.text("case_no").strip() or None,
            order_no=values.text("order_no").strip() or None,
            item_no=values.text("item_no").strip() or None,
            sheet_no=values.text("sheet_no").strip() or None,
            check_no=values.text("check_no").strip() or None,
            paper_no=values.text("paper_no").strip() or None,
        )

    def judge(self, values: FormValues) -> list[Blocker]:
        """Return what stands against it."""
        return judged(values, lambda: self.state.refusal(self.act(values, self._next())))

    def perform(self, values: FormValues) -> tuple[str, int]:
        """Record the lead under the next number; return number and ledger position."""
        require(self.state.viewer, f"act:{ActKind.OPEN_PROCEEDING.value}")

        def make() -> tuple[str, Act]:
            number = self._next()
            return number, self.act(values, number)

        return record_numbered(self.state.bench, self.state.viewer, make)

    def _next(self) -> str:
        return self.state.bench.ask(next_proceeding_no, self.state.today.year)
