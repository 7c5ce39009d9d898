"""The matters that may be one raised again: when each was raised and answered, how often, in what words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, select

from workbench.access.masking import ACCUSATION_NOTICE, HELD_TITLE, scrub
from workbench.law.repeat import Raised
from workbench.law.topics import topic_label
from workbench.queries.supervision import Around
from workbench.records.petitions import Petition, PetitionCase, PetitionText
from workbench.records.steps import StepRow
from workbench.terms import Step

_REPLIES = (Step.ISSUE_OPINION.value, Step.REPLY_DIRECTLY.value)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two matters. ``text`` is masked; ``people`` and ``batches`` stay as they are counted."""

    case_no: str
    unit: str | None
    unit_name: str
    topic: str
    raised: Raised
    batches: int
    people: int
    text: str

    @property
    def order(self) -> tuple[date, str]:
        """Which of two comes first."""
        return (self.raised.on, self.case_no)

    def masked(self, around: Around, *, is_secret: bool) -> Side:
        """Return the side as it is shown: names masked; of an accusation no text."""
        text = ACCUSATION_NOTICE if is_secret else scrub(self.text, around.names.get(self.case_no, ()))
        return replace(self, text=text)


def sides_of(connection: Connection, *, as_of: date) -> dict[int, Side]:
    """Return the matters registered by the day, by their ids; texts as they were told."""
    around = Around.read(connection, ())
    replied: dict[int, tuple[date, datetime | None]] = {}
    steps = select(StepRow.case_id, StepRow.happened_on, StepRow.happened_at).where(
        StepRow.kind.in_(_REPLIES), StepRow.happened_on <= as_of
    )
    for case_id, on, at in connection.execute(steps.order_by(StepRow.case_id, StepRow.number)).all():
        replied.setdefault(case_id, (on, datetime.combine(on, at) if at else None))
    received = {
        (row.case_id, row.number): row.received_at
        for row in connection.execute(
            select(StepRow.case_id, StepRow.number, StepRow.received_at).where(
                StepRow.received_at.is_not(None)
            )
        ).all()
    }
    texts: dict[int, list[str]] = defaultdict(list)
    counted: dict[int, list[int]] = defaultdict(list)
    first: dict[int, Raised] = {}
    asked = (
        select(
            Petition.case_id, Petition.step_number, Petition.received_on, Petition.people,
            PetitionText.title, PetitionText.narrative,
        )
        .join(PetitionText, PetitionText.petition_id == Petition.id)
        .where(Petition.registered_on <= as_of)
        .order_by(Petition.case_id, Petition.number)
    )  # fmt: skip
    for row in connection.execute(asked).all():
        if row.title != HELD_TITLE:  # what is held is like nothing until a person has decided
            texts[row.case_id].append(f"{row.title or ''}\n{row.narrative}")
        counted[row.case_id].append(row.people)
        if row.case_id not in first:
            at = received.get((row.case_id, row.step_number))
            known = datetime.combine(row.received_on, at) if at else None
            first[row.case_id] = Raised(row.received_on, known, *replied.get(row.case_id, (None, None)))
    columns = (PetitionCase.id, PetitionCase.case_no, PetitionCase.topic, PetitionCase.responsible_unit)
    return {
        case_id: Side(
            case_no=case_no,
            unit=unit,
            unit_name=around.units.name_on(unit, as_of) if unit else "",
            topic=topic_label(topic) or "",
            raised=first[case_id],
            batches=len(counted[case_id]),
            people=sum(counted[case_id]),
            text="\n".join(texts[case_id]),
        )
        for case_id, case_no, topic, unit in connection.execute(select(*columns)).all()
        if case_id in first
    }
