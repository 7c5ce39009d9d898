"""What holds the ledger from outside: checkpoints kept beside the database, codes on paper, witnesses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.ledger.notes import KeptNote, NoteFolder
from workbench.records.naming import former_name, name_within

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from workbench.acts.restoring import AcknowledgeRestore
    from workbench.ledger.checkpoint import Checkpoint
    from workbench.ledger.witness import Witness

CLOCK_SLACK: Final = timedelta(hours=24)  # a clock may be mended by so much without being doubted


@dataclass(frozen=True, slots=True)
class Fault:
    """One checkpoint that the ledger contradicts, in a sentence."""

    code: str
    size: int
    message: str


class Anchors:
    """The checkpoints of one workbench. Loads SQLAlchemy and cryptography only where they are needed."""

    def __init__(
        self,
        home: Path,
        database: str,
        *,
        reading: Callable[[], AbstractContextManager[Session]],
        now: Callable[[], datetime],
    ) -> None:
        self.home = home
        self.notes = NoteFolder.of(home, name_within(database, home), former_name(database))
        self._reading = reading
        self._now = now
        self._held: tuple[str, int] | None = None  # the newest checkpoint known to be continued

    def unanchored(self, ledger_size: int) -> int:
        """Return how many of ``ledger_size`` entries came after the newest checkpoint; reads no database."""
        return max(0, ledger_size - self.notes.newest_size())

    def checkpoint(self) -> KeptNote:
        """Sign and keep the ledger as it is now; the one there is, if nothing was added since.

        ``RestoreError`` where the ledger does not continue the newest one; ``ValueError`` if it is damaged.
        """
        from workbench.acts.leaves import edges_at, first_leaf, head_of
        from workbench.acts.restoring import RestoreError
        from workbench.ledger.checkpoint import Checkpoint, CheckpointError, origin_of
        from workbench.ledger.signing import LedgerKey

        with self._reading() as session:
            link = session.connection()
            self.require_continued(link)
            head, first = head_of(link), first_leaf(link)
            if first is None:
                raise CheckpointError("台账还是空的：没有可以签名的内容")
            edge = edges_at(link, [head.size]).get(head.size)
        if edge is None or edge.pack() != head.pack():
            raise RestoreError("台账的条目与首部不符，不能签名：请先运行 workbench ledger verify")
        newest = next(self.notes.newest_first(), None)
        made = Checkpoint(origin_of(first), head.size, head.root())
        if newest is not None and newest.checkpoint == made:
            return newest
        note, at = LedgerKey.read_or_create(self.home).sign(made), self._now()
        self.notes.keep(note, made, edge, at)
        return KeptNote(at, made, note, edge)

    def require_continued(self, link: Connection) -> None:
        """Raise ``RestoreError`` unless the ledger continues the newest checkpoint or two people know."""
        from workbench.acts.leaves import head_of
        from workbench.acts.restoring import RestoreError, acknowledged

        size = head_of(link).size
        given_up: frozenset[str] | None = None
        for note in self.notes.newest_first():
            known = note.checkpoint
            if self._held == (known.code, known.size) and size >= known.size:
                return
            if _continues(link, note):
                self._held = (known.code, known.size)
                return
            given_up = acknowledged(link) if given_up is None else given_up
            if known.code not in given_up:
                what = "比已知的校验点旧" if size < known.size else "与已知的校验点不符"
                raise RestoreError(
                    f"台账{what}（校验点{known.size}条，台账{size}条）：可能恢复了较早的备份，或台账被改动。"
                    "为免掩盖改动，暂停写入；确系恢复备份的，由两个人共同运行 workbench ledger acknowledge"
                )

    def faults(self) -> list[Fault]:
        """Return every kept checkpoint that the ledger contradicts, save those acknowledged."""
        from workbench.acts.leaves import edges_at, first_leaf
        from workbench.acts.restoring import acknowledged
        from workbench.ledger.checkpoint import origin_of

        notes = list(self.notes.newest_first())
        if not notes:
            return []
        with self._reading() as session:
            link = session.connection()
            first, given_up = first_leaf(link), acknowledged(link)
            edges = edges_at(link, [note.checkpoint.size for note in notes])
            found = []
            for note in notes:
                known, edge = note.checkpoint, edges.get(note.checkpoint.size)
                is_ours = first is not None and origin_of(first) == known.origin
                if known.code in given_up:
                    continue
                if not is_ours or edge is None or edge.root() != known.root:
                    found.append(Fault(known.code, known.size, told(known, edge is not None)))
                elif early := _earlier_than(link, known.size, note.made):
                    found.append(Fault(known.code, known.size, early))
        return found

    def witness(self) -> Witness:
        """Return the file for another office: all checkpoints so far, with one of this moment."""
        from workbench.ledger.signing import LedgerKey
        from workbench.ledger.witness import all_of

        origin = self.checkpoint().checkpoint.origin
        notes = [(note.made, note.note) for note in self.notes.newest_first()]
        return all_of(LedgerKey.read_or_create(self.home).verifier(origin), notes[::-1])

    def against(self, known: Sequence[Checkpoint]) -> list[Fault]:
        """Return which checkpoints, brought by somebody else, the ledger contradicts, save those given up."""
        from workbench.acts.leaves import edges_at
        from workbench.acts.restoring import acknowledged

        with self._reading() as session:
            link = session.connection()
            origin, given_up = self._origin(link), acknowledged(link)
            edges = edges_at(link, [one.size for one in known])
        return [
            Fault(one.code, one.size, told(one, one.size in edges))
            for one in known
            if one.code not in given_up
            and (one.origin != origin or one.size not in edges or edges[one.size].root() != one.root)
        ]

    def checkpoint_of(self, size: int, root: str) -> Checkpoint:
        """Return the checkpoint of an earlier state, told by its hexadecimal root. Reads one entry.

        So a frozen snapshot, which keeps both, has its printed code without the whole ledger being read.
        """
        from workbench.ledger.checkpoint import Checkpoint

        with self._reading() as session:
            return Checkpoint(self._origin(session.connection()), size, bytes.fromhex(root))

    def code_at(self, size: int) -> str | None:
        """Return the code of the ledger when it held ``size`` entries; ``None`` if it has not so many."""
        from workbench.acts.leaves import edges_at
        from workbench.ledger.checkpoint import Checkpoint

        with self._reading() as session:
            link = session.connection()
            origin, edge = self._origin(link), edges_at(link, [size]).get(size)
        return None if edge is None or size < 1 else Checkpoint(origin, size, edge.root()).code

    def _origin(self, link: Connection) -> str:
        from workbench.acts.leaves import first_leaf
        from workbench.ledger.checkpoint import origin_of

        return origin_of(first_leaf(link) or b"")

    def acknowledgement(self, link: Connection, first: str, second: str, why: str) -> AcknowledgeRestore:
        """Return the act that gives up the checkpoints which the ledger does not continue."""
        from workbench.acts.leaves import head_of
        from workbench.acts.restoring import AcknowledgeRestore, RestoreError, acknowledged

        given_up = acknowledged(link)
        open_ones = [
            note.checkpoint
            for note in self.notes.newest_first()
            if note.checkpoint.code not in given_up and not _continues(link, note)
        ]
        if not open_ones:
            raise RestoreError("台账与已知的校验点相符，没有需要确认的恢复")
        codes = tuple(known.code for known in open_ones)
        size = head_of(link).size
        return AcknowledgeRestore(codes[0], codes, open_ones[0].size, size, first, second, why)

    def restored(self) -> AcknowledgeRestore | None:
        """Return what two people have to acknowledge, without their names; ``None`` if all is continued."""
        from workbench.acts.restoring import RestoreError

        with self._reading() as session:
            try:
                return self.acknowledgement(session.connection(), "", "", "")
            except RestoreError:
                return None


def told(known: Checkpoint, is_long_enough: bool) -> str:
    """Return the sentence about a checkpoint that the ledger contradicts."""
    what = "此前的条目被改动过" if is_long_enough else "台账已没有这么多条（被截断，或恢复了较早的备份）"
    return f"校验点 {known.code}（{known.size}条）与台账不符：{what}"


def _continues(link: Connection, note: KeptNote) -> bool:
    """Whether the ledger's head follows from the checkpoint; reads what came after, all if it must."""
    from workbench.acts.leaves import edges_at, first_leaf, head_of
    from workbench.ledger.checkpoint import origin_of

    known, head, first = note.checkpoint, head_of(link), first_leaf(link)
    if first is None or origin_of(first) != known.origin or head.size < known.size:
        return False
    if note.edge is not None:
        reached = edges_at(link, [head.size], start=note.edge).get(head.size)
        return reached is not None and reached.pack() == head.pack()
    edges = edges_at(link, [known.size, head.size])
    return (
        known.size in edges
        and edges[known.size].root() == known.root
        and head.size in edges
        and edges[head.size].pack() == head.pack()
    )


def _earlier_than(link: Connection, size: int, made: datetime) -> str:
    """A sentence if an entry after ``size`` claims to be recorded long before that checkpoint was made."""
    from sqlalchemy import select

    from workbench.records.journal import LedgerEntryRow as Entry

    limit = (made - CLOCK_SLACK).isoformat(timespec="milliseconds")
    asked = select(Entry.seq).where(Entry.seq > size, Entry.utc < limit).order_by(Entry.seq).limit(1)
    seq = link.scalar(asked)
    if seq is None:
        return ""
    return f"台账第{seq}条自称的时刻早于它之前的校验点（{made:%Y-%m-%d}）：时钟被拨回，或条目是倒填的"
