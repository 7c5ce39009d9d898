"""Entries and proceedings of the accountability log, as the tests of its law make them."""

from __future__ import annotations

from datetime import date, timedelta

from workbench.law.accountability import Proceeding, opened
from workbench.law.accountability_entry import ProceedingEntry
from workbench.terms import (
    Adoption,
    LeadSource,
    ProceedingStep,
    PublicationScope,
    ReexaminationResult,
    Responsibility,
    UnitKind,
)

OFFICE, TOWN, OTHER, BODY, CONFERENCE = "430682XF", "430682101", "430682103", "430682D01", "430682LX"
KINDS = {
    OFFICE: UnitKind.PETITION_OFFICE,
    TOWN: UnitKind.TOWN,
    OTHER: UnitKind.TOWN,
    BODY: UnitKind.MUNICIPAL_DEPARTMENT,
    CONFERENCE: UnitKind.JOINT_CONFERENCE,
}
ON = date(2026, 3, 2)
PAPER = {"title": "文书", "dated_on": ON, "sha256": "a" * 64}
S = ProceedingStep
# One right entry of each kind; what stands before it is another question.
GIVEN: dict[ProceedingStep, dict[str, object]] = {
    S.TRACE: {"text": "未登记", "unit": TOWN, "clause": "XF42-2"},
    S.FACT: {"text": "超期20日", **PAPER},
    S.CLAUSE: {"clause": "XF45-1"},
    S.RECOMMEND: {"text": "超期20日", "unit": BODY, "due_on": date(2027, 4, 2), **PAPER},
    S.PERSON: {
        "name": "李明",
        "post": "副所长",
        "responsibility": Responsibility.DIRECT,
        "author": "监督检查室",
        **PAPER,
    },
    S.INVITE: {"due_on": date(2027, 3, 12), **PAPER},
    S.DEFENCE: {"text": "人手不足"},
    S.WAIVER: PAPER,
    S.DECISION: {"unit": BODY, "form": "circular", "document_no": "1号", **PAPER},
    S.FEEDBACK: {"text": "采纳", "adoption": Adoption.ADOPTED, **PAPER},
    S.OBJECTION: {"text": "不服", "due_on": date(2027, 5, 1)},
    S.REEXAMINATION: {
        "unit": BODY,
        "result": ReexaminationResult.UPHELD,
        "document_no": "2号",
        **PAPER,
    },
    S.RECTIFICATION: {"text": "已补登记", **PAPER},
    S.PUBLICATION: {"scope": PublicationScope.UNIT},
    S.END: {"text": "事实不成立"},
}


def day(number: int) -> date:
    return ON + timedelta(number)


def entry(step: ProceedingStep, on: date = ON, **facts: object) -> ProceedingEntry:
    given = {**GIVEN.get(step, {}), "happened_on": on, **facts}
    return ProceedingEntry(step, on, account="chen", **given)  # type: ignore[arg-type]


def make_proceeding(**facts: object) -> Proceeding:
    given: dict[str, object] = {
        "id": 1,
        "proceeding_no": "责〔2026〕1号",
        "unit": TOWN,
        "source": LeadSource.LATE,
        "opened_on": ON,
        "by_unit": OFFICE,
        "by_account": "chen",
        "case_no": "A",
        **facts,
    }
    lead = ProceedingEntry(S.LEAD, ON, ON, "chen", text="超期")
    return opened(Proceeding(**given), lead, KINDS.__getitem__)  # type: ignore[arg-type]


def after(proceeding: Proceeding, *entries: ProceedingEntry) -> Proceeding:
    for one in entries:
        proceeding = proceeding.entered(one, KINDS.__getitem__)
    return proceeding


def recommended(**facts: object) -> Proceeding:
    return after(make_proceeding(), entry(S.FACT), entry(S.CLAUSE), entry(S.RECOMMEND, **facts))


def heard() -> Proceeding:
    return after(recommended(), entry(S.INVITE, day(1), due_on=day(8)), entry(S.DEFENCE, day(3)))


def decided(**facts: object) -> Proceeding:
    return after(heard(), entry(S.DECISION, day(10), **facts))


def with_person(*, form: str = "demerit", months: int | None = 12) -> Proceeding:
    """A unit and a person (entry 5), the person alone decided on."""
    return after(
        recommended(),
        entry(S.PERSON),
        entry(S.WAIVER, day(1), subject=5),
        entry(S.DECISION, day(10), subject=5, form=form, months=months),
    )


def with_two_forms() -> Proceeding:
    """A person (entry 5) with 政务记过 and 党内警告, both decided by the one body that was asked."""
    return after(
        with_person(), entry(S.DECISION, day(10), subject=5, form="party_warning", document_no="3号")
    )
