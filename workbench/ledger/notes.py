"""The notes kept beside the database: files, because what lies in the database goes back with it.

One file for each checkpoint, named by the moment and the size; beside it the right edge of the tree, so that
a later ledger is known to continue it by reading only what came after. The standard library only.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from workbench.disk import reason
from workbench.ledger.checkpoint import Checkpoint, read_body
from workbench.ledger.testimony import Testimony, testimonies
from workbench.ledger.tree import Frontier

_MOMENT: Final = "%Y%m%dT%H%M%S%fZ"
_DAILY: Final = ".daily"  # beside a note that was made for its day, and for no paper
_ASIDE: Final = ".until-"


@dataclass(frozen=True, slots=True)
class KeptNote:
    """One note: when it was made (UTC), what it says, and the right edge of the tree then (if known)."""

    made: datetime
    checkpoint: Checkpoint
    note: str
    edge: Frontier | None


class NoteFolder:
    """The checkpoints of one database, as this user's folder keeps them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, home: Path, database: str, former: str | None = None) -> NoteFolder:
        """Return the folder of a database; what is kept under its ``former`` name is moved over."""
        made = cls(home / "checkpoints" / _folder_name(database))
        if former is not None:
            made._move_over(home / "checkpoints" / _folder_name(former))
        return made

    def newest_size(self) -> int:
        """Return how many entries the newest checkpoint covers, 0 if there is none; reads no file."""
        names = self._names()
        return int(names[-1].partition("-")[2]) if names else 0

    def has_any_after(self, moment: datetime) -> bool:
        """Return whether a note was made after that moment: no entry may be of then; reads no file."""
        return any(_moment_of(name) > moment for name in self._names()[-1:])

    def newest_first(self) -> Iterator[KeptNote]:
        """Yield the notes, the newest first; a file that is none is passed over."""
        for name in reversed(self._names()):
            try:
                yield self._read(name)
            except (ValueError, OSError):
                continue

    def unreadable(self, most: int = 20) -> int:
        """Return how many of the newest ``most`` notes are damaged or cannot be read."""
        return sum(map(self._is_unreadable, self._names()[-most:]))

    def newest_on_paper(self) -> datetime | None:
        """Return when the newest note was made that is not one of every day; reads no file."""
        names = (name for name in reversed(self._names()) if not (self.path / f"{name}{_DAILY}").exists())
        return next(map(_moment_of, names), None)

    def put_on_paper(self) -> None:
        """Say of the newest note that a paper goes with it."""
        for name in self._names()[-1:]:
            (self.path / f"{name}{_DAILY}").unlink(missing_ok=True)

    def obstacle(self) -> str:
        """Return what hinders notes from being kept here, "" where nothing does."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self.path / "trial", "")
            (self.path / "trial").unlink()
        except OSError as error:
            return reason(error)
        return ""

    def keep(
        self, note: str, checkpoint: Checkpoint, edge: Frontier, at: datetime, *, is_daily: bool = False
    ) -> Path:
        """Write a note, private to the user; it is there whole or not at all."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        stem = f"{at.astimezone(UTC).strftime(_MOMENT)}-{checkpoint.size}"
        if is_daily:
            _write(self.path / f"{stem}{_DAILY}", "")
        _write(self.path / f"{stem}.edge", edge.pack().hex())
        path = self.path / f"{stem}.txt"
        _write(path, note)
        return path

    def files(self, note: KeptNote) -> list[Path]:
        """Return the files of a note that is kept here."""
        stem = f"{note.made.strftime(_MOMENT)}-{note.checkpoint.size}"
        return [path for path in (self.path / f"{stem}.txt", self.path / f"{stem}.edge") if path.is_file()]

    def testimonies(self) -> list[Testimony]:
        """Return what paper and witnesses tell beyond the checkpoints, the largest size first."""
        return testimonies(self.path)

    def keep_testimony(self, told: Testimony) -> None:
        """Write what paper or a witness tells, private to the user."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self.path / told.name, told.write())

    def all_here(self, *, aside: bool = True) -> list[NoteFolder]:
        """Return every folder of checkpoints in this user's folder: this one, others, those put ``aside``."""
        found = (path for path in sorted(self.path.parent.glob("*")) if path.is_dir())
        return [NoteFolder(path) for path in found if aside or _ASIDE not in path.name]

    def take(self, others: Iterable[NoteFolder], origin: str) -> None:
        """Copy what other folders know of the ledger called ``origin``; they stay as they are."""
        for other in others:
            for told in other.testimonies():
                if told.origin == origin:
                    self.keep_testimony(told)
            for note in other.newest_first():
                if note.checkpoint.origin == origin:
                    for path in sorted(other.files(note)):  # the edge before its note
                        if not (self.path / path.name).exists():
                            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
                            _write(self.path / path.name, path.read_text("utf-8"))

    def set_aside(self, at: datetime) -> None:
        """Put all notes out of the way: the database they tell of was made anew."""
        if self.path.exists():
            self.path.rename(self.path.with_name(f"{self.path.name}{_ASIDE}{at.strftime(_MOMENT)}"))

    def _move_over(self, former: Path) -> None:
        if former == self.path or not former.is_dir():
            return
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in sorted(former.iterdir()):  # the edge of a note goes before the note
            with suppress(FileNotFoundError):  # another process moves them too
                path.rename(self.path / path.name)
        with suppress(OSError):  # an earlier version still at work may keep more there: moved next time
            former.rmdir()

    def _names(self) -> list[str]:
        found = (path.stem for path in self.path.glob("*-*.txt"))
        named = (stem for stem in found if stem.partition("-")[2].isdigit())
        return sorted(named, key=lambda stem: (stem.partition("-")[0], int(stem.partition("-")[2])))

    def _read(self, name: str) -> KeptNote:
        note = (self.path / f"{name}.txt").read_text("utf-8")
        text, _, _ = note.partition("\n\n")
        checkpoint = read_body(f"{text}\n")
        return KeptNote(_moment_of(name), checkpoint, note, self._edge(name, checkpoint))

    def _is_unreadable(self, name: str) -> bool:
        try:
            self._read(name)
        except (ValueError, OSError):
            return True
        return False

    def _edge(self, name: str, checkpoint: Checkpoint) -> Frontier | None:
        try:
            packed = bytes.fromhex((self.path / f"{name}.edge").read_text("ascii"))
            edge = Frontier.unpack(checkpoint.size, packed)
        except (ValueError, OSError):
            return None
        return edge if edge.root() == checkpoint.root else None


def _moment_of(name: str) -> datetime:
    return datetime.strptime(name.partition("-")[0], _MOMENT).replace(tzinfo=UTC)


def _folder_name(database: str) -> str:
    return sha256(database.encode()).hexdigest()[:16]


def _write(path: Path, text: str) -> None:
    waiting = path.with_suffix(".new")
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
