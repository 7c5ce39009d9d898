"""Why a promise counts otherwise in one snapshot than in another: what was recorded on its dossier."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from workbench.law.screening_month import month_of, month_words
from workbench.records.journal import LedgerEntryRow
from workbench.records.receptions import ReceptionRow
from workbench.records.screenings import ScreeningEditionRow, ScreeningRow
from workbench.snapshots.entries_between import EntriesBetween
from workbench.snapshots.recorded import MAKING, CaseReason, promises_named
from workbench.terms import ActKind, CommitmentKind, StudyBody

_UNITS = (ActKind.ESTABLISH_UNIT, ActKind.RENAME_UNIT, ActKind.MERGE_UNIT)


class PromiseReasons:
    """Tells what the entries between two snapshots did to a promise."""

    def __init__(self, entries: EntriesBetween) -> None:
        self._entries = entries

    def of(self, key: str) -> list[CaseReason]:
        """Return the reasons of the promise with this key of ``commitment_fact``: ``order:督〔2026〕1号``."""
        kind, _, number = key.partition(":")
        own = select(LedgerEntryRow.body).where(self._about(kind, number))
        found = [*self._entries.told(own), *self._entries.happened_between(own)]
        if not found and kind == CommitmentKind.SCREENING.value:
            return self._of_report(number)
        return found

    def _about(self, kind: str, number: str) -> ColumnElement[bool]:
        about: ColumnElement[bool] = LedgerEntryRow.object == number
        if kind == CommitmentKind.RECEPTION.value:
            about = LedgerEntryRow.object.in_(sorted({number} | self._of_one_day(number)))
        elif kind == CommitmentKind.MILESTONE.value:  # it stands in its ownership
            about = LedgerEntryRow.object == number.rpartition("/")[0]
        elif kind == CommitmentKind.FILE_REVIEW.value:  # of a file there are several sheets
            about = LedgerEntryRow.object.startswith(f"{number}/", autoescape=True)
        elif kind == CommitmentKind.WORK_STUDY.value:  # named by its body and the day from which it is owed
            about = LedgerEntryRow.object == StudyBody.labelled(number.partition(" ")[0]).value
        return or_(about, LedgerEntryRow.seq.in_(self._makers.get(number, ())))

    @cached_property
    def _makers(self) -> dict[str, list[int]]:
        """Return the entries by the numbers of the promises that they made beside their object."""
        made = select(LedgerEntryRow.body).where(LedgerEntryRow.kind.in_([kind.value for kind in MAKING]))
        found: dict[str, list[int]] = defaultdict(list)
        for entry in self._entries.read(made):
            for number in promises_named(entry):
                found[number].append(entry.seq)
        return found

    def _of_one_day(self, number: str) -> set[str]:
        """Return the receptions of that leader on that day: together they are one promise."""
        one, other = aliased(ReceptionRow), aliased(ReceptionRow)
        whose = (
            getattr(one, name) == getattr(other, name) for name in ("unit", "leader", "post", "planned_on")
        )
        wanted = select(other.reception_no).where(one.reception_no == number, *whose)
        return set(self._entries.ledger.scalars(wanted))

    def _of_report(self, number: str) -> list[CaseReason]:
        """Return why a monthly report is owed, or owed no more, without a word on it itself.

        All units owe from the month of the very first report; a missing one has ended once its unit reported
        on a later month; a unit owes while it is there.
        """
        of_month, month = number.rpartition("-")[0], number.rpartition("-")[2]
        unit, year = of_month.rpartition("-")[0], of_month.rpartition("-")[2]
        found = self._first_report(f"{year}-{month}")
        later = select(LedgerEntryRow.body).where(
            LedgerEntryRow.kind == ActKind.REPORT_SCREENING.value,
            LedgerEntryRow.object.startswith(f"{unit}-", autoescape=True),
            LedgerEntryRow.object > number,
        )
        words = "该单位报送了以后月份的月报，本月不再补报"
        found += self._entries.told(later, words)[:1]
        of_unit = select(LedgerEntryRow.body).where(
            LedgerEntryRow.object == unit, LedgerEntryRow.kind.in_([kind.value for kind in _UNITS])
        )
        return [*found, *self._entries.told(of_unit), *self._entries.happened_between(of_unit)]

    @cached_property
    def _starts(self) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
        """Return the month from which reports are owed, and the entry that made it so, as each knew it."""
        days, sizes = self._entries.heads.days, self._entries.heads.sizes
        found = []
        for day, size in zip(days, sizes, strict=True):
            asked = (
                select(ScreeningEditionRow.on, ScreeningRow.id)
                .join(ScreeningRow, ScreeningRow.id == ScreeningEditionRow.screening_id)
                .where(
                    ScreeningEditionRow.number == 1, ScreeningEditionRow.on <= day, ScreeningRow.id <= size
                )
                .order_by(ScreeningEditionRow.on, ScreeningRow.id)
                .limit(1)
            )
            row = self._entries.ledger.execute(asked).first()
            found.append(None if row is None else (month_of(row[0]), row[1]))
        return found[0], found[1]

    def _first_report(self, month: str) -> list[CaseReason]:
        was, now = self._starts
        owed = [start is not None and start[0] <= month for start in (was, now)]
        made = (was if owed[0] else now) if owed[0] != owed[1] else None
        if made is None:
            return []
        first, seq = made
        words = f"收到第一份排查月报，各单位自 {month_words(first)}起应当报送"
        body = select(LedgerEntryRow.body).where(LedgerEntryRow.seq == seq)
        if seq <= self._entries.since:
            return self._entries.happened_between(body, words)
        return self._entries.told(body, words)
