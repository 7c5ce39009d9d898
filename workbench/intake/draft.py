"""The acts that would register one row: its registration, then the steps that the row tells of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, overload

from workbench.acts.base import Act
from workbench.acts.handling import DocumentDraft, Person, Register, Take
from workbench.intake.chain import Chain, Taken
from workbench.law.facts import StepTaken
from workbench.terms import Level, Purpose

TITLE_CHARACTERS = 30  # of the narrative, where a file has no titles
_FIELDS = tuple(field.name for field in fields(StepTaken) if field.name not in ("number", "recorded"))
_values = attrgetter(*_FIELDS)
_Told = tuple[tuple[DocumentDraft, ...], tuple[str, ...], tuple[Any, ...]]  # documents, fields, their values


@dataclass(frozen=True, slots=True)
class ActsOfRow(Sequence[Act]):
    """The registration of a row, and what its steps say; a step becomes an act when it is asked for.

    A step has two dozen fields, of which a row fills four, and a hundred thousand rows wait to be confirmed.
    """

    first: Register
    later: tuple[_Told, ...]

    def __len__(self) -> int:
        return 1 + len(self.later)

    def __iter__(self) -> Iterator[Act]:
        yield self.first
        for documents, names, values in self.later:
            step = StepTaken(**dict(zip(names, values, strict=True)))
            yield Take(self.first.case_no, step, documents)

    @overload
    def __getitem__(self, at: int) -> Act: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Act, ...]: ...
    def __getitem__(self, at: int | slice) -> Act | tuple[Act, ...]:
        return self.first if at == 0 else tuple(self)[at]


@dataclass(frozen=True, slots=True)
class Draft:
    """One matter as it would be registered: its row, and its acts in order."""

    row: int
    case_no: str
    acts: Sequence[Act]


def draft_acts(
    case_no: str,
    values: dict[str, Any],
    chain: Chain,
    *,
    persons: tuple[Person, ...],
    assumed: Iterable[str],
    batch: str,
) -> ActsOfRow:
    """Return the acts of a matter; ``assumed`` names the facts that the file did not hold."""
    narrative = values.get("narrative") or values.get("title") or ""
    first, *later = chain.steps
    register = Register(
        case_no=case_no,
        title=values.get("title") or _title(narrative),
        narrative=narrative,
        step=first.step,
        topic=values.get("topic"),
        purpose=_PURPOSES.get(values.get("purpose")),
        level=_LEVELS.get(values.get("level")),
        persons=persons,
        external_no=values["external_no"],
        batch=batch,
        assumed=tuple(assumed),
        cause_unit=values.get("cause_unit"),
    )
    return ActsOfRow(register, tuple(map(_told, later)))


def _told(taken: Taken) -> _Told:
    values = _values(taken.step)
    names = tuple([name for name, value in zip(_FIELDS, values, strict=True) if value is not None])
    told = tuple([value for value in values if value is not None])
    return taken.documents, _shared.setdefault(names, names), told


_shared: dict[tuple[str, ...], tuple[str, ...]] = {}  # the few ways in which steps are filled


def _title(narrative: str) -> str:
    first = next((line.strip() for line in narrative.splitlines() if line.strip()), "")
    return first if len(first) <= TITLE_CHARACTERS else first[: TITLE_CHARACTERS - 1] + "…"


_PURPOSES: dict[str | None, Purpose] = {member.value: member for member in Purpose}
_LEVELS: dict[str | None, Level] = {member.value: member for member in Level}
