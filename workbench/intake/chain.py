"""From the facts of one row to the steps of one matter, in the order in which they were taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.acts.handling import DocumentDraft
from workbench.intake.dates import Moment
from workbench.intake.missing_dates import fill_dates
from workbench.intake.order import ContradictoryRowError
from workbench.intake.untaken import untaken
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.lifecycle import NotAllowedError, advance
from workbench.terms import (
    CaseState,
    Channel,
    DocumentKind,
    Outcome,
    PetitionClass,
    Procedure,
    Purpose,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Step,
)

CLASS_OF_PURPOSE: dict[str | None, PetitionClass] = {
    Purpose.SUGGESTION: PetitionClass.SUGGESTION,
    Purpose.ACCUSATION: PetitionClass.ACCUSATION,
    Purpose.APPEAL: PetitionClass.CLAIM,
    Purpose.CLAIM: PetitionClass.CLAIM,
}


@dataclass(slots=True)
class Taken:
    """A step with the documents that it leaves, and the fact (column) its date came from."""

    fact: str
    step: StepTaken
    documents: tuple[DocumentDraft, ...] = ()


@dataclass(slots=True)
class Chain:
    """The steps of one matter; the first is its registration."""

    steps: list[Taken] = field(default_factory=list)
    assumed: list[tuple[str, str]] = field(default_factory=list)  # fact, value in words
    untaken: tuple[tuple[str, str], ...] = ()  # facts that go nowhere, each with the one it would need


def build_chain(values: Mapping[str, Any], columns: frozenset[str]) -> Chain:
    """Return the steps that a row tells of; ``ContradictoryRowError`` if one cannot be made.

    ``values`` holds the read facts with the assumed ones filled in; ``columns`` the facts that the file has a
    column for: a date is only ever taken from another one where the file knows no better.
    """
    chain = Chain()
    facts = dict(values)
    chain.assumed += fill_dates(facts, columns)
    chain.untaken = untaken(facts)
    add = _Adder(facts, chain)
    add.registration()
    add.sending()
    add.notices()
    add.extension()
    add.decisions()
    add.objections_of_petitioner()
    add.end()
    first, *later = chain.steps
    later.sort(key=lambda taken: taken.step.on)
    chain.steps = [first, *later]
    return chain


def check_lawful(case_no: str, chain: Chain) -> CaseState:
    """Return the state the steps lead to; ``ContradictoryRowError`` with the sentence of the law."""
    file, state = CaseFile(case_no), None
    for taken in chain.steps:
        try:
            state = advance(state, file, taken.step)
        except NotAllowedError as error:
            remedy = "请补填前面步骤的日期，或改正本栏"
            raise ContradictoryRowError(taken.fact, f"{taken.step.kind.label}：{error}", remedy) from None
        file = CaseFile(case_no, (*file.steps, taken.step))
    assert state is not None
    return state


class _Adder:
    """Adds the steps of one row, group by group, in the order of the procedure."""

    def __init__(self, facts: dict[str, Any], chain: Chain) -> None:
        self.facts = facts
        self.chain = chain
        self.first_unit: str | None = facts.get("first_unit")
        self.responsible: str | None = facts.get("responsible_unit")
        self.handler = self.responsible or self.first_unit

    def registration(self) -> None:
        facts = self.facts
        registered, received = facts["registered"], facts["received"]
        is_sent = facts.get("transferred") is not None or facts.get("assigned") is not None
        step = StepTaken(
            Step.REGISTER,
            registered.day,
            at=registered.at,
            unit=self.first_unit,
            to_unit=None if is_sent else self.responsible,
            received_on=received.day,
            received_at=received.at,
            channel=_coded(Channel, facts.get("channel")),
            people=facts.get("people"),
            petition_class=_coded(PetitionClass, facts.get("petition_class")),
            path=_coded(StatutoryChannel, facts.get("path")),
            procedure=_coded(Procedure, facts.get("procedure")),
            contact_known=facts.get("contact_known"),
        )
        self.chain.steps.append(Taken("registered", step))

    def sending(self) -> None:
        for fact, kind in (("transferred", Step.TRANSFER), ("assigned", Step.ASSIGN)):
            moment = self.facts.get(fact)
            if moment is None:
                continue
            if self.responsible is None:
                raise ContradictoryRowError(
                    "responsible_unit", f"有{kind.label}日期而没有责任单位", "请填写责任单位"
                )
            due = self.facts.get("assignment_due") if kind is Step.ASSIGN else None
            due_on = None if due is None else due.day
            self._take(fact, kind, moment, unit=self.first_unit, to_unit=self.responsible, due_on=due_on)
        self._take("handled_directly", Step.HANDLE_DIRECTLY, unit=self.handler)

    def notices(self) -> None:
        facts = self.facts
        if facts.get("accepted") is not None:
            number = facts.get("accepted_no")
            notice = _document(DocumentKind.ACCEPTANCE_NOTICE, facts["accepted"], number)
            self._take("accepted", Step.ACCEPT, unit=self.handler, document_no=number, documents=notice)
        self._take("declined", Step.DECLINE, unit=self.handler)
        self._take("declined_further", Step.DECLINE_FURTHER, unit=self.handler)

    def extension(self) -> None:
        facts = self.facts
        told = facts.get("extension_told")
        if facts.get("extended") is None:
            return
        if facts.get("extension_days") is None:
            raise ContradictoryRowError("extended", "有延期批准日期而没有延长天数", "请填写延长天数（1至30）")
        self._take(
            "extended",
            Step.EXTEND,
            unit=self.handler,
            days=facts["extension_days"],
            approved_by_head=facts.get("approved_by_head"),
            told_on=None if told is None else told.day,
        )

    def decisions(self) -> None:
        facts = self.facts
        if facts.get("opinion") is not None:
            number = facts.get("opinion_no")
            opinion = _document(DocumentKind.OPINION, facts["opinion"], number, facts.get("opinion_text"))
            self._take(
                "opinion",
                Step.ISSUE_OPINION,
                unit=self.handler,
                outcome=_coded(Outcome, facts.get("outcome")),
                document_no=number,
                documents=opinion,
            )
        if facts.get("replied") is not None:
            reply = _document(DocumentKind.REPLY, facts["replied"], None, facts.get("reply_text"))
            self._take("replied", Step.REPLY_DIRECTLY, unit=self.handler, documents=reply)
        self._take("served", Step.SERVE, unit=self.handler)
        self._take("reported_back", Step.REPORT_BACK, unit=self.handler)

    def objections_of_petitioner(self) -> None:
        self._take("reexamination_requested", Step.REQUEST_REEXAMINATION)
        self._take("reexamined", Step.DECIDE_REEXAMINATION)
        self._take("final_review_requested", Step.REQUEST_FINAL_REVIEW)
        self._take("finally_reviewed", Step.DECIDE_FINAL_REVIEW)

    def end(self) -> None:
        facts = self.facts
        self._take("concluded", Step.CONCLUDE, unit=self.handler)
        satisfaction = _coded(Satisfaction, facts.get("satisfaction"))
        if satisfaction is None:
            return
        moment = facts.get("rated")
        if moment is None:
            moment = facts.get("concluded") or facts.get("served") or facts.get("replied")
            if moment is None:
                raise ContradictoryRowError("satisfaction", "有评价而没有评价日期", "请填写评价日期")
            self.chain.assumed.append(("rated", "同办结或答复日期"))
        asked_by = _coded(RatingAsker, facts.get("asked_by"))
        self._take("rated", Step.RATE, moment, satisfaction=satisfaction, asked_by=asked_by)

    def _take(
        self,
        fact: str,
        kind: Step,
        moment: Moment | None = None,
        *,
        documents: tuple[DocumentDraft, ...] = (),
        **given: Any,
    ) -> None:
        moment = moment or self.facts.get(fact)
        if moment is not None:
            self.chain.steps.append(
                Taken(fact, StepTaken(kind, moment.day, at=moment.at, **given), documents)
            )


def _document(
    kind: DocumentKind, moment: Moment | None, number: str | None, text: str | None = None
) -> tuple[DocumentDraft, ...]:
    if moment is None or (number is None and text is None):
        return ()
    return (DocumentDraft(kind, kind.label, document_no=number, issued_on=moment.day, text=text),)


def _coded(terms: type[Any], code: str | None) -> Any:
    return None if code is None else terms(code)
