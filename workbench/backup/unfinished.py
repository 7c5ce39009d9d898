"""Which backup is being made: so that the next one takes away what a killed one left where the backups go."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from workbench.disk import put_on_disk

FILE: Final = "backup.unfinished"  # in the user's folder: the place may serve several workbenches


def part_of(path: Path) -> Path:
    """Return where a backup lies until it has stood its test; its name says that it is none."""
    return path.with_name(f"{path.name}.part")


def begin(home: Path, path: Path) -> None:
    """Note that the backup ``path`` is being made; ``OSError`` where nothing can be written."""
    noted = home / FILE
    noted.write_text(str(path), "utf-8")
    put_on_disk(noted)


def end(home: Path, path: Path) -> None:
    """Take away what is no backup yet, and the note. What cannot be taken away now stays noted."""
    with suppress(OSError):
        part_of(path).unlink(missing_ok=True)
        (home / FILE).unlink(missing_ok=True)


def tidy(home: Path) -> None:
    """Take away what a killed backup left: its part, or the whole file that nobody had called good yet."""
    with suppress(OSError, UnicodeDecodeError):
        path = Path((home / FILE).read_text("utf-8"))
        if not path.parent.is_dir():
            return  # a disk that is not there now
        if not path.with_name(f"{path.name}.json").exists():
            path.unlink(missing_ok=True)
            path.with_name(f"{path.name}.json.new").unlink(missing_ok=True)
        end(home, path)
