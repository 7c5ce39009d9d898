"""What an act would do, worked out by the law without writing: the state, and every deadline it touches.

The act is carried out by the very function that carries it out in life, on a book that is never flushed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from workbench.acts.apply import WrongStepError, apply
from workbench.acts.base import Actor
from workbench.acts.book import Book, UnknownCaseError
from workbench.acts.guards import AccusedUnitError, InconsistentStepError, check_by_hand
from workbench.acts.handling import RegisterRepeat, Take
from workbench.acts.matter import Matter
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import Obligation, obligations
from workbench.law.lifecycle import NotAllowedError, possibilities, standings
from workbench.office import OFFICE
from workbench.records.unit_tree import UnitAbolishedError, UnknownUnitError
from workbench.terms import CaseState, DeadlineState, Step

Effect = Literal["met", "arises", "moves", "ends"]
REFUSALS = (
    NotAllowedError,
    InconsistentStepError,
    AccusedUnitError,
    UnknownUnitError,
    UnitAbolishedError,
    UnknownCaseError,
    WrongStepError,
)
NOT_YET_RECORDED = 0
ORDER: tuple[Effect, ...] = ("met", "arises", "moves", "ends")


@dataclass(frozen=True, slots=True)
class MatterNow:
    """What an officer has before him when he decides: ``version`` counts every change of the matter."""

    case_no: str
    version: int
    state: CaseState
    responsible_unit: str | None
    sender: str | None  # the unit that last sent it on
    last_step: Step


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an act is not allowed; ``article`` is empty where the sentence itself names what is wrong."""

    why: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A deadline that the act meets, starts, moves or ends; dates are rolled ones, as of the day asked for.

    ``why`` says why there is no date, or why the duty falls away.
    """

    effect: Effect
    title: str
    basis: str
    unit: str
    state: DeadlineState | None
    due_before: date | None
    due_after: date | None
    days_late: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What one act would do to one matter; where it is refused, nothing changes."""

    case_no: str
    version: int
    before: CaseState | None
    after: CaseState | None
    changes: tuple[DutyChange, ...] = ()
    refused: Refused | None = None


def matter_now(link: Connection, case_no: str, *, calendars: CalendarHistory) -> MatterNow:
    """Return the matter as it stands; ``UnknownCaseError`` if there is none."""
    return _as_it_stands(Book(link, office=OFFICE, calendars=calendars).matter(case_no))


def matters_now(
    link: Connection, case_nos: Iterable[str], *, calendars: CalendarHistory
) -> tuple[MatterNow, ...]:
    """Return the matters as they stand, in order; ``UnknownCaseError`` if one is none."""
    asked = list(case_nos)
    book = Book(link, office=OFFICE, calendars=calendars)
    book.prefetch(asked)
    return tuple(_as_it_stands(book.matter(case_no)) for case_no in asked)


def _as_it_stands(matter: Matter) -> MatterNow:
    sent = matter.file.last(Step.TRANSFER, Step.ASSIGN)
    return MatterNow(
        matter.file.case_no,
        matter.version,
        matter.state,
        matter.responsible_unit(),
        sent.unit if sent else None,
        matter.file.steps[-1].kind,
    )


def refusal_of(
    link: Connection, case_no: str, step: Step, *, as_of: date, calendars: CalendarHistory
) -> Refused | None:
    """Return why this kind of step may not be taken now, whatever it would say; ``None`` if it may."""
    file = Book(link, office=OFFICE, calendars=calendars).matter(case_no).file
    found = next(one for one in possibilities(file, as_of, calendars=calendars) if one.step is step)
    return None if found.allowed else Refused(found.why, found.article)


def previews(
    link: Connection,
    acts: Iterable[Take | RegisterRepeat],
    *,
    by: Actor,
    as_of: date,
    calendars: CalendarHistory,
    office: str = OFFICE,
) -> tuple[Preview, ...]:
    """Return what each act would do by itself, in order; the deadlines as of ``as_of``.

    Two acts on the same matter are judged one after the other.
    """
    asked = list(acts)
    book = Book(link, office=office, calendars=calendars)
    book.prefetch(act.case_no for act in asked)
    return tuple(_preview(book, act, by, as_of) for act in asked)


def _preview(book: Book, act: Take | RegisterRepeat, by: Actor, as_of: date) -> Preview:
    try:
        matter = book.matter(act.case_no)
    except UnknownCaseError as error:
        return Preview(act.case_no, 0, None, None, refused=Refused(str(error)))
    version, state, before = matter.version, matter.state, _duties(book, matter)
    try:
        check_by_hand(book, act)
        apply(book, act, NOT_YET_RECORDED, by)
    except REFUSALS as error:
        return Preview(act.case_no, version, state, None, refused=_refused(error))
    after = _duties(book, matter)
    changes = _changes(book, before, after, as_of)
    return Preview(act.case_no, version, state, standings(matter.file)[-1].state, changes)


def _refused(error: ValueError) -> Refused:
    article = getattr(error, "article", "")
    why = str(error)
    return Refused(why.removesuffix(f"（{article}）") if article else why, article)


def _duties(book: Book, matter: Matter) -> dict[tuple[str, int], Obligation]:
    found = obligations(matter.file, book.calendars, office=book.office)
    return {(one.rule_id, one.round): one for one in found}


def _changes(
    book: Book,
    before: dict[tuple[str, int], Obligation],
    after: dict[tuple[str, int], Obligation],
    as_of: date,
) -> tuple[DutyChange, ...]:
    found = []
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        effect = _effect(was, now, as_of)
        if effect is not None:
            shown = now or was
            assert shown is not None  # a key comes from one of both
            found.append(_change(book, effect, shown, was, now, as_of))
    return tuple(sorted(found, key=lambda change: ORDER.index(change.effect)))


def _effect(was: Obligation | None, now: Obligation | None, as_of: date) -> Effect | None:
    if was is None or was.at(as_of) is None:  # the law knows some duties before the day they arise
        return "arises" if now is not None and now.at(as_of) is not None else None
    if now is None:
        return "ends"
    if now.met_on is not None and was.met_on is None:
        return "met"
    if now.ended_on is not None and was.ended_on is None:
        return "ends"
    return "moves" if _due(was, as_of) != _due(now, as_of) else None


def _due(one: Obligation | None, as_of: date) -> tuple[date | None, DeadlineState | None]:
    version = one.at(as_of) if one is not None else None
    return (None, None) if version is None else (version.due_rolled or version.due_strict, version.kind)


def _change(
    book: Book,
    effect: Effect,
    shown: Obligation,
    was: Obligation | None,
    now: Obligation | None,
    as_of: date,
) -> DutyChange:
    version = now.at(as_of) if now is not None else None
    limit = shown.limit
    return DutyChange(
        effect=effect,
        title=limit.title if shown.round == 1 else f"{limit.title}（第{shown.round}次）",
        basis=limit.basis,
        unit=book.units.name_on(shown.unit, as_of) if shown.unit else "",
        state=now.state(as_of) if now is not None else None,
        due_before=_due(was, as_of)[0],
        due_after=_due(now, as_of)[0],
        days_late=now.days_late(as_of) if now is not None else 0,
        why=(now.ended_why if now is not None and effect == "ends" else version and version.reason) or "",
    )
