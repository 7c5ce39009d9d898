"""Build acts with one keyword per fact the test is about."""

from __future__ import annotations

from datetime import date
from itertools import count

from workbench.acts.base import Actor
from workbench.acts.handling import DocumentDraft, Person, Register, Take
from workbench.law.facts import StepTaken
from workbench.terms import Channel, PetitionClass, Procedure, Role, StatutoryChannel, Step

OFFICE = "430682XF"
TOWN = "430682101"  # 忠防镇
OTHER_TOWN = "430682103"  # 聂市镇
DEPARTMENT = "430682D01"
CLERK = Actor("clerk", Role.CLERK, OFFICE)

# A figure as somebody adds it to the catalogue.
A_NEW_FIGURE = """
[[indicator]]
id = "answered_within_a_week"
name = "七日内答复率"
kind = "core"
of = "registered_on between :start and :end"
that = "replied_on is not null and elapsed_days <= 7"
date = "registered_on"
date_name = "登记日期"
words = "统计期内登记的事项中，七日内答复的"
source = "《信访工作条例》第三十四条"
caution = "试算"
dimensions = ["unit"]
since = 2026-01-01
"""

_serial = count(1)


def make_register(
    *,
    case_no: str | None = None,
    on: date = date(2026, 1, 5),
    title: str = "反映村道路灯不亮",
    narrative: str = "村口路灯坏了三个月，多次反映无人修理。",
    persons: tuple[Person, ...] = (),
    documents: tuple[DocumentDraft, ...] = (),
    accused_unit: str | None = None,
    batch: str | None = None,
    external_no: str | None = None,
    **facts: object,
) -> Register:
    """A claim on path 31(6), by letter, received and registered on ``on``."""
    given: dict[str, object] = {
        "received_on": on,
        "unit": OFFICE,
        "channel": Channel.LETTER,
        "people": 1,
        "petition_class": PetitionClass.CLAIM,
        "path": StatutoryChannel.PETITION_HANDLING,
        "procedure": Procedure.ORDINARY,
        "contact_known": True,
        **facts,
    }
    return Register(
        case_no=case_no or f"TEST-{next(_serial):04}",
        title=title,
        narrative=narrative,
        step=StepTaken(Step.REGISTER, on, **given),  # type: ignore[arg-type]
        persons=persons,
        documents=documents,
        accused_unit=accused_unit,
        batch=batch,
        external_no=external_no,
    )


def make_take(
    case_no: str,
    kind: Step,
    on: date,
    *,
    documents: tuple[DocumentDraft, ...] = (),
    note: str | None = None,
    **facts: object,
) -> Take:
    """Any later step of a matter."""
    step = StepTaken(kind, on, **facts)  # type: ignore[arg-type]
    return Take(case_no, step, documents=documents, note=note)
