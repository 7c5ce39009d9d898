"""The acts that would register one row: its registration, then the steps that the row tells of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.acts.base import Act
from workbench.acts.handling import Person, Register, Take
from workbench.intake.chain import Chain
from workbench.terms import Level, Purpose

TITLE_CHARACTERS = 30  # of the narrative, where a file has no titles


@dataclass(frozen=True, slots=True)
class Draft:
    """One matter as it would be registered: its row, and its acts in order."""

    row: int
    case_no: str
    acts: tuple[Act, ...]


def draft_acts(
    case_no: str,
    values: dict[str, Any],
    chain: Chain,
    *,
    persons: tuple[Person, ...],
    assumed: Iterable[str],
    batch: str,
) -> tuple[Act, ...]:
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
    return (register, *(Take(case_no, taken.step, taken.documents) for taken in later))


def _title(narrative: str) -> str:
    first = next((line.strip() for line in narrative.splitlines() if line.strip()), "")
    return first if len(first) <= TITLE_CHARACTERS else first[: TITLE_CHARACTERS - 1] + "…"


_PURPOSES: dict[str | None, Purpose] = {member.value: member for member in Purpose}
_LEVELS: dict[str | None, Level] = {member.value: member for member in Level}
