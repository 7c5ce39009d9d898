"""What a frozen snapshot says of itself: the four things that fix a figure, and the hash of every file.

The manifest has one form only (keys sorted, no time of day), so that the same facts give the same bytes; the
SHA-256 of these bytes is the name of the snapshot.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from workbench.disk import put_on_disk

MANIFEST: Final = "manifest.json"
FORM: Final = 1  # of the manifest
_FIELDS = frozenset(
    "form layout as_of ledger_size ledger_root calendar_version definitions software writer files".split()
)


class ManifestError(ValueError):
    """A manifest is missing or not in the form that this software writes."""


@dataclass(frozen=True, slots=True)
class FileFact:
    """One file of the snapshot: its SHA-256 and how many rows (or definitions) it holds."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the figures of a frozen snapshot rest on.

    ``layout`` is the version of the tables, ``definitions`` the SHA-256 of the catalogue, ``ledger_root`` the
    root code of the ledger at ``ledger_size`` acts; ``writer`` names the library whose version may change the
    bytes of the files, but not their rows.
    """

    layout: int
    as_of: date
    ledger_size: int
    ledger_root: str
    calendar_version: str
    definitions: str
    software: str
    writer: str
    files: tuple[FileFact, ...]

    def to_bytes(self) -> bytes:
        """Return the bytes of ``manifest.json``."""
        told: dict[str, Any] = {**asdict(self), "form": FORM, "as_of": self.as_of.isoformat()}
        return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()

    def hash(self) -> str:
        """Return the name of the snapshot: 64 hexadecimal signs."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def file(self, name: str) -> FileFact:
        """Return what is said of one file; ``ManifestError`` if it is not listed."""
        for file in self.files:
            if file.name == name:
                return file
        raise ManifestError(f"快照清单中没有文件 {name}")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in ``folder``; ``ManifestError`` says what is wrong with it."""
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
    except OSError:
        raise ManifestError(f"快照 {folder.name} 缺少清单 {MANIFEST}：请从备份恢复该文件夹") from None
    try:
        told = json.loads(content)
        found = _manifest(told)
    except (ValueError, KeyError, TypeError):
        raise ManifestError(f"快照 {folder.name} 的清单不是规定的格式：请从备份恢复该文件夹") from None
    if found.to_bytes() != content:
        raise ManifestError(f"快照 {folder.name} 的清单被改动过：请从备份恢复该文件夹")
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_private(path: Path) -> None:
    """Make a file this user's alone, and wait until it lies on the disk."""
    path.chmod(0o600)
    put_on_disk(path)


def _manifest(told: Mapping[str, Any]) -> Manifest:
    if set(told) != _FIELDS or told["form"] != FORM:
        raise ValueError
    files = tuple(FileFact(**{**file, "rows": int(file["rows"])}) for file in told["files"])
    # A name leads out of the folder only if it holds a separator.
    if not all(re.fullmatch(r"[a-z_]+\.(parquet|json)", file.name) for file in files):
        raise ValueError
    facts = {key: told[key] for key in _FIELDS - {"form", "as_of", "files"}}
    return Manifest(**facts, as_of=date.fromisoformat(told["as_of"]), files=files)
