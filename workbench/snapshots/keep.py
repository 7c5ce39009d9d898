"""Keep snapshots fresh: fold when there is none, refold only what the ledger gained since.

A snapshot belongs to one database, one as-of day and one ledger size. The file is named by the first
two; its head tells the third.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from workbench.records.journal import LedgerEntryRow, LedgerHead
from workbench.snapshots.answers import forget
from workbench.snapshots.assessed import unit_facts
from workbench.snapshots.fold import Folded, fold
from workbench.snapshots.fold_file import records_file
from workbench.snapshots.linked import linked_matters, linked_with
from workbench.snapshots.promised import Commitments, no_commitments
from workbench.snapshots.read import Snapshot, find, read_snapshot
from workbench.snapshots.schema import insert_statement
from workbench.snapshots.sources import case_ids, read_sources, touched_cases
from workbench.snapshots.write import SnapshotWriter
from workbench.terms import ActKind

CHUNK = 2_000  # matters folded at a time: bounds memory, and lets progress and cancel in between
# Acts on one matter touch only that matter's rows, and those of the ones to which it is linked; a batch names
# rows that are counted as its matters'.
NARROW_KINDS = frozenset(
    "register register_repeat take correct name_accused hold_matter decide_hold record_batch "
    "refuse_import decide_repeat".split()
)
# These, and kinds of a newer version, fold everything anew: units and holidays change many matters, and where
# a value stood that was deleted, restricted or given back is not told by the entry.
WIDE_KINDS = frozenset(
    "announce_holidays establish_unit rename_unit move_unit merge_unit mark_identity_key restrict_values "
    "erase_values decline_erasure".split()
)
# Acts that only tell who read what.
READING_KINDS = frozenset({"unmask_value", "ask_unmasking", "approve_unmasking", "decline_unmasking"})
# Acts on dossiers touch no row of a matter, only what was promised.
DOSSIER_KINDS = frozenset(kind.value for kind in ActKind) - NARROW_KINDS - WIDE_KINDS - READING_KINDS
REFOLD_SHARE = 0.2  # beyond this share of touched matters a whole fold is quicker

Progress = Callable[[int, int], None]


class CancelledError(ValueError):
    """The user stopped the fold; nothing was left behind."""

    def __init__(self) -> None:
        super().__init__("已取消生成快照，没有留下任何文件")


def freshen(
    link: Connection,
    path: Path,
    *,
    as_of: date,
    calendar_version: str,
    commitments: Commitments = no_commitments,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Snapshot:
    """Return the snapshot of ``as_of`` at the present ledger size, folded as little as needed.

    ``commitments`` tells what was promised beside the deadlines; the rooms below do not know those dossiers.
    ``progress`` hears how many matters of how many are done. Raises ``CancelledError`` when
    ``cancelled`` answers true between two chunks.
    """
    size = link.scalar(select(LedgerHead.size)) or 0
    known = find(path)
    if known is not None and known.ledger_size == size and known.calendar_version == calendar_version:
        return known
    meta = {
        "as_of": as_of.isoformat(),
        "ledger_size": str(size),
        "calendar_version": calendar_version,
    }
    if known is not None and known.ledger_size < size and known.calendar_version == calendar_version:
        touched = _touched_since(link, known.ledger_size)
        total = known.value("select count(*) from case_fact")
        if touched is not None and len(touched.ids) <= max(CHUNK, total * REFOLD_SHARE):
            promised = commitments(link, as_of) if touched.has_dossiers else None
            _patch(link, path, touched.ids, promised, as_of, meta)
            forget(path)
            return read_snapshot(path)
    return _whole(link, path, as_of, meta, commitments, progress, cancelled)


@dataclass(frozen=True, slots=True)
class _Touched:
    ids: list[int]
    has_dossiers: bool


def _touched_since(link: Connection, size: int) -> _Touched | None:
    """Return what gained entries since; ``None`` if something wider changed (units, holidays)."""
    entries = select(LedgerEntryRow.kind, LedgerEntryRow.object).where(LedgerEntryRow.seq > size).distinct()
    numbers: set[str] = set()
    has_dossiers = False
    for kind, about in link.execute(entries):
        if kind in DOSSIER_KINDS:
            has_dossiers = True
        elif kind in NARROW_KINDS:
            numbers.add(about)
        elif kind not in READING_KINDS:
            return None
    return _Touched(touched_cases(numbers | linked_with(link, numbers), link), has_dossiers)


def _patch(
    link: Connection,
    path: Path,
    ids: list[int],
    promised: list[tuple[Any, ...]] | None,
    as_of: date,
    meta: dict[str, str],
) -> None:
    today = as_of.isoformat()
    units = unit_facts(link, today)
    names = {code: name for code, name, *_ in units}
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as target:
        target.execute("PRAGMA secure_delete = ON")  # what a matter says no more is no byte of the file
        target.execute("BEGIN IMMEDIATE")
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            folded = fold(read_sources(link, part, today), as_of=as_of, unit_names=names)
            for table, _ in _by_table(folded):
                target.executemany(f"DELETE FROM {table} WHERE case_id = ?", [(case,) for case in part])
            for table, rows in _by_table(folded):
                target.executemany(insert_statement(table), rows)
        if promised is not None:
            target.execute("DELETE FROM commitment_fact")
            target.executemany(insert_statement("commitment_fact"), promised)
            target.execute("DELETE FROM unit_fact")
            target.executemany(insert_statement("unit_fact"), units)
        target.executemany("UPDATE meta SET value = ? WHERE key = ?", [(v, k) for k, v in meta.items()])
        target.execute("COMMIT")


def _whole(
    link: Connection,
    path: Path,
    as_of: date,
    meta: dict[str, str],
    commitments: Commitments,
    progress: Progress | None,
    cancelled: Callable[[], bool],
) -> Snapshot:
    records = records_file(link)
    units = unit_facts(link, as_of.isoformat())
    names = {code: name for code, name, *_ in units}
    with SnapshotWriter(path, records) as writer:
        writer.add("unit_fact", units)
        writer.add("commitment_fact", commitments(link, as_of))
        # The file is read beside ``link``; if somebody wrote between the two looks, ``link`` is read.
        if records is not None and writer.ledger_size() == int(meta["ledger_size"]):
            done = writer.fold(as_of, names, linked_matters(link, as_of.isoformat()), progress, cancelled)
        else:
            done = _fold_by_chunks(link, writer, as_of, names, progress, cancelled)
        if not done:
            raise CancelledError
        writer.finish(meta)
    forget(path)
    return read_snapshot(path)


def _fold_by_chunks(
    link: Connection,
    writer: SnapshotWriter,
    as_of: date,
    names: dict[str, str],
    progress: Progress | None,
    cancelled: Callable[[], bool],
) -> bool:
    ids = case_ids(link, as_of.isoformat())
    for start in range(0, len(ids), CHUNK):
        if cancelled():
            return False
        sources = read_sources(link, ids[start : start + CHUNK], as_of.isoformat())
        for table, rows in _by_table(fold(sources, as_of=as_of, unit_names=names)):
            writer.add(table, rows)
        if progress is not None:
            progress(min(start + CHUNK, len(ids)), len(ids))
    return True


def _by_table(folded: Folded) -> list[tuple[str, list[tuple[Any, ...]]]]:
    return [
        ("case_fact", folded.cases),
        ("petition_fact", folded.petitions),
        ("deadline_fact", folded.deadlines),
        ("case_text", folded.texts),
    ]
