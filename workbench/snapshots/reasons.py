"""Why a matter counts otherwise in one snapshot than in another: what the ledger recorded in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

import duckdb
from sqlalchemy import ColumnElement, Connection, Select, or_, select
from sqlalchemy.orm import aliased

from workbench.indicators.catalogue import Indicator
from workbench.ledger.entries import read_body
from workbench.records.journal import LedgerEntryRow, LedgerHead
from workbench.records.look_backs import MatterLinkRow
from workbench.records.petitions import PetitionCase
from workbench.records.receptions import ReceptionRow
from workbench.records.steps import StepRow
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.moved_days import moved_matters, moved_promises
from workbench.snapshots.recorded import MAKING, Between, CaseReason, promises_named
from workbench.terms import ActKind, ChangeReason, CommitmentKind, Step

KEYS = 500  # in one question


class ShortLedgerError(ValueError):
    """The ledger does not reach as far as the snapshot."""

    def __init__(self, has: int, wanted: int) -> None:
        super().__init__(
            f"台账只有{has}条，而快照做到第{wanted}条：请在生成快照的数据库上比较，或先恢复较新的备份"
        )


class Explainer:
    """Knows two snapshots and the ledger they come from."""

    def __init__(self, ledger: Connection, before: FrozenSnapshot, after: FrozenSnapshot) -> None:
        self._ledger = ledger
        self._days = (before.manifest.as_of, after.manifest.as_of)
        self._layouts = (before.manifest.layout, after.manifest.layout)
        self._calendars = (before.manifest.calendar_version, after.manifest.calendar_version)
        one, other = sorted((before.manifest, after.manifest), key=lambda told: told.ledger_size)
        self._since, self._until = one.ledger_size, other.ledger_size
        self._between = Between(one.as_of, max(self._days))
        self._promises: set[str] | None = None  # that another calendar moved
        has = ledger.scalar(select(LedgerHead.size)) or 0
        if has < self._until:
            raise ShortLedgerError(has, self._until)

    def reasons(
        self,
        facts: duckdb.DuckDBPyConnection,
        ids: Sequence[int],
        redefined: Iterable[int] = (),
        figure: Indicator | None = None,
    ) -> dict[int, tuple[CaseReason, ...]]:
        """Return the reasons of each matter. ``facts`` has the schemas ``before`` and ``after``.

        ``figure`` says which days are asked, which another calendar may have moved; without it none are.
        """
        found: dict[int, list[CaseReason]] = defaultdict(list)
        by_definition = set(redefined)
        is_other = self._calendars[0] != self._calendars[1]
        moved = moved_matters(facts, figure) if is_other and figure is not None else set()
        for start in range(0, len(ids), KEYS):
            part = ids[start : start + KEYS]
            self._add_steps(part, found)
            self._add_corrections(part, found)
            self._add_links(part, found)
        for case in ids:
            if case in by_definition:
                found[case].append(CaseReason(ChangeReason.DEFINITION, "指标的定义在两个快照之间改变"))
            if case in moved:
                found[case].append(self._by_calendar)
            if not found[case]:
                found[case] += self._otherwise()
        return {case: tuple(found[case]) for case in ids}

    def of_promise(
        self, facts: duckdb.DuckDBPyConnection, key: str, *, is_redefined: bool
    ) -> tuple[CaseReason, ...]:
        """Return why a promise counts otherwise: what was recorded on its dossier, another calendar.

        ``key`` is that of ``commitment_fact``: ``order:督〔2026〕1号``.
        """
        kind, _, number = key.partition(":")
        about: ColumnElement[bool] = LedgerEntryRow.object == number
        if kind == CommitmentKind.RECEPTION.value:
            about = LedgerEntryRow.object.in_(sorted({number} | self._of_one_day(number)))
        elif kind == CommitmentKind.MILESTONE.value:  # it stands in its ownership
            about = LedgerEntryRow.object == number.rpartition("/")[0]
        elif kind == CommitmentKind.FILE_REVIEW.value:  # of a file there are several sheets
            about = LedgerEntryRow.object.startswith(f"{number}/", autoescape=True)
        about = or_(about, LedgerEntryRow.seq.in_(self._makers.get(number, ())))
        found = self._told(select(LedgerEntryRow.body).where(about, *self._entries))
        if self._calendars[0] != self._calendars[1]:
            if self._promises is None:
                self._promises = moved_promises(facts)
            found += [self._by_calendar] if key in self._promises else []
        if is_redefined and not found:
            found.append(CaseReason(ChangeReason.DEFINITION, "指标的定义在两个快照之间改变"))
        return tuple(found) or self._otherwise()

    @cached_property
    def _makers(self) -> dict[str, list[int]]:
        """Return the entries by the numbers of the promises that they made beside their object."""
        kinds = LedgerEntryRow.kind.in_([kind.value for kind in MAKING])
        found: dict[str, list[int]] = defaultdict(list)
        for body in self._ledger.scalars(select(LedgerEntryRow.body).where(kinds, *self._entries)):
            entry = read_body(body)
            for number in promises_named(entry):
                found[number].append(entry.seq)
        return found

    @property
    def _entries(self) -> tuple[ColumnElement[bool], ...]:
        return (LedgerEntryRow.seq > self._since, LedgerEntryRow.seq <= self._until)

    def _told(self, bodies: Select[str]) -> list[CaseReason]:
        """Return what these entries are, in the order of the ledger."""
        asked = self._ledger.scalars(bodies.order_by(LedgerEntryRow.seq))
        reasons = (self._between.reason(read_body(body)) for body in asked)
        return [reason for reason in reasons if reason is not None]

    @property
    def _by_calendar(self) -> CaseReason:
        was, now = self._calendars
        return CaseReason(ChangeReason.CALENDAR, f"到期日按新的日历重算（{was} → {now}）")

    def _of_one_day(self, number: str) -> set[str]:
        """Return the receptions of that leader on that day: together they are one promise."""
        one, other = aliased(ReceptionRow), aliased(ReceptionRow)
        whose = (
            getattr(one, name) == getattr(other, name) for name in ("unit", "leader", "post", "planned_on")
        )
        wanted = select(other.reception_no).where(one.reception_no == number, *whose)
        return set(self._ledger.scalars(wanted))

    def _otherwise(self) -> tuple[CaseReason, ...]:
        """Return what may be the reason where the ledger tells none: another day, another fold."""
        (was, now), (older, newer) = self._days, self._layouts
        found = []
        if was != now:
            words = f"截止日由 {was.isoformat()} 到 {now.isoformat()}，到期、计入与否随之改变"
            found.append(CaseReason(ChangeReason.AS_OF, words))
        if older != newer:
            words = f"汇总办法随软件版本改变（{older} → {newer}）"
            found.append(CaseReason(ChangeReason.FOLD, words))
        return tuple(found) or (CaseReason(ChangeReason.UNKNOWN, "台账中没有找到原因：请先核验两个快照"),)

    def _add_steps(self, ids: Sequence[int], found: dict[int, list[CaseReason]]) -> None:
        recorded = (
            select(StepRow.case_id, StepRow.id, StepRow.kind, StepRow.happened_on)
            .where(StepRow.case_id.in_(ids), StepRow.id > self._since, StepRow.id <= self._until)
            .order_by(StepRow.id)
        )
        for case, seq, kind, day in self._ledger.execute(recorded):
            what = f"{day.isoformat()} {Step.coded(kind).label}（台账第{seq}条）"
            found[case].append(self._between.by_day(what, day))

    def _add_corrections(self, ids: Sequence[int], found: dict[int, list[CaseReason]]) -> None:
        corrections = (
            select(PetitionCase.id, LedgerEntryRow.seq)
            .join(LedgerEntryRow, LedgerEntryRow.object == PetitionCase.case_no)
            .where(
                PetitionCase.id.in_(ids),
                LedgerEntryRow.kind == ActKind.CORRECT.value,
                *self._entries,
            )
            .order_by(LedgerEntryRow.seq)
        )
        for case, seq in self._ledger.execute(corrections):
            found[case].append(CaseReason(ChangeReason.CORRECTED, f"台账第{seq}条更正"))

    def _add_links(self, ids: Sequence[int], found: dict[int, list[CaseReason]]) -> None:
        """A clerk decided that two matters are, or are not, one: somebody came back, or had come before."""
        decisions = (
            select(PetitionCase.id, LedgerEntryRow.body)
            .join(MatterLinkRow, PetitionCase.case_no.in_((MatterLinkRow.earlier, MatterLinkRow.later)))
            .join(LedgerEntryRow, LedgerEntryRow.object == MatterLinkRow.link_no)
            .where(
                PetitionCase.id.in_(ids),
                LedgerEntryRow.kind == ActKind.DECIDE_REPEAT.value,
                *self._entries,
            )
            .order_by(LedgerEntryRow.seq)
        )
        for case, body in self._ledger.execute(decisions):
            reason = self._between.reason(read_body(body))
            found[case] += [reason] if reason is not None else []
