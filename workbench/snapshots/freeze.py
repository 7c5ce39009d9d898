"""Freeze the records of a day: fold them whole, write Parquet and manifest, name the folder by its hash.

A frozen snapshot is folded from the records and never from a live one, so that it owes nothing to a cache.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from workbench.ledger.tree import Frontier
from workbench.records.journal import LedgerHead
from workbench.snapshots.definitions import write_definitions
from workbench.snapshots.fold_file import count_cases, fold_records, open_beside, records_file
from workbench.snapshots.fold_parts import WORTH_IT, cores, fold_parts
from workbench.snapshots.fold_server import fold_server
from workbench.snapshots.frozen import PARTIAL, FrozenSnapshot
from workbench.snapshots.manifest import MANIFEST, FileFact, Manifest
from workbench.snapshots.parquet import WRITER, ParquetWriter
from workbench.snapshots.promised import Commitments, no_commitments
from workbench.snapshots.schema import VERSION, create_statements, insert_statement
from workbench.snapshots.sources import unit_rows

Progress = Callable[[int, int], None]


class FreezeCancelledError(ValueError):
    """The user stopped the making of a frozen snapshot."""

    def __init__(self) -> None:
        super().__init__("已取消固定快照，没有留下任何文件")


class LedgerMovedOnError(ValueError):
    """Somebody wrote between two looks at the records: look again."""

    def __init__(self) -> None:
        super().__init__("台账刚刚有了新的记录：请再试一次")


def freeze(
    link: Connection,
    home: Path,
    *,
    as_of: date,
    calendar_version: str,
    commitments: Commitments = no_commitments,
    definitions: Path | None = None,
    processes: int = 0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> FrozenSnapshot:
    """Return the frozen snapshot of ``as_of`` as known now; the same facts again give the same folder.

    The file of an SQLite database is read beside ``link``: ``LedgerMovedOnError`` if it has gained entries
    meanwhile. ``definitions`` is a folder that keeps those to use, if not the present ones. ``processes``
    fold a great many matters together, by default as many as there are cores. Raises
    ``FreezeCancelledError``. After any error nothing is left behind.
    """
    size, frontier = link.execute(select(LedgerHead.size, LedgerHead.frontier)).one()
    with draft_folder(home) as draft:
        promised = commitments(link, as_of)
        files = _write_facts(link, draft, as_of, size, promised, processes or cores(), progress, cancelled)
        defined = write_definitions(draft, kept_in=definitions)
        manifest = Manifest(
            layout=VERSION,
            as_of=as_of,
            ledger_size=size,
            ledger_root=Frontier.unpack(size, frontier).root().hex(),
            calendar_version=calendar_version,
            definitions=defined.sha256,
            software=version("petition-workbench"),
            writer=WRITER,
            files=(*files, defined),
        )
        return _put_in_place(home, draft, manifest)


def _write_facts(
    link: Connection,
    draft: Path,
    as_of: date,
    size: int,
    promised: list[tuple[Any, ...]],
    processes: int,
    progress: Progress | None,
    cancelled: Callable[[], bool],
) -> tuple[FileFact, ...]:
    units = unit_rows(link, as_of.isoformat())
    names = {code: name for code, name, *_ in units}
    records = records_file(link)
    with closing(open_beside(":memory:", records)) as facts, ParquetWriter(draft) as writer:
        for statement in create_statements():
            facts.execute(statement)
        facts.execute("begin")
        facts.executemany("insert into unit_fact values (?, ?, ?, ?)", sorted(units))
        facts.executemany(insert_statement("commitment_fact"), promised)
        writer.add(facts, ("unit_fact", "commitment_fact"))

        def after(first: int, last: int) -> None:
            writer.add(facts)

        told: dict[str, Any] = {
            "as_of": as_of,
            "unit_names": names,
            "progress": progress,
            "cancelled": cancelled,
        }
        if records is None:
            done = fold_server(link, facts, after=after, **told)
        elif facts.execute("select size from ledger_head").fetchone() != (size,):
            raise LedgerMovedOnError
        elif processes > 1 and count_cases(facts, as_of) >= WORTH_IT:
            facts.execute("commit")
            found = fold_parts(writer, records, ledger_size=size, processes=processes, **told)
            if found is None:
                raise LedgerMovedOnError
            done = found
        else:
            done = fold_records(facts, after=after, **told)
        if not done:
            raise FreezeCancelledError
        return writer.finish()


@contextmanager
def draft_folder(home: Path) -> Iterator[Path]:
    """Give an empty folder beside the frozen snapshots; whatever is still there at the end is removed."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = home / f"{os.getpid()}-{os.urandom(4).hex()}{PARTIAL}"
    draft.mkdir(mode=0o700)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put_in_place(home: Path, draft: Path, manifest: Manifest) -> FrozenSnapshot:
    path = draft / MANIFEST
    path.write_bytes(manifest.to_bytes())
    path.chmod(0o600)
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    name = manifest.hash()
    final = home / name
    # Made before, or by another at this moment: the same name is the same bytes.
    if not final.exists():
        with suppress(FileExistsError):
            os.replace(draft, final)
    return FrozenSnapshot(name, final, manifest)
