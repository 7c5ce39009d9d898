"""What goes into a backup, copied as it is at one moment, with the manifest that lists it."""

from __future__ import annotations

import shutil
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from workbench.acts.leaves import first_leaf, head_of
from workbench.backup.archive import Cancelled, Progress, Source, source
from workbench.backup.databases import copy_database, count_rows, one_moment
from workbench.backup.manifest import DATABASE, SINGLE, BackupError, Manifest, is_known_name
from workbench.ledger.checkpoint import Checkpoint, origin_of
from workbench.ledger.testimony import SUFFIX
from workbench.records.engine import read_revision
from workbench.records.naming import server_url
from workbench.records.sqlite_file import sqlite_path
from workbench.snapshots.frozen import PARTIAL

if TYPE_CHECKING:
    from workbench.app import Workbench


def gather(
    bench: Workbench, work: Path, moment: datetime, progress: Progress, cancelled: Cancelled
) -> tuple[Manifest, list[Source], int]:
    """Copy everything into ``work``; return manifest, files and the number of matters.

    Notes first: a checkpoint newer than the copy would accuse it.
    """
    copy, home = work / "copy", bench.config.home
    copy.mkdir(mode=0o700)
    sources = [source(name, home / name) for name in SINGLE if (home / name).is_file()]
    for path in sorted(bench.anchors.notes.path.glob("*-*.*")):
        if path.suffix in (".txt", ".edge", SUFFIX):
            shutil.copyfile(path, copy / path.name)
            sources.append(source(f"checkpoints/{path.name}", copy / path.name))
    sources += [source(f"templates/{path.name}", path) for path in _own_templates(bench, copy / "templates")]
    sources += [
        source(f"frozen/{path.relative_to(bench.config.frozen).as_posix()}", path, cancelled)
        for path in sorted(bench.config.frozen.rglob("*"))
        if path.is_file() and not any(_is_passing(part) for part in path.relative_to(home).parts)
    ]
    with one_moment(bench) as link:
        name = DATABASE[link.engine.name]
        known, schema = _state(link), read_revision(link)
        counts = count_rows(link)
        cases = counts["petition_case"]
        copy_database(link, copy / name, progress=progress, cancelled=cancelled)
        engine = link.engine.name
    sources.insert(0, source(name, copy / name, cancelled))
    manifest = Manifest(
        made=moment.isoformat(timespec="seconds"),
        software=version("petition-workbench"),
        engine=engine,
        schema=schema or "",
        ledger_size=known.size,
        root=known.root.hex(),
        origin=known.origin,
        code=known.code,
        counts=counts,
        settings=_settings(bench),
        files=tuple(one.kept for one in sources),
    )
    return manifest, sources, cases


def _is_passing(name: str) -> bool:
    """Whether this is hidden, or being made: a snapshot that somebody freezes now grows, and goes again."""
    return name.startswith(".") or name.endswith(PARTIAL)


def _own_templates(bench: Workbench, copies: Path) -> list[Path]:
    """Copy the office's own docx templates; what an editor keeps beside an open one is none of them."""
    copies.mkdir(mode=0o700)
    made = []
    for path in sorted(bench.config.templates.glob("[!.~]*.docx")):
        if path.is_file() and is_known_name(f"templates/{path.name}"):
            made.append(Path(shutil.copyfile(path, copies / path.name)))
    return made


def _state(link: Connection) -> Checkpoint:
    head, first = head_of(link), first_leaf(link)
    if first is None:
        raise BackupError("台账还是空的，没有可以备份的内容：请先运行 workbench init")
    return Checkpoint(origin_of(first), head.size, head.root())


def _settings(bench: Workbench) -> dict[str, str]:
    """What somebody has to set again on another machine; the address without a password."""
    path = sqlite_path(bench.config.database)
    shown = str(path) if path is not None else server_url(bench.config.database).render_as_string()
    return {"home": str(bench.config.home), "database": shown}
