"""Frozen snapshots: folders that never change, found by their hash, checked to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workbench.snapshots.lost_titles import FILE, RECORD, LostTitles, read_lost_titles
from workbench.snapshots.manifest import MANIFEST, Manifest, ManifestError, digest, read_manifest

SHORTEST: Final = 6  # signs of a hash that may name a snapshot
PARTIAL: Final = ".part"  # ends the name of a folder that is being made


class FrozenSnapshotError(ValueError):
    """No frozen snapshot goes by this name, or several do."""


@dataclass(frozen=True, slots=True)
class FrozenSnapshot:
    """固定快照: one folder, its hash, and what its manifest says."""

    hash: str
    folder: Path
    manifest: Manifest

    @property
    def code(self) -> str:
        """Return what stands below a figure: day, ledger position, calendar, snapshot."""
        told = self.manifest
        return (
            f"截至 {told.as_of.isoformat()} · 台账第 {told.ledger_size} 条 · 日历 {told.calendar_version} · "
            f"快照 {self.hash[:12]}"
        )

    def path(self, table: str) -> Path:
        """Return the Parquet file of a table."""
        return self.folder / f"{table}.parquet"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the manifest says."""

    file: str
    message: str


def frozen_snapshots(home: Path) -> tuple[list[FrozenSnapshot], list[Fault]]:
    """Return the frozen snapshots in ``home`` by day and ledger size, and the folders that are none."""
    found, faults = [], []
    for folder in sorted(home.iterdir()) if home.is_dir() else []:
        if folder.name.endswith(PARTIAL) or not folder.is_dir():
            continue
        try:
            found.append(FrozenSnapshot(folder.name, folder, read_manifest(folder)))
        except ManifestError as error:
            faults.append(Fault(folder.name, str(error)))
    return sorted(found, key=lambda one: (one.manifest.as_of, one.manifest.ledger_size, one.hash)), faults


def find_frozen(home: Path, name: str) -> FrozenSnapshot:
    """Return the one snapshot whose hash begins with ``name``; ``FrozenSnapshotError`` if it is not one."""
    wanted = name.strip().lower()
    if len(wanted) < SHORTEST:
        raise FrozenSnapshotError(f"快照编号至少写前{SHORTEST}位：用 workbench snapshot list 查看")
    folders = [one for one in home.iterdir() if one.name.startswith(wanted)] if home.is_dir() else []
    folders = [one for one in folders if one.is_dir() and not one.name.endswith(PARTIAL)]
    if not folders:
        raise FrozenSnapshotError(f"没有编号为“{name}”的快照：用 workbench snapshot list 查看已有的快照")
    if len(folders) > 1:
        raise FrozenSnapshotError(f"有{len(folders)}个快照的编号以“{name}”开头：请多写几位")
    return FrozenSnapshot(folders[0].name, folders[0], read_manifest(folders[0]))


def verify_frozen(snapshot: FrozenSnapshot) -> list[Fault]:
    """Return everything in the folder that differs from its manifest, and the manifest from its name.

    A file that lost titles to a deletion has the hash of the record beside it.
    """
    faults = []
    found = digest(snapshot.folder / MANIFEST)
    if found != snapshot.hash:
        message = f"清单的散列是 {found[:12]}…，与文件夹的名称不符：清单或名称被改动过"
        faults.append(Fault(MANIFEST, message))
    listed = {file.name: file for file in snapshot.manifest.files}
    lost = LostTitles()
    try:
        lost = read_lost_titles(snapshot.folder)
    except ManifestError as error:
        faults.append(Fault(RECORD, str(error)))
    for name, file in listed.items():
        path = snapshot.folder / name
        if not path.is_file():
            faults.append(Fault(name, f"缺少文件 {name}"))
        elif (found := digest(path)) != file.sha256 and not (name == FILE and found in lost.states):
            message = f"文件 {name} 被改动过：清单记的是 {file.sha256[:12]}…，现在是 {found[:12]}…"
            faults.append(Fault(name, message))
        elif (rows := _rows(path)) is not None and rows != file.rows:
            faults.append(Fault(name, f"文件 {name} 有{rows}行，清单记的是{file.rows}行"))
    for path in sorted(snapshot.folder.iterdir()):
        if path.name not in {MANIFEST, RECORD, *listed}:
            faults.append(Fault(path.name, f"多出文件 {path.name}，清单中没有"))
    return faults


def _rows(path: Path) -> int | None:
    """Return how many rows a Parquet file holds; ``None`` for another file."""
    if path.suffix != ".parquet":
        return None
    import duckdb

    with duckdb.connect() as link:
        ((rows,),) = link.execute("select count(*) from read_parquet(?)", [str(path)]).fetchall()
    return int(rows)
