"""Which backups are there, which are good; and the diary of when the last one was made."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from workbench.disk import put_on_disk
from workbench.growing import Growing

ENDING: Final = ".tar.gz.age"
DIARY: Final = "backups.jsonl"  # in the user's folder: the target may be a disk that lies in a safe
_MOMENT: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class GoodBackup:
    """好的备份: restored once by its maker and found whole. ``bytes`` is the size of the sealed file.

    ``origin`` is the name of the ledger, as in checkpoints; papers of older versions do not say it.
    """

    file: str
    made: str
    software: str
    schema: str
    ledger_size: int
    code: str
    bytes: int
    sha256: str
    cases: int
    checks: tuple[str, ...]
    seconds: float
    key: str
    origin: str = ""

    @property
    def moment(self) -> datetime:
        """When it was made (UTC)."""
        return datetime.fromisoformat(self.made)


def file_name(moment: datetime) -> str:
    """Return the name of a backup made at ``moment``."""
    return f"workbench-{moment.astimezone(UTC).strftime(_MOMENT)}{ENDING}"


def mark_good(folder: Path, backup: GoodBackup) -> None:
    """Write beside a backup that it is good; without that paper nobody counts it."""
    _write(folder / f"{backup.file}.json", json.dumps(asdict(backup), ensure_ascii=False, indent=1))


def give_name(part: Path, path: Path, good: GoodBackup) -> None:
    """Let what was tested be a backup, with the paper that says so; or, if that fails, leave neither."""
    try:
        part.replace(path)
        put_on_disk(path.parent)
        mark_good(path.parent, good)
    except BaseException:
        for left in (*path.parent.glob(f"{path.name}.json*"), path):  # the half-written paper, too
            with suppress(OSError):
                left.unlink(missing_ok=True)
        raise


def good_backups(folder: Path) -> list[GoodBackup]:
    """Return the good backups in a folder, the newest first; a paper without its file counts for nothing."""
    found = []
    for paper in folder.glob(f"*{ENDING}.json") if os.path.isdir(folder) else ():
        try:
            told: dict[str, Any] = json.loads(paper.read_text("utf-8"))
            one = GoodBackup(**{**told, "checks": tuple(told["checks"])})
            whole = (folder / one.file).stat().st_size == one.bytes
            if whole and one.moment.tzinfo is not None:
                found.append(one)
        except (ValueError, TypeError, KeyError, OSError):
            continue
    return sorted(found, key=lambda one: one.moment, reverse=True)


def remove(folder: Path, backup: GoodBackup) -> None:
    """Take a backup away; the paper first, so that half a deletion leaves nothing that passes for good."""
    (folder / f"{backup.file}.json").unlink(missing_ok=True)
    (folder / backup.file).unlink(missing_ok=True)


def note(home: Path, event: str, now: datetime, **told: object) -> None:
    """Add a line to the diary of backups in the user's folder; it holds no personal data."""
    line = json.dumps({"at": now.isoformat(timespec="seconds"), "event": event, **told}, ensure_ascii=False)
    _kept(home).append(f"{line}\n")


def diary(home: Path) -> list[dict[str, Any]]:
    """Return the lines of the diary, the newest first; one that cannot be read is passed over."""
    found = []
    for line in reversed(_kept(home).lines()):
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            found.append(told)
    return found


def _kept(home: Path) -> Growing:
    return Growing(home / DIARY, most=500_000, kept=1)  # some years of nights


def _write(path: Path, text: str) -> None:
    waiting = path.with_name(f"{path.name}.new")
    with os.fdopen(
        os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
