"""The accountability log (责任追究台账): one proceeding from its lead to the end of its effect.

Every entry is written by somebody, after another; none is changed. A correction is a new entry that names the
one it takes the place of and says why. Nothing follows by itself: the form, the person and whether a
consequence is grave are findings of people with a paper (art. 40(3)); the software holds facts and order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workbench.law.accountability_data import NOT_PURSUED, last_day
from workbench.law.accountability_entry import AccountabilityError, ProceedingEntry, check_fields
from workbench.law.accountability_standing import (
    Standing,
    by_subject,
    first_of,
    open_objections,
    results_on,
    roots_of,
    standing_of,
)
from workbench.law.accountability_turns import DueProcessError, check_turn, unheard
from workbench.terms import LeadSource, ProceedingState, ProceedingStep, ReexaminationResult, UnitKind

__all__ = ["AccountabilityError", "DueProcessError", "Effect", "Proceeding", "ProceedingEntry", "opened"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What was decided for the unit (``subject`` is ``None``) or a person, as re-examination left it.

    ``last_day`` is the last day of the effect, ``None`` where it has no period.
    """

    subject: int | None
    decision: int
    form: str
    decided_on: date
    months: int | None
    last_day: date | None
    is_revoked: bool
    is_grave: bool

    @property
    def counts(self) -> bool:
        """Return whether somebody was held to account: decided, not revoked, and not 不予追究."""
        return not self.is_revoked and self.form != NOT_PURSUED

    def is_running(self, as_of: date) -> bool:
        """Return whether the period of effect runs on a day."""
        return self.counts and self.last_day is not None and self.decided_on <= as_of <= self.last_day


@dataclass(frozen=True, slots=True)
class Proceeding:
    """责任追究. ``unit`` is the one held to account; the first of ``entries`` is the lead."""

    id: int
    proceeding_no: str
    unit: str
    source: LeadSource
    opened_on: date
    by_unit: str
    by_account: str
    case_no: str | None = None
    order_no: str | None = None
    item_no: str | None = None
    sheet_no: str | None = None
    check_no: str | None = None
    paper_no: str | None = None
    entries: tuple[ProceedingEntry, ...] = ()
    version: int = 1

    # Questions

    @property
    def standing(self) -> Standing:
        """Return what stands: each entry by the number of its first writing, as last corrected."""
        return standing_of(self.entries)

    def until(self, as_of: date) -> Proceeding:
        """Return the proceeding as the log had it at the end of ``as_of``."""
        return replace(self, entries=tuple(one for one in self.entries if one.on <= as_of))

    def state(self, as_of: date) -> ProceedingState:
        """Return where it stands at the end of ``as_of``."""
        at = self.until(as_of)
        standing = at.standing
        if first_of(standing, ProceedingStep.END) is not None:
            return ProceedingState.ENDED
        if first_of(standing, ProceedingStep.RECOMMEND) is None:
            return ProceedingState.OPEN
        if any(open_objections(standing, subject) for subject in at.subjects()):
            return ProceedingState.OBJECTED
        effects = at.effects(as_of)
        if not effects or at._undecided():
            return ProceedingState.RECOMMENDED
        return settled(effects, as_of)

    def is_concluded(self, as_of: date) -> bool:
        """Return whether everything asked is decided, and nobody objects."""
        return self.state(as_of) in (ProceedingState.DECIDED, ProceedingState.EXPIRED)

    def concluded(self, as_of: date) -> frozenset[int | None]:
        """Return on which subjects a decision stands, 不予追究 too, to which they themselves do not object.

        What another of them objects to does not matter. On the unit, ``None``, also where nothing was decided
        on it alone and the whole is concluded.
        """
        at = self.until(as_of)
        standing = at.standing
        settled = {
            subject
            for subject in at.subjects()
            if by_subject(standing, ProceedingStep.DECISION, subject)
            and not open_objections(standing, subject)
        }
        return frozenset(settled | ({None} if at.is_concluded(as_of) else set()))

    def subjects(self) -> tuple[int | None, ...]:
        """Return whom it is about: the unit (``None``), then each person by the number of the finding."""
        persons = [number for number, one in self.standing if one.kind is ProceedingStep.PERSON]
        return (None, *persons)

    def effects(self, as_of: date) -> tuple[Effect, ...]:
        """Return what was decided by ``as_of``, as re-examination has left it."""
        standing = self.until(as_of).standing
        decided = [(number, one) for number, one in standing if one.kind is ProceedingStep.DECISION]
        return tuple(_effect(standing, number, one) for number, one in decided)

    def _undecided(self) -> bool:
        return any(
            not by_subject(self.standing, ProceedingStep.DECISION, subject)
            for subject in self.subjects()
            if subject is not None
        )

    # The one change

    def entered(
        self, entry: ProceedingEntry, kind_of: Callable[[str], UnitKind], *, is_replay: bool = False
    ) -> Proceeding:
        """Return the proceeding with one more entry; ``AccountabilityError`` says what it lacks.

        ``DueProcessError`` for a decision on somebody who was not heard; in a replay as it was judged then.
        """
        last = self.entries[-1].on if self.entries else self.opened_on
        if entry.on < last:
            raise AccountabilityError(f"记入日期早于上一条记录（{last}）：请核对，已发生的日期另填")
        check_fields(entry, kind_of, self.unit)
        standing = self.standing
        if entry.corrects is None:
            check_turn(standing, entry)
            changed = replace(self, entries=(*self.entries, entry))
        else:
            self._check_correction(entry, standing)
            changed = replace(self, entries=(*self.entries, entry))
            changed._check_whole()
        if not is_replay and unheard(changed.standing) - unheard(standing):
            raise DueProcessError
        return changed

    def _check_correction(self, entry: ProceedingEntry, standing: Standing) -> None:
        number = entry.corrects
        corrected = dict(self._numbers_of_standing()).get(number or 0)
        if corrected is None:
            raise AccountabilityError(f"第{number}条没有记载，或者已被更正、作废：请更正现行的那一条")
        if not (entry.why or "").strip():
            raise AccountabilityError("更正须写明理由：原记录保留，不作改动")
        old = dict(standing)[corrected]
        if entry.kind is ProceedingStep.VOID:
            if old.kind is ProceedingStep.LEAD:
                raise AccountabilityError("线索不能作废：事实不成立的，请记“终止”并写明理由")
        elif (entry.kind, entry.subject) != (old.kind, old.subject):
            raise AccountabilityError("更正只能更正同一种记录、同一对象：记错对象的，请先作废再重新记入")

    def _numbers_of_standing(self) -> list[tuple[int, int]]:
        """Return (number of the entry that stands, number of its first writing)."""
        current = {number: number for number, _ in self.standing}
        for number, root in roots_of(self.entries).items():
            if root in current:
                current[root] = number
        return [(number, first) for first, number in current.items()]

    def _check_whole(self) -> None:
        """Refuse a correction after which something would stand that could not have been entered."""
        before: Standing = ()
        for number, one in self.standing:
            check_turn(before, one)
            before = (*before, (number, one))


