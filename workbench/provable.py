"""By what a state of the ledger is proved: its size, root and printed code, and the sheet of an export."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from workbench.incidents import record_incident

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workbench.acts.verification import Verification
    from workbench.anchors import Anchors
    from workbench.config import Config
    from workbench.snapshots.asked import Asked
    from workbench.workbook import Proof


class Heads(Protocol):
    """What is asked of the database: the head of the ledger, and a function that returns rows."""

    def ledger_head(self) -> tuple[int, bytes]: ...
    def reading(self) -> AbstractContextManager[Session]: ...
    def asking(self) -> AbstractContextManager[Callable[[str], list[tuple[Any, ...]]]]: ...


class Provable:
    """What a workbench says of the state of its ledger; on SQLite only ``verify_ledger`` loads SQLAlchemy."""

    config: Config
    _store: Heads
    _anchors: Anchors | None = None

    @abstractmethod
    def now(self) -> datetime: ...
    @abstractmethod
    def today(self) -> date: ...

    @property
    def anchors(self) -> Anchors:
        """The checkpoints of the ledger, kept beside the database."""
        if self._anchors is None:
            from workbench.anchors import Anchors

            home, address = self.config.home, self.config.database
            self._anchors = Anchors(home, address, reading=self._store.reading, now=self.now)
        return self._anchors

    def ledger_size(self) -> int:
        """Return how many acts the ledger holds."""
        return self._store.ledger_head()[0]

    def unanchored(self) -> int:
        """Return how many entries no checkpoint covers yet; on SQLite without loading SQLAlchemy."""
        return self.anchors.unanchored(self.ledger_size())

    def keep_note(self, *, is_daily: bool = False) -> None:
        """Sign and keep the ledger as it is now, where it has grown: so a paper with its code holds it.

        What hinders it is logged and never raised, for the paper is given out all the same; the doctor tells.
        """
        try:
            if self.unanchored():
                self.anchors.checkpoint(is_quick=True, is_daily=is_daily)
            elif not is_daily:
                self.anchors.notes.put_on_paper()
        except Exception as error:
            record_incident(self.config.logs, error)

    def verify_ledger(self) -> Verification:
        """Return all that is wrong with the ledger, the records, or the ledger against kept checkpoints."""
        from workbench.acts.verification import Difference, verify

        with self._store.reading() as session:
            found = verify(session.connection())
        told = [Difference("checkpoint", one.code, None, one.message) for one in self.anchors.faults()]
        return found.with_more(told)

    def ledger_root(self, size: int) -> str:
        """Return the root code (hexadecimal) at ``size`` acts; "" once the ledger has grown beyond."""
        from workbench.ledger.tree import Frontier

        now, frontier = self._store.ledger_head()
        return Frontier.unpack(now, frontier).root().hex() if now == size else ""

    def ledger_code(self, size: int, *, root: str = "") -> str:
        """Return the printed code of the ledger at ``size`` acts; "" once it has grown beyond.

        With the ``root`` of that size, which a frozen snapshot keeps, it is known for ever.
        """
        from workbench.ledger.checkpoint import Checkpoint, origin_of
        from workbench.ledger.tree import leaf_hash

        root = root or self.ledger_root(size)
        if not root:
            return ""
        with self._store.asking() as ask:
            first = ask("SELECT body FROM ledger_entry WHERE seq = 1")
        if not first:
            return ""
        return Checkpoint(origin_of(leaf_hash(first[0][0].encode())), size, bytes.fromhex(root)).code

    def proof(self, snapshot: Asked | None = None) -> Proof:
        """Return on what an export stands, with its printed code: the snapshot, or the records of now."""
        if snapshot is not None:
            root = snapshot.ledger_root
            return self.proof_at(snapshot.as_of, snapshot.ledger_size, snapshot.code, root=root)
        size = self.ledger_size()
        return self.proof_at(self.today(), size, f"截至 {self.today()} · 台账第 {size} 条")

    def proof_at(self, day: date, size: int, basis: str, *, root: str = "") -> Proof:
        """Return on what an export of an earlier state stands; ``basis`` says by what it is made again.

        Where the ledger has grown since, it is read up to that size, unless its ``root`` there is given.
        """
        from workbench.ledger.printed import square_of
        from workbench.workbook import Proof

        code = self.ledger_code(size, root=root) or self.anchors.code_at(size) or ""
        self.keep_note()
        return Proof(day, basis, size, code, square_of(size, code) if code else b"")
