"""Where acts are performed: checked, entered in the ledger and applied to the records, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workbench.acts.amending import Correct
from workbench.acts.apply import apply
from workbench.acts.base import Act, Actor
from workbench.acts.book import KEPT, Book
from workbench.acts.erasing import HIDING
from workbench.acts.guards import check_by_hand
from workbench.acts.handling import Register, RegisterRepeat
from workbench.acts.holding import HoldMatter
from workbench.acts.stale import check_seen
from workbench.acts.watching import Watch, makes_accusation
from workbench.china_time import CHINA
from workbench.law.calendar import CalendarHistory
from workbench.ledger.entries import Entry, UnwritableTextError, commit
from workbench.ledger.tree import Frontier, leaf_hash
from workbench.office import OFFICE
from workbench.records.base import StaleError
from workbench.records.identity import IdentityKey
from workbench.records.journal import LedgerEntryRow, LedgerHead, LedgerPayload

BUFFER = 20_000  # acts between two flushes


class Desk:
    """Performs acts within the transaction of ``session``; the caller commits.

    Rows wait in memory and are written by ``flush``, at the latest after ``buffer`` acts; ``kept`` matters
    are remembered after that. A desk must not be used again after an error raised by ``flush``: roll back and
    take a new one.
    """

    def __init__(
        self,
        session: Session,
        *,
        actor: Actor,
        calendars: CalendarHistory | None = None,
        office: str = OFFICE,
        identity_key: IdentityKey | None = None,
        buffer: int = BUFFER,
        kept: int = KEPT,
    ) -> None:
        self.actor = actor
        self.connection = session.connection()
        size, frontier = self.connection.execute(
            select(LedgerHead.size, LedgerHead.frontier).where(LedgerHead.id == 1)
        ).one()
        self.frontier = Frontier.unpack(size, frontier)
        self.book = Book(self.connection, office=office, calendars=calendars, kept=kept)
        self.began = self._written = size
        self._watch = Watch(self.book)
        self.has_hidden = False  # values were deleted or restricted: copies of the records must go
        self.has_secret = False  # a matter was held or is an accusation: no copy may tell its words
        self._identity_key = identity_key
        self._buffer = buffer

    @property
    def size(self) -> int:
        """How many acts the ledger holds, with those that wait."""
        return self.frontier.size

    def perform(
        self,
        act: Act,
        *,
        now: datetime | None = None,
        actor: Actor | None = None,
        seen: int | None = None,
        by_hand: bool = False,
    ) -> int:
        """Perform one act; return its ledger position.

        ``now`` is when it is recorded (aware; default: this moment). ``seen`` is the version of the matter or
        dossier that the officer had before him: ``StaleError`` if it has changed since. ``by_hand`` asks more
        of a step (``law.lifecycle.check_by_hand``) than what an import tells of elsewhere. A refused act
        raises a domain error (``NotAllowedError`` of the law among them) and leaves nothing behind.
        """
        if seen is not None:
            check_seen(self.book, act, seen)
        *first, act = self._watch.before(act, actor or self.actor)
        for one in first:
            self.perform(one, now=now, actor=actor)
        if isinstance(act, Register | RegisterRepeat | Correct):
            act = act.sealed(self._identity_key)
        if by_hand:
            check_by_hand(self.book, act)
        by = actor or self.actor
        seq = self.frontier.size + 1
        commits, salted = commit(act.private())
        moment = now or datetime.now(UTC)
        utc = moment.astimezone(UTC).isoformat(timespec="milliseconds")
        self.book.today = moment.astimezone(CHINA).date()
        entry = Entry(seq, utc, by.id, by.role.value, by.unit, act.kind, act.object, act.public(), commits)
        body = writable(entry)
        apply(self.book, act, seq, by)
        leaf = leaf_hash(body.encode())
        self.frontier.append(leaf)
        add = self.book.rows.add
        add(LedgerEntryRow, (seq, utc, by.id, by.role.value, act.kind, act.object, body, leaf))
        for field, (salt, value) in salted.items():
            add(LedgerPayload, (seq, field, salt, value))
        self._watch.see(act, by, now)
        self.has_secret |= isinstance(act, HoldMatter) or makes_accusation(act)
        if isinstance(act, HIDING):
            self._settle()
        elif seq - self._written >= self._buffer:
            self.flush()
        return seq

    def _settle(self) -> None:
        """Let records and payloads follow an act that deletes or restricts values; know nothing of before."""
        from workbench.acts.settling import settle  # which performs everything anew, at desks as this one

        self.flush()
        settle(self.connection, self.book.office)
        self.book = Book(self.connection, office=self.book.office, calendars=self.book.calendars)
        self._watch = Watch(self.book)
        self.has_hidden = True

    def hold_what_may_accuse(self) -> tuple[str, ...]:
        """Hold the matters whose texts name somebody of the rolls with words of accusation (HR3).

        Returns their numbers. It is done at the end of a transaction, when all steps of a matter that is
        taken in from elsewhere are there: a held matter takes none.
        """
        waiting = list(self._watch.holds())
        for act, by, now in waiting:
            self.perform(act, now=now, actor=by)
        return tuple(act.case_no for act, _, _ in waiting)

    def prefetch(self, case_nos: Iterable[str]) -> None:
        """Read many matters at once, before acts on them are performed one by one."""
        self.book.prefetch(case_nos)

    def flush(self) -> None:
        """Write the ledger entries and the records that wait, and the new head of the ledger."""
        self.book.flush()
        if self.frontier.size == self._written:
            return
        head = (
            update(LedgerHead)
            .where(LedgerHead.id == 1, LedgerHead.size == self._written)
            .values(size=self.frontier.size, frontier=self.frontier.pack())
        )
        if self.connection.execute(head).rowcount != 1:
            raise StaleError("台账")
        self._written = self.frontier.size


def writable(entry: Entry) -> str:
    """Return the body of an entry; ``UnwritableTextError`` for characters that cannot be kept."""
    body = entry.body()
    if "\\u0000" in body:
        raise UnwritableTextError(entry.object)
    try:
        body.encode()
    except UnicodeEncodeError:
        raise UnwritableTextError("公开栏目") from None
    return body
