"""What one backup holds: the state of the ledger, rows by table, and every file with its SHA-256."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from workbench.config import PLACES_FILE
from workbench.records.base import REVISIONS

FORMAT: Final = 2  # 2: with the office's own templates and the public key
_READ: Final = (1, 2)
DATABASE: Final = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
PUBLIC_KEY: Final = "backup.pub"
SINGLE: Final = ("identity.key", "ledger.key", PUBLIC_KEY, PLACES_FILE)  # files of the user's folder
_FOLDERS: Final = ("checkpoints", "frozen", "templates")


class BackupError(ValueError):
    """A backup cannot be made or used; the sentence says what to do."""


class BackupCancelledError(BackupError):
    """The user stopped it."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a backup: ``name`` is its path within, ``size`` in bytes, ``sha256`` hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """备份清单: ``made`` is universal time (ISO), ``counts`` the rows of each table, ``code`` as printed."""

    made: str
    software: str
    engine: str
    schema: str
    ledger_size: int
    root: str
    origin: str
    code: str
    counts: Mapping[str, int]
    settings: Mapping[str, str]
    files: tuple[KeptFile, ...]

    def write(self) -> bytes:
        """Return the manifest as JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @property
    def size(self) -> int:
        """How many bytes the files have together."""
        return sum(file.size for file in self.files)


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest written so; ``BackupError`` for a newer format or names that lead elsewhere."""
    try:
        told: dict[str, Any] = json.loads(content)
        newer = told.pop("format") not in _READ
        files = tuple(KeptFile(**file) for file in told.pop("files"))
        manifest = Manifest(**told, files=files)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BackupError(
            "备份清单不是规定的格式：备份可能由更新版本的软件写成，请升级软件后再恢复"
        ) from None
    if newer or manifest.engine not in DATABASE:
        raise BackupError("备份由更新版本的软件写成：请升级软件后再恢复")
    if manifest.schema not in REVISIONS:
        raise BackupError("备份由更新版本的软件写成：请升级软件后再恢复")
    for file in files:
        if not is_known_name(file.name):
            raise BackupError(f"备份清单中有不认识的文件“{file.name}”，不能恢复：请换一份")
    return manifest


def is_known_name(name: str) -> bool:
    """Whether a backup may hold a file of that name: what is not listed could be written anywhere."""
    if name in SINGLE or name in DATABASE.values():
        return True
    path = PurePosixPath(name)
    clean = path.as_posix() == name and ".." not in path.parts and "\\" not in name and ":" not in name
    return clean and not path.is_absolute() and len(path.parts) > 1 and path.parts[0] in _FOLDERS
