"""Read the records of some matters for the fold: what had happened by the end of the as-of day.

Days come out as ISO text from both engines, so that the fold compares texts and never parses what it
only passes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import time
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable, String, cast, func, or_, select
from sqlalchemy import case as either
from sqlalchemy.sql.elements import ColumnElement

from workbench.records.batches import ImportBatch
from workbench.records.deadlines import DueVersionRow, ObligationRow, StandingRow
from workbench.records.people import Petitioner
from workbench.records.petitions import Petition, PetitionCase, PetitionText
from workbench.records.steps import StepRow
from workbench.records.units import Unit, UnitVersion
from workbench.snapshots.linked import Linked, linked_matters


class CaseHead(NamedTuple):
    """What does not depend on the day."""

    case_id: int
    case_no: str
    topic: str | None
    purpose: str | None
    level: str | None
    assumed: str | None
    external_no: str | None
    batch: str | None
    cause_unit: str | None
    class_now: str | None  # what was found to be an accusation by now says nothing on any day


class StepFact(NamedTuple):
    """One step, days as ISO text."""

    case_id: int
    kind: str
    on: str
    received_on: str | None
    unit: str | None
    to_unit: str | None
    channel: str | None
    people: int | None
    petition_class: str | None
    path: str | None
    procedure: str | None
    outcome: str | None
    satisfaction: str | None
    asked_by: str | None
    at: time | None
    received_at: time | None


class DeadlineRow(NamedTuple):
    """One obligation with the version of its due date that held on the as-of day."""

    case_id: int
    rule_id: str
    round: int
    unit: str | None
    arises_on: str
    met_on: str | None
    ended_on: str | None
    start_on: str | None
    due_strict: str | None
    due: str | None
    kind: str | None


class Sources(NamedTuple):
    """The records of a chunk of matters, grouped by matter."""

    heads: list[CaseHead]
    steps: dict[int, list[StepFact]]
    states: dict[int, tuple[str, str]]
    deadlines: dict[int, list[DeadlineRow]]
    texts: dict[int, list[tuple[str | None, str]]]
    names: dict[int, list[str]]
    linked: Linked


def iso(column: Any) -> ColumnElement[str]:
    """Return a day as ISO text, on either engine."""
    return cast(column, String)


def case_ids(link: Connection, as_of: str) -> list[int]:
    """Return the matters registered by the end of the day, in the order of recording."""
    found = select(PetitionCase.id).where(iso(PetitionCase.registered_on) <= as_of).order_by(PetitionCase.id)
    return list(link.scalars(found))


def read_sources(link: Connection, ids: Sequence[int], as_of: str) -> Sources:
    """Return everything the fold needs of the matters ``ids`` (a run of neighbouring ids, or few)."""

    of_chunk = _of_chunk(ids)
    heads = link.execute(
        select(
            PetitionCase.id, PetitionCase.case_no, PetitionCase.topic, PetitionCase.purpose,
            PetitionCase.level, PetitionCase.assumed, PetitionCase.external_no, ImportBatch.batch,
            either((PetitionCase.held.is_(None), PetitionCase.cause_unit)), PetitionCase.petition_class,
        )
        .outerjoin(ImportBatch, ImportBatch.id == PetitionCase.batch_id)
        .where(of_chunk(PetitionCase.id), iso(PetitionCase.registered_on) <= as_of)
        .order_by(PetitionCase.id)
    )  # fmt: skip
    steps = select(
        StepRow.case_id, StepRow.kind, iso(StepRow.happened_on), iso(StepRow.received_on), StepRow.unit,
        StepRow.to_unit, StepRow.channel, StepRow.people, StepRow.petition_class, StepRow.path,
        StepRow.procedure, StepRow.outcome, StepRow.satisfaction, StepRow.asked_by,
        StepRow.happened_at, StepRow.received_at,
    ).where(of_chunk(StepRow.case_id), iso(StepRow.happened_on) <= as_of)  # fmt: skip
    standings = select(StandingRow.case_id, StandingRow.state, iso(StandingRow.since)).where(
        of_chunk(StandingRow.case_id),
        iso(StandingRow.since) <= as_of,
        or_(StandingRow.until.is_(None), iso(StandingRow.until) > as_of),
    )
    return Sources(
        heads=[CaseHead(*row) for row in heads],
        steps=_grouped(link, steps.order_by(StepRow.case_id, StepRow.number), StepFact),
        states={case: (state, since) for case, state, since in link.execute(standings).all()},
        deadlines=_grouped(link, _deadlines(of_chunk, as_of), DeadlineRow),
        texts=_texts(link, of_chunk, as_of),
        names=read_names(link, ids),
        linked=linked_matters(link, as_of, ids),
    )


def _of_chunk(ids: Sequence[int]) -> Callable[[Any], ColumnElement[bool]]:
    def of_chunk(column: Any) -> ColumnElement[bool]:
        if len(ids) > 500:
            return column.between(ids[0], ids[-1])  # type: ignore[no-any-return]
        return column.in_(ids)  # type: ignore[no-any-return]

    return of_chunk


def _deadlines(of_chunk: Any, as_of: str) -> Executable:
    same = (
        (DueVersionRow.case_id == ObligationRow.case_id)
        & (DueVersionRow.rule_id == ObligationRow.rule_id)
        & (DueVersionRow.round == ObligationRow.round)
    )
    return (
        select(
            ObligationRow.case_id, ObligationRow.rule_id, ObligationRow.round, ObligationRow.unit,
            iso(ObligationRow.arises_on), iso(ObligationRow.met_on), iso(ObligationRow.ended_on),
            iso(DueVersionRow.start_on), iso(DueVersionRow.due_strict), iso(DueVersionRow.due_rolled),
            DueVersionRow.kind,
        )
        .join(DueVersionRow, same)
        .where(
            of_chunk(ObligationRow.case_id),
            iso(ObligationRow.arises_on) <= as_of,
            iso(DueVersionRow.since) <= as_of,
            or_(DueVersionRow.until.is_(None), iso(DueVersionRow.until) > as_of),
        )
        .order_by(ObligationRow.case_id, ObligationRow.rule_id, ObligationRow.round)
    )  # fmt: skip


def _grouped(link: Connection, question: Executable, kind: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    make = kind._make
    for row in link.execute(question).all():  # all at once is twice as quick as row by row
        found[row[0]].append(make(row))
    return found


def _texts(link: Connection, of_chunk: Any, as_of: str) -> dict[int, list[tuple[str | None, str]]]:
    found: dict[int, list[tuple[str | None, str]]] = defaultdict(list)
    question = (
        select(Petition.case_id, PetitionText.title, PetitionText.narrative)
        .join(PetitionText, PetitionText.petition_id == Petition.id)
        .where(of_chunk(Petition.case_id), iso(Petition.registered_on) <= as_of)
        .order_by(Petition.case_id, Petition.number)
    )
    for case, title, narrative in link.execute(question).all():
        found[case].append((title, narrative))
    return found


def read_names(link: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the names that were told in the matters ``ids``: what is to be masked in their texts."""
    of_chunk = _of_chunk(ids)
    found: dict[int, list[str]] = defaultdict(list)
    question = (
        select(Petition.case_id, Petitioner.name)
        .join(Petitioner, Petitioner.petition_id == Petition.id)
        .where(of_chunk(Petition.case_id), Petitioner.name.is_not(None))
    )
    for case, name in link.execute(question).all():
        if name is not None:
            found[case].append(name)
    return found


def unit_rows(link: Connection, as_of: str) -> list[tuple[str, str, str, str | None]]:
    """Return code, name, kind and parent of every unit as it was called on the day.

    A unit that had ended or not begun by then keeps its nearest name, for old matters still carry it.
    """
    question = (
        select(
            Unit.code, UnitVersion.name, Unit.kind, UnitVersion.parent_code,
            func.coalesce(iso(UnitVersion.valid_from), ""),
        )
        .join(UnitVersion, UnitVersion.unit_code == Unit.code)
        .order_by(Unit.code, UnitVersion.number)
    )  # fmt: skip
    chosen: dict[str, tuple[str, str, str, str | None]] = {}
    for code, name, kind, parent, since in link.execute(question).all():
        if code not in chosen or since <= as_of:
            chosen[code] = (code, name, kind, parent)
    return list(chosen.values())


def touched_cases(numbers: Iterable[str], link: Connection) -> list[int]:
    """Return the ids of the matters with these numbers, in the order of recording."""
    wanted = list(numbers)
    found: list[int] = []
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found += link.scalars(select(PetitionCase.id).where(PetitionCase.case_no.in_(part)))
    return sorted(found)
