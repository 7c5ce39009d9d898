"""What one person has said about a restored older copy, until a second one says it too: a file.

It cannot stand in the ledger, for nothing is written there until both have spoken; and a file of this user's
can be changed by whoever runs as this user: so can the notes themselves. What it says is looked at again,
against the ledger, when the second person confirms it. The standard library only.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

VALID: Final = timedelta(hours=24)  # 条例未规定; the office's setting
_NAME: Final = "restored.json"


@dataclass(frozen=True, slots=True)
class Said:
    """Who said first that he knows (account), why, for which checkpoints (codes) and size, and when (UTC)."""

    account: str
    name: str
    why: str
    codes: tuple[str, ...]
    found_size: int
    at: str

    def is_valid(self, codes: tuple[str, ...], found_size: int, now: datetime) -> bool:
        """Return whether it still speaks of what lies before us, and not too long ago."""
        said = datetime.fromisoformat(self.at)
        is_same = (self.codes, self.found_size) == (codes, found_size)
        return is_same and timedelta(0) <= now.astimezone(UTC) - said <= VALID


def keep_said(folder: Path, said: Said) -> None:
    """Write it, private to the user, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = folder / f"{_NAME}.new"
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(said), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(folder / _NAME)


def read_said(folder: Path) -> Said | None:
    """Return what was said, ``None`` where nothing was or the file is none of ours."""
    try:
        told = json.loads((folder / _NAME).read_text("utf-8"))
        return Said(**{**told, "codes": tuple(told["codes"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_said(folder: Path) -> None:
    """Take it away: both have spoken, or the first takes it back."""
    (folder / _NAME).unlink(missing_ok=True)
