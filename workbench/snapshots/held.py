"""Take the words of what is held or an accusation out of the live snapshots, also of days that nobody opens.

A snapshot of another day is brought up to date when somebody opens it; until then it would keep on the disk
what nobody may read. Its other facts stay as they are, and it is patched as ever.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, select

from workbench.access.masking import ACCUSATION_NOTICE, HELD_TITLE
from workbench.records.journal import LedgerEntryRow
from workbench.records.petitions import PetitionCase
from workbench.snapshots.answers import forget
from workbench.snapshots.read import find, snapshot_files
from workbench.terms import ActKind, PetitionClass

_COVER: Final = "UPDATE case_fact SET title = ?, cause_unit = NULL WHERE case_id = ?"
_COVER_TEXT: Final = "UPDATE case_text SET body = ? || char(10) WHERE case_id = ?"
_CLASSES: Final = (ActKind.TAKE.value, ActKind.CORRECT.value)  # kinds of acts that may find an accusation
PATIENCE: Final = 5.0  # seconds that we wait for somebody who reads the file; then it goes altogether


class Secret(NamedTuple):
    """Since which entry of the ledger the words of a matter are secret, and what stands instead of them."""

    entry: int
    instead: str


def held_since(link: Connection, size: int) -> Mapping[int, Secret]:
    """Return the matters that are held by an entry after the first ``size``, by id."""
    asked = select(PetitionCase.id, PetitionCase.held).where(PetitionCase.held > size)
    return {case: Secret(entry, HELD_TITLE) for case, entry in link.execute(asked) if entry is not None}


def accusing_since(link: Connection, size: int) -> Mapping[int, Secret]:
    """Return the accusations with a step or a correction after the first ``size`` entries, by id."""
    asked = (
        select(PetitionCase.id, func.max(LedgerEntryRow.seq))
        .join(LedgerEntryRow, LedgerEntryRow.object == PetitionCase.case_no)
        .where(
            LedgerEntryRow.seq > size,
            LedgerEntryRow.kind.in_(_CLASSES),
            PetitionCase.petition_class == PetitionClass.ACCUSATION.value,
        )
        .group_by(PetitionCase.id)
    )
    return {case: Secret(entry, ACCUSATION_NOTICE) for case, entry in link.execute(asked)}


def oldest_known(folder: Path, database: str) -> int:
    """Return how much of the ledger every snapshot of the database knows; 0 where one cannot be read."""
    found = [find(path) for path in snapshot_files(folder, database)]
    return min((0 if one is None else one.ledger_size for one in found), default=0)


def cover_secret(folder: Path, database: str, secret: Mapping[int, Secret]) -> None:
    """Take out the words of these matters wherever a snapshot of the database does not know of it yet.

    What cannot be read or changed is removed: it is only a copy, folded anew when it is asked for. Raises
    ``OSError`` where not even that can be done.
    """
    if not secret:
        return
    for path in snapshot_files(folder, database):
        known = find(path)
        size = 0 if known is None else known.ledger_size
        meant = {case: one.instead for case, one in secret.items() if one.entry > size}
        if known is not None and not meant:
            continue
        if known is None or not _is_covered(path, meant):
            path.unlink(missing_ok=True)
        forget(path)
    for draft in snapshot_files(folder, database, end=".sqlite.*.part"):
        if not _is_being_made(draft):
            draft.unlink(missing_ok=True)


def _is_covered(path: Path, meant: Mapping[int, str]) -> bool:
    """Return whether the words of these matters are out of the file: of no byte of it, as after a patch."""
    told = [(instead, case) for case, instead in meant.items()]
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as link:
            link.execute("PRAGMA secure_delete = ON")
            link.execute("BEGIN IMMEDIATE")
            link.executemany(_COVER, told)
            link.executemany(_COVER_TEXT, told)
            link.execute("COMMIT")
    except sqlite3.Error:
        return False
    return True


def _is_being_made(draft: Path) -> bool:
    """Return whether the process that its name tells still runs: it looks at what is held when it is done."""
    if os.name != "posix":
        return True  # there a look at a process could end it
    with suppress(ValueError, OverflowError):
        try:
            os.kill(int(draft.name.split(".")[-2]), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    return False
