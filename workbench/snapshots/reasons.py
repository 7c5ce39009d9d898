"""Why a matter counts otherwise in one snapshot than in another: what the ledger recorded in between."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

import duckdb
from sqlalchemy import Connection, and_, or_, select

from workbench.indicators.catalogue import Indicator
from workbench.ledger.entries import read_body
from workbench.records.journal import LedgerEntryRow, LedgerHead
from workbench.records.look_backs import MatterLinkRow
from workbench.records.petitions import PetitionCase
from workbench.records.steps import StepRow
from workbench.snapshots.corrected import columns_of, corrected_words, corrects
from workbench.snapshots.deciding_steps import deciding_steps
from workbench.snapshots.entries_between import EntriesBetween, Heads
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.made_by import MadeBy
from workbench.snapshots.moved_days import moved_matters, moved_promises
from workbench.snapshots.promise_reasons import PromiseReasons
from workbench.snapshots.recorded import CaseReason
from workbench.terms import ActKind, ChangeReason, Step

KEYS = 500  # in one question
# What may become of one matter and moves the facts of the other that is the same.
_OF_THE_OTHER = (ActKind.TAKE, ActKind.CORRECT, ActKind.HOLD_MATTER, ActKind.DECIDE_HOLD)
_REDEFINED = CaseReason(ChangeReason.DEFINITION, "指标的定义在两个快照之间改变")
# The facts of a matter that follow from another one that is the same.
_LINKED = re.compile(r"\b(returned_on|return_days|batches_until_closed|petition_number)\b")
Found = dict[int, list[CaseReason]]


class ShortLedgerError(ValueError):
    """The ledger does not reach as far as the snapshot."""

    def __init__(self, has: int, wanted: int) -> None:
        super().__init__(
            f"台账只有{has}条，而快照做到第{wanted}条：请在生成快照的数据库上比较，或先恢复较新的备份"
        )


class Explainer:
    """Knows two snapshots and the ledger they come from."""

    def __init__(self, ledger: Connection, before: FrozenSnapshot, after: FrozenSnapshot) -> None:
        self.heads = Heads.of(before, after)
        self._entries = EntriesBetween(ledger, self.heads)
        self._promises = PromiseReasons(self._entries)
        self._ledger = ledger
        self._moved_promises: set[str] | None = None  # that another calendar moved
        has = ledger.scalar(select(LedgerHead.size)) or 0
        if has < self._entries.until:
            raise ShortLedgerError(has, self._entries.until)

    def reasons(
        self,
        facts: duckdb.DuckDBPyConnection,
        ids: Sequence[int],
        redefined: Iterable[int] = (),
        figure: Indicator | None = None,
        dimension: str = "",
        by_day: Collection[int] = (),
    ) -> dict[int, tuple[CaseReason, ...]]:
        """Return the reasons of each matter. ``facts`` has the schemas ``before`` and ``after``.

        ``figure`` says which days are asked, which another calendar may have moved; without it none are, and
        only what moves a matter to another group of ``dimension`` is looked for.
        ``by_day`` are the matters that count otherwise on the other day whatever was recorded.
        """
        found: Found = defaultdict(list)
        aside: Found = defaultdict(list)
        by_definition, passed = set(redefined), set(by_day)
        is_other = self.heads.calendars[0] != self.heads.calendars[1]
        moved = moved_matters(facts, figure) if is_other and figure is not None else set()
        for start in range(0, len(ids), KEYS):
            part = ids[start : start + KEYS]
            self._add_steps(part, found, aside, figure)
            self._add_corrections(part, found, dimension if figure is None else columns_of(figure))
            if figure is not None and _reads_links(figure):
                self._add_links(part, found)
        for case in ids:
            if case in by_definition:
                found[case].append(_REDEFINED)
            if case in moved:
                found[case].append(self.heads.by_calendar)
            if not found[case] and case not in passed:
                found[case] += aside[case]
            self._add_day(found[case], is_moved=case in passed)
        return {case: tuple(found[case]) for case in ids}

    def of_promise(
        self,
        facts: duckdb.DuckDBPyConnection,
        key: str,
        *,
        is_redefined: bool,
        is_moved: bool = False,
    ) -> tuple[CaseReason, ...]:
        """Return why a promise counts otherwise: what was recorded on its dossier, another calendar.

        ``key`` is that of ``commitment_fact``: ``order:督〔2026〕1号``. ``is_redefined`` and ``is_moved`` say
        that the other definition, or the other day, counts it otherwise whatever was recorded.
        """
        found = self._promises.of(key)
        if self.heads.calendars[0] != self.heads.calendars[1]:
            if self._moved_promises is None:
                self._moved_promises = moved_promises(facts)
            found += [self.heads.by_calendar] if key in self._moved_promises else []
        if is_redefined:
            found.append(_REDEFINED)
        self._add_day(found, is_moved=is_moved)
        return tuple(found)

    def _add_day(self, found: list[CaseReason], *, is_moved: bool) -> None:
        """Add the passing of days where it counts, and what else may be where nothing was found."""
        if not found:
            found += self.heads.otherwise()
        elif is_moved and self.heads.by_day and all(one.reason is not ChangeReason.AS_OF for one in found):
            found.append(self.heads.by_day)

    def _add_steps(self, ids: Sequence[int], found: Found, aside: Found, figure: Indicator | None) -> None:
        """Add the steps that one snapshot has and the other has not, from which the figure can follow.

        Any other stands ``aside``, as does one of a day that neither has: what it says of class and topic is
        told on every day, for the record keeps the last word.
        """
        is_new = and_(*self._entries.recorded(StepRow.id))
        first, last = sorted(self.heads.days)
        is_between = and_(StepRow.happened_on > first, StepRow.happened_on <= last)
        asked = (
            select(StepRow.case_id, StepRow.id, StepRow.number, StepRow.kind, StepRow.happened_on)
            .where(StepRow.case_id.in_(ids), StepRow.id <= self._entries.until, or_(is_new, is_between))
            .order_by(StepRow.id)
        )
        decides = self._deciding(ids, figure)
        for case, seq, number, kind, day in self._ledger.execute(asked):
            step = Step.coded(kind)
            what = f"{day.isoformat()} {step.label}（台账第{seq}条）"
            told = found if decides(case, number, step, day) else aside
            if seq <= self._entries.since:
                told[case].append(self._entries.by_passing(what))
            elif day <= self._entries.between.last:
                told[case].append(self._entries.between.by_day(what, day))
            else:
                words = f"{what}，所记的类别、内容在各日都按现在所记的算"
                aside[case].append(CaseReason(ChangeReason.CORRECTED, words))

    def _deciding(
        self, ids: Sequence[int], figure: Indicator | None
    ) -> Callable[[int, int, Step, date], bool]:
        """Return whether a figure can follow from a step: by its kind, or by what the records say it made."""
        if figure is None:
            return lambda case, number, step, day: True
        kinds = deciding_steps(figure)
        if kinds is None:
            return lambda case, number, step, day: True
        made = MadeBy.of(self._ledger, ids, figure)
        return lambda case, number, step, day: step in kinds or made.has(case, number, day)

    def _add_corrections(self, ids: Sequence[int], found: Found, columns: str) -> None:
        corrections = (
            select(PetitionCase.id, LedgerEntryRow.body)
            .join(LedgerEntryRow, LedgerEntryRow.object == PetitionCase.case_no)
            .where(
                PetitionCase.id.in_(ids),
                LedgerEntryRow.kind == ActKind.CORRECT.value,
                *self._entries.recorded(LedgerEntryRow.seq),
            )
            .order_by(LedgerEntryRow.seq)
        )
        for case, body in self._ledger.execute(corrections):
            entry = read_body(body)
            if corrects(entry, columns):
                words = f"{corrected_words(entry)}（台账第{entry.seq}条）"
                found[case].append(CaseReason(ChangeReason.CORRECTED, words))

    def _add_links(self, ids: Sequence[int], found: Found) -> None:
        """A clerk decided that two matters are, or are not, one: somebody came back, or had come before.

        What becomes of the one moves the other. Neither what it was nor of which matter is told here: it may
        be an accusation.
        """
        is_end = PetitionCase.case_no.in_((MatterLinkRow.earlier, MatterLinkRow.later))
        is_decision = and_(
            LedgerEntryRow.kind == ActKind.DECIDE_REPEAT.value, LedgerEntryRow.object == MatterLinkRow.link_no
        )
        is_of_other = and_(
            LedgerEntryRow.kind.in_([kind.value for kind in _OF_THE_OTHER]),
            LedgerEntryRow.object.in_((MatterLinkRow.earlier, MatterLinkRow.later)),
            LedgerEntryRow.object != PetitionCase.case_no,
        )
        for which, words in ((is_decision, ""), (is_of_other, "认定为同一事项的另一件有新的记录")):
            asked = (
                select(PetitionCase.id, LedgerEntryRow.body)
                .select_from(PetitionCase)
                .join(MatterLinkRow, is_end)
                .join(LedgerEntryRow, which)
                .where(PetitionCase.id.in_(ids), *self._entries.recorded(LedgerEntryRow.seq))
                .order_by(LedgerEntryRow.seq)
            )
            for case, body in self._ledger.execute(asked):
                entry = read_body(body)
                reason = self._entries.between.reason(entry, words) if corrects(entry) else None
                found[case] += [reason] if reason is not None else []


def _reads_links(figure: Indicator) -> bool:
    told = (figure.of, figure.that, figure.silent, *(figure.days or ()))
    return any(_LINKED.search(text) for text in told if text)
