"""What holds the ledger from outside: checkpoints kept beside the database, codes on paper, witnesses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.ledger.notes import KeptNote, NoteFolder
from workbench.ledger.testimony import Testimony
from workbench.records.naming import former_name, name_within

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from workbench.acts.restoring import AcknowledgeRestore
    from workbench.ledger.checkpoint import Checkpoint
    from workbench.ledger.witness import Witness


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
        self._has_looked = False  # for what is known under another name
        self._settled: dict[str, int] = {}  # testimonies that hold nothing any more, and the size at which

    def unanchored(self, ledger_size: int) -> int:
        """Return how many of ``ledger_size`` entries came after the newest checkpoint; reads no database."""
        return max(0, ledger_size - self.notes.newest_size())

    def checkpoint(self, *, is_quick: bool = False, is_daily: bool = False) -> KeptNote:
        """Sign and keep the ledger as it is now; the one there is, if nothing was added since.

        All entries are read; where it ``is_quick`` only those after the newest note, which it continues.
        ``is_daily`` tells that no paper goes with it.
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
            newest = next(self.notes.newest_first(), None)
            is_held = newest and self._held == (newest.checkpoint.code, newest.checkpoint.size)
            start = newest.edge if is_quick and newest and is_held else None
            edge = edges_at(link, [head.size], start=start).get(head.size)
        if edge is None or edge.pack() != head.pack():
            raise RestoreError("台账的条目与首部不符，不能签名：请先运行 workbench ledger verify")
        made = Checkpoint(origin_of(first), head.size, head.root())
        if newest is not None and newest.checkpoint == made:
            if not is_daily:
                self.notes.put_on_paper()
            return newest
        note, at = LedgerKey.read_or_create(self.home).sign(made), self._now()
        self.notes.keep(note, made, edge, at, is_daily=is_daily)
        return KeptNote(at, made, note, edge)

    def require_continued(self, link: Connection) -> None:
        """Raise ``RestoreError`` unless the ledger continues what is known of it or two people know.

        Known are the newest checkpoint, and what paper and witnesses told when a backup was restored.
        """
        from workbench.acts.continued import bears_out, continues, not_continued
        from workbench.acts.leaves import head_of
        from workbench.acts.restoring import acknowledged

        self._take_over(link)
        size = head_of(link).size
        given_up: frozenset[str] | None = None
        for one in self.notes.testimonies():
            if size >= self._settled.get(one.code, size + 1):
                continue
            given_up = acknowledged(link) if given_up is None else given_up
            if one.code not in given_up and not bears_out(link, one):
                raise not_continued(one.size, size)
            self._settled[one.code] = size
        for note in self.notes.newest_first():
            known = note.checkpoint
            if self._held == (known.code, known.size) and size >= known.size:
                return
            if continues(link, note):
                self._held = (known.code, known.size)
                return
            given_up = acknowledged(link) if given_up is None else given_up
            if known.code not in given_up:
                raise not_continued(known.size, size)

    def _take_over(self, link: Connection) -> None:
        """Where nothing is known of this database yet, take what is known of its ledger by another name.

        A database that was renamed, or a file that was moved, would otherwise pass for a new one.
        """
        from workbench.acts.continued import origin_there

        if self._has_looked or self.notes.newest_size():
            return
        others = self.notes.all_here(aside=False)
        if others:
            self.notes.take(others, origin_there(link))
        self._has_looked = True

    def faults(self) -> list[Fault]:
        """Return every kept checkpoint that the ledger contradicts, save those acknowledged."""
        from workbench.acts.continued import code_of, earlier_than
        from workbench.acts.leaves import edges_at, first_leaf
        from workbench.acts.restoring import acknowledged
        from workbench.ledger.checkpoint import origin_of

        notes, told_of = list(self.notes.newest_first()), self.notes.testimonies()
        if not notes and not told_of:
            return []
        with self._reading() as session:
            link = session.connection()
            first, given_up = first_leaf(link), acknowledged(link)
            sizes = {note.checkpoint.size for note in notes} | {one.size for one in told_of}
            edges = edges_at(link, sizes)
            found = []
            for note in notes:
                known, edge = note.checkpoint, edges.get(note.checkpoint.size)
                is_ours = first is not None and origin_of(first) == known.origin
                if known.code in given_up:
                    continue
                if not is_ours or edge is None or edge.root() != known.root:
                    found.append(Fault(known.code, known.size, told(known, edge is not None)))
                elif early := earlier_than(link, known.size, note.made):
                    found.append(Fault(known.code, known.size, early))
            at_notes = {note.checkpoint.code for note in notes}
            found += [
                Fault(one.code, one.size, told(one, one.size in edges))
                for one in told_of
                if one.code not in given_up | at_notes and code_of(first, edges.get(one.size)) != one.code
            ]
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
        from workbench.acts.continued import origin_there
        from workbench.acts.leaves import edges_at
        from workbench.acts.restoring import acknowledged

        with self._reading() as session:
            link = session.connection()
            origin, given_up = origin_there(link), acknowledged(link)
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
        from workbench.acts.continued import origin_there
        from workbench.ledger.checkpoint import Checkpoint

        with self._reading() as session:
            return Checkpoint(origin_there(session.connection()), size, bytes.fromhex(root))

    def code_at(self, size: int) -> str | None:
        """Return the code of the ledger when it held ``size`` entries; ``None`` if it has not so many."""
        from workbench.acts.continued import code_at

        with self._reading() as session:
            return code_at(session.connection(), size)

    def acknowledgement(self, link: Connection, first: str, second: str, why: str) -> AcknowledgeRestore:
        """Return the act that gives up the checkpoints which the ledger does not continue."""
        from workbench.acts.continued import bears_out, continues
        from workbench.acts.leaves import head_of
        from workbench.acts.restoring import AcknowledgeRestore, RestoreError, acknowledged

        given_up = acknowledged(link)
        open_ones: list[Checkpoint | Testimony] = [
            note.checkpoint
            for note in self.notes.newest_first()
            if note.checkpoint.code not in given_up and not continues(link, note)
        ]
        at_notes = {one.code for one in open_ones}
        open_ones += [
            told
            for told in self.notes.testimonies()
            if told.code not in given_up | at_notes and not bears_out(link, told)
        ]
        if not open_ones:
            raise RestoreError("台账与已知的校验点相符，没有需要确认的恢复")
        codes, size = tuple(known.code for known in open_ones), head_of(link).size
        largest = max(known.size for known in open_ones)
        return AcknowledgeRestore(codes[0], codes, largest, size, first, second, why)

    def restored(self) -> AcknowledgeRestore | None:
        """Return what two people have to acknowledge, without their names; ``None`` if all is continued."""
        from workbench.acts.restoring import RestoreError

        with self._reading() as session:
            try:
                return self.acknowledgement(session.connection(), "", "", "")
            except RestoreError:
                return None


def told(known: Checkpoint | Testimony, is_long_enough: bool) -> str:
    """Return the sentence about a checkpoint that the ledger contradicts."""
    what = "此前的条目被改动过" if is_long_enough else "台账已没有这么多条（被截断，或恢复了较早的备份）"
    return f"校验点 {known.code}（{known.size}条）与台账不符：{what}"
