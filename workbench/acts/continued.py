"""Does the ledger go on from what is known of it? Reads what came after, all of it only where it must."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from workbench.acts.leaves import edges_at, first_leaf, head_of
from workbench.acts.restoring import RestoreError
from workbench.ledger.checkpoint import Checkpoint, origin_of
from workbench.ledger.notes import KeptNote
from workbench.ledger.testimony import Testimony
from workbench.ledger.tree import Frontier
from workbench.records.journal import LedgerEntryRow as Entry

CLOCK_SLACK: Final = timedelta(hours=24)  # a clock may be mended by so much without being doubted


def continues(link: Connection, note: KeptNote) -> bool:
    """Return whether the ledger's head follows from the checkpoint; reads what came after, all if it must."""
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


def bears_out(link: Connection, told: Testimony) -> bool:
    """Return whether the ledger had that code when it held so many entries; reads none if shorter."""
    return head_of(link).size >= told.size and code_at(link, told.size) == told.code


def code_at(link: Connection, size: int) -> str | None:
    """Return the code of the ledger when it held ``size`` entries; ``None`` if it has not so many."""
    return code_of(first_leaf(link), edges_at(link, [size]).get(size))


def code_of(first: bytes | None, edge: Frontier | None) -> str | None:
    """Return the code of the ledger that begins with this leaf and has this edge; ``None`` without them."""
    if edge is None or first is None or edge.size < 1:
        return None
    return Checkpoint(origin_of(first), edge.size, edge.root()).code


def origin_there(link: Connection) -> str:
    """Return the name of the ledger, from its first entry."""
    return origin_of(first_leaf(link) or b"")


def not_continued(known_size: int, size: int) -> RestoreError:
    """Return the refusal to write: ``known_size`` entries are known, the ledger has ``size``."""
    what = "比已知的校验点旧" if size < known_size else "与已知的校验点不符"
    return RestoreError(
        f"台账{what}（校验点{known_size}条，台账{size}条）：可能恢复了较早的备份，或台账被改动。"
        "为免掩盖改动，暂停写入；确系恢复备份的，由两个人共同运行 workbench ledger acknowledge"
    )


def earlier_than(link: Connection, size: int, made: datetime) -> str:
    """Return a sentence if an entry after ``size`` claims to be older than that checkpoint by days."""
    limit = (made - CLOCK_SLACK).isoformat(timespec="milliseconds")
    asked = select(Entry.seq).where(Entry.seq > size, Entry.utc < limit).order_by(Entry.seq).limit(1)
    seq = link.scalar(asked)
    if seq is None:
        return ""
    return f"台账第{seq}条自称的时刻早于它之前的校验点（{made:%Y-%m-%d}）：时钟被拨回，或条目是倒填的"
