"""Why a matter counts otherwise in one snapshot than in another: what the ledger recorded in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from workbench.records.journal import LedgerEntryRow, LedgerHead
from workbench.records.look_backs import MatterLinkRow
from workbench.records.petitions import PetitionCase
from workbench.records.receptions import ReceptionRow
from workbench.records.steps import StepRow
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.terms import ActKind, ChangeReason, CommitmentKind, Step

KEYS = 500  # in one question


class ShortLedgerError(ValueError):
    """The ledger does not reach as far as the snapshot."""

    def __init__(self, has: int, wanted: int) -> None:
        super().__init__(
            f"台账只有{has}条，而快照做到第{wanted}条：请在生成快照的数据库上比较，或先恢复较新的备份"
        )


@dataclass(frozen=True, slots=True)
class CaseReason:
    """One reason, and what it was in words."""

    reason: ChangeReason
    words: str


class Explainer:
    """Knows two snapshots and the ledger they come from."""

    def __init__(self, ledger: Connection, before: FrozenSnapshot, after: FrozenSnapshot) -> None:
        self._ledger = ledger
        self._days = (before.manifest.as_of, after.manifest.as_of)
        self._layouts = (before.manifest.layout, after.manifest.layout)
        self._calendars = (before.manifest.calendar_version, after.manifest.calendar_version)
        one, other = sorted((before.manifest, after.manifest), key=lambda told: told.ledger_size)
        self._since, self._until = one.ledger_size, other.ledger_size
        self._known_day = one.as_of  # of the snapshot that knew less
        has = ledger.scalar(select(LedgerHead.size)) or 0
        if has < self._until:
            raise ShortLedgerError(has, self._until)

    def reasons(
        self, facts: duckdb.DuckDBPyConnection, ids: Sequence[int], redefined: Iterable[int] = ()
    ) -> dict[int, tuple[CaseReason, ...]]:
        """Return the reasons of each matter. ``facts`` has the schemas ``before`` and ``after``."""
        found: dict[int, list[CaseReason]] = defaultdict(list)
        by_definition = set(redefined)
        moved = self._moved_by_calendar(facts) if self._calendars[0] != self._calendars[1] else set()
        for start in range(0, len(ids), KEYS):
            part = ids[start : start + KEYS]
            self._add_steps(part, found)
            self._add_corrections(part, found)
            self._add_links(part, found)
        for case in ids:
            if case in by_definition:
                found[case].append(CaseReason(ChangeReason.DEFINITION, "指标的定义在两个快照之间改变"))
            if case in moved:
                words = f"到期日按新的日历重算（{self._calendars[0]} → {self._calendars[1]}）"
                found[case].append(CaseReason(ChangeReason.CALENDAR, words))
            if not found[case]:
                found[case] += self._otherwise()
        return {case: tuple(found[case]) for case in ids}

    def of_promise(self, key: str, *, is_redefined: bool) -> tuple[CaseReason, ...]:
        """Return why a promise counts otherwise: what was recorded on its dossier between the snapshots.

        ``key`` is that of ``commitment_fact``: ``order:督〔2026〕1号``.
        """
        kind, _, number = key.partition(":")
        names = {number, number.rpartition("/")[0]} - {""}  # a milestone stands in its ownership
        if kind == CommitmentKind.RECEPTION.value:
            names |= self._of_one_day(number)
        recorded = (
            select(LedgerEntryRow.seq, LedgerEntryRow.kind)
            .where(
                LedgerEntryRow.object.in_(sorted(names)),
                LedgerEntryRow.seq > self._since,
                LedgerEntryRow.seq <= self._until,
            )
            .order_by(LedgerEntryRow.seq)
        )
        is_one_day = self._days[0] == self._days[1]
        reason = ChangeReason.RECORDED_LATE if is_one_day else ChangeReason.AS_OF
        found = [
            CaseReason(reason, f"{ActKind.coded(kind).label}（台账第{seq}条），记录晚于前一快照")
            for seq, kind in self._ledger.execute(recorded)
        ]
        if is_redefined and not found:
            found.append(CaseReason(ChangeReason.DEFINITION, "指标的定义在两个快照之间改变"))
        return tuple(found) or self._otherwise()

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
            found[case].append(self._of_step(seq, Step.coded(kind), day))

    def _of_step(self, seq: int, kind: Step, day: date) -> CaseReason:
        what = f"{day.isoformat()} {kind.label}（台账第{seq}条）"
        if day <= self._known_day:
            return CaseReason(ChangeReason.RECORDED_LATE, f"{what}，记录晚于前一快照")
        return CaseReason(ChangeReason.AS_OF, f"{what}，发生在 {self._known_day.isoformat()} 之后")

    def _add_corrections(self, ids: Sequence[int], found: dict[int, list[CaseReason]]) -> None:
        corrections = (
            select(PetitionCase.id, LedgerEntryRow.seq)
            .join(LedgerEntryRow, LedgerEntryRow.object == PetitionCase.case_no)
            .where(
                PetitionCase.id.in_(ids),
                LedgerEntryRow.kind == "correct",
                LedgerEntryRow.seq > self._since,
                LedgerEntryRow.seq <= self._until,
            )
            .order_by(LedgerEntryRow.seq)
        )
        for case, seq in self._ledger.execute(corrections):
            found[case].append(CaseReason(ChangeReason.CORRECTED, f"台账第{seq}条更正"))

    def _add_links(self, ids: Sequence[int], found: dict[int, list[CaseReason]]) -> None:
        """A clerk decided that two matters are, or are not, one: somebody came back, or had come before."""
        decisions = (
            select(PetitionCase.id, LedgerEntryRow.seq)
            .join(MatterLinkRow, PetitionCase.case_no.in_((MatterLinkRow.earlier, MatterLinkRow.later)))
            .join(LedgerEntryRow, LedgerEntryRow.object == MatterLinkRow.link_no)
            .where(
                PetitionCase.id.in_(ids),
                LedgerEntryRow.kind == ActKind.DECIDE_REPEAT.value,
                LedgerEntryRow.seq > self._since,
                LedgerEntryRow.seq <= self._until,
            )
            .order_by(LedgerEntryRow.seq)
        )
        is_one_day = self._days[0] == self._days[1]
        reason = ChangeReason.RECORDED_LATE if is_one_day else ChangeReason.AS_OF
        for case, seq in self._ledger.execute(decisions):
            words = f"{ActKind.DECIDE_REPEAT.label}（台账第{seq}条），记录晚于前一快照"
            found[case].append(CaseReason(reason, words))

    def _moved_by_calendar(self, facts: duckdb.DuckDBPyConnection) -> set[int]:
        """Return the matters with a deadline that starts as before and falls due on another day."""
        moved = facts.execute(
            "select distinct case_id from before.deadline_fact b join after.deadline_fact a "
            "using (case_id, rule_id, round) where a.start_on is not distinct from b.start_on "
            "and (a.due, a.due_strict) is distinct from (b.due, b.due_strict)"
        ).fetchall()
        return {case for (case,) in moved}
