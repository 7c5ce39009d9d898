"""The records as one transaction sees and changes them; life and replay work through the same book.

Acts change matters in memory and leave rows to be written. ``flush`` writes them, and derives states,
obligations and due dates once for each matter touched since the last flush.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from workbench.acts.base import Act, Actor
from workbench.acts.calendars import check_new, read_calendars
from workbench.acts.dossier import Dossiers
from workbench.acts.matter import Matter, read_matters
from workbench.law.calendar import CalendarHistory, HolidayNotice
from workbench.law.deadlines import obligations
from workbench.law.lifecycle import standings
from workbench.records.base import StaleError
from workbench.records.batches import ImportBatch
from workbench.records.deadlines import (
    DueVersionRow,
    ObligationRow,
    StandingRow,
)
from workbench.records.evidence import EvidenceFile
from workbench.records.petitions import PetitionCase
from workbench.records.unit_tree import UnitTree
from workbench.records.writing import Rows, deletion, execute_many, guarded_update

# What a room of acts gives to ``apply``: for each of its acts the function that carries it out.
CarriedOut = dict[type[Act], Callable[["Book", Any, int, Actor], None]]
KEPT = 50_000  # matters kept in memory after a flush


class UnknownCaseError(ValueError):
    """No matter has this number."""

    def __init__(self, case_no: str) -> None:
        super().__init__(f"没有编号为“{case_no}”的信访事项：请核对编号")


class CaseNumberTakenError(ValueError):
    """The number already belongs to another matter."""

    def __init__(self, case_no: str) -> None:
        super().__init__(f"编号“{case_no}”已登记过：再次来信来访请登记到原事项，新事项请换编号")


class UnknownBatchError(ValueError):
    """A registration names an import batch that was not recorded before it."""

    def __init__(self, batch: str) -> None:
        super().__init__(f"没有编号为“{batch}”的导入批次：请先记录导入批次")


class Book:
    """What one transaction holds of the records."""

    def __init__(
        self,
        connection: Connection,
        *,
        office: str,
        calendars: CalendarHistory | None = None,
        is_replay: bool = False,
        kept: int = KEPT,
    ) -> None:
        """``kept`` matters stay in memory after a flush."""
        self.connection = connection
        self.office = office
        self.is_replay = is_replay  # what newer rules refuse stays as it was entered
        self.today: date | None = None  # the day in China on which an act is performed, where it is known
        self.calendars = calendars or read_calendars(connection)
        self.units = UnitTree.read(connection)
        self.rows = Rows()
        self.dossiers = Dossiers(connection)
        self._kept = kept
        self._evidence: set[str] = set()
        self._matters: dict[str, Matter] = {}
        self._changed: dict[int, Matter] = {}  # facts to write and to derive from
        self._derived_anew: dict[int, Matter] = {}  # to derive from only
        self._batches: dict[str, int] = {}

    def matter(self, case_no: str) -> Matter:
        """Return the matter with this number; ``UnknownCaseError`` if there is none."""
        known = self.find_matter(case_no)
        if known is None:
            raise UnknownCaseError(case_no)
        return known

    def find_matter(self, case_no: str) -> Matter | None:
        """Return the matter with this number, ``None`` if there is none."""
        known = self._matters.get(case_no)
        if known is None:
            for known in read_matters(self.connection, case_nos=[case_no]):
                self._matters[case_no] = known
        return known

    def prefetch(self, case_nos: Iterable[str]) -> None:
        """Read many matters at once, before acts ask for them one by one."""
        missing = [case_no for case_no in dict.fromkeys(case_nos) if case_no not in self._matters]
        for matter in read_matters(self.connection, case_nos=missing):
            self._matters[matter.file.case_no] = matter

    def open_matter(self, matter: Matter) -> None:
        """Take in a new matter; a number already in the records is refused at the flush."""
        case_no = matter.file.case_no
        if case_no in self._matters:
            raise CaseNumberTakenError(case_no)
        self._matters[case_no] = matter
        self._changed[matter.id] = matter

    def touch(self, matter: Matter) -> None:
        """Note that facts of the matter changed: one more version, to be written at the next flush."""
        self._changed[matter.id] = matter
        matter.version += 1

    def batch_id(self, batch: str) -> int:
        """Return the id of an import batch; ``UnknownBatchError`` if there is none."""
        if batch not in self._batches:
            found = self.connection.scalar(select(ImportBatch.id).where(ImportBatch.batch == batch))
            if found is None:
                raise UnknownBatchError(batch)
            self._batches[batch] = found
        return self._batches[batch]

    def know_batch(self, batch: str, batch_id: int) -> None:
        """Remember a batch whose row is not written yet."""
        self._batches[batch] = batch_id

    def holds_evidence(self, digest: str) -> bool:
        """Return whether the original with this SHA-256 (hexadecimal) is kept."""
        if digest not in self._evidence:
            held = select(EvidenceFile.sha256).where(EvidenceFile.sha256 == digest)
            if self.connection.scalar(held) is None:
                return False
            self._evidence.add(digest)
        return True

    def know_evidence(self, digest: str) -> None:
        """Remember an original whose row is not written yet."""
        self._evidence.add(digest)

    def announce(self, notice: HolidayNotice) -> None:
        """Count anew, by the calendar with this notice, what was not yet decided on the day it was published.

        That is what is open, and what was met or fell away since: the notice may be recorded days later, and
        a window that closes by itself carries the day of its end from the start.
        """
        check_new(self.calendars, notice)
        self.flush()
        self.calendars = self.calendars.with_notice(notice)
        decided_on = func.coalesce(ObligationRow.met_on, ObligationRow.ended_on)
        undecided = (
            select(ObligationRow.case_id)
            .where(or_(decided_on.is_(None), decided_on >= notice.announced_on))
            .distinct()
        )
        self.derive_anew(sorted(self.connection.scalars(undecided)))

    def derive_anew(self, ids: Sequence[int]) -> None:
        """Write states and deadlines of these matters anew; no fact of them changes."""
        known = {matter.id: matter for matter in self._matters.values()}
        for matter in read_matters(self.connection, ids=[i for i in ids if i not in known]):
            self._derived_anew[matter.id] = matter
        self._derived_anew.update({i: known[i] for i in ids if i in known})
        self.flush()

    def flush(self) -> None:
        """Write everything that waits. ``StaleError`` if another transaction changed a matter meanwhile."""
        new = [matter for matter in self._changed.values() if matter.read_version is None]
        self._refuse_taken_numbers(new)
        for matter in new:
            self.rows.add(PetitionCase, matter.row())
        self._update([matter for matter in self._changed.values() if matter.read_version is not None])
        self._derive({**self._derived_anew, **self._changed}.values())
        self.dossiers.gather(self.rows)
        self.rows.write(self.connection)
        self.dossiers.update()
        for matter in self._changed.values():
            matter.read_version = matter.version
        self._changed.clear()
        self._derived_anew.clear()
        self._forget()

    def _refuse_taken_numbers(self, new: list[Matter]) -> None:
        for start in range(0, len(new), 500):
            numbers = [matter.file.case_no for matter in new[start : start + 500]]
            taken = select(PetitionCase.case_no).where(PetitionCase.case_no.in_(numbers)).limit(1)
            found = self.connection.scalar(taken)
            if found is not None:
                raise CaseNumberTakenError(found)

    def _update(self, old: list[Matter]) -> None:
        if not old:
            return
        rows = [(*matter.row()[1:], matter.id, matter.read_version) for matter in old]
        statement = guarded_update(PetitionCase, "id", self.connection.dialect.paramstyle)
        if execute_many(self.connection, statement, rows) != len(rows):
            one = f"信访事项“{old[0].file.case_no}”" if len(old) == 1 else "本批信访事项中有的"
            raise StaleError(one)

    def _derive(self, matters: Iterable[Matter]) -> None:
        matters = list(matters)
        again = [(matter.id,) for matter in matters if matter.read_version is not None]
        if again:
            for model in (DueVersionRow, ObligationRow, StandingRow):
                statement = deletion(model, "case_id", self.connection.dialect.paramstyle)
                execute_many(self.connection, statement, again)
        for matter in matters:
            self._derive_standings(matter)
            self._derive_obligations(matter)

    def _derive_standings(self, matter: Matter) -> None:
        found = standings(matter.file)
        for number, standing in enumerate(found, 1):
            until = found[number].since if number < len(found) else None
            row = (matter.id, number, standing.state.value, standing.since, until, standing.step)
            self.rows.add(StandingRow, row)

    def _derive_obligations(self, matter: Matter) -> None:
        add = self.rows.add
        for owed in obligations(matter.file, self.calendars, office=self.office):
            key = (matter.id, owed.rule_id, owed.round)
            facts = (owed.unit, owed.started_by, owed.arises_on, owed.met_on, owed.met_by)
            add(ObligationRow, (*key, *facts, owed.ended_on, owed.ended_why))
            versions = owed.versions
            for number, due in enumerate(versions, 1):
                until = versions[number].since if number < len(versions) else None
                kind = None if due.kind is None else due.kind.value
                dates = (due.since, until, due.start_on, due.due_strict, due.due_rolled)
                add(DueVersionRow, (*key, number, *dates, kind, due.calendar_version))

    def _forget(self) -> None:
        surplus = len(self._matters) - self._kept
        for case_no in list(self._matters)[: max(surplus, 0)]:
            del self._matters[case_no]
