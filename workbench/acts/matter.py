"""A matter in memory while acts work on it, and how it is read from the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from workbench.acts.codec import STEP_FIELDS, read_value, recorded_as
from workbench.law.facts import CaseFile, StepTaken
from workbench.records.petitions import AccusedLink, PetitionCase
from workbench.records.steps import StepRow
from workbench.records.tables import table_of
from workbench.terms import CaseState, Step

CHUNK = 500  # keys in one question
_STEP_COLUMNS = tuple(table_of(StepRow).columns)[3 : 3 + len(STEP_FIELDS)]


@dataclass(slots=True)
class Matter:
    """One matter: its steps, its state, and the facts that no step holds."""

    id: int
    file: CaseFile
    state: CaseState
    topic: str | None = None
    purpose: str | None = None
    level: str | None = None
    external_no: str | None = None
    batch_id: int | None = None
    assumed: str | None = None
    cause_unit: str | None = None
    accused: frozenset[str] = frozenset()  # the accused units themselves
    held: int | None = None  # where it was held as possibly an accusation, until somebody decided
    version: int = 1
    read_version: int | None = None  # as the records have it; ``None`` while not written yet

    def take(self, step: StepTaken, state: CaseState, seq: int) -> StepTaken:
        """Append a step recorded at ``seq``; return it as numbered."""
        steps = self.file.steps
        taken = recorded_as(step, len(steps) + 1, seq)
        self.file = CaseFile(self.file.case_no, (*steps, taken))
        self.state = state
        return taken

    def petitions(self) -> int:
        """Return how many petitions (批次) it holds."""
        return sum(1 for step in self.file.steps if step.kind in (Step.REGISTER, Step.REPEAT))

    def responsible_unit(self) -> str | None:
        """Return the unit the matter lies with: whoever it was last given to, until it was taken back."""
        responsible = None
        for step in self.file.steps:
            if step.kind in _GIVES:
                responsible = step.to_unit or responsible
            elif step.kind is Step.HANDLE_DIRECTLY:
                responsible = step.unit or responsible
            elif step.kind is Step.GRANT_OBJECTION:
                responsible = step.to_unit
        return responsible

    def row(self) -> tuple[Any, ...]:
        """Return the row of ``petition_case``: what the steps say by now, in the order of the columns."""
        first = self.file.steps[0]
        petition_class = path = procedure = None
        for step in self.file.steps:
            petition_class = step.petition_class or petition_class
            path = step.path or path
            procedure = step.procedure or procedure
        return (
            self.id,
            self.file.case_no,
            self.topic,
            self.purpose,
            self.level,
            petition_class and petition_class.value,
            path and path.value,
            procedure and procedure.value,
            first.channel and first.channel.value,
            first.unit,
            self.responsible_unit(),
            first.received_on or first.on,
            first.on,
            self.state.value,
            self.assumed,
            self.external_no,
            self.batch_id,
            self.cause_unit,
            self.held,
            self.version,
        )


_GIVES = frozenset({Step.REGISTER, Step.TRANSFER, Step.ASSIGN})


def read_matters(
    connection: Connection, *, case_nos: Sequence[str] = (), ids: Sequence[int] = ()
) -> Iterator[Matter]:
    """Yield the matters of these numbers or ids with all their steps; unknown ones are left out."""
    column, keys = (PetitionCase.id, list(ids)) if ids else (PetitionCase.case_no, list(case_nos))
    for start in range(0, len(keys), CHUNK):
        wanted = column.in_(keys[start : start + CHUNK])
        cases = connection.execute(select(table_of(PetitionCase)).where(wanted)).all()
        found = [case.id for case in cases]
        steps = _read_steps(connection, found)
        accused = defaultdict(set)
        links = select(AccusedLink.case_id, AccusedLink.unit_code).where(AccusedLink.case_id.in_(found))
        for case_id, unit in connection.execute(links):
            accused[case_id].add(unit)
        for case in cases:
            yield Matter(
                id=case.id,
                file=CaseFile(case.case_no, tuple(steps[case.id])),
                state=CaseState.coded(case.state),
                topic=case.topic,
                purpose=case.purpose,
                level=case.level,
                external_no=case.external_no,
                batch_id=case.batch_id,
                assumed=case.assumed,
                cause_unit=case.cause_unit,
                accused=frozenset(accused[case.id]),
                held=case.held,
                version=case.version,
                read_version=case.version,
            )


def _read_steps(connection: Connection, ids: Sequence[int]) -> dict[int, list[StepTaken]]:
    steps: dict[int, list[StepTaken]] = defaultdict(list)
    wanted = (
        select(StepRow.case_id, StepRow.id, StepRow.number, *_STEP_COLUMNS)
        .where(StepRow.case_id.in_(ids))
        .order_by(StepRow.case_id, StepRow.number)
    )
    for case_id, seq, number, *values in connection.execute(wanted):
        facts = {
            name: value if type(value) is not str else read_value(name, value)
            for name, value in zip(STEP_FIELDS, values, strict=True)
            if value is not None
        }
        steps[case_id].append(StepTaken(**facts, number=number, recorded=seq))
    return steps
