"""What a frozen snapshot says of titles that were deleted from it by law: a file beside its manifest.

The manifest stays as it was, for its hash is printed on papers; the record names the matters and the hashes
that the one file has had since. Whether the ledger knows of these deletions is for the shelf to ask.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workbench.snapshots.manifest import ManifestError

RECORD: Final = "erased.json"
FILE: Final = "case_fact.parquet"  # the only one with a text
_FORM: Final = 1


@dataclass(frozen=True, slots=True)
class LostTitles:
    """删除记录: the matters whose title was deleted, and the SHA-256 of the file after each deletion."""

    matters: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the bytes of the record, in the one form it has."""
        told = {"form": _FORM, "file": FILE, "matters": self.matters, "states": self.states}
        return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read_lost_titles(folder: Path) -> LostTitles:
    """Return the record in ``folder``, an empty one where there is none; ``ManifestError`` if damaged."""
    try:
        content = (folder / RECORD).read_bytes()
    except FileNotFoundError:
        return LostTitles()
    try:
        told = json.loads(content)
        found = LostTitles(tuple(map(str, told["matters"])), tuple(map(str, told["states"])))
    except (ValueError, KeyError, TypeError):
        found = LostTitles()
    if found.to_bytes() != content or not found.states:
        raise ManifestError(f"快照 {folder.name[:12]} 的删除记录 {RECORD} 被改动过：请从备份恢复该文件夹")
    return found
