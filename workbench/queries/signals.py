"""Signals about handling (办理信号): counts with their cases. Each prompts a look, none is a finding.

By unit, in the order of the units, never ranked; what chance would give stands beside where it can be said.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, select

from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.amending import Correct
from workbench.law.signals import is_striking, signal_rules
from workbench.ledger.entries import read_body
from workbench.queries.supervision import Around
from workbench.records.deadlines import DueVersionRow
from workbench.records.journal import LedgerEntryRow
from workbench.records.petitions import Petition, PetitionCase
from workbench.records.steps import Document, StepRow
from workbench.terms import DocumentKind, HandlingSignal, Role, Step

SEES: Final = frozenset({Role.SUPERVISOR, Role.AUDITOR})
NOTE: Final = "只提示看一看，不是认定；请打开每一件核对"
_REPLIES: Final = (DocumentKind.OPINION.value, DocumentKind.REPLY.value)


@dataclass(frozen=True, slots=True)
class Signal:
    """What struck at a unit: ``case_nos`` of ``of``; ``expected`` by chance, ``None`` if nobody can say."""

    kind: HandlingSignal
    unit: str
    unit_name: str
    case_nos: tuple[str, ...]
    of: int
    expected: float | None

    @property
    def words(self) -> str:
        """What was counted, in words."""
        return signal_rules().rules[self.kind].words


def handling_signals(
    connection: Connection,
    viewer: Viewer,
    *,
    start: date,
    end: date,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Signal, ...]:
    """Return what strikes in the handling of a period (both days included), by kind and unit."""
    if viewer.role not in SEES:
        raise NotPermittedError(viewer.role)
    raw = [
        *_month_end(connection, start, end),
        *_last_day_forward(connection, start, end),
        *_late_extension(connection, start, end),
        *_same_reply(connection, start, end, cancelled),
        *_received_changed(connection, start, end),
    ]
    around = Around.read(connection, (case_no for one in raw for case_no in one.case_nos))
    found = []
    for one in raw:
        seen = tuple(case_no for case_no in one.case_nos if not around.hides(viewer, case_no))
        if seen:
            name = around.units.name_on(one.unit, end)
            found.append(Signal(one.kind, one.unit, name, seen, one.of, one.expected))
    order = list(HandlingSignal)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.unit, one.case_nos)))


def alike_replies(
    texts: list[str], *, cancelled: Callable[[], bool] = lambda: False
) -> list[tuple[int, ...]]:
    """Return the groups of replies (by position) that say nearly the same, the largest first."""
    rule = signal_rules().rules[HandlingSignal.SAME_REPLY]
    from workbench.repeats.groups import groups  # SciPy is loaded when it is needed
    from workbench.repeats.likeness import like_pairs

    pairs = like_pairs(texts, at_least=rule.alike, by_words_alone=True, cancelled=cancelled)
    return [group for group in groups(pairs, len(texts)) if len(group) >= rule.least]


def _month_end(connection: Connection, start: date, end: date) -> Iterator[Signal]:
    days = signal_rules().rules[HandlingSignal.MONTH_END].days
    closed = [
        (unit, case_no, _is_at_month_end(on, days))
        for case_no, unit, on in _steps(connection, (Step.CONCLUDE,), start, end)
    ]
    workdays = [day for day in _days(start, end) if day.weekday() < 5]
    chance = sum(_is_at_month_end(day, days) for day in workdays) / max(len(workdays), 1)
    yield from _striking(HandlingSignal.MONTH_END, closed, chance)


def _last_day_forward(connection: Connection, start: date, end: date) -> Iterator[Signal]:
    rule = signal_rules().rules[HandlingSignal.LAST_DAY_FORWARD]
    asked = (
        select(PetitionCase.case_no, Petition.received_on)
        .join(Petition, Petition.case_id == PetitionCase.id)
        .where(Petition.number == 1)
    )
    received = {case_no: on for case_no, on in connection.execute(asked)}
    first: dict[str, tuple[str, int]] = {}
    for case_no, unit, on in _steps(connection, (Step.TRANSFER, Step.ASSIGN), start, end):
        first.setdefault(case_no, (unit, (on - received[case_no]).days))
    lasts = range(rule.within - rule.days + 1, rule.within + 1)
    taken = [(unit, case_no, days in lasts) for case_no, (unit, days) in first.items()]
    yield from _striking(HandlingSignal.LAST_DAY_FORWARD, taken, rule.days / rule.within)


def _late_extension(connection: Connection, start: date, end: date) -> Iterator[Signal]:
    rule = signal_rules().rules[HandlingSignal.LATE_EXTENSION]
    due = {
        case_no: strict
        for case_no, strict in connection.execute(
            select(PetitionCase.case_no, DueVersionRow.due_strict)
            .join(DueVersionRow, DueVersionRow.case_id == PetitionCase.id)
            .where(DueVersionRow.rule_id == "R-HANDLE60", DueVersionRow.number == 1)
        )
        if strict is not None
    }
    extended = [
        (unit, case_no, 0 <= (due[case_no] - on).days < rule.days)
        for case_no, unit, on in _steps(connection, (Step.EXTEND,), start, end)
        if case_no in due
    ]
    yield from _striking(HandlingSignal.LATE_EXTENSION, extended, rule.days / rule.within)


def _same_reply(
    connection: Connection, start: date, end: date, cancelled: Callable[[], bool]
) -> Iterator[Signal]:
    asked = (
        select(PetitionCase.case_no, StepRow.unit, Document.text)
        .join(Document, Document.case_id == PetitionCase.id)
        .join(StepRow, StepRow.id == Document.step_id)
        .where(
            Document.kind.in_(_REPLIES),
            Document.text.is_not(None),
            StepRow.happened_on.between(start, end),
            StepRow.unit.is_not(None),
        )
        .order_by(PetitionCase.case_no)
    )
    rows = [(case_no, str(unit), str(text)) for case_no, unit, text in connection.execute(asked)]
    least = signal_rules().rules[HandlingSignal.SAME_REPLY].least
    replies: dict[str, int] = defaultdict(int)
    for _, unit, _ in rows:
        replies[unit] += 1
    for group in alike_replies([text for _, _, text in rows], cancelled=cancelled):
        by_unit: dict[str, set[str]] = defaultdict(set)
        for at in group:
            by_unit[rows[at][1]].add(rows[at][0])
        for unit, case_nos in by_unit.items():
            if len(case_nos) >= least:
                kind = HandlingSignal.SAME_REPLY
                yield Signal(kind, unit, "", tuple(sorted(case_nos)), replies[unit], None)


def _received_changed(connection: Connection, start: date, end: date) -> Iterator[Signal]:
    entries = select(LedgerEntryRow.object, LedgerEntryRow.body).where(LedgerEntryRow.kind == Correct.kind)
    changed: set[str] = set()
    for case_no, body in connection.execute(entries):
        public = read_body(body).public
        if public["field"] == "received_on":
            changed.add(case_no)
    by_unit: dict[str, set[str]] = defaultdict(set)
    registered: dict[str, int] = defaultdict(int)
    for case_no, unit, _ in _steps(connection, (Step.REGISTER, Step.REPEAT), start, end):
        registered[unit] += 1
        if case_no in changed:
            by_unit[unit].add(case_no)
    for unit, case_nos in by_unit.items():
        kind = HandlingSignal.RECEIVED_CHANGED
        yield Signal(kind, unit, "", tuple(sorted(case_nos)), registered[unit], None)


def _striking(kind: HandlingSignal, told: Iterable[tuple[str, str, bool]], chance: float) -> Iterator[Signal]:
    by_unit: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for unit, case_no, is_hit in told:
        by_unit[unit].append((case_no, is_hit))
    for unit, rows in by_unit.items():
        hits = sorted({case_no for case_no, is_hit in rows if is_hit})
        if is_striking(kind, len(hits), len(rows), chance):
            yield Signal(kind, unit, "", tuple(hits), len(rows), round(len(rows) * chance, 1))


def _steps(
    connection: Connection, kinds: tuple[Step, ...], start: date, end: date
) -> Iterator[tuple[str, str, date]]:
    asked = (
        select(PetitionCase.case_no, StepRow.unit, StepRow.happened_on)
        .join(StepRow, StepRow.case_id == PetitionCase.id)
        .where(
            StepRow.kind.in_([one.value for one in kinds]),
            StepRow.happened_on.between(start, end),
            StepRow.unit.is_not(None),
        )
        .order_by(StepRow.id)
    )
    for case_no, unit, on in connection.execute(asked):
        yield case_no, str(unit), on


def _is_at_month_end(day: date, days: int) -> bool:
    return day.day > monthrange(day.year, day.month)[1] - days


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(number) for number in range((end - start).days + 1))
