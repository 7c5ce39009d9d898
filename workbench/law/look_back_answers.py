"""The check list of a look-back as it is answered, by the reviewer and by the unit itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import LookBackError
from workbench.terms import LookBackAnswer


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The answer to one item; ``note`` says what shows it. An answer of no or not applicable needs one.

    A document may show it: its title, the day it bears, the SHA-256 of its original; all three or none.
    """

    item: str
    answer: LookBackAnswer
    note: str | None = None
    title: str | None = None
    dated_on: date | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ReworkReport:
    """What the unit reports of its rework, with the document that shows it, and what the reviewer decided."""

    on: date
    words: str
    account: str
    title: str
    dated_on: date
    sha256: str
    decided_on: date | None = None
    is_confirmed: bool | None = None
    why: str | None = None
    decided_by: str | None = None


def complete(answers: Sequence[CheckAnswer], *, must_be_all: bool) -> tuple[CheckAnswer, ...]:
    """Return the answers in order; ``LookBackError`` for an unknown, unproved or missing one."""
    items = {one.id: one.title for one in look_back_data().items}
    for one in answers:
        if one.item not in items:
            raise LookBackError(f"检查表中没有“{one.item}”这一项：请核对")
        if one.answer is not LookBackAnswer.YES and not (one.note and one.note.strip()):
            raise LookBackError(f"“{items[one.item]}”没有做到或者不适用的，须写明依据")
    lacking = [title for item, title in items.items() if item not in {one.item for one in answers}]
    if must_be_all and lacking:
        raise LookBackError(f"还有检查项没有填写：{'、'.join(lacking)}")
    return in_order(answers)


def in_order(answers: Collection[CheckAnswer]) -> tuple[CheckAnswer, ...]:
    """Return the answers in the order of the list."""
    order = [one.id for one in look_back_data().items]
    return tuple(sorted(answers, key=lambda one: order.index(one.item)))
