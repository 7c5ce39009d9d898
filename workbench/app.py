"""The workbench: database, clock and who acts, put together in one place.

Importing it loads neither SQLAlchemy nor the tables; the first method that needs the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from workbench.access.viewer import Viewer, site_viewer
from workbench.china_time import CHINA
from workbench.config import Config, read_config
from workbench.eyes import Eyes
from workbench.fresh import FreshSnapshots
from workbench.known import Known
from workbench.provable import Provable
from workbench.records.store import ScrubError, Store

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

    from workbench.acts.base import Act, Actor
    from workbench.acts.desk import Desk
    from workbench.law.calendar import CalendarHistory
    from workbench.opening import Made
    from workbench.queries.case_page import CasePage
    from workbench.shelf import Shelf
    from workbench.snapshots.read import Snapshot

T = TypeVar("T")
SOMEBODY_WAITS = 60.0  # seconds for one answer of a server, on a page


class Workbench(Provable):
    """One open workbench. Sessions are short: every read or write takes its own.

    With a ``viewer`` everything that is read is what he may see (``access.sight``), and acts on what he may
    not see are refused as on something unknown. Without one it is that of commands, imports, verification.
    """

    _store: Store

    def __init__(
        self,
        config: Config,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        viewer: Viewer | None = None,
        store: Store | None = None,
    ) -> None:
        self.config = config
        self._clock = clock
        self._store = store or Store(config.database)
        if viewer is not None:
            self._store.patience = SOMEBODY_WAITS
        self._eyes = None if viewer is None else Eyes(viewer, asking=self._store.asking, today=self.today)
        self._known = Known(config.home)
        self._fresh = FreshSnapshots(
            config, self._known, self._eyes, reading=self._store.reading, ledger_size=self.ledger_size
        )

    def seen_by(self, viewer: Viewer) -> Workbench:
        """Return the same workbench as this viewer may see it; both hold one database."""
        return Workbench(self.config, clock=self._clock, viewer=viewer, store=self._store)

    def now(self) -> datetime:
        """Return the present moment in universal time."""
        return self._clock().astimezone(UTC)

    def today(self) -> date:
        """Return the civil date in China."""
        return self._clock().astimezone(CHINA).date()

    @property
    def engine(self) -> Engine:
        """The engine of the database; ``DatabaseError`` with a Chinese sentence if it cannot be used."""
        return self._store.engine

    @property
    def is_read_only(self) -> bool:
        """Whether a newer version of this software wrote the database: it can be looked at, not changed."""
        _ = self.engine
        return self._store.is_newer

    def initialise(self, *, anew: bool = False) -> Made:
        """Make the database, or bring an older one up to date; do nothing to one that is ready.

        ``LostDatabaseError`` where there is none although there was one, and nobody means to begin ``anew``.
        """
        from workbench.opening import initialise

        self._store.scrub(self.config.snapshots, only_if_owed=True)
        made = initialise(self, anew=anew)
        self._drop_deleted_titles()
        return made

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session to read with, in which the viewer's tables hold what he may see.

        Whatever it changes is rolled back.
        """
        with self._store.reading(with_views=self._eyes is not None) as session:
            if self._eyes is not None:
                self._eyes.narrow(session)
            yield session

    def kept_open(self) -> AbstractContextManager[None]:
        """Let this thread ask for sizes, codes and snapshots in a row for one opening of the database."""
        return self._store.kept_open()

    def transaction(self, *, bulk: bool = False) -> AbstractContextManager[Session]:
        """Give the session of the one writer; commit at the end, roll back after an error.

        ``bulk`` is for generated data: a power cut may lose the last transactions.
        """
        return self._store.transaction(bulk=bulk)

    @contextmanager
    def desk(
        self, actor: Actor, *, bulk: bool = False, buffer: int = 0, kept: int = 0, restoring: bool = False
    ) -> Iterator[Desk]:
        """Give a desk in a transaction of its own; everything performed at it is kept, or nothing.

        ``buffer`` acts wait in memory, ``kept`` matters are remembered once written (``Desk``; 0: as usual).
        ``RestoreError`` while the ledger does not continue the newest checkpoint and not ``restoring``."""
        from workbench.acts.book import KEPT
        from workbench.acts.desk import BUFFER, Desk

        with self.transaction(bulk=bulk) as session:
            if not restoring:
                self.anchors.require_continued(session.connection())
            desk = Desk(
                session,
                actor=actor,
                calendars=self.calendars(session.connection()),
                identity_key=self._known.checked_key(session.connection()),
                buffer=buffer or BUFFER,
                kept=kept or KEPT,
            )
            yield desk
            desk.hold_what_may_accuse()
            desk.flush()
        if desk.has_secret:
            self._fresh.cover_secret(desk.began)
        if desk.has_hidden:
            try:
                self._store.scrub(self.config.snapshots)
            finally:
                self._drop_deleted_titles()

    def _drop_deleted_titles(self) -> None:
        try:
            self.shelf.drop_deleted_titles()
        except OSError:
            raise ScrubError from None

    def perform(
        self, *acts: Act, actor: Actor, seen: int | None = None, seen_last: bool = False
    ) -> tuple[int, ...]:
        """Perform acts in one transaction, all or none; return their ledger positions.

        ``seen`` is the version that the officer had before him (see ``Desk``): of what the first act changes,
        with ``seen_last`` the last. ``NotPermittedError`` where the viewer's role may not.
        """
        now = self.now()
        versions = [seen if at == (len(acts) - 1 if seen_last else 0) else None for at in range(len(acts))]
        if self._eyes is not None and self._eyes.check(acts):
            with self.reading() as session:
                link = session.connection()
                self._eyes.rehearse(link, acts, versions, by=actor, calendars=self.calendars(link))
        with self.desk(actor) as desk:
            return tuple(
                desk.perform(act, now=now, seen=version, by_hand=True)
                for act, version in zip(acts, versions, strict=True)
            )

    def ask(self, query: Callable[..., T], /, *args: object, **named: object) -> T:
        """Return what a query of ``workbench.queries`` answers; it gets a connection to read with first."""
        with self.reading() as session:
            return query(session.connection(), *args, **named)

    def previous_login(self, account: str) -> date | None:
        """Return the day (in China) of the account's last login before the present one, if any."""
        moments = self._store.logins(account, most=2)
        return datetime.fromisoformat(moments[1]).astimezone(CHINA).date() if len(moments) > 1 else None

    def calendars(self, connection: Connection) -> CalendarHistory:
        """Return the calendars as recorded, kept until another notice is recorded."""
        return self._known.calendars(connection)

    def ready_snapshot(self, as_of: date | None = None) -> Snapshot | None:
        """Return the snapshot of a day (default: today) if it is up to date, else ``None``."""
        return self._fresh.ready(as_of or self.today())

    def snapshot(
        self,
        as_of: date | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Snapshot:
        """Return the flat case facts as of a day (default: today), folded only as far as the ledger grew.

        Loads nothing heavy while the snapshot is fresh. ``progress`` hears (matters done, matters in all);
        a true answer of ``cancelled`` stops the fold with ``CancelledError`` and leaves nothing.
        """
        day = as_of or self.today()
        return self._fresh.ready(day) or self._fresh.made(day, progress, cancelled)

    def case_page(self, case_no: str, *, as_of: date | None = None) -> CasePage:
        """Return one matter on one page as of a day (default: today); ``CaseNotFoundError`` if unknown.

        Where nobody is known to look at it, as in a notebook, it has no phone number, not even masked.
        """
        from workbench.queries.case_page import case_page

        phones = self._eyes is not None and self._eyes.may_see_phone(case_no)
        with self.reading() as session:
            link, day = session.connection(), as_of or self.today()
            return case_page(link, case_no, as_of=day, calendars=self.calendars(link), with_phones=phones)

    @property
    def shelf(self) -> Shelf:
        """The frozen snapshots of this workbench."""
        from workbench.shelf import Shelf

        return Shelf(
            self.config.frozen, reading=self._store.reading, calendars=self.calendars, today=self.today
        )


def open_workbench(database: str | None = None) -> Workbench:
    """Return the workbench of this user; ``database`` is an address other than the configured one.

    In a kernel of the site it is the workbench as the one who opened the page may see it.
    """
    config = read_config()
    if database is not None:
        config = replace(config, database=database)
    return Workbench(config, viewer=site_viewer())
