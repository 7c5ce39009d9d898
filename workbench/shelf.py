"""The frozen snapshots of one workbench: made, listed, verified, rebuilt, compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.terms import ErasureState

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from workbench.acts.hidden import LostValue
    from workbench.indicators.evaluate import Period
    from workbench.law.calendar import CalendarHistory
    from workbench.snapshots.compare import Comparison
    from workbench.snapshots.engines import DuckFacts
    from workbench.snapshots.frozen import Fault, FrozenSnapshot
    from workbench.snapshots.rebuild import Remaking

Progress = Callable[[int, int], None]
TRIES = 5  # looks at records in which others write at the same moment


class FutureDayError(ValueError):
    """A day was asked for that is still to come: what is open then would all look late."""

    def __init__(self, day: date, today: date, snapshot: str = "") -> None:
        words = f"截至日 {day} 还没有到，最晚为今天（{today}）"
        super().__init__(f"快照 {snapshot[:12]} 的{words}：请换一个快照" if snapshot else words)


class Shelf:
    """Where frozen snapshots are kept. Loads DuckDB and SQLAlchemy only in the methods that need them."""

    def __init__(
        self,
        home: Path,
        *,
        reading: Callable[[], AbstractContextManager[Session]],
        calendars: Callable[[Connection], CalendarHistory],
        today: Callable[[], date],
    ) -> None:
        self.home = home
        self._today = today
        self._reading = reading
        self._calendars = calendars
        self._whole: set[tuple[object, ...]] = set()  # how snapshots lay that were found whole

    def create(
        self,
        as_of: date,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        ahead: bool = False,
    ) -> FrozenSnapshot:
        """Freeze the facts of a day as known now; where nothing changed, return the snapshot there is.

        ``progress`` hears (matters done, matters in all). Raises ``FreezeCancelledError`` after a true
        answer of ``cancelled``, with nothing left behind, and ``FutureDayError`` for a day to come, unless it
        may lie ``ahead`` of the clock: the days of the demo are its own.
        """
        from workbench.queries.commitments import commitment_rows
        from workbench.snapshots.freeze import freeze
        from workbench.snapshots.record_rows import LedgerMovedOnError

        if as_of > self._today() and not ahead:
            raise FutureDayError(as_of, self._today())
        for _ in range(TRIES):
            with self._reading() as session:
                link = session.connection()
                try:
                    return freeze(
                        link,
                        self.home,
                        as_of=as_of,
                        calendar_version=self._calendars(link).latest.version,
                        commitments=commitment_rows,
                        progress=progress,
                        cancelled=cancelled,
                    )
                except LedgerMovedOnError:
                    continue
        raise LedgerMovedOnError

    def all(self) -> tuple[list[FrozenSnapshot], list[Fault]]:
        """Return the frozen snapshots by day and ledger size, and the folders whose manifest is damaged."""
        from workbench.snapshots.frozen import frozen_snapshots

        return frozen_snapshots(self.home)

    def find(self, name: str) -> FrozenSnapshot:
        """Return the snapshot whose hash begins with ``name``; ``FrozenSnapshotError`` if not exactly one."""
        from workbench.snapshots.frozen import find_frozen

        return find_frozen(self.home, name)

    def verify(self, snapshot: FrozenSnapshot) -> list[Fault]:
        """Return every byte that is not as the manifest says, named by its file."""
        from workbench.snapshots.frozen import verify_frozen

        return [*verify_frozen(snapshot), *self._unknown_deletions(snapshot)]

    def rebuild(
        self,
        snapshot: FrozenSnapshot,
        *,
        restore: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Remaking:
        """Replay the ledger to the size of ``snapshot`` in a database of its own and make it anew.

        With ``restore`` files that were damaged are put back if the snapshot made anew is the same.
        ``progress`` hears how many acts of how many are replayed.
        """
        from workbench.acts.calendars import read_calendars
        from workbench.acts.hidden import PLACE
        from workbench.acts.past import records_at
        from workbench.queries.commitments import commitment_rows
        from workbench.snapshots.freeze import draft_folder, freeze
        from workbench.snapshots.rebuild import compare_remade, repair

        told = snapshot.manifest
        with draft_folder(self.home) as work, self._reading() as session:
            records = work / "records.sqlite"
            replayed = records_at(
                session.connection(), told.ledger_size, records, progress=progress, cancelled=cancelled
            )
            with replayed as link:
                made = freeze(
                    link,
                    work,
                    as_of=told.as_of,
                    calendar_version=read_calendars(link).latest.version,
                    commitments=commitment_rows,
                    definitions=snapshot.folder,
                    cancelled=cancelled,
                )
            gone = _about(self._lost_values(), told.ledger_size)
            left = self.with_deleted_titles(snapshot).get(snapshot, ())
            found = compare_remade(snapshot, made, erased=gone, left=left)
            if restore and found.can_restore:
                repair(snapshot, made, erased=gone, place=PLACE[ErasureState.ERASED])
            return found

    def with_deleted_titles(self, *snapshots: FrozenSnapshot) -> dict[FrozenSnapshot, tuple[str, ...]]:
        """Return which snapshots (of these, by default of all) still hold titles deleted by law.

        With the numbers of the matters whose titles they are.
        """
        from workbench.acts.hidden import PLACE
        from workbench.snapshots.erased import still_told

        lost = [one for one in self._lost_values() if one.is_title]
        found = {}
        for snapshot in (snapshots or self.all()[0]) if lost else ():
            numbers = _about(lost, snapshot.manifest.ledger_size)
            if left := still_told(snapshot, numbers, PLACE[ErasureState.ERASED]):
                found[snapshot] = left
        return found

    def drop_deleted_titles(self) -> None:
        """Take titles deleted by law out of every snapshot; ``OSError`` where the disk refuses."""
        from workbench.acts.hidden import PLACE
        from workbench.snapshots.erased import drop_titles

        for snapshot, numbers in self.with_deleted_titles().items():
            drop_titles(snapshot, numbers, PLACE[ErasureState.ERASED])

    def _lost_values(self) -> tuple[LostValue, ...]:
        from workbench.acts.hidden import read_lost

        with self._reading() as session:
            return read_lost(session.connection())

    def _unknown_deletions(self, snapshot: FrozenSnapshot) -> list[Fault]:
        from workbench.snapshots.frozen import Fault
        from workbench.snapshots.lost_titles import RECORD, read_lost_titles
        from workbench.snapshots.manifest import ManifestError

        try:
            noted = read_lost_titles(snapshot.folder).matters
        except ManifestError:
            return []  # told already
        size = snapshot.manifest.ledger_size
        unknown = set(noted) - _about(self._lost_values(), size) if noted else ()
        told = f"{RECORD} 说有标题依法删除，而台账没有记：{'、'.join(sorted(unknown))}"
        return [Fault(RECORD, told)] if unknown else []

    def compare(
        self,
        before: FrozenSnapshot,
        after: FrozenSnapshot,
        period: Period,
        names: Collection[str] | None = None,
    ) -> Comparison:
        """Return which figures of ``period`` differ, which matters changed each, and why.

        ``names`` are those of the figures to look at, by default all. Raises ``FutureDayError``.
        """
        from workbench.snapshots.compare import compare
        from workbench.snapshots.reasons import Explainer

        self.require_past(before, after)
        with self._reading() as session:
            explainer = Explainer(session.connection(), before, after)
            return compare(before, after, period=period, explainer=explainer, only=names)

    def require_past(self, *snapshots: FrozenSnapshot) -> None:
        """Refuse with ``FutureDayError`` one of a day to come, as earlier versions froze them."""
        for one in snapshots:
            if one.manifest.as_of > self._today():
                raise FutureDayError(one.manifest.as_of, self._today(), one.hash)

    def require_whole(self, *snapshots: FrozenSnapshot, what: str = "计算") -> None:
        """Refuse with ``FrozenSnapshotError`` one that is not as its manifest says: figures bear its hash."""
        from workbench.snapshots.whole import altered

        for one in dict.fromkeys(snapshots):
            if not self.is_whole(one):
                raise altered(one, self.verify(one)[0], what)

    def is_whole(self, snapshot: FrozenSnapshot) -> bool:
        """Return whether it is as its manifest says; files that lie as they lay are not read again."""
        from workbench.snapshots.whole import as_it_lies

        lies = as_it_lies(snapshot)
        if lies not in self._whole and not self.verify(snapshot):
            self._whole.add(lies)
        return lies in self._whole

    def facts(self, snapshot: FrozenSnapshot, *, threads: int = 0, resident: bool = False) -> DuckFacts:
        """Return the facts of a snapshot, to be asked with DuckDB; the caller closes them."""
        from workbench.snapshots.engines import DuckFacts

        return DuckFacts.of(snapshot, threads=threads, resident=resident)


def _about(lost: Iterable[LostValue], size: int) -> frozenset[str]:
    """Return the numbers of the matters that lost values of the first ``size`` entries."""
    return frozenset(one.about for one in lost if one.entry <= size)
