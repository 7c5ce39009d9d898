"""Freeze the records of a day: fold them whole, write Parquet and manifest, name the folder by its hash.

A frozen snapshot is folded from the records and never from a live one, so that it owes nothing to a cache.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from workbench.disk import put_on_disk
from workbench.ledger.tree import Frontier
from workbench.records.journal import LedgerHead
from workbench.snapshots.apart import HAS_FORK, Progress, apart
from workbench.snapshots.assessed import unit_facts
from workbench.snapshots.definitions import write_definitions
from workbench.snapshots.fold_parts import cores, fold_parts, plan_fold
from workbench.snapshots.frozen import PARTIAL, FrozenSnapshot
from workbench.snapshots.manifest import MANIFEST, FileFact, Manifest, keep_private
from workbench.snapshots.parquet import WRITER, ParquetWriter, told_by_the_system
from workbench.snapshots.promised import Commitments, no_commitments
from workbench.snapshots.schema import VERSION

Facts = tuple[FileFact, ...]


class FreezeCancelledError(ValueError):
    """The user stopped the making of a frozen snapshot."""

    def __init__(self) -> None:
        super().__init__("已取消固定快照，没有留下任何文件")


def freeze(
    link: Connection,
    home: Path,
    *,
    as_of: date,
    calendar_version: str,
    commitments: Commitments = no_commitments,
    definitions: Path | None = None,
    threads: int = 0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> FrozenSnapshot:
    """Return the frozen snapshot of ``as_of`` as known now; the same facts again give the same folder.

    The file of an SQLite database is read beside ``link``: ``LedgerMovedOnError`` if it has gained entries
    meanwhile. ``definitions`` is a folder that keeps those to use, if not the present ones. ``threads`` fold
    together, by default as many as there are cores. Raises ``FreezeCancelledError``. After any error nothing
    is left behind.
    """
    size, frontier = link.execute(select(LedgerHead.size, LedgerHead.frontier)).one()
    with draft_folder(home) as draft:
        promised = commitments(link, as_of)
        files = _write_facts(link, draft, as_of, size, promised, threads or cores(), progress, cancelled)
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
    threads: int,
    progress: Progress | None,
    cancelled: Callable[[], bool],
) -> Facts:
    units = unit_facts(link, as_of.isoformat())
    plan = plan_fold(link, as_of, size)

    def write(
        progress: Progress | None, cancelled: Callable[[], bool], link: Connection | None
    ) -> Facts | None:
        with told_by_the_system(draft), ParquetWriter(draft, threads=threads) as writer:
            writer.add("unit_fact", units)
            writer.add("commitment_fact", promised)
            names = {code: name for code, name, *_ in units}
            is_done = fold_parts(plan, writer, names, link=link, progress=progress, cancelled=cancelled)
            return writer.finish() if is_done else None

    if plan.file is not None and HAS_FORK:
        files = apart(lambda tell: write(tell, lambda: False, None), progress, cancelled)
    else:
        files = write(progress, cancelled, link)
    if files is None:
        raise FreezeCancelledError
    return files


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
    keep_private(path)
    name = manifest.hash()
    final = home / name
    # Made before, or by another at this moment: the same name is the same bytes.
    if not final.exists():
        try:
            os.replace(draft, final)
        except OSError:  # each system has its own word for a folder that is there already
            if not final.exists():
                raise
        put_on_disk(home)
    return FrozenSnapshot(name, final, manifest)
