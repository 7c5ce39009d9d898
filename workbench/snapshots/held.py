"""Take the words of a held matter out of the live snapshots, also of days that nobody opens.

A snapshot of another day is brought up to date when somebody opens it; until then it would keep on the disk
what nobody may read. Its other facts stay as they are, and it is patched as ever.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from workbench.access.masking import HELD_TITLE
from workbench.records.petitions import PetitionCase
from workbench.snapshots.answers import forget
from workbench.snapshots.read import find, snapshot_files

_COVER: Final = f"UPDATE case_fact SET title = '{HELD_TITLE}', cause_unit = NULL WHERE case_id = ?"
PATIENCE: Final = 5.0  # seconds that we wait for somebody who reads the file; then it goes altogether


def held_since(link: Connection, size: int) -> Mapping[int, int]:
    """Return the matters that are held by an entry after the first ``size``: by id, the entry."""
    asked = select(PetitionCase.id, PetitionCase.held).where(PetitionCase.held > size)
    return {case: entry for case, entry in link.execute(asked) if entry is not None}


def cover_held(folder: Path, database: str, held: Mapping[int, int]) -> None:
    """Take out the words of these matters wherever a snapshot of the database does not know of the holding.

    What cannot be read or changed is removed: it is only a copy, folded anew when it is asked for. Raises
    ``OSError`` where not even that can be done.
    """
    if not held:
        return
    for path in snapshot_files(folder, database):
        known = find(path)
        meant = () if known is None else [case for case, entry in held.items() if entry > known.ledger_size]
        if known is not None and not meant:
            continue
        if known is None or not _is_covered(path, meant):
            path.unlink(missing_ok=True)
        forget(path)
    for draft in snapshot_files(folder, database, end=".sqlite.*.part"):
        if not _is_being_made(draft):
            draft.unlink(missing_ok=True)


def _is_covered(path: Path, ids: Sequence[int]) -> bool:
    """Return whether the words of these matters are out of the file: of no byte of it, as after a patch."""
    told = [(case,) for case in ids]
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as link:
            link.execute("PRAGMA secure_delete = ON")
            link.execute("BEGIN IMMEDIATE")
            link.executemany(_COVER, told)
            link.executemany(f"UPDATE case_text SET body = '{HELD_TITLE}\n' WHERE case_id = ?", told)
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
