"""A new proposal: one of the three, on matters, to the unit that is to act on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from widgets.judging import judged
from widgets.numbered import record_numbered
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.values import Choice
from widgets.supervision.asked import LONGEST
from widgets.supervision.new_order import issuing_unit
from widgets.supervision.state import SupervisionState
from workbench.access.gate import require
from workbench.law.clauses import clause_text, clauses
from workbench.law.reply_days import PROPOSAL_NOTE
from workbench.law.settings import settings
from workbench.terms import ActKind, ProposalKind

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.acts.proposals import IssueProposal

KIND = ActKind.ISSUE_PROPOSAL
ONLY_ACCOUNTABILITY = "仅追究责任的建议填写（只写事实和条款，不写处分方式）"
MOST_CLAUSES = 3
CASE_NUMBERS = re.compile(r"[\s、，,；;]+")


class NewProposal:
    """A proposal before it is issued."""

    def __init__(self, state: SupervisionState) -> None:
        """``NotPermittedError`` by role."""
        require(state.viewer, f"act:{KIND.value}")
        self.state = state
        self.case_no = state.shown.case

    @property
    def key(self) -> str:
        """Return what the draft of this form is kept under."""
        return f"new-proposal/{self.case_no}"

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions."""
        kinds = tuple(Choice(one.value, one.label) for one in ProposalKind)
        codes = tuple(Choice(code, clause_text(code)) for code in clauses())
        days = settings().suggestion_feedback_days
        units = self.state.unit_offers
        return (
            FormField(
                "kind", "建议种类", "choice", required=True, choices=kinds, initial=self.state.shown.kind
            ),
            FormField("to_unit", "收到建议的单位", "unit", required=True, choices=units),
            FormField(
                "due",
                "反馈期限",
                "date",
                required=True,
                initial=self.state.usual_proposal_due().isoformat(),
                low=self.state.today,
                hint=f"{PROPOSAL_NOTE}{days}日，遇放假顺延",
            ),
            FormField(
                "cases",
                "所依据的信访事项",
                required=True,
                initial=self.case_no,
                longest=400,
                hint="事项编号，多件用顿号隔开",
            ),
            FormField(
                "text",
                "建议内容",
                "long",
                required=True,
                initial=self.state.shown.text,
                longest=LONGEST,
            ),
            FormField("about_unit", "责任单位", "unit", choices=units, group=ONLY_ACCOUNTABILITY),
            *(
                FormField(
                    f"clause_{number}",
                    f"可能适用的条款{'' if number == 1 else f'（{number}）'}",
                    "choice",
                    choices=codes,
                    group=ONLY_ACCOUNTABILITY,
                )
                for number in range(1, MOST_CLAUSES + 1)
            ),
        )

    def judge(self, values: FormValues) -> list[Blocker]:
        """Return what stands against the proposal."""
        return judged(values, lambda: self.state.refusal(self.act(values)))

    def act(self, values: FormValues) -> IssueProposal:
        """Return the act that the answers make, with the next number of the year."""
        from workbench.acts.proposals import IssueProposal
        from workbench.queries.proposals import next_proposal_no

        state, today = self.state, self.state.today
        to_unit = values.text("to_unit")
        chosen = (values.text(f"clause_{number}") for number in range(1, MOST_CLAUSES + 1))
        return IssueProposal(
            proposal_no=state.bench.ask(next_proposal_no, today.year),
            proposal_kind=ProposalKind.coded(values.text("kind")),
            to_unit=to_unit,
            by_unit=issuing_unit(state, to_unit),
            case_nos=tuple(filter(None, CASE_NUMBERS.split(values.text("cases")))),
            on=today,
            feedback_due_on=values.day("due") or today,
            text=values.text("text"),
            about_unit=values.text("about_unit") or None,
            clauses=tuple(dict.fromkeys(filter(None, chosen))),
        )

    def perform(self, values: FormValues) -> tuple[str, int]:
        """Issue it; return its number and its ledger position. A number just taken gives way to the next."""
        require(self.state.viewer, f"act:{KIND.value}")

        def make() -> tuple[str, Act]:
            act = self.act(values)
            return act.proposal_no, act

        return record_numbered(self.state.bench, self.state.viewer, make)