def settled(effects: Sequence[Effect], as_of: date) -> ProceedingState:
    """Return where decisions stand to which nobody objects: their effect runs, or has ended by ``as_of``."""
    days = [one.last_day for one in effects if one.counts and one.last_day is not None]
    return ProceedingState.EXPIRED if days and max(days) < as_of else ProceedingState.DECIDED


def opened(proceeding: Proceeding, lead: ProceedingEntry, kind_of: Callable[[str], UnitKind]) -> Proceeding:
    """Return a proceeding with its lead; ``AccountabilityError`` where it names nothing to go back to."""
    wanted = {
        LeadSource.LATE: (proceeding.case_no, "超期的线索须注明信访事项编号"),
        LeadSource.ORDER_IGNORED: (proceeding.order_no, "督办不落实的线索须注明督办单编号"),
    }
    given, sentence = wanted.get(proceeding.source, ("-", ""))
    if not given:
        raise AccountabilityError(sentence)
    if lead.on != proceeding.opened_on or lead.kind is not ProceedingStep.LEAD:
        raise AccountabilityError("台账的第一条须是当日登记的线索")
    return replace(proceeding, entries=()).entered(lead, kind_of)


def _effect(standing: Standing, number: int, decision: ProceedingEntry) -> Effect:
    form, months, revoked = decision.form or "", decision.months, False
    for one in results_on(standing, number, decision.subject):
        if one.result is ReexaminationResult.REVOKED:
            revoked = True
        elif one.result is ReexaminationResult.CHANGED:
            form, months, revoked = one.form or "", one.months, False
    until = last_day(decision.happened_on, months) if months is not None else None
    return Effect(
        decision.subject, number, form, decision.happened_on, months, until, revoked, bool(decision.is_grave)
    )
