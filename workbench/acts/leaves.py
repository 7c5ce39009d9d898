"""Roots of the ledger as it stands, at any size: made of the bodies, never of the leaves kept beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, Row, select

from workbench.ledger.tree import Frontier, leaf_hash
from workbench.records.journal import LedgerEntryRow, LedgerHead

CHUNK = 20_000  # entries read at a time
REPEATED: Final = ("utc", "actor", "role", "kind", "object")  # columns that say again what the body says


def head_of(connection: Connection) -> Frontier:
    """Return the right edge that the head of the ledger keeps; ``ValueError`` if it is damaged."""
    size, packed = connection.execute(select(LedgerHead.size, LedgerHead.frontier)).one()
    return Frontier.unpack(size, packed)


def edges_at(
    connection: Connection, sizes: Iterable[int], *, start: Frontier | None = None
) -> dict[int, Frontier]:
    """Return the right edge of the tree at each of ``sizes``; a size that the ledger has not is left out.

    ``start`` is an edge to go on from, for which somebody vouches. Reading stops at the first gap.
    """
    wanted, found = sorted(set(sizes)), dict[int, Frontier]()
    edge = Frontier() if start is None else Frontier(start.size, start.subtrees)
    entry = LedgerEntryRow
    while wanted and wanted[-1] >= edge.size:
        while wanted and wanted[0] <= edge.size:
            size = wanted.pop(0)
            if size == edge.size:
                found[size] = Frontier(edge.size, edge.subtrees)
        if not wanted:
            break
        until = min(edge.size + CHUNK, wanted[0])
        page = connection.execute(
            select(entry.seq, entry.body).where(entry.seq.between(edge.size + 1, until)).order_by(entry.seq)
        ).all()
        for seq, body in page:
            if seq != edge.size + 1:
                return found
            edge.append(leaf_hash(body.encode()))
        if edge.size < until:
            break
    return found


def first_leaf(connection: Connection) -> bytes | None:
    """Return the leaf of the first entry, ``None`` for an empty ledger."""
    body = connection.scalar(select(LedgerEntryRow.body).where(LedgerEntryRow.seq == 1))
    return None if body is None else leaf_hash(body.encode())


def leaf_faults(connection: Connection) -> tuple[int, list[str], list[str]]:
    """Return how many entries are there, and in sentences which are not what leaf, number or head say.

    Last come, by themselves, the columns of an entry that do not repeat what its body says.

    A hundred thousand take two seconds; what an act did, and the values beside an entry, are not looked at.
    """
    edge, faults, columns, entry, expected = Frontier(), list[str](), list[str](), LedgerEntryRow, 1
    repeated = [entry.__table__.c[name] for name in REPEATED]
    while page := connection.execute(
        select(entry.seq, entry.body, entry.leaf, *repeated)
        .where(entry.seq >= expected)
        .order_by(entry.seq)
        .limit(CHUNK)
    ).all():
        for row in page:
            seq, body, leaf = row[:3]
            if seq != expected:
                missing = f"{expected}" if seq == expected + 1 else f"{expected}至{seq - 1}"
                faults.append(f"台账缺第{missing}条")
            expected, made = seq + 1, leaf_hash(body.encode())
            edge.append(made)
            if made != leaf:
                faults.append(f"台账第{seq}条的正文与叶散列不符")
            columns += [f"台账第{seq}条的“{column}”栏与正文不符" for column in _altered(body, row)]
    kept = connection.execute(select(LedgerHead.size, LedgerHead.frontier)).one_or_none()
    if kept is None:
        faults.append("台账首部缺失")
    elif tuple(kept) != (edge.size, edge.pack()):
        faults.append(f"台账的{edge.size}条与台账首部不符（首部记有{kept.size}条）")
    return edge.size, faults, columns


def _altered(body: str, row: Row[*tuple[object, ...]]) -> list[str]:
    """Return in Chinese which columns are not what the body says: the leaf is made of the body alone."""
    try:
        told = json.loads(body)
        return [
            str(LedgerEntryRow.__table__.c[name].comment)
            for name in REPEATED
            if told[name] != getattr(row, name)
        ]
    except (ValueError, TypeError, KeyError):
        return []  # a body that is none is told by its leaf
