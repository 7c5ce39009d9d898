"""What stands in the accountability log, and which of it belongs together.

What stands is each entry as last corrected, in the order of the first writing. An objection is to one
decision on its subject, named by the form where there are several; a result answers the objection that waits.
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


def open_objection(standing: Standing, subject: int | None) -> ProceedingEntry | None:
    """Return the objection of a subject that has no result yet."""
    objections = by_subject(standing, S.OBJECTION, subject)
    answered = len(by_subject(standing, S.REEXAMINATION, subject))
    return objections[answered] if answered < len(objections) else None


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


def results_on(standing: Standing, number: int, subject: int | None) -> list[ProceedingEntry]:
    """Return the results of re-examination of one decision, each that of the objection whose turn it was."""
    objections = by_subject(standing, S.OBJECTION, subject)
    results = by_subject(standing, S.REEXAMINATION, subject)
    return [
        result
        for objection, result in zip(objections, results, strict=False)
        if decision_of(standing, objection) == number
    ]
