"""What stands in the accountability log, and which of it belongs together.

What stands is each entry as last corrected, in the order of the first writing. An objection is to one
decision on its subject, named by the form where there are several; a result answers the objection that it
names, else the first that waits: each decision has its own term, and none waits for another's objection.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.law.accountability_data import NOT_PURSUED
from workbench.law.accountability_entry import ProceedingEntry
from workbench.terms import ProceedingStep

S = ProceedingStep
Standing = tuple[tuple[int, ProceedingEntry], ...]  # by the number of the first writing


def standing_of(entries: Sequence[ProceedingEntry]) -> Standing:
    """Return what stands of the entries, by the number of the first writing, in that order."""
    root = roots_of(entries)
    found: dict[int, ProceedingEntry] = {}
    for number, one in enumerate(entries, 1):
        if one.kind is S.VOID:
            found.pop(root[number], None)
        else:
            found[root[number]] = one
    return tuple(sorted(found.items()))


def roots_of(entries: Sequence[ProceedingEntry]) -> dict[int, int]:
    """Return for the number of each entry that of the first writing whose place it took in the end."""
    root: dict[int, int] = {}
    for number, one in enumerate(entries, 1):
        root[number] = number if one.corrects is None else root[one.corrects]
    return root


def first_of(standing: Standing, kind: ProceedingStep) -> ProceedingEntry | None:
    """Return the first standing entry of a kind."""
    return next((one for _, one in standing if one.kind is kind), None)


def by_subject(standing: Standing, kind: ProceedingStep, subject: int | None) -> list[ProceedingEntry]:
    """Return the standing entries of a kind about the unit (``None``) or a person."""
    return [one for _, one in standing if one.kind is kind and one.subject == subject]


def open_objections(standing: Standing, subject: int | None) -> dict[int, ProceedingEntry]:
    """Return the objections of a subject that have no result yet, by number."""
    return {number: one for number, one, result in _with_results(standing, subject) if result is None}


def _with_results(
    standing: Standing, subject: int | None
) -> list[tuple[int, ProceedingEntry, ProceedingEntry | None]]:
    """Return the objections of a subject, each with its number and its result."""
    asked = {n: one for n, one in standing if one.kind is S.OBJECTION and one.subject == subject}
    found: dict[int, ProceedingEntry] = {}
    for result in by_subject(standing, S.REEXAMINATION, subject):
        first = next((number for number in asked if number not in found), None)
        number = first if result.answers is None else result.answers
        if number is not None:
            found[number] = result
    return [(number, one, found.get(number)) for number, one in asked.items()]


def asked_bodies(standing: Standing) -> dict[str | None, ProceedingEntry]:
    """Return the recommendations by the body that each went to, in the order of writing."""
    return {one.unit: one for _, one in standing if one.kind is S.RECOMMEND}


def answered_by(standing: Standing) -> set[str | None]:
    """Return the bodies that fed back; one that is not named is that which was asked first."""
    first = next(iter(asked_bodies(standing)), None)
    return {one.unit or first for _, one in standing if one.kind is S.FEEDBACK}


def undecided_bodies(standing: Standing, subject: int | None) -> set[str | None]:
    """Return the bodies that were asked and have decided nothing on a subject yet."""
    return set(asked_bodies(standing)) - {one.unit for one in by_subject(standing, S.DECISION, subject)}


def objectionable(standing: Standing, subject: int | None) -> dict[int, ProceedingEntry]:
    """Return the decisions on a subject that can be objected to, by number: 不予追究 holds nobody."""
    return {
        number: one
        for number, one in standing
        if one.kind is S.DECISION and one.subject == subject and one.form != NOT_PURSUED
    }


def decision_of(standing: Standing, objection: ProceedingEntry) -> int | None:
    """Return the number of the decision that an objection is to: of its form, else the first."""
    found = objectionable(standing, objection.subject)
    return next((number for number, one in found.items() if objection.form in (None, one.form)), None)


def waits_on(standing: Standing, subject: int | None) -> set[int]:
    """Return the decisions on a subject, by number, to which an objection waits for its result."""
    told = (decision_of(standing, one) for one in open_objections(standing, subject).values())
    return {number for number in told if number is not None}


def results_on(standing: Standing, number: int, subject: int | None) -> list[ProceedingEntry]:
    """Return the results of re-examination of one decision, each that of its objection."""
    return [
        result
        for _, objection, result in _with_results(standing, subject)
        if result is not None and decision_of(standing, objection) == number
    ]
