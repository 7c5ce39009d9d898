"""Take titles that were deleted by law out of a frozen snapshot, and note beside it that this was done.

A frozen snapshot holds of all texts of a matter its masked title alone. The file is written anew with the
same rows in the same order; no other value and no other file changes, so that figures stay what they were.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Final

import duckdb

from workbench.access.masking import ACCUSATION_NOTICE, HELD_TITLE
from workbench.snapshots.dialect import quoted
from workbench.snapshots.fold import NO_TITLE
from workbench.snapshots.freeze import draft_folder
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.lost_titles import FILE, RECORD, LostTitles, read_lost_titles
from workbench.snapshots.manifest import ManifestError, digest, keep_private
from workbench.snapshots.parquet import AS_FROZEN, told_by_the_system

_SAY_NOTHING: Final = (ACCUSATION_NOTICE, HELD_TITLE, NO_TITLE)  # what stands where a title is not shown


def still_told(snapshot: FrozenSnapshot, numbers: Collection[str], place: str) -> tuple[str, ...]:
    """Return which of the matters with these numbers have a title in the snapshot.

    ``place`` is what stands where a title was. Raises ``OSError`` where the file cannot be read.
    """
    says = ", ".join(map(quoted, (*_SAY_NOTHING, place)))
    return tuple(with_number(snapshot, numbers, f"title not in ({says})"))


def with_number(snapshot: FrozenSnapshot, numbers: Collection[str], where: str = "true") -> list[str]:
    """Return those of the numbers whose matter is in the snapshot; none of a file that is damaged."""
    path = snapshot.folder / FILE
    if not numbers or not path.is_file():
        return []
    try:
        with told_by_the_system(snapshot.folder), closing(_connect(numbers)) as link:
            chosen = f"({where}) and case_no in (from gone)"
            asked = f"select case_no from read_parquet(?) where {chosen} order by case_no"
            return [str(name) for (name,) in link.execute(asked, [str(path)]).fetchall()]
    except duckdb.Error:
        return []  # verification says so


def drop_titles(snapshot: FrozenSnapshot, numbers: Collection[str], place: str) -> None:
    """Write ``place`` over the titles of the matters with these numbers, and note it beside the manifest.

    The record is written before the file: whoever is cut off in between finds a file that the manifest knows.
    A file that was altered before loses its titles and gets no record, so that verification still says so.
    """
    path = snapshot.folder / FILE
    try:
        known = read_lost_titles(snapshot.folder)
    except ManifestError:
        known = LostTitles()
    is_sound = digest(path) in {snapshot.manifest.file(FILE).sha256, *known.states}
    with draft_folder(snapshot.folder.parent) as work:
        made = work / FILE
        with told_by_the_system(work):
            write_without(path, made, numbers, place)
        if is_sound:
            matters = tuple(sorted({*known.matters, *numbers}))
            note(snapshot.folder, LostTitles(matters, (*known.states, digest(made))), work)
        os.replace(made, path)


def write_without(kept: Path, made: Path, numbers: Collection[str], place: str) -> None:
    """Write the rows of ``kept`` into ``made`` with ``place`` for the titles of these matters."""
    with closing(_connect(numbers)) as link:
        title = f"case when case_no in (from gone) then {quoted(place)} else title end"
        rows = f"select * replace ({title} as title) from read_parquet({quoted(str(kept))})"
        link.execute(f"copy ({rows}) to {quoted(str(made))} ({AS_FROZEN})")
    keep_private(made)


def note(folder: Path, record: LostTitles, work: Path) -> None:
    """Put the record in its place in one move; ``work`` is where it is written."""
    draft = work / RECORD
    draft.write_bytes(record.to_bytes())
    keep_private(draft)
    os.replace(draft, folder / RECORD)


def _connect(numbers: Collection[str]) -> duckdb.DuckDBPyConnection:
    """Return DuckDB in memory with the numbers as the table ``gone``; one thread keeps the rows in order."""
    link = duckdb.connect(config={"threads": 1})
    link.execute("create table gone (case_no varchar)")
    link.executemany("insert into gone values (?)", [[number] for number in sorted(set(numbers))])
    return link
